"""Answers do not hang on how a game is written down: order of players and actions, units and zero of payoffs."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from sim.engine.concessions.equilibrium_sets.agreement import Agreement
from sim.engine.concessions.subgame_perfect.solution import solve_stochastic
from sim.engine.matrix.bimatrix import bimatrix_equilibria
from sim.errors import ScenarioError
from sim.games import compile_scenario
from sim.games.concessions.stochastic_game import StochasticGame
from sim.scenario.load import load
from sim.show.shown import shown
from tests.engine.concessions.test_subgame_perfect_against_the_rules import random_game

F = Fraction
UNITS = [(F(3), F(-7)), (F(1, 8), F(5)), (F(1000), F(1, 4))]
"""Factors and shifts of payoffs; all are short decimals, so that the files stay exact."""


def rescaled(data: dict[str, Any], player: str, factor: Fraction, shift: Fraction) -> dict[str, Any]:
    """The same game with one player's payoffs in other units, from another zero."""
    new = json.loads(json.dumps(data))

    def change(block: dict[str, Any], moved: Fraction | int = 0) -> None:
        if player in block:
            block[player] = str(F(str(block[player])) * factor + moved)

    change(new["status_quo"], shift)
    change(new["breakdown"]["payoff"], shift)
    change(new["agreement"])
    for ladder in new["concessions"].values():
        for step in ladder:
            change(step["effect"])
            change(step["once"])
            for entry in step.get("effects", []):
                change(entry["effect"])
    return new  # type: ignore[no-any-return]


def turned(data: dict[str, Any], draw: random.Random) -> dict[str, Any]:
    """The same game with the players, and the actions, written in another order."""
    actions = list(data["actions"])
    draw.shuffle(actions)
    first = data.get("first")
    flipped = {p: data["players"][p] for p in reversed(data["players"])}
    return data | {"players": flipped, "actions": actions, "first": first}


def solved(data: dict[str, Any]) -> dict[str, Any] | None:
    try:
        scenario = load("game", text=json.dumps(data))
    except ScenarioError:
        return None
    game = compile_scenario(scenario)
    assert isinstance(game, StochasticGame)
    solution = solve_stochastic(game)
    # What all equilibria agree on is not looked at here, and takes longer than all else.
    seen = shown(scenario, replace(solution, agreement=Agreement(game, 0.0)))
    return {"equilibria": seen.entries(all_states=True), "notes": seen.notes(), "undecided": solution.uncertified}


def played(doc: dict[str, Any]) -> dict[Any, dict[str, float]]:
    """What each player does at each decision point."""
    (equilibrium,) = doc["equilibria"]
    return {
        (player, entry["round"], json.dumps(entry["state"], sort_keys=True), entry.get("leader")): entry["actions"]
        for player, entries in equilibrium["strategies"].items()
        for entry in entries
    }


def assert_same_play(one: dict[str, Any], two: dict[str, Any]) -> None:
    first, second = played(one), played(two)
    assert first.keys() == second.keys()
    for place, actions in first.items():
        other = second[place]
        assert all(abs(actions.get(a, 0) - other.get(a, 0)) < 1e-7 for a in {*actions, *other}), place


@pytest.mark.parametrize("moves", ["simultaneous", "alternating", "sequential"])
@pytest.mark.parametrize("seed", range(14))
def test_twenty_rounds_do_not_hang_on_units_or_order(seed: int, moves: str) -> None:
    draw = random.Random(1000 + seed)
    data = random_game(draw, moves) | {"horizon": 20}
    base = solved(data)
    if base is None or base["undecided"]:
        return
    assert_same_play(base, solved(turned(data, draw)) or {})
    player = draw.choice(["us", "nk"])
    factor, shift = draw.choice(UNITS)
    other = solved(rescaled(data, player, factor, shift))
    assert other is not None
    if not other["undecided"]:
        assert_same_play(base, other)
        pays = F(base["equilibria"][0]["payoffs"][player]) * factor + shift
        assert other["equilibria"][0]["payoffs"][player] == pytest.approx(float(pays), rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("seed", range(60))
def test_a_bimatrix_game_has_the_same_equilibria_in_other_units_and_orders(seed: int) -> None:
    draw = random.Random(seed)
    m, n = draw.randint(1, 4), draw.randint(1, 4)
    low, high = draw.choice([(-2, 2), (0, 1), (-9, 9)])
    row = [[F(draw.randint(low, high)) for _ in range(n)] for _ in range(m)]
    column = [[F(draw.randint(low, high)) for _ in range(n)] for _ in range(m)]
    base = {e.strategies for e in bimatrix_equilibria(row, column, second_opinion=False).equilibria}

    (a, b), (c, d) = draw.choice(UNITS), draw.choice(UNITS)
    units = bimatrix_equilibria(
        [[a * v + b for v in line] for line in row],
        [[c * v + d for v in line] for line in column],
        second_opinion=False,
    )
    assert {e.strategies for e in units.equilibria} == base

    swapped = bimatrix_equilibria(list(zip(*column, strict=True)), list(zip(*row, strict=True)), second_opinion=False)
    assert {(y, x) for x, y in (e.strategies for e in swapped.equilibria)} == base

    rows, columns = draw.sample(range(m), m), draw.sample(range(n), n)
    mixed_up = bimatrix_equilibria(
        [[row[i][j] for j in columns] for i in rows],
        [[column[i][j] for j in columns] for i in rows],
        second_opinion=False,
    )
    back = {
        (tuple(x[rows.index(i)] for i in range(m)), tuple(y[columns.index(j)] for j in range(n)))
        for x, y in (e.strategies for e in mixed_up.equilibria)
    }
    assert back == base
