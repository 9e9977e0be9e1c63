"""What maps and sensitivities claim of ranges: no more than was looked at, and the same of the same range."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.scenario.load import load
from sim.show.studies.flip_words import along, conclusion, looked_at
from sim.show.studies.map import map_sentence
from sim.show.studies.sensitivity import influence_sentence, sensitivity_text
from sim.show.text.blocks import as_text
from sim.study.maps.bisection import POINTS_TOGETHER
from sim.study.maps.ranges import Range
from sim.study.maps.regime_map import regime_map
from sim.study.maps.sensitivity import sensitivity
from sim.study.record import SINGLY, Chunk

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from sim.scenario.scenario import Scenario
    from sim.study.maps.bisection import Line

TALKS = """\
format: 1
title: Talks
players: {us: {patience: 0.9}, nk: {patience: 0.9}}
parameters:
  wage: {value: 1, min: 0, max: 4}
  other: {value: 1, min: 0, max: 4}
status_quo: {us: 0, nk: wage - wage + other - other}
concessions:
  us: [{id: x, effect: {us: -1, nk: 3}}]
  nk: [{id: y, effect: {us: 3, nk: -1}}]
moves: alternating
actions: [concede, hold_out]
horizon: 9
"""

FOUR = Fraction(4)


def talks() -> Scenario:
    return load("test.yaml", text=TALKS)


def rounds_at(of: Callable[[NDArray[np.float64]], NDArray[np.float64]]) -> Callable[[NDArray[np.float64]], Chunk]:
    """A solver after which there is a deal in the round that a function of the first column gives; none below 1."""

    def solve(values: NDArray[np.float64]) -> Chunk:
        rounds = of(values[:, 0])
        made = rounds >= 1
        ending = np.where(made, "agreement", "us holds out").astype(object)
        kinds = np.full(len(values), "unique", dtype=object)
        how = np.full(len(values), SINGLY, dtype=np.uint8)
        return Chunk(np.zeros((len(values), 2)), ending, np.where(made, rounds, np.nan), kinds, how)

    return solve


RANGES = (Range("wage", Fraction(1), Fraction(0), FOUR), Range("other", Fraction(1), Fraction(0), FOUR))


def moved(i: int, value: float) -> list[float]:
    return [value if k == i else 1.0 for k in (0, 1)]


STRETCHES = st.lists(
    st.tuples(st.floats(0, 4), st.floats(0.002, 2), st.sampled_from([0.0, 5.0, 7.0])), min_size=0, max_size=4
)


@settings(max_examples=60, deadline=None)
@given(STRETCHES)
def test_all_that_is_said_of_a_range_is_so_at_each_value_that_was_looked_at(
    stretches: list[tuple[float, float, float]],
) -> None:
    """Rounds that change in stretches drawn at random: what is told is held against the function itself."""

    def rounds(values: NDArray[np.float64]) -> NDArray[np.float64]:
        found = np.full(len(values), 5.0)
        for start, length, round_ in stretches:
            found[(values > start) & (values < start + length)] = round_
        return found

    found = sensitivity(RANGES, ("us", "nk"), moved, rounds_at(rounds), 0, seed=1)
    line = next(i.line for i in found.influences if i.line.range.name == "wage")
    told = along(talks(), line)
    alike = bool(np.all(rounds(line.values) == rounds(np.array([1.0]))))
    assert ("at each of the" in told) == (not line.flips) == alike
    if alike:
        assert f"at each of the {len(line.values)} values looked at" in told
    for low, high, regime in line.stretches():
        inside = line.values[(line.values > low) & (line.values < high)]
        own = rounds(inside)
        assert np.all(own == (0 if regime.round is None else regime.round))
    changed = not all(rounds(line.values) >= 1) and rounds(np.array([1.0]))[0] >= 1
    assert not (changed and "No parameter changes the ending" in influence_sentence(talks(), found))
    # A map over the same range looks at the same values and finds the same flips.
    drawn = regime_map(RANGES, ("us", "nk"), rounds_at(rounds), 3, precision=0.2, checks=0)
    assert drawn.lines[0].flips == line.flips
    assert along(talks(), drawn.lines[0]) == told
    assert _claims_no_more(drawn.lines[0], map_sentence(talks(), drawn))


def _claims_no_more(line: Line, told: str) -> bool:
    """Whether a sentence that names no flip says at how many values that is so."""
    return "until" in told or bool(re.search(rf"at each of the .*{len(line.values)} values of wage", told))


def test_a_stretch_of_a_fiftieth_of_the_range_is_not_missed_and_a_thinner_one_not_denied() -> None:
    """A later deal over 3.173 to 3.234 of 0.5 to 4, which 21 values miss; 257 miss nothing wider than 1/256."""
    ranges = (Range("wage", Fraction(3, 2), Fraction(1, 2), FOUR),)

    def told(low: float, high: float) -> str:
        solve = rounds_at(lambda v: np.where((v > low) & (v < high), 7.0, 5.0))
        found = sensitivity(ranges, ("us", "nk"), lambda _, v: [v], solve, 0, seed=1)
        return as_text(sensitivity_text(talks(), found, "ending", "payoff-dominant"))

    wide = told(3.173, 3.234)
    assert "3.173 to 3.234: deal in round 7, kept" in wide.replace("\n    ", " ")
    assert "but the round of it moves with wage" in wide.replace("\n  ", " ")
    thin = told(3.1731, 3.1732)
    assert "deal in round 5, kept at each of the 258 values looked at" in thin.replace("\n    ", " ")
    assert "anywhere" not in thin
    assert "what comes and goes between two values is not seen" in thin.replace("\n  ", " ")


def test_where_only_the_way_to_fail_changes_no_deal_is_not_told_as_one_way_throughout() -> None:
    def solve(values: NDArray[np.float64]) -> Chunk:
        ending = np.where(values[:, 0] < 2, "us holds out", "nk holds out").astype(object)
        n = len(values)
        kinds, how = np.full(n, "unique", dtype=object), np.full(n, SINGLY, dtype=np.uint8)
        return Chunk(np.zeros((n, 2)), ending, np.full(n, np.nan), kinds, how)

    found = sensitivity(RANGES[:1], ("us", "nk"), lambda _, v: [v], solve, 0, seed=1)
    told = conclusion(talks(), (found.influences[0].line,))
    seen = f"at each of the {POINTS_TOGETHER} values of wage looked at, one at a time"
    assert told == f"no deal {seen}; here us holds out at its last turn"
    assert looked_at([found.influences[0].line]).startswith("257 values along the range were looked at, at most 1/256")


def test_where_chance_may_end_the_talks_a_study_says_that_it_tells_of_the_likeliest_course() -> None:
    # Nobody moves, and each of 5 rounds ends the talks with chance 1/2: the likeliest course is not the likeliest end.
    risky = TALKS.replace("horizon: 9", "horizon: 5\nbreakdown: {payoff: {us: 0, nk: 0}, hazard: 0.5}")

    def solve(values: NDArray[np.float64]) -> Chunk:
        return rounds_at(lambda v: np.zeros_like(v))(values)

    for text, course in ((risky, True), (TALKS, False)):
        scenario = load("test.yaml", text=text)
        found = sensitivity(RANGES, ("us", "nk"), moved, solve, 0, seed=1)
        told = as_text(sensitivity_text(scenario, found, "ending", "payoff-dominant")).replace("\n  ", " ")
        assert ("With the file's own numbers, on the likeliest course, it ends with" in told) == course
        assert ("How a point ends is how its likeliest course does" in told) == course
        drawn = regime_map(RANGES, ("us", "nk"), solve, 3, precision=0.2, checks=0)
        assert ("At wage 1 and other 1, on the likeliest course:" in map_sentence(scenario, drawn)) == course
