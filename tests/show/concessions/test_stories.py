"""What is shown of concession games: whole in every medium, for each concept, and with the numbers of the document."""

from __future__ import annotations

import pytest

from sim.engine.solve import solve
from sim.scenario.load import load
from sim.show.shown import shown
from tests.show.media import check_payoffs, check_shown, seen

CASES = [
    ("textbook/small-steps", "subgame-perfect"),
    ("textbook/small-steps", "nash"),
    ("textbook/small-steps", "correlated"),
    ("textbook/small-steps", "quantal"),
    ("textbook/small-steps", "bargaining"),
    ("korea/dismantle-first", "subgame-perfect"),
    ("korea/dismantle-first", "correlated"),
    ("korea/sanctions-until-done", "stackelberg"),
    ("textbook/war-of-attrition", "markov-perfect"),
    ("textbook/war-of-attrition", "bargaining"),
]


@pytest.mark.parametrize(("name", "concept"), CASES)
def test_all_that_is_told_is_whole_in_every_medium(name: str, concept: str) -> None:
    check_shown(seen(name, concept))


@pytest.mark.parametrize(("name", "concept"), CASES)
def test_what_a_story_says_is_paid_is_in_the_document(name: str, concept: str) -> None:
    check_payoffs(seen(name, concept))


def test_so_it_is_with_all_subgame_perfect_payoffs() -> None:
    scenario = load("small-steps")
    view = shown(scenario, solve(scenario, "subgame-perfect", every=True))
    check_shown(view)
    check_payoffs(view)
