"""The tableau that linear programmes, complementarity problems and searches over vertices pivot in, in whole numbers.

A row says: its scale times its basic variable, and the coefficients times the variables outside the basis, come to its
right sides. Columns of basic variables are not kept, since they are those of the identity. Every entry is a determinant
of the data, so that each division leaves no rest and no common factors are looked for (Edmonds 1967; Bareiss 1968).
Rows that a pivot does not touch stay at the scale that they have.

References
----------
Edmonds, J. (1967): Systems of distinct representatives and linear algebra. Journal of Research of the National Bureau
of Standards 71B, 241-245. Bareiss, E. H. (1968): Sylvester's identity and multistep integer-preserving Gaussian
elimination. Mathematics of Computation 22, 565-578.
"""

from __future__ import annotations

from math import gcd, lcm
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from fractions import Fraction

    Row = list[int]


def whole(line: Sequence[Fraction]) -> tuple[Row, int]:
    """A line in whole numbers, and what it was multiplied by."""
    scale = lcm(*(v.denominator for v in line))
    return [v.numerator * (scale // v.denominator) for v in line], scale


def cleared(row: Row, factor: int, by: Row, pivot: int, divisor: int) -> Row:
    """A row times a pivot less ``factor`` times the pivot's row, divided by what is known to divide it."""
    if divisor == 1:
        return [pivot * a - factor * b for a, b in zip(row, by, strict=True)]
    return [(pivot * a - factor * b) // divisor for a, b in zip(row, by, strict=True)]


class Tableau:
    """Equations solved for the variables of a basis.

    Parameters
    ----------
    rows : list of list of int
        Coefficients of the variables outside the basis, then one or more right sides.
    basis : list of int
        Basic variable of each row. Rows beyond these are kept in step, such as the aim of a programme, but never leave.
    outside : list of int
        Variable of each column.

    Attributes
    ----------
    scales : list of int
        Coefficient of each row's own variable; positive.
    unit : int
        Determinant of the basis: the scale of all rows that the last pivot has touched.
    """

    __slots__ = ("basis", "outside", "rows", "scales", "unit")

    def __init__(self, rows: list[Row], basis: list[int], outside: list[int]) -> None:
        self.rows, self.basis, self.outside = rows, basis, outside
        self.scales = [1] * len(rows)
        self.unit = 1

    def copy(self) -> Tableau:
        """A tableau that pivots apart from this one."""
        twin = Tableau(self.rows.copy(), self.basis.copy(), self.outside.copy())
        twin.scales, twin.unit = self.scales.copy(), self.unit
        return twin

    def pivot(self, r: int, c: int) -> None:
        """Exchange the basic variable of a row for the variable of a column."""
        row, own = self.settled(r), self.unit
        if row[c] < 0:
            row, own = [-v for v in row], -own
        self._clear(r, c, row, own)
        self.rows[r] = [*row[:c], own, *row[c + 1 :]]
        self.scales[r] = self.unit = row[c]
        self.basis[r], self.outside[c] = self.outside[c], self.basis[r]

    def _clear(self, r: int, c: int, row: Row, own: int) -> None:
        """Take the variable of a column out of the other rows, by a row whose own variable has a coefficient."""
        pivot = row[c]
        for s, other in enumerate(self.rows):
            if other[c] and s != r:
                divisor = self.scales[s]
                new = cleared(other, other[c], row, pivot, divisor)
                new[c] = -other[c] * own // divisor
                self.rows[s], self.scales[s] = new, pivot

    def settled(self, r: int) -> Row:
        """A row at the scale of the last pivot."""
        scale, unit = self.scales[r], self.unit
        return self.rows[r] if scale == unit else [v * unit // scale for v in self.rows[r]]

    def first_out(self, c: int) -> list[int]:
        """Rows whose variable is the first to come to zero as the variable of a column grows; none if none ever does.

        Right sides are compared in their order, so that they may be the coefficients of polynomials in a small number.
        """
        rows = [r for r in range(len(self.basis)) if self.rows[r][c] > 0]
        for k in range(len(self.outside), len(self.rows[0])):
            if len(rows) < 2:
                break
            rows = self._least(rows, c, [self.rows[r][k] for r in rows])
        return rows

    def lexicographic(self, rows: list[int], c: int, start: Iterable[int]) -> int:
        """Of rows that tie for a column the one that leaves if each right side is shifted by a power of a small number.

        Parameters
        ----------
        rows : list of int
            Rows that tie, at least one.
        c : int
            The column.
        start : iterable of int
            The variables of the first basis, in the order of the powers.

        References
        ----------
        Dantzig, G. B., Orden, A. and Wolfe, P. (1955): The generalized simplex method for minimizing a linear form
        under linear inequality restraints. Pacific Journal of Mathematics 5, 183-195.
        """
        for variable in start:
            if len(rows) == 1:
                break
            rows = self._least(rows, c, self._column(variable, rows))
        return rows[0]

    def _column(self, variable: int, rows: list[int]) -> list[int]:
        """Coefficients of a variable in some rows."""
        if variable in self.outside:
            k = self.outside.index(variable)
            return [self.rows[r][k] for r in rows]
        return [self.scales[r] if self.basis[r] == variable else 0 for r in rows]

    def _least(self, rows: list[int], c: int, values: list[int]) -> list[int]:
        """Rows whose values are least for what they have in a column, where all have something positive."""
        best, low, over = rows[:1], values[0], self.rows[rows[0]][c]
        for r, value in zip(rows[1:], values[1:], strict=True):
            entry = self.rows[r][c]
            gap = value * over - low * entry
            if gap < 0:
                best, low, over = [r], value, entry
            elif gap == 0:
                best.append(r)
        return best


class SparseTableau(Tableau):
    """A tableau most of whose entries are zero: each row is divided by its greatest common factor, its scale with it.

    Determinants of such data grow long, while what is left without common factors stays short, and a multiple of one
    row changes few entries of another.
    """

    __slots__ = ()

    def settled(self, r: int) -> Row:
        """A row as it is, at a scale of its own, which becomes the unit."""
        self.unit = self.scales[r]
        return self.rows[r]

    def _clear(self, r: int, c: int, row: Row, own: int) -> None:
        pivot = row[c]
        filled = [(k, v) for k, v in enumerate(row) if v and k != c]
        for s, other in enumerate(self.rows):
            if not other[c] or s == r:
                continue
            shared = gcd(other[c], pivot)
            factor, times = other[c] // shared, pivot // shared
            new = other.copy() if times == 1 else [times * v for v in other]
            new[c] = -factor * own
            for k, v in filled:
                new[k] -= factor * v
            shared = gcd(self.scales[s] * times, *new)
            self.rows[s] = new if shared == 1 else [v // shared for v in new]
            self.scales[s] = self.scales[s] * times // shared
