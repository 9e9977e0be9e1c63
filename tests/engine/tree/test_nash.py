"""Nash equilibria of game trees, against published results and closed forms."""

from __future__ import annotations

from fractions import Fraction

import pytest

from sim.engine.matrix.bimatrix import bimatrix_equilibria
from sim.engine.matrix.refinements import nash_subsets
from sim.engine.tree.certificate import tree_regret
from sim.engine.tree.nash import tree_nash
from sim.engine.tree.reduced_form import strategic_form, strategies
from sim.engine.tree.solution import TreeEquilibrium
from sim.engine.tree.subgame_perfect import tree_perfect
from sim.games.tree.game_tree import GameTree
from tests.engine.textbook import numbers, solved
from tests.engine.tree.trees import bundled

F = Fraction


def host_is_rational(e: TreeEquilibrium, at: dict[str, Fraction], belief: Fraction) -> bool:
    """Whether what the host does is best for it if it believes the visitor prepared with a chance; by hand."""
    refuse = belief * at["refuse_prepared"] + (1 - belief) * at["refuse_unprepared"]
    return refuse >= at["welcome"] or e.behaviour[1]["at the door"].get("refuse", F(0)) == 0


@pytest.mark.parametrize("settings", [{}, {"away": "2.5"}, {"welcome": "2.1", "refuse_prepared": "2"}])
def test_of_two_components_in_seltens_example_one_is_sequentially_rational(settings: dict[str, str]) -> None:
    # Selten's horse for two: Selten 1975; Kreps and Wilson 1982.
    at = numbers("seltens-horse", **settings)
    solution = solved("seltens-horse", "nash", **settings)
    game = solution.game
    assert isinstance(game, GameTree)
    assert game.subgames == [0]
    assert len(nash_subsets(bimatrix_equilibria(*strategic_form(game, strategies(game))).equilibria)) == 2
    beliefs = [F(k, 10) for k in range(11)]
    rational = [e for e in solution.equilibria if any(host_is_rational(e, at, belief) for belief in beliefs)]
    assert [e.payoffs for e in rational] == [(4, at["welcome"])]
    empty = [e for e in solution.equilibria if e not in rational]
    assert {e.payoffs for e in empty} == {(at["away"], at["quiet"])}
    assert all(tree_regret(game, e.behaviour) == (0, 0) for e in empty)
    # The least chance of a refusal that keeps both kinds of visit away.
    least = max((3 - at["away"]) / 2, (4 - at["away"]) / 4)
    assert min(e.behaviour[1]["at the door"]["refuse"] for e in empty) == least


def test_in_poker_the_bluff_has_chance_one_third_and_the_call_two_thirds() -> None:
    # Reiley, Urbancic and Walker 2008; value 1/3
    (e,) = tree_nash(bundled("stripped-down-poker")).equilibria
    assert e.behaviour[0]["has the queen"] == {"raise": F(1, 3), "pass": F(2, 3)}
    assert e.behaviour[1]["sees a raise"] == {"call": F(2, 3), "fold": F(1, 3)}
    assert e.payoffs == (F(1, 3), F(-1, 3))


def test_the_empty_threat_is_a_nash_equilibrium_and_not_subgame_perfect() -> None:
    # Selten 1978
    game = bundled("entry-deterrence")
    nash = {tuple(sorted(e.behaviour[0]["start"].items())) for e in tree_nash(game).equilibria}
    assert len(nash) == 2
    (perfect,) = tree_perfect(game).equilibria
    assert perfect.payoffs == (2, 2)
