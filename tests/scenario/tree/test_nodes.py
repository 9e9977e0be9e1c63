"""Nodes under a name: the same tree as nested ones, each led to by one way, and names that meet no others."""

from __future__ import annotations

import pytest

from sim.errors import ScenarioError
from sim.scenario.load import load
from sim.scenario.scenario import Tree

HEAD = "format: 1\nkind: tree\ntitle: t\nplayers: {us: {}, nk: {}}\n"
NESTED = HEAD + (
    "tree: {player: us, actions: {wait: {payoffs: [0, 0]}, offer: {chance: {"
    "heard: {probability: 1/2, then: {player: nk, actions: {yes: {payoffs: [2, 2]}, no: {payoffs: [-1, 0]}}}}, "
    "lost: {probability: 1/2, then: {payoffs: [0, 1]}}}}}}\n"
)
NAMED = HEAD + (
    "tree: {to: first}\n"
    "nodes:\n"
    "  first: {player: us, actions: {wait: {payoffs: [0, 0]}, offer: {to: sent}}}\n"
    "  sent: {chance: {heard: {probability: 1/2, then: {to: answer}}, lost: {probability: 1/2, then: {to: end}}}}\n"
    "  end: {payoffs: [0, 1]}\n"
    "  answer: {player: nk, actions: {yes: {payoffs: [2, 2]}, no: {payoffs: [-1, 0]}}}\n"
)


def tree(text: str) -> Tree:
    game = load("f", text=text).game
    assert isinstance(game, Tree)
    return game


def problems(text: str) -> list[tuple[int, str, str]]:
    with pytest.raises(ScenarioError) as caught:
        load("f", text=text)
    return [(p.line, p.key, p.message) for p in caught.value.problems]


def test_named_nodes_are_the_tree_that_nested_ones_are() -> None:
    one, two = tree(NESTED), tree(NAMED)
    assert [(n.player, n.branches, n.payoffs) for n in one.nodes] == [
        (n.player, n.branches, n.payoffs) for n in two.nodes
    ]


def test_a_set_without_a_name_is_called_after_its_node() -> None:
    assert [n.infoset for n in tree(NAMED).nodes if n.infoset] == ["first", "answer"]
    assert [n.infoset for n in tree(NESTED).nodes if n.infoset] == ["start", "start/offer/heard"]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("{to: end}", "{to: ende}", (8, "nodes.sent.chance.lost.then.to", "there is no node 'ende' under 'nodes'")),
        ("{to: end}", "{to: answer}", (8, "nodes.sent.chance.lost.then.to", "leads to the node 'answer' already")),
        ("{to: end}", "{to: sent}", (8, "nodes.sent.chance.lost.then.to", "leads to the node 'sent' already")),
        ("{to: end}", "{payoffs: [0, 0]}", (9, "nodes.end", "no way leads from the start to the node 'end'")),
        ("end: {payoffs: [0, 1]}", "end: {to: end}", (9, "nodes.end.to", "leads to the node 'end' already")),
        ("{to: first}", "{payoffs: [0, 0]}", (7, "nodes.first", "no way leads from the start to the node 'first'")),
        ("{to: first}", "{to: first, player: us}", (5, "tree", "belong to decisions")),
        ("{to: first}", "{to: first, payoffs: [0, 0]}", (5, "tree", "found 2")),
        ("yes: {payoffs: [2, 2]}", "yes: {payoffs: [2]}", (10, "nodes.answer.actions.yes", "found 1 number")),
    ],
)
def test_names_that_do_not_make_a_tree_are_told_at_their_place(
    old: str, new: str, expected: tuple[int, str, str]
) -> None:
    assert old in NAMED
    line, key, message = expected
    found = problems(NAMED.replace(old, new))
    assert any((at, where) == (line, key) and message in what for at, where, what in found), found


def test_a_way_that_is_called_like_a_set_of_the_file_is_another_set() -> None:
    # The second set has no name and the way to it is what the third is called: three sets, not two.
    text = HEAD + (
        "tree: {player: us, infoset: top, actions: {a: {player: nk, actions: {x: {payoffs: [1, 1]}, "
        "y: {payoffs: [0, 0]}}}, b: {player: nk, infoset: start/a, actions: {x: {payoffs: [0, 0]}, "
        "y: {payoffs: [1, 1]}}}}}\n"
    )
    assert [n.infoset for n in tree(text).nodes if n.infoset] == ["top", "start/a #2", "start/a"]


def test_ways_that_read_alike_are_two_sets() -> None:
    end = "{x: {payoffs: [1, 1]}, y: {payoffs: [0, 0]}}"
    text = HEAD + (
        "tree: {player: us, actions: {a: {player: us, actions: {b: {player: nk, actions: "
        + end
        + "}, c: {payoffs: [0, 0]}}}, a/b: {player: nk, actions: "
        + end
        + "}}}\n"
    )
    names = [n.infoset for n in tree(text).nodes if n.infoset]
    assert len(names) == len(set(names)) == 4
