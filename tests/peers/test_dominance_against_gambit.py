"""Iterated elimination by single actions against Gambit's, which does one round at a time."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import pygambit
import pytest

from sim.engine.dominance import eliminate, undominated
from tests.peers.gambit import as_game

F = Fraction


def theirs(row: list[list[Fraction]], column: list[list[Fraction]]) -> tuple[list[int], list[int]]:
    """What Gambit leaves after as many rounds as it takes."""
    game = as_game(row, column)
    support = pygambit.supports.undominated_strategies_solve(game, strict=True)
    while (after := pygambit.supports.undominated_strategies_solve(support, strict=True)) != support:
        support = after
    one, two = (
        [k for k, s in enumerate(player.strategies) if s in support]  # labels can repeat, strategies do not
        for player in game.players
    )
    return one, two


@pytest.mark.parametrize("seed", range(40))
def test_gambit_leaves_the_same_actions(seed: int) -> None:
    draw = Random(seed)
    m, n = draw.randint(2, 6), draw.randint(2, 6)
    row, column = ([[F(draw.randint(0, 9)) for _ in range(n)] for _ in range(m)] for _ in (0, 1))
    left = theirs(row, column)
    assert undominated(row, column) == left
    # Gambit looks at single actions alone; mixtures can only rule out more.
    mixed = eliminate(row, column)
    assert set(mixed.left[0]) <= set(left[0])
    assert set(mixed.left[1]) <= set(left[1])
    if all(len(step.by) == 1 for step in mixed.steps):
        assert mixed.left == (tuple(left[0]), tuple(left[1]))
