"""Small linear programmes in exact fractions, for questions of yes or no that rounding must not answer."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    Row = Sequence[Fraction]

ZERO, ONE = Fraction(0), Fraction(1)


def maximise(
    objective: Row, at_most: Sequence[tuple[Row, Fraction]], equal: Sequence[tuple[Row, Fraction]]
) -> list[Fraction] | None:
    """Best point of ``{x >= 0, row x <= bound for at_most, row x = bound for equal}``; None if there is no point.

    Two phases of the simplex method with Bland's rule, which cannot cycle.

    Parameters
    ----------
    objective : sequence of Fraction, shape (n,)
        What is to be as large as possible.
    at_most, equal : sequence of (sequence of Fraction, Fraction)
        Rows of shape (n,) with their bounds.

    Raises
    ------
    ValueError
        If the objective has no bound.

    References
    ----------
    Bland, R. G. (1977): New finite pivoting rules for the simplex method. Mathematics of Operations Research 2,
    103-107.
    """
    n, slacks, count = len(objective), len(at_most), len(at_most) + len(equal)
    rows = []
    for r, (row, bound) in enumerate([*at_most, *equal]):
        sign = -1 if bound < 0 else 1
        slack = [ONE * sign if r == k else ZERO for k in range(slacks)]
        artificial = [ONE if r == k else ZERO for k in range(count)]
        rows.append([*(sign * v for v in row), *slack, *artificial, sign * bound])
    width = n + slacks
    basis = [width + r for r in range(count)]
    _improve(rows, basis, [ZERO] * width + [-ONE] * count, width + count)
    if any(rows[r][-1] for r, variable in enumerate(basis) if variable >= width):
        return None
    _drive_out(rows, basis, width)
    _improve(rows, basis, [*objective, *[ZERO] * (slacks + count)], width)
    point = [ZERO] * n
    for r, variable in enumerate(basis):
        if variable < n:
            point[variable] = rows[r][-1]
    return point


def _improve(rows: list[list[Fraction]], basis: list[int], objective: list[Fraction], width: int) -> None:
    """Pivot until no column below `width` improves the objective."""
    while True:
        enter = next(
            (j for j in range(width) if j not in basis and _reduced(rows, basis, objective, j) > 0),
            None,
        )
        if enter is None:
            return
        ratios = [(row[-1] / row[enter], basis[r], r) for r, row in enumerate(rows) if row[enter] > 0]
        if not ratios:
            raise ValueError("the objective has no bound")
        _pivot(rows, basis, min(ratios)[2], enter)


def _reduced(rows: list[list[Fraction]], basis: list[int], objective: list[Fraction], j: int) -> Fraction:
    """What the objective gains per unit of a column that enters."""
    return objective[j] - sum((objective[b] * rows[r][j] for r, b in enumerate(basis) if objective[b]), ZERO)


def _drive_out(rows: list[list[Fraction]], basis: list[int], width: int) -> None:
    """Take artificial variables out of the basis; rows in which nothing else stands say nothing and are emptied."""
    for r, variable in enumerate(basis):
        if variable >= width:
            enter = next((j for j in range(width) if rows[r][j]), None)
            if enter is None:
                rows[r] = [ZERO] * len(rows[r])
            else:
                _pivot(rows, basis, r, enter)


def _pivot(rows: list[list[Fraction]], basis: list[int], r: int, j: int) -> None:
    factor = rows[r][j]
    rows[r] = [v / factor for v in rows[r]]
    for s, row in enumerate(rows):
        if s != r and row[j]:
            times = row[j]
            rows[s] = [v - times * w for v, w in zip(row, rows[r], strict=True)]
    basis[r] = j


def middle(
    n: int, at_most: Sequence[tuple[Row, Fraction]], equal: Sequence[tuple[Row, Fraction]]
) -> list[Fraction] | None:
    """A point in the middle of a polytope: the average of those at which each coordinate is largest and least.

    Parameters
    ----------
    n : int
        Number of coordinates, none of them below 0.
    at_most, equal : sequence of (sequence of Fraction, Fraction)
        Rows of shape (n,) with their bounds.
    """
    found = []
    for k in range(n):
        for sign in (1, -1):
            point = maximise([Fraction(sign * (j == k)) for j in range(n)], at_most, equal)
            if point is None:
                return None
            found.append(point)
    return [sum(values, ZERO) / len(found) for values in zip(*found, strict=True)]
