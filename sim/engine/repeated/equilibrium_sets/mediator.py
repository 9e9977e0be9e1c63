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

from sim.engine.repeated.equilibrium_sets.kept import least
from sim.exact.corner_programme import Programme
from sim.exact.rationals import ONE, ZERO
from sim.exact.slots import Slot

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from sim.deadline import Deadline
    from sim.exact.polygons import Polygon

    Line = tuple[Fraction, Fraction, Fraction]
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
    worst = least(threats)
    own = worst if table is threats else least(table) if all(map(all, table)) else None
    rules = obedience_rules(m, n)
    terms: list[list[list[tuple[int, Line]]]] = [[[] for _ in range(n)] for _ in range(m)]
    for number, (player, told, k) in enumerate(rules):
        pairs = [((told, j), (k, j)) for j in range(n)] if player == 0 else [((i, told), (i, k)) for i in range(m)]
        answers = [worst[player][i][j] for _, (i, j) in pairs]
        if own is not None and all(own[player][i][j] >= v for ((i, j), _), v in zip(pairs, answers, strict=True)):
            continue  # whatever follows what is told, the other action pays no more
        for ((i, j), _), v in zip(pairs, answers, strict=True):
            terms[i][j].append((number, (ONE, ZERO, -v) if player == 0 else (ZERO, ONE, -v)))
    slots = [Slot(table[i][j], 0, tuple(terms[i][j])) for i, j in product(range(m), range(n))]
    return Programme(slots, [ONE], len(rules), deadline)
