"""Questions of a lesson: those of the file first, then those that are worked out, deep ones before mechanical ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.scenario.scenario import Concessions, Matrix, Tree
from sim.show.lesson.course import CoursePicture, course_of
from sim.show.lesson.picture import MatrixPicture, TreePicture
from sim.show.lesson.questions.asked import Asked
from sim.show.lesson.questions.concessions import course_questions
from sim.show.lesson.questions.matrix import matrix_questions
from sim.show.lesson.questions.sliders import slider_questions
from sim.show.lesson.questions.tree import tree_questions
from sim.show.studies.require.briefly import would_hold_asked, would_hold_told
from sim.show.text.scale import scaled
from sim.study.require.briefly import would_hold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.engine.solution import Solution
    from sim.scenario.scenario import Scenario
    from sim.show.lesson.point import LessonPoint
    from sim.study.sliders import SliderGrid

MOST = 6
"""Questions of one lesson that are worked out, most."""

SECONDS = 5.0
"""Time for what would have made a deal hold."""


@scaled
def questions(
    scenario: Scenario, solution: Solution, own: LessonPoint, grid: SliderGrid[LessonPoint]
) -> tuple[Asked, ...]:
    """Questions with answers that follow from the numbers.

    Parameters
    ----------
    own : LessonPoint
        Its own point.
    grid : SliderGrid
        The grid around it.

    Returns
    -------
    tuple of Asked
        Those of the file first. These hold at the file's own values, so they are left out where a parameter is set.
    """
    of_file = () if scenario.settings else [Asked(e.question, e.answer) for e in scenario.lesson.questions]
    made = [*_would_hold(scenario, grid), *slider_questions(scenario, grid), *_of_kind(scenario, solution, own)]
    return (*of_file, *made[:MOST])


def _would_hold(scenario: Scenario, grid: SliderGrid[LessonPoint]) -> Iterator[Asked]:
    """What would have made a deal hold, by the sliders and the rules, where that is known in little time."""
    ranges = [f"{slider.name}={slider.values[0]}:{slider.values[-1]}" for slider in grid.sliders]
    found = would_hold(scenario, ranges, SECONDS) if ranges else None
    if found is not None:
        yield Asked(would_hold_asked(found), would_hold_told(scenario, found), paper=False)


def _of_kind(scenario: Scenario, solution: Solution, own: LessonPoint) -> Iterator[Asked]:
    game, picture = scenario.game, own.picture
    if isinstance(game, Concessions) and isinstance(picture, CoursePicture):
        course = course_of(solution)
        assert course is not None
        yield from course_questions(scenario, game, course, own.curves[0].payoffs)
    elif isinstance(game, Matrix) and isinstance(picture, MatrixPicture) and solution.concept == "nash":
        yield from matrix_questions(scenario, game, picture, solution.complete)
    elif isinstance(game, Tree) and isinstance(picture, TreePicture):
        yield from tree_questions(scenario, game, picture, own.curves)
