"""Files of kind tree: nodes that are no nodes, chances that do not add up, information sets that do not fit."""

from __future__ import annotations

import pytest

from sim.errors import ScenarioError
from sim.scenario.load import load
from sim.scenario.scenario import Tree
from tests.scenario.test_bad_input import problems

TREE = """\
format: 1
kind: tree
title: Test
players: {us: {name: United States}, nk: {}}
parameters: {good: 1/3}
tree:
  chance:
    king: {probability: good, then: {player: us, actions: {raise: {payoffs: [2, -2]}, pass: {payoffs: [0, 0]}}}}
    queen:
      probability: 1 - good
      then:
        player: us
        infoset: queen
        actions:
          raise: {player: nk, infoset: raised, actions: {call: {payoffs: [-2, 2]}, fold: {payoffs: [1, -1]}}}
          pass: {player: nk, infoset: passed, actions: {call: {payoffs: [-1, 1]}, fold: {payoffs: [1, -1]}}}
"""


def test_chances_are_exact_and_a_nameless_information_set_is_the_nodes_own() -> None:
    game = load("t", text=TREE).game
    assert isinstance(game, Tree)
    king, queen = game.nodes[0].branches
    assert king.probability is not None
    assert queen.probability is not None
    assert king.probability + queen.probability == 1
    assert king.probability * 3 == 1
    assert game.nodes[queen.to].infoset == "queen"
    assert game.nodes[king.to].infoset not in ("", "queen", "raised", "passed")


@pytest.mark.parametrize(
    ("old", "new", "line", "key", "word"),
    [
        ("probability: good", "probability: 0.3", 7, "tree", "add up to 0.966667, not to 1"),
        ("probability: good", "probability: 1.2", 8, "tree.chance.king.probability", "from 0 to 1, found 1.2"),
        ("probability: good", "probability: god", 8, "tree.chance.king.probability", "did you mean 'good'?"),
        ("probability: good, ", "", 8, "tree.chance.king.probability", "this key is missing"),
        ("player: us, actions", "player: uk, actions", 8, "tree.chance.king.then.player", "no player 'uk'"),
        ("{payoffs: [2, -2]}", "{payofs: [2, -2]}", 8, "tree.chance.king.then.actions.raise.payofs", "'payoffs'"),
        ("{payoffs: [2, -2]}", "{payoffs: [2]}", 8, "tree.chance.king.then.actions.raise", "found 1 number"),
        ("{payoffs: [2, -2]}", "{payoffs: [2, x]}", 8, "tree.chance.king.then.actions.raise.payoffs[1]", "'x'"),
        ("{payoffs: [2, -2]}", "[2, -2]", 8, "tree.chance.king.then.actions.raise", "a mapping, found a list"),
        (
            "{payoffs: [2, -2]}",
            "{}",
            8,
            "tree.chance.king.then.actions.raise",
            "'payoffs' and 'to'",
        ),
        ("player: us, actions", "actions", 8, "tree.chance.king.then", "expected 'player' beside 'actions'"),
        ("{payoffs: [2, -2]}", "{player: us, payoffs: [2, -2]}", 8, "tree.chance.king.then.actions.raise", "nobody"),
        ("infoset: passed", "infoset: queen", 16, "tree.chance.queen.then.actions.pass.infoset", "belongs to 'us'"),
        ("infoset: passed, actions: {call", "infoset: raised, actions: {cal", 16, None, "call, fold elsewhere"),
    ],
)
def test_a_node_that_cannot_be_is_told_at_its_place(old: str, new: str, line: int, key: str | None, word: str) -> None:
    assert old in TREE
    found = [p for p in problems(TREE.replace(old, new, 1)) if key in (None, p.key) and word in str(p)]
    assert found
    assert found[0].line in (line, line + 1)


def test_a_tree_that_is_no_tree_is_refused() -> None:
    start = TREE.index("tree:\n")
    for tree in ("tree: []\n", "tree: 3\n", "tree:\n", "tree: {chance: {}}\n", "tree: {player: us, actions: {}}\n"):
        (problem,) = problems(TREE[:start] + tree)
        assert (problem.line, problem.key) == (6, "tree")
    with pytest.raises(ScenarioError, match="tree: this key is missing"):
        load("t", text=TREE[:start])


def test_a_tree_deeper_than_the_limit_is_refused_in_words() -> None:
    deep = "{player: us, actions: {on: " * 5000 + "{payoffs: [0, 0]}" + "}}" * 5000
    (problem,) = problems(TREE[: TREE.index("tree:\n")] + f"tree: {deep}\n")
    assert "nested more than" in problem.message
