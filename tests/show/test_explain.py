"""Explanations as they are read: their sentences say what their numbers say, in plain text and in Markdown."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from markdown_it import MarkdownIt

from sim.scenario.catalog import entries
from sim.scenario.load import load
from sim.show.text.blocks import Points, Text, as_html, as_markdown, as_text
from tests.show.concessions.test_explain_course import COURSES
from tests.show.explanations import BAYES, CAUSE, SUM, add_up, check, exact, explained, said, told, total, words

if TYPE_CHECKING:
    from sim.show.shown import Depth

OTHERS = ["sanctions-until-done", "alternating-offers", "mixed-signals", "reassurance"]


@pytest.mark.parametrize("name", COURSES + OTHERS)
@pytest.mark.parametrize("depth", ["brief", "full"])
def test_nothing_is_said_to_be_worse_by_nothing_or_better(name: str, depth: Depth) -> None:
    text = said(explained(name, depth))
    assert not re.search(r"\b0\.00 (less|more)", text)
    assert not re.search(r"more in all", text)
    assert "nan" not in text.split()
    assert "None" not in text


@pytest.mark.parametrize("name", COURSES + OTHERS)
def test_brief_is_shorter_and_names_every_decision_that_full_names(name: str) -> None:
    brief, full = as_text(explained(name, "brief")), as_text(explained(name, "full"))
    assert len(brief) < len(full)
    assert set(re.findall(r"^  (Round \d+)\b", brief, re.M)) == set(re.findall(r"^  (Round \d+)\b", full, re.M))


@pytest.mark.parametrize("name", COURSES + OTHERS)
def test_markdown_has_the_same_words_as_the_plain_text_and_nothing_is_taken_for_a_mark(name: str) -> None:
    text = explained(name)
    tokens = MarkdownIt("commonmark").parse(as_markdown(text))
    shown = " ".join("".join(c.content for c in block.children or ()) for block in tokens)
    assert "".join(shown.split()) == "".join(said(text).split())
    kinds = {t.type for block in tokens for t in block.children or ()}
    assert kinds <= {"text", "text_special", "strong_open", "strong_close", "softbreak"}
    headings = [tokens[k + 1].content for k, t in enumerate(tokens) if t.type == "heading_open"]
    assert len(headings) == 1 + sum(bool(section.title) for section in text.sections)
    assert not any(t.type in ("code_block", "fence", "blockquote_open", "html_block") for t in tokens)


OURS = {
    "matrix": ("nash", "correlated", "quantal", "bargaining"),
    "repeated matrix": ("repeated", "nash"),
    "tree": ("subgame-perfect", "nash", "pbe", "bayes-nash", "quantal"),
}


CASES = [
    (name, concept)
    for name in (entry.name.rpartition("/")[2] for entry in entries())
    for concept in OURS.get(load(name).form, ())
    if name != "take-it-or-leave-it-crisis" or concept == "subgame-perfect"  # all its equilibria take seconds
] + [("mixed-commitment", "stackelberg"), ("entry-deterrence-commitment", "stackelberg")]


@pytest.mark.parametrize("depth", ["brief", "full"])
@pytest.mark.parametrize(("name", "concept"), CASES)
def test_every_calculation_that_is_printed_comes_out(name: str, concept: str, depth: Depth) -> None:
    add_up(words(told(name, concept, depth)))


def test_the_patterns_find_calculations_and_can_fail() -> None:
    text = CAUSE.sub("", words(told("stripped-down-poker", "nash", "full")))
    assert ("0.75 x (-2) + 0.25 x 2", "=", "-1") in SUM.findall(text)
    assert BAYES.findall(text)
    with pytest.raises(AssertionError):
        check(total("0.5 x 2 + 0.5 x 1"), "=", exact("2"), 1.0)


@pytest.mark.parametrize(("name", "concept"), CASES)
def test_the_short_text_is_short_and_the_long_one_can_be_read_out(name: str, concept: str) -> None:
    brief, full = (as_text(told(name, concept, depth)).splitlines() for depth in ("brief", "full"))
    assert len(brief) <= len(full)
    assert len(full) <= 170
    assert "None" not in " ".join(full)


@pytest.mark.parametrize(("name", "concept"), CASES)
def test_all_three_media_show_it(name: str, concept: str) -> None:
    text = told(name, concept, "full")
    assert as_markdown(text).startswith(f"# {text.title}")
    assert as_html(text).count("<section>") == len(text.sections)


def points(text: Text) -> list[Points]:
    return [block for section in text.sections for block in section.blocks if isinstance(block, Points)]


@pytest.mark.parametrize("name", ["prisoners-dilemma", "centipede", "beer-quiche"])
def test_in_short_every_decision_has_one_line(name: str) -> None:
    concept = {"centipede": "subgame-perfect", "beer-quiche": "pbe"}.get(name, "nash")
    assert all(not item.below for block in points(told(name, concept, "brief")) for item in block.items)
