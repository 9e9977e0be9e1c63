"""What a mediator could bring about at one node: the polygon of payoffs that obedience allows, exactly.

The mediator draws a pair of actions with a continuation, tells each player its own action alone, and knows what it has
told them. With weights w(a, v) >= 0 on pairs of actions a and corners v of what they can be worth, the obedience of a
player who is told i and thinks of i' is one inequality; whoever does not obey is answered by what is then worst for it.

References
----------
Forges, F. (1986): An approach to communication equilibria. Econometrica 54, 1375-1385. Aumann, R. J. (1987): Correlated
equilibrium as an expression of Bayesian rationality. Econometrica 55, 1-18.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from sim.exact.corner_programme import Programme, Slot
from sim.exact.rationals import ONE, ZERO

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from sim.deadline import Deadline
    from sim.exact.polygons import Polygon

    Table = Sequence[Sequence[Polygon]]


def obedience_rules(m: int, n: int) -> list[tuple[int, int, int]]:
    """All (player, told, instead): the rule that a player who is told an action does not gain by another."""
    rules = [(0, i, k) for i, k in product(range(m), repeat=2) if k != i]
    return rules + [(1, j, k) for j, k in product(range(n), repeat=2) if k != j]


def mediator_programme(table: Table, threats: Table, deadline: Deadline) -> Programme:
    """The programmes of a node: a slot per pair of actions, row by row, and a rule per `obedience_rules`.

    Parameters
    ----------
    table, threats : sequence of sequence of Polygon, shape (m, n)
        What each pair of actions can be worth where it is recommended, and where it is a deviation.
    """
    m, n = len(table), len(table[0])
    least = [[[min(v[p] for v in cell) for cell in line] for line in threats] for p in (0, 1)]
    rules = obedience_rules(m, n)
    slots = []
    for i, j in product(range(m), range(n)):
        terms: list[tuple[int, tuple[Fraction, Fraction, Fraction]]] = []
        for number, (player, told, k) in enumerate(rules):
            if told == (i, j)[player]:
                answer = least[0][k][j] if player == 0 else least[1][i][k]
                terms.append((number, (ONE, ZERO, -answer) if player == 0 else (ZERO, ONE, -answer)))
        slots.append(Slot(table[i][j], 0, tuple(terms)))
    return Programme(slots, [ONE], len(rules), deadline)
