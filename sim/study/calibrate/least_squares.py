"""Least squares in rationals: of all points in a box that fit best one near its origin, and what stays free.

Without bounds the point is the one of least norm among those that fit best, by a full-rank factorisation of the
system. With bounds an active set is changed one bound at a time, as in Lawson and Hanson (1974, chapter 23) and Stark
and Parker (1995); in exact numbers each change improves the fit, so that no set comes back.

References
----------
Lawson, C. L. and R. J. Hanson (1974): Solving Least Squares Problems. Prentice-Hall.
Stark, P. B. and R. L. Parker (1995): Bounded-variable least-squares: an algorithm and applications. Computational
Statistics 10, 129-141.
"""

from __future__ import annotations

from fractions import Fraction
from operator import mul
from typing import TYPE_CHECKING

from sim.deadline import check_time
from sim.exact.elimination import solve

if TYPE_CHECKING:
    from collections.abc import Sequence

    Row = list[Fraction]
    Matrix = list[Row]
    Bound = Fraction | None

ZERO, ONE = Fraction(0), Fraction(1)


def dot(one: Sequence[Fraction], two: Sequence[Fraction]) -> Fraction:
    """Sum of products."""
    return sum(map(mul, one, two), ZERO)


def echelon(rows: Sequence[Sequence[Fraction]]) -> tuple[Matrix, list[int]]:
    """The reduced row echelon form without zero rows, and the columns of its pivots."""
    left = [list(row) for row in rows]
    width = len(left[0]) if left else 0
    pivots: list[int] = []
    for column in range(width):
        r = len(pivots)
        found = next((k for k in range(r, len(left)) if left[k][column]), None)
        if found is None:
            continue
        left[r], left[found] = left[found], left[r]
        left[r] = [v / left[r][column] for v in left[r]]
        for k, row in enumerate(left):
            if k != r and row[column]:
                left[k] = [a - row[column] * b for a, b in zip(row, left[r], strict=True)]
        pivots.append(column)
    return left[: len(pivots)], pivots


def null_space(rows: Sequence[Sequence[Fraction]], width: int) -> Matrix:
    """Directions along which no row changes: a basis, each with a 1 at an unknown that no other one moves."""
    reduced, pivots = echelon(rows)
    basis = []
    for free in (k for k in range(width) if k not in pivots):
        direction = [ZERO] * width
        direction[free] = ONE
        for row, pivot in zip(reduced, pivots, strict=True):
            direction[pivot] = -row[free]
        basis.append(direction)
    return basis


def least_norm(rows: Matrix, right: Row) -> Row:
    """The shortest of all points that fit ``rows x = right`` best, in the sense of least squares.

    With ``rows = C R`` of full rank (R the echelon form, C the columns of its pivots) it is
    ``R'(RR')^-1 (C'C)^-1 C' right``, the Moore-Penrose inverse applied to the right side (MacDuffee).
    """
    width = len(rows[0]) if rows else 0
    reduced, pivots = echelon(rows)
    if not pivots:
        return [ZERO] * width
    columns = [[row[p] for row in rows] for p in pivots]
    inner = _solved([[dot(a, b) for b in columns] for a in columns], [dot(a, right) for a in columns])
    weights = _solved([[dot(a, b) for b in reduced] for a in reduced], inner)
    return [dot(weights, [row[k] for row in reduced]) for k in range(width)]


def _solved(square: Matrix, right: Row) -> Row:
    found = solve([{j: v for j, v in enumerate(row) if v} for row in square], [[v] for v in right])
    assert found is not None, "a Gram matrix of independent rows has an inverse"
    return [Fraction(found[k][0]) for k in range(len(right))]


def residuals(rows: Matrix, right: Row, point: Row) -> Row:
    """What the rows lack at a point."""
    return [dot(row, point) - value for row, value in zip(rows, right, strict=True)]


def bounded(rows: Matrix, right: Row, low: Sequence[Bound], high: Sequence[Bound]) -> Row:
    """A point of a box around 0 that fits ``rows x = right`` best; the one nearest to 0 where no bound is met.

    Parameters
    ----------
    rows, right : list of list of Fraction, list of Fraction
        The system.
    low, high : sequence of Fraction or None
        The box, which has 0 in it; None where there is no bound.
    """
    width = len(low)
    point = [ZERO] * width
    free = set(range(width))
    while True:
        _to_best(rows, right, point, free, low, high)
        lack = residuals(rows, right, point)
        slope = [dot([row[k] for row in rows], lack) for k in range(width)]
        better = [
            k
            for k in range(width)
            if k not in free and ((slope[k] < 0 and point[k] == low[k]) or (slope[k] > 0 and point[k] == high[k]))
        ]
        better = [k for k in better if low[k] != high[k]]
        if not better:
            return point
        free.add(better[0])


def _to_best(rows: Matrix, right: Row, point: Row, free: set[int], low: Sequence[Bound], high: Sequence[Bound]) -> None:
    """Move the free coordinates to where the fit is best, or as far that way as their bounds let them."""
    while free:
        check_time()
        order = sorted(free)
        lack = [-v for v in residuals(rows, right, point)]
        step = least_norm([[row[k] for k in order] for row in rows], lack)
        share, met = ONE, None
        for k, move in zip(order, step, strict=True):
            bound = low[k] if move < 0 else high[k]
            if move and bound is not None and (bound - point[k]) / move < share:
                share, met = (bound - point[k]) / move, k
        for k, move in zip(order, step, strict=True):
            point[k] += share * move
        if met is None:
            return
        free.discard(met)
