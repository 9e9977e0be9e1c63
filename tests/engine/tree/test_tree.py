"""Game trees: known answers, and what must be refused."""

from __future__ import annotations

from fractions import Fraction

import pytest

from sim.engine.tree.certificate import tree_regret
from sim.engine.tree.nash import tree_nash
from sim.errors import PerfectRecallError, ScenarioError
from tests.engine.tree.trees import bundled, tree

F = Fraction


def test_the_certificate_sees_a_deviation_in_a_subgame_that_is_not_reached() -> None:
    game = bundled("entry-deterrence")
    threat = ({"start": {"stay out": F(1)}}, {"after entry": {"fight": F(1)}})
    assert tree_regret(game, threat) == (0, 0)
    inside = next(root for root in game.subgames if game.nodes[root].infoset == "after entry")
    assert tree_regret(game, threat, inside) == (0, 2)


def test_a_player_who_forgets_is_refused_by_name() -> None:
    # It chooses left or right and then cannot tell which it chose (Wichardt 2008 has such a player).
    leaf = "{player: a, infoset: later, actions: {x: {payoffs: [1, 0]}, y: {payoffs: [0, 1]}}}"
    game = tree(f"{{player: a, infoset: first, actions: {{left: {leaf}, right: {leaf}}}}}")
    with pytest.raises(PerfectRecallError, match="player 'a' has no perfect recall: at the information set 'later'"):
        tree_nash(game)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{player: a, actions: {x: {payoffs: [1]}}}", "found 1 number"),
        ("{player: a, actions: {x: {payoffs: [1, 2], player: b}}}", "nobody decides"),
        ("{actions: {x: {payoffs: [1, 2]}}}", "expected 'player'"),
        ("{player: c, actions: {x: {payoffs: [1, 2]}}}", "no player 'c'"),
        ("{chance: {x: {probability: 1/3, then: {payoffs: [1, 2]}}}}", "add up to"),
        ("{chance: {x: {probability: 2, then: {payoffs: [1, 2]}}}}", "from 0 to 1"),
        ("{player: a, actions: {}}", "at least one way on"),
        ("{plyer: a, actions: {x: {payoffs: [1, 2]}}}", "did you mean 'player'"),
        (
            "{player: a, infoset: s, actions: {x: {player: b, infoset: s, actions: {x: {payoffs: [1, 2]}}}}}",
            "belongs to 'a' elsewhere",
        ),
        (
            "{player: a, actions: {x: {player: b, infoset: s, actions: {l: {payoffs: [1, 2]}}}, "
            "y: {player: b, infoset: s, actions: {r: {payoffs: [1, 2]}}}}}",
            "the same actions",
        ),
    ],
)
def test_a_damaged_tree_is_refused_in_plain_words(text: str, words: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        tree(text)
    assert words in str(caught.value)
    assert all(p.line == 5 for p in caught.value.problems)
