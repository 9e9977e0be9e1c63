"""The least change of all parameters together, against closed forms and against every point of dense grids."""

from __future__ import annotations

import itertools
from fractions import Fraction
from random import Random
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

import sim
from sim.deadline import Deadline
from sim.exact.region_forms import ONE, Form, UnboundedError, around, form, larger, side
from sim.scenario.expressions.exact import evaluate
from sim.scenario.expressions.grammar import ExpressionError
from sim.scenario.expressions.over_region import over_region
from sim.scenario.load import load
from sim.study.require.claim import parse_claim
from sim.study.require.judge import judge
from sim.study.require.options import RequireOptions
from sim.study.require.regions import Regions
from sim.study.require.require import require
from tests.study.pay_first import PAY_FIRST

if TYPE_CHECKING:
    from sim.scenario.scenario import Scenario
    from sim.study.require.least import Least

F = Fraction


def scenario(text: str) -> Scenario:
    return load("test.yaml", text=text)


def least(text: str, claim: str = "deal", time_limit: float = 60) -> Least:
    found = require(scenario(text), claim, (), RequireOptions(points=5, time_limit=time_limit)).least
    assert found is not None
    return found


def test_the_least_change_of_two_is_that_of_the_closed_form_and_no_smaller_one_is_proven() -> None:
    # A deal while cost < patience * 2; moved by a share s of the ranges 2 and 0.96: 1 + 2 s = 2 (0.8 - 0.96 s).
    found = least(PAY_FIRST)
    edge = F("0.6") / F("3.92")
    assert found.change is not None
    assert found.change.certified
    assert found.change.share is not None
    assert edge <= found.change.share <= edge * F(101, 100)
    assert edge * F(98, 100) <= found.free < edge
    assert found.closed
    assert not found.late


def test_a_parameter_that_matters_not_is_left_where_it_is() -> None:
    idle = PAY_FIRST.replace("  gain: 2\n", "  gain: 2\n  idle: {value: 1, min: 0, max: 2}\n")
    found = least(idle)
    assert found.change is not None
    assert set(found.change.values) == {"patience", "cost"}


def test_where_it_changes_is_told_as_a_value_of_the_parameter_that_is_moved() -> None:
    """The stalled talks: blame falls along the way, and its threshold lies between the game's values, not shares."""
    found = sim.load("stalled").require("deal", "blame_us", "leakage").document
    least = found["least"]["change"]
    own = next(entry for entry in found["changes"] if entry["deal"] == "certain")
    assert least["set"].keys() == own["set"].keys() == {"blame_us"}
    assert least["threshold"]["exactly"] == own["threshold"]["exactly"] == "59/20"
    assert (least["threshold"]["below"], least["threshold"]["above"]) == ("possible", "impossible")


def test_where_nothing_changes_within_all_ranges_that_is_proven() -> None:
    # The one who pays first gains for every cost up to 0.6 at a patience from 0.7 on.
    safe = PAY_FIRST.replace("value: 1, min: 0, max: 2", "value: 0.5, min: 0, max: 0.6").replace(
        "min: 0,", "min: 0.7,", 1
    )
    found = require(scenario(safe), "deal", (), RequireOptions(points=5)).least
    assert found is not None
    assert found.change is None
    assert found.free == 1
    assert found.closed


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (("horizon: 2", "horizon: infinite"), "endless"),
        (("horizon: 2", "horizon: 2 + (cost > 1.9)"), "rules"),
        (("-cost ** power", "-sqrt(cost)"), "numbers"),
    ],
)
def test_what_cannot_be_proven_says_why(change: tuple[str, str], why: str) -> None:
    found = least(PAY_FIRST.replace(*change), time_limit=3)
    assert found.without == why
    assert found.free == 0


NUMBERS = ("1", "w", "2*w - v", "v", "w - 1", "0.5 - v", "-v", "-w", "w * v - 1", "max(w, v) - 1.5", "v / (w + 1)")


def random_file(draw: Random) -> str:
    number = [f"'{draw.choice(NUMBERS)}'" for _ in range(8)]
    actions = draw.choice(("concede, hold_out", "concede, hold_out, renege", "concede, hold_out, walk_away"))
    return f"""\
format: 1
title: Drawn
players: {{a: {{patience: {draw.choice(("0.75", "0.5 + v / 8"))}}}, b: {{patience: 0.5}}}}
parameters:
  w: {{value: {draw.choice((0, 1, 2))}, min: 0, max: 3}}
  v: {{value: 1, min: 0, max: 2}}
status_quo: {{a: 0, b: 0}}
concessions:
  a: [{{id: x, effect: {{a: {number[0]}, b: {number[1]}}}, reversible: {draw.choice(("true", "false"))}}}]
  b: [{{id: y, effect: {{a: {number[2]}, b: {number[3]}}}}}]
agreement: {{a: {number[4]}, b: {number[5]}}}
breakdown: {{payoff: {{a: {number[6]}, b: {number[7]}}}, hazard: {draw.choice(("0", "0.2", "v / 4"))}}}
moves: {draw.choice(("simultaneous", "alternating", "sequential"))}
actions: [{actions}]
horizon: {draw.choice((1, 2, 3))}
"""


CLAIMS = ("deal", "no deal", "breakdown", "a.x", "payoff a >= 0.25", "a.x before b.y")


@pytest.mark.parametrize("seed", range(24))
def test_on_a_dense_grid_nothing_changes_within_what_is_proven(seed: int) -> None:
    draw = Random(seed)
    text, words = random_file(draw), draw.choice(CLAIMS)
    game = scenario(text)
    found = require(game, words, (), RequireOptions(points=5))
    claim, own = parse_claim(words, game), found.now.word
    assert found.least is not None
    change = found.least.change

    def word(w: Fraction, v: Fraction) -> str:
        return judge(load("test.yaml", {"w": str(w), "v": str(v)}, text), claim, Deadline()).word

    here = {r.name: r for r in found.least.ranges}
    free = min(found.least.free, F(1))
    steps = [F(k, 3) * free for k in range(-3, 4)]
    within = [
        {n: min(max(r.own + s * r.span, r.low), r.high) for (n, r), s in zip(here.items(), move, strict=True)}
        for move in itertools.product(steps, repeat=2)
    ]
    if free:
        assert {word(p["w"], p["v"]) for p in within} == {own}
    if change is None:
        return
    assert change.certified
    values = {n: r.own for n, r in here.items()} | dict(change.values)
    assert word(values["w"], values["v"]) == change.judged.word != own
    sizes = [abs(values[n] - r.own) / r.span for n, r in here.items()]
    assert max(sizes) == change.share
    assert change.beyond is not None
    just = {n: r.own for n, r in here.items()} | dict(change.beyond.walked.way.values(change.beyond.near))
    assert word(just["w"], just["v"]) == own


@pytest.mark.parametrize("seed", range(40, 52))
def test_a_box_is_never_said_to_lack_what_one_of_its_points_has(seed: int) -> None:
    draw = Random(seed)
    text, words = random_file(draw), draw.choice(CLAIMS)
    game = scenario(text)
    claim = parse_claim(words, game)
    regions = Regions(game, claim, ["w", "v"])
    for _ in range(8):
        ends = {name: sorted(F(draw.randint(0, 20), 10) for _ in range(2)) for name in ("w", "v")}
        box = {name: (low, high) for name, (low, high) in ends.items()}
        has, lacks = regions.look(box).both
        for _ in range(4):
            place = {name: str(low + (high - low) * F(draw.randint(0, 8), 8)) for name, (low, high) in box.items()}
            judged = judge(load("test.yaml", place, text), claim, Deadline())
            assert has or not judged.some
            assert lacks or judged.every in (True, None)


def forms() -> st.SearchStrategy[Form]:
    small = st.integers(-40, 40).map(lambda k: k * ONE // 7)
    rest = st.integers(0, 9).map(lambda k: k * ONE // 7)
    return st.builds(Form, small, st.tuples(small, small), rest)


def held(one: Form, at: tuple[Fraction, Fraction]) -> tuple[Fraction, Fraction]:
    """What a form says at a point: least and most."""
    linear = F(one.center, ONE) + sum(F(s, ONE) * t for s, t in zip(one.slopes, at, strict=True))
    low, high = one.ends
    return max(linear - F(one.rest, ONE), low), min(linear + F(one.rest, ONE), high)


SHARES = st.fractions(-1, 1, max_denominator=9)


@given(forms(), forms(), st.tuples(SHARES, SHARES))
def test_forms_hold_what_they_stand_for(one: Form, two: Form, at: tuple[Fraction, Fraction]) -> None:
    a, b = held(one, at), held(two, at)
    every = [(x, y) for x in a for y in b]
    wanted = [
        (one + two, [x + y for x, y in every]),
        (one - two, [x - y for x, y in every]),
        (one * two, [x * y for x, y in every]),
        (larger(one, two), [max(x, y) for x, y in every]),
        (around(one, two), [*a, *b]),
        (-one, [-x for x in a]),
        (one.times(-3), [-3 * x for x in a]),
    ]
    if not one.low <= 0 <= one.high:
        wanted.append((one.inverse(), [1 / x for x in a]))
    for found, numbers in wanted:
        low, high = held(found, at)
        assert low <= min(numbers)
        assert max(numbers) <= high


EXPRESSIONS = (
    "w ** 3 - v / (2 + w)", "min(w, v) * max(w, v, 1)", "abs(w - v) ** 2", "(w > v) + 2 * (w <= v)",
    "w / v", "1 / (w - v)", "v ** -2", "(w == v) - (w != v)", "-w % 2" , "2e-3 * w - 5%", "(w < 1 < v) * 3",
)  # fmt: skip


@given(
    st.sampled_from(EXPRESSIONS),
    st.tuples(*[st.fractions(-2, 2, max_denominator=8)] * 2),
    st.tuples(*[st.fractions(0, 1, max_denominator=8)] * 2),
    st.tuples(*[st.fractions(0, 1, max_denominator=8)] * 2),
)
def test_expressions_over_a_box_hold_their_values(
    text: str, low: tuple[Fraction, Fraction], width: tuple[Fraction, Fraction], at: tuple[Fraction, Fraction]
) -> None:
    names = ("w", "v")
    moved = {name: side(low[k], low[k] + width[k], k, 2) for k, name in enumerate(names)}
    try:
        found = over_region(text, {}, moved, 2)
    except (UnboundedError, ExpressionError):
        return
    assert isinstance(found, Form)
    place = {name: low[k] + width[k] * at[k] for k, name in enumerate(names)}
    least_, most = held(found, (2 * at[0] - 1, 2 * at[1] - 1))
    try:
        assert least_ <= evaluate(text, place) <= most
    except ExpressionError:
        return


def test_a_number_is_held_whatever_its_digits() -> None:
    third = form(F(1, 3), 1)
    low, high = third.ends
    assert low < F(1, 3) < high
