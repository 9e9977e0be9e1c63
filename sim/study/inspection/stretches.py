"""Along which stretches of a range an inequality holds, with ends that are exact, or brackets of two solved values."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from sim.study.require.numbers import shortest_decimal, simplest_fraction

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Margin = Callable[[Fraction], Fraction | None]

TRIED = tuple(Fraction(1, 10**k) for k in (2, 4, 6, 9))
"""Shares of the range: widths of brackets at which the simplest fraction in them is tried."""

NARROW = Fraction(1, 10**12)
"""Share of the range: width at which a bracket is left, and how far beside an exact end the other side is solved."""


@dataclass(frozen=True)
class End:
    """An end of a stretch within the range.

    Parameters
    ----------
    holds, fails : Fraction
        A value at which the inequality holds, and one beside it at which it does not; both are solved.
    exact : bool
        Whether at the first both sides of the inequality are equal.
    """

    holds: Fraction
    fails: Fraction
    exact: bool


@dataclass(frozen=True)
class Stretch:
    """Values along a range.

    Parameters
    ----------
    low, high : Fraction
        The first and the last one; the inequality holds at both.
    start, stop : End or None
        How these are known; None where they are the last values that were looked at on that side.
    """

    low: Fraction
    high: Fraction
    start: End | None = None
    stop: End | None = None


def stretches(margin: Margin, mesh: Sequence[Fraction], *, whole: bool = False) -> tuple[Stretch, ...]:
    """Where a margin is not negative.

    Parameters
    ----------
    margin : callable
        From a value to the margin there; None where there is none.
    mesh : sequence of Fraction
        Values that are looked at first, in order.
    whole : bool
        Whether only whole numbers have a margin, as of a number of rounds.
    """
    span = mesh[-1] - mesh[0]
    known = [(place, m) for place in mesh if (m := margin(place)) is not None]
    found: list[Stretch] = []
    start: tuple[Fraction, End | None] | None = None
    for k, (place, here) in enumerate(known):
        if k == 0:
            start = (place, None) if here >= 0 else None
            continue
        before, there = known[k - 1]
        if there < 0 <= here:
            end = _end(margin, place, before, span, whole)
            start = end.holds, end
        elif here < 0 <= there and start is not None:
            end = _end(margin, before, place, span, whole)
            found.append(Stretch(start[0], end.holds, start[1], end))
            start = None
    if start is not None:
        found.append(Stretch(start[0], known[-1][0], start[1], None))
    return tuple(found)


def common(*several: Sequence[Stretch]) -> tuple[Stretch, ...]:
    """Where all of several inequalities hold."""
    first, *others = several
    kept = list(first)
    for other in others:
        pairs = [(one, two) for one in kept for two in other if one.low <= two.high and two.low <= one.high]
        kept = [_meet(one, two) for one, two in pairs]
    return tuple(kept)


def _meet(one: Stretch, two: Stretch) -> Stretch:
    left = one if (one.low, one.start is not None) >= (two.low, two.start is not None) else two
    right = one if (one.high, one.stop is None) <= (two.high, two.stop is None) else two
    return Stretch(left.low, right.high, left.start, right.stop)


def _end(margin: Margin, holds: Fraction, fails: Fraction, span: Fraction, whole: bool) -> End:
    """The end between a value at which it holds and one at which it does not."""
    if whole:
        while abs(holds - fails) > 1 and (here := margin(place := Fraction((holds + fails) // 2))) is not None:
            holds, fails = (place, fails) if here >= 0 else (holds, place)
        return End(holds, fails, exact=margin(holds) == 0)
    tried = 0
    if margin(holds) == 0 and (beside := _beside(margin, holds, fails, span)) is not None:
        return End(holds, beside, exact=True)
    while abs(holds - fails) > NARROW * span:
        low, high = sorted((holds, fails))
        if tried < len(TRIED) and high - low <= TRIED[tried] * span:
            place, tried = simplest_fraction(low, high), tried + 1
            if place in (low, high):
                continue
        else:
            place = shortest_decimal(low + (high - low) / 3, high - (high - low) / 3)
        here = margin(place)
        if here is None:
            break
        if here == 0 and (beside := _beside(margin, place, fails, span)) is not None:
            return End(place, beside, exact=True)
        holds, fails = (place, fails) if here >= 0 else (holds, place)
    return End(holds, fails, exact=margin(holds) == 0)


def _beside(margin: Margin, holds: Fraction, fails: Fraction, span: Fraction) -> Fraction | None:
    """A value just beside one, towards one at which it fails, at which it fails too."""
    gap = min(abs(fails - holds), NARROW * span)
    place = holds + (gap if fails > holds else -gap)
    here = margin(place)
    return place if here is not None and here < 0 else None
