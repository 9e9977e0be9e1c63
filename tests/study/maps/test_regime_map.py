"""Regime maps against regions that are known in closed form."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from math import inf
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.errors import RangeError
from sim.scenario import catalog
from sim.scenario.load import load
from sim.study.maps.mesh import Mesh
from sim.study.maps.ranges import Range, parse_range, ranges_of
from sim.study.maps.regime import Regime
from sim.study.maps.regime_map import RegimeMap, regime_map
from sim.study.record import SINGLY, Chunk, StudyFile
from sim.study.single import solve_points
from tests.study.pay_first import PAY_FIRST

# The responder takes x or leaves both with y and 0; the proposer can avoid the question and have 2.
OFFER = """\
format: 1
kind: tree
title: Take it or leave it
players: {p: {name: Proposer}, r: {name: Responder}}
parameters:
  x: {value: 0.5, min: -1, max: 1}
  y: {value: 1.25, min: 1, max: 4}
tree:
  player: p
  actions:
    fair: {payoffs: [2, 2]}
    greedy: {player: r, actions: {accept: {payoffs: [3, x]}, reject: {payoffs: [y, 0]}}}
"""


def mapped(text: str, one: str, two: str, select: str = "payoff-dominant", **settings: str) -> RegimeMap:
    scenario = load("test.yaml", settings, text)
    file = StudyFile("test.yaml", text, tuple(settings.items()), select)
    ranges = (parse_range(one, scenario), parse_range(two, scenario))
    ids = (scenario.players[0].id, scenario.players[1].id)
    return regime_map(ranges, ids, lambda v: solve_points(file, (ranges[0].name, ranges[1].name), v), 7, checks=40)


@pytest.fixture(scope="module")
def straight() -> RegimeMap:
    return mapped(PAY_FIRST, "patience", "cost")


def test_the_boundary_of_the_deal_is_the_line_of_the_closed_form(straight: RegimeMap) -> None:
    assert straight.regimes == (Regime("agreement", 2), Regime("us holds out"))
    ends = straight.walls.reshape(-1, 2)
    assert len(ends) > 10
    assert np.abs(ends[:, 1] - 2 * ends[:, 0]).max() < 2 * (2 * straight.precision)
    # Half of the rectangle below 2 * patience is 0.96 * 1.92 / 2 of 0.96 * 2.
    assert straight.shares[0] == pytest.approx(0.48, abs=1e-3)


def test_flips_are_found_to_a_millionth_on_both_sides_of_the_closed_form(straight: RegimeMap) -> None:
    patience, cost = straight.lines
    for line, exact, span in ((patience, 0.5, 0.96), (cost, 1.6, 2.0)):
        (flip,) = line.flips
        assert flip.low <= exact <= flip.high
        assert flip.high - flip.low <= 1e-6 * span
    assert patience.flips[0].below == Regime("us holds out")
    assert cost.flips[0].above == Regime("us holds out")


def test_the_nearest_boundary_is_the_foot_of_the_perpendicular(straight: RegimeMap) -> None:
    # In shares of the ranges the line is v = 0.96 u and the own point (0.8 / 0.96, 0.5).
    u, v = 0.8 / 0.96, 0.5
    assert straight.border is not None
    assert straight.border.distance == pytest.approx((0.96 * u - v) / np.hypot(0.96, 1), abs=2e-3)
    assert straight.border.beyond == Regime("us holds out")


def test_a_curved_boundary_is_followed() -> None:
    found = mapped(PAY_FIRST, "patience", "cost", power="3")
    ends = found.walls.reshape(-1, 2)
    assert np.abs(ends[:, 0] - ends[:, 1] ** 3 / 2).max() < 4 * found.precision
    # Below the cube root of 2 p: the integral of (2 p) ** (1/3) from 0 to 0.96, of 0.96 * 2.
    assert found.shares[0] == pytest.approx(2 ** (1 / 3) * 0.75 * 0.96 ** (4 / 3) / 1.92, abs=1e-3)


def test_three_regions_that_meet_in_a_point() -> None:
    found = mapped(OFFER, "x", "y")
    shares = dict(zip((r.ending for r in found.regimes), found.shares, strict=True))
    assert shares["greedy / accept"] == pytest.approx(1 / 2, abs=2e-3)
    assert shares["fair"] == pytest.approx(1 / 6, abs=2e-3)
    assert shares["greedy / reject"] == pytest.approx(1 / 3, abs=2e-3)
    assert found.at(-0.02, 1.98).ending == "fair"
    assert found.at(-0.02, 2.02).ending == "greedy / reject"
    assert found.at(0.02, 2.0).ending == "greedy / accept"


def test_the_safe_hunt_is_chosen_where_harsanyi_and_selten_say() -> None:
    """Hare is risk dominant as long as it pays more than half a stag (Harsanyi and Selten 1988)."""
    path = catalog.find("stag-hunt")
    assert path is not None
    found = mapped(Path(path).read_text(encoding="utf-8"), "stag", "hare", "risk-dominant")
    ends = found.walls.reshape(-1, 2)
    assert np.abs(ends[:, 0] - 2 * ends[:, 1]).max() < 10 * found.precision
    assert found.regimes[0] == Regime("hare / hare")
    assert found.shares[0] == pytest.approx(2.1025 / 20.01, abs=1e-3)


def test_points_on_the_map_have_the_regime_of_a_run_of_their_own(straight: RegimeMap) -> None:
    assert straight.checked[0] == 40
    assert straight.checked[1] >= 39
    file = StudyFile("test.yaml", PAY_FIRST)
    for x, y in np.random.default_rng(8).uniform((0, 0), (0.96, 2), (25, 2)).tolist():
        chunk = solve_points(file, ("patience", "cost"), np.array([[x, y]]))
        if abs(y - 2 * x) > 0.01:
            assert straight.at(x, y).ending == chunk.ending[0]


def fake(label: object) -> object:
    """A solver that has an ending for each point in the unit square."""

    def solve(values: np.ndarray) -> Chunk:
        endings = np.array([str(label(x, y)) for x, y in values], dtype=object)  # type: ignore[operator]
        n = len(values)
        kinds = np.full(n, "unique", dtype=object)
        return Chunk(np.zeros((n, 2)), endings, np.full(n, np.nan), kinds, np.full(n, SINGLY, dtype=np.uint8))

    return solve


UNIT = (Range("x", Fraction(1, 3), Fraction(0), Fraction(1)), Range("y", Fraction(1, 3), Fraction(0), Fraction(1)))


def test_a_map_takes_few_calls_and_few_points() -> None:
    found = regime_map(UNIT, ("a", "b"), fake(lambda x, y: x * x + y * y < 0.7), 25)  # type: ignore[arg-type]
    assert found.calls < 45
    # A grid as fine as the boundaries would take more than a million; 514 are the two lines through the own point.
    assert sum(found.counts) < 1400 + 514
    # Chords of cells of width h cut at most 2/3 * (h * sqrt(2)) ** 2 / (8 r) off each unit of arc.
    radius, arc = 0.7**0.5, np.pi / 2 * 0.7**0.5
    cut = 2 / 3 * (2 / 24**2) / (8 * radius) * arc
    share = found.shares[found.regimes.index(Regime("True"))]
    assert np.pi * 0.7 / 4 - cut <= share <= np.pi * 0.7 / 4 + 1e-5


@given(st.lists(st.tuples(st.floats(-1, 1), st.floats(-1, 1), st.floats(0.1, 0.9)), min_size=1, max_size=3))
def test_pieces_tile_the_map_and_agree_with_every_point_that_was_solved(lines: list[tuple[float, ...]]) -> None:
    def label(points: list[tuple[int, int]]) -> list[int]:
        return [sum((a * x + b * y > c * 32) << k for k, (a, b, c) in enumerate(lines)) for x, y in points]

    mesh = Mesh((4, 4), 3, label, 10**6)
    area = 0.0
    for leaf in mesh.leaves.values():
        for _, polygon in leaf.pieces:
            x, y = polygon.T
            area += float(x @ np.roll(y, -1) - y @ np.roll(x, -1)) / 2
        for a, b, one, two in leaf.walls:
            assert one != two
            assert a != b
    assert area == pytest.approx(32 * 32)
    for (x, y), found in mesh.known.items():
        shown = {
            mesh.at(min(max(x + a, 1e-9), 31.999), min(max(y + b, 1e-9), 31.999))
            for a in (-0.01, 0.01)
            for b in (-0.01, 0.01)
        }
        assert found in shown


def test_the_nearest_boundary_is_as_exact_as_the_flip_where_it_lies_on_an_axis() -> None:
    found = regime_map(UNIT, ("a", "b"), fake(lambda x, y: x < 0.51), 5, precision=0.1, checks=0)  # type: ignore[arg-type]
    assert found.border is not None
    assert found.border.distance == pytest.approx(0.51 - 1 / 3, abs=1e-6)
    assert found.border.beyond == Regime("False")


def test_a_limit_on_the_points_coarsens_the_map_and_says_so() -> None:
    spots = fake(lambda x, y: (int(37 * x) + int(41 * y)) % 3)
    found = regime_map(UNIT, ("a", "b"), spots, 9, most=500)  # type: ignore[arg-type]
    assert found.full
    assert not regime_map(UNIT, ("a", "b"), fake(lambda x, y: x < y), 9).full  # type: ignore[arg-type]


def test_a_third_regime_between_two_is_found_by_the_bisection() -> None:
    found = regime_map(UNIT, ("a", "b"), fake(lambda x, y: int(x > 0.52) + int(x > 0.53)), 5)  # type: ignore[arg-type]
    values = [flip.value for flip in found.lines[0].flips]
    assert values == pytest.approx([0.52, 0.53], abs=1e-6)
    stretches = found.lines[0].stretches()
    assert [regime.ending for _, _, regime in stretches] == ["0", "1", "2"]
    assert all(a[1] == b[0] for a, b in pairwise(stretches))
    assert found.shares[1] == pytest.approx(0.01, abs=2e-3)


def test_an_own_point_outside_the_map_has_flips_and_no_border() -> None:
    outside = (Range("x", Fraction(2), Fraction(0), Fraction(1)), UNIT[1])
    found = regime_map(outside, ("a", "b"), fake(lambda x, y: x < 0.5), 5, checks=0)  # type: ignore[arg-type]
    assert found.border is None
    assert [flip.value for flip in found.lines[0].beyond(False)] == pytest.approx([0.5], abs=1e-6)
    assert found.checked == (0, 0)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("cots", "cost"),
        ("gain", "gain=FROM:TO"),
        ("cost=1", "cost=FROM:TO"),
        ("cost=1:0", "goes up"),
        ("cost=1:3", "the file allows 0 to 2"),
        ("cost=a:1", "expected a number, found 'a'"),
        ("cost=0:1:x", "points"),
        ("cost=0:1:1", "points"),
    ],
)
def test_a_range_that_is_none_says_what_was_expected(text: str, told: str) -> None:
    with pytest.raises(RangeError, match=told):
        parse_range(text, load("test.yaml", text=PAY_FIRST))


def test_ranges_come_from_the_file_or_from_the_word() -> None:
    scenario = load("test.yaml", text=PAY_FIRST)
    assert [r.name for r in ranges_of(scenario)] == ["patience", "cost"]
    found = parse_range("gain=0.5:1e1:11", scenario)
    assert (found.low, found.high, found.points, found.own) == (Fraction(1, 2), 10, 11, 2)
    assert inf > found.span > 0
