"""Chances as floats: nothing possible becomes impossible, and nothing uncertain certain."""

from __future__ import annotations

from fractions import Fraction
from math import log, nextafter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.exact.chances import LEAST, as_float, is_chance, log_of

chances = st.fractions(0, 1) | st.integers(1, 400).map(lambda k: Fraction(1, 10**k))


@given(chances)
def test_a_float_is_0_or_1_only_where_the_chance_is(chance: Fraction) -> None:
    for exact in (chance, 1 - chance):
        assert (as_float(exact) == 0, as_float(exact) == 1) == (exact == 0, exact == 1)


@given(chances)
def test_no_float_that_says_the_same_of_0_and_1_is_nearer(chance: Fraction) -> None:
    made = as_float(chance)
    for other in (nextafter(made, 0.0), nextafter(made, 1.0)):
        if (other in (0.0, 1.0)) == (chance in (0, 1)):
            assert abs(Fraction(made) - chance) <= abs(Fraction(other) - chance)


@pytest.mark.parametrize(
    ("chance", "told"),
    [(0, True), (1, True), (LEAST, True), (1 - LEAST, True), (LEAST / 10, False), (1 - LEAST / 10, False), (-1, False)],
)
def test_a_chance_is_0_or_1_or_apart_from_both(chance: Fraction, told: bool) -> None:
    assert is_chance(Fraction(chance)) == told


def test_the_logarithm_of_a_chance_next_to_0_or_1_is_a_number() -> None:
    assert log_of(LEAST) == pytest.approx(-100 * log(10))
    assert -1e-15 < log_of(1 - LEAST) < 0
    assert log_of(Fraction(1)) == 0
