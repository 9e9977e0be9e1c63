"""Limits of time and memory in every concept of matrix games."""

from __future__ import annotations

import random
from fractions import Fraction

import numpy as np
import pytest

from sim.deadline import Deadline
from sim.engine.matrix.bargaining import cooperative_matrix, security_levels
from sim.engine.matrix.correlated import _obedience, correlated_equilibrium, disobedience, solve_correlated
from sim.engine.matrix.dominance import undominated
from sim.engine.matrix.learning.learning import solve_learning
from sim.engine.matrix.stackelberg import solve_stackelberg
from sim.errors import MemoryLimitError, TimeLimitError
from sim.games.matrix.strategic_form import StrategicForm
from tests.engine.matrix.test_enumeration import drawn

F = Fraction


def form(n: int, seed: int = 1) -> StrategicForm:
    row, column = drawn(n, seed)
    names = tuple(f"a{k}" for k in range(n))
    return StrategicForm(("one", "two"), (names, names), tuple(map(tuple, row)), tuple(map(tuple, column)))


def test_each_inequality_of_a_correlated_equilibrium_says_what_disobeying_would_gain() -> None:
    """Aumann 1974: told i, k would gain the sum of p(i, j) (u(k, j) - u(i, j)), and the same for the other side."""
    draw = np.random.default_rng(2)
    row, column, chances = draw.normal(size=(3, 4)), draw.normal(size=(3, 4)), draw.dirichlet(np.ones(12)).reshape(3, 4)
    gains = _obedience(row, column, Deadline()) @ chances.ravel()
    one = [sum(chances[i, j] * (row[k, j] - row[i, j]) for j in range(4)) for i in range(3) for k in range(3) if i != k]
    two = [
        sum(chances[i, j] * (column[i, k] - column[i, j]) for i in range(3))
        for j in range(4)
        for k in range(4)
        if j != k
    ]
    assert gains == pytest.approx([*one, *two])
    assert max(0.0, *one, *two) == pytest.approx(disobedience(row, column, chances))


def test_correlated_equilibria_of_sixty_actions_are_found_in_little_memory_and_are_certified() -> None:
    row, column = form(60).arrays
    best = correlated_equilibrium(row, column)
    assert best.regret < 1e-7
    assert best.distribution.sum() == pytest.approx(1.0)


def test_a_correlated_equilibrium_that_would_take_too_much_memory_or_time_is_refused() -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DETENTE_MEMORY", "0.001")
        with pytest.raises(MemoryLimitError):
            solve_correlated(form(20))
    with pytest.raises(TimeLimitError):
        solve_correlated(form(20), 0.0)


def test_what_each_side_can_secure_alone_comes_from_one_programme_also_in_large_games() -> None:
    # Von Neumann 1928: what one can secure the other can hold it to.
    game = form(40)
    one, _ = security_levels(game.row, game.column)
    turned = [[-v for v in line] for line in zip(*game.row, strict=True)]
    other, _ = security_levels(turned, turned and [[F(0)] * 40] * 40)
    assert one == -other
    with pytest.raises(TimeLimitError):
        cooperative_matrix(game, -1.0)


def test_a_commitment_that_is_not_proven_best_in_time_is_not_certified_and_is_bounded() -> None:
    game = form(8, 3)
    found, best = solve_stackelberg(game, 0, -1.0), solve_stackelberg(game, 0)
    assert not found.certified
    assert best.certified
    assert found.found.mixed.payoffs[0] <= best.found.mixed.payoffs[0] <= found.found.bound
    assert not found.nash.complete


def test_learning_and_elimination_look_at_the_time() -> None:
    with pytest.raises(TimeLimitError):
        solve_learning(form(3), 0.0)
    draw = random.Random(1)
    table = [[draw.random() for _ in range(5)] for _ in range(5)]
    with pytest.raises(TimeLimitError):
        undominated(table, table, Deadline(-1.0))  # type: ignore[arg-type]
