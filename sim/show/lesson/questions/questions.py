"""Questions of a lesson: those of the file first, then those that are worked out, from easy to hard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.scenario.scenario import Concessions, Matrix, Question, Tree
from sim.show.lesson.picture import CoursePicture, MatrixPicture, TreePicture, course_of
from sim.show.lesson.questions.concessions import course_questions
from sim.show.lesson.questions.matrix import matrix_questions
from sim.show.lesson.questions.sliders import slider_questions
from sim.show.lesson.questions.tree import tree_questions
from sim.show.text.scale import scaled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.engine.solution import Solution
    from sim.scenario.scenario import Scenario
    from sim.show.lesson.point import LessonPoint
    from sim.study.sliders import SliderGrid

MOST = 8
"""Questions of one lesson that are worked out, most."""


@scaled
def questions(
    scenario: Scenario, solution: Solution, own: LessonPoint, grid: SliderGrid[LessonPoint]
) -> tuple[Question, ...]:
    """Questions with answers that follow from the numbers.

    Parameters
    ----------
    own : LessonPoint
        Its own point.
    grid : SliderGrid
        The grid around it.

    Returns
    -------
    tuple of Question
        Those of the file first. These hold at the file's own values, so they are left out where a parameter is set.
    """
    of_file = () if scenario.settings else scenario.lesson.questions
    made = [*_of_kind(scenario, solution, own), *slider_questions(grid)]
    return (*of_file, *made[:MOST])


def _of_kind(scenario: Scenario, solution: Solution, own: LessonPoint) -> Iterator[Question]:
    game, picture = scenario.game, own.picture
    if isinstance(game, Concessions) and isinstance(picture, CoursePicture):
        course = course_of(solution)
        assert course is not None
        yield from course_questions(scenario, game, course, own.curves[0].payoffs)
    elif isinstance(game, Matrix) and isinstance(picture, MatrixPicture) and solution.concept == "nash":
        yield from matrix_questions(scenario, game, picture, solution.complete)
    elif isinstance(game, Tree) and isinstance(picture, TreePicture):
        yield from tree_questions(scenario, game, picture, own.curves)
