"""Correlated equilibria of matrix games, against Aumann's examples, and beside all Nash equilibria."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given

from sim.engine.matrix.bimatrix import bimatrix_equilibria
from sim.engine.matrix.correlated import correlated_equilibrium, disobedience
from tests.engine.matrix.test_bimatrix import Table, games
from tests.engine.textbook import numbers, solved


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


def test_recommendations_do_not_depend_on_the_unit_of_the_payoffs() -> None:
    pennies = np.array([[1.0, -1.0], [-1.0, 1.0]])
    for unit in (1e-300, 1.0, 1e200):
        best = correlated_equilibrium(unit * pennies, -unit * pennies)
        np.testing.assert_allclose(best.distribution, 0.25)


def test_the_best_for_a_player_does_not_hang_on_the_others_unit() -> None:
    row = np.array([[5, -5, 1, -3], [2, 2, 3, -2], [2, -3, -1, 3], [-1, 0, 1, 2.0]])
    column = np.array([[-5, 3, 4, -3], [3, -5, -2, 2], [0, 3, -2, 0], [2, 3, 3, -2.0]])
    plain, blown = (correlated_equilibrium(row * unit, column, "second").payoffs[1] for unit in (1, 1e7))
    assert blown == pytest.approx(plain, abs=1e-6)


@pytest.mark.parametrize("settings", [{}, {"crash": "-10"}, {"both": "6.5", "second": "1"}, {"first": "7.5"}])
def test_the_best_traffic_light_is_the_one_of_the_closed_form(settings: dict[str, str]) -> None:
    # Aumann 1974, 1987
    at = numbers("traffic-intersection", **settings)
    r = (at["second"] - at["crash"]) / (at["first"] - at["both"])
    light = [[r / (r + 2), 1 / (r + 2)], [1 / (r + 2), 0]]
    welfare = (2 * r * at["both"] + 2 * (at["first"] + at["second"])) / (r + 2)
    solution = solved("traffic-intersection", "correlated", **settings)
    best = solution.found[0]
    assert best.aim == "welfare"
    assert best.distribution.tolist() == [pytest.approx([float(v) for v in line], abs=1e-9) for line in light]
    assert sum(best.payoffs) == pytest.approx(float(welfare), abs=1e-9)
    assert sum(best.payoffs) > sum(solution.best_nash)
