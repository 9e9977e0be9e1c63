"""Lemke's path through large complementarity problems, in floats on sparse matrices.

The table of `sim.exact.complementarity` is not kept. The basis is factorised, each pivot is remembered as a step from
it, and after some pivots it is factorised afresh; so a pivot costs what the nonzero entries cost. Ties are avoided by a
small drawn change of the constants. What comes out is a basis that has to prove itself: `basic_solution` works out the
solution of the problem as it was, exactly, and refuses a basis that only the change or rounding has made.

References
----------
Lemke, C. E. (1965): Bimatrix equilibrium points and mathematical programming. Management Science 11, 681-689. Dantzig,
G. B. and Orchard-Hays, W. (1954): The product form for the inverse in the simplex method. Mathematical Tables and Other
Aids to Computation 8, 64-67. Charnes, A. (1952): Optimality and degeneracy in linear programming. Econometrica 20,
160-170.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.exact.complementarity import RayError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction
    from typing import Any

    from numpy.typing import NDArray

    from sim.deadline import Deadline
    from sim.exact.complementarity import Complementarity
    from sim.types import Floats

AFRESH = 64
"""Pivots after which the basis is factorised afresh."""

CHANGE = 1e-5
"""By how much constants are changed, most, per unit of the largest entry of their row."""

SMALL = 1e-9
"""Entries of a column that count as zero in the ratio test."""

SLACK = 1e-11
"""How far a variable may fall below zero in the ratio test so that a larger pivot can be taken."""

SHORTEST = 1000
"""Pivots, most, that any path may take."""


def sparse_lemke(
    problem: Complementarity, cover: Sequence[Fraction], seed: int, longest: int, deadline: Deadline
) -> frozenset[int]:
    """The unknowns z that may be positive in a solution: those in the last basis of the path.

    Parameters
    ----------
    problem : Complementarity
        Its constants are numbers, not polynomials.
    cover : sequence of Fraction, shape (n,)
        Column of the artificial variable: positive where a constant is negative, and nowhere negative.
    seed : int
        Draws the change of the constants.
    longest : int
        Pivots per unknown after which the path is given up. Some paths are many times as long as others, so that it
        pays to try several.

    Raises
    ------
    RayError
        If the path ends in a ray, is too long, or rounding leads it astray.
    TimeLimitError
        If the time is up.
    """
    return _Path(problem, cover, seed).follow(longest, deadline)


class _Path:
    """The path: variable k is w_k below n, z_(k - n) below 2n, and the artificial one at 2n."""

    def __init__(self, problem: Complementarity, cover: Sequence[Fraction], seed: int) -> None:
        from scipy.sparse import csc_matrix, hstack, identity

        self.size = n = len(problem.matrix)
        places = [(i, j) for i, line in enumerate(problem.matrix) for j in line]
        entries = np.array([float(line[j]) for line in problem.matrix for j in line])
        down, across = (np.array([place[side] for place in places], dtype=np.intp) for side in (0, 1))
        scales = _scales(n, down, across, entries)
        matrix = csc_matrix((-entries * scales[0][down] * scales[1][across], (down, across)), shape=(n, n))
        artificial = -np.array([float(v) for v in cover]) * scales[0]
        self.columns = hstack([identity(n, format="csc"), matrix, csc_matrix(artificial[:, None])], format="csc")
        draw = np.random.default_rng(seed)
        constants = np.array([float(b[0]) for b in problem.constants]) * scales[0]
        self.right = constants + CHANGE * draw.uniform(0.5, 1.0, n)
        self.basis = np.arange(n)
        self.steps: list[tuple[int, Floats]] = []
        self.factors: Any = None
        self.values = self.right.copy()

    def follow(self, longest: int, deadline: Deadline) -> frozenset[int]:
        """Pivot until the artificial variable leaves; the unknowns in the basis then."""
        n = self.size
        entering, column = 2 * n, self._column(2 * n)
        negative = np.flatnonzero(self.values < 0)
        if not len(negative):
            return frozenset()
        row = int(negative[(self.values[negative] / column[negative]).argmax()])
        for _ in range(longest * n + SHORTEST):
            deadline.check()
            leaving = int(self.basis[row])
            self._pivot(row, entering, column)
            if leaving == 2 * n:
                return frozenset(int(k) - n for k in self.basis if k >= n)
            entering = leaving + n if leaving < n else leaving - n
            column = self._solved(self._column(entering))
            row = self._ratio(column)
        raise RayError

    def _column(self, variable: int) -> Floats:
        start, end = self.columns.indptr[variable : variable + 2]
        column = np.zeros(self.size)
        column[self.columns.indices[start:end]] = self.columns.data[start:end]
        return column

    def _solved(self, column: Floats) -> Floats:
        """What a column is in terms of the basis."""
        if self.factors is not None:
            column = self.factors.solve(column)
        for row, step in self.steps:
            share = column[row] / step[row]
            if share:
                column -= share * step
                column[row] = share
        return column

    def _ratio(self, column: Floats) -> int:
        """Row that leaves: of those that all but bind first the artificial variable's, or the largest entry's."""
        rows = np.flatnonzero(column > SMALL * max(1.0, float(np.abs(column).max())))
        if not len(rows):
            raise RayError
        entries, values = column[rows], np.maximum(self.values[rows], 0.0)
        bound = ((values + SLACK) / entries).min()
        close = rows[values / entries <= bound]
        artificial = close[self.basis[close] == 2 * self.size]
        return int(artificial[0] if len(artificial) else close[column[close].argmax()])

    def _pivot(self, row: int, entering: int, column: Floats) -> None:
        step = self.values[row] / column[row]
        self.values -= step * column
        self.values[row] = step
        self.basis[row] = entering
        self.steps.append((row, column))
        if len(self.steps) >= AFRESH:
            self._refresh()

    def _refresh(self) -> None:
        """Factorise the basis, and compute the values from it."""
        from scipy.sparse.linalg import splu

        try:
            self.factors = splu(self.columns[:, self.basis])
        except RuntimeError:  # singular
            raise RayError from None
        self.steps = []
        self.values = self.factors.solve(self.right)
        if not np.isfinite(self.values).all() or self.values.min() < -CHANGE:
            raise RayError


def _scales(n: int, down: NDArray[np.intp], across: NDArray[np.intp], entries: Floats) -> tuple[Floats, Floats]:
    """Powers of two by which rows and columns are multiplied so that their largest entries come near 1."""
    scales = np.ones(n), np.ones(n)
    for _ in range(3):
        for own, at in ((0, down), (1, across)):
            most = np.zeros(n)
            np.maximum.at(most, at, np.abs(entries) * scales[0][down] * scales[1][across])
            scales[own][:] /= np.where(most > 0, 2.0 ** np.round(np.log2(np.where(most > 0, most, 1.0))), 1.0)
    return scales
