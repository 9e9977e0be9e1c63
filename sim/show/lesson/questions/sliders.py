"""Questions on the sliders: where along each of them what is played changes, and whom more of it helps."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from sim.show.lesson.course import CoursePicture
from sim.show.lesson.questions.asked import Asked
from sim.show.text.parameters import called, with_unit
from sim.show.text.words import amount, listed, number
from sim.study.sliders import Unsolved, played

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sim.scenario.scenario import Scenario
    from sim.show.lesson.point import LessonPoint
    from sim.study.slider_values import Slider
    from sim.study.sliders import SliderGrid
    from sim.study.turns import Turn


def slider_questions(scenario: Scenario, grid: SliderGrid[LessonPoint]) -> Iterator[Asked]:
    """A question for each slider along which all points are solved and something can be learnt."""
    strides = [1] * len(grid.sliders)
    for k in range(len(grid.sliders) - 2, -1, -1):
        strides[k] = strides[k + 1] * grid.shape[k + 1]
    home = sum(slider.own * stride for slider, stride in zip(grid.sliders, strides, strict=True))
    for slider, stride in zip(grid.sliders, strides, strict=True):
        line = [grid.points[home + (k - slider.own) * stride] for k in range(len(slider.values))]
        solved = [point for point in line if not isinstance(point, Unsolved)]
        if len(solved) == len(line):
            yield from _on_line(scenario, slider, solved)


def _on_line(scenario: Scenario, slider: Slider, line: list[LessonPoint]) -> Iterator[Asked]:
    if slider.turns:
        yield _turning(slider, line)
    elif all(len(point.curves) == 1 for point in line):
        yield from _helping(scenario, slider, line)


def _turning(slider: Slider, line: list[LessonPoint]) -> Asked:
    low, high = number(slider.values[0]), with_unit(number(slider.values[-1]), slider)
    told = [_turn(slider, turn, line) for turn in slider.turns]
    own = with_unit(number(slider.values[slider.own]), slider)
    ask = (
        f"Where between {low} and {high} does {called(slider)} change what is played, all else as it is? Guess before "
        "you move the slider, and say why just there."
    )
    more = len({played(point) for point in line}) > len(slider.turns) + 1
    rest = " Among the other values it changes further." if more else ""
    return Asked(ask, f"{' '.join(told)} The file has {own}.{rest}", paper=False)


def _turn(slider: Slider, turn: Turn, line: Sequence[LessonPoint]) -> str:
    k = slider.values.index(turn.value)
    written = with_unit(number(turn.value), slider)
    where = f"At {written}" if turn.exact else f"At about {written}"
    before, here, after = (line[min(max(at, 0), len(line) - 1)] for at in (k - 1, k, k + 1))
    if k == 0:
        return f"{where}: {_line(here)}; above, {_line(after)}."
    if k == len(line) - 1:
        return f"{where}: {_line(here)}; below, {_line(before)}."
    if played(here) in (played(before), played(after)) or not turn.exact:
        return f"{where}: below, {_line(before)}; above, {_line(after)}."
    return f"{where}: below, {_line(before)}; just there, {_line(here)}; above, {_line(after)}."


def _helping(scenario: Scenario, slider: Slider, line: list[LessonPoint]) -> Iterator[Asked]:
    """Whom more of a parameter helps where one thing alone is played all along."""
    names = [player.name for player in scenario.players]
    paid = [[point.curves[0].payoffs[side] for point in line] for side in (0, 1)]
    if all(max(values) - min(values) <= 1e-9 * max(1.0, *map(abs, values)) for values in paid):
        return
    told = [_moves(name, values, slider) for name, values in zip(names, paid, strict=True)]
    low, high = number(slider.values[0]), with_unit(number(slider.values[-1]), slider)
    yield Asked(
        f"Whom does a higher {called(slider)} help, and whom does it harm? Give the reason before you move the slider.",
        f"From {low} to {high}: {'; '.join(told)}.",
        paper=False,
    )


def _moves(name: str, values: list[float], slider: Slider) -> str:
    first, last = amount(values[0]), amount(values[-1])
    steps = [b - a for a, b in pairwise(values)]
    slack = 1e-9 * max(1.0, *map(abs, values))
    if all(abs(step) <= slack for step in steps):
        return f"{name} gets {first} all along"
    if all(step >= -slack for step in steps):
        return f"it helps {name}, from {first} to {last}"
    if all(step <= slack for step in steps):
        return f"it harms {name}, from {first} to {last}"
    ends = {min(values): "least", max(values): "most"}
    places = [f"{word} ({amount(v)}) at {number(slider.values[values.index(v)])}" for v, word in ends.items()]
    return f"{name} gets {listed(places)}, among the values that were computed"


def _line(point: LessonPoint) -> str:
    """A point in a few words."""
    if isinstance(point.picture, CoursePicture):
        return point.curves[0].name
    line = point.line.rstrip(".")
    several = len(point.curves)
    if 1 <= several <= 2 and all(curve.name for curve in point.curves):
        return " or ".join(f"({curve.name})" for curve in point.curves)
    return line[0].lower() + line[1:] if line[:1].isupper() and line.split(" ")[0] in {"The", "Nobody", "No"} else line
