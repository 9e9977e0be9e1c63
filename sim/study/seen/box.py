"""How much of all ranges together explains what was seen, and a map over two of them."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from random import Random
from typing import TYPE_CHECKING

from sim.errors import TimeLimitError
from sim.progress import stage
from sim.study.seen.lines import exactly

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.study.maps.ranges import Range
    from sim.study.seen.lines import CourseSolver

PARTS = 2**32
"""Parts of a range that draws are taken from."""

SURE = 0.95
"""How sure the interval of a share is."""

ROWS, CELLS = 48, 16
"""Rows of a map whose rows are gone through without gaps; cells along each side of one of which points are solved."""


@dataclass(frozen=True)
class Box:
    """Points drawn from all ranges together, each as likely as any other.

    Parameters
    ----------
    ranges : tuple of Range
        The ranges.
    asked, done : int
        Points that were to be drawn, and those with an answer.
    kept, open : int
        Those of which some equilibrium has the course, and those of which it is open.
    low, high : float
        Bounds of the share of the box that has it, with 95 % (Clopper and Pearson 1934); what is open counts as
        possible for the one and not for the other.
    spread : tuple of (Fraction, Fraction), or None
        Of the points with the course, the least and the greatest value of each parameter.
    late : bool
        Whether the time was not enough for all.
    """

    ranges: tuple[Range, ...]
    asked: int
    done: int
    kept: int
    open: int
    low: float
    high: float
    spread: tuple[tuple[Fraction, Fraction], ...] | None
    late: bool = False


def drawn(ranges: Sequence[Range], draws: int, seed: int, solver: CourseSolver) -> Box:
    """Judge points that are drawn from ranges, as many as there is time for.

    Parameters
    ----------
    draws : int
        How many.
    seed : int
        Of the draws.
    """
    random = Random(seed)
    kept: list[list[Fraction]] = []
    done = undecided = 0
    late = False
    with stage("draws", draws) as counted:
        for _ in range(draws):
            values = [r.low + r.span * Fraction(random.randrange(PARTS), PARTS) for r in ranges]
            try:
                judged = solver.at({r.name: v for r, v in zip(ranges, values, strict=True)})
            except TimeLimitError:
                late = True
                break
            counted.step()
            answer = solver.answer(judged)
            done += bool(answer)
            undecided += answer == "open"
            if answer == "yes":
                kept.append(values)
    low, high = interval(len(kept), done)[0], interval(len(kept) + undecided, done)[1]
    spread = tuple((min(column), max(column)) for column in zip(*kept, strict=True)) if kept else None
    return Box(tuple(ranges), draws, done, len(kept), undecided, low, high, spread, late)


def interval(count: int, total: int) -> tuple[float, float]:
    """Bounds of a share of which so many of so many were counted, with 95 % (Clopper and Pearson 1934)."""
    from scipy.stats import beta

    tail = (1 - SURE) / 2
    low = 0.0 if count == 0 else float(beta.ppf(tail, count, total - count + 1))
    high = 1.0 if count == total else float(beta.ppf(1 - tail, count + 1, total - count))
    return low, high


@dataclass(frozen=True)
class Row:
    """A row of a map.

    Parameters
    ----------
    at : Fraction
        The value of the second parameter.
    stretches : tuple of (Fraction, str)
        Where each stretch of the first parameter's range ends, and its answer: ``yes``, ``no``, ``open`` or empty.
    """

    at: Fraction
    stretches: tuple[tuple[Fraction, str], ...]


@dataclass(frozen=True)
class Plane:
    """A map over two parameters.

    Parameters
    ----------
    across, up : Range
        The parameters; rows go across.
    exact : bool
        Whether rows were gone through without gaps; else their cells were solved in the middle.
    rows : tuple of Row
        In order, each in the middle of its strip.
    asked : int
        Rows that there were to be.
    """

    across: Range
    up: Range
    exact: bool
    rows: tuple[Row, ...]
    asked: int

    @property
    def late(self) -> bool:
        """Whether the time was not enough for all rows."""
        return len(self.rows) < self.asked

    @property
    def share(self) -> Fraction:
        """How much of it has the course, by its rows."""
        total = Fraction(0)
        for row in self.rows:
            low = self.across.low
            for high, answer in row.stretches:
                total += high - low if answer == "yes" else 0
                low = high
        return total / self.across.span / max(len(self.rows), 1)


def plane(one: Range, two: Range, solver: CourseSolver) -> Plane:
    """A map over two parameters, as far as there is time; rows go along one that can be gone through without gaps."""
    for across, up in ((one, two), (two, one)):
        if exactly(across, solver, {up.name: up.low + up.span * Fraction(101, 211)}) is not None:
            return _plane(across, up, True, ROWS, solver)
    return _plane(one, two, False, CELLS, solver)


def _plane(across: Range, up: Range, exact: bool, count: int, solver: CourseSolver) -> Plane:
    rows: list[Row] = []
    with stage("region", count) as counted:
        for k in range(count):
            at = up.low + up.span * Fraction(2 * k + 1, 2 * count)
            try:
                ends = exactly(across, solver, {up.name: at}) if exact else None
                if ends is None:
                    rows.append(Row(at, _cells(across, up, at, solver)))
                else:
                    rows.append(Row(at, tuple((end, "yes" if has else "no") for end, has in ends)))
            except TimeLimitError:
                break
            counted.step()
    return Plane(across, up, exact, tuple(rows), count)


def _cells(across: Range, up: Range, at: Fraction, solver: CourseSolver) -> tuple[tuple[Fraction, str], ...]:
    found = []
    for k in range(CELLS):
        middle = across.low + across.span * Fraction(2 * k + 1, 2 * CELLS)
        answer = solver.answer(solver.at({across.name: middle, up.name: at}))
        found.append((across.low + across.span * Fraction(k + 1, CELLS), answer))
    return tuple(found)
