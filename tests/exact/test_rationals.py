"""What computes behaves like what is handed out: the same numbers, told, compared, hashed and stored alike."""

from __future__ import annotations

import pickle
from fractions import Fraction
from numbers import Rational as AnyRational

from hypothesis import given
from hypothesis import strategies as st

from sim.exact.rationals import ONE, ZERO, Rational, fraction

long = st.builds(Fraction, st.integers(-(10**40), 10**40), st.integers(1, 10**40))


@given(st.one_of(long, st.fractions(max_denominator=50)), st.fractions(max_denominator=50))
def test_a_rational_is_the_fraction_that_it_was_made_from(value: Fraction, other: Fraction) -> None:
    quick = Rational(value)
    assert quick == value
    assert hash(quick) == hash(value)
    assert str(quick) == str(value)
    assert float(quick) == float(value)  # rounded to the nearest, not cut off
    assert pickle.loads(pickle.dumps(quick)) == value
    assert isinstance(quick, AnyRational)
    assert quick + other == other + quick == value + other
    assert quick * other - other == value * other - other
    assert (quick < other, quick <= other) == (value < other, value <= other)


@given(long)
def test_what_is_handed_out_is_a_fraction_of_integers(value: Fraction) -> None:
    back = fraction(Rational(value))
    assert type(back) is Fraction
    assert (type(back.numerator), type(back.denominator)) == (int, int)
    assert back == value
    assert repr(back) == repr(value)


def test_nothing_and_one_are_themselves() -> None:
    assert (ZERO, ONE) == (0, 1)
    assert not ZERO
