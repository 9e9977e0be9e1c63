"""Tables of the strategic form against play followed node by node."""

from __future__ import annotations

from fractions import Fraction

import pytest

from sim.engine.tree.certificate import tree_value
from sim.engine.tree.reduced_form import strategic_form, strategies
from sim.games.hidden.hidden_game import from_hidden
from sim.games.tree.game_tree import GameTree
from sim.scenario.load import load
from tests.engine.tree.trees import bundled

NAMES = ["beer-quiche", "stripped-down-poker", "seltens-horse", "chain-store-doubt", "centipede"]


def agree(game: GameTree) -> None:
    plans = strategies(game)
    row, column = strategic_form(game, plans)
    assert (len(row), len(row[0])) == (len(plans[0]), len(plans[1])) == (len(column), len(column[0]))
    for i, one in enumerate(plans[0][:40]):
        for j, two in enumerate(plans[1][:40]):
            sides = tuple({name: {action: Fraction(1)} for name, action in plan.items()} for plan in (one, two))
            assert (row[i][j], column[i][j]) == tree_value(game, (sides[0], sides[1]))


@pytest.mark.parametrize("name", NAMES)
def test_each_cell_is_what_the_pair_of_plans_pays(name: str) -> None:
    """Kuhn 1953: expected payoffs of pure strategies, in every subgame."""
    game = bundled(name)
    for root in game.subgames:
        agree(game.part(root, {}))


@pytest.mark.parametrize("name", ["reassurance", "mixed-signals"])
def test_so_it_is_with_hidden_types(name: str) -> None:
    agree(from_hidden(load(name)).tree)
