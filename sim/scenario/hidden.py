"""Hidden types of a file: what each changes, and that all of them play by the same rules."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sim.scenario.chances import added_up, in_digits
from sim.scenario.issues.stated import Issues
from sim.scenario.ranges import RangedTypes
from sim.scenario.scenario import Concessions, Matrix, PlayerType, Tree

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sim.errors import Problem
    from sim.scenario.common import FileModel, TypeModel
    from sim.scenario.kind import Found
    from sim.scenario.scenario import Scenario, TreeNode
    from sim.scenario.source import Path


@dataclass(frozen=True)
class TypeEntry:
    """One type as the file has it.

    Parameters
    ----------
    path : tuple
        Where it stands in the file.
    label : str
        Owner and type, for messages.
    settings : dict of str to str
        What it sets, as ``--set`` would.
    shown : PlayerType or None
        The type; None for a player whose type is not hidden.
    """

    path: Path
    label: str
    settings: dict[str, str]
    shown: PlayerType | None


def types_of(model: FileModel) -> tuple[list[TypeEntry], list[TypeEntry]]:
    """Types of both players; a player without hidden types has one that changes nothing."""
    sides = []
    types = getattr(model, "types", {})
    for player in getattr(model, "players", {}):
        entries = [
            TypeEntry(
                _place(types.get(player, {}), player, key),
                f"{player} {key}",
                {name: str(value) for name, value in entry.set.items()},
                _shown(model, types[player], key, entry),
            )
            for key, entry in types.get(player, {}).items()
        ]
        sides.append(entries or [TypeEntry(("types",), "", {}, None)])
    return sides[0], sides[1]


def _shown(model: FileModel, entries: Mapping[str, TypeModel], key: str, entry: TypeModel) -> PlayerType:
    if isinstance(entries, RangedTypes):
        name = entries.parameter
        label = model.parameters[name].label if name in model.parameters else None
        return PlayerType(key, f"{label or name} {key}", entry.probability, name, entry.set[name])
    return PlayerType(key, entry.name or key.replace("_", " ").replace("-", " "), entry.probability)


def _place(entries: Mapping[str, object], player: str, key: str, *further: str) -> Path:
    """Where a type stands in a file: one by one, or with all others as a range."""
    if isinstance(entries, RangedTypes):
        return "types", player, entries.parameter
    return "types", player, key, *further


def type_problems(model: FileModel) -> Iterator[Found]:
    """What is wrong with the types of a file whose parts are valid, as (path, message, hint)."""
    from sim.errors import nearest

    types = getattr(model, "types", {})
    for player, entries in types.items():
        total = added_up(entry.probability for entry in entries.values())
        if total != 1:
            message = f"the probabilities of the types of '{player}' add up to {in_digits(total)}, not to 1"
            yield ("types", player), message, ""
        for key, entry in entries.items():
            for name, value in entry.set.items():
                path = _place(entries, player, key, "set", name)
                parameter = model.parameters.get(name)
                if parameter is None:
                    hint = nearest(name, model.parameters) or "the file has no parameters"
                    yield path, f"the file has no parameter '{name}'", hint
                elif parameter.min is not None and value < parameter.min:
                    yield path, f"expected at least its min {float(parameter.min):g}, found {float(value):g}", ""
                elif parameter.max is not None and value > parameter.max:
                    yield path, f"expected at most its max {float(parameter.max):g}, found {float(value):g}", ""
    yield from _both_set(types)


def _both_set(types: dict[str, dict[str, object]]) -> Iterator[Found]:
    owner: dict[str, str] = {}
    for player, entries in types.items():
        for key, entry in entries.items():
            for name in getattr(entry, "set", {}):
                if owner.setdefault(name, player) != player:
                    message = f"types of both players set '{name}'"
                    yield _place(entries, player, key, "set", name), message, "give each player a parameter of its own"


def in_variant(problem: Problem, one: TypeEntry, two: TypeEntry) -> tuple[str, str]:
    """Message and hint of a problem that only some types have."""
    who = " and ".join(entry.label for entry in (one, two) if entry.label)
    at = f" at line {problem.line}" if problem.line else ""
    return f"for {who}, '{problem.key}'{at}: {problem.message}", problem.hint


def differences(scenario: Scenario, variant: Scenario, one: TypeEntry, two: TypeEntry) -> Iterator[Found]:
    """Where a type changes more than numbers: what the other side sees would tell the type."""
    entry = one if one.settings else two
    game, other = scenario.game, variant.game
    what = ""
    if isinstance(game, Concessions) and isinstance(other, Concessions):
        if game.horizon != other.horizon:
            what = "the number of rounds"
        elif any(_bones(a) != _bones(b) for a, b in zip(game.ladders, other.ladders, strict=True)):
            what = "whether a step can be taken back or faked"
    elif isinstance(game, Matrix) and isinstance(other, Matrix):
        what = "the number of rounds" if game.repeat != other.repeat else ""
        what = what or ("the actions" if game.actions != other.actions else "")
    elif isinstance(game, Tree) and isinstance(other, Tree):
        what = "" if _shape(game) == _shape(other) else "the tree"
    elif isinstance(game, Issues) and isinstance(other, Issues) and game.offers != other.offers:
        what = "the rounds of offers or the chance of a breakdown"
    if what:
        yield entry.path, f"the type changes {what}", "a type may change payoffs, chances and patience, not the rules"


def _bones(ladder: tuple[object, ...]) -> list[tuple[object, ...]]:
    return [(s.id, s.reversible, s.after, s.verification is None) for s in ladder]  # type: ignore[attr-defined]


def _shape(tree: Tree) -> list[TreeNode]:
    """The nodes of a tree without its numbers."""
    return [
        replace(node, branches=tuple(replace(b, probability=None) for b in node.branches), payoffs=None)
        for node in tree.nodes
    ]
