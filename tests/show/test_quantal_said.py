"""What is said of quantal responses: where there is no answer it is said in the story, the line and the data alike."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

import sim
from sim.api.result import Result
from sim.errors import AskError, NoExplanationError

if TYPE_CHECKING:
    from sim.api.game import Game

CHANCE = """
format: 1
title: Chance alone
kind: tree
players: {a: {}, b: {}}
tree: {chance: {x: {probability: 1/2, then: {payoffs: [1, 2]}}, y: {probability: 1/2, then: {payoffs: [0, 0]}}}}
"""
NEVER = """
format: 1
title: Never
kind: tree
players: {a: {}, b: {}}
tree:
  chance:
    m: {probability: 0, then: {player: a, infoset: s, actions: {x: {payoffs: [1, 0]}, y: {payoffs: [0, 0]}}}}
    n: {probability: 0, then: {player: a, infoset: s, actions: {x: {payoffs: [0, 0]}, y: {payoffs: [3, 0]}}}}
    o: {probability: 1, then: {payoffs: [0, 0]}}
"""


def flat(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("name", ["stag-hunt", "stripped-down-poker", "relief-first"])
@pytest.mark.parametrize(("late", "why"), [(True, "within the time limit"), (False, "the way to it was lost")])
def test_a_precision_without_an_answer_is_named_wherever_the_solution_is_told(name: str, late: bool, why: str) -> None:
    found = sim.load(name).solve("quantal", precision=1.0)
    cut = replace(found.solution, missing=(7.5,), late=late)  # type: ignore[type-var]
    told = Result(found.scenario, cut)
    assert not told.certified
    for said in (flat(told.story), told.line, " ".join(told.document["notes"])):
        assert "no answer was found at precision 7.5" in said
        assert why in said
    assert found.certified
    assert found.document["notes"] == []
    assert "no answer" not in found.story + found.line


@pytest.mark.parametrize("name", ["stag-hunt", "stripped-down-poker", "relief-first"])
def test_without_any_answer_nothing_is_claimed(name: str) -> None:
    found = sim.load(name).solve("quantal", precision=1.0)
    empty = Result(found.scenario, replace(found.solution, points=(), missing=(1.0,)))  # type: ignore[type-var]
    assert empty.document["equilibria"] == []
    assert "own logit response" not in flat(empty.story)
    assert "no answer was found at precision 1" in empty.line


@pytest.mark.parametrize(("name", "at"), [("stag-hunt", 0.0), ("stag-hunt", 2.0), ("relief-first", 3.0)])
def test_one_precision_is_one_answer_in_text_line_and_data_and_can_be_drawn(name: str, at: float) -> None:
    found = sim.load(name).solve("quantal", precision=at)
    (entry,) = found.document["equilibria"]
    assert entry["precision"] == at
    assert f"at precision {at:.3g}" in found.line
    found.plot()


def test_a_range_of_precisions_holds_the_answer_that_one_of_them_gives_alone() -> None:
    game = sim.load("stripped-down-poker")
    for entry in game.solve("quantal").equilibria[1::3]:
        (alone,) = game.solve("quantal", precision=entry["precision"]).equilibria
        for player, sets in entry["strategies"].items():
            for name, shares in sets.items():
                assert alone["strategies"][player][name] == pytest.approx(shares, abs=1e-9)


@pytest.mark.parametrize("precision", [-1.0, float("nan"), float("inf")])
def test_a_precision_that_is_none_is_refused(precision: float) -> None:
    with pytest.raises(AskError, match="expected 0 or a positive number"):
        sim.load("stag-hunt").solve("quantal", precision=precision)


def test_a_precision_is_for_quantal_responses_alone() -> None:
    with pytest.raises(AskError, match="it is for quantal responses, not for 'nash'"):
        sim.load("stag-hunt").solve(precision=1.0)


def test_of_a_tree_of_chance_alone_it_is_said_that_nobody_chooses() -> None:
    game: Game = sim.loads(CHANCE)
    found = game.solve("quantal")
    assert found.certified
    assert "Nobody chooses anything in this game" in flat(found.story)
    assert {entry["payoffs"]["a"] for entry in found.equilibria} == {0.5}
    with pytest.raises(AskError, match="nobody chooses"):
        found.plot()
    with pytest.raises(NoExplanationError, match="Nobody chooses"):
        found.explain()


def test_what_is_assumed_of_moves_of_probability_0_is_said_in_the_story_and_the_data() -> None:
    found = sim.loads(NEVER).solve("quantal")
    (note,) = found.document["notes"]
    assert note.startswith("Assumed: at “s”")
    assert note in flat(found.story)
