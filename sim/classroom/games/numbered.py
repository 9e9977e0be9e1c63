"""Actions that are many numbers at equal distances: people set a slider instead of looking for a button."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

FEW = 12
"""Actions, most, that have a button each."""


def scale_of(options: Sequence[str]) -> tuple[Fraction, Fraction, Fraction] | None:
    """The least, the greatest and the distance of actions that are numbers; None if they are not, or few.

    Parameters
    ----------
    options : sequence of str
        Actions in their order.
    """
    if len(options) <= FEW:
        return None
    values = [number_of(option) for option in options]
    known = [value for value in values if value is not None]
    if len(known) < len(values) or known[1] <= known[0]:
        return None
    step = known[1] - known[0]
    if any(b - a != step for a, b in pairwise(known)):
        return None
    return known[0], known[-1], step


def option_of(options: Sequence[str], choice: str) -> str:
    """The action that a number names, however it is written; what was chosen if it names none."""
    if choice in options or scale_of(options) is None:
        return choice
    value = number_of(choice)
    return next((option for option in options if value is not None and number_of(option) == value), choice)


def number_of(text: str) -> Fraction | None:
    """A number as it is written: 0.5, 1/2, 3."""
    if len(text) > 40 or not text.isascii() or "e" in text.lower():
        return None
    try:
        return Fraction(text.strip())
    except (ValueError, ZeroDivisionError):
        return None
