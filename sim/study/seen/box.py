"""How much of all ranges together explains what was seen, and a map over two of them."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from random import Random
from typing import TYPE_CHECKING

from sim.errors import TimeLimitError
from sim.progress import stage
from sim.study.seen.lines import exactly
from sim.study.seen.moved import PARTS
from sim.study.uncertain.chance import clopper_pearson

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.study.maps.ranges import Range
    from sim.study.seen.lines import CourseSolver
    from sim.study.seen.moved import Moved

ROWS, CELLS = 48, 16
"""Rows of a map whose rows are gone through without gaps; cells along each side of one of which points are solved."""


@dataclass(frozen=True)
class Box:
    """Points drawn from all ranges together.

    Parameters
    ----------
    those : tuple of Moved
        The parameters that were drawn: as the file holds their values likely, or each as likely as any other.
    asked, done, unsolved : int
        Points that were to be drawn, those with an answer, and those at which the game could not be solved.
    kept, open : int
        Those of which some equilibrium has the course, and those of which it is open.
    low, high : float
        Bounds of the share of the box that has it, with 95 % (Clopper and Pearson 1934); what is open counts as
        possible for the one and not for the other.
    spread : tuple of (Fraction, Fraction), or None
        Of the points with the course, the least and the greatest value of each parameter.
    late : bool
        Whether the time was not enough for all.
    why : str
        What stood in the way at the first point that could not be solved.
    """

    those: tuple[Moved, ...]
    asked: int
    done: int
    kept: int
    open: int
    low: float
    high: float
    spread: tuple[tuple[Fraction, Fraction], ...] | None
    late: bool = False
    unsolved: int = 0
    why: str = ""

    @property
    def ranges(self) -> tuple[Range, ...]:
        """The ranges of the parameters."""
        return tuple(each.range for each in self.those)


def drawn(those: Sequence[Moved], draws: int, seed: int, solver: CourseSolver) -> Box:
    """Judge points that are drawn, as many as there is time for.

    Parameters
    ----------
    draws : int
        How many.
    seed : int
        Of the draws.
    """
    random = Random(seed)
    kept: list[list[Fraction]] = []
    done = undecided = unsolved = 0
    late, why = False, ""
    with stage("draws", draws) as counted:
        for _ in range(draws):
            values = [each.value(random.randrange(PARTS)) for each in those]
            try:
                judged = solver.at({each.range.name: v for each, v in zip(those, values, strict=True)})
            except TimeLimitError:
                late = True
                break
            counted.step()
            answer = solver.answer(judged)
            done += bool(answer)
            unsolved += not answer
            why = why or ("" if answer else judged.problem)
            undecided += answer == "open"
            if answer == "yes":
                kept.append(values)
    low = clopper_pearson(len(kept), done)[0] if done else 0.0
    high = clopper_pearson(len(kept) + undecided, done)[1] if done else 1.0
    spread = tuple((min(column), max(column)) for column in zip(*kept, strict=True)) if kept else None
    return Box(tuple(those), draws, done, len(kept), undecided, low, high, spread, late, unsolved, why)


@dataclass(frozen=True)
class Row:
    """A row of a map.

    Parameters
    ----------
    at : Fraction
        The value of the second parameter.
    stretches : tuple of (Fraction, str)
        Where each stretch of the first parameter's range ends, and its answer: ``yes``, ``no``, ``open`` or empty.
    exact : bool
        Whether it was gone through without gaps; else its cells were solved in the middle.
    """

    at: Fraction
    stretches: tuple[tuple[Fraction, str], ...]
    exact: bool = True


@dataclass(frozen=True)
class Plane:
    """A map over two parameters.

    Parameters
    ----------
    across, up : Range
        The parameters; rows go across.
    rows : tuple of Row
        In order, each in the middle of its strip.
    asked : int
        Rows that there were to be.
    """

    across: Range
    up: Range
    rows: tuple[Row, ...]
    asked: int

    @property
    def exact(self) -> bool:
        """Whether all rows were gone through without gaps."""
        return bool(self.rows) and all(row.exact for row in self.rows)

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
                found = exactly(across, solver, {up.name: at}) if exact else None
                if found is None:
                    rows.append(Row(at, _cells(across, up, at, solver), exact=False))
                else:
                    rows.append(Row(at, tuple((end, "yes" if has else "no") for end, has in found.ends)))
            except TimeLimitError:
                break
            counted.step()
    return Plane(across, up, tuple(rows), count)


def _cells(across: Range, up: Range, at: Fraction, solver: CourseSolver) -> tuple[tuple[Fraction, str], ...]:
    found = []
    for k in range(CELLS):
        middle = across.low + across.span * Fraction(2 * k + 1, 2 * CELLS)
        answer = solver.answer(solver.at({across.name: middle, up.name: at}))
        found.append((across.low + across.span * Fraction(k + 1, CELLS), answer))
    return tuple(found)
