"""What each choice in a matrix game is worth, against plain sums over cells, in bundled and in random games."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings

from sim.deadline import Deadline
from sim.engine.matrix.bimatrix import bimatrix_equilibria
from sim.engine.matrix.correlated import solve_correlated
from sim.engine.matrix.reasons import balance, exact_plan, inducements, matrix_decision, told_decision
from sim.engine.matrix.stackelberg import best_commitment
from sim.games import compile_scenario
from sim.games.matrix.strategic_form import StrategicForm
from sim.scenario.catalog import entries
from sim.scenario.load import load
from tests.engine.matrix.test_bimatrix import Table, games, table

F = Fraction
FORMS = {entry.name: load(entry.name).form for entry in entries()}
MATRICES = [name for name, form in FORMS.items() if form in ("matrix", "repeated matrix")]


def form(row: Table, column: Table) -> StrategicForm:
    labels = tuple(f"r{k}" for k in range(len(row))), tuple(f"c{k}" for k in range(len(row[0])))
    return StrategicForm(("a", "b"), labels, tuple(map(tuple, row)), tuple(map(tuple, column)))


def check_matrix(game: StrategicForm) -> None:
    """In every equilibrium what is played is best, and every value is the sum over the cells of its row or column."""
    tables = [np.array(game.row, dtype=object), np.array(game.column, dtype=object).T]
    for e in bimatrix_equilibria(game.row, game.column, second_opinion=False).equilibria:
        for k in (0, 1):
            decision = matrix_decision(game, e.strategies, k)
            expected = tables[k] @ np.array(e.strategies[1 - k], dtype=object)
            assert [choice.value for choice in decision.choices] == list(expected)
            assert decision.regret == 0
            assert all(sum(part.weight for part in choice.parts) == 1 for choice in decision.choices)
            reason = balance(game, e.strategies, k)
            if reason is not None:
                (a, b), (c, d) = reason.pays
                p = reason.chance
                assert p == e.strategies[k][reason.mixed[0]]
                assert p * a + (1 - p) * b == p * c + (1 - p) * d
                high = p + F(1, 1000)
                lead = (high * a + (1 - high) * b) - (high * c + (1 - high) * d)
                assert (lead > 0) == (reason.above == 0)


@pytest.mark.parametrize("name", MATRICES)
def test_in_bundled_matrix_games_every_value_is_the_expected_payoff(name: str) -> None:
    game = compile_scenario(load(name))
    assert isinstance(game, StrategicForm)
    check_matrix(game)


@settings(max_examples=50)
@given(games())
def test_in_random_matrix_games_every_value_is_the_expected_payoff(game: tuple[Table, Table]) -> None:
    check_matrix(form(*game))


@pytest.mark.parametrize("name", [name for name in MATRICES if FORMS[name] == "matrix"])
def test_a_mediators_plans_are_rationals_that_obey_exactly(name: str) -> None:
    game = compile_scenario(load(name))
    assert isinstance(game, StrategicForm)
    for found in solve_correlated(game).found:
        plan = exact_plan(game, found.distribution.tolist())
        if plan is None:
            continue
        assert np.abs(np.array(plan, dtype=float) - found.distribution).max() < 1e-6
        for i, line in enumerate(plan):
            if any(line):
                decision = told_decision(game, plan, 0, i)
                total = sum(line)
                for k, choice in enumerate(decision.choices):
                    assert choice.value == sum(p * v for p, v in zip(line, game.row[k], strict=True)) / total
                assert decision.regret == 0


def test_aumanns_chicken_is_obeyed_with_a_gain_from_following() -> None:
    # Aumann (1974), the game (6, 6) (2, 7) (7, 2) (0, 0): with 1/3 on all but the last, who is told to yield gets
    # (6 + 2) / 2 = 4 by yielding and 7/2 otherwise.
    game = form(table((6, 2), (7, 0)), table((6, 7), (2, 0)))
    third = F(1, 3)
    decision = told_decision(game, [[third, third], [third, F(0)]], 0, 0)
    assert [choice.value for choice in decision.choices] == [4, F(7, 2)]


def test_a_plan_that_is_not_obeyed_is_not_taken_for_exact() -> None:
    game = form(table((6, 2), (7, 0)), table((6, 7), (2, 0)))
    assert exact_plan(game, [[1.0, 0.0], [0.0, 0.0]]) is None


@settings(max_examples=30, deadline=None)
@given(games())
def test_the_best_of_all_replies_is_the_best_commitment(game: tuple[Table, Table]) -> None:
    # Conitzer and Sandholm 2006, by another linear programme than the one that finds it
    found = inducements(*game)
    best = best_commitment(*game, Deadline()).mixed
    assert max(way.value for way in found if way is not None) == best.payoffs[0]
    for j, way in enumerate(found):
        if way is not None:
            pays = [sum(p * line[k] for p, line in zip(way.mixture, game[1], strict=True)) for k in range(len(found))]
            assert pays[j] == max(pays)
