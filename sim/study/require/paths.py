"""Where along a way through the space of parameters an answer changes: values looked at, and brackets around changes.

A mesh of values is looked at first. Between two neighbours with different answers the change is bracketed by bisection,
at numbers that are short to write, each solved exactly. Where the simplest fraction in the bracket is where the
answer changes, to within `BESIDE`, it is named, solved itself and on the side where the answer is another.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from fractions import Fraction
from math import floor
from typing import TYPE_CHECKING

from sim.errors import TimeLimitError
from sim.exact.spacing import spread
from sim.study.require.numbers import shortest_decimal, simplest_fraction

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from sim.progress import Stage
    from sim.study.require.judge import Judged
    from sim.study.require.solver import Points

TRIED = tuple(Fraction(1, 10**k) for k in (3, 6, 9))
"""Shares of a way: widths of brackets at which the simplest fraction in them is tried; at the last they are left."""

BESIDE = Fraction(1, 10**12)
"""Share of a way to which a change that is named is known to be there."""


@dataclass(frozen=True)
class Way:
    """A straight line through the space of parameters.

    Parameters
    ----------
    low, high, own : Fraction
        Its two ends, and where on it the file's own values are.
    values : callable
        From a place on it to the values of the parameters there.
    whole : Fraction or None
        The distance over which a parameter moves by its whole range; None for the length of the way.
    counted : bool
        Whether only whole numbers are places on it, as for a number of rounds.
    """

    low: Fraction
    high: Fraction
    own: Fraction
    values: Callable[[Fraction], Mapping[str, Fraction]]
    whole: Fraction | None = None
    counted: bool = False

    @property
    def span(self) -> Fraction:
        """How long it is."""
        return self.high - self.low

    def share(self, place: Fraction) -> Fraction:
        """How far a place is from the file's own values, as a share of the range of a parameter."""
        return abs(place - self.own) / (self.whole or self.span)


@dataclass(frozen=True)
class Threshold:
    """A change of the answer along a way.

    Parameters
    ----------
    low, high : Fraction
        Places on its two sides, both solved.
    below, above : Judged
        What holds at the two.
    value : Fraction or None
        A simple fraction between them, or at one of them, at which the change is to within `BESIDE`; None if none is.
    at : Judged or None
        What holds just there.
    """

    low: Fraction
    high: Fraction
    below: Judged
    above: Judged
    value: Fraction | None = None
    at: Judged | None = None

    def measured(self, of: Callable[[Fraction], Fraction]) -> Threshold:
        """The same change, its places told as another number that rises or falls along the way."""
        low, high = of(self.low), of(self.high)
        value = None if self.value is None else of(self.value)
        if low <= high:
            return Threshold(low, high, self.below, self.above, value, self.at)
        return Threshold(high, low, self.above, self.below, value, self.at)


@dataclass(frozen=True)
class Walked:
    """What is known of a way.

    Parameters
    ----------
    way : Way
        The way.
    found : dict of Fraction to Judged
        Places that were looked at before bisection, in order.
    thresholds : tuple of Threshold
        Changes of the answer, in order.
    unfinished : int
        Changes whose bracket is still wide because the time was up.
    """

    way: Way
    found: dict[Fraction, Judged]
    thresholds: tuple[Threshold, ...] = ()
    unfinished: int = 0

    @property
    def widest(self) -> Fraction:
        """Widest distance between two neighbours that were solved; the whole way if fewer than two were."""
        solved = [place for place, judged in self.found.items() if judged.word]
        gaps = [b - a for a, b in itertools.pairwise(solved)]
        return max(gaps, default=self.way.span)


def look(ways: Sequence[Way], points: int, solver: Points, stage: Stage) -> tuple[list[Walked], bool]:
    """Look at equally distant places of ways, those nearest to the file's own first, until the time is up.

    Parameters
    ----------
    points : int
        Places per way, beside the file's own.
    stage : Stage
        Counts them.

    Returns
    -------
    walked : list of Walked
        In the order of the ways, without thresholds.
    all_of_it : bool
        Whether the time was enough.
    """
    meshes = [sorted({way.own, *spread(way.low, way.high, points, whole=way.counted)}) for way in ways]
    asked = [(ways[i].share(place), i, place) for i, mesh in enumerate(meshes) for place in mesh]
    found: list[dict[Fraction, Judged]] = [{} for _ in ways]
    stage.total = len(asked)
    try:
        for _, i, place in sorted(asked):
            found[i][place] = solver.at(ways[i].values(place))
            stage.step()
        done = True
    except TimeLimitError:
        done = False
    return [Walked(way, dict(sorted(own.items()))) for way, own in zip(ways, found, strict=True)], done


def bracket(walked: Sequence[Walked], solver: Points, stage: Stage) -> list[Walked]:
    """Bracket the changes along ways, those nearest to the file's own first, until the time is up."""
    waiting = [
        (min(w.way.share(a), w.way.share(b)), i, Threshold(a, b, one, two))
        for i, w in enumerate(walked)
        for (a, one), (b, two) in itertools.pairwise((p, j) for p, j in w.found.items() if j.word)
        if solver.answer(one) != solver.answer(two)
    ]
    stage.total = len(waiting)
    done: list[list[Threshold]] = [[] for _ in walked]
    left = [0 for _ in walked]
    over = False
    for _, i, wide in sorted(waiting, key=lambda entry: entry[:2]):
        if not over:
            try:
                done[i] += narrowed(walked[i].way, wide, solver)
                stage.step()
                continue
            except TimeLimitError:
                over = True
        done[i].append(wide)
        left[i] += 1
    return [
        Walked(w.way, w.found, _merged(w.way, sorted(own, key=lambda t: (t.low, t.high))), count)
        for w, own, count in zip(walked, done, left, strict=True)
    ]


def _merged(way: Way, found: Sequence[Threshold]) -> tuple[Threshold, ...]:
    """Two changes at one place, before and after what holds just there, as one; not at the file's own values."""
    merged: list[Threshold] = []
    for t in found:
        last = merged[-1] if merged else None
        if last is not None and t.value is not None and last.value == t.value != way.own:
            merged[-1] = Threshold(last.low, t.high, last.below, t.above, t.value, t.at)
        else:
            merged.append(t)
    return tuple(merged)


def narrowed(way: Way, wide: Threshold, solver: Points) -> list[Threshold]:
    """The changes between two places with different answers.

    Parameters
    ----------
    wide : Threshold
        The places, with what holds there.

    Raises
    ------
    TimeLimitError
        If the time is up.
    """
    return list(_narrowed(way, wide, solver, 0))


def _narrowed(way: Way, t: Threshold, solver: Points, tried: int) -> Iterator[Threshold]:
    """The changes in a bracket; a fraction has been tried at so many widths."""
    if way.counted:
        yield from _between_whole(way, t, solver)
        return
    width = (t.high - t.low) / way.span
    last = width <= TRIED[-1]
    if width <= TRIED[min(tried, len(TRIED) - 1)] and width > BESIDE:
        place, tried = simplest_fraction(t.low, t.high), tried + 1
        if pinned := _pinned(way, t, place, solver):
            yield pinned
            return
    if last:
        yield t
        return
    third = (t.high - t.low) / 3
    place = shortest_decimal(t.low + third, t.high - third)
    middle = solver.at(way.values(place))
    if not middle.word:  # nothing can be said there
        yield t
        return
    for half in _halves(t, place, middle, solver):
        yield from _narrowed(way, half, solver, tried)


def _between_whole(way: Way, t: Threshold, solver: Points) -> Iterator[Threshold]:
    """The changes in a bracket, each between two whole numbers that follow each other."""
    if t.high - t.low <= 1:
        yield t
        return
    place = Fraction(floor((t.low + t.high) / 2))
    middle = solver.at(way.values(place))
    if not middle.word:  # nothing can be said there
        yield t
        return
    for half in _halves(t, place, middle, solver):
        yield from _between_whole(way, half, solver)


def _halves(t: Threshold, place: Fraction, middle: Judged, solver: Points) -> Iterator[Threshold]:
    """The parts of a bracket, cut at a place, at whose ends the answers differ."""
    for half in (Threshold(t.low, place, t.below, middle), Threshold(place, t.high, middle, t.above)):
        if solver.answer(half.below) != solver.answer(half.above):
            yield half


def _pinned(way: Way, t: Threshold, place: Fraction, solver: Points) -> Threshold | None:
    """The change at a place, if it is there to within `BESIDE`; as a rule two places are solved for that."""
    at = solver.at(way.values(place))
    below, above = t.below, t.above
    low, high = max(t.low, place - BESIDE * way.span), min(t.high, place + BESIDE * way.span)
    if not at.word:
        return None
    if solver.answer(at) == solver.answer(below):
        low, below = place, at
    elif low > t.low:
        below = solver.at(way.values(low))
    if solver.answer(at) == solver.answer(above):
        high, above = place, at
    elif high < t.high:
        above = solver.at(way.values(high))
    alike = (solver.answer(below), solver.answer(above)) == (solver.answer(t.below), solver.answer(t.above))
    return Threshold(low, high, below, above, place, at) if alike and low < high else None
