"""Two parameters moved together: the boundary between answers as points, and the smallest move of both.

The square of both ranges is looked at on a mesh; between neighbours with different answers the boundary is bracketed.
How far both have to move at least is looked for along the diagonals through the file's own values, where both move by
the same share of their ranges: if moving a parameter on one side never turns the answer back, no smaller move of both
does it.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING

from sim.errors import TimeLimitError
from sim.study.require.changes import Change, beyond, certified
from sim.study.require.paths import Way, bracket, look

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sim.progress import Stage
    from sim.study.maps.ranges import Range
    from sim.study.require.solver import Solver

MOST_ALONG = 9
"""Values along each of the two ranges, most."""


@dataclass(frozen=True)
class Crossing:
    """A point of the boundary: the two solved points next to it, and their words."""

    low: tuple[Fraction, Fraction]
    high: tuple[Fraction, Fraction]
    below: str
    above: str


@dataclass(frozen=True)
class Together:
    """Two parameters together.

    Parameters
    ----------
    ranges : pair of Range
        The parameters.
    along : int
        Values that were looked at along each range, beside the file's own.
    crossings : tuple of Crossing
        Points of the boundary.
    changes : tuple of Change
        Smallest moves of both, by the same share of their ranges.
    late : bool
        Whether the time was not enough for all of it.
    """

    ranges: tuple[Range, Range]
    along: int
    crossings: tuple[Crossing, ...]
    changes: tuple[Change, ...]
    late: bool


def together(ranges: tuple[Range, Range], own: str, points: int, solver: Solver, counted: Stage) -> Together:
    """Find the boundary of two parameters and the smallest move of both, as far as there is time.

    Parameters
    ----------
    own : str
        The answer at the file's own values.
    points : int
        Values along each range, most.
    """
    along = min(points, MOST_ALONG)
    diagonals = list(_diagonals(ranges))
    changes: list[Change] = []
    late = False
    try:
        found, done = look(diagonals, along, solver, counted)
        walked = bracket(found, solver, counted)
        late = not done or any(w.unfinished for w in walked)
        nearest = {solver.answer(entry.judged): entry for entry in reversed(beyond(walked, own, solver))}
        changes = [certified(entry, solver) for entry in nearest.values()]
    except TimeLimitError:
        late = True
    lines, done = look(list(_rows(ranges, along)), along, solver, counted)
    crossed = bracket(lines, solver, counted)
    crossings = tuple(
        Crossing(_both(ranges, w.way, t.low), _both(ranges, w.way, t.high), t.below.word, t.above.word)
        for w in crossed
        for t in w.thresholds
    )
    late = late or not done or any(w.unfinished for w in crossed)
    return Together(ranges, along, tuple(sorted(crossings, key=lambda c: (c.low, c.high))), tuple(changes), late)


def _both(ranges: Sequence[Range], way: Way, place: Fraction) -> tuple[Fraction, Fraction]:
    values = way.values(place)
    return values[ranges[0].name], values[ranges[1].name]


def _diagonals(ranges: tuple[Range, Range]) -> Iterator[Way]:
    """The ways on which both move by the same share of their ranges, up to where one ends; none of whole numbers."""
    if any(r.whole for r in ranges):
        return  # a share of a range is no whole number as a rule
    for signs in itertools.product((1, -1), repeat=2):
        room = [(r.high - r.own if sign > 0 else r.own - r.low) / r.span for r, sign in zip(ranges, signs, strict=True)]
        if min(room) > 0:
            moves = {r.name: (r.own, sign * r.span) for r, sign in zip(ranges, signs, strict=True)}
            yield Way(Fraction(0), min(room), Fraction(0), partial(_moved, moves), Fraction(1))


def _moved(moves: Mapping[str, tuple[Fraction, Fraction]], share: Fraction) -> dict[str, Fraction]:
    return {name: own + share * way for name, (own, way) in moves.items()}


def _rows(ranges: tuple[Range, Range], along: int) -> Iterator[Way]:
    """The rows and columns of the mesh."""
    for moving, fixed in (ranges, ranges[::-1]):
        for value in fixed.mesh(along):
            still = {fixed.name: value}
            yield Way(
                moving.low,
                moving.high,
                moving.own,
                lambda place, name=moving.name, still=still: {name: place, **still},  # type: ignore[misc]
                counted=moving.whole,
            )
