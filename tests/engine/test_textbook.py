"""The bundled textbook scenarios against their closed forms, at the numbers of the file and at others."""

from __future__ import annotations

from fractions import Fraction
from math import comb
from typing import Any

import pytest

from sim.engine.matrix.bimatrix import bimatrix_equilibria
from sim.engine.matrix.nash import NashSolution
from sim.engine.matrix.refinements import nash_subsets
from sim.engine.solve import solve
from sim.engine.tree.certificate import tree_regret
from sim.engine.tree.reduced_form import strategic_form, strategies
from sim.engine.tree.solution import TreeEquilibrium
from sim.games.tree.game_tree import GameTree
from sim.scenario.load import load

F = Fraction
Setting = dict[str, str]


def solved(name: str, concept: str, settings: Setting | None = None) -> Any:
    """A bundled scenario, solved as the command line solves it."""
    scenario = load(name, settings or {})
    solution = solve(scenario, concept)
    assert solution.certified
    return solution


def numbers(name: str, settings: Setting) -> dict[str, Fraction]:
    """The parameters of a bundled scenario, settings applied."""
    return {p.name: p.value for p in load(name, settings).parameters}


def only(solution: NashSolution) -> tuple[tuple[tuple[Fraction, ...], ...], tuple[Fraction, Fraction]]:
    """Strategies and payoffs of the one equilibrium of a matrix game."""
    (e,) = solution.result.equilibria
    assert solution.complete
    return e.strategies, e.payoffs


# Centipede: Rosenthal 1981; payoffs of McKelvey and Palfrey 1992, figure 2.

DOLLARS = [(0.40, 0.10), (0.20, 0.80), (1.60, 0.40), (0.80, 3.20), (6.40, 1.60), (3.20, 12.80), (25.60, 6.40)]


def test_the_centipede_pays_what_mckelvey_and_palfrey_paid() -> None:
    game = solved("centipede", "subgame-perfect").game
    assert sorted(node.payoffs for node in game.nodes if node.player is None) == sorted(
        (F(str(a)), F(str(b))) for a, b in DOLLARS
    )


@pytest.mark.parametrize(
    "settings", [{}, {"pile": "3"}, {"growth": "3.9"}, {"growth": "1.4", "share": "0.6"}, {"growth": "5"}]
)
def test_in_the_centipede_everybody_takes_as_long_as_growth_is_below_the_ratio_of_the_shares(settings: Setting) -> None:
    at = numbers("centipede", settings)
    solution = solved("centipede", "subgame-perfect", settings)
    (e,) = solution.equilibria
    takes = at["growth"] < at["share"] / (1 - at["share"])
    chosen = {action: p for side in e.behaviour for moves in side.values() for action, p in moves.items() if p}
    assert chosen == ({"take": 1} if takes else {"pass": 1})
    end = 0 if takes else 6  # the first player gets the large part in both cases
    pile = at["pile"] * at["growth"] ** end
    assert e.payoffs == (at["share"] * pile, (1 - at["share"]) * pile)
    assert solution.complete


# Inspection: Avenhaus, von Stengel and Zamir 2002, section 2; both chances from the other side's indifference.


@pytest.mark.parametrize(
    "settings", [{}, {"penalty": "20"}, {"cost": "2", "detection": "1"}, {"harm": "30", "caught": "5", "gain": "2"}]
)
def test_each_side_of_an_inspection_makes_the_other_indifferent(settings: Setting) -> None:
    at = numbers("inspection", settings)
    inspect = at["gain"] / (at["detection"] * (at["gain"] + at["penalty"]))
    violate = at["cost"] / (at["detection"] * (at["harm"] - at["caught"]))
    told, payoffs = only(solved("inspection", "nash", settings))
    assert told == ((inspect, 1 - inspect), (1 - violate, violate))
    assert payoffs == (-at["harm"] * violate, 0)


def test_a_higher_penalty_brings_fewer_inspections_and_as_many_violations() -> None:
    # Tsebelis 1989
    low, high = (only(solved("inspection", "nash", {"penalty": p}))[0] for p in ("4", "12"))
    assert high[0][0] < low[0][0]
    assert high[1] == low[1]


# Recursive inspection: Dresher 1962, von Stengel 2016.


def dresher(periods: int, inspections: int) -> Fraction:
    """Dresher's closed form for the value."""
    return F(-comb(periods - 1, inspections), sum(comb(periods, i) for i in range(inspections + 1)))


def test_dreshers_formula_has_the_published_values() -> None:
    assert [dresher(2, 1), dresher(4, 2), dresher(5, 2)] == [F(-1, 3), F(-3, 11), F(-3, 8)]


@pytest.mark.parametrize("concept", ["subgame-perfect", "nash"])
def test_two_periods_and_one_inspection_are_worth_a_third_of_a_violation(concept: str) -> None:
    for e in solved("inspection-recursive", concept).equilibria:
        assert e.payoffs == (dresher(2, 1), -dresher(2, 1))


@pytest.mark.parametrize("caught", ["0.1", "1/2", "3", "10"])
def test_the_first_of_two_periods_is_inspected_with_chance_one_over_two_plus_caught(caught: str) -> None:
    # Indifference in [[-1, b], [0, -1]], whose entries are the payoff and the values of what is left of the game.
    chance = 1 / (2 + F(caught))
    (e,) = solved("inspection-recursive", "subgame-perfect", {"caught": caught}).equilibria
    assert e.payoffs == (-chance, chance)
    assert e.behaviour[0]["first period"]["inspect"] == chance
    assert e.behaviour[1]["first period, owner"]["violate"] == chance


# War of attrition, finite: the closed form is derived in the file.


@pytest.mark.parametrize("settings", [{}, {"prize": "10", "cost": "0.1"}, {"prize": "2.1", "cost": "2"}])
def test_the_symmetric_equilibrium_quits_in_every_round_with_cost_over_prize_plus_cost(settings: Setting) -> None:
    at = numbers("short-war-of-attrition", settings)
    q = at["cost"] / (at["prize"] + at["cost"])
    chances = (*((1 - q) ** t * q for t in range(3)), (1 - q) ** 3)
    found = solved("short-war-of-attrition", "nash", settings).result.equilibria
    symmetric = [e for e in found if e.strategies[0] == e.strategies[1]]
    assert [(e.strategies, e.payoffs) for e in symmetric] == [((chances, chances), (0, 0))]


@pytest.mark.parametrize("settings", [{}, {"prize": "10", "cost": "0.1"}, {"prize": "2.1", "cost": "2"}])
def test_in_the_other_equilibria_of_the_war_of_attrition_one_side_quits_at_once(settings: Setting) -> None:
    prize = numbers("short-war-of-attrition", settings)["prize"]
    solution = solved("short-war-of-attrition", "nash", settings)
    assert solution.complete
    others = [e for e in solution.result.equilibria if e.strategies[0] != e.strategies[1]]
    assert len({e.component for e in others}) == 2
    assert {e.payoffs for e in others} == {(prize, 0), (0, prize)}
    assert all(1 in (e.strategies[0][0], e.strategies[1][0]) for e in others)


# Von Stengel's game: von Stengel 1999, Savani and von Stengel 2006.


def test_all_75_equilibria_of_von_stengels_game_are_found_and_their_indices_sum_to_one() -> None:
    solution = solved("von-stengel", "nash")
    assert solution.complete
    assert not solution.result.degenerate
    assert len({e.strategies for e in solution.result.equilibria}) == 75
    assert all(e.regret == (0, 0) for e in solution.result.equilibria)
    # Shapley 1974: one more of index +1 than of -1 in a nondegenerate game.
    assert sorted(t.index for t in solution.traits) == [-1] * 37 + [1] * 38


# Traffic light: Aumann 1974, 1987.


@pytest.mark.parametrize("settings", [{}, {"crash": "-10"}, {"both": "6.5", "second": "1"}, {"first": "7.5"}])
def test_the_best_traffic_light_is_the_one_of_the_closed_form(settings: Setting) -> None:
    at = numbers("traffic-intersection", settings)
    r = (at["second"] - at["crash"]) / (at["first"] - at["both"])
    light = [[r / (r + 2), 1 / (r + 2)], [1 / (r + 2), 0]]
    welfare = (2 * r * at["both"] + 2 * (at["first"] + at["second"])) / (r + 2)
    solution = solved("traffic-intersection", "correlated", settings)
    best = solution.found[0]
    assert best.aim == "welfare"
    assert best.distribution.tolist() == [pytest.approx([float(v) for v in line], abs=1e-9) for line in light]
    assert sum(best.payoffs) == pytest.approx(float(welfare), abs=1e-9)
    assert sum(best.payoffs) > sum(solution.best_nash)


@pytest.mark.parametrize("settings", [{}, {"crash": "-10"}, {"both": "6.5", "second": "1"}])
def test_without_a_light_the_drivers_mix(settings: Setting) -> None:
    at = numbers("traffic-intersection", settings)
    wait = (at["second"] - at["crash"]) / (at["first"] + at["second"] - at["both"] - at["crash"])
    mixed = [e for e in solved("traffic-intersection", "nash", settings).result.equilibria if not e.pure]
    assert [e.strategies for e in mixed] == [((wait, 1 - wait), (wait, 1 - wait))]


# Selten's horse for two: Selten 1975; Kreps and Wilson 1982.


def host_is_rational(e: TreeEquilibrium, at: dict[str, Fraction], belief: Fraction) -> bool:
    """Whether what the host does is best for it if it believes the visitor prepared with a chance; by hand."""
    refuse = belief * at["refuse_prepared"] + (1 - belief) * at["refuse_unprepared"]
    return refuse >= at["welcome"] or e.behaviour[1]["at the door"].get("refuse", F(0)) == 0


@pytest.mark.parametrize("settings", [{}, {"away": "2.5"}, {"welcome": "2.1", "refuse_prepared": "2"}])
def test_of_two_components_in_seltens_example_one_is_sequentially_rational(settings: Setting) -> None:
    at = numbers("seltens-horse", settings)
    solution = solved("seltens-horse", "nash", settings)
    game = solution.game
    assert isinstance(game, GameTree)
    assert game.subgames == [0]
    assert len(nash_subsets(bimatrix_equilibria(*strategic_form(game, strategies(game))).equilibria)) == 2
    beliefs = [F(k, 10) for k in range(11)]
    rational = [e for e in solution.equilibria if any(host_is_rational(e, at, belief) for belief in beliefs)]
    assert [e.payoffs for e in rational] == [(4, at["welcome"])]
    empty = [e for e in solution.equilibria if e not in rational]
    assert {e.payoffs for e in empty} == {(at["away"], at["quiet"])}
    assert all(tree_regret(game, e.behaviour) == (0, 0) for e in empty)
    # The least chance of a refusal that keeps both kinds of visit away.
    least = max((3 - at["away"]) / 2, (4 - at["away"]) / 4)
    assert min(e.behaviour[1]["at the door"]["refuse"] for e in empty) == least
