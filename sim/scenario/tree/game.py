"""From a checked model to game trees."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.scenario.common import leader_of
from sim.scenario.labels import apart
from sim.scenario.scenario import (
    Branch,
    Tree,
    TreeNode,
)
from sim.scenario.tree.walk import meant, ways

if TYPE_CHECKING:
    from sim.scenario.tree.model import TreeModel, TreeNodeModel


def game(model: TreeModel) -> Tree:
    """The game of a model that has passed every check.

    An information set without a name is named after the way to it, from the start or from a node with a name, so that
    it is the only one of this name.
    """
    met: list[tuple[TreeNodeModel, str]] = []
    below: list[list[int]] = []
    waiting = [(-1, model.tree, "start")]
    while waiting:
        above, node, way = waiting.pop()
        node, way = meant(model, node, way)
        if above >= 0:
            below[above].append(len(met))
        waiting += [(len(met), child, f"{way}/{label}") for _, label, child in ways(node)][::-1]
        met.append((node, way))
        below.append([])
    nameless = [k for k, (node, _) in enumerate(met) if node.actions is not None and node.infoset is None]
    given = [node.infoset for node, _ in met if node.infoset is not None]
    names = dict(zip(nameless, apart([met[k][1] for k in nameless], given), strict=True))
    players = tuple(model.players)
    nodes = (_node(node, players, names.get(k), below[k]) for k, (node, _) in enumerate(met))
    return Tree(tuple(nodes), leader_of(model.players, model.commit))


def _node(node: TreeNodeModel, players: tuple[str, ...], name: str | None, below: list[int]) -> TreeNode:
    """A node, with the name of its information set if the file has none, and the numbers of those below it."""
    if node.payoffs is not None:
        return TreeNode(None, "", (), (node.payoffs[0], node.payoffs[1]))
    if node.chance is not None:
        moves = zip(node.chance.items(), below, strict=True)
        return TreeNode(None, "", tuple(Branch(label, b.probability, k) for (label, b), k in moves), None)
    assert node.actions is not None
    assert node.player is not None
    branches = tuple(Branch(label, None, k) for label, k in zip(node.actions, below, strict=True))
    infoset = name if name is not None else node.infoset or ""
    return TreeNode(players.index(node.player), infoset, branches, None, named=name is None)
