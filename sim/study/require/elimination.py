"""What is left of a node over a box of parameters: actions that are not worse all over it, and what they are worth."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING

from sim.exact.region_forms import Form, around, larger

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sim.games.concessions.stochastic_game import Node

Worth = tuple[Form, Form]
"""What something is worth to both players."""


def actions_left(table: Sequence[Sequence[Worth]]) -> list[tuple[int, int]]:
    """The pairs of actions that survive elimination of those that are worse all over the box."""
    own, other = list(range(len(table))), list(range(len(table[0])))
    while True:
        rows = [i for i in own if not any(_worse(table, i, k, other, 0) for k in own if k != i)]
        columns = [j for j in other if not any(_worse(table, j, k, rows, 1) for k in other if k != j)]
        if rows == own and columns == other:
            return [(i, j) for i in own for j in other]
        own, other = rows, columns


def _worse(table: Sequence[Sequence[Worth]], one: int, better: int, against: Sequence[int], player: int) -> bool:
    """Whether an action of a player is worth less than another one, whatever of these the other side does."""
    if player == 0:
        return all((table[better][j][0] - table[one][j][0]).low > 0 for j in against)
    return all((table[i][better][1] - table[i][one][1]).low > 0 for i in against)


def worth_of(node: Node, table: Sequence[Sequence[Worth]], left: Sequence[tuple[int, int]]) -> Worth:
    """What a node can be worth: what holds all that is left; to a player who moves alone, the most of it."""
    alone = [len(node.actions[1 - player]) == 1 for player in (0, 1)]
    one, two = (reduce(larger if alone[p] else around, (table[i][j][p] for i, j in left)) for p in (0, 1))
    return one, two


def gaps_at(node: Node, table: Sequence[Sequence[Worth]], left: Sequence[tuple[int, int]]) -> Iterator[Form]:
    """What each other action left is worth more than the one that is best in the middle, where one player moves."""
    alone = [player for player in (0, 1) if len(node.actions[1 - player]) == 1]
    if alone:
        worth = [table[i][j][alone[0]] for i, j in left]
        best = max(worth, key=lambda w: w.center)
        yield from (w - best for w in worth if w is not best)
