"""Vertices of a best-response polytope, in integers.

The mixed strategies of one player and the other player's best responses to them form a polytope; its vertices,
labelled with the actions not played and the best responses of the other, are what extreme equilibria are made
of. Positive payoffs put the polytope in the form {x >= 0, Mx <= 1}. Its vertices are found by a search over the
bases that stay feasible when the right-hand sides are perturbed lexicographically, so degenerate vertices cost
no more than others, and every pivot is carried out in integers, so labels are never decided by rounding.

References
----------
Avis, D., Rosenberg, G. D., Savani, R., von Stengel, B. (2010): Enumeration of Nash equilibria for two-player
games. Economic Theory 42, 9-37.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sim.deadline import Deadline


@dataclass(frozen=True)
class Vertex:
    """An extreme mixed strategy and the other player's best responses to it.

    Parameters
    ----------
    point : tuple of Fraction, shape (m,)
        The mixed strategy.
    value : Fraction
        What the other player gets by a best response.
    labels : int
        Bit i < m: action i is not played; bit m + j: the other player's action j is a best response.
    """

    point: tuple[Fraction, ...]
    value: Fraction
    labels: int


def vertices(payoffs: Sequence[Sequence[Fraction]], deadline: Deadline) -> list[Vertex]:
    """Vertices of the best-response polytope over one player's mixed strategies.

    Parameters
    ----------
    payoffs : sequence of sequence of Fraction, shape (n, m)
        The *other* player's payoffs: a row per action of the other player, a column per own action.
    deadline : Deadline
        Checked once per vertex.

    Returns
    -------
    list of Vertex
        Each vertex once, without the point 0.

    Raises
    ------
    TimeLimitError
        If the deadline passes first.
    """
    low = min(min(row) for row in payoffs)
    denominator = lcm(*(cell.denominator for row in payoffs for cell in row))
    table = [[int((cell - low + 1) * denominator) for cell in row] for row in payoffs]
    m = len(table[0])
    found: dict[int, Vertex] = {}
    for tableau in _feasible_tableaus(table, denominator, deadline):
        labels, weights = tableau.read(m)
        total = sum(weights)
        if total and labels not in found:
            # x = weights / determinant solves Mx <= denominator, so 1 / sum(x) is the shifted value.
            value = Fraction(tableau.determinant, total) + low - 1
            found[labels] = Vertex(tuple(Fraction(w, total) for w in weights), value, labels)
    return list(found.values())


class _Tableau:
    """An integer simplex tableau: rows of coefficients and right-hand side, over a common determinant."""

    def __init__(self, rows: list[list[int]], basis: list[int], determinant: int) -> None:
        self.rows, self.basis, self.determinant = rows, basis, determinant

    def leaving(self, column: int, slack: range) -> int | None:
        """Row that leaves when a column enters: the lexicographically least ratio."""
        best: int | None = None
        for r, row in enumerate(self.rows):
            if row[column] > 0 and (best is None or self._before(r, best, column, slack)):
                best = r
        return best

    def _before(self, r: int, s: int, column: int, slack: range) -> bool:
        one, two = self.rows[r], self.rows[s]
        p, q = one[column], two[column]
        if one[-1] * q != two[-1] * p:
            return one[-1] * q < two[-1] * p
        for k in slack:
            if one[k] * q != two[k] * p:
                return one[k] * q < two[k] * p
        return False

    def pivot(self, r: int, column: int) -> _Tableau:
        """Integer pivoting: every entry stays an integer because the old determinant divides it."""
        pivot_row = self.rows[r]
        pivot, old = pivot_row[column], self.determinant
        rows = []
        for s, row in enumerate(self.rows):
            if s == r:
                rows.append(pivot_row)
            elif factor := row[column]:
                rows.append([(pivot * a - factor * b) // old for a, b in zip(row, pivot_row, strict=True)])
            else:
                rows.append([pivot * a // old for a in row])
        basis = list(self.basis)
        basis[r] = column
        return _Tableau(rows, basis, pivot)

    def read(self, m: int) -> tuple[int, list[int]]:
        """Labels of the vertex, and its coordinates times the determinant."""
        weights, positive = [0] * m, 0
        for r, variable in enumerate(self.basis):
            if self.rows[r][-1]:
                positive |= 1 << variable
                if variable < m:
                    weights[variable] = self.rows[r][-1]
        everything = (1 << (m + len(self.rows))) - 1
        return everything & ~positive, weights


def _feasible_tableaus(table: list[list[int]], right: int, deadline: Deadline) -> Iterator[_Tableau]:
    n, m = len(table), len(table[0])
    slack = range(m, m + n)
    rows = [[*row, *(int(j == k) for k in range(n)), right] for j, row in enumerate(table)]
    start = _Tableau(rows, list(slack), 1)
    seen = {frozenset(start.basis)}
    stack = [start]
    while stack:
        deadline.check()
        tableau = stack.pop()
        yield tableau
        basic = frozenset(tableau.basis)
        for column in range(m + n):
            if column in basic:
                continue
            r = tableau.leaving(column, slack)
            if r is None:
                continue
            basis = basic - {tableau.basis[r]} | {column}
            if basis not in seen:
                seen.add(basis)
                stack.append(tableau.pivot(r, column))
