"""Quantal responses of matrix games, against the equation that defines them."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given

from sim.engine.logit import follow, logit
from sim.engine.matrix.quantal import TableChoices, quantal_response, solve_quantal
from sim.games.matrix.strategic_form import StrategicForm
from tests.engine.matrix.test_bimatrix import Table, games


def floats(table: Table) -> np.ndarray:
    return np.array([[float(v) for v in line] for line in table])


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


@pytest.mark.parametrize("size", [2, 3])
def test_the_path_of_a_symmetric_game_goes_straight_on_where_branches_cross(size: int) -> None:
    # In the game of matching on one of several equal places the uniform point is a quantal response at any precision.
    table = np.eye(size)
    for precision in (1.0, 2.0, float(size), 10.0):
        point = quantal_response(table, table, precision)
        assert point is not None
        for strategy in point.strategies:
            np.testing.assert_allclose(strategy, 1 / size, atol=1e-9)


def test_payoffs_that_differ_by_less_than_a_precision_can_tell_leave_even_chances() -> None:
    """exp(t * 1e-400) is 1 to hundreds of digits at every precision t that a float holds."""
    game = StrategicForm(
        ("a", "b"), (("x",), ("y", "z")), ((Fraction(0), Fraction(0)),), ((Fraction(1, 10**400), Fraction(0)),)
    )
    found = solve_quantal(game)
    assert found.certified
    assert all(point.strategies[1] == pytest.approx([0.5, 0.5]) for point in found.points)
