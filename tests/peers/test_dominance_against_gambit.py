"""Iterated elimination by single actions against Gambit's judgement of each strategy, round by round.

Gambit's own function for a whole round (`undominated_strategies_solve`, 17.0.0b2) is not used: of the row player's
table ((6, 0, 1), (8, 1, 5), (9, 0, 8), (3, 0, 1)) it drops the third row, which no row dominates.
"""

from __future__ import annotations

from fractions import Fraction
from random import Random

import pytest

from sim.engine.matrix.dominance import eliminate, undominated
from tests.peers.gambit import as_game

F = Fraction


def theirs(row: list[list[Fraction]], column: list[list[Fraction]]) -> tuple[list[int], list[int]]:
    """What is left if in every round each strategy goes that Gambit calls strictly dominated."""
    left = [list(range(len(row))), list(range(len(row[0])))]
    while True:
        small = [[[side[i][j] for j in left[1]] for i in left[0]] for side in (row, column)]
        game = as_game(*small)
        support = game.strategy_support_profile()
        stay = [
            [k for n, k in enumerate(own) if not support.is_dominated(player, str(n + 1), strict=True)]
            for player, own in zip(game.players, left, strict=True)
        ]
        if stay == left:
            return left[0], left[1]
        left = stay


@pytest.mark.parametrize("seed", range(40))
def test_gambit_leaves_the_same_actions(seed: int) -> None:
    draw = Random(seed)
    m, n = draw.randint(2, 5), draw.randint(2, 5)
    row, column = ([[F(draw.randint(0, 9)) for _ in range(n)] for _ in range(m)] for _ in (0, 1))
    left = theirs(row, column)
    assert undominated(row, column) == left
    # Gambit looks at single actions alone; mixtures can only rule out more.
    mixed = eliminate(row, column)
    assert set(mixed.left[0]) <= set(left[0])
    assert set(mixed.left[1]) <= set(left[1])
    if all(len(step.by) == 1 for step in mixed.steps):
        assert mixed.left == (tuple(left[0]), tuple(left[1]))
