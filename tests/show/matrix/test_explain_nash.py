"""Explanations of Nash equilibria of matrix games: eliminations, chances, and what is only weakly dominated."""

from __future__ import annotations

import json
from types import SimpleNamespace

import pytest
from hypothesis import given, settings

from sim.engine.solve import solve
from sim.errors import NoExplanationError
from sim.scenario.load import load
from sim.show.shown import Depth
from tests.engine.matrix.test_bimatrix import Table, games
from tests.show.explanations import add_up, explanation, told, words

DEPTHS: tuple[Depth, Depth] = ("brief", "full")
SCENARIO = load("chicken")


def test_the_dilemma_is_told_cell_by_cell() -> None:
    text = words(told("prisoners-dilemma", "nash", "full"))
    assert (
        "1. First side does not play “disarm”. Whatever Second side does, “arm” pays more: 5 instead of 3 against "
        "“disarm” and 1 instead of 0 against “arm”." in text
    )
    assert "so there is no other equilibrium" in text
    assert "Both would get more if First side played “disarm” and Second side “disarm”: 3 and 3 instead" in text


def test_in_chicken_the_chances_are_told_from_the_other_sides_payoffs() -> None:
    text = words(told("chicken", "nash", "full"))
    assert "“yield” pays 0.9 x 0 + 0.1 x (-1) = -0.1." in text
    assert "p x 0 + (1 - p) x (-1) and “stand firm” pays p x 1 + (1 - p) x (-10). The two are equal at p = 0.9." in text


def test_a_weakly_dominated_action_is_not_ruled_out() -> None:
    # Haywood (1954): in the Bismarck Sea the convoy's south is never better than its north.
    file = """
format: 1
kind: matrix
title: Bismarck Sea
players:
  search: {name: Search, actions: [north, south]}
  convoy: {name: Convoy, actions: [north, south]}
payoffs:
  - [[2, -2], [2, -2]]
  - [[1, -1], [3, -3]]
"""
    scenario = load("bismarck", text=file)
    text = words(explanation(scenario, solve(scenario, None), "full"))
    assert "Nothing: no choice of either side is worse than another" in text
    assert (
        "“south” is never better for Convoy than “north” and sometimes worse: -3 instead of -1 against “south”." in text
    )
    assert "only weakly dominated" in text


def test_an_elimination_that_fails_its_check_is_not_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sim.show.matrix.explain_nash.faults", lambda *record: ["wrong"])
    scenario = load("prisoners-dilemma")
    text = words(explanation(scenario, solve(scenario, "nash"), "full"))
    assert "Not told: the record of the elimination failed its check" in text
    assert "does not play" not in text


def test_what_is_not_explained_is_refused_in_plain_words() -> None:
    course = SimpleNamespace(concept="learning", complete=False, certified=True)
    with pytest.raises(NoExplanationError, match="there is no explanation of 'learning' for kind matrix"):
        explanation(SCENARIO, course, "full")


@settings(max_examples=15, deadline=None)
@given(games())
def test_explanations_of_random_games_add_up(game: tuple[Table, Table]) -> None:
    row, column = game
    actions = [[f"{name}{k}" for k in range(count)] for name, count in (("r", len(row)), ("c", len(row[0])))]
    cells = [[[str(a), str(b)] for a, b in zip(one, two, strict=True)] for one, two in zip(row, column, strict=True)]
    file = {
        "format": 1,
        "kind": "matrix",
        "title": "test",
        "players": {"a": {"actions": actions[0]}, "b": {"actions": actions[1]}},
        "payoffs": cells,
        "commit": "a",
    }
    scenario = load("test", text=json.dumps(file))
    for concept in ("nash", "stackelberg"):
        for depth in DEPTHS:
            add_up(words(explanation(scenario, solve(scenario, concept), depth)))
