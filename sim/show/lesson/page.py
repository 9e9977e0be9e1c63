"""The page itself: its parts in the order in which a class meets them, as its templates have them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.errors import NoExplanationError
from sim.show.lesson.board import board, is_wide
from sim.show.lesson.carded import carded
from sim.show.lesson.data import page_data, script_json
from sim.show.lesson.drawing import NoPicture
from sim.show.lesson.picture import MatrixPicture, TreePicture
from sim.show.lesson.questions.questions import questions
from sim.show.lesson.render import render
from sim.show.lesson.situation import numbers, situation
from sim.show.lesson.themed import second, themed
from sim.show.shown import shown, story
from sim.show.text.blocks import Paragraph, Section, Text, as_html
from sim.show.text.parameters import called_in
from sim.show.text.words import DEEPER
from sim.study.sliders import SliderGrid
from sim.version import __version__

if TYPE_CHECKING:
    from markupsafe import Markup

    from sim.engine.solution import Solution
    from sim.scenario.scenario import Scenario
    from sim.show.lesson.point import LessonPoint
    from sim.show.shown import Depth
    from sim.show.text.blocks import Block

SCRIPTS = ("numbers.js", "grid.js", "chart.js", "course.js", "live.js", "boards.js", "tree.js", "sliders.js", "page.js")

FOLDED = 4
"""Parameters from which on their table is folded."""

BETWEEN = 4
"""Places of a slider from one computed point to the next, as the page's script has them."""


@dataclass(frozen=True)
class LessonPage:
    """What a page is made of.

    Parameters
    ----------
    own : LessonPoint
        Its own point.
    grid : SliderGrid
        The grid around it; without sliders where nothing moves.
    picture : str
        Picture of the solution as SVG; empty if there is none.
    answers : bool
        Whether the printed page ends with the answers.
    """

    scenario: Scenario
    solution: Solution
    own: LessonPoint
    grid: SliderGrid[LessonPoint]
    picture: str = ""
    answers: bool = False


def lesson_page(lesson: LessonPage) -> str:
    """The interactive page.

    Parameters
    ----------
    lesson : LessonPage
        What it is made of.
    """
    from markupsafe import Markup

    return render(
        "lesson",
        **_common(lesson, lesson.grid),
        folded=True,
        board=board(lesson.scenario, lesson.own.picture),
        wide=is_wide(lesson.scenario, lesson.own.picture),
        sliders=lesson.grid.sliders,
        between=BETWEEN,
        brief=_explained(lesson, "brief", 3),
        full=_explained(lesson, "full", 4),
        checked=_checked(lesson.solution),
        notes=shown(lesson.scenario, lesson.solution).notes(),
        data=Markup(script_json(page_data(lesson.scenario, lesson.grid))),
        scripts=SCRIPTS,
    )


def handout_page(lesson: LessonPage) -> str:
    """The page for paper: the situation, the game, the questions with room to write; the answers at the end if asked.

    Parameters
    ----------
    lesson : LessonPage
        What it is made of.
    """
    unmoved: SliderGrid[LessonPoint] = SliderGrid((), ())
    common = _common(lesson, unmoved)
    # What only the sliders or the solver could tell is not asked on paper.
    common["asked"] = [
        entry for entry in questions(lesson.scenario, lesson.solution, lesson.own, unmoved) if entry.paper
    ]
    printed = isinstance(lesson.own.picture, MatrixPicture | TreePicture) or lesson.scenario.kind == "tree"
    drawn = board(lesson.scenario, lesson.own.picture) if printed else ""
    return render("handout", **common, folded=False, board=drawn)


def _common(lesson: LessonPage, grid: SliderGrid[LessonPoint]) -> dict[str, object]:
    """What the templates of both pages name."""
    from markupsafe import Markup

    scenario = lesson.scenario
    part, table = situation(scenario), numbers(scenario)
    return {
        "version": __version__,
        "scenario": scenario,
        "solution": lesson.solution,
        "own": lesson.own,
        "answers": lesson.answers,
        "picture": Markup(themed(lesson.picture)),
        "still": isinstance(lesson.own.picture, NoPicture) and bool(lesson.picture),
        "picture_again": Markup(second(themed(lesson.picture))),
        "situation": part,
        "situation_told": _html(*part.blocks),
        "settings": ", ".join(f"{called_in(scenario, name)} = {value}" for name, value in scenario.settings),
        "numbers": _html(table) if table else "",
        "many_numbers": len(scenario.parameters) >= FOLDED,
        "asked": questions(scenario, lesson.solution, lesson.own, grid),
        "people": _people(lesson),
        "key": _explained(lesson, "brief", 4) if lesson.answers else "",
    }


def _people(lesson: LessonPage) -> Markup | str:
    """What people did, where the file says it."""
    from sim.show.observed.people import People

    sections = People(shown(lesson.scenario, lesson.solution)).sections
    return _html(*sections[0].blocks) if sections else ""


def _html(*blocks: Block) -> Markup:
    from markupsafe import Markup

    return Markup(carded(as_html(Text("", (Section("", blocks),)))))


def _explained(lesson: LessonPage, depth: Depth, level: int) -> Markup:
    """The explanation, or the story where there is none."""
    from markupsafe import Markup

    try:
        return Markup(carded(as_html(_on_page(shown(lesson.scenario, lesson.solution).explain(depth)), level)))
    except NoExplanationError:
        return render("parts/story", story=story(lesson.scenario, lesson.solution))


def _on_page(text: Text) -> Text:
    """A text without what only helps at a command line."""

    def helps(block: Block) -> bool:
        return not (isinstance(block, Paragraph) and block.text.startswith(DEEPER))

    kept = [Section(part.title, tuple(filter(helps, part.blocks))) for part in text.sections]
    return Text(text.title, tuple(part for part in kept if part.blocks))


def _checked(solution: Solution) -> str:
    """What has been checked."""
    told = (
        "Checked against the definition of an equilibrium: nobody gains by deviating."
        if solution.checked
        else "Not everything here could be certified."
    )
    # With beliefs, what is complete is only what is played where play gets to; the notes say so.
    whole = solution.complete and solution.concept not in ("pbe", "bayes-nash")
    return f"{told} It is proven that there are no others." if whole else told
