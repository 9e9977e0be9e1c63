"""Lemke's algorithm for the linear complementarity problem: w = M z + b, w and z not negative, w'z = 0.

One artificial variable with a positive column makes all w feasible; complementary pivoting drives it out again. The
constants may be polynomials in a number e that is positive and as small as need be: they are compared by their
coefficients, the lowest power first. Ties that are left in the ratio test are broken lexicographically, so that no
basis comes back. Problems are pivoted in whole numbers or in floats. What comes out is a basis, from which
`basic_solution` works the numbers out afresh, exactly.

References
----------
Lemke, C. E. (1965): Bimatrix equilibrium points and mathematical programming. Management Science 11, 681-689. Cottle,
R. W., Pang, J.-S. and Stone, R. E. (1992): The Linear Complementarity Problem. Academic Press.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from sim.exact.elimination import solve
from sim.exact.tableau import SparseTableau, whole

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from sim.deadline import Deadline
    from sim.types import Floats

ZERO = Fraction(0)

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

AT_ONCE = 8
"""Columns that are solved for at once, so few that BLAS starts no threads: on a busy machine they wait for each other a
hundred times as long as the work takes."""


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

    Raises
    ------
    RayError
        If the path ends in a ray, or rounding leads it astray.
    TimeLimitError
        If the time is up.
    """
    return (_Whole if exact else _Floats)(problem, cover).solve(deadline) if problem.matrix else frozenset()


def basic_solution(
    problem: Complementarity, basic: frozenset[int], deadline: Deadline
) -> list[tuple[Fraction, ...]] | None:
    """The solution z of a complementarity problem at a basis; None if the basis is not that of one.

    All is computed in fractions: the unknowns in the basis from the rows in which w is zero, then the other w. None may
    be negative for small positive values of the polynomials' variable.

    Parameters
    ----------
    basic : frozenset of int
        Unknowns that may be positive; in the other rows w may be.

    Raises
    ------
    TimeLimitError
        If the time is up.
    """
    if not problem.matrix:
        return []
    names = sorted(basic)
    system = [{j: v for j, v in problem.matrix[i].items() if j in basic} for i in names]
    solved = solve(system, [[-v for v in problem.constants[i]] for i in names], deadline)
    if solved is None:
        return None
    width = len(problem.constants[0])
    z = [tuple(solved[i]) if i in basic else (ZERO,) * width for i in range(len(problem.matrix))]
    if any(_negative(z[i]) for i in names):
        return None
    for i, (row, b) in enumerate(zip(problem.matrix, problem.constants, strict=True)):
        if i not in basic:
            own = [(v, z[j]) for j, v in row.items() if j in basic]
            if _negative([sum((v * other[k] for v, other in own), b[k]) for k in range(width)]):
                return None
    return z


def _negative(polynomial: Sequence[Fraction]) -> bool:
    return next(filter(None, polynomial), ZERO) < 0


class _Path:
    """The path of complementary pivots, on a table of either kind.

    Variable k is w_k below n, z_(k - n) below 2n, and the artificial one at 2n.
    """

    basis: list[int]
    outside: list[int]

    def __init__(self, problem: Complementarity) -> None:
        self.size = len(problem.matrix)

    def solve(self, deadline: Deadline) -> frozenset[int]:
        """Unknowns in the last basis."""
        n = self.size
        row, column = self.first(), n
        while row is not None:
            deadline.check()
            leaving = self.basis[row]
            self.pivot(row, column)
            if leaving == 2 * n:
                break
            column = self.outside.index(leaving + n if leaving < n else leaving - n)
            row = self.ratio(column)
            if row is None:
                raise RayError
        return frozenset(k - n for k in self.basis if k >= n)

    def first(self) -> int | None:
        """Row that the artificial variable makes feasible last, the lowest of them; None if no constant is negative."""
        raise NotImplementedError

    def ratio(self, column: int) -> int | None:
        """Row that leaves for a column; the artificial variable's if the constants allow it, None if none does."""
        rows = self.ties(column)
        artificial = [r for r in rows if self.basis[r] == 2 * self.size]
        if artificial or len(rows) < 2:
            return next(iter(artificial or rows), None)
        return self.untied(rows, column)

    def ties(self, column: int) -> list[int]:
        """Rows that the constants let leave for a column."""
        raise NotImplementedError

    def untied(self, rows: list[int], column: int) -> int:
        """The one of them that leaves, by the columns that stood for the identity at the start."""
        raise NotImplementedError

    def pivot(self, row: int, column: int) -> None:
        """Exchange the variables of a row and a column."""
        raise NotImplementedError


class _Whole(_Path):
    """Pivoting in whole numbers."""

    def __init__(self, problem: Complementarity, cover: Sequence[Fraction]) -> None:
        super().__init__(problem)
        n = self.size
        rows = []
        for line, b, d in zip(problem.matrix, problem.constants, cover, strict=True):
            rows.append(whole([*(-line.get(j, ZERO) for j in range(n)), -d, *b])[0])
        self.table = SparseTableau(rows, list(range(n)), list(range(n, 2 * n + 1)))
        self.basis, self.outside = self.table.basis, self.table.outside

    def first(self) -> int | None:
        n = self.size
        keys = [[Fraction(v, -row[n]) for v in row[n + 1 :]] for row in self.table.rows]
        least = min(keys)
        return n - 1 - keys[::-1].index(least) if next(filter(None, least), 0) < 0 else None

    def ties(self, column: int) -> list[int]:
        return self.table.first_out(column)

    def untied(self, rows: list[int], column: int) -> int:
        return self.table.lexicographic(rows, column, range(self.size))

    def pivot(self, row: int, column: int) -> None:
        self.table.pivot(row, column)


class _Floats(_Path):
    """Pivoting in floats, on a table whose rows and columns are scaled by powers of two."""

    def __init__(self, problem: Complementarity, cover: Sequence[Fraction]) -> None:
        super().__init__(problem)
        n = self.size
        self.basis, self.outside = list(range(n)), list(range(n, 2 * n + 1))
        m = np.zeros((n, n + 1))
        for i, line in enumerate(problem.matrix):
            for j, v in line.items():
                m[i, j] = -float(v)
        m[:, n] = [-float(d) for d in cover]
        b = np.array([[float(v) for v in line] for line in problem.constants])
        across, down = _scales(m[:, :n])
        self.table = np.hstack([np.eye(n), m[:, :n] * across[:, None] * down, m[:, n:] * across[:, None]])
        self.start = b * across[:, None]
        self.rows, self.right = self.table[:, n:].copy(), self.start.copy()
        self.pivots = 0

    def first(self) -> int | None:
        if not self.rows[:, -1].all():
            raise RayError  # the cover is so small that its scale leaves nothing of it
        keys = self.right / -self.rows[:, -1:]
        rows = _smallest(np.arange(self.size), keys)
        least = keys[rows[-1]]
        return int(rows[-1]) if next((v for v in least if abs(v) > CLOSE), 0.0) < 0 else None

    def ties(self, column: int) -> list[int]:
        entries = self.rows[:, column]
        rows = np.flatnonzero(entries > CLOSE * max(1.0, float(np.abs(entries).max())))
        return [int(r) for r in _smallest(rows, self.right[rows] / entries[rows][:, None])]

    def untied(self, rows: list[int], column: int) -> int:
        keys = np.zeros((len(rows), self.size))
        for k, variable in enumerate(self.outside):
            if variable < self.size:
                keys[:, variable] = self.rows[rows, k]
        for i, r in enumerate(rows):
            if self.basis[r] < self.size:
                keys[i, self.basis[r]] = 1.0
        return int(_smallest(np.array(rows), keys / self.rows[rows, column][:, None])[0])

    def pivot(self, row: int, column: int) -> None:
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
            # Not by BLAS, for the reason that `AT_ONCE` gives.
            self.rows[down] -= np.outer(entries[down], self.rows[row])
        self.right[down] -= np.outer(entries[down], self.right[row])
        self.right[np.abs(self.right) < DUST] = 0.0
        self.basis[row], self.outside[column] = self.outside[column], self.basis[row]
        if self.pivots % AFRESH == 0:
            self._refresh()

    def _refresh(self) -> None:
        """Compute the table afresh, which removes what rounding has left."""
        from scipy.sparse import csc_matrix
        from scipy.sparse.linalg import splu

        try:
            factors = splu(csc_matrix(self.table[:, self.basis]))
        except RuntimeError:  # singular
            return
        wanted = np.hstack([self.table[:, self.outside], self.start])
        fresh = np.hstack([factors.solve(wanted[:, k : k + AT_ONCE]) for k in range(0, wanted.shape[1], AT_ONCE)])
        fresh[np.abs(fresh) < DUST] = 0.0
        self.rows, self.right = fresh[:, : self.size + 1].copy(), fresh[:, self.size + 1 :].copy()
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
