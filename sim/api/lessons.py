"""Lessons: a game solved at many points around its own, for a page that a class can try out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.deadline import check_time, own_time, within
from sim.errors import GameTooLargeError, TimeLimitError
from sim.scenario.scenario import Matrix
from sim.show.text.escapes import in_html
from sim.study.options import SELECT, TIME_LIMIT
from sim.study.options import point_limit as limit_of_point

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.api.game import Game
    from sim.api.result import Result
    from sim.show.lesson.page import LessonPage


@dataclass(frozen=True)
class MadeLesson:
    """A lesson, as a page to project and as one to print.

    Parameters
    ----------
    parts : LessonPage
        What its pages are made of.
    """

    parts: LessonPage

    @property
    def page(self) -> str:
        """The interactive page, in HTML."""
        from sim.show.lesson.page import lesson_page

        return lesson_page(self.parts)

    @property
    def handout(self) -> str:
        """The page for paper, in HTML."""
        from sim.show.lesson.page import handout_page

        return handout_page(self.parts)


MOST_CELLS = 16_000
"""Pairs of actions, most, of the game of a lesson."""


def make_lesson(
    game: Game,
    concept: str | None = None,
    *,
    select: str = SELECT,
    time_limit: float | None = TIME_LIMIT,
    point_limit: float | None = None,
    sliders: Sequence[str] | None = None,
    points: int | None = None,
    answers: bool = False,
) -> MadeLesson:
    """Make a lesson of a game.

    Parameters
    ----------
    concept : str, optional
        The solution concept; by default the one that the file's lesson is about, else the game's first.
    select : str
        The selection rule.
    time_limit : float or None
        Seconds for all points together; None for no limit.
    point_limit : float, optional
        Seconds that a single one may take; by default a tenth of those.
    sliders : sequence of str, optional
        Parameters that readers can move; by default those that the file names, or the two that change most.
    points : int, optional
        Values of each slider; by default as many as take about 20 seconds.
    answers : bool
        Whether the printed page ends with the answers.

    Raises
    ------
    SliderError
        If the sliders cannot be had.
    DetenteError
        If the game cannot be solved.
    """
    with within(time_limit):
        limit = limit_of_point(time_limit, point_limit)
        return _made(game, concept or game.lesson.solve, select, limit, sliders, points, answers)


def _made(
    game: Game,
    concept: str | None,
    select: str,
    limit: float | None,
    sliders: Sequence[str] | None,
    points: int | None,
    answers: bool,
) -> MadeLesson:
    from sim.show.lesson.labels import labelled
    from sim.show.lesson.page import LessonPage
    from sim.show.lesson.point import point
    from sim.study.record import StudyFile
    from sim.study.sliders import SliderJob, grid

    scenario = game.scenario
    if isinstance(scenario.game, Matrix) and not scenario.variants:
        cells = len(scenario.game.actions[0]) * len(scenario.game.actions[1])
        if cells > MOST_CELLS:
            raise GameTooLargeError(
                f"a lesson solves its game at many points, and takes up to {MOST_CELLS:,} pairs of actions; this one "
                f"has {cells:,}"
            )
    try:
        with own_time():
            result = game.solve(concept, select=select, time_limit=limit)
            result.solution.insist()
    except TimeLimitError:
        check_time()
        raise TimeLimitError(
            f"the file's own point took more than the {limit:g} seconds that a point may take"
        ) from None
    named = labelled(scenario)
    job = SliderJob(StudyFile.of(scenario, select, limit), concept, point)
    solved = grid(job, named, sliders, points)
    own = point(scenario, result.solution)
    return MadeLesson(LessonPage(named, result.solution, own, solved, _picture(result), answers))


def _picture(result: Result) -> str:
    """The first picture of the solution as SVG, without the lines that only a file of its own needs; empty if none."""
    from sim.errors import AskError
    from sim.show.pictures import as_svg
    from sim.show.shown import shown

    try:
        text = as_svg(shown(result.scenario, result.solution).picture(), result.title)
    except AskError:
        return ""
    named = f'<svg role="img" aria-label="Picture of the solution of {in_html(result.title)}"'
    return text[text.index("<svg") :].replace("<svg", named, 1)
