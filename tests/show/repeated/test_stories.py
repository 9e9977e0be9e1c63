"""What is shown of repeated games: whole in every medium, and with the numbers that the document has."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sim.engine.repeated.repeated import FiniteSolution, RepeatedSolution
from sim.show.shown import shown
from sim.show.text.blocks import as_text
from tests.show.matrix.test_nash import STOPPED
from tests.show.media import check_media, check_payoffs, seen, shown_in, with_marks

NAMES = [name for name, _ in shown_in("repeated")]
TITLES = {
    None: ("The game of each round", "How patient each must be, outcome by outcome", "What holds it"),
    10: ("The game of each round", "What 10 rounds can change", "Subgame-perfect equilibria"),
}


@pytest.mark.parametrize("name", NAMES)
def test_a_story_has_its_parts_in_every_medium(name: str) -> None:
    view = seen(name, "repeated")
    text = view.story()
    titles = [section.title for section in text.sections]
    expected = TITLES[view.solution.game.rounds]
    assert [title for title in titles if title in expected] == list(expected)
    assert titles[-1] == "How sure this is"
    assert all(section.blocks for section in text.sections)
    check_media(text)
    check_media(with_marks(view).story())


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("depth", ["brief", "full"])
def test_an_explanation_is_whole_in_every_medium(name: str, depth: str) -> None:
    for view in (seen(name, "repeated"), with_marks(seen(name, "repeated"))):
        text = view.explain("full" if depth == "full" else "brief")
        assert all(section.title and section.blocks for section in text.sections)
        check_media(text)


@pytest.mark.parametrize("name", NAMES)
def test_what_a_story_says_is_paid_is_in_the_document(name: str) -> None:
    assert check_payoffs(seen(name, "repeated"))


def test_a_game_without_end_has_a_picture_and_one_with_an_end_says_why_it_has_none() -> None:
    endless, finite = (
        seen("textbook/repeated-prisoners-dilemma", "repeated"),
        seen("textbook/known-last-round", "repeated"),
    )
    assert isinstance(endless.solution, RepeatedSolution)
    assert isinstance(finite.solution, FiniteSolution)
    assert list(endless.pictures()) == ["payoffs"]
    assert endless.picture()().axes
    assert not finite.pictures()
    assert "solve for nash" in finite.no_picture


def test_the_picture_has_all_that_equilibria_pay_by_its_corners() -> None:
    view = seen("textbook/repeated-prisoners-dilemma", "repeated")
    (axes,) = view.picture()().axes
    assert isinstance(view.solution, RepeatedSolution)
    inside, outside = view.solution.attained, view.solution.bounds
    (line,) = [line for line in axes.lines if str(line.get_label()).endswith("with lots")]
    assert np.allclose(line.get_xydata(), [list(map(float, corner)) for corner in (*inside, inside[0])])
    # The two players' patience differs here, and the sets from inside and outside are near but not one.
    assert line.get_label() == "what is known that equilibria pay at this patience, with lots"
    (around,) = [patch for patch in axes.patches if patch.get_label() == "no equilibrium pays anything outside"]
    assert np.allclose(around.get_path().vertices[:-1], [list(map(float, corner)) for corner in outside])
    assert "mixtures of what rounds pay" in [patch.get_label() for patch in axes.patches]


@pytest.mark.parametrize("name", NAMES)
def test_a_round_whose_equilibria_are_not_all_known_says_so(name: str) -> None:
    view = seen(name, "repeated")
    solution = replace(view.solution, stage=replace(view.solution.stage, cut=0.0))
    doubtful = shown(view.scenario, solution)
    assert any(note.startswith(f"{STOPPED}.") for note in doubtful.notes())
    assert STOPPED in " ".join(as_text(doubtful.story()).split())
