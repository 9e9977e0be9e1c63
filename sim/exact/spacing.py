"""Numbers spread over an interval, whole ones where a number has to be whole."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor


def whole_between(low: Fraction, high: Fraction) -> tuple[Fraction, Fraction]:
    """The least and the greatest whole number of a closed interval; the first is the larger one if there is none."""
    return Fraction(ceil(low)), Fraction(floor(high))


def spread(low: Fraction, high: Fraction, count: int, *, whole: bool = False) -> list[Fraction]:
    """Values at equal distances from one end of an interval to the other.

    Parameters
    ----------
    low, high : Fraction
        Both ends, the first the smaller one.
    count : int
        How many, at least two.
    whole : bool
        Whole numbers alone: all between the ends if they are no more than so many, else those nearest to what equal
        distances would be. The ends are whole.
    """
    if whole:
        count = min(count, int(high - low) + 1)
    values = [low + (high - low) * k / (count - 1) for k in range(count)]
    return [Fraction(round(value)) for value in values] if whole else values
