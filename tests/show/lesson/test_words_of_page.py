"""Words, tables and colours of the page: labels for identifiers, cards for phones, no white in the dark."""

from __future__ import annotations

import re

import pytest

from sim.engine.solve import solve
from sim.scenario.load import load
from sim.show.lesson.carded import carded
from sim.show.lesson.labels import labelled, told_formula
from sim.show.lesson.page import LessonPage, handout_page, lesson_page
from sim.show.lesson.point import point
from sim.show.lesson.themed import second, themed
from sim.show.text.blocks import Section, Table, Text, as_html
from sim.study.sliders import SliderGrid


def page_of(name: str, picture: str = "", answers: bool = False) -> tuple[str, str]:
    scenario = labelled(load(name))
    solution = solve(scenario, scenario.lesson.solve)
    own = point(scenario, solution)
    made = LessonPage(scenario, solution, own, SliderGrid((), (own,)), picture, answers)
    return lesson_page(made), handout_page(made)


def test_a_page_calls_no_parameter_by_an_identifier() -> None:
    names = {p.name: p.label for p in labelled(load("repeated-prisoners-dilemma")).parameters}
    assert names["patience_one"] == "patience of First side"
    short = {p.name: p.label for p in labelled(load("chain-store-doubt")).parameters if len(p.name) < 3}
    assert short
    assert all(len(label) > 3 for label in short.values())
    for name in ("repeated-prisoners-dilemma", "alternating-offers"):
        page, handout = page_of(name)
        told = page.partition('<script type="application/json"')[0] + handout
        for p in load(name).parameters:
            if "_" in p.name:
                assert not re.search(rf"(?<![\w“]){re.escape(p.name)}(?!\w)", re.sub(r"<[^>]*>", " ", told)), p.name


def test_a_formula_is_told_in_words() -> None:
    scenario = labelled(load("contest"))
    told = told_formula(scenario, 1, "prize * two.effort / (one.effort + two.effort) - cost * effort")
    assert told == (
        "prize \N{MULTIPLICATION SIGN} effort of Second side \N{DIVISION SIGN} "
        "(effort of First side + effort of Second side) \N{MINUS SIGN} "
        "cost \N{MULTIPLICATION SIGN} effort of Second side"
    )


def test_a_wide_table_becomes_cards_and_each_cell_knows_its_heading() -> None:
    head = ("number", "value", 'what "it" stands for')
    long = "cost per round to one side of a programme that nobody has checked for years and years"
    told = carded(as_html(Text("", (Section("", (Table("", head, (("a <b>", "1", long), ("c", "2", "d"))),)),))))
    assert '<table class="cards">' in told
    assert re.findall(r'data-label="([^"]*)"', told) == ["number", "value", "what &quot;it&quot; stands for"] * 2
    narrow = carded(as_html(Text("", (Section("", (Table("", ("a", "b"), (("1", "2"),)),)),))))
    assert '<table class="fits">' in narrow


def test_a_picture_has_the_colours_of_the_page_and_nothing_white() -> None:
    path, words = '<path style="fill: #ffffff; stroke: #000000"/>', '<text style="fill: #0072b2">#ffffff</text>'
    svg = f'<svg><g id="a">{path}{words}</g></svg>'
    told = themed(svg)
    assert told.count("#ffffff") == 1  # the words
    assert "fill: var(--paper); stroke: var(--ink)" in told
    assert "fill: var(--one)" in told
    assert second(svg).count('id="second-a"') == 1


@pytest.mark.parametrize("name", ["elmira", "covert-production"])
def test_a_picture_that_stands_still_says_that_it_is_the_files(name: str) -> None:
    page, _ = page_of(name, "<svg></svg>")
    assert "<summary>Picture at the values of the file" in page


def test_a_large_game_is_drawn_and_not_tabulated() -> None:
    page, _ = page_of("contest")
    assert 'data-board="replies"' in page
    assert 'class="matrix' not in page.partition("<body")[2].partition("<script")[0]
