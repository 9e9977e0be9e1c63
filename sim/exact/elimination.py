"""Linear equations and determinants in exact numbers.

Equations are solved in rationals, from those with few unknowns on, because what they come from leaves most coefficients
zero; determinants are of small full tables and are worked out in whole numbers, with the step in which tableaus pivot.

References
----------
Markowitz, H. M. (1957): The elimination form of the inverse and its application to linear programming. Management
Science 3, 255-269. Bareiss, E. H. (1968): Sylvester's identity and multistep integer-preserving Gaussian elimination.
Mathematics of Computation 22, 565-578.
"""

from __future__ import annotations

from fractions import Fraction
from heapq import heapify, heappop, heappush
from math import prod
from operator import mul
from typing import TYPE_CHECKING

from sim.exact.rationals import ONE, ZERO, Whole
from sim.exact.tableau import cleared, whole

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.deadline import Deadline

LONG = 12
"""Equations from which on GMP's whole numbers compute faster: their determinants are long."""


def solve(
    system: list[dict[int, Fraction]], right: list[list[Fraction]], deadline: Deadline | None = None
) -> dict[int, list[Fraction]] | None:
    """Solve a sparse system of equations; None if it is singular.

    The next equation is always one with the fewest unknowns, and the unknown in it one in the fewest equations.

    Parameters
    ----------
    system : list of dict of int to Fraction
        Coefficients of each equation, without zeros; changed.
    right : list of list of Fraction
        Right sides of each equation; changed.

    Raises
    ------
    TimeLimitError
        If the time is up.
    """
    within: dict[int, set[int]] = {}
    for r, row in enumerate(system):
        for j in row:
            within.setdefault(j, set()).add(r)
    waiting = [(len(row), r) for r, row in enumerate(system)]
    heapify(waiting)
    order: list[tuple[int, int]] = []
    done: set[int] = set()
    while waiting:
        if deadline:
            deadline.check()
        count, r = heappop(waiting)
        row = system[r]
        if r in done or count != len(row):  # it has changed since, and waits with the count that it has now
            continue
        if not row:
            return None
        done.add(r)
        j = min(row, key=lambda i: len(within[i]))
        for i in row:
            within[i].discard(r)
        order.append((r, j))
        for s in within.pop(j):
            times = system[s].pop(j) / row[j]
            _subtract(system[s], row, times, j, within, s)
            heappush(waiting, (len(system[s]), s))
            right[s] = [v - times * w if w else v for v, w in zip(right[s], right[r], strict=True)]
    found: dict[int, list[Fraction]] = {}
    for r, j in reversed(order):
        value = right[r]
        for i, v in system[r].items():
            if i != j:
                value = [a - v * b if b else a for a, b in zip(value, found[i], strict=True)]
        found[j] = [v / system[r][j] for v in value]
    return found


def _subtract(
    target: dict[int, Fraction], row: dict[int, Fraction], times: Fraction, j: int, within: dict[int, set[int]], s: int
) -> None:
    """Take a multiple of a row from another, whose entry in column j is gone."""
    for i, v in row.items():
        if i == j:
            continue
        value = target.get(i, 0) - times * v
        if value:
            target[i] = value
            within[i].add(s)
        elif i in target:
            del target[i]
            within[i].discard(s)


def solve_whole(table: Sequence[Sequence[int]], right: int) -> tuple[list[int], int] | None:
    """Solve a full system in whole numbers, with the same right side everywhere; None if it is singular.

    Parameters
    ----------
    table : sequence of sequence of int, shape (n, n)
        Coefficients.
    right : int
        Right side of every equation.

    Returns
    -------
    tuple of list of int and int, or None
        What the unknowns are over a common denominator, and that denominator, which may be negative (Cramer's rule).
    """
    kind = Whole if len(table) >= LONG else int
    rows = [[*map(kind, line), kind(right)] for line in table]
    size, last = len(rows), kind(1)
    for k in range(size):
        r = next((r for r in range(k, size) if rows[r][k]), None)
        if r is None:
            return None
        rows[k], rows[r] = rows[r], rows[k]
        by = rows[k]
        for s in range(k + 1, size):
            rows[s] = cleared(rows[s], rows[s][k], by, by[k], last)
        last = by[k]
    found = [kind(0)] * size
    for k in range(size - 1, -1, -1):
        row = rows[k]
        found[k] = (last * row[-1] - sum(map(mul, row[k + 1 : -1], found[k + 1 :]))) // row[k]
    return [int(v) for v in found], int(last)


def determinant(table: Sequence[Sequence[Fraction]]) -> Fraction:
    """Determinant of a square table; 1 if it is empty."""
    lines = [whole(line) for line in table]
    return Fraction(_determinant([row for row, _ in lines]), prod(scale for _, scale in lines))


def determinant_sign(table: Sequence[Sequence[int]]) -> int:
    """Sign of the determinant of a square table of whole numbers: 1, 0 or -1."""
    value = _determinant(list(map(list, table)))
    return (value > 0) - (value < 0)


def _determinant(rows: list[list[int]]) -> int:
    if len(rows) >= LONG:
        rows = [list(map(Whole, row)) for row in rows]
    sign, last = 1, 1
    for k in range(len(rows)):
        r = next((r for r in range(k, len(rows)) if rows[r][k]), None)
        if r is None:
            return 0
        if r != k:
            rows[k], rows[r], sign = rows[r], rows[k], -sign
        by = rows[k]
        for s in range(k + 1, len(rows)):
            rows[s] = cleared(rows[s], rows[s][k], by, by[k], last)
        last = by[k]
    return int(sign * last)


def inverse(lines: list[list[Fraction]]) -> list[list[Fraction]] | None:
    """The inverse of a small matrix; None if it has none."""
    n = len(lines)
    rows = [[*line, *[ONE if c == r else ZERO for c in range(n)]] for r, line in enumerate(lines)]
    for k in range(n):
        r = next((r for r in range(k, n) if rows[r][k]), None)
        if r is None:
            return None
        rows[k], rows[r] = rows[r], rows[k]
        pivot = rows[k][k]
        if pivot != 1:
            rows[k] = [v / pivot if v else v for v in rows[k]]
        for other in range(n):
            times = rows[other][k]
            if other != k and times:
                rows[other] = [v - times * w if w else v for v, w in zip(rows[other], rows[k], strict=True)]
    return [row[n:] for row in rows]
