"""Keys and parameters of a file that change nothing: no solution and no study of it would be another without them.

A key is idle where the rules of the file leave nothing that reads it; each kind says where (`idle` in its room).
A parameter is idle if what reads it is idle: keys, or other parameters. What is read is seen in the expressions of
the file, so that ``0 * x`` reads x.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sim.errors import Problem
from sim.scenario.expressions.grammar import names_in
from sim.scenario.kind import idle_of
from sim.scenario.load import validated
from sim.scenario.source import dotted, read
from sim.scenario.translate import holds_numbers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.scenario.common import FileModel
    from sim.scenario.kind import Found
    from sim.scenario.scenario import Scenario
    from sim.scenario.source import Path, Source


def idle(scenario: Scenario) -> tuple[Problem, ...]:
    """What changes nothing in the file of a scenario, each with its place, the reason and a remedy, in order of place.

    Parameters
    ----------
    scenario : Scenario
        The scenario, settings applied.
    """
    source = read(scenario.file, scenario.text.encode())
    model, names = validated(source, dict(scenario.settings))
    found = [*_empty(source.data), *idle_of(scenario.kind, model, source)]
    # What people did is told, and changes no result.
    uses = _Uses(model, source, (*(path for path, _, _ in found), ("observed",)))
    found += uses.parameters()
    found += _types(model, uses, {name: str(value) for name, value in names.parameters.items()})
    paths = {path for path, _, _ in found}
    outer = (item for item in found if not any(item[0][:k] in paths for k in range(1, len(item[0]))))
    return tuple(sorted({_problem(source, *item) for item in outer}))


def _problem(source: Source, path: Path, reason: str, remedy: str) -> Problem:
    place = source.keys.get(path) or source.values.get(path) or (1, 1)
    return Problem(source.file, *place, dotted(path), f"changes nothing: {reason}", remedy)


def _empty(value: Any, path: Path = ()) -> Iterator[Found]:
    """Keys behind which nothing stands."""
    if isinstance(value, dict):
        for key, item in value.items():
            if item is None:
                yield (*path, key), "nothing stands behind it", "remove it, or say what it is"
            yield from _empty(item, (*path, key))
    elif isinstance(value, list):
        for k, item in enumerate(value):
            yield from _empty(item, (*path, k))


@dataclass(frozen=True)
class _Use:
    """An expression of a file: where it stands, and which parameters it reads."""

    path: Path
    reads: frozenset[str]

    @property
    def feeds(self) -> str | None:
        """The parameter whose value, range or value for a type it is; None for what the game itself reads."""
        if self.path[0] == "parameters":
            return str(self.path[1])
        if self.path[0] == "types" and len(self.path) == 3:
            return str(self.path[2])  # a range
        if self.path[0] == "types" and len(self.path) == 5 and self.path[3] == "set":
            return str(self.path[4])
        return None


class _Uses:
    """Which parameters of a file are read by something that matters.

    Parameters
    ----------
    model : FileModel
        The file's model.
    source : Source
        Its data.
    idle : tuple of Path
        Keys that change nothing, and all that stands within them.
    """

    def __init__(self, model: FileModel, source: Source, idle: tuple[Path, ...]) -> None:
        self.declared = list(model.parameters)
        known = frozenset(self.declared)
        self.uses = [
            _Use(path, names_in(value) & known)
            for path, value in _texts(source.data)
            if holds_numbers(type(model), path)
        ]
        self.dead = [use for use in self.uses if any(use.path[: len(path)] == path for path in idle)]
        self.sets = [use.path for use in self.uses if use.path[0] == "types" and use.feeds is not None]
        self.sliders = list(enumerate(model.lesson.sliders)) if model.lesson else []
        self.live = self._live()

    def _live(self) -> frozenset[str]:
        """Parameters that something reads which is not idle itself."""
        live: set[str] = set()
        grown = -1
        while grown != len(live):
            grown = len(live)
            for use in self.uses:
                if use not in self.dead and (use.feeds is None or use.feeds in live):
                    live |= use.reads
        return frozenset(live)

    def parameters(self) -> Iterator[Found]:
        """Parameters that change nothing, and what says something of them."""
        for name in self.declared:
            if name in self.live:
                continue
            readers = [use for use in self.uses if name in use.reads and use.feeds != name]
            where = ", ".join(f"'{dotted(use.path)}'" for use in readers[:3])
            reason = f"only {where} uses it" if len(readers) == 1 else f"only {where} use it"
            if readers:
                yield ("parameters", name), f"{reason}, which change{'s' * (len(readers) == 1)} nothing", "remove it"
            else:
                yield ("parameters", name), "nothing uses it", "use it in an expression, or remove it"
        for path in self.sets:
            if str(path[-1]) not in self.live:
                yield path, f"the parameter '{path[-1]}' changes nothing", "remove it"
        for k, name in self.sliders:
            if name in self.declared and name not in self.live:
                yield ("lesson", "sliders", k), f"the parameter '{name}' changes nothing", "name another one"


def _texts(value: Any, path: Path = ()) -> Iterator[tuple[Path, str]]:
    """All texts within data, with their paths."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _texts(item, (*path, key))
    elif isinstance(value, list):
        for k, item in enumerate(value):
            yield from _texts(item, (*path, k))


def _types(model: FileModel, uses: _Uses, values: dict[str, str]) -> Iterator[Found]:
    """Hidden types that do not differ from one before them in anything that matters."""
    for player, entries in getattr(model, "types", {}).items():
        seen: dict[tuple[str, ...], str] = {}
        for key, entry in entries.items():
            own = {name: str(value) for name, value in entry.set.items()}
            sets = tuple(own.get(name, values[name]) for name in uses.declared if name in uses.live)
            same = seen.setdefault(sets, key)
            if same != key:
                reason = f"the type differs in nothing that matters from '{same}'"
                yield ("types", player, key), reason, "give it another value of a parameter under 'set'"
