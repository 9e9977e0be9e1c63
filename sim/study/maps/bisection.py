"""One parameter at a time: where the ending flips, found by bisection."""

from __future__ import annotations

import itertools
from contextlib import contextmanager
from dataclasses import dataclass
from math import floor
from typing import TYPE_CHECKING

import numpy as np

from sim.deadline import check_time
from sim.progress import Stage, stage
from sim.study.maps.regime import regimes_of
from sim.study.record import Chunk, empty_chunk, joined

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from sim.study.maps.ranges import Range
    from sim.study.maps.regime import Regime, Solve
    from sim.types import Floats


PRECISION = 1e-6
"""Share of the range between the two points on both sides of a flip."""

POINTS_TOGETHER, POINTS_SINGLY = 257, 49
"""Values along a range that are looked at first, where points are solved all at once and where one by one. Maps and
sensitivities look at the same ones, so that they find the same flips."""


@dataclass(frozen=True)
class Flip:
    """A change of regime: the last point known on its near side and the first known on its far side.

    Parameters
    ----------
    low, high : float
        Values of the parameter; the flip is between them.
    below, above : Regime
        What was found at the two.
    """

    low: float
    high: float
    below: Regime
    above: Regime

    @property
    def value(self) -> float:
        """The middle, which is off by half the distance at most."""
        return (self.low + self.high) / 2


@dataclass(frozen=True)
class Line:
    """What happens if one parameter moves and all others keep their values.

    Parameters
    ----------
    range : Range
        The parameter and its values.
    own : Regime
        The regime of the scenario's own point.
    values : ndarray of float, shape (n,)
        Values that were solved before the bisection, the parameter's own among them, in order.
    chunk : Chunk
        The answers there.
    flips : tuple of Flip
        All changes of regime that were found, in order.
    """

    range: Range
    own: Regime
    values: Floats
    chunk: Chunk
    flips: tuple[Flip, ...]

    @property
    def widest(self) -> float:
        """The largest distance between two neighbouring values that were solved, as a share of the range.

        What comes and goes between two of them is not seen.
        """
        return float(np.diff(self.values).max(initial=0.0)) / float(self.range.span)

    def stretches(self) -> list[tuple[float, float, Regime]]:
        """From where to where which regime holds, over the range."""
        low, high = float(self.range.low), float(self.range.high)
        first = self.flips[0].below if self.flips else self.own
        edges = [(-np.inf, first), *((flip.value, flip.above) for flip in self.flips), (np.inf, first)]
        cut = [(max(a, low), min(b, high), regime) for (a, regime), (b, _) in itertools.pairwise(edges)]
        return [(a, b, regime) for a, b, regime in cut if a < b]

    def beyond(self, up: bool) -> list[Flip]:
        """Flips above or below the parameter's own value, the nearest first."""
        own = float(self.range.own)
        return [f for f in self.flips if f.low >= own] if up else [f for f in self.flips if f.high <= own][::-1]


def scan_lines(
    ranges: Sequence[Range],
    moved: Callable[[int, float], Sequence[float]],
    solve: Solve,
    points: int,
) -> tuple[Line, ...]:
    """Scan the lines through the scenario's own point, one per parameter.

    All lines are solved together, and so are all bisections of a level: the number of calls of `solve` is about
    twenty, however many parameters there are.

    Parameters
    ----------
    ranges : sequence of Range, length k
        The parameters.
    moved : callable
        The point at which parameter number i has a value.
    points : int
        Values to start from, equally far apart; a regime that lies between two of them is missed.
    """
    starts = [np.unique([*_starts(r, r.points or points), float(r.own)]) for r in ranges]
    rows = [moved(i, v) for i, values in enumerate(starts) for v in values]
    whole = solve(np.array(rows, dtype=np.float64).reshape(len(rows), -1))
    cuts = np.cumsum([0, *(len(values) for values in starts)])
    found = regimes_of(whole)
    lists = [found[a:b] for a, b in itertools.pairwise(cuts)]
    flips = _bisected(ranges, starts, lists, moved, solve)
    lines = []
    for i, (r, values) in enumerate(zip(ranges, starts, strict=True)):
        own = lists[i][int(np.searchsorted(values, float(r.own)))]
        lines.append(Line(r, own, values, part(whole, int(cuts[i]), int(cuts[i + 1])), flips[i]))
    return tuple(lines)


def _starts(r: Range, points: int) -> list[float]:
    """Values along a range that are looked at first."""
    if r.whole:
        return [float(value) for value in r.places(points)]
    found: list[float] = np.linspace(float(r.low), float(r.high), points).tolist()
    return found


def _bisected(
    ranges: Sequence[Range],
    starts: Sequence[Floats],
    lists: Sequence[Sequence[Regime]],
    moved: Callable[[int, float], Sequence[float]],
    solve: Solve,
) -> list[tuple[Flip, ...]]:
    """All flips of all lines."""
    done: list[list[Flip]] = [[] for _ in ranges]
    waiting = [
        (i, Flip(float(values[k]), float(values[k + 1]), here[k], here[k + 1]))
        for i, (values, here) in enumerate(zip(starts, lists, strict=True))
        for k in range(len(values) - 1)
        if here[k] != here[k + 1]
    ]
    while waiting:
        still = []
        for i, flip in waiting:
            r = ranges[i]
            fine = flip.high - flip.low <= (1 if r.whole else PRECISION * float(r.span))
            if fine or not flip.low < _middle(flip, r) < flip.high:
                done[i].append(flip)
            else:
                still.append((i, flip))
        if not still:
            break
        cuts = [_middle(flip, ranges[i]) for i, flip in still]
        rows = [moved(i, cut) for (i, _), cut in zip(still, cuts, strict=True)]
        middles = regimes_of(solve(np.array(rows, dtype=np.float64)))
        halves = [
            (i, half)
            for (i, flip), cut, middle in zip(still, cuts, middles, strict=True)
            for half in (Flip(flip.low, cut, flip.below, middle), Flip(cut, flip.high, middle, flip.above))
        ]
        waiting = [(i, half) for i, half in halves if half.below != half.above]
    return [tuple(sorted(flips, key=lambda flip: flip.low)) for flips in done]


def _middle(flip: Flip, r: Range) -> float:
    """Where a bracket is cut: in its middle, or at the whole number below it."""
    return float(floor(flip.value)) if r.whole else flip.value


def part(chunk: Chunk, start: int, stop: int) -> Chunk:
    """The answers from one place up to another."""
    told = tuple((k - start, text) for k, text in chunk.messages if start <= k < stop)
    cut = slice(start, stop)
    return Chunk(chunk.payoffs[cut], chunk.ending[cut], chunk.rounds[cut], chunk.equilibrium[cut], chunk.how[cut], told)


class CountingSolver:
    """A solver that counts: how many points were solved in which way, and how often it was called.

    Parameters
    ----------
    at_once : int or None
        Points, most, per call of the solver, so that it is seen how far long ones have come; all at once if None.
    """

    def __init__(self, solve: Solve, at_once: int | None = None) -> None:
        self.solve, self.at_once = solve, at_once
        self._stage = Stage("points")
        self.counts, self.kinds, self.calls = empty_chunk(0).counts, dict[str, int](), 0
        self.messages: dict[str, int] = {}

    @property
    def whole(self) -> bool:
        """Whether many points are best given to it in one call."""
        return self.at_once is None or self.at_once >= POINTS_TOGETHER

    @contextmanager
    def stage(self, code: str, total: int | None = None) -> Iterator[None]:
        """Count the points that are solved meanwhile as a stage of their own.

        Parameters
        ----------
        code : str
            What they are solved for.
        total : int or None
            How many there will be, if that is known.
        """
        before = self._stage
        with stage(code, total) as self._stage:
            yield
        self._stage = before

    def __call__(self, values: Floats) -> Chunk:
        """Solve points, shape (n, k)."""
        size = self.at_once or len(values)
        return joined([self._part(values[k : k + size]) for k in range(0, len(values), max(size, 1))])

    def _part(self, values: Floats) -> Chunk:
        chunk = self.solve(values)
        check_time()  # what the last point lacked may be time
        self.counts = tuple(a + b for a, b in zip(self.counts, chunk.counts, strict=True))
        self.calls += 1
        for kind in chunk.equilibrium:
            self.kinds[str(kind)] = self.kinds.get(str(kind), 0) + 1
        for _, text in chunk.messages:
            self.messages[text] = self.messages.get(text, 0) + 1
        self._stage.step(len(values))
        return chunk
