"""What the Korea page says of deals holds with every number of rounds and with payoffs drawn within ten percent.

With turns each stage game has one player, so backward induction finds the only equilibrium unless somebody is
indifferent; that it is the only one is asserted, so that the claims are about all equilibria.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import pytest

from sim.deadline import Deadline
from sim.engine.solve import solve
from sim.scenario.load import load
from sim.study.robust.draws import draw_payoffs, with_factors

if TYPE_CHECKING:
    from sim.scenario.scenario import Concessions, Scenario

LAST = 40
DRAWS, SPREAD = 64, 0.1

DEALS: list[tuple[str, dict[str, str], int]] = [
    ("action-for-action", {}, 8),
    ("action-for-action", {"impatience": "0.3"}, 8),
    ("dismantle-first", {"nk_patience": "0.9"}, 9),
    ("relief-first", {}, 9),
    ("broken-promises", {"for_good": "0"}, 9),
    ("soothing-steps", {"declaration_worth": "1"}, 9),
    ("seoul", {}, 12),
    ("stalled", {"impatience": "0.3"}, 8),
    ("gestures", {}, 11),
    ("fading-hope", {}, 8),
]
"""Rows with a deal in every equilibrium, and the number of rounds from which on."""

NONE: list[tuple[str, dict[str, str]]] = [
    ("action-for-action", {"leakage": "0.55"}),
    ("dismantle-first", {}),
    ("broken-promises", {}),
    ("soothing-steps", {}),
    ("seoul", {"push_us": "0", "push_nk": "0"}),
    ("stalled", {}),
    ("gestures", {"gesture_cost": "0.2"}),
    ("blame", {}),
]
"""Rows with a deal in no equilibrium."""


def lasting(name: str, rounds: int, settings: dict[str, str]) -> Scenario:
    """A bundled scenario with another number of rounds."""
    scenario = load(name, settings)
    return replace(scenario, game=replace(cast("Concessions", scenario.game), horizon=rounds))


def chance_of_a_deal(scenario: Scenario) -> float:
    """The chance of a deal in the only equilibrium."""
    solution: Any = solve(scenario)
    assert solution.certified
    assert solution.complete, "there may be other equilibria"
    return float(sum(ending.chance for ending in solution.endings if ending.kind == "agreement"))


def share_of_deals(name: str, rounds: int, settings: dict[str, str]) -> float:
    """The share of drawn payoffs with which there is a deal."""
    scenario = load(name, settings)
    text = scenario.text.replace(f"horizon: {cast('Concessions', scenario.game).horizon}", f"horizon: {rounds}")
    drawn = draw_payoffs(load(name, settings, text), "payoff-dominant", DRAWS, SPREAD, 1, Deadline(60))
    assert drawn.solved == DRAWS
    return drawn.deals / DRAWS


@pytest.mark.parametrize(("name", "settings", "least"), DEALS, ids=str)
def test_every_equilibrium_has_a_deal_whatever_the_last_round_is(
    name: str, settings: dict[str, str], least: int
) -> None:
    for rounds in range(least, LAST + 1):
        scenario = lasting(name, rounds, settings)
        one_idle_round = 1 - float(cast("Any", scenario.game).hazard) if name == "fading-hope" else 1
        assert chance_of_a_deal(scenario) == pytest.approx(one_idle_round), rounds


@pytest.mark.parametrize(("name", "settings"), NONE, ids=str)
def test_no_equilibrium_has_a_deal_whatever_the_last_round_is(name: str, settings: dict[str, str]) -> None:
    for rounds in range(8, LAST + 1):
        assert chance_of_a_deal(lasting(name, rounds, settings)) == 0, rounds


@pytest.mark.parametrize(("name", "settings", "least"), DEALS, ids=str)
def test_a_deal_survives_payoffs_drawn_within_ten_percent(name: str, settings: dict[str, str], least: int) -> None:
    assert [share_of_deals(name, rounds, settings) for rounds in (least, 12, 13, LAST)] == [1, 1, 1, 1]


@pytest.mark.parametrize(("name", "settings"), NONE, ids=str)
def test_that_there_is_no_deal_survives_payoffs_drawn_within_ten_percent(name: str, settings: dict[str, str]) -> None:
    assert [share_of_deals(name, rounds, settings) for rounds in (9, 12, 13, LAST)] == [0, 0, 0, 0]


def test_step_for_step_has_a_deal_in_each_of_200_draws() -> None:
    drawn = draw_payoffs(load("action-for-action"), "payoff-dominant", 200, SPREAD, 1, Deadline(60))
    assert (drawn.solved, drawn.deals) == (200, 200)


def test_row_2_a_binding_demand_works_from_nine_rounds_on() -> None:
    kinds = [commitment_ends(lasting("sanctions-until-done", rounds, {})) for rounds in range(9, LAST + 1)]
    assert kinds == [["agreement"]] * len(kinds)
    assert commitment_ends(lasting("sanctions-until-done", 8, {})) != ["agreement"]


def test_row_2_with_drawn_payoffs_a_binding_demand_works_for_certain_where_north_korea_has_the_last_move() -> None:
    assert [share_bound(rounds) for rounds in (10, 12, 20)] == [1, 1, 1]
    assert 0 < share_bound(13) < 1


def commitment_ends(scenario: Scenario) -> list[str]:
    """How it ends in the best commitment."""
    return [ending.kind for ending in cast("Any", solve(scenario)).endings]


def share_bound(rounds: int, draws: int = 24) -> float:
    """The share of drawn payoffs with which the best commitment of Washington ends in the whole deal."""
    text, names = with_factors(load("sanctions-until-done"))
    text = re.sub(r'"horizon": 12', f'"horizon": {rounds}', f'{text.rstrip()[:-1]}, "commit": "us"}}')
    factors = np.random.default_rng(1).uniform(1 - SPREAD, 1 + SPREAD, (draws, len(names))).round(6)
    drawn = [load("drawn.yaml", dict(zip(names, map(str, row), strict=True)), text) for row in factors]
    return sum(commitment_ends(scenario) == ["agreement"] for scenario in drawn) / draws


def test_row_3_the_date_is_the_same_with_every_number_of_rounds() -> None:
    for rounds in range(7, LAST + 1):
        solution: Any = solve(lasting("action-for-action", rounds, {}))
        (ending,) = solution.endings
        assert round(ending.rounds) + 1 == 7


def test_row_4_washington_gets_less_than_step_for_step_at_every_date() -> None:
    """The date moves with the last round, and between the earliest and the latest of them the page says."""
    best = float(cast("Any", solve(load("action-for-action"))).values[0])
    dates = set()
    for rounds in range(9, LAST + 1):
        solution: Any = solve(lasting("relief-first", rounds, {}))
        (ending,) = solution.endings
        dates.add(round(ending.rounds) + 1)
        assert float(solution.values[0]) < best
    assert (min(dates), max(dates)) == (8, 14)


def test_row_7_seoul_has_a_deal_from_nine_rounds_on_and_a_push_on_washington_alone_decides_nothing() -> None:
    for rounds in (9, 10, 11):
        assert chance_of_a_deal(lasting("seoul", rounds, {})) == 1
    alone = {"push_nk": "0"}
    assert {chance_of_a_deal(lasting("seoul", rounds, alone)) for rounds in range(13, 21)} == {0, 1}
    assert chance_of_a_deal(lasting("seoul", 12, alone)) == 0


def test_row_13_north_korea_walks_away_with_every_number_of_rounds() -> None:
    for rounds in range(8, LAST + 1):
        solution: Any = solve(lasting("blame", rounds, {}))
        (ending,) = solution.endings
        assert (ending.kind, ending.by) == ("walk_away", ((1,),))


def test_question_1_with_a_small_peace_the_last_move_decides() -> None:
    """Peace is worth 0.7 to Washington and what it can take back costs it 0.8: with 13 rounds it moves last."""
    small = {"nk_patience": "0.9", "peace_us": "0.7"}
    assert [chance_of_a_deal(lasting("dismantle-first", rounds, small)) for rounds in (12, 13)] == [1, 0]
