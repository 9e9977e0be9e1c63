"""Studies on one screen: they fit, say what the story and the data say, and name commands that exist."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import sim
from sim.api.listing import Comparison
from tests.show.briefs import check_brief

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.api.report import Report

STALLED = sim.load("stalled")

STUDIES: dict[str, Callable[[], Report]] = {
    "sensitivity": lambda: STALLED.sensitivity("leakage", "threat", "pressure", samples=0),
    "map": lambda: STALLED.map("leakage", "threat", grid=5, most=200, checks=5),
    "a map outside which the file lies": lambda: STALLED.map("leakage=0:0.3", "threat", grid=5, most=100, checks=0),
    "simulate": lambda: STALLED.simulate(runs=20),
    "simulate others": lambda: STALLED.simulate(runs=20, us="conceder", nk="grit"),
    "tournament": lambda: STALLED.tournament(runs=2),
    "robust": lambda: STALLED.robust(draws=3),
    "roadmaps": lambda: sim.load("action-for-action").roadmaps(),
    "roadmaps of a file that names none": lambda: sim.load("small-steps").roadmaps(),
    "reassurance": lambda: sim.load("reassurance").first_steps(),
    "reassurance where nothing tells types apart": lambda: sim.load("mixed-signals").first_steps(),
    "compare": lambda: Comparison(tuple(sim.load(n).solve() for n in ("stalled", "dismantle-first", "gestures"))),
    "compare one": lambda: Comparison((sim.load("chicken").solve(),)),
    "compare what is alike": lambda: Comparison((sim.load("chicken").solve(),) * 2),
    "compare kinds": lambda: Comparison(tuple(sim.load(n).solve() for n in ("chicken", "ultimatum", "last-offer"))),
}


@pytest.mark.parametrize("name", STUDIES)
def test_a_study_answers_on_one_screen(name: str) -> None:
    answer = STUDIES[name]()
    assert answer.brief is not None
    check_brief(answer.brief, answer.story, answer.document)
