"""Game trees: known answers, and what must be refused."""

from __future__ import annotations

from fractions import Fraction

import pytest

from sim.engine.tree.certificate import tree_regret
from sim.engine.tree.nash import tree_nash
from sim.engine.tree.subgame_perfect import tree_perfect
from sim.errors import PerfectRecallError, ScenarioError
from sim.games import compile_scenario
from sim.games.tree.game_tree import GameTree
from sim.scenario.load import load

F = Fraction


def tree(text: str) -> GameTree:
    head = "format: 1\nkind: tree\ntitle: test\nplayers: {a: {}, b: {}}\n"
    game = compile_scenario(load("test", text=head + f"tree: {text}\n"))
    assert isinstance(game, GameTree)
    return game


def bundled(name: str) -> GameTree:
    game = compile_scenario(load(name))
    assert isinstance(game, GameTree)
    return game


def centipede(moves: int) -> str:
    """Rosenthal's centipede: taking at move k pays the mover k + 2 and the other k; at the end both have as many."""
    text = f"{{payoffs: [{moves}, {moves}]}}"
    for k in reversed(range(moves)):
        mover, pay = ("a", [k + 2, k]) if k % 2 == 0 else ("b", [k, k + 2])
        text = f"{{player: {mover}, infoset: m{k}, actions: {{take: {{payoffs: {pay}}}, pass: {text}}}}}"
    return text


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


@pytest.mark.parametrize("moves", [1, 2, 5, 12])
def test_in_the_centipede_the_first_mover_takes_at_once(moves: int) -> None:
    # Rosenthal 1981
    solution = tree_perfect(tree(centipede(moves)))
    (e,) = solution.equilibria
    assert e.behaviour[0]["m0"]["take"] == 1
    assert e.payoffs == (2, 0)
    assert solution.complete


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
