"""Solved games checked by an independent reading of the rules, on random games of all kinds."""

from __future__ import annotations

import json
import random
from fractions import Fraction
from typing import Any

import pytest

from sim.engine.concessions.subgame_perfect.solution import solve_stochastic
from sim.errors import ScenarioError
from sim.games import compile_scenario
from sim.scenario.load import load
from sim.show.shown import shown
from tests.engine.concessions.rules import Checker, Mixed, Rules, Stands

PLAYERS = ("us", "nk")


def random_game(draw: random.Random, moves: str) -> dict[str, Any]:
    """Plain data of a scenario; numbers with few digits, so that ties are common."""

    def number() -> float:
        return draw.choice([float(draw.randint(-3, 3)), round(draw.uniform(-3, 3), 1), round(draw.uniform(-3, 3), 2)])

    def pair() -> dict[str, float]:
        return {p: number() for p in PLAYERS}

    sizes = [draw.randint(0, 3), draw.randint(1, 3)]
    ladders: dict[str, list[dict[str, Any]]] = {}
    for i, player in enumerate(PLAYERS):
        ladders[player] = [
            {
                "id": f"s{k}",
                "effect": pair(),
                "once": pair() if draw.random() < 0.3 else {},
                "reversible": draw.random() < 0.5,
                "after": [f"{PLAYERS[1 - i]}.s{draw.randrange(sizes[1 - i])}"]
                if sizes[1 - i] and draw.random() < 0.3
                else [],
            }
            for k in range(sizes[i])
        ]
    # Files say which rules they mean, or leave it to the format.
    ended = {"keeps": draw.choice(["irreversible", "nothing", "all"])} if draw.random() < 0.6 else {}
    ended |= {"stalls": draw.choice(["without_progress", "without_change"])} if draw.random() < 0.6 else {}
    # What hangs on steps hangs on the first ones, so that ladders may be cut.
    firsts = [f"{p}.s0" for p in PLAYERS if ladders[p]]
    for step in (step for ladder in ladders.values() for step in ladder):
        if draw.random() < 0.2:
            when = draw.sample(firsts, draw.randint(1, len(firsts)))
            step["effects"] = [{"when": when, "effect": pair()}]
    if draw.random() < 0.3:
        ended |= {"rests": [draw.sample(firsts, draw.randint(1, len(firsts))) for _ in range(2)]}
    actions = ["concede", "hold_out", *(a for a in ("walk_away", "renege") if draw.random() < 0.6)]
    draw.shuffle(actions)
    return {
        "format": 1,
        "title": "random",
        "players": {p: {"patience": draw.choice([0, 0.5, 0.8, 0.9, 0.95])} for p in PLAYERS},
        "status_quo": pair(),
        "concessions": ladders,
        "agreement": pair(),
        "breakdown": {"payoff": pair(), "hazard": draw.choice([0, 0.05, 0.5, 1])} | ended,
        "moves": moves,
        "first": draw.choice(PLAYERS),
        "actions": actions,
        "horizon": draw.randint(1, 6),
    }


def pressed(draw: random.Random, data: dict[str, Any]) -> dict[str, Any]:
    """The same game, perhaps with a mediator who makes delay cost something."""
    return data | {"mediator": {"delay": draw.choice([{}, {"us": 0.3}, {"us": 0.1, "nk": 0.25}])}}


def profile_of(doc: dict[str, Any]) -> Any:
    """The strategies of a document printed with --all-states, as a function of the position."""
    (equilibrium,) = doc["equilibria"]
    table: dict[tuple[Any, ...], Mixed] = {}
    for i, player in enumerate(PLAYERS):
        for entry in equilibrium["strategies"][player]:
            stands = tuple(frozenset(entry["state"][p]) for p in PLAYERS)
            mixed = {a: Fraction(p) for a, p in entry["actions"].items()}
            table[entry["round"], stands, entry.get("leader"), i] = mixed

    def look_up(t: int, stands: Stands, leader: str | None, i: int) -> Mixed:
        return table[t, stands, leader, i]

    return look_up


@pytest.mark.parametrize("moves", ["simultaneous", "alternating", "sequential"])
@pytest.mark.parametrize("seed", range(4))
def test_no_deviation_pays_anywhere_that_play_can_get_to(moves: str, seed: int) -> None:
    draw = random.Random(f"{moves} {seed}")
    checked = 0
    while checked < 25:
        data = pressed(draw, random_game(draw, moves))
        try:
            scenario = load("random", text=json.dumps(data))
        except ScenarioError:  # the prerequisites drawn may form a circle
            continue
        solution = solve_stochastic(compile_scenario(scenario))  # type: ignore[arg-type]
        doc = {"equilibria": shown(scenario, solution).entries(all_states=True)}
        checker = Checker(Rules(data), profile_of(doc))
        value = checker.value(0, (frozenset(), frozenset()))
        assert checker.gain <= Fraction(1, 10**9), json.dumps(data)
        for i, player in enumerate(PLAYERS):
            assert float(value[i]) == pytest.approx(doc["equilibria"][0]["payoffs"][player], abs=1e-9)
        checked += 1
        assert checker.seen >= 1


@pytest.mark.parametrize("name", ["action-for-action", "dismantle-first", "relief-first", "stalled"])
def test_the_path_of_a_bundled_scenario_pays_what_its_document_says(name: str) -> None:
    scenario = load(name)
    solution = solve_stochastic(compile_scenario(scenario))  # type: ignore[arg-type]
    (equilibrium,) = shown(scenario, solution).entries()
    for t, entry in enumerate(equilibrium["path"]):
        assert entry["round"] == t
        assert set(entry["payoffs"]) == {"us", "nk"}
    ending = {e["kind"]: e["chance"] for e in equilibrium["endings"]}
    assert sum(ending.values()) == pytest.approx(1)
