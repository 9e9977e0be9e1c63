"""From a checked model to game trees."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.scenario.common import leader_of
from sim.scenario.scenario import (
    Branch,
    Tree,
    TreeNode,
)

if TYPE_CHECKING:
    from sim.scenario.tree.model import TreeModel, TreeNodeModel


def game(model: TreeModel) -> Tree:
    """The game of a model that has passed every check; an information set without a name is named after its way."""
    return Tree(_node(model.tree, tuple(model.players), "start"), leader_of(model.players, model.commit))


def _node(node: TreeNodeModel, players: tuple[str, ...], path: str) -> TreeNode:
    """A node and all below it; an information set without a name is named after the way to it."""
    if node.payoffs is not None:
        return TreeNode(None, "", (), (node.payoffs[0], node.payoffs[1]))
    if node.chance is not None:
        branches = tuple(
            Branch(label, b.probability, _node(b.then, players, f"{path}/{label}")) for label, b in node.chance.items()
        )
        return TreeNode(None, "", branches, None)
    assert node.actions is not None
    assert node.player is not None
    below = tuple(
        Branch(label, None, _node(child, players, f"{path}/{label}")) for label, child in node.actions.items()
    )
    return TreeNode(players.index(node.player), node.infoset or path, below, None)
