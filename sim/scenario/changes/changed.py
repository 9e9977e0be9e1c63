"""A scenario whose file has other values at some of its keys."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sim.errors import Problem, ScenarioError
from sim.scenario.changes.edit import REMOVED, edited
from sim.scenario.changes.places import named_path, place_of
from sim.scenario.load import load_source
from sim.scenario.scenario import Change
from sim.scenario.source import dotted, read

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.scenario.changes.typed import Typed
    from sim.scenario.scenario import Scenario
    from sim.scenario.source import Path, Source

    Placed = list[tuple[Typed, Path]]


def changed(scenario: Scenario, changes: Sequence[Typed]) -> Scenario:
    """The scenario that the file would be if it were edited by hand.

    Parameters
    ----------
    scenario : Scenario
        A scenario.
    changes : sequence of Typed
        What is to stand elsewhere in its file, in order. A parameter that was set keeps its setting unless it is
        changed.

    Raises
    ------
    ScenarioError
        If a key leads nowhere, or the file does not allow a value; what is wrong with a value has the column of the
        text in which it was typed.
    """
    before = source = read(scenario.file, scenario.text.encode(errors="replace"))
    placed: Placed = []
    settings = dict(scenario.settings)
    noted = list(scenario.changes)
    for change in changes:
        path = place_of(change, source.data)
        name = named_path(path, source.data)
        source = edited(source, path, change.data)
        placed.append((change, path))
        noted.append(Change(change.key, name, "" if change.data is REMOVED else change.words))
        if path[0] == "parameters" and len(path) > 1 and path[2:] in ((), ("value",)):
            settings.pop(str(path[1]), None)
    try:
        found = load_source(source, settings)
    except ScenarioError as error:
        raise _placed(error, placed, before, source) from None
    return replace(found, changes=tuple(noted))


def _placed(error: ScenarioError, placed: Placed, before: Source, after: Source) -> ScenarioError:
    """What is wrong, at the change that it is wrong in; or else where it stands in the file that was changed."""
    for change, path in reversed(placed):
        own = [problem for problem in error.problems if _within(problem.key, path)]
        if own:
            return ScenarioError([_in_change(problem, change, path, after) for problem in own], change.text)
    told = "; ".join(dict.fromkeys(change.text for change, _ in placed))
    origin = placed[0][0].origin if placed else ""
    return ScenarioError(
        [_in_file(problem, before, f"with {origin} {told}") for problem in error.problems], before.text
    )


def _within(key: str, path: Path) -> bool:
    # What is wrong with a parameter's number against its range is told of the parameter.
    own = dotted(path[:-1] if len(path) == 3 and path[0] == "parameters" and path[2] == "value" else path)
    return key == own or key.startswith((f"{own}.", f"{own}["))


def _in_change(problem: Problem, change: Typed, path: Path, after: Source) -> Problem:
    """The problem with its column in the text of a change."""
    rest: Path = ()
    if change.source is not None:
        inner = (found[1:] for found in change.source.values if found[:1] == ("value",))
        rest = max((r for r in inner if _within(problem.key, (*path, *r))), key=len, default=())
    start = after.inside.get((*path, *rest))
    offset = problem.column - start if start is not None and problem.line else 0
    column = change.column(rest, max(offset, 0)) if change.source is not None else change.at
    return Problem(change.origin, 1, column, problem.key, problem.message, problem.hint)


def _in_file(problem: Problem, before: Source, told: str) -> Problem:
    """The problem at the place that it has in the file before it was changed."""
    place = next((at for path, at in before.values.items() if dotted(path) == problem.key), None)
    message = f"{problem.message}, {told}"
    if place is None:
        return Problem(problem.file, 0, 0, problem.key, message, problem.hint)
    return Problem(problem.file, *place, problem.key, message, problem.hint)
