"""Ends of paths: equilibria by the definition, odd in number, and the values of zero-sum games."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.deadline import Deadline
from sim.engine.matrix.bimatrix import CONVEX, bimatrix_equilibria
from sim.engine.matrix.certificate import regret
from sim.engine.matrix.lemke_howson import along_path, by_floats
from sim.engine.matrix.whole_game import whole_game
from sim.engine.matrix.zero_sum import is_zero_sum, optimal_strategies
from sim.errors import TimeLimitError
from tests.engine.matrix.test_bimatrix import Table, games, table
from tests.engine.matrix.test_enumeration import drawn, identity

F = Fraction


@given(games(), st.integers(0, 7))
def test_every_path_ends_in_an_equilibrium_also_where_there_are_ties(game: tuple[Table, Table], label: int) -> None:
    # Lemke and Howson 1964; ties are broken lexicographically.
    row, column = game
    x, y = along_path(whole_game(row, column), label % (len(row) + len(row[0])), Deadline())
    assert not any(regret(row, column, x, y))
    assert (x, y) in {e.strategies for e in bimatrix_equilibria(row, column).equilibria}


@pytest.mark.parametrize("label", range(6))
def test_in_a_coordination_game_the_path_of_an_action_ends_where_it_is_played(label: int) -> None:
    # From nothing the path takes in action k, then its best reply, and is there.
    x, y = along_path(whole_game(identity(3), identity(3)), label, Deadline())
    assert x == y == tuple(F(k == label % 3) for k in range(3))


@pytest.mark.parametrize("n", [12, 30, 60])
def test_what_floats_come_to_is_an_equilibrium(n: int) -> None:
    row, column = drawn(n, 7)
    found = by_floats(whole_game(row, column), Deadline())
    assert found is not None
    assert not any(regret(row, column, *found))


def test_where_floats_meet_a_tie_they_say_nothing() -> None:
    flat = [[F(1)] * 3 for _ in range(3)]
    assert by_floats(whole_game(flat, flat), Deadline()) is None


def test_a_path_without_time_is_given_up() -> None:
    with pytest.raises(TimeLimitError):
        along_path(whole_game(identity(3), identity(3)), 0, Deadline(-1.0))


@settings(deadline=None)
@given(games())
def test_optimal_strategies_of_a_zero_sum_game_meet_the_definition(game: tuple[Table, Table]) -> None:
    # Von Neumann 1928: neither side gains by anything else.
    row = game[0]
    loss = [[-v for v in line] for line in row]
    assert is_zero_sum(row, loss)
    x, y = optimal_strategies(whole_game(row, loss).row, Deadline())
    assert not any(regret(row, loss, x, y))


def test_the_value_of_a_game_of_two_actions_without_a_saddle_point_is_its_determinant_over_a_sum() -> None:
    # (ad - bc) / (a + d - b - c): von Neumann and Morgenstern 1944, section 18.
    row = table((3, -1), (-2, 4))
    x, y = optimal_strategies(whole_game(row, row).row, Deadline())
    assert (x, y) == ((F(6, 10), F(4, 10)), (F(5, 10), F(5, 10)))
    assert sum(p * q * row[i][j] for i, p in enumerate(x) for j, q in enumerate(y)) == F(12 - 2, 10)


def test_a_large_zero_sum_game_has_a_single_equilibrium_and_it_is_known_why() -> None:
    draw = random.Random(5)
    row = [[F(draw.randint(-999, 999), 10) for _ in range(40)] for _ in range(40)]
    solution = bimatrix_equilibria(row, [[5 - v for v in line] for line in row])
    assert solution.complete
    assert solution.proof == CONVEX
    assert len(solution.equilibria) == 1


def test_of_a_large_zero_sum_game_in_which_a_side_is_indifferent_no_single_equilibrium_is_claimed() -> None:
    # Two equal columns: any mixture of them is as good, so that equilibria are infinitely many.
    draw = random.Random(5)
    row = [[F(draw.randint(-9, 9)) for _ in range(15)] for _ in range(15)]
    row = [[*line, *line] for line in row]
    solution = bimatrix_equilibria(row, [[-v for v in line] for line in row], time_limit=2.0)
    assert solution.equilibria
    assert len(solution.equilibria) > 1 or not solution.complete
