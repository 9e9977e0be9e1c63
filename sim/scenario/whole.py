"""Checks that need a whole file and are the same for all kinds: ranges, sliders, names, hidden types."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.errors import nearest
from sim.scenario.hidden import type_problems
from sim.scenario.kind import problems_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.scenario.common import FileModel, ParameterModel
    from sim.scenario.kind import Found
    from sim.scenario.names import Names


def whole_problems(kind: str, model: FileModel, names: Names) -> Iterator[Found]:
    """Problems of a file whose parts are valid, as (path, message, hint).

    Parameters
    ----------
    kind : str
        Its kind.
    model : FileModel
        The validated file.
    names : Names
        Its names; parameters with settings applied.
    """
    yield from _ranges(model, names)
    yield from _sliders(model)
    yield from _called(model)
    yield from _labels(model)
    yield from type_problems(model)
    yield from problems_of(kind, model)


def _ranges(model: FileModel, names: Names) -> Iterator[Found]:
    for name, entry in model.parameters.items():
        value, path = names.parameters[name], ("parameters", name)
        if entry.min is not None and entry.max is not None and entry.min > entry.max:
            yield path, f"min {float(entry.min):g} is above max {float(entry.max):g}", "exchange them"
        elif entry.min is not None and value < entry.min:
            yield path, f"expected at least its min {float(entry.min):g}, found {float(value):g}", ""
        elif entry.max is not None and value > entry.max:
            yield path, f"expected at most its max {float(entry.max):g}, found {float(value):g}", ""
        elif entry.draw is not None:
            yield from _draw(name, entry)


def _draw(name: str, entry: ParameterModel) -> Iterator[Found]:
    """Draws that leave a parameter's range."""
    from sim.scenario.expressions.draws import DrawError

    assert entry.draw is not None
    path = ("parameters", name, "draw")
    try:
        low, high = entry.draw.as_draw().cut(entry.min, entry.max).support
    except DrawError as error:
        yield path, f"between min and max: {error}", "draw where the range is, or widen it"
        return
    ends = f"draws are from {low:g} to {high:g}"
    if entry.min is not None and low < float(entry.min):
        yield path, f"{ends}, and its min is {float(entry.min):g}", "give the draw bounds, or lower min"
    elif entry.max is not None and high > float(entry.max):
        yield path, f"{ends}, and its max is {float(entry.max):g}", "give the draw bounds, or raise max"


def _sliders(model: FileModel) -> Iterator[Found]:
    for k, name in enumerate(model.lesson.sliders if model.lesson else ()):
        path, entry = ("lesson", "sliders", k), model.parameters.get(name)
        if entry is None:
            yield path, f"the file has no parameter '{name}'", nearest(name, list(model.parameters)) or ""
        elif entry.min is None or entry.max is None or entry.min == entry.max:
            yield path, f"the parameter '{name}' has no range to move in", "give it a min and a max"


def _called(model: FileModel) -> Iterator[Found]:
    players, met = getattr(model, "players", {}), set()
    for player, entry in players.items():
        name = entry.name or player
        if name in met:
            who = "both players" if len(players) == 2 else "two players"
            yield ("players", player, "name"), f"{who} are called '{name}'", "give them different names"
        met.add(name)


def _labels(model: FileModel) -> Iterator[Found]:
    """Parameters that people could not tell apart."""
    taken: dict[str, str] = {}
    for name, entry in model.parameters.items():
        told = entry.label or name
        if told in taken:
            path = ("parameters", name, "label") if entry.label else ("parameters", taken[told], "label")
            yield path, f"'{taken[told]}' and '{name}' are both read as '{told}'", "give them different labels"
        taken[told] = name
