"""Chances that are added up exactly, within what can be worked with."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

MAX_BITS = 1 << 16
"""Bits of a sum's denominator, most; thousands of chances without common denominators would never be added up."""


def added_up(chances: Iterable[Fraction]) -> Fraction | None:
    """The sum of chances; None if it is too finely divided.

    Parameters
    ----------
    chances : iterable of Fraction
        What is added up.
    """
    total = Fraction(0)
    for chance in chances:
        total += chance
        if total.denominator.bit_length() > MAX_BITS:
            return None
    return total


def in_digits(total: Fraction | None) -> str:
    """A sum of chances that is not 1 in words, never as 1.

    Parameters
    ----------
    total : Fraction or None
        As `added_up` has it.
    """
    if total is None:
        return "a number too finely divided to be worked with"
    shown = f"{float(total):g}"
    return shown if shown != "1" else f"1 {'plus' if total > 1 else 'minus'} {float(abs(total - 1)):.2g}"
