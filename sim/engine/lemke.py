"""Lemke's algorithm for the linear complementarity problem: w = M z + b, w and z not negative, w'z = 0.

One artificial variable with a positive column makes all w feasible; complementary pivoting drives it out again. Ties in
the ratio test are broken lexicographically, so that no basis comes back. Small problems are pivoted in whole numbers
without fractions (Edmonds 1967; von Stengel 2002), larger ones in floats.

References
----------
Lemke, C. E. (1965): Bimatrix equilibrium points and mathematical programming. Management Science 11, 681-689. Cottle,
R. W., Pang, J.-S. and Stone, R. E. (1992): The Linear Complementarity Problem. Academic Press.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from sim.engine.deadline import Deadline

CLOSE = 1e-9
"""What counts as zero in floats, relative to the largest entry of a column."""


class RayError(Exception):
    """The path of pivots ends in a ray and not in a solution."""


def lemke(
    matrix: Sequence[Sequence[Fraction]], constants: Sequence[Fraction], exact: bool, deadline: Deadline
) -> list[Fraction]:
    """A solution z of a linear complementarity problem.

    Parameters
    ----------
    matrix : sequence of sequence of Fraction, shape (n, n)
        M.
    constants : sequence of Fraction, shape (n,)
        b.
    exact : bool
        Pivot in whole numbers; otherwise in floats.
    deadline : Deadline
        When to give up.

    Raises
    ------
    RayError
        If the path ends in a ray; it does not for the problems of the sequence form, but for rounding.
    TimeLimitError
        If the time is up.
    """
    return (_Whole if exact else _Floats)(matrix, constants).solve(deadline)


class _Tableau:
    """Rows of [w | z | artificial | b]; variable k is w_k below n, z_(k - n) below 2n, and the artificial one at 2n."""

    rows: NDArray[Any]
    basis: list[int]
    size: int

    def solve(self, deadline: Deadline) -> list[Fraction]:
        n = self.size
        row = self._first()
        if row is None:
            return [Fraction(0)] * n
        entering = 2 * n
        while True:
            deadline.check()
            leaving = self.basis[row]
            self._pivot(row, entering)
            self.basis[row] = entering
            if leaving == 2 * n:
                return self._solution()
            entering = leaving + n if leaving < n else leaving - n
            found = self._ratio(entering)
            if found is None:
                raise RayError
            row = found

    def _first(self) -> int | None:
        """Row whose constant is most negative, the lexicographically last of them; None if none is negative."""
        constants = self.rows[:, -1]
        if not (constants < 0).any():
            return None
        least = constants.min()
        return int(np.flatnonzero(constants == least)[-1])

    def _ratio(self, column: int) -> int | None:
        raise NotImplementedError

    def _pivot(self, row: int, column: int) -> None:
        raise NotImplementedError

    def _solution(self) -> list[Fraction]:
        raise NotImplementedError

    def _lexicographic(self, rows: NDArray[np.intp], column: int) -> int:
        """Of rows that tie, the one that is lexicographically least; the artificial variable leaves if it can."""
        for r in rows:
            if self.basis[r] == 2 * self.size:
                return int(r)
        for k in range(self.size):
            rows = self._least(rows, k, column)
            if len(rows) == 1:
                break
        return int(rows[0])

    def _least(self, rows: NDArray[np.intp], key: int, column: int) -> NDArray[np.intp]:
        raise NotImplementedError


class _Whole(_Tableau):
    """Pivoting in whole numbers: all entries share one denominator, the determinant of the basis."""

    def __init__(self, matrix: Sequence[Sequence[Fraction]], constants: Sequence[Fraction]) -> None:
        n = self.size = len(constants)
        self.basis = list(range(n))
        self.denominator = 1
        self.scales = []
        rows = np.zeros((n, 2 * n + 2), dtype=object)
        for i, (line, b) in enumerate(zip(matrix, constants, strict=True)):
            scale = int(np.lcm.reduce([v.denominator for v in (*line, b)], dtype=object))
            rows[i, n : 2 * n] = [-int(v * scale) for v in line]
            rows[i, -1] = int(b * scale)
            rows[i, i], rows[i, 2 * n] = 1, -1
            self.scales.append(scale)
        self.rows = rows

    def _ratio(self, column: int) -> int | None:
        usable = np.flatnonzero(self.rows[:, column] > 0)
        if not len(usable):
            return None
        return self._lexicographic(self._least(usable, -1, column), column)

    def _least(self, rows: NDArray[np.intp], key: int, column: int) -> NDArray[np.intp]:
        best = [rows[0]]
        for r in rows[1:]:
            gap = self.rows[r, key] * self.rows[best[0], column] - self.rows[best[0], key] * self.rows[r, column]
            if gap < 0:
                best = [r]
            elif gap == 0:
                best.append(r)
        return np.array(best)

    def _pivot(self, row: int, column: int) -> None:
        pivot, line = self.rows[row, column], self.rows[row].copy()
        others = np.arange(self.size) != row
        scaled = self.rows[others] * pivot - np.outer(self.rows[others, column], line)
        self.rows[others] = scaled // self.denominator
        if pivot < 0:
            self.rows = -self.rows
            self.denominator = -pivot
        else:
            self.denominator = pivot

    def _solution(self) -> list[Fraction]:
        n, z = self.size, [Fraction(0)] * self.size
        for row, k in enumerate(self.basis):
            if n <= k < 2 * n:
                z[k - n] = Fraction(self.rows[row, -1], self.denominator)
        return z


class _Floats(_Tableau):
    """Pivoting in floats."""

    def __init__(self, matrix: Sequence[Sequence[Fraction]], constants: Sequence[Fraction]) -> None:
        n = self.size = len(constants)
        self.basis = list(range(n))
        m = np.array([[float(v) for v in line] for line in matrix])
        b = np.array([float(v) for v in constants])
        self.rows = np.hstack([np.eye(n), -m, -np.ones((n, 1)), b[:, None]])

    def _ratio(self, column: int) -> int | None:
        entries = self.rows[:, column]
        usable = np.flatnonzero(entries > CLOSE * max(1.0, float(np.abs(entries).max())))
        if not len(usable):
            return None
        return self._lexicographic(self._least(usable, -1, column), column)

    def _least(self, rows: NDArray[np.intp], key: int, column: int) -> NDArray[np.intp]:
        ratios = self.rows[rows, key] / self.rows[rows, column]
        least: NDArray[np.intp] = rows[ratios <= ratios.min() + CLOSE * max(1.0, float(np.abs(ratios).min()))]
        return least

    def _pivot(self, row: int, column: int) -> None:
        self.rows[row] /= self.rows[row, column]
        entries = self.rows[:, column].copy()
        entries[row] = 0.0
        self.rows -= np.outer(entries, self.rows[row])
        self.rows[:, column] = 0.0
        self.rows[row, column] = 1.0

    def _solution(self) -> list[Fraction]:
        n, z = self.size, [Fraction(0)] * self.size
        for row, k in enumerate(self.basis):
            if n <= k < 2 * n:
                z[k - n] = Fraction(max(0.0, float(self.rows[row, -1])))
        return z
