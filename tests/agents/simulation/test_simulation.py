"""Means of many runs against exact expectations: the engine's, closed forms, and hand computation."""

from __future__ import annotations

import json
import random
from collections.abc import Hashable
from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from sim.agents import Agent, Seen, SimulatedRuns, View, simulate
from sim.agents.seated_game import SeatedGame, Solutions
from sim.agents.simulation.simulation import simulate_table
from sim.agents.strategies.solved import EquilibriumAgent
from sim.errors import ScenarioError
from sim.scenario.load import load
from tests.agents.helpers import ladders
from tests.engine.concessions.test_subgame_perfect_against_the_rules import random_game

FAKES = """
format: 1
title: Fakes
players: {us: {patience: 0.9}, nk: {patience: 0.8}}
status_quo: {us: 0, nk: 0}
concessions:
  us: [{id: relief, effect: {us: -1, nk: 2}, reversible: true}]
  nk:
    - {id: freeze, effect: {us: 1, nk: -0.25}}
    - {id: dismantle, effect: {us: 2, nk: -1}, once: {nk: -3}, verification: 0.25}
agreement: {us: 0.5, nk: 0.75}
breakdown: {payoff: {us: -4, nk: -5}, keeps: nothing}
agents: {us: conceder, nk: salami_slicer}
horizon: infinite
"""


def within(result: SimulatedRuns, expected: tuple[float, float], errors: float = 4.0) -> bool:
    return all(
        abs(e.mean - value) <= errors * e.standard_error + 1e-9 * width
        for e, value, width in zip(result.payoffs, expected, result.scale, strict=True)
    )


@pytest.mark.parametrize("name", ["action-for-action", "dismantle-first", "stalled", "war-of-attrition"])
def test_without_chance_every_run_pays_what_the_engine_expects(name: str) -> None:
    result = simulate(name, runs=50)
    assert result.expected is not None
    assert [e.standard_error for e in result.payoffs] == [0, 0]
    assert [e.mean for e in result.payoffs] == pytest.approx(result.expected, abs=1e-9)


def test_with_hazard_the_mean_is_within_a_few_standard_errors_and_so_are_the_endings() -> None:
    result = simulate("fading-hope", runs=20_000)
    assert result.expected is not None
    assert within(result, result.expected)
    # One stalled round with hazard 0.3: the agreement is reached with 0.7.
    assert result.rounds_to_agreement[8] == pytest.approx(0.7, abs=4 * (0.7 * 0.3 / 20_000) ** 0.5)


def test_mixed_equilibria_are_drawn_as_they_mix() -> None:
    # The symmetric equilibrium of the war of attrition: its expected payoffs are 0 by indifference (see the page).
    scenario = load("war-of-attrition")
    solutions = Solutions(scenario)
    table = SeatedGame(scenario, (False, False), solutions)
    found = solutions.equilibrium("payoff-dominant")
    mixed = next(e for e in found.equilibria if max(abs(v) for v in e.values) < 1e-9)  # type: ignore[union-attr]
    solutions._perfect["payoff-dominant"] = replace(found, equilibria=(mixed,))  # type: ignore[type-var, arg-type]
    result = simulate_table(table, (EquilibriumAgent(), EquilibriumAgent()), 20_000, 3)
    assert result.payoffs[0].standard_error > 0
    assert within(result, (0.0, 0.0))


@pytest.mark.parametrize("moves", ["simultaneous", "alternating", "sequential"])
def test_simulated_equilibria_of_random_games_pay_what_the_engine_computes(moves: str) -> None:
    draw, played, drawn = random.Random(f"simulated {moves}"), 0, 0
    while played < 15:
        data = random_game(draw, moves)
        try:
            scenario = load("random", text=json.dumps(data))
        except ScenarioError:  # the prerequisites drawn may form a circle
            continue
        result = simulate(scenario, runs=4_000, seed=played)
        assert result.expected is not None
        assert within(result, result.expected, 4.5), json.dumps(data)
        assert sum(e.chance for e in result.endings) == pytest.approx(1)
        played += 1
        drawn += any(e.standard_error for e in result.payoffs)
    assert drawn


@pytest.mark.parametrize("moves", ["simultaneous", "alternating", "sequential"])
@pytest.mark.parametrize("horizon", [4, "infinite"])
def test_simulated_quantal_responses_pay_what_the_engine_computes(moves: str, horizon: int | str) -> None:
    both = {"us": "quantal_response,precision=3", "nk": "quantal_response,precision=3"}
    result = simulate(ladders(moves, horizon), both, runs=5_000)
    assert result.expected is not None
    assert result.payoffs[0].standard_error > 0
    assert within(result, result.expected)


def test_a_fake_pays_until_it_is_discovered_and_then_the_punishment() -> None:
    """By hand: round 1 freeze and relief, round 2 the fake; each round from then on it is found with q = 1/4."""
    result = simulate(load("t", text=FAKES), runs=40_000)
    q = 0.25
    expected = []
    for d, first, while_hidden, after in [(0.9, 0.0, 0.0 + 0.5, 1.0), (0.8, 1.75, 1.75 + 0.75, -0.25)]:
        # Announced complete, so the agreement is paid; the fake has neither its effect nor its once.
        value = (1 - d) * first
        hidden = d * (1 - d) * while_hidden / (1 - d * (1 - q))
        # Found after round 2 + k with chance q (1 - q)^k: snapback leaves the freeze alone, from the round after on.
        found = d * q * d * after / (1 - d * (1 - q))
        expected.append(value + hidden + found)
    assert within(result, (expected[0], expected[1]))
    when = result.runs.when
    for k in range(1, 6):
        # Undiscovered after k rounds, that of the fake (round 1, counted from 0) included: (1 - q)^k.
        left = float((when > k).mean())
        assert left == pytest.approx((1 - q) ** k, abs=4 * ((1 - q) ** k * (1 - (1 - q) ** k) / 40_000) ** 0.5)


def test_a_discovery_can_be_a_breakdown() -> None:
    text = FAKES.replace("horizon: infinite", "horizon: 2").replace("agents:", "on_discovery: breakdown\nagents:")
    result = simulate(load("t", text=text.replace("verification: 0.25", "verification: 1")), runs=10)
    assert [e.kind for e in result.endings] == ["discovery"]
    # us: round 1 pays 0, round 2 pays 0.5, then -4 for ever; nk: 1.75, 2.5, then -5.
    wanted = [0.1 * (0 + 0.9 * 0.5) + 0.81 * -4, 0.2 * (1.75 + 0.8 * 2.5) + 0.64 * -5]
    assert [e.mean for e in result.payoffs] == pytest.approx(wanted)


def test_a_fake_that_is_never_looked_for_stands_and_is_told() -> None:
    result = simulate(load("t", text=FAKES.replace("verification: 0.25", "verification: 0")), runs=10)
    assert result.undiscovered == 1
    assert [e.kind for e in result.endings] == ["agreement"]
    assert [e.mean for e in result.payoffs] == pytest.approx([0.1 * 0 + 0.9 * 0.5, 0.2 * 1.75 + 0.8 * 2.5])


def test_without_a_last_round_a_standing_agreement_is_paid_to_the_end() -> None:
    """By hand: three rounds in which both take a step, then 3 per round for ever."""
    result = simulate(ladders(horizon="infinite"), {"us": "conceder", "nk": "tit_for_tat"}, runs=10)
    assert result.truncation == 0
    for estimate, d in zip(result.payoffs, (0.9, 0.8), strict=True):
        assert estimate.mean == pytest.approx((1 - d) * (1 + 2 * d) + 3 * d**2, abs=1e-12)


def test_an_agent_that_looks_at_the_round_is_cut_off_and_that_is_told() -> None:
    class Counts(Agent):
        def act(self, view: View) -> str:
            return view.first("concede")

    result = simulate(ladders(horizon="infinite"), {"us": Counts(), "nk": "conceder"}, runs=10)
    assert result.truncation == 1e-9
    assert result.payoffs[0].mean == pytest.approx(0.1 * (1 + 1.8) + 3 * 0.81, abs=1e-8)


class Whole(Agent):
    """Another agent's moves with a memory that keeps every run apart from every other history."""

    def __init__(self, inner: Agent) -> None:
        self.inner = inner

    def start(self) -> Hashable:
        return self.inner.start(), ()

    def update(self, memory: Any, seen: Seen) -> Hashable:
        return self.inner.update(memory[0], seen), (*memory[1], seen)

    def act(self, view: View) -> Any:
        return self.inner.act(View(view.sight, view.round, view.memory[0]))

    def prepare(self, table: Any, seat: int) -> Agent:
        return Whole(self.inner.prepare(table, seat))


@pytest.mark.parametrize("moves", ["simultaneous", "sequential"])
def test_results_do_not_hang_on_how_runs_are_grouped(moves: str) -> None:
    from sim.agents.strategies.reciprocal import Grit
    from sim.agents.strategies.solved import QuantalResponse

    scenario = ladders(moves)
    one = simulate(scenario, {"us": QuantalResponse(2.0), "nk": Grit()}, runs=500, seed=7)
    two = simulate(scenario, {"us": Whole(QuantalResponse(2.0)), "nk": Whole(Grit())}, runs=500, seed=7)
    np.testing.assert_array_equal(one.runs.payoffs, two.runs.payoffs)
    np.testing.assert_array_equal(one.runs.when, two.runs.when)


def test_the_first_runs_of_a_round_do_not_hang_on_what_others_do() -> None:
    a = simulate("fading-hope", runs=1_000, seed=5)
    b = simulate("fading-hope", runs=1_000, seed=5)
    c = simulate("fading-hope", runs=1_000, seed=6)
    np.testing.assert_array_equal(a.runs.payoffs, b.runs.payoffs)
    assert (a.runs.payoffs != c.runs.payoffs).any()


def test_an_interval_covers_the_expected_payoff_about_nineteen_times_in_twenty() -> None:
    """Of 200 intervals 190 should cover; 3 standard deviations of that count are 9.2."""
    scenario = load("relief-first")
    solutions = Solutions(scenario)
    covered = sum(simulate(scenario, runs=1_000, seed=s, solutions=solutions).agrees(0) for s in range(200))
    assert abs(covered - 190) <= 10


def test_what_the_file_says_is_played_and_the_caller_may_say_otherwise() -> None:
    scenario = load("t", text=FAKES)
    assert [a.name for a in simulate(scenario, runs=2).agents] == ["conceder", "salami_slicer"]
    assert [a.name for a in simulate(scenario, {"us": "grim"}, runs=2).agents] == ["grim", "salami_slicer"]


def test_numbers_in_files_may_be_expressions() -> None:
    text = FAKES.replace("nk: salami_slicer", "nk: {play: quantal_response, precision: 1 / 2}")
    assert load("t", text=text).game.agents[1].options == (("precision", Fraction(1, 2)),)  # type: ignore[union-attr]
    assert simulate(load("t", text=text), runs=2).agents[1].label == "quantal_response (precision 0.5)"
