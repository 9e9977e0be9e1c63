"""Pages: what a file says stands in them as text, never as markup, and Jinja2 is loaded for pages alone."""

from __future__ import annotations

import subprocess
import sys

import pytest

from sim.engine.solve import solve
from sim.scenario.load import load
from sim.show.lesson.page import LessonPage, handout_page, lesson_page
from sim.show.lesson.point import point
from sim.show.lesson.render import render
from sim.study.sliders import SliderGrid

TREACHEROUS = "<b onclick=\"x\">Tom & 'Jerry'</b>"
WRITTEN = "&lt;b onclick=&quot;x&quot;&gt;Tom &amp; &#x27;Jerry&#x27;&lt;/b&gt;"


def pages(text: str) -> list[str]:
    scenario = load("t.yaml", {}, text.encode())
    solution = solve(scenario)
    own = point(scenario, solution)
    made = LessonPage(scenario, solution, own, SliderGrid((), (own,)), answers=True)
    return [lesson_page(made), handout_page(made)]


@pytest.mark.parametrize(
    "game",
    [
        "kind: matrix\nplayers: {a: {name: NAME, actions: [NAME, d]}, b: {actions: [l, r]}}\n"
        "payoffs: [[[1, 1], [0, 0]], [[0, 0], [2, 2]]]\n",
        "kind: tree\nplayers: {a: {name: NAME}, b: {}}\n"
        "tree: {player: a, actions: {NAME: {payoffs: [1, 0]}, d: {payoffs: [0, 1]}}}\n",
        "kind: concessions\nhorizon: 2\nactions: [concede, hold_out]\nstatus_quo: {a: 0, b: 0}\n"
        "players: {a: {name: NAME, patience: 0.9}, b: {patience: 0.9}}\n"
        "concessions: {a: [{id: s, name: NAME, effect: {a: 1, b: 1}}], b: []}\n",
    ],
    ids=["matrix", "tree", "concessions"],
)
def test_what_a_file_says_is_text_on_the_page(game: str) -> None:
    name = "'" + TREACHEROUS.replace("'", "''") + "'"
    lesson = "lesson: {topic: NAME, questions: [{question: NAME, answer: NAME}]}\n"
    text = f"format: 1\ntitle: NAME\nsummary: NAME\nsources: [NAME]\n{lesson}{game}".replace("NAME", name)
    for page in pages(text):
        before, _, data = page.partition('<script type="application/json"')
        assert "<b onclick" not in page
        assert WRITTEN in before
        assert "</b>" not in data.partition("</script>")[0]


def test_a_value_that_a_template_names_and_nobody_gives_is_an_error() -> None:
    with pytest.raises(Exception, match="'story' is undefined"):
        render("parts/story")


def test_templates_are_loaded_only_when_a_page_is_made() -> None:
    script = "import sys, sim.cli, sim.show.lesson.page; print('jinja2' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
