"""What the best other choice costs where play gets to: against a walk through every way of play, in random trees."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given, settings

from sim.engine.tree.margins import answers_off_path, margins
from sim.engine.tree.pbe import solve_pbe
from sim.games.tree.game_tree import CHANCE, GameTree
from tests.engine.tree.test_listed_once import small_trees
from tests.engine.tree.test_profile import mean, plays

F = Fraction


def reach(game: GameTree, behaviour: tuple[dict[str, dict[str, Fraction]], ...], k: int) -> Fraction:
    """Chance of a node, by the way up from it."""
    chance = F(1)
    while k:
        above, a = game.parents[k]
        node = game.nodes[above]
        here = node.chances[a] if node.player == CHANCE else behaviour[node.player or 0][node.infoset][node.actions[a]]
        chance, k = chance * here, above
    return chance


@settings(deadline=None, max_examples=30)
@given(small_trees())
def test_a_margin_is_what_is_lost_by_the_best_action_that_is_not_played(game: GameTree) -> None:
    for e in solve_pbe(game, None).equilibria:
        found = {m.name: m for m in margins(e)}
        for name, members in game.infosets.items():
            chances = [reach(game, e.behaviour, k) for k in members]
            assert (name in found) == any(chances)
            if not any(chances):
                continue
            m, player = found[name], game.owner(name)
            worth = {
                action: sum(
                    p * mean(plays(game, e.behaviour, game.nodes[k].children[a]), player)
                    for k, p in zip(members, chances, strict=True)
                )
                / sum(chances)
                for a, action in enumerate(game.actions(name))
            }
            played = {a: p for a, p in e.behaviour[player][name].items() if p}
            assert m.played == played
            assert m.value == max(worth.values())  # sequential rationality: nothing is better than what is played
            others = [v for a, v in worth.items() if a not in played]
            assert m.cost == (max(worth.values()) - max(others) if others else 0)
            assert m.other is None or worth[m.other] == max(others)


@settings(deadline=None, max_examples=30)
@given(small_trees())
def test_answers_off_the_path_are_one_choice_away_from_it(game: GameTree) -> None:
    for e in solve_pbe(game, None).equilibria:
        expected = {
            name
            for name, members in game.infosets.items()
            if not any(reach(game, e.behaviour, k) for k in members)
            and any(reach(game, e.behaviour, game.parents[k][0]) for k in members)
        }
        assert set(answers_off_path(e)) == expected
