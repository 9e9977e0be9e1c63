"""Answers on one screen of all bundled scenarios but concession games, for all of their concepts."""

from __future__ import annotations

import pytest

from sim.api.result import Result
from sim.engine.solve import concepts
from sim.scenario.catalog import entries
from sim.show.text.blocks import as_text
from tests.show.briefs import check_brief
from tests.show.media import loaded, seen, with_marks

OTHERS = [
    (entry.name, concept)
    for entry in entries()
    for concept in concepts(loaded(entry.name))
    if loaded(entry.name).kind != "concessions" or any(loaded(entry.name).types) or concept == "bargaining"
]
SLOW = {"korea/covert-production", "textbook/inspection-recursive"}
CASES = [case for case in OTHERS if case[0] not in SLOW]


def lines(name: str, concept: str) -> int:
    """Most lines of an answer: a matrix game's equilibria take fewer."""
    kind = loaded(name).kind
    return 25 if kind == "matrix" and concept in ("nash", "bargaining", "stackelberg") else 40


@pytest.mark.parametrize(("name", "concept"), CASES)
def test_an_answer_fits_one_screen_and_says_what_the_story_and_the_data_say(name: str, concept: str) -> None:
    view = seen(name, concept)
    result = Result(view.scenario, view.solution)
    check_brief(result.brief, as_text(result.text), result.document, lines(name, concept))


@pytest.mark.parametrize(("name", "concept"), CASES)
def test_names_that_look_like_marks_leave_the_shape_as_it_is(name: str, concept: str) -> None:
    plain, marked = seen(name, concept).brief(), with_marks(seen(name, concept)).brief()
    assert len(marked.tables) == len(plain.tables) or loaded(name).kind == "matrix"
    assert len(marked.answer) == len(plain.answer)
