"""Our logit path against Gambit's, on the principal branch."""

from __future__ import annotations

import random
from fractions import Fraction

import numpy as np
import pygambit
import pytest

from sim.engine.logit import at_precision
from sim.engine.matrix.quantal import quantal_response
from sim.engine.tree.erring_choices import TreeChoices
from sim.engine.tree.quantal import tree_quantal
from sim.games import compile_scenario
from sim.games.tree.game_tree import GameTree
from sim.scenario.foreign.gambit import from_gambit
from sim.scenario.load import load
from tests.peers.gambit import as_game


@pytest.mark.parametrize("seed", range(4))
def test_the_same_quantal_response_as_gambit_to_a_millionth(seed: int) -> None:
    draw = random.Random(seed)
    for _ in range(15):
        m, n = draw.randint(2, 4), draw.randint(2, 4)
        row, column = (
            [[Fraction(round(draw.gauss(0, 1) * 1000), 1000) for _ in range(n)] for _ in range(m)] for _ in (0, 1)
        )
        precision = draw.choice([0.5, 1.0, 3.0, 10.0])
        ours = quantal_response(np.array(row, dtype=float), np.array(column, dtype=float), precision)
        assert ours is not None
        (theirs,) = pygambit.qre.logit_solve_lambda(as_game(row, column), precision)
        for mine, strategy in zip(ours.strategies, theirs.profile, strict=True):
            np.testing.assert_allclose(mine, [float(p) for _, p in strategy], atol=1e-6)


CATALOGUE = [
    "journals/other/reiley2008/fig1",
    "books/watson2013/exercise29_6",
    "journals/geb/bagwell1995",
    "books/myerson1991/fig4_2",
    "books/shohamleytonbrown2008/fig5_2",
    "journals/ijgt/selten1975/fig2",
]
TREES = ["stripped-down-poker", "entry-deterrence", "ultimatum"]


def compiled(name: str, text: str | None = None) -> GameTree:
    game = compile_scenario(load(name, text=text))
    assert isinstance(game, GameTree)
    return game


@pytest.mark.parametrize("name", TREES)
def test_the_slope_of_what_an_action_is_worth_is_its_derivative(name: str) -> None:
    choices = TreeChoices(compiled(name))
    at = np.random.default_rng(1).normal(size=sum(choices.sizes))
    steps = np.eye(len(at)) * 1e-6
    numeric = np.array([(choices.worth(at + s) - choices.worth(at - s)) / 2e-6 for s in steps]).T
    np.testing.assert_allclose(choices.slope(at), numeric, atol=1e-8)


@pytest.mark.parametrize("precision", [0.3, 1.0, 4.0])
@pytest.mark.parametrize("name", CATALOGUE)
def test_the_same_agent_quantal_response_as_gambit_to_a_millionth(name: str, precision: float) -> None:
    theirs = pygambit.catalog.load(name)
    game = compiled(name, from_gambit(name, theirs.to_efg()))
    choices = TreeChoices(game)
    ours = at_precision(choices, precision)
    assert ours is not None
    (point,) = pygambit.qre.logit_solve_lambda(theirs, precision)
    expected = [float(p) for player in point.profile for _, mixed in player for _, p in mixed]
    assert sorted(np.concatenate(ours.strategies)) == pytest.approx(sorted(expected), abs=1e-6)


@pytest.mark.parametrize("name", TREES)
def test_every_point_of_a_tree_is_its_own_logit_response(name: str) -> None:
    solution = tree_quantal(compiled(name))
    assert solution.certified
    assert max(point.residual for point in solution.path) <= 1e-9
    assert solution.points[0].precision == 0
    assert all(np.ptp(share) < 1e-12 for share in solution.points[0].strategies)


def numbers(table: list[list[float]]) -> list[list[Fraction]]:
    return [[Fraction(str(v)) for v in line] for line in table]


@pytest.mark.parametrize(
    ("row", "column", "precision"),
    [
        ([[1, 0], [0, 1.01]], [[1, 0], [0, 1.01]], 8.0),
        ([[1, 0], [0, 1.001]], [[1, 0], [0, 1.001]], 8.0),
        ([[8.001, -0.003], [0.003, 6.002]], [[5.003, -0.001], [0.003, 6.998]], 8.0),
        ([[1, -2], [2, 1], [2, 2]], [[-2, -2], [2, 1], [1, 1]], 32.0),
        ([[1, 0, 0], [-1, 2, -2], [1, 1, 1]], [[1, 0, 0], [-2, -2, -1], [2, -2, 2]], 8.0),
    ],
)
def test_the_path_does_not_jump_where_another_branch_passes_close_by(
    row: list[list[float]], column: list[list[float]], precision: float
) -> None:
    ours = quantal_response(np.array(row, dtype=float), np.array(column, dtype=float), precision)
    assert ours is not None
    (theirs,) = pygambit.qre.logit_solve_lambda(as_game(numbers(row), numbers(column)), precision)
    for mine, strategy in zip(ours.strategies, theirs.profile, strict=True):
        np.testing.assert_allclose(mine, [float(p) for _, p in strategy], atol=1e-6)


SAME = [[1, 0, 0], [0, 1, 0], [0, 0, 1]]


@pytest.mark.parametrize("precision", [0.5, 2.0, 20.0])
@pytest.mark.parametrize(
    ("row", "column"),
    [
        (SAME, SAME),
        ([[0, 3], [1, 2]], [[0, 1], [3, 2]]),
        ([[0, -1, 1], [1, 0, -1], [-1, 1, 0]], [[0, 1, -1], [-1, 0, 1], [1, -1, 0]]),
    ],
    ids=["coordination", "chicken", "rock-paper-scissors"],
)
def test_the_path_goes_straight_on_where_a_symmetric_game_has_branches_that_cross(
    row: list[list[float]], column: list[list[float]], precision: float
) -> None:
    ours = quantal_response(np.array(row, dtype=float), np.array(column, dtype=float), precision)
    assert ours is not None
    (theirs,) = pygambit.qre.logit_solve_lambda(as_game(numbers(row), numbers(column)), precision)
    for mine, strategy in zip(ours.strategies, theirs.profile, strict=True):
        np.testing.assert_allclose(mine, [float(p) for _, p in strategy], atol=1e-6)


@pytest.mark.parametrize("swapped", [False, True], ids=["as it is", "actions in the other order"])
def test_beyond_the_crossing_gambit_has_more_of_the_action_that_is_written_first(swapped: bool) -> None:
    """Which is the branch of a game that favours whoever wants it by a millionth, and there ours agrees with it.

    With the actions in the other order it is the other one: so it hangs on the order, on which ours does not hang.
    """
    first, second = [[2, 0], [0, 1]], [[1, 0], [0, 2]]
    row, column = (second, first) if swapped else (first, second)
    (theirs,) = pygambit.qre.logit_solve_lambda(as_game(numbers(row), numbers(column)), 2.0)
    sides = np.array([row, column], dtype=float)
    sides[:, 0, 0] += 1e-6 * (sides[:, 0, 0] == 2)
    ours = quantal_response(*sides, 2.0)
    assert ours is not None
    for mine, strategy in zip(ours.strategies, theirs.profile, strict=True):
        np.testing.assert_allclose(mine, [float(p) for _, p in strategy], atol=1e-5)
    symmetric = quantal_response(np.array(row, dtype=float), np.array(column, dtype=float), 2.0)
    assert symmetric is not None
    np.testing.assert_allclose(symmetric.strategies[0], symmetric.strategies[1][::-1], atol=1e-9)
