"""Boxes around a file's own numbers: in which no change of an answer is, and where one is to be looked for.

How far a box is from the file's own numbers is the largest of the shares of their ranges by which parameters have to
be moved to get into it.
"""

from __future__ import annotations

import heapq
import itertools
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from sim.deadline import check_time
from sim.engine.concessions.equilibrium_sets.verdict import CERTAIN, IMPOSSIBLE
from sim.exact.region_forms import UnboundedError
from sim.scenario.expressions.grammar import ExpressionError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sim.exact.region_forms import Form
    from sim.progress import Stage
    from sim.study.maps.ranges import Range
    from sim.study.require.options import Wanted
    from sim.study.require.regions import Looked, Regions, Tempted

Box = tuple[tuple[Fraction, Fraction], ...]
"""The least and the highest share by which each parameter is moved, downwards if negative."""

Move = tuple[Fraction, ...]
"""The share of its range by which each parameter is moved, downwards if negative."""

HALVINGS = 12
"""Times, most, that the largest box around the file's own numbers is bracketed more closely."""

SMALLEST = Fraction(1, 256)
"""Sides of a box in which nothing is proven and that is not cut any more: what is beyond it cannot be nearer."""

SIGHT = 1 << 40
"""A parameter whose pull is so many times smaller than that of another one has none."""


@dataclass(order=True)
class Waiting:
    """A box that is to be proven free of a change, by how far it is from the file's own numbers."""

    far: Fraction
    number: int
    box: Box


class Boxes:
    """Boxes over which an answer may be proven.

    Parameters
    ----------
    regions : Regions
        What proves it.
    ranges : sequence of Range
        The parameters, in the order of the regions.
    own : str
        The answer at the file's own values.
    be : {"certain", "possible"}, optional
        What is told apart.
    counted : Stage
        Counts the boxes.
    """

    def __init__(self, regions: Regions, ranges: Sequence[Range], own: str, be: Wanted | None, counted: Stage) -> None:
        self.regions, self.ranges, self.counted = regions, ranges, counted
        # What no course lacks is certain, and what none has is impossible; bounds prove no other word.
        self._never_lacks = own == CERTAIN if be is None else own == "yes"
        self._never_has = own == IMPOSSIBLE if be is None else own == "no"
        self.looked = 0
        self._failed: Looked | None = None
        self._queue: list[Waiting] | None = None
        self._numbers = itertools.count()

    def values(self, move: Move) -> dict[str, Fraction]:
        """Values of the parameters after a move, within their ranges."""
        return {
            r.name: min(max(r.own + share * r.span, r.low), r.high) for r, share in zip(self.ranges, move, strict=True)
        }

    def around(self, share: Fraction) -> Box:
        """The box in which no parameter is moved by more than a share of its range."""
        ends = (((r.low - r.own) / r.span, (r.high - r.own) / r.span) for r in self.ranges)
        return tuple((max(-share, low), min(share, high)) for low, high in ends)

    def look(self, box: Box) -> Looked | None:
        """What may hold in a box; None where no bounds are known."""
        self.looked += 1
        self.counted.step()
        low, high = (self.values(tuple(ends[k] for ends in box)) for k in (0, 1))
        try:
            return self.regions.look({name: (low[name], high[name]) for name in low})
        except (UnboundedError, ExpressionError):
            return None

    def proven(self, looked: Looked | None) -> bool:
        """Whether the answer is proven to be that of the file."""
        if looked is None:
            return False
        has, lacks = looked.both
        return (self._never_lacks and not lacks) or (self._never_has and not has)

    def largest(self, most: Fraction) -> Fraction:
        """A share up to which the box around the file's own numbers is proven; the largest one but for a little."""
        low, high = Fraction(0), most
        for _ in range(HALVINGS):
            share = high if low == 0 and high == most and self._failed is None else (low + high) / 2
            looked = self.look(self.around(share))
            if self.proven(looked):
                low = share
                if share == most:
                    break
            else:
                high, self._failed = share, looked
        return low

    def pulls(self) -> Iterator[Move]:
        """Directions, with shares of -1, 0 and 1, that lead towards what kept the last box from being proven."""
        tempted = () if self._failed is None else self._failed.tempted
        for each in sorted(tempted, key=_crossing):
            yield _direction(each.gap)

    def cut(self, free: Fraction, most: Fraction) -> Iterator[tuple[Fraction, Move | None]]:
        """Prove the box up to a share free of a change, in pieces, those nearest to the file first.

        It ends before where a small box is left of which nothing is proven.

        Yields
        ------
        free : Fraction
            The share up to which it is proven by now.
        witness : tuple of Fraction or None
            A place where there may be a change.
        """
        queue = [Waiting(free, next(self._numbers), box) for box in self._slabs(free, most)]
        heapq.heapify(queue)
        while queue:
            check_time()
            entry = heapq.heappop(queue)
            looked = self.look(entry.box)
            if not self.proven(looked):
                yield entry.far, self._corner(entry.box, looked)
                if all(high - low <= SMALLEST for low, high in entry.box):
                    return
                for part in self._halves(entry.box, looked):
                    heapq.heappush(queue, Waiting(_distance(part), next(self._numbers), part))
        yield most, None

    def _slabs(self, free: Fraction, most: Fraction) -> Iterator[Box]:
        """The box around the file's own numbers without a smaller one in it, in boxes."""
        inner, outer = self.around(free), self.around(most)
        for k, ((low, high), (least, top)) in enumerate(zip(inner, outer, strict=True)):
            for ends in ((least, low), (high, top)):
                if ends[0] < ends[1]:
                    yield (*inner[:k], ends, *outer[k + 1 :])

    def _corner(self, box: Box, looked: Looked | None) -> Move:
        """The corner of a box that is most likely to have another answer."""
        tempted = () if looked is None else looked.tempted
        if not tempted:
            return tuple((low + high) / 2 for low, high in box)
        strongest = max(tempted, key=lambda each: (each.reached, each.gap.high))
        towards = _direction(strongest.gap)
        return tuple(
            high if way > 0 else low if way < 0 else (low + high) / 2
            for (low, high), way in zip(box, towards, strict=True)
        )

    def _halves(self, box: Box, looked: Looked | None) -> tuple[Box, Box]:
        """The box cut across the side that matters most for what is not decided in it."""
        tempted = [] if looked is None else [each for each in looked.tempted if each.reached] or list(looked.tempted)
        weights = [
            float(sum(abs(each.gap.slopes[k]) / each.gap.reach for each in tempted if each.gap.reach))
            for k in range(len(box))
        ]
        widths = [float(high - low) for low, high in box]
        side = max(range(len(box)), key=lambda k: (weights[k] if tempted else widths[k], widths[k]))
        low, high = box[side]
        middle = (low + high) / 2
        one, two = ((*box[:side], ends, *box[side + 1 :]) for ends in ((low, middle), (middle, high)))
        return one, two


def _crossing(each: Tempted) -> tuple[bool, float]:
    """What play gets to first, then what needs the smallest part of the box."""
    pull = sum(map(abs, each.gap.slopes))
    return not each.reached, -each.gap.center / pull if pull else float("inf")


def _direction(gap: Form) -> Move:
    strongest = max(map(abs, gap.slopes), default=0)
    return tuple(Fraction((s > 0) - (s < 0)) if abs(s) * SIGHT > strongest else Fraction(0) for s in gap.slopes)


def _distance(box: Box) -> Fraction:
    return max(max(low, -high, Fraction(0)) for low, high in box)
