"""Questions on the sliders: where along each of them what is played changes, all else as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.scenario.scenario import Question
from sim.show.lesson.picture import CoursePicture
from sim.show.text.parameters import called, with_unit
from sim.show.text.words import number
from sim.study.sliders import Unsolved, played

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.show.lesson.point import LessonPoint
    from sim.study.sliders import Slider, SliderGrid

MOST_TURNS = 3
"""Changes along a slider that an answer names, most."""


def slider_questions(grid: SliderGrid[LessonPoint]) -> Iterator[Question]:
    """A question for each slider along which all points are solved."""
    strides = [1] * len(grid.sliders)
    for k in range(len(grid.sliders) - 2, -1, -1):
        strides[k] = strides[k + 1] * grid.shape[k + 1]
    home = sum(slider.own * stride for slider, stride in zip(grid.sliders, strides, strict=True))
    for slider, stride in zip(grid.sliders, strides, strict=True):
        line = [grid.points[home + (k - slider.own) * stride] for k in range(len(slider.values))]
        solved = [point for point in line if not isinstance(point, Unsolved)]
        if len(solved) == len(line):
            yield _on_line(slider, solved)


def _on_line(slider: Slider, line: list[LessonPoint]) -> Question:
    kinds = [played(point) for point in line]
    turns = [k for k in range(1, len(kinds)) if kinds[k] != kinds[k - 1]]
    low, high = number(slider.values[0]), number(slider.values[-1])
    moved = f"{called(slider)} from {low} to {with_unit(high, slider)}"
    ask = f"Move {moved} and leave all else as it is. Where does it change what is played?"
    many = f"{len(line)} values that were computed"
    if not turns:
        moves = any(_exactly(point) != _exactly(line[0]) for point in line)
        still = "the same is played at all of them; only payoffs move."
        told = "the same kind of play at all of them; its chances or shares move along." if moves else still
        return Question(ask, f"At none of the {many}: {told}")
    told = "; ".join(
        f"between {number(slider.values[k - 1])} ({_line(line[k - 1])}) and "
        f"{number(slider.values[k])} ({_line(line[k])})"
        for k in turns[:MOST_TURNS]
    )
    left = len(turns) - MOST_TURNS
    more = f"; and {'once' if left == 1 else f'{left} times'} more" if left > 0 else ""
    return Question(ask, f"Among the {many} it changes {told}{more}.")


def _exactly(point: LessonPoint) -> tuple[tuple[str, ...], object]:
    """What is played at a point, with its chances and shares, and without what it pays."""
    return tuple(curve.name for curve in point.curves), point.picture.played


def _line(point: LessonPoint) -> str:
    """A point in a few words."""
    return point.curves[0].name if isinstance(point.picture, CoursePicture) else point.line.rstrip(".")
