"""Chances and patience next to 0 and 1, where floats are equal to what the exact numbers are not."""

from __future__ import annotations

import json
import random
from fractions import Fraction
from typing import Any

import pytest

import sim
from sim.api.game import Game
from sim.concepts import concepts_of
from sim.engine.concessions.markov_perfect.solution import solve_markov
from sim.engine.concessions.subgame_perfect.solution import solve_stochastic
from sim.engine.selection import Rule
from sim.errors import DetenteError, ScenarioError
from sim.games import compile_scenario
from sim.scenario.load import load
from sim.show.shown import shown
from tests.engine.concessions.rules import Checker, Rules
from tests.engine.concessions.test_subgame_perfect_against_the_rules import profile_of, random_game

F = Fraction

EDGES = ("1e-100", "1e-17", "1e-15", "0.9999999999999999")
NEXT_TO_1 = ("1 - 1e-15", "1 - 1e-17", "1 - 1e-100")

WAITING = """\
format: 1
title: Nobody can do anything
players: {{a: {{patience: {patience}}}, b: {{patience: 0}}}}
status_quo: {{a: 1, b: 0}}
concessions: {{a: [], b: [{{id: step}}]}}
breakdown: {{payoff: {{a: -1, b: 0}}, hazard: {hazard}}}
actions: [hold_out]
horizon: infinite
"""


def exact(text: str) -> Fraction:
    """The value of a number as it is written here."""
    one, sign, rest = text.partition(" - ")
    return F(one) - F(rest) if sign else F(text)


@pytest.mark.parametrize("patience", ["0", *EDGES, *NEXT_TO_1])
@pytest.mark.parametrize("hazard", ["0", *EDGES, *NEXT_TO_1, "1"])
def test_waiting_for_ever_is_worth_what_the_sum_of_the_series_says(patience: str, hazard: str) -> None:
    """V = (1 - d) + d (h (-1) + (1 - h) V); the talks end after 1 / h rounds on average, counted from 0 one less."""
    game = compile_scenario(load("waiting.yaml", text=WAITING.format(patience=patience, hazard=hazard)))
    found = solve_markov(game, Rule())  # type: ignore[arg-type]
    d, h = exact(patience), exact(hazard)
    assert found.values[0] == pytest.approx(float(((1 - d) - d * h) / (1 - d * (1 - h))), rel=1e-9)
    assert found.certified
    (ending,) = found.endings
    assert (ending.kind, ending.chance) == ("hazard" if h else "unfinished", pytest.approx(1.0))
    if h:
        assert ending.rounds == pytest.approx(float(1 / h - 1), rel=1e-9, abs=1e-9)


def edged(draw: random.Random) -> dict[str, Any]:
    """A random game with its chances and patience at the edge."""
    data = random_game(draw, draw.choice(["simultaneous", "alternating", "sequential"]))
    data["breakdown"]["hazard"] = draw.choice(["1e-17", "0.99999999999999999", "1e-15", "0.999999999999999999999"])
    for entry in data["players"].values():
        entry["patience"] = draw.choice([0, "1e-17", "0.99999999999999999", "0.9"])
    data["horizon"] = draw.randint(1, 4)
    return data


@pytest.mark.parametrize("seed", range(40))
def test_subgame_perfect_play_withstands_every_deviation_by_the_rules(seed: int) -> None:
    """The independent reading of the rules, in fractions."""
    data = edged(random.Random(seed))
    try:
        scenario = load("random.yaml", text=json.dumps(data))
    except ScenarioError:  # the steps wait for each other
        return
    seen = shown(scenario, Game(scenario).solve("subgame-perfect").solution)
    document = {"equilibria": seen.entries(all_states=True)}
    checker = Checker(Rules(data), profile_of(document))
    value = checker.value(0, (frozenset(), frozenset()))
    assert list(document["equilibria"][0]["payoffs"].values()) == pytest.approx([float(v) for v in value], abs=1e-9)
    assert checker.gain <= F(1, 10**9)


@pytest.mark.parametrize("seed", range(25))
def test_every_concept_has_an_answer_or_says_why_not(seed: int) -> None:
    data = edged(random.Random(100 + seed))
    if seed % 5 == 0:
        data["horizon"] = "infinite"
    try:
        game = Game(load("random.yaml", text=json.dumps(data)))
    except ScenarioError:  # the steps wait for each other
        return
    for concept in concepts_of(game.scenario.form):
        try:
            result = game.solve(concept.name, time_limit=2)
        except DetenteError:
            continue
        assert result.story
        json.dumps(result.document, allow_nan=False)


def test_a_hazard_next_to_1_leaves_a_way_on_and_one_of_1_does_not() -> None:
    ways = {}
    for hazard in ("1 - 1e-17", "1"):
        text = WAITING.format(patience="0.5", hazard=hazard).replace("infinite", "3")
        ways[hazard] = Game(load("waiting.yaml", text=text)).solve("subgame-perfect").solution.endings
    assert [e.kind for e in ways["1 - 1e-17"]] == ["hazard", "unfinished"]
    assert [e.kind for e in ways["1"]] == ["hazard"]


def test_what_is_nearly_certain_is_not_told_as_certain() -> None:
    """A hazard of 1e-17 may end the talks; one of 0 may not, and the text of the two differs in that."""
    told = {}
    for hazard in ("1e-17", "0"):
        text = WAITING.format(patience="0.5", hazard=hazard).replace("infinite", "3")
        result = Game(load("waiting.yaml", text=text)).solve("subgame-perfect")
        told[hazard] = result.story, result.document["equilibria"][0]["path_chance"]
    assert "more than 99.9%" in told["1e-17"][0]
    assert "99.9%" not in told["0"][0]
    assert told["1e-17"][1] < 1 == told["0"][1]


TIED = """\
format: 1
title: Always as good as walking away
players: {{a: {{patience: {patience}}}, b: {{patience: 1/3}}}}
status_quo: {{a: -1, b: 2}}
concessions: {{a: [], b: [{{id: step, once: {{a: 0, b: -1}}, reversible: true}}]}}
breakdown: {{payoff: {{a: -1, b: 1}}, hazard: 1e-100}}
horizon: 40
"""


@pytest.mark.parametrize("patience", ["0.9", *NEXT_TO_1])
def test_payoffs_that_are_equal_to_a_third_are_equal_however_they_were_rounded(patience: str) -> None:
    """Whatever happens pays a -1, so that walking away is one of its best replies to anything.

    b prefers waiting (2) to conceding (4/3) and to walking away (1) if a waits, and gets 1 by each if a walks away:
    the extreme equilibria are (wait, wait) and walking away with each of b's three actions.
    """
    game = compile_scenario(load("tied.yaml", text=TIED.format(patience=patience)))
    first = solve_stochastic(game).choices[0]  # type: ignore[arg-type]
    assert (first.round, first.count) == (0, 4)


def test_a_game_without_a_last_round_that_a_certain_hazard_ends_has_a_first_step() -> None:
    """Nothing comes after a stalled round: the turn of the other side is never reached."""
    text = """
format: 1
title: Certain
moves: alternating
players: {a: {patience: 0.5}, b: {patience: 0.5}}
status_quo: {a: 0, b: 0}
concessions: {a: [{id: s, effect: {a: -1, b: 1}}], b: []}
breakdown: {payoff: {a: 1, b: 0}, hazard: 1}
actions: [concede, hold_out]
horizon: infinite
"""
    assert "talks break down by chance in round 1" in sim.loads(text).solve().story
