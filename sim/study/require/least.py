"""The least change of all parameters together: all may move at once, each by at most the same share of its range.

How much a change is is the largest of the shares by which parameters are moved. From above: directions in which the
answer changes are taken from the comparisons that hold it up and from the changes of single parameters, each parameter
is tried turned and left out, and the nearest change is bracketed as one of a single parameter is. From below: boxes
around the file's own numbers all over which the answer is proven to be that of the file
(`sim.study.require.regions`). What lies between the two is cut into boxes, those nearest first, until each is proven to
be free of a change or the time is up.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, Literal

from sim.deadline import within
from sim.engine.concessions.equilibrium_sets.verdict import OPEN
from sim.errors import TimeLimitError
from sim.exact.region_forms import UnboundedError
from sim.study.require.boxes import Boxes
from sim.study.require.changes import Beyond, Change, beyond, certified, uncertified
from sim.study.require.numbers import shortest_decimal
from sim.study.require.paths import Threshold, Walked, Way, narrowed
from sim.study.require.regions import Regions

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sim.progress import Stage
    from sim.study.maps.ranges import Range
    from sim.study.require.boxes import Move
    from sim.study.require.judge import Judged
    from sim.study.require.solver import Solver

NEAR = Fraction(1, 200)
"""By how much less, as a share of it, a change has to be to be looked for as a smaller one."""

CLOSE = Fraction(1, 10**6)
"""Share of a change to which its place is known before parameters are left out."""

TINY, SHORTEST = Fraction(1, 10**9), Fraction(1, 1000)
"""A share of a range below which a change is not looked for as a smaller one, and the shortest way on which the place
of a change is bracketed."""

SEARCHED = 0.8
"""Share of the time for the search; the rest is for the certificates of what it found."""

MOST_DIRECTIONS, MOST_BOXES = 24, 1200
"""Directions that are tried from the start, and boxes times parameters that are looked at, most."""

WithoutProof = Literal["", "endless", "rules", "numbers", "word"]
"""Why nothing is proven: no last round, a parameter that moves the rules, numbers without bounds, or a word that bounds
do not prove."""


@dataclass(frozen=True)
class Least:
    """The least change of all parameters together.

    Parameters
    ----------
    ranges : tuple of Range
        The parameters.
    change : Change or None
        The smallest change that was found; None if none was.
    free : Fraction
        It is proven that the answer stays while no parameter is moved by more than this share of its range; 1 or more
        for the ranges as a whole.
    without : str
        Why that is proven for no share; empty if it is for some.
    boxes : int
        Boxes that were looked at.
    late : bool
        Whether the time was up before all directions were tried.
    """

    ranges: tuple[Range, ...]
    change: Change | None
    free: Fraction
    without: WithoutProof
    boxes: int
    late: bool

    @property
    def closed(self) -> bool:
        """Whether what is proven comes up to the change, but for a little."""
        if self.change is None or self.change.beyond is None:
            return self.free >= 1
        return self.free >= (1 - 2 * NEAR) * self.change.beyond.far


@dataclass(frozen=True)
class Found:
    """A change in a direction: the answer is the file's at the near share and another one at the far share."""

    towards: Move
    near: Fraction
    far: Fraction
    judged: Judged


def least(
    ranges: Sequence[Range], own: Judged, singles: Sequence[Beyond], solver: Solver, counted: Stage, limit: float | None
) -> Least:
    """Find the least change of all parameters together, as far as there is time.

    Parameters
    ----------
    own : Judged
        What holds at the file's own values.
    singles : sequence of Beyond
        Changes of single parameters, the nearest first.
    limit : float or None
        Seconds for it.
    """
    search = _Search(ranges, own, solver, counted)
    try:
        with within(None if limit is None else SEARCHED * limit):
            search.run(singles)
    except TimeLimitError:
        search.late = True
    change = None if search.found is None else search.change(search.found)
    looked = 0 if search.boxes is None else search.boxes.looked
    return Least(tuple(ranges), change, search.free, search.without, looked, search.late)


class _Search:
    """One search: the nearest change that is known, and the box that is proven to have none."""

    def __init__(self, ranges: Sequence[Range], own: Judged, solver: Solver, counted: Stage) -> None:
        self.ranges, self.own, self.solver = tuple(ranges), own, solver
        self.found: Found | None = None
        self.free = Fraction(0)
        self.late = False
        self.without: WithoutProof = ""
        self.boxes: Boxes | None = None
        try:
            regions = Regions(solver.scenario, solver.claim, [r.name for r in ranges])
        except UnboundedError:
            endless = solver.scenario.game.horizon is None  # type: ignore[union-attr]
            self.without = "endless" if endless else "rules"
            return
        boxes = Boxes(regions, self.ranges, solver.answer(own), solver.be, counted)
        looked = boxes.look(boxes.around(Fraction(0)))
        if boxes.proven(looked):
            self.boxes = boxes
        else:
            self.without = "numbers" if looked is None else "word"

    def run(self, singles: Sequence[Beyond]) -> None:
        """All of it; what is known when the time is up is kept."""
        names = [r.name for r in self.ranges]
        ways = [self._unit(names.index(next(iter(e.walked.way.values(e.far)))), e.far > e.near) for e in singles]
        if singles:
            self._try(ways[0])
        directions: list[Move] = []
        if self.boxes is not None:
            self.free = self.boxes.largest(Fraction(1) if self.found is None else self.found.far)
            directions += self.boxes.pulls()
        if len(self.ranges) <= 3:
            directions += (tuple(map(Fraction, s)) for s in itertools.product((1, -1), repeat=len(self.ranges)))
        directions += self._joined(ways)
        for towards in list(dict.fromkeys(directions))[:MOST_DIRECTIONS]:
            self._try(towards)
        self._turned()
        self._left_out()
        if self.boxes is not None and self.free < 1:
            try:
                self._cut(self.boxes)
            except TimeLimitError:
                return  # nothing that is told hangs on it but how much is proven

    def _unit(self, which: int, up: bool) -> Move:
        return tuple(Fraction((1 if up else -1) if k == which else 0) for k in range(len(self.ranges)))

    def _joined(self, ways: Sequence[Move]) -> Iterator[Move]:
        """All parameters in the directions of their own nearest changes."""
        if ways:
            own = [next((w[k] for w in ways if w[k]), Fraction(0)) for k in range(len(self.ranges))]
            yield tuple(own)

    def values(self, towards: Move, share: Fraction) -> dict[str, Fraction]:
        """Values of the parameters at a share of the way in a direction; those that do not move are left out."""
        return {
            r.name: min(max(r.own + share * part * r.span, r.low), r.high)
            for r, part in zip(self.ranges, towards, strict=True)
            if part and (r.own < r.high if part > 0 else r.own > r.low)
        }

    def _other(self, towards: Move, share: Fraction) -> Judged | None:
        """What holds there, if it is known to be another answer than that of the file."""
        judged = self.solver.at(self.values(towards, share))
        answer = self.solver.answer(judged)
        return None if answer in ("", OPEN, self.solver.answer(self.own)) else judged

    def _try(self, towards: Move) -> bool:
        """Look for a change in a direction that is smaller than the one that is known."""
        if not any(towards):
            return False
        tries = [1 / Fraction(2**k) for k in range(4)] if self.found is None else [self.found.far * (1 - NEAR)]
        for share in tries:
            if share > max(self.free, TINY) and (judged := self._other(towards, share)):
                self.found = self._narrowed(Found(towards, Fraction(0), share, judged), NEAR / 2)
                return True
        return False

    def _narrowed(self, found: Found, width: Fraction) -> Found:
        """A change whose place is known to a share of it."""
        while found.far - found.near > max(width * found.far, TINY):
            third = (found.far - found.near) / 3
            share = shortest_decimal(found.near + third, found.far - third)
            judged = None if share <= self.free else self._other(found.towards, share)
            if judged is None:
                found = Found(found.towards, share, found.far, found.judged)
            else:
                found = Found(found.towards, found.near, share, judged)
        return found

    def _turned(self) -> None:
        """Turn one parameter after the other, as long as that makes the change smaller."""
        better = self.found is not None
        while better and self.found is not None:
            better = False
            for k in range(len(self.ranges)):
                now = self.found.towards
                for part in (Fraction(1), Fraction(-1), Fraction(0)):
                    if part != now[k] and self._try((*now[:k], part, *now[k + 1 :])):
                        better = True
                        break

    def _left_out(self) -> None:
        """Leave out parameters without which the answer changes at the same place."""
        if self.found is None:
            return
        found = self.found = self._narrowed(self.found, CLOSE)
        for k in range(len(self.ranges)):
            towards = (*found.towards[:k], Fraction(0), *found.towards[k + 1 :])
            if found.towards[k] and max(map(abs, towards)) == 1 and (judged := self._other(towards, found.far)):
                found = self.found = self._narrowed(Found(towards, self.free, found.far, judged), CLOSE)

    def _cut(self, boxes: Boxes) -> None:
        """Prove that no change is nearer, or find one that is."""
        nearer = True
        while nearer and self.free < self._aim():
            nearer = False
            for free, place in boxes.cut(self.free, self._aim()):
                self.free = max(self.free, free)
                nearer = place is not None and self._nearer(place)
                if nearer:
                    break
                if boxes.looked * len(self.ranges) > MOST_BOXES:
                    return

    def _aim(self) -> Fraction:
        return Fraction(1) if self.found is None else self.found.far * (1 - NEAR)

    def _nearer(self, place: Move) -> bool:
        """Whether there is a change at a place, which is then taken for the nearest."""
        share = max(map(abs, place))
        towards = tuple(part / share for part in place)
        judged = self._other(towards, share)
        if judged is not None:
            self.found = self._narrowed(Found(towards, Fraction(0), share, judged), NEAR / 2)
            self._turned()
            self._left_out()
        return judged is not None

    def change(self, found: Found) -> Change:
        """The change as it is told: its place bracketed and both its sides certified, as far as there is time."""
        end = min(Fraction(1), max(found.far * (1 + NEAR), SHORTEST))
        way = Way(Fraction(0), end, Fraction(0), partial(self.values, found.towards), Fraction(1))
        wide = Threshold(found.near, found.far, self.own, found.judged)
        entry = Beyond(Walked(way, {}, (wide,)), wide, found.far, found.near, found.judged)
        try:
            closer = Walked(way, {}, tuple(narrowed(way, wide, self.solver)))
            told = beyond([closer], self.solver.answer(self.own), self.solver)
            entry = next((each for each in told if self.solver.answer(each.judged) != OPEN), entry)
            return certified(entry, self.solver)
        except TimeLimitError:
            self.late = True
            return uncertified(entry)
