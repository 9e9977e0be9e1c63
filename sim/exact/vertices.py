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
from functools import cached_property
from math import lcm
from typing import TYPE_CHECKING

from sim.exact.tableau import Tableau

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sim.deadline import Deadline


@dataclass(frozen=True)
class Vertex:
    """An extreme mixed strategy and the other player's best responses to it.

    Parameters
    ----------
    labels : int
        Bit i < m: action i is not played; bit m + j: the other player's action j is a best response.
    weights : tuple of int, shape (m,)
        Whole numbers in proportion to the probabilities.
    unit : int
        The sum of the weights if a best response paid the other player 1 on a scale on which all payoffs are positive.
    lowest : Fraction
        What the other player gets where that scale is at 1: its lowest payoff.
    """

    labels: int
    weights: tuple[int, ...]
    unit: int
    lowest: Fraction

    @cached_property
    def point(self) -> tuple[Fraction, ...]:
        """The mixed strategy, shape (m,)."""
        total = sum(self.weights)
        return tuple(Fraction(w, total) for w in self.weights)

    @property
    def value(self) -> Fraction:
        """What the other player gets by a best response."""
        return Fraction(self.unit, sum(self.weights)) + self.lowest - 1


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
        labels = _labels(tableau)
        if labels not in found:
            weights = _weights(tableau, m)
            if any(weights):
                found[labels] = Vertex(labels, weights, tableau.unit, low)
    return list(found.values())


def _labels(tableau: Tableau) -> int:
    """The variables that are zero."""
    labels = 0
    for variable in tableau.outside:
        labels |= 1 << variable
    for variable, row in zip(tableau.basis, tableau.rows, strict=True):
        if not row[-1]:
            labels |= 1 << variable
    return labels


def _weights(tableau: Tableau, m: int) -> tuple[int, ...]:
    """Values of the first variables, times the unit of the tableau."""
    weights = [0] * m
    for variable, row, scale in zip(tableau.basis, tableau.rows, tableau.scales, strict=True):
        if variable < m:
            weights[variable] = row[-1] * tableau.unit // scale
    return tuple(weights)


def _feasible_tableaus(table: list[list[int]], right: int, deadline: Deadline) -> Iterator[Tableau]:
    n, m = len(table), len(table[0])
    slack = range(m, m + n)
    start = Tableau([[*row, right] for row in table], list(slack), list(range(m)))
    first = sum(1 << k for k in slack)
    stack = [(first, start)]
    # Per basis that was met, the columns that lead back to where it was met from: they need no test.
    back = {first: 0}
    while stack:
        deadline.check()
        basis, tableau = stack.pop()
        yield tableau
        for c, variable in enumerate(tableau.outside):
            if back[basis] >> variable & 1:
                continue
            ties = tableau.first_out(c)
            if not ties:
                continue
            r = tableau.lexicographic(ties, c, slack)
            leaving = tableau.basis[r]
            neighbour = basis ^ (1 << variable | 1 << leaving)
            known = neighbour in back
            back[neighbour] = back.get(neighbour, 0) | 1 << leaving
            if not known:
                twin = tableau.copy()
                twin.pivot(r, c)
                stack.append((neighbour, twin))
