"""Numbers that people name: how they are typed, and how they are put together for counting."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING

from sim.errors import PlayError

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST_DIGITS = 1_000
"""Digits, most, of a number that is asked for; it is handed on as text, and Python writes no numbers of over 4,300."""

_NUMBER = re.compile(rf"-?[0-9]{{0,{MOST_DIGITS}}}(?:\.[0-9]{{0,12}})?(?:/[0-9]{{1,{MOST_DIGITS}}})?%?")


def read_number(text: str, least: Fraction, most: Fraction) -> str:
    """A number as it is typed: 0.6, 3/5 or 60% of the most.

    Parameters
    ----------
    text : str
        What was typed.
    least, most : Fraction
        Between what it has to lie.

    Raises
    ------
    PlayError
        If it is no such number.
    """
    told = f"expected a number from {float(least):g} to {float(most):g}, as in 0.6, 3/5 or 60%, found '{text}'"
    typed = text.strip().replace(",", ".").replace("\N{MINUS SIGN}", "-")
    if not _NUMBER.fullmatch(typed) or not any(map(str.isdigit, typed)):
        raise PlayError(told)
    try:
        whole, _, below = typed.rstrip("%").partition("/")
        value = Fraction(whole) / Fraction(below or 1)
    except (ValueError, ZeroDivisionError):
        raise PlayError(told) from None
    if typed.endswith("%"):
        value *= most / 100
    if not least <= value <= most:
        raise PlayError(told)
    return str(value)


def tenth_of(value: Fraction, least: Fraction, most: Fraction) -> str:
    """The tenth of a range that a number lies in, as ``0.2 to 0.3``."""
    width = most - least
    k = min(9, max(0, int(10 * (value - least) / width))) if width else 0
    low, high = (float(least + width * part / 10) for part in (k, k + 1))
    return f"{low:g} to {high:g}"


def slice_named(value: Fraction, width: Fraction, least: Fraction, chances: Mapping[str, float]) -> float:
    """How likely a number is where some are named with some chances.

    Few numbers are those of an equilibrium, and whoever names another one, however near, does not play it; many are
    the ends of slices, and count for what is nearest to them.

    Parameters
    ----------
    value : Fraction
        What is named.
    width : Fraction
        Of a slice.
    least : Fraction
        The first of the numbers where they are many.
    chances : mapping of str to float
        The numbers, with their chances.
    """
    if len(chances) <= FEW:
        return sum(p for name, p in chances.items() if abs(Fraction(name) - value) <= width / 2)
    return list(chances.values())[int((value - least) / width + Fraction(1, 2))]


FEW = 2
"""Numbers, most, that an equilibrium names with a chance each."""
