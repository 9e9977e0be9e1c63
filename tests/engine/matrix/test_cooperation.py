"""Correlated equilibria, bargaining solutions and quantal responses, against theorems and closed forms."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given

from sim.engine.logit import follow, logit
from sim.engine.matrix.bargaining import bargaining, security_levels
from sim.engine.matrix.bimatrix import bimatrix_equilibria
from sim.engine.matrix.correlated import correlated_equilibrium, disobedience
from sim.engine.matrix.quantal import TableChoices, quantal_response
from tests.engine.matrix.test_bimatrix import Table, games

F = Fraction


def floats(table: Table) -> np.ndarray:
    return np.array([[float(v) for v in line] for line in table])


def test_a_mediator_does_better_in_chicken_than_any_nash_equilibrium() -> None:
    # Aumann 1974: payoffs 6, 6 / 2, 7 / 7, 2 / 0, 0; half the weight on (yield, yield), a quarter on either other.
    row, column = np.array([[6.0, 2.0], [7.0, 0.0]]), np.array([[6.0, 7.0], [2.0, 0.0]])
    best = correlated_equilibrium(row, column)
    np.testing.assert_allclose(best.distribution, [[0.5, 0.25], [0.25, 0.0]], atol=1e-9)
    assert best.payoffs == pytest.approx((5.25, 5.25))


def test_aims_reach_what_they_name() -> None:
    row, column = np.array([[2.0, 0.0], [0.0, 1.0]]), np.array([[1.0, 0.0], [0.0, 2.0]])
    assert correlated_equilibrium(row, column, "first").payoffs == pytest.approx((2, 1))
    assert correlated_equilibrium(row, column, "second").payoffs == pytest.approx((1, 2))
    assert correlated_equilibrium(row, column, "equal").payoffs == pytest.approx((1.5, 1.5), abs=1e-6)


@given(games(3))
def test_every_nash_equilibrium_is_a_correlated_one_and_none_beats_the_best(game: tuple[Table, Table]) -> None:
    row, column = map(floats, game)
    best = correlated_equilibrium(row, column)
    assert best.regret <= 1e-7
    for e in bimatrix_equilibria(*game, second_opinion=False).equilibria:
        x, y = (np.array([float(p) for p in s]) for s in e.strategies)
        assert disobedience(row, column, np.outer(x, y)) <= 1e-9
        assert float(sum(e.payoffs)) <= sum(best.payoffs) + 1e-6


def test_disobedience_can_be_seen() -> None:
    row, column = np.array([[3.0, 0.0], [5.0, 1.0]]), np.array([[3.0, 5.0], [0.0, 1.0]])
    assert disobedience(row, column, np.array([[1.0, 0.0], [0.0, 0.0]])) == 2.0


def test_a_pie_is_halved_from_equal_positions_by_both_solutions() -> None:
    solved = bargaining([(F(1), F(0)), (F(0), F(1))], (F(0), F(0)))
    assert solved.nash == solved.kalai_smorodinsky == (F(1, 2), F(1, 2))


def test_nashs_solution_of_a_pie_gives_each_half_of_the_surplus_over_disagreement() -> None:
    # Nash 1950: with disagreement (1/4, 0) the surplus 3/4 is halved.
    solved = bargaining([(F(1), F(0)), (F(0), F(1))], (F(1, 4), F(0)))
    assert solved.nash == (F(5, 8), F(3, 8))


def test_kalai_and_smorodinsky_differ_from_nash_where_one_sides_best_is_cut_off() -> None:
    # The triangle cut at u2 <= 1/2: Nash stays at (1/2, 1/2); the ideal point is (1, 1/2), so KS is (2/3, 1/3).
    points = [(F(1), F(0)), (F(1, 2), F(1, 2)), (F(0), F(1, 2))]
    solved = bargaining(points, (F(0), F(0)))
    assert solved.nash == (F(1, 2), F(1, 2))
    assert solved.kalai_smorodinsky == (F(2, 3), F(1, 3))


def test_without_a_common_gain_the_solution_is_disagreement() -> None:
    solved = bargaining([(F(1), F(-1)), (F(-1), F(1))], (F(0), F(0)))
    assert solved.nash == (0, 0)


def test_a_corner_that_only_a_lottery_betters_is_not_on_the_frontier() -> None:
    # (0, 0) is a corner of the triangle with (-1, 3) and (1, -1), and the edge u2 = 1 - 2 u1 passes above it:
    # Nash's product u1 (1 - 2 u1) is largest at u1 = 1/4.
    solved = bargaining([(F(0), F(0)), (F(-1), F(3)), (F(1), F(-1))], (F(0), F(0)))
    assert solved.nash == (F(1, 4), F(1, 2))


@given(games(3))
def test_nashs_solution_is_no_worse_than_disagreement_and_no_feasible_product_is_larger(
    game: tuple[Table, Table],
) -> None:
    row, column = game
    points = [(a, b) for one, two in zip(row, column, strict=True) for a, b in zip(one, two, strict=True)]
    d = security_levels(row, column)
    solved = bargaining(points, d)
    product = (solved.nash[0] - d[0]) * (solved.nash[1] - d[1])
    assert product >= 0
    for p in points:
        for q in points:
            for share in (F(0), F(1, 3), F(1, 2)):
                mix = [share * a + (1 - share) * b for a, b in zip(p, q, strict=True)]
                gains = mix[0] - d[0], mix[1] - d[1]
                assert min(gains) < 0 or gains[0] * gains[1] <= product


def test_security_levels_of_matching_pennies_are_the_value_zero() -> None:
    assert security_levels([[F(1), F(-1)], [F(-1), F(1)]], [[F(-1), F(1)], [F(1), F(-1)]]) == (0, 0)


@pytest.mark.parametrize("precision", [0.1, 1.0, 5.0, 30.0])
def test_quantal_response_in_a_symmetric_game_solves_its_own_equation(precision: float) -> None:
    # p = 1 / (1 + exp(-t * (gain of the first action))), by definition (McKelvey and Palfrey 1995).
    row = np.array([[3.0, 0.0], [5.0, 1.0]])
    point = quantal_response(row, row.T, precision)
    assert point is not None
    p = point.strategies[0][0]
    gain = (3 - 5) * p + (0 - 1) * (1 - p)
    assert p == pytest.approx(1 / (1 + np.exp(-precision * gain)), abs=1e-10)


@given(games(3))
def test_every_point_of_the_path_is_a_logit_equilibrium_and_the_path_starts_uniform(game: tuple[Table, Table]) -> None:
    row, column = map(floats, game)
    points = follow(TableChoices(row, column), [3.0]).path
    np.testing.assert_allclose(points[0].strategies[0], 1 / len(row))
    for point in points[:: max(1, len(points) // 5)]:
        x, y = point.strategies
        np.testing.assert_allclose(x, logit(point.precision * (row @ y)), atol=1e-8)
        np.testing.assert_allclose(y, logit(point.precision * (x @ column)), atol=1e-8)


def test_the_path_ends_at_the_precision_asked_for() -> None:
    row, column = np.array([[4.0, 0.0], [3.0, 3.0]]), np.array([[4.0, 3.0], [0.0, 3.0]])
    point = quantal_response(row, column, 20.0)
    assert point is not None
    assert point.precision == pytest.approx(20.0)
    # The hare risk-dominates, and the path from the uniform point leads to it.
    assert point.strategies[0][1] > 0.99


def test_recommendations_do_not_depend_on_the_unit_of_the_payoffs() -> None:
    pennies = np.array([[1.0, -1.0], [-1.0, 1.0]])
    for unit in (1e-300, 1.0, 1e200):
        best = correlated_equilibrium(unit * pennies, -unit * pennies)
        np.testing.assert_allclose(best.distribution, 0.25)


@pytest.mark.parametrize(("keeps", "nash"), [("nothing", (-2, -2)), ("irreversible", (-1.5, -1.5))])
def test_where_a_player_may_walk_away_it_bargains_from_the_better_of_both(
    keeps: str, nash: tuple[float, float]
) -> None:
    from sim.engine.concessions.bargaining import cooperative_concessions
    from sim.games import compile_scenario
    from sim.scenario.load import load

    text = """{format: 1, title: walk, players: {a: {patience: 0.9}, b: {patience: 0.9}}, status_quo: {a: -9, b: -9},
      concessions: {a: [{id: x, effect: {a: -2, b: 3}}], b: [{id: y, effect: {a: 3, b: -2}}]},
      breakdown: {payoff: {a: -2, b: -2}, keeps: KEEPS}, horizon: 3}"""
    text = text.replace("KEEPS", keeps)
    found = cooperative_concessions(compile_scenario(load("walk", text=text)), (-2.0, -2.0))  # type: ignore[arg-type]
    assert found.solution.disagreement == (-2, -2)
    # With one step given up for good a breakdown pays (-4, 1) or (1, -4), and lots over the two the mean of both; with
    # both steps the agreement is complete, and nobody walks away from it.
    assert found.solution.nash == nash


@pytest.mark.parametrize("size", [2, 3])
def test_the_path_of_a_symmetric_game_goes_straight_on_where_branches_cross(size: int) -> None:
    # In the game of matching on one of several equal places the uniform point is a quantal response at any precision.
    table = np.eye(size)
    for precision in (1.0, 2.0, float(size), 10.0):
        point = quantal_response(table, table, precision)
        assert point is not None
        for strategy in point.strategies:
            np.testing.assert_allclose(strategy, 1 / size, atol=1e-9)


def test_the_best_for_a_player_does_not_hang_on_the_others_unit() -> None:
    row = np.array([[5, -5, 1, -3], [2, 2, 3, -2], [2, -3, -1, 3], [-1, 0, 1, 2.0]])
    column = np.array([[-5, 3, 4, -3], [3, -5, -2, 2], [0, 3, -2, 0], [2, 3, 3, -2.0]])
    plain, blown = (correlated_equilibrium(row * unit, column, "second").payoffs[1] for unit in (1, 1e7))
    assert blown == pytest.approx(plain, abs=1e-6)


def test_what_a_contract_could_add_at_no_cost_to_the_other_side() -> None:
    # A triangle with corners (0, 0), (4, 0), (0, 2): from (1, 1/2) the first player can go on to 3, the second to 3/2.
    found = bargaining([(F(0), F(0)), (F(4), F(0)), (F(0), F(2))], (F(0), F(0)))
    assert found.slack((1.0, 0.5)) == (2.0, 1.0)
    assert found.slack((2.0, 1.0)) == (0.0, 0.0)
