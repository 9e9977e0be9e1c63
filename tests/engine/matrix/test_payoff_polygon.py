"""All that correlated equilibria pay: closed forms, another solver in every direction, Nash equilibria inside."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from scipy.optimize import linprog

from sim.deadline import Deadline
from sim.engine.matrix.bimatrix import bimatrix_equilibria
from sim.engine.matrix.correlated import payoff_polygon
from sim.engine.matrix.correlated.payoff_polygon import correlated_payoffs
from sim.errors import CertificateError, TimeLimitError
from sim.exact.corner_programme import Programme
from sim.exact.polygons import holds, support
from sim.games.matrix.strategic_form import StrategicForm
from tests.engine.matrix.test_bimatrix import Table, games
from tests.engine.textbook import numbers, solved

DIRECTIONS = [(Fraction(x), Fraction(y)) for x, y in product((-2, -1, 0, 1, 3), repeat=2) if x or y]


def form(row: Table, column: Table) -> StrategicForm:
    m, n = len(row), len(row[0])
    actions = tuple(f"r{i}" for i in range(m)), tuple(f"c{j}" for j in range(n))
    return StrategicForm(("one", "two"), actions, row, column)


def by_highs(game: StrategicForm, direction: tuple[Fraction, Fraction]) -> float:
    """The most that a distribution that both obey pays in a direction, by a programme written out cell by cell."""
    row, column = game.arrays
    m, n = game.shape
    rules = []
    for told, other in product(range(m), repeat=2):
        rule = np.zeros((m, n))
        rule[told] = row[other] - row[told]
        rules.append(rule.ravel())
    for told, other in product(range(n), repeat=2):
        rule = np.zeros((m, n))
        rule[:, told] = column[:, other] - column[:, told]
        rules.append(rule.ravel())
    goal = float(direction[0]) * row + float(direction[1]) * column
    found = linprog(-goal.ravel(), A_ub=rules, b_ub=np.zeros(len(rules)), A_eq=np.ones((1, m * n)), b_eq=[1.0])
    assert found.success
    return -float(found.fun)


@pytest.mark.parametrize("at", [{}, {"crash": "-3"}, {"first": "7.5"}])
def test_the_corners_of_the_traffic_light_are_those_of_the_closed_form(at: dict[str, str]) -> None:
    # Aumann 1974: told to wait one must be as well off waiting, told to drive on as well off driving on.
    pays = numbers("traffic-intersection", **at)
    game = solved("traffic-intersection", "correlated", **at).game
    r = (pays["second"] - pays["crash"]) / (pays["first"] - pays["both"])
    sum_ = pays["first"] + pays["second"]
    best = (r * pays["both"] + sum_) / (r + 2)
    # Without both waiting: as many crashes as whoever is told to drive on bears.
    worst = (r * sum_ + pays["crash"]) / (2 * r + 1)
    corners = {(pays["first"], pays["second"]), (pays["second"], pays["first"]), (best, best), (worst, worst)}
    assert set(correlated_payoffs(game, Deadline())) == corners


@settings(max_examples=40)
@given(games(3))
def test_no_direction_goes_farther_by_another_solver_and_none_less_far(tables: tuple[Table, Table]) -> None:
    game = form(*tables)
    polygon = correlated_payoffs(game, Deadline())
    for direction in DIRECTIONS:
        assert float(support(polygon, direction)) == pytest.approx(by_highs(game, direction), abs=1e-6)
    for e in bimatrix_equilibria(*tables, second_opinion=False).equilibria:
        assert holds(polygon, e.payoffs)


def test_in_a_dilemma_advice_can_bring_about_nothing_but_the_equilibrium() -> None:
    assert correlated_payoffs(solved("prisoners-dilemma", "correlated").game, Deadline()) == ((1, 1),)


def test_an_edge_that_lies_too_near_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    game = solved("traffic-intersection", "correlated").game
    found = Programme.polygon

    def nearer(programme: Programme) -> object:
        polygon, bounds = found(programme)
        return polygon, {way: replace(bound, value=bound.value - Fraction(1, 1000)) for way, bound in bounds.items()}

    monkeypatch.setattr(payoff_polygon.Programme, "polygon", nearer)
    with pytest.raises(CertificateError):
        correlated_payoffs(game, Deadline())


def test_prices_below_nothing_prove_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    game = solved("traffic-intersection", "correlated").game
    found = Programme.polygon

    def turned(programme: Programme) -> object:
        polygon, bounds = found(programme)
        return polygon, {w: replace(b, rules=tuple(-p for p in b.rules)) for w, b in bounds.items() if any(b.rules)}

    monkeypatch.setattr(payoff_polygon.Programme, "polygon", turned)
    with pytest.raises(CertificateError):
        correlated_payoffs(game, Deadline())


def test_the_limit_of_time_holds() -> None:
    with pytest.raises(TimeLimitError):
        correlated_payoffs(solved("cournot", "correlated").game, Deadline(0.0))
