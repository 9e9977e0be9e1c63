"""Checks of game trees that need a whole file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.errors import nearest
from sim.scenario.kind import commits_with_types
from sim.scenario.observed.checks import observed_problems, unknown
from sim.scenario.source import dotted
from sim.scenario.tree.game import game
from sim.scenario.tree.walk import everywhere, within

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sim.scenario.kind import Found
    from sim.scenario.observed.model import DecisionsModel
    from sim.scenario.source import Path
    from sim.scenario.tree.model import TreeModel, TreeNodeModel


def problems(model: TreeModel) -> Iterator[Found]:
    """What only a whole file shows: names that lead nowhere, information sets whose nodes do not look alike."""
    yield from commits_with_types(model.commit, model.types)
    unfit = [*_named(model), *_information_sets(model)]
    yield from unfit
    if model.observed and not unfit:
        offered = {node.infoset: [b.label for b in node.branches] for node in game(model).nodes if node.infoset}
        yield from observed_problems(model, lambda entry, path: _observed(offered, entry, path))


def _observed(offered: Mapping[str, Sequence[str]], entry: DecisionsModel, path: Path) -> Iterator[Found]:
    """What is wrong with choices that were counted."""
    if entry.at not in offered:
        hint = nearest(entry.at, offered) or "name one as 'detente run' does, or give it an 'infoset'"
        yield (*path, "at"), f"there is no information set '{entry.at}'", hint
    else:
        yield from unknown(entry.counts, offered[entry.at], f"choice at '{entry.at}'", (*path, "counts"))


def _named(model: TreeModel) -> Iterator[Found]:
    """Every node under 'nodes' is led to, and by one way, so that the whole is a tree."""
    led: dict[str, str] = {}
    for path, node in everywhere(model):
        if node.to is None:
            continue
        if node.to not in model.nodes:
            hint = nearest(node.to, model.nodes) or "add it under 'nodes'"
            yield (*path, "to"), f"there is no node '{node.to}' under 'nodes'", hint
        elif node.to in led:
            hint = "write what follows out for each of them, under two names"
            yield (*path, "to"), f"'{led[node.to]}' leads to the node '{node.to}' already", hint
        led.setdefault(node.to, dotted(path))
    reached: set[str] = set()
    waiting = [model.tree]
    while waiting:
        for _, node in within(waiting.pop(), ()):
            if node.to in model.nodes and node.to not in reached:
                reached.add(node.to)
                waiting.append(model.nodes[node.to])
    for name in model.nodes:
        if name not in reached:
            message = f"no way leads from the start to the node '{name}'"
            yield ("nodes", name), message, "name it in a 'to', or remove it"


def _information_sets(model: TreeModel) -> Iterator[Found]:
    """Nodes of one information set belong to one player and offer the same actions."""
    first: dict[str, TreeNodeModel] = {}
    for path, node in everywhere(model):
        if node.actions is None:
            continue
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
