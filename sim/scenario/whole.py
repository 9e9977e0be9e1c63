"""Checks that need a whole file: prerequisites that block each other, tables that do not fit, missing blocks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sim.errors import nearest
from sim.scenario.fields import ID, many
from sim.scenario.hidden import type_problems
from sim.scenario.schema import ConcessionsModel, MatrixModel, TreeModel

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.scenario.common import FileModel
    from sim.scenario.fields import Names
    from sim.scenario.schema import TreeNodeModel
    from sim.scenario.source import Path

    Found = tuple[Path, str, str]


def whole_problems(model: FileModel, names: Names) -> Iterator[Found]:
    """Problems of a file whose parts are valid, as (path, message, hint).

    Parameters
    ----------
    model : ConcessionsModel or MatrixModel
        The validated file.
    names : Names
        Its names; parameters with settings applied.
    """
    yield from _ranges(model, names)
    yield from _sliders(model)
    yield from _called(model)
    yield from type_problems(model)
    yield from _types_fit(model)
    if isinstance(model, ConcessionsModel):
        repeated = list(_ladders(model))
        yield from repeated
        yield from _breakdown(model)
        yield from _punishment(model)
        yield from _mediator(model)
        if model.commit and model.horizon is None:
            yield ("commit",), "commitment is solved for games with a last round", "give 'horizon' a number of rounds"
        if not repeated:
            yield from _circles(model)
            yield from _roadmaps(model)
    elif isinstance(model, MatrixModel):
        yield from _table(model)
        yield from _patience(model)
        if model.commit and model.repeat:
            yield ("commit",), "commitment is solved for a game that is played once", "remove 'commit' or 'repeat'"
    elif isinstance(model, TreeModel):
        yield from _information_sets(model)


def _types_fit(model: FileModel) -> Iterator[Found]:
    """Hidden types are solved for games that are played once or have a last round, in which nobody commits."""
    if not getattr(model, "types", None):
        return
    if isinstance(model, ConcessionsModel) and model.horizon is None:
        yield ("types",), "hidden types are solved for games with a last round", "give 'horizon' a number of rounds"
    if isinstance(model, MatrixModel) and model.repeat:
        yield ("types",), "hidden types are solved for a game that is played once", "remove 'types' or 'repeat'"
    if getattr(model, "commit", None):
        yield ("commit",), "commitment is solved for games without hidden types", "remove 'commit' or 'types'"


def _ranges(model: FileModel, names: Names) -> Iterator[Found]:
    for name, entry in model.parameters.items():
        value, path = names.parameters[name], ("parameters", name)
        if entry.min is not None and entry.max is not None and entry.min > entry.max:
            yield path, f"min {float(entry.min):g} is above max {float(entry.max):g}", "exchange them"
        elif entry.min is not None and value < entry.min:
            yield path, f"expected at least its min {float(entry.min):g}, found {float(value):g}", ""
        elif entry.max is not None and value > entry.max:
            yield path, f"expected at most its max {float(entry.max):g}, found {float(value):g}", ""


def _sliders(model: FileModel) -> Iterator[Found]:
    for k, name in enumerate(model.lesson.sliders if model.lesson else ()):
        path, entry = ("lesson", "sliders", k), model.parameters.get(name)
        if entry is None:
            yield path, f"the file has no parameter '{name}'", nearest(name, list(model.parameters)) or ""
        elif entry.min is None or entry.max is None or entry.min == entry.max:
            yield path, f"the parameter '{name}' has no range to move in", "give it a min and a max"


def _called(model: FileModel) -> Iterator[Found]:
    (one, first), (two, second) = getattr(model, "players", {}).items()
    if (first.name or one) == (second.name or two):
        yield ("players", two, "name"), f"both players are called '{first.name or one}'", "give them different names"


def _ladders(model: ConcessionsModel) -> Iterator[Found]:
    if not any(model.concessions.values()):
        yield ("concessions",), "there is not a single step to take", "give at least one player a step"
    for player, ladder in model.concessions.items():
        ids = [step.id for step in ladder]
        for k, step in enumerate(ladder):
            if step.id in ids[:k]:
                path = ("concessions", player, k, "id")
                yield (
                    path,
                    f"the step '{step.id}' stands twice on the ladder of '{player}'",
                    "rename one of them",
                )


def _breakdown(model: ConcessionsModel) -> Iterator[Found]:
    if model.breakdown is None and "walk_away" in model.actions:
        message = "players may walk away, but 'breakdown' does not say what they get then"
        yield ("breakdown",), message, "add 'breakdown: {payoff: {..}}', or leave 'walk_away' out of 'actions'"


def _punishment(model: ConcessionsModel) -> Iterator[Found]:
    if model.breakdown is None and model.punishment == "breakdown":
        message = "the punishment is a breakdown, but 'breakdown' does not say what players get then"
        yield ("punishment",), message, "add 'breakdown: {payoff: {..}}', or write 'punishment: snapback'"
    if model.breakdown is None and model.on_discovery == "breakdown":
        message = "a discovery is a breakdown, but 'breakdown' does not say what players get then"
        yield ("on_discovery",), message, "add 'breakdown: {payoff: {..}}', or write 'on_discovery: snapback'"


def _mediator(model: ConcessionsModel) -> Iterator[Found]:
    if model.mediator is not None:
        for player, entry in model.players.items():
            if model.mediator.name == (entry.name or player):
                message = f"the mediator is called '{model.mediator.name}' like a player"
                yield ("mediator", "name"), message, "give one of them another name"


def _roadmaps(model: ConcessionsModel) -> Iterator[Found]:
    """A roadmap climbs each ladder from its foot, at most one step of each player in a round."""
    ladders = {player: [f"{player}.{step.id}" for step in ladder] for player, ladder in model.concessions.items()}
    for name, rounds in model.roadmaps.items():
        left = {player: list(ladder) for player, ladder in ladders.items()}
        if not re.fullmatch(ID, name):
            yield ("roadmaps", name), f"'{name}' cannot name a roadmap", "use letters, digits, _ and -"
        if not rounds:
            yield ("roadmaps", name), "expected at least one round with a step", "list steps as player.step"
        for k, steps in enumerate(rounds):
            owners = [step.partition(".")[0] for step in steps]
            path: Path = ("roadmaps", name, k)
            if len(set(owners)) < len(owners):
                yield path, "each player takes at most one step in a round", "give the steps a round of their own"
                break
            wrong = next((s for s, o in zip(steps, owners, strict=True) if left[o][:1] != [s]), None)
            if wrong is not None:
                yield path, *_out_of_order(wrong, left[wrong.partition(".")[0]], ladders)
                break
            for owner in owners:
                left[owner].pop(0)


def _out_of_order(step: str, left: list[str], ladders: dict[str, list[str]]) -> tuple[str, str]:
    owner = step.partition(".")[0]
    told = f"a ladder is climbed from its foot: {', '.join(ladders[owner])}"
    if step not in left:
        return f"the step '{step}' stands twice in this roadmap", "remove one of them"
    return f"expected '{left[0]}' before '{step}'", told


def _circles(model: ConcessionsModel) -> Iterator[Found]:
    """Steps that wait for each other for ever; a step also waits for the one below it on its ladder."""
    needs: dict[str, list[str]] = {}
    path: dict[str, Path] = {}
    for player, ladder in model.concessions.items():
        for k, step in enumerate(ladder):
            below = [f"{player}.{ladder[k - 1].id}"] if k else []
            needs[f"{player}.{step.id}"] = [*step.after, *below]
            path[f"{player}.{step.id}"] = ("concessions", player, k, *(("after",) if step.after else ()))
    taken: set[str] = set()
    while fresh := {step for step in needs if step not in taken and taken.issuperset(needs[step])}:
        taken |= fresh
    blocked = [step for step in needs if step not in taken]
    if blocked:
        circle = _circle({step: [n for n in needs[step] if n not in taken] for step in blocked}, blocked[0])
        start = next((step for step in circle if len(path[step]) > 3), circle[0])
        told = " -> ".join([*circle, circle[0]])
        hint = "each waits for the next; a step also waits for the one below it on its ladder"
        yield (
            path[start],
            f"these steps can never be taken, because their prerequisites form a circle: {told}",
            hint,
        )


def _circle(needs: dict[str, list[str]], start: str) -> list[str]:
    walk = [start]
    while walk[-1] not in walk[:-1]:
        walk.append(needs[walk[-1]][0])
    return walk[walk.index(walk[-1]) : -1]


def _table(model: MatrixModel) -> Iterator[Found]:
    one, two = (len(entry.actions) for entry in model.players.values())
    if len(model.payoffs) != one:
        yield (
            ("payoffs",),
            f"expected {one} rows, one per action of the first player, found {len(model.payoffs)}",
            "",
        )
    for i, row in enumerate(model.payoffs):
        if len(row) != two:
            yield (
                ("payoffs", i),
                f"expected {two} cells, one per action of the second player, found {len(row)}",
                "",
            )
        for j, cell in enumerate(row):
            if len(cell) != 2:
                yield ("payoffs", i, j), f"expected a cell [first, second], found {many(len(cell))}", ""


def _patience(model: MatrixModel) -> Iterator[Found]:
    for player, entry in model.players.items():
        if model.repeat is not None and entry.patience is None:
            yield (
                ("players", player, "patience"),
                "this key is missing: in a repeated game each player needs its patience",
                "add a discount factor from 0 up to but not including 1, such as 'patience: 0.9'",
            )


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
