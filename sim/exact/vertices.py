"""Vertices of a best-response polytope, exactly.

The mixed strategies of one player and the other player's best responses to them form a polytope; its vertices,
labelled with the actions not played and the best responses of the other, are what extreme equilibria are made
of. Positive payoffs put the polytope in the form {x >= 0, Mx <= 1}. Its vertices are found by a reverse search over the
bases that stay feasible when the right-hand sides are perturbed lexicographically, so degenerate vertices cost no more
than others. Pivots are carried out in whole numbers. The search goes back the way that the simplex method comes, and
keeps no tableaux but those on the way to where it is.

References
----------
Avis, D. (2000): A revised implementation of the reverse search vertex enumeration algorithm. In: Polytopes -
Combinatorics and Computation. Avis, D., Rosenberg, G. D., Savani, R., von Stengel, B. (2010): Enumeration of Nash
equilibria for two-player games. Economic Theory 42, 9-37.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

from sim.exact.elimination import solve_whole
from sim.exact.tableau import Tableau
from sim.memory import need

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sim.deadline import Deadline

ZERO = Fraction(0)

KEPT = 32
"""Tableaux, most, that are kept on the way back; earlier ones are pivoted to again."""

BYTES = 512
"""What a vertex takes, roughly."""


@dataclass(frozen=True)
class Vertex:
    """An extreme mixed strategy and the other player's best responses to it.

    Parameters
    ----------
    labels : int
        Bit i < m: action i is not played; bit m + j: the other player's action j is a best response.
    basis : int
        A basis of the vertex: bit i < m for the weight of action i, bit m + j for what is left of inequality j.
    table : sequence of sequence of int, shape (n, m)
        The other player's payoffs, positive.
    """

    labels: int
    basis: int
    table: Sequence[Sequence[int]] = field(repr=False)

    @cached_property
    def _weights(self) -> tuple[dict[int, int], int]:
        """What the inequalities that hold with equality say: weights on actions, and what a best response gets."""
        table = self.table
        m = len(table[0])
        played = [i for i in range(m) if not self.labels >> i & 1]
        if len(played) == 1:
            return {played[0]: 1}, max(line[played[0]] for line in table)
        played = [i for i in range(m) if self.basis >> i & 1]
        tight = [[line[i] for i in played] for j, line in enumerate(table) if not self.basis >> (m + j) & 1]
        found = solve_whole(tight, 1)
        assert found is not None
        return dict(zip(played, found[0], strict=True)), found[1]

    @cached_property
    def point(self) -> tuple[Fraction, ...]:
        """The mixed strategy, shape (m,)."""
        weights, _ = self._weights
        total = sum(weights.values())
        return tuple(Fraction(weights[i], total) if weights.get(i) else ZERO for i in range(len(self.table[0])))

    @property
    def value(self) -> Fraction:
        """What the other player gets by a best response."""
        weights, level = self._weights
        return Fraction(level, sum(weights.values()))


def vertices(table: Sequence[Sequence[int]], deadline: Deadline) -> list[Vertex]:
    """Vertices of the best-response polytope over one player's mixed strategies.

    Parameters
    ----------
    table : sequence of sequence of int, shape (n, m)
        The *other* player's payoffs, positive: a row per action of the other player, a column per own action.
    deadline : Deadline
        Checked all along.

    Returns
    -------
    list of Vertex
        Each vertex once, without the point 0.

    Raises
    ------
    MemoryLimitError
        If there are more than memory should hold.
    TimeLimitError
        If the deadline passes first.
    """
    m = len(table[0])
    nothing = (1 << m) - 1
    found: dict[int, Vertex] = {}
    for labels, basis in _corners(table, deadline):
        if labels not in found and labels & nothing != nothing:
            found[labels] = Vertex(labels, basis, table)
            if not len(found) & 0xFFF:
                need((BYTES + (m + len(table)) // 4) * len(found))
    return list(found.values())


def _corners(table: Sequence[Sequence[int]], deadline: Deadline) -> Iterator[tuple[int, int]]:
    """Labels and basis of each corner, for every basis that stays feasible under a lexicographic perturbation."""
    n, m = len(table), len(table[0])
    slack = range(m, m + n)
    basis, everything = sum(1 << k for k in slack), (1 << (m + n)) - 1
    # The aim is to make the sum of the variables small: only the first corner is best.
    now = Tableau([*([*row, 1] for row in table), [1] * m + [0]], list(slack), list(range(m)))
    way: list[tuple[int, int, int]] = []
    kept: deque[Tableau] = deque(maxlen=KEPT)
    column = 0
    while True:
        if not column:
            deadline.check()
            zeros = (1 << k for k, row in zip(now.basis, now.rows, strict=False) if not row[-1])
            yield everything & ~basis | sum(zeros), basis
        step = step_back(now, slack, column)
        if step is not None:
            r, c = step
            way.append((r, c, basis))
            kept.append(now)
            now = now.copy()
            basis ^= 1 << now.outside[c] | 1 << now.basis[r]
            now.pivot(r, c)
            column = 0
        elif way:
            r, c, basis = way.pop()
            if kept:
                now = kept.pop()
            else:
                now.pivot(r, c)
            column = c + 1
        else:
            return


def step_back(table: Tableau, start: Sequence[int], first: int = 0) -> tuple[int, int] | None:
    """A pivot to a basis from which the simplex method would come to this one, the first of them; None if none is left.

    Of the variables that improve its aim the simplex method takes in the one of lowest number (Bland 1977).

    Parameters
    ----------
    table : Tableau
        A feasible one; the row below those of the basis is the aim: a column improves it where its entry is negative.
    start : sequence of int
        Variables of the first basis, by which ties are broken lexicographically.
    first : int
        Column to begin with.

    Returns
    -------
    tuple of two int, or None
        Row and column.
    """
    aim, outside = table.rows[len(table.basis)], table.outside
    for c in range(first, len(outside)):
        here = aim[c]
        if here <= 0:
            continue
        ties = table.first_out(c)
        if not ties:
            continue
        r = table.lexicographic(ties, c, start)
        row, leaving = table.rows[r], table.basis[r]
        pivot = row[c]
        # After the pivot no other column of a lower number than the one that leads back may improve the aim.
        for k, variable in enumerate(outside):
            if variable < leaving and aim[k] * pivot < here * row[k] and k != c:
                break
        else:
            return r, c
    return None
