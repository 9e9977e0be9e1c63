"""Points at which one parameter has another value and nothing else is set."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.errors import ScenarioError
from sim.scenario.load import load_source
from sim.study.single import parsed, settings_at

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sim.study.maps.ranges import Range
    from sim.study.record import StudyFile


def moves_of(file: StudyFile, ranges: Sequence[Range]) -> Callable[[int, float], list[float]]:
    """What turns a parameter's number and value into a point, all parameters of the study in it.

    A parameter may be an expression over others, and follows them: its value at the point is what ``--set`` of the one
    that moves makes of it.

    Parameters
    ----------
    ranges : sequence of Range
        The parameters.
    """
    own = [float(r.own) for r in ranges]
    linked = [
        any(_values(file, ranges, i, float(v)) not in (None, _moved(own, i, float(v))) for v in (r.low, r.high))
        for i, r in enumerate(ranges)
    ]

    def moved(i: int, value: float) -> list[float]:
        there = _values(file, ranges, i, value) if linked[i] else None
        return there or _moved(own, i, value)

    return moved


def _moved(own: list[float], i: int, value: float) -> list[float]:
    return [*own[:i], value, *own[i + 1 :]]


def _values(file: StudyFile, ranges: Sequence[Range], i: int, value: float) -> list[float] | None:
    """Values of all parameters where one is set; None where the scenario is none."""
    try:
        scenario = load_source(parsed(file), settings_at(file, [ranges[i].name], [value]))
    except ScenarioError:
        return None
    found = {p.name: float(p.value) for p in scenario.parameters}
    return [found[r.name] for r in ranges]
