"""Vertices of a best-response polytope, exactly.

The mixed strategies of one player and the other player's best responses to them form a polytope; its vertices,
labelled with the actions not played and the best responses of the other, are what extreme equilibria are made
of. Positive payoffs put the polytope in the form {x >= 0, Mx <= 1}. Its vertices are found by a search over the
bases that stay feasible when the right-hand sides are perturbed lexicographically, so degenerate vertices cost
no more than others. Labels are never decided by rounding: pivots are carried out in integers, except in large polytopes
in which floats with bounds of their errors leave no doubt. What a vertex is comes out exactly where it is asked for,
from the inequalities that hold with equality.

References
----------
Avis, D., Rosenberg, G. D., Savani, R., von Stengel, B. (2010): Enumeration of Nash equilibria for two-player
games. Economic Theory 42, 9-37.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from math import lcm
from typing import TYPE_CHECKING

from sim.exact.elimination import solve
from sim.exact.tableau import Tableau

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sim.deadline import Deadline

ZERO = Fraction(0)

FLOATS_FROM = 12
"""Actions of both players together from which on many bases at a time pay."""


@dataclass(frozen=True)
class _Polytope:
    """``{x >= 0, table x <= right}``, and what the other player gets at x: 1 / sum(x) more than ``below``."""

    table: list[list[int]]
    right: int
    below: Fraction


@dataclass(frozen=True)
class Vertex:
    """An extreme mixed strategy and the other player's best responses to it.

    Parameters
    ----------
    labels : int
        Bit i < m: action i is not played; bit m + j: the other player's action j is a best response.
    basis : int
        A basis of the vertex: bit i < m for the weight of action i, bit m + j for what is left of inequality j.
    """

    labels: int
    basis: int
    polytope: _Polytope = field(repr=False)

    @cached_property
    def _weights(self) -> list[Fraction]:
        """The corner itself, shape (m,), from the inequalities that hold with equality."""
        table = self.polytope.table
        m = len(table[0])
        played = [i for i in range(m) if not self.labels >> i & 1]
        if len(played) == 1:
            best = max(line[played[0]] for line in table)
            return [Fraction(self.polytope.right, best) if i in played else ZERO for i in range(m)]
        played = [i for i in range(m) if self.basis >> i & 1]
        tight = [line for j, line in enumerate(table) if not self.basis >> (m + j) & 1]
        system = [{i: Fraction(line[i]) for i in played} for line in tight]
        found = solve(system, [[Fraction(self.polytope.right)] for _ in tight])
        assert found is not None
        return [found[i][0] if i in found else ZERO for i in range(m)]

    @cached_property
    def point(self) -> tuple[Fraction, ...]:
        """The mixed strategy, shape (m,)."""
        total = sum(self._weights, ZERO)
        return tuple(w / total if w else ZERO for w in self._weights)

    @property
    def value(self) -> Fraction:
        """What the other player gets by a best response."""
        return 1 / sum(self._weights, ZERO) + self.polytope.below


def vertices(payoffs: Sequence[Sequence[Fraction]], deadline: Deadline) -> list[Vertex]:
    """Vertices of the best-response polytope over one player's mixed strategies.

    Parameters
    ----------
    payoffs : sequence of sequence of Fraction, shape (n, m)
        The *other* player's payoffs: a row per action of the other player, a column per own action.
    deadline : Deadline
        Checked all along.

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
    right = lcm(*(cell.denominator for row in payoffs for cell in row))
    table = [[int((cell - low + 1) * right) for cell in row] for row in payoffs]
    n, m = len(table), len(table[0])
    polytope = _Polytope(table, right, low - 1)
    everything = (1 << (m + n)) - 1
    bases = _in_floats(table, right, deadline) if m + n >= FLOATS_FROM else None
    pairs = (
        _in_whole_numbers(table, right, deadline)
        if bases is None
        else ((everything & ~basis, basis) for basis in bases)
    )
    found: dict[int, Vertex] = {}
    for labels, basis in pairs:
        if labels not in found and labels & (1 << m) - 1 != (1 << m) - 1:
            found[labels] = Vertex(labels, basis, polytope)
    return list(found.values())


def _in_floats(table: list[list[int]], right: int, deadline: Deadline) -> list[int] | None:
    # Small games are solved without numpy, whose import takes longer than they do.
    from sim.exact.float_bases import feasible_bases

    return feasible_bases(table, right, deadline)


def _in_whole_numbers(table: list[list[int]], right: int, deadline: Deadline) -> Iterator[tuple[int, int]]:
    """Labels and basis of each corner, for every basis that stays feasible under a lexicographic perturbation."""
    n, m = len(table), len(table[0])
    slack = range(m, m + n)
    start = Tableau([[*row, right] for row in table], list(slack), list(range(m)))
    first, everything = sum(1 << k for k in slack), (1 << (m + n)) - 1
    stack = [(first, start)]
    # Per basis that was met, the columns that lead back to where it was met from: they need no test.
    back = {first: 0}
    while stack:
        deadline.check()
        basis, tableau = stack.pop()
        zeros = (1 << k for k, row in zip(tableau.basis, tableau.rows, strict=True) if not row[-1])
        yield everything & ~basis | sum(zeros), basis
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
