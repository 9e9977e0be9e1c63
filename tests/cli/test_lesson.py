"""``detente lesson``: what it refuses, and what it writes."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.scenario.catalog import entries
from tests.cli.terminal import Run


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["chicken", "--sliders", "crush"], "--sliders: 'crush' is no parameter with a min and max"),
        (["chicken", "--sliders", "gain,gain"], "named twice"),
        (["chicken", "--sliders", "gain,loss,crash", "--points", "50"], "points are more than 5,000"),
        (["chicken", "--out", "lesson.txt"], "expected a name that ends in .html"),
        (["chicken", "--points", "2"], "should be greater than or equal to 3"),
    ],
)
def test_what_cannot_be_made_is_refused_as_wrong_usage(detente: Run, arguments: list[str], message: str) -> None:
    done = detente("lesson", *arguments)
    assert done.code == 2
    assert message in done.err
    assert not list(Path().glob("*.html"))


def test_a_lesson_is_one_file_that_is_not_replaced_unasked(detente: Run) -> None:
    assert detente("lesson", "chicken", "--points", "3").out == "chicken.html\n"
    before = Path("chicken.html").read_bytes()
    done = detente("lesson", "chicken", "--points", "3")
    assert (done.code, "add --force" in done.err) == (1, True)
    assert detente("lesson", "chicken", "--points", "3", "--force", "--quiet").out == ""
    assert Path("chicken.html").read_bytes() == before


def test_a_lesson_holds_nothing_that_is_fetched_from_elsewhere(detente: Run) -> None:
    detente("lesson", "chicken", "--points", "3")
    text = Path("chicken.html").read_text(encoding="utf-8")
    assert "default-src 'none'" in text
    assert not [mark for mark in (' src="', "url(", "@import", "<link", "<iframe") if mark in text]


FEWER_SLIDERS = {"reassurance-kydd": ["--sliders", "stake"], "stubborn": ["--sliders", "claim"]}
"""With almost no cheats the equilibria of `reassurance-kydd` lie among 22,000 vertices, which take half a minute;
a game of `stubborn` with its fifteen actions a side takes two seconds."""


@pytest.mark.parametrize("name", [entry.name.rpartition("/")[2] for entry in entries() if "textbook" in entry.name])
def test_every_textbook_scenario_becomes_a_handout(detente: Run, name: str) -> None:
    more = ["--points", "3", *FEWER_SLIDERS.get(name, ())]
    done = detente("lesson", name, "--handout", "--answers", *more, "--quiet", "--out", "page.html")
    assert (done.code, done.err) == (0, "")
    text = Path("page.html").read_text(encoding="utf-8")
    assert "<h2>Questions</h2>" in text
    assert "<h2>Answers</h2>" in text


@pytest.mark.parametrize("name", ["sanctions-until-done", "seoul", "mixed-signals", "stalled"])
def test_talks_in_which_one_side_commits_or_hides_something_or_is_advised_become_a_handout(
    detente: Run, name: str
) -> None:
    done = detente("lesson", name, "--handout", "--sliders", "pressure", "--points", "3", "--out", "page.html")
    assert (done.code, done.err) == (0, "")


def test_a_game_without_a_secret_becomes_a_lesson_of_beliefs_all_the_same(detente: Run) -> None:
    text = "format: 1\ntitle: t\nparameters: {x: {value: 0.5, min: 0, max: 0.9}}\n"
    text += "players: {a: {patience: x}, b: {patience: 0.5}}\n"
    text += "status_quo: {a: 0, b: 0}\nconcessions: {a: [{id: s, effect: {a: -1, b: 2}}], b: []}\n"
    text += "breakdown: {payoff: {a: -1, b: -1}}\nhorizon: 2\n"
    Path("t.yaml").write_text(text, encoding="utf-8")
    assert detente("lesson", "t.yaml", "--solve", "pbe", "--points", "3", "--out", "page.html").code == 0
    plotted = detente("plot", "t.yaml", "--solve", "pbe")
    assert plotted.code == 2
    assert "nothing is hidden in this game, so that there is no trust to draw" in plotted.err


def test_a_slider_of_the_file_that_cannot_move_is_found_with_its_place(detente: Run) -> None:
    text = "format: 1\nkind: matrix\ntitle: t\nparameters: {x: 1}\nlesson:\n  sliders: [x]\n"
    text += "players: {a: {actions: [u, d]}, b: {actions: [l, r]}}\npayoffs: [[[x, 1], [0, 0]], [[0, 0], [1, 1]]]\n"
    Path("t.yaml").write_text(text, encoding="utf-8")
    done = detente("check", "t.yaml")
    assert done.code == 1
    assert "t.yaml:6:13" in done.err
    assert "'x' has no range to move in" in done.err
