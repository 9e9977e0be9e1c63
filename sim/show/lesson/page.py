"""The page itself: its parts in the order in which a class meets them."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from importlib.resources import files
from typing import TYPE_CHECKING

from sim.errors import NoExplanationError
from sim.show.explain import explanation
from sim.show.lesson.board import board
from sim.show.lesson.data import page_data, script_json
from sim.show.lesson.questions import questions
from sim.show.lesson.situation import numbers, situation
from sim.show.shown import shown, story
from sim.show.text.blocks import Paragraph, Section, Text, as_html
from sim.study.sliders import SliderGrid
from sim.version import __version__

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from sim.engine.solution import Solution
    from sim.scenario.scenario import Question, Scenario
    from sim.show.explain import Depth

SCRIPTS = ("grid.js", "chart.js", "course.js", "boards.js", "page.js")
POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:; base-uri 'none'"
"""What the page may load: nothing at all; its style and its script stand in it."""


@dataclass(frozen=True)
class LessonPage:
    """What a page is made of.

    Parameters
    ----------
    own : mapping
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
    own: Mapping[str, Any]
    grid: SliderGrid
    picture: str = ""
    answers: bool = False


def lesson_page(lesson: LessonPage) -> str:
    """The interactive page.

    Parameters
    ----------
    lesson : LessonPage
        What it is made of.
    """
    asked = questions(lesson.scenario, lesson.solution, lesson.own, lesson.grid)
    data = script_json(page_data(lesson.scenario, lesson.grid))
    body = "".join(
        [
            _head(lesson.scenario, _NAVIGATION),
            "<main id='main'>\n",
            _situation(lesson.scenario),
            _laboratory(lesson),
            _why(lesson),
            _questions(asked),
            _key(lesson, asked, "print-only") if lesson.answers else "",
            _sure(lesson),
            _sources(lesson.scenario),
            "</main>\n",
            _origin(lesson),
            f'<script type="application/json" id="lesson-data">{data}</script>\n',
            f"<script>\n{''.join(_asset(name) for name in SCRIPTS)}</script>\n",
        ]
    )
    return _document(lesson.scenario, body, "lesson")


def handout_page(lesson: LessonPage) -> str:
    """The page for paper: the situation, the game, the questions with room to write; the answers at the end if asked.

    Parameters
    ----------
    lesson : LessonPage
        What it is made of.
    """
    asked = questions(lesson.scenario, lesson.solution, lesson.own, SliderGrid((), ()))
    shown = lesson.own.get("picture", {}).get("kind") in ("matrix", "tree") or lesson.scenario.kind == "tree"
    drawn = board(lesson.scenario, lesson.own) if shown else ""
    body = "".join(
        [
            _head(lesson.scenario, ""),
            "<main id='main'>\n",
            _situation(lesson.scenario),
            f'<section id="game"><h2>The game</h2>\n{drawn}</section>\n' if drawn else "",
            _questions(asked, folded=False),
            _key(lesson, asked, "on-paper") if lesson.answers else "",
            _sources(lesson.scenario),
            "</main>\n",
            _origin(lesson),
        ]
    )
    return _document(lesson.scenario, body, "handout")


_NAVIGATION = (
    '<nav aria-label="Parts of the lesson"><a href="#situation">Situation</a> <a href="#game">Game</a> '
    '<a href="#why">Why</a> <a href="#questions">Questions</a> <a href="#sources">Sources</a>\n'
    '<button type="button" class="needs-script" data-theme-switch>Dark page</button> '
    '<button type="button" class="needs-script" data-print>Print as a handout</button></nav>\n'
)


def _asset(name: str) -> str:
    return files("sim.show.lesson").joinpath("assets", name).read_text(encoding="utf-8")


def _document(scenario: Scenario, body: str, kind: str) -> str:
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta name="generator" content="detente {__version__}">\n'
        f"<title>{escape(scenario.title)}</title>\n<style>\n{_asset('page.css')}</style>\n</head>\n"
        f'<body class="{kind}">\n<a class="skip" href="#main">To the lesson</a>\n{body}</body>\n</html>\n'
    )


def _head(scenario: Scenario, navigation: str) -> str:
    topic = f'<p class="topic">{escape(scenario.lesson.topic)}</p>\n' if scenario.lesson.topic else ""
    return f"<header>\n{topic}<h1>{escape(scenario.title)}</h1>\n{navigation}</header>\n"


def _situation(scenario: Scenario) -> str:
    part = situation(scenario)
    table = numbers(scenario)
    told = as_html(Text("", (Section("", part.blocks),)))
    set_ = ""
    if scenario.settings:
        pairs = ", ".join(f"{name} = {value}" for name, value in scenario.settings)
        set_ = f"<p>Set for this lesson: {escape(pairs)}.</p>\n"
    listed = as_html(Text("", (Section("", (table,)),))) if table else ""
    return (
        f'<section id="situation" class="prose"><h2>{part.title}</h2>\n{_scrolling(told)}{set_}'
        f"{f'<h3>The numbers</h3>{_scrolling(listed)}' if listed else ''}</section>\n"
    )


def _scrolling(text: str) -> str:
    """Tables in boxes of their own that scroll, so that a narrow screen never does."""
    return text.replace("<table>", '<div class="scroll"><table>').replace("</table>", "</table></div>")


def _laboratory(lesson: LessonPage) -> str:
    """The game beside the sliders and what they bring about."""
    sliders = "".join(_slider(lesson, k) for k in range(len(lesson.grid.sliders)))
    moves = lesson.grid.sliders
    hint = (
        '<p class="hint needs-script">Arrow keys go from one computed point to the next; with Shift, or with the '
        "mouse, also between them. What is shown at a computed point is exact. Between points it is interpolated, and "
        "the page says so.</p>\n"
    )
    still = ""
    if lesson.own.get("picture", {}).get("kind") == "none" and lesson.picture:
        still = f'<div class="still solved">{_figure(lesson)}<p class="hint">At the values of the file.</p></div>\n'
    controls = (
        f'<div class="sliders needs-script"><h3>Move the numbers</h3>\n{hint}{sliders}'
        f'<p class="tools"><button type="button" data-reset>Back to the file\'s values</button></p></div>\n'
        if moves
        else ""
    )
    chart = (
        '<h3 class="needs-script">What each side gets</h3>\n<div class="payoffs"></div>\n'
        '<p class="hint chart-note"></p>\n'
        if moves
        else ""
    )
    result = (
        '<div class="result exact"><p class="how">Exact: computed.</p>\n'
        f'<div class="told"><p>{escape(str(lesson.own["line"]))}</p></div>\n'
        '<table class="facts" hidden><caption class="said">Facts about this point</caption><tbody></tbody></table>'
        "</div>\n"
        '<p class="spoken" aria-live="polite"></p>\n'
    )
    drawn = board(lesson.scenario, lesson.own)
    shape = "lab" if drawn else "lab alone"
    return (
        f'<section id="game"><h2>The game, and what is played</h2>\n{still}<div class="{shape}">\n'
        f'<div>{drawn}<p class="board-note"></p></div>\n'
        f'<div class="controls">\n{controls}{result}{chart}</div>\n</div>\n</section>\n'
    )


def _slider(lesson: LessonPage, k: int) -> str:
    slider = lesson.grid.sliders[k]
    last = len(slider.values) - 1
    return (
        f'<div class="slider"><label for="slider-{k}"><span>{escape(slider.name)}</span>'
        f'<output for="slider-{k}"></output></label><span class="about" id="about-{k}">{escape(slider.about)}</span>\n'
        f'<input type="range" id="slider-{k}" data-slider="{k}" min="0" max="{last * 4}" step="1" '
        f'value="{slider.own * 4}" aria-describedby="about-{k}"></div>\n'
    )


def _why(lesson: LessonPage) -> str:
    """The explanation, the long one under a fold."""
    brief, full = _explained(lesson, "brief", 3), _explained(lesson, "full", 4)
    moved = "At the values of the file; the sliders do not change this part."
    hint = f'<p class="hint">{moved}</p>\n' if lesson.grid.sliders else ""
    deeper = f"<details><summary>Every step of the reasoning</summary>\n{full}</details>\n"
    return (
        f'<section id="why" class="why"><h2>Why this is what is played</h2>\n{hint}{brief}'
        f"{deeper if full.count('<li>') != brief.count('<li>') else ''}</section>\n"
    )


def _explained(lesson: LessonPage, depth: Depth, level: int) -> str:
    """The explanation, or the story where there is none."""
    try:
        return _scrolling(as_html(_on_page(explanation(lesson.scenario, lesson.solution, depth)), level))
    except NoExplanationError:
        return f'<pre class="scroll">{escape(story(lesson.scenario, lesson.solution))}</pre>\n'


def _on_page(text: Text) -> Text:
    """A text without what only helps at a command line."""
    kept = [
        Section(part.title, tuple(b for b in part.blocks if not (isinstance(b, Paragraph) and "--depth" in b.text)))
        for part in text.sections
    ]
    return Text(text.title, tuple(part for part in kept if part.blocks))


def _questions(asked: tuple[Question, ...], folded: bool = True) -> str:
    """The questions, each with its answer under a fold, or with room to write."""
    if not asked:
        return ""
    items = ""
    for entry in asked:
        fold = f'<details class="answer"><summary>Show the answer</summary><p>{escape(entry.answer)}</p></details>'
        room = '<div class="ruled" aria-hidden="true"><i></i><i></i><i></i></div>'
        items += f"<li><p>{escape(entry.question)}</p>{fold if folded else ''}{room}</li>\n"
    button = (
        '<p class="tools needs-script">'
        '<button type="button" data-answers aria-pressed="false">Show all answers</button></p>\n'
    )
    return (
        f'<section id="questions"><h2>Questions</h2>\n{button if folded else ""}<ol class="questions">\n{items}</ol>'
        "</section>\n"
    )


def _key(lesson: LessonPage, asked: tuple[Question, ...], where: str) -> str:
    """The answers on a page of their own, with the picture of what is played and why it is."""
    told = "".join(
        f'<li><p class="asked">{escape(entry.question)}</p><p>{escape(entry.answer)}</p></li>\n' for entry in asked
    )
    return (
        f'<section class="key {where}"><h2>Answers</h2>\n<ol class="questions">\n{told}</ol>\n'
        f"<h3>What is played</h3>\n<p>{escape(str(lesson.own['line']))}</p>\n{_figure(lesson)}"
        f"<h3>Why</h3>\n{_explained(lesson, 'brief', 4)}</section>\n"
    )


def _figure(lesson: LessonPage) -> str:
    return f"<figure>{lesson.picture}</figure>\n" if lesson.picture else ""


def _sure(lesson: LessonPage) -> str:
    """What has been checked, and what must be known before the result is believed."""
    notes = list(shown(lesson.scenario, lesson.solution).notes())
    checked = (
        "Checked against the definition of an equilibrium: nobody gains by deviating."
        if lesson.solution.certified
        else "Not everything here could be certified."
    )
    # With beliefs, what is complete is only what is played where play gets to; the notes say so.
    whole = lesson.solution.complete and lesson.solution.concept not in ("pbe", "bayes-nash")
    others = " It is proven that there are no others." if whole else ""
    told = "".join(f"<li>{escape(note)}</li>\n" for note in notes)
    return (
        f'<section id="sure"><h2>How sure this is</h2>\n<p>{checked}{others}</p>\n'
        f"{f'<ul>{told}</ul>' if told else ''}</section>\n"
    )


def _sources(scenario: Scenario) -> str:
    if not scenario.sources:
        return ""
    told = "".join(f"<li>{escape(source)}</li>\n" for source in scenario.sources)
    return f'<section id="sources"><h2>Sources</h2>\n<ul>{told}</ul></section>\n'


def _origin(lesson: LessonPage) -> str:
    scenario = lesson.scenario
    name = scenario.file.rpartition("/")[2]
    return (
        f"<footer><p>Made by detente {__version__} from {escape(name)} (SHA-256 {scenario.sha256}), solved for "
        f"{escape(lesson.solution.concept)}.</p></footer>\n"
    )
