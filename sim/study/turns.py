"""Where along a slider what is played changes: found by halving, to the exact value where that is a plain number."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Kind = tuple[str, ...]
    """What is played, by the keys of its equilibria."""

WIDTHS = Fraction(1, 100), Fraction(1, 1000), Fraction(1, 10**4)
"""Shares of the range within which a change is found before its exact value is guessed, once and again."""

CLOSE = Fraction(1, 10**7)
"""Share of the range beside a guessed value at which what is played must already be what is played on that side."""

PLAIN = 1_000
"""Denominators, most, of values that are guessed to be exact."""

MOST_TURNS = 3
"""Changes along a slider that get a value of their own, most: those next to the scenario's own value."""

MOST_TAUGHT = 4
"""Values along a slider, most, that it has because the file's lesson speaks of them."""

_NUMBER = re.compile(r"(?<![\w./])[-\N{MINUS SIGN}]?\d+(?:\.\d+)?(?:/\d+)?(?![\w/]|\.\d)")


@dataclass(frozen=True)
class Turn:
    """A value at which what is played changes.

    Parameters
    ----------
    value : Fraction
        The value.
    exact : bool
        Whether it is the very value: below it the one is played and above it the other, as close as 1e-7 of the range.
        Otherwise the change is within 1e-4 of the range.
    """

    value: Fraction
    exact: bool


def taught(texts: Sequence[str], low: Fraction, high: Fraction) -> tuple[Fraction, ...]:
    """Numbers in a lesson's texts that a slider over a range can be set to, in the order in which they come.

    Parameters
    ----------
    texts : sequence of str
        Questions and answers.
    low, high : Fraction
        Ends of the range, which are left out.
    """
    found: dict[Fraction, None] = {}
    for text in texts:
        for written in _NUMBER.findall(text):
            over, _, under = written.replace("\N{MINUS SIGN}", "-").partition("/")
            if (not under or int(under)) and low < (value := Fraction(over) / int(under or 1)) < high:
                found[value] = None
    return tuple(found)[:MOST_TAUGHT]


def found_turns(
    values: Sequence[Fraction], kinds: Sequence[Kind], own: int, kind_at: Callable[[Fraction], Kind | None]
) -> tuple[Turn, ...]:
    """The changes along a line of solved values.

    Of several between two neighbours the lowest is found.

    Parameters
    ----------
    values : sequence of Fraction
        Values that are solved, rising.
    kinds : sequence of Kind
        What is played at each.
    own : int
        Place of the scenario's own value.
    kind_at : callable
        What is played at another value; None if that cannot be had.
    """
    places = [k for k in range(1, len(values)) if kinds[k] != kinds[k - 1]]
    nearest = sorted(places, key=lambda k: abs(2 * own - 2 * k + 1))[:MOST_TURNS]
    span = values[-1] - values[0]
    turns: dict[Fraction, Turn] = {}
    for k in nearest:
        found = _turn(values[k - 1], values[k], kinds[k - 1], span, kind_at)
        if found is not None and not (found.value in turns and turns[found.value].exact):
            turns[found.value] = found
    return tuple(turns[value] for value in sorted(turns))


def _turn(
    start: Fraction, end: Fraction, below: Kind, span: Fraction, kind_at: Callable[[Fraction], Kind | None]
) -> Turn | None:
    """The first change between two values; None if a point between them cannot be had."""
    low, high, tried = start, end, Fraction(-1)
    for width in WIDTHS:
        while high - low > width * span:
            # A plain number between the two, away from their ends, may be the very one.
            third = (high - low) / 3
            middle = plainest(low + third, high - third)
            kind = kind_at(middle)
            if kind is None:
                return None
            low, high = (middle, high) if kind == below else (low, middle)
        guess = start if low == start else end if high == end else plainest(low, high)
        if guess != tried and guess.denominator <= PLAIN and _is_turn(guess, start, end, below, span, kind_at):
            return Turn(guess, True)
        tried = guess
    digits = Fraction(10) ** (math.floor(math.log10(span)) - 4)
    return Turn(round((low + high) / 2 / digits) * digits, False)


def _is_turn(
    value: Fraction,
    start: Fraction,
    end: Fraction,
    below: Kind,
    span: Fraction,
    kind_at: Callable[[Fraction], Kind | None],
) -> bool:
    """Whether one thing is played just below a value and another just above it or at it."""
    beside = CLOSE * span
    before = below if value == start else kind_at(value - beside)
    after = kind_at(value) if value == end else kind_at(value + beside)
    return before == below and after is not None and after != below


def plainest(low: Fraction, high: Fraction) -> Fraction:
    """The fraction of least denominator between two, these among them (walk down the tree of Stern and Brocot).

    Parameters
    ----------
    low, high : Fraction
        The ends, the lower one first.
    """
    if high < 0:
        return -plainest(-high, -low)
    if low <= 0:
        return Fraction(0)
    whole = math.ceil(low)
    if whole <= high:
        return Fraction(whole)
    below = math.floor(low)
    return below + 1 / plainest(1 / (high - below), 1 / (low - below))
