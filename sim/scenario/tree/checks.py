"""Checks of game trees that need a whole file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.scenario.kind import commits_with_types

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.scenario.kind import Found
    from sim.scenario.source import Path
    from sim.scenario.tree.model import TreeModel, TreeNodeModel


def problems(model: TreeModel) -> Iterator[Found]:
    """What only a whole file shows: information sets whose nodes do not look alike."""
    yield from commits_with_types(model.commit, model.types)
    yield from _information_sets(model)


def _information_sets(model: TreeModel) -> Iterator[Found]:
    """Nodes of one information set belong to one player and offer the same actions."""
    first: dict[str, TreeNodeModel] = {}
    waiting: list[tuple[Path, TreeNodeModel]] = [(("tree",), model.tree)]
    while waiting:
        path, node = waiting.pop(0)
        if node.chance is not None:
            waiting += [((*path, "chance", label, "then"), b.then) for label, b in node.chance.items()]
        if node.actions is None:
            continue
        waiting += [((*path, "actions", label), child) for label, child in node.actions.items()]
        if node.infoset is None:
            continue
        other = first.setdefault(node.infoset, node)
        assert other.actions is not None
        if other.player != node.player:
            message = (
                f"the information set '{node.infoset}' belongs to '{other.player}' elsewhere, here to '{node.player}'"
            )
            yield (*path, "infoset"), message, "give one of them another name"
        elif list(other.actions) != list(node.actions):
            theirs, ours = ", ".join(other.actions), ", ".join(node.actions)
            told = f"the actions at '{node.infoset}' are {theirs} elsewhere, here {ours}"
            yield (*path, "actions"), told, "nodes that look alike offer the same actions, in the same order"
