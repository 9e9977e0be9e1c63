"""Ways through the tree of a file: within nodes, and on to the nodes that stand under a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.scenario.source import Path
    from sim.scenario.tree.model import TreeModel, TreeNodeModel


def ways(node: TreeNodeModel) -> Iterator[tuple[Path, str, TreeNodeModel]]:
    """Ways on from a node: the rest of the path to it in the file, the label, and what stands there."""
    for label, branch in (node.chance or {}).items():
        yield ("chance", label, "then"), label, branch.then
    for label, child in (node.actions or {}).items():
        yield ("actions", label), label, child


def within(node: TreeNodeModel, path: Path) -> Iterator[tuple[Path, TreeNodeModel]]:
    """A node and all that stand within it, each before those that stand within it, with their paths in the file."""
    waiting = [(path, node)]
    while waiting:
        path, node = waiting.pop()
        yield path, node
        waiting += [((*path, *rest), child) for rest, _, child in ways(node)][::-1]


def everywhere(model: TreeModel) -> Iterator[tuple[Path, TreeNodeModel]]:
    """All nodes of a file, with their paths in it."""
    yield from within(model.tree, ("tree",))
    for name, node in model.nodes.items():
        yield from within(node, ("nodes", name))


def meant(model: TreeModel, node: TreeNodeModel, way: str) -> tuple[TreeNodeModel, str]:
    """The node that stands at the end of a way, wherever it is written, and the way to it from there."""
    while (name := node.to) is not None:
        node, way = model.nodes[name], name
    return node, way
