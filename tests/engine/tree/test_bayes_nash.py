"""Bayes-Nash equilibria of game trees: the Nash equilibria (Harsanyi 1967), with the beliefs of Bayes' rule alone."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from sim.engine.tree.bayes_nash import solve_bayes_nash
from sim.engine.tree.certificate import tree_regret
from sim.engine.tree.nash import tree_nash
from sim.games.tree.game_tree import CHANCE
from tests.engine.tree.trees import bundled

if TYPE_CHECKING:
    from sim.games.tree.game_tree import GameTree, Sides

F = Fraction
NAMES = ["beer-quiche", "job-market", "seltens-horse", "stripped-down-poker"]


def reach(game: GameTree, sides: Sides, k: int) -> Fraction:
    """Chance that play gets to a node: the product along the way to it."""
    chance = F(1)
    for j, a in game.above(k):
        node = game.nodes[j]
        if node.player == CHANCE:
            chance *= node.chances[a]
        else:
            assert node.player is not None
            chance *= sides[node.player][node.infoset].get(node.actions[a], F(0))
    return chance


@pytest.mark.parametrize("name", NAMES)
def test_they_are_the_nash_equilibria_and_no_belief_is_said_where_bayes_rule_has_none(name: str) -> None:
    game = bundled(name)
    solution = solve_bayes_nash(game)
    assert solution.complete
    assert solution.certified
    assert {str(e.behaviour) for e in solution.equilibria} == {str(e.behaviour) for e in tree_nash(game).equilibria}
    for e in solution.equilibria:
        assert tree_regret(game, e.behaviour) == (0, 0)
        for infoset, members in game.infosets.items():
            weights = [reach(game, e.behaviour, k) for k in members]
            if sum(weights):
                assert e.beliefs[infoset] == tuple(w / sum(weights) for w in weights)
            else:
                assert infoset not in e.beliefs
