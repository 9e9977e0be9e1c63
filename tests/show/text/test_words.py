"""Numbers in words: the same number reads alike, whatever it was computed with."""

from __future__ import annotations

from fractions import Fraction
from math import nextafter

from hypothesis import given
from hypothesis import strategies as st

from sim.scenario.load import load
from sim.show.text.words import amount, at_most, number, or_more, percent, small

LATE = """\
format: 1
title: Worth waiting for
players: {us: {patience: 0.9}, nk: {patience: 0.9}}
status_quo: {us: 0, nk: 0}
concessions:
  us: [{id: x, effect: {us: -1.5, nk: 3}}]
  nk: [{id: y, effect: {us: 3, nk: 0.5}}]
agreement: {us: 2, nk: 2}
actions: [concede, hold_out]
moves: alternating
first: us
horizon: infinite
"""


@given(st.integers(-100_000, 100_000), st.integers(-8, 8))
def test_a_number_reads_alike_as_a_fraction_and_with_the_last_digits_of_floats_off(k: int, steps: int) -> None:
    exact = Fraction(k, 1000)
    near = float(exact)
    for _ in range(abs(steps)):
        near = nextafter(near, near + steps)
    assert amount(near) == amount(exact)
    assert number(near) == number(exact)
    if k >= 5:
        assert small(near) == small(float(exact))
    if 0 < exact < 1:
        assert percent(near) == percent(float(exact))


def test_a_share_that_no_float_holds_is_written_as_it_is() -> None:
    """10 ** -400 is not 0; floats end at 5e-324."""
    assert number(Fraction(1, 10**400)) == "1e-400"
    assert number(-Fraction(2, 3 * 10**400)) == "\N{MINUS SIGN}6.667e-401"


def test_what_waiting_saves_is_the_same_in_the_story_as_in_exact_numbers() -> None:
    """By hand: x at once pays us -0.15 + 0.9 * 3.5 = 3 per round, waiting for y first 0.09 * 3 + 0.81 * 3.5 = 3.105."""
    from sim.engine.solve import solve
    from sim.show.shown import story

    scenario = load("test.yaml", text=LATE)
    waits = Fraction("0.09") * 3 + Fraction("0.81") * Fraction("3.5")
    at_once = Fraction("-0.15") + Fraction("0.9") * Fraction("3.5")
    told = story(scenario, solve(scenario))
    assert waits - at_once == Fraction("0.105")
    assert f"instead would cost it {amount(waits - at_once)}\n" in told.replace(" per round", "\n")


def test_bounds_on_chances_are_rounded_to_where_they_still_hold() -> None:
    # 1/3 is more than 33.3 % and less than 33.4 %, 2/3 more than 66.6 % and less than 66.7 %.
    assert at_most(Fraction(1, 3)) == "33.4% at the most"
    assert or_more(Fraction(2, 3)) == "66.6% or more"
    assert (at_most(Fraction(1, 2)), or_more(Fraction(1, 2))) == ("50% at the most", "50% or more")
    assert or_more(Fraction(99_999, 100_000)) == "99.9% or more"


def test_an_exact_chance_next_to_certain_is_not_certain() -> None:
    small = Fraction(1, 10**20)
    assert percent(1 - small) == "more than 99.9%"
    assert percent(small) == "less than 0.1%"
    assert (percent(Fraction(1)), percent(Fraction(0)), percent(Fraction(1, 4))) == ("100%", "0%", "25%")
