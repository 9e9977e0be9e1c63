"""Numbers that are short to write, within an interval."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor


def shortest_decimal(low: Fraction, high: Fraction) -> Fraction:
    """The number of fewest decimals in a closed interval; of several the one nearest to its middle.

    Parameters
    ----------
    low, high : Fraction
        Ends of the interval, the first the smaller one.
    """
    if low == high:
        return low
    middle, digits = (low + high) / 2, 0
    while True:
        scale = 10**digits
        least, most = ceil(low * scale), floor(high * scale)
        if least <= most:
            return Fraction(min(max(round(middle * scale), least), most), scale)
        digits += 1


def simplest_fraction(low: Fraction, high: Fraction) -> Fraction:
    """The fraction of least denominator in a closed interval (by the tree of Stern and Brocot).

    Parameters
    ----------
    low, high : Fraction
        Ends of the interval, the first the smaller one.
    """
    if low > high:
        raise ValueError("an interval goes up")
    if low <= 0 <= high:
        return Fraction(0)
    if high < 0:
        return -simplest_fraction(-high, -low)
    whole = ceil(low)
    if whole <= high:
        return Fraction(whole)
    below = whole - 1
    return below + 1 / simplest_fraction(1 / (high - below), 1 / (low - below))
