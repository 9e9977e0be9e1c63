"""Lemke's algorithm for the linear complementarity problem: w = M z + b, w and z not negative, w'z = 0.

One artificial variable with a positive column makes all w feasible; complementary pivoting drives it out again. The
constants may be polynomials in a number e that is positive and as small as need be: they are compared by their
coefficients, the lowest power first. Ties that are left in the ratio test are broken lexicographically, so that no
basis comes back. Problems are pivoted in whole numbers or in floats. What comes out is a basis, which
`sim.exact.complementary_basis` turns into numbers.

References
----------
Lemke, C. E. (1965): Bimatrix equilibrium points and mathematical programming. Management Science 11, 681-689. Cottle,
R. W., Pang, J.-S. and Stone, R. E. (1992): The Linear Complementarity Problem. Academic Press.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import gcd, lcm
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from sim.deadline import Deadline
    from sim.types import Floats


CLOSE = 1e-9
"""What counts as zero in floats, relative to the largest entry of a column."""

DUST = 1e-12
"""Entries that are set to zero after a pivot in floats."""

DENSE = 0.15
"""Share of the table from which on a pivot in floats goes over all of it."""

ASTRAY = 1e8
"""Largest entry of the table at which floats are still trusted."""

LONGEST = 5
"""Pivots in floats, most, per unknown; longer paths have been seen to end astray."""

AFRESH = 150
"""Pivots in floats after which the table is computed afresh from its basis."""


class RayError(Exception):
    """The path of pivots ends in a ray and not in a solution, or rounding has led it astray."""


@dataclass(frozen=True)
class Complementarity:
    """A linear complementarity problem whose constants are polynomials.

    Parameters
    ----------
    matrix : tuple of dict of int to Fraction
        Rows of M, shape (n, n), without the zeros.
    constants : tuple of tuple of Fraction
        b, shape (n, degree + 1): coefficients of the polynomials, the lowest power first.
    """

    matrix: tuple[dict[int, Fraction], ...]
    constants: tuple[tuple[Fraction, ...], ...]


def lemke(problem: Complementarity, cover: Sequence[Fraction], exact: bool, deadline: Deadline) -> frozenset[int]:
    """The unknowns z that may be positive in a solution: those in the last basis.

    Parameters
    ----------
    cover : sequence of Fraction, shape (n,)
        Column of the artificial variable, positive.
    exact : bool
        Pivot in whole numbers; otherwise in floats.
    deadline : Deadline
        When to give up.

    Raises
    ------
    RayError
        If the path ends in a ray, or rounding leads it astray.
    TimeLimitError
        If the time is up.
    """
    return (_Whole if exact else _Floats)(problem, cover).solve(deadline)


class _Tableau:
    """Rows of basic variables; columns of the variables outside the basis, and right sides.

    Variable k is w_k below n, z_(k - n) below 2n, and the artificial one at 2n.
    """

    rows: NDArray[Any]
    right: NDArray[Any]

    def __init__(self, problem: Complementarity) -> None:
        self.size = len(problem.matrix)
        self.basis = list(range(self.size))
        self.outside = list(range(self.size, 2 * self.size + 1))

    def solve(self, deadline: Deadline) -> frozenset[int]:
        n = self.size
        row, column = self._first(), n
        while row is not None:
            deadline.check()
            leaving = self.basis[row]
            self._pivot(row, column)
            self.basis[row], self.outside[column] = self.outside[column], leaving
            if leaving == 2 * n:
                break
            column = self.outside.index(leaving + n if leaving < n else leaving - n)
            row = self._ratio(column)
            if row is None:
                raise RayError
        return frozenset(k - n for k in self.basis if k >= n)

    def _first(self) -> int | None:
        """Row with the least constant, the last of them; None if no constant is negative."""
        raise NotImplementedError

    def _ratio(self, column: int) -> int | None:
        """Row that leaves for a column; the artificial variable's if the constants allow it."""
        usable = self._usable(column)
        if not len(usable):
            return None
        rows = self._least(usable, column, self.right)
        artificial = [r for r in rows if self.basis[r] == 2 * self.size]
        if artificial or len(rows) == 1:
            return int((artificial or rows)[0])
        return int(self._least(rows, column, self._identity(rows), among=True)[0])

    def _identity(self, rows: NDArray[np.intp]) -> NDArray[Any]:
        """Of some rows the columns of w, which stood for the identity at the start."""
        table = np.zeros((len(rows), self.size), dtype=self.rows.dtype)
        for column, k in enumerate(self.outside):
            if k < self.size:
                table[:, k] = self.rows[rows, column]
        for i, r in enumerate(rows):
            if self.basis[r] < self.size:
                table[i, self.basis[r]] = self._own(int(r))
        return table

    def _own(self, row: int) -> Any:
        """Coefficient of a row's basic variable."""
        raise NotImplementedError

    def _usable(self, column: int) -> NDArray[np.intp]:
        raise NotImplementedError

    def _least(self, rows: NDArray[np.intp], column: int, keys: NDArray[Any], among: bool = False) -> NDArray[np.intp]:
        """Rows whose keys, divided by their entry in a column, are lexicographically least.

        ``keys`` has a line for each row of the table or, if ``among``, for each of ``rows``.
        """
        raise NotImplementedError

    def _pivot(self, row: int, column: int) -> None:
        raise NotImplementedError


class _Whole(_Tableau):
    """Pivoting in whole numbers; each row has the coefficient of its own basic variable, and no common factor."""

    def __init__(self, problem: Complementarity, cover: Sequence[Fraction]) -> None:
        super().__init__(problem)
        n = self.size
        self.rows = np.zeros((n, n + 1), dtype=object)
        self.right = np.zeros((n, len(problem.constants[0])), dtype=object)
        self.own = [1] * n
        for i, (line, b, d) in enumerate(zip(problem.matrix, problem.constants, cover, strict=True)):
            scale = lcm(d.denominator, *(v.denominator for v in (*line.values(), *b)))
            for j, v in line.items():
                self.rows[i, j] = -int(v * scale)
            self.rows[i, n] = -int(d * scale)
            self.right[i] = [int(v * scale) for v in b]
            self.own[i] = scale

    def _own(self, row: int) -> int:
        return self.own[row]

    def _first(self) -> int | None:
        keys = [[Fraction(int(v), -int(self.rows[r, -1])) for v in self.right[r]] for r in range(self.size)]
        least = min(keys)
        return self.size - 1 - keys[::-1].index(least) if next(filter(None, least), 0) < 0 else None

    def _usable(self, column: int) -> NDArray[np.intp]:
        return np.flatnonzero(self.rows[:, column] > 0)

    def _least(self, rows: NDArray[np.intp], column: int, keys: NDArray[Any], among: bool = False) -> NDArray[np.intp]:
        lines = {int(r): keys[i if among else r] for i, r in enumerate(rows)}
        for k in range(keys.shape[1]):
            best: list[int] = []
            for r in lines:
                gap = -1
                if best:
                    one, other = lines[r][k] * self.rows[best[0], column], lines[best[0]][k] * self.rows[r, column]
                    gap = one - other
                if gap < 0:
                    best = [r]
                elif gap == 0:
                    best.append(r)
            lines = {r: lines[r] for r in best}
            if len(best) == 1:
                break
        return np.array(list(lines))

    def _pivot(self, row: int, column: int) -> None:
        if self.rows[row, column] < 0:  # only the artificial variable's first
            self.rows[row], self.right[row], self.own[row] = -self.rows[row], -self.right[row], -self.own[row]
        pivot, old = self.rows[row, column], self.own[row]
        self.rows[row, column], self.own[row] = old, pivot
        filled = np.flatnonzero(self.rows[row])
        for r in np.flatnonzero(self.rows[:, column]):
            if r == row:
                continue
            shared = gcd(self.rows[r, column], pivot)
            times, scale = self.rows[r, column] // shared, pivot // shared
            self.rows[r, column] = 0
            if scale != 1:
                self.rows[r], self.right[r], self.own[r] = (
                    self.rows[r] * scale,
                    self.right[r] * scale,
                    self.own[r] * scale,
                )
            self.rows[r, filled] -= times * self.rows[row, filled]
            self.right[r] -= times * self.right[row]
            self._shorten(int(r))

    def _shorten(self, row: int) -> None:
        """Divide a row by its greatest common factor."""
        shared = self.own[row]
        for part in (self.right[row], self.rows[row]):
            for v in part:
                if abs(shared) == 1:
                    return
                if v:
                    shared = gcd(shared, v)
        self.rows[row], self.right[row] = self.rows[row] // shared, self.right[row] // shared
        self.own[row] //= shared


class _Floats(_Tableau):
    """Pivoting in floats, on a table whose rows and columns are scaled by powers of two."""

    def __init__(self, problem: Complementarity, cover: Sequence[Fraction]) -> None:
        from scipy.linalg.blas import dger

        super().__init__(problem)
        n = self.size
        m = np.zeros((n, n + 1))
        for i, line in enumerate(problem.matrix):
            for j, v in line.items():
                m[i, j] = -float(v)
        m[:, n] = [-float(d) for d in cover]
        b = np.array([[float(v) for v in line] for line in problem.constants])
        across, down = _scales(m[:, :n])
        self.table = np.hstack([np.eye(n), m[:, :n] * across[:, None] * down, m[:, n:] * across[:, None]])
        self.start = b * across[:, None]
        self.rows, self.right = self.table[:, n:].copy(order="F"), self.start.copy()
        self.pivots = 0
        self.subtract_outer = dger

    def _own(self, row: int) -> float:
        del row
        return 1.0

    def _first(self) -> int | None:
        keys = self.right / -self.rows[:, -1:]
        rows = _smallest(np.arange(self.size), keys)
        least = keys[rows[-1]]
        return int(rows[-1]) if next((v for v in least if abs(v) > CLOSE), 0.0) < 0 else None

    def _usable(self, column: int) -> NDArray[np.intp]:
        entries = self.rows[:, column]
        return np.flatnonzero(entries > CLOSE * max(1.0, float(np.abs(entries).max())))

    def _least(self, rows: NDArray[np.intp], column: int, keys: NDArray[Any], among: bool = False) -> NDArray[np.intp]:
        return _smallest(rows, (keys if among else keys[rows]) / self.rows[rows, column][:, None])

    def _pivot(self, row: int, column: int) -> None:
        self.pivots += 1
        if self.pivots > LONGEST * self.size + AFRESH:
            raise RayError
        pivot = self.rows[row, column]
        self.rows[row, column] = 1.0
        self.rows[row] /= pivot
        self.right[row] /= pivot
        entries = self.rows[:, column].copy()
        entries[row] = 0.0
        down, across = np.flatnonzero(entries), np.flatnonzero(self.rows[row])
        self.rows[down, column] = 0.0
        if len(down) * len(across) < DENSE * self.rows.size:
            block = self.rows[np.ix_(down, across)] - np.outer(entries[down], self.rows[row, across])
            block[np.abs(block) < DUST] = 0.0
            self.rows[np.ix_(down, across)] = block
        else:
            self.rows = self.subtract_outer(-1.0, entries, self.rows[row], a=self.rows, overwrite_a=1)
        self.right[down] -= np.outer(entries[down], self.right[row])
        self.right[np.abs(self.right) < DUST] = 0.0
        if self.pivots % AFRESH == 0:
            self._refresh(row, column)

    def _refresh(self, row: int, column: int) -> None:
        """Compute the table afresh, which removes what rounding has left."""
        basis, outside = self.basis.copy(), self.outside.copy()
        basis[row], outside[column] = outside[column], basis[row]
        try:
            fresh = np.linalg.solve(self.table[:, basis], np.hstack([self.table[:, outside], self.start]))
        except np.linalg.LinAlgError:
            return
        fresh[np.abs(fresh) < DUST] = 0.0
        self.rows, self.right = fresh[:, : self.size + 1].copy(order="F"), fresh[:, self.size + 1 :].copy()
        if np.abs(self.rows).max() > ASTRAY:
            raise RayError


def _smallest(rows: NDArray[np.intp], keys: Floats) -> NDArray[np.intp]:
    """Rows whose keys are lexicographically least, but for rounding."""
    while len(rows) > 1:
        least = keys.min(axis=0)
        apart = np.flatnonzero(keys.max(axis=0) > least + CLOSE * np.maximum(1.0, np.abs(least)))
        if not len(apart):
            break
        k = apart[0]
        keep = keys[:, k] <= least[k] + CLOSE * max(1.0, abs(least[k]))
        rows, keys = rows[keep], keys[keep]
    return rows


def _scales(matrix: Floats) -> tuple[Floats, Floats]:
    """Powers of two by which rows and columns are multiplied so that their largest entries come near 1."""
    size = np.abs(matrix)
    across, down = np.ones(len(size)), np.ones(len(size))
    for _ in range(3):
        for axis, scales in ((1, across), (0, down)):
            most = (size * across[:, None] * down).max(axis=axis)
            scales /= np.where(most > 0, 2.0 ** np.round(np.log2(np.where(most > 0, most, 1.0))), 1.0)
    return across, down
