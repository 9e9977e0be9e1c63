"""Pivots in floats, for what is confirmed in exact numbers afterwards or need not be exact."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.types import Floats

AFRESH = 60
"""Pivots after which a table is computed afresh from its basis."""

CLOSE = 1e-9
"""What counts as zero."""


class FloatTable:
    """The inequalities ``table x <= 1`` with slacks, solved for the variables of a basis.

    Parameters
    ----------
    table : sequence of sequence of int, shape (n, m)
        Positive numbers.
    basis, outside : sequence of int, shapes (n,) and (m,)
        Names of the slacks and of the variables x.
    aim : sequence of float, shape (m,), optional
        A row kept in step below the others.

    Attributes
    ----------
    rows : ndarray of float, shape (n or n + 1, m + 1)
        Coefficients of the variables outside the basis, then right sides.
    """

    def __init__(
        self, table: Sequence[Sequence[int]], basis: Sequence[int], outside: Sequence[int], aim: Sequence[float] = ()
    ) -> None:
        largest = max(map(max, table))
        own = np.array([[v / largest for v in line] for line in table])
        n = len(own)
        self.basis, self.outside = list(basis), list(outside)
        self.rows: Floats = np.hstack([own, np.ones((n, 1))])
        if len(aim):
            self.rows = np.vstack([self.rows, [*aim, 0.0]])
        self._start = np.hstack([own, np.eye(n), np.ones((n, 1))])
        self._place = {k: c for c, k in enumerate([*outside, *basis])}
        self._pivots = 0

    def first_out(self, c: int) -> int | None:
        """Row whose variable is the first to come to zero as that of a column grows; None if floats cannot tell."""
        column = self.rows[: len(self.basis), c]
        able = np.flatnonzero(column > CLOSE * np.abs(column).max())
        if not len(able):
            return None
        ratios = self.rows[able, -1] / column[able]
        near = np.flatnonzero(ratios <= ratios.min() + CLOSE * max(1.0, float(np.abs(ratios).min())))
        return int(able[near[0]]) if len(near) == 1 else None

    def pivot(self, r: int, c: int) -> None:
        """Exchange the basic variable of a row for the variable of a column."""
        pivot = self.rows[r, c]
        row = self.rows[r] / pivot
        row[c] = 1 / pivot
        others = self.rows[:, c].copy()
        others[r] = 0.0
        self.rows[:, c] = 0.0
        self.rows -= np.outer(others, row)
        self.rows[r] = row
        self.basis[r], self.outside[c] = self.outside[c], self.basis[r]

    def step(self, entering: int) -> int | None:
        """Take a variable in; the one that leaves, or None if floats cannot tell."""
        self._pivots += 1
        if self._pivots % AFRESH == 0 and not self._afresh():
            return None
        c = self.outside.index(entering)
        r = self.first_out(c)
        if r is None:
            return None
        self.pivot(r, c)
        return self.outside[c]

    def _afresh(self) -> bool:
        """Compute the table from its basis, which removes what rounding has left; False if that fails."""
        basic, other = ([self._place[k] for k in side] for side in (self.basis, self.outside))
        try:
            self.rows = np.linalg.solve(self._start[:, basic], self._start[:, [*other, -1]])
        except np.linalg.LinAlgError:
            return False
        return True
