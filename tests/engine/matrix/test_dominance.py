"""Iterated strict dominance: textbook eliminations, and what theorems say of every game."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from sim.engine.matrix.bimatrix import bimatrix_equilibria
from sim.engine.matrix.dominance import MOST_MIXED, Dominance, eliminate, faults, undominated, weakly
from tests.engine.matrix.test_bimatrix import Table, games, table

F = Fraction


def summary(found: Dominance) -> list[tuple[int, int, dict[int, Fraction]]]:
    return [(step.player, step.action, dict(step.by)) for step in found.steps]


def test_gibbons_first_example_leaves_up_and_middle() -> None:
    # Gibbons (1992), Game Theory for Applied Economists, figure 1.1.1: right goes by middle, then down by up, then left
    # by middle.
    row, column = table((1, 1, 0), (0, 0, 2)), table((0, 2, 1), (3, 1, 0))
    found = eliminate(row, column)
    assert summary(found) == [(1, 2, {1: F(1)}), (0, 1, {0: F(1)}), (1, 0, {1: F(1)})]
    assert [step.round for step in found.steps] == [1, 2, 3]
    assert found.left == ((0,), (1,))
    assert [(step.against, step.pays, step.instead) for step in found.steps] == [
        ((0, 1), (1, 0), (2, 1)),
        ((0, 1), (0, 0), (1, 1)),
        ((0,), (0,), (2,)),
    ]


def test_the_middle_row_goes_by_even_chances_of_the_other_two() -> None:
    # Fudenberg and Tirole (1991), Game Theory, figure 1.2: M is dominated by half U and half D, which pay 1/2 each way.
    row, column = table((2, -1), (0, 0), (-1, 2)), table((0, 0), (0, 0), (0, 0))
    found = eliminate(row, column)
    assert summary(found) == [(0, 1, {0: F(1, 2), 2: F(1, 2)})]
    assert found.steps[0].instead == (F(1, 2), F(1, 2))
    assert undominated(row, column) == ([0, 1, 2], [0, 1])


def test_an_action_is_explained_by_one_that_is_not_ruled_out_itself() -> None:
    # Each row is better than the one above it; the first two both go by the last.
    column = table((0, 0), (0, 0), (0, 0))
    assert summary(eliminate(table((0, 1), (1, 2), (2, 3)), column)) == [(0, 0, {2: F(1)}), (0, 1, {2: F(1)})]


def test_in_the_bismarck_sea_dominance_is_only_weak() -> None:
    # Haywood (1954), Military decision and game theory: days of bombing if search and convoy go north or south.
    days = table((2, 2), (1, 3))
    found = eliminate(days, [[-v for v in line] for line in days])
    assert not found.steps
    (weak,) = weakly(days, [[-v for v in line] for line in days], found.left)
    assert (weak.player, weak.action, weak.by) == (1, 1, 0)  # the convoy's south by its north
    assert (weak.same, weak.worse) == ((0,), (1,))


def test_the_cournot_duopoly_on_whole_numbers_shrinks_round_by_round_towards_four() -> None:
    # Price 12 less what both bring, no cost: best replies (12 - q) / 2 meet at 4 each. More than 6 is never best, then
    # less than 3 is not; against 3 the quantities 4 and 5 pay the same, which stops a strict elimination on this grid.
    row = [[F(a * (12 - a - b)) for b in range(12)] for a in range(12)]
    column = [list(line) for line in zip(*row, strict=True)]
    found = eliminate(row, column)
    assert found.left == ((3, 4, 5), (3, 4, 5))
    assert not faults(row, column, found)
    assert {step.action for step in found.steps if step.round == 1} == {7, 8, 9, 10, 11}
    assert {step.action for step in found.steps if step.round == 2} == {0, 1, 2}


@settings(max_examples=60)
@given(games())
def test_the_record_of_every_game_stands_by_its_table_alone(game: tuple[Table, Table]) -> None:
    assert faults(*game, eliminate(*game)) == []


@settings(max_examples=60)
@given(games())
def test_the_support_of_every_equilibrium_survives(game: tuple[Table, Table]) -> None:
    # Pearce 1984
    left = eliminate(*game).left
    for e in bimatrix_equilibria(*game, second_opinion=False).equilibria:
        for side, own in zip(e.strategies, left, strict=True):
            assert {k for k, p in enumerate(side) if p} <= set(own)


def dominated(payoffs: np.ndarray, action: int) -> bool:
    """Whether some mixture of all actions is strictly better everywhere, by a linear programme in floats."""
    m, n = payoffs.shape
    best = linprog(
        np.append(np.zeros(m), -1.0),
        A_ub=np.hstack([-payoffs.T, np.ones((n, 1))]),
        b_ub=-payoffs[action],
        A_eq=[[1.0] * m + [0.0]],
        b_eq=[1.0],
        bounds=[(0, None)] * (m + 1),
    )
    return bool(-best.fun > 1e-7)


@settings(max_examples=40, deadline=None)
@given(games(), st.integers(0, 100))
def test_what_is_left_does_not_hang_on_the_order(game: tuple[Table, Table], seed: int) -> None:
    # Gilboa, Kalai and Zemel 1990; one action at a time in any order, and by another solver.
    draw = Random(seed)
    tables = [np.array(game[0], dtype=float), np.array(game[1], dtype=float).T]
    left = [list(range(len(t))) for t in tables]
    while True:
        ways = [
            (k, a)
            for k in (0, 1)
            for n, a in enumerate(left[k])
            if dominated(tables[k][np.ix_(left[k], left[1 - k])], n)
        ]
        if not ways:
            break
        k, a = draw.choice(ways)
        left[k].remove(a)
    assert eliminate(*game).left == (tuple(left[0]), tuple(left[1]))


@settings(max_examples=40, deadline=None)
@given(games(3))
def test_every_action_that_is_left_is_best_for_some_belief_in_what_is_left(game: tuple[Table, Table]) -> None:
    # Pearce (1984), lemma 3: not strictly dominated and best against some belief are the same.
    found = eliminate(*game)
    tables = [np.array(game[0], dtype=float), np.array(game[1], dtype=float).T]
    for k in (0, 1):
        part = tables[k][np.ix_(found.left[k], found.left[1 - k])]
        for a in range(len(part)):
            n = part.shape[1]
            belief = linprog(
                np.zeros(n), A_ub=part - part[a], b_ub=np.full(len(part), 1e-9), A_eq=[[1.0] * n], b_eq=[1]
            )
            assert belief.success


def test_a_record_that_says_something_else_than_the_table_is_found_out() -> None:
    row, column = table((1, 1, 0), (0, 0, 2)), table((0, 2, 1), (3, 1, 0))
    found = eliminate(row, column)
    first = found.steps[0]
    for wrong in (
        replace(first, instead=(F(3), F(1))),
        replace(first, by=((1, F(1, 2)),)),
        replace(first, action=0),
        replace(first, against=(0,)),
    ):
        assert faults(row, column, replace(found, steps=(wrong, *found.steps[1:])))
    assert faults(row, column, replace(found, left=((0,), (0, 1))))


@pytest.mark.parametrize("size", [2, 4])
def test_two_equal_actions_rule_out_neither(size: int) -> None:
    flat = [[F(1)] * size for _ in range(size)]
    assert eliminate(flat, flat).left == (tuple(range(size)), tuple(range(size)))
    assert not weakly(flat, flat, eliminate(flat, flat).left)


def test_in_a_large_game_single_actions_are_looked_at_and_it_is_said() -> None:
    size = MOST_MIXED + 1
    row = [[F(i)] * size for i in range(size)]
    found = eliminate(row, [[F(0)] * size for _ in range(size)])
    assert not found.mixtures
    assert found.left[0] == (size - 1,)
