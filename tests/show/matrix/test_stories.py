"""What is shown of matrix games: whole in every medium, and with the numbers that the document has."""

from __future__ import annotations

import pytest

from sim.show.text.words import amount
from tests.show.media import blocks_of, check_media, check_payoffs, seen, shown_in, with_marks

STARTED_FROM = ("textbook/shapley", "textbook/stag-hunt")  # following how people learn takes seconds
CASES = [(name, concept) for name, concept in shown_in("matrix") if concept != "learning" or name in STARTED_FROM]
TITLES = {
    "nash": ("The game", "Equilibria", "How sure this is"),
    "correlated": ("What the mediator changes",),
    "quantal": ("Quantal response: choosing with errors", "How sure this is"),
    "bargaining": ("What a contract could do",),
    "learning": ("Where it could come to rest", "Does it matter where they start?", "How sure this is"),
    "stackelberg": ("Against the game in which nobody can commit", "How sure this is"),
}


@pytest.mark.parametrize(("name", "concept"), CASES)
def test_a_story_has_its_parts_in_every_medium(name: str, concept: str) -> None:
    text = seen(name, concept).story()
    titles = [section.title for section in text.sections]
    assert [title for title in titles if title in TITLES[concept]] == list(TITLES[concept])
    assert all(section.blocks for section in text.sections)
    check_media(text)
    check_media(with_marks(seen(name, concept)).story())


@pytest.mark.parametrize(("name", "concept"), [case for case in CASES if case[1] != "learning"])
@pytest.mark.parametrize("depth", ["brief", "full"])
def test_an_explanation_is_whole_in_every_medium(name: str, concept: str, depth: str) -> None:
    for view in (seen(name, concept), with_marks(seen(name, concept))):
        text = view.explain("full" if depth == "full" else "brief")
        assert all(section.title and section.blocks for section in text.sections)
        check_media(text)


@pytest.mark.parametrize(("name", "concept"), [case for case in CASES if case[1] != "learning"])
def test_what_a_story_says_is_paid_is_in_the_document(name: str, concept: str) -> None:
    assert check_payoffs(seen(name, concept)) == (concept not in ("quantal", "bargaining"))


@pytest.mark.parametrize(("name", "concept"), [case for case in CASES if case[1] == "bargaining"])
def test_the_table_of_bargaining_solutions_has_the_payoffs_of_the_document(name: str, concept: str) -> None:
    view = seen(name, concept)
    cells = [[amount(v) for v in entry["payoffs"].values()] for entry in view.document()["equilibria"]]
    rows = [list(row[1:3]) for block in blocks_of(view.story()) for row in getattr(block, "rows", ())]
    assert rows[1:3] == cells


@pytest.mark.parametrize(("name", "concept"), CASES)
def test_every_picture_is_drawn_and_where_there_is_none_that_is_said(name: str, concept: str) -> None:
    view = seen(name, concept)
    assert bool(view.pictures()) != bool(view.no_picture)
    if name == "textbook/stag-hunt":
        assert all(draw().axes for draw in view.pictures().values())
