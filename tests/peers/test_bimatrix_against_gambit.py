"""Our enumeration of equilibria against Gambit's, both in exact rationals."""

import random
from fractions import Fraction

import pygambit
import pytest

from sim.engine.matrix.bimatrix import bimatrix_equilibria
from tests.peers import lrs
from tests.peers.gambit import extreme_equilibria, tables

Table = list[list[Fraction]]


def decimals(draw: random.Random, m: int, n: int) -> Table:
    return [[Fraction(round(draw.gauss(0, 1) * 1000), 1000) for _ in range(n)] for _ in range(m)]


def small_integers(draw: random.Random, m: int, n: int) -> Table:
    return [[Fraction(draw.randint(-2, 2)) for _ in range(n)] for _ in range(m)]


def assert_same(row: Table, column: Table) -> None:
    ours = bimatrix_equilibria(row, column, second_opinion=False)
    found = [e.strategies for e in ours.equilibria]
    assert ours.complete
    assert len(set(found)) == len(found)
    assert set(found) == extreme_equilibria(row, column)


@pytest.mark.parametrize("seed", range(8))
def test_the_same_equilibria_as_gambit_on_random_games(seed: int) -> None:
    draw = random.Random(seed)
    for _ in range(25):
        m, n = draw.randint(1, 5), draw.randint(1, 5)
        assert_same(decimals(draw, m, n), decimals(draw, m, n))


@pytest.mark.parametrize("seed", range(8))
def test_the_same_extreme_equilibria_as_gambit_on_degenerate_integer_games(seed: int) -> None:
    draw = random.Random(100 + seed)
    for _ in range(50):
        m, n = draw.randint(1, 5), draw.randint(1, 5)
        assert_same(small_integers(draw, m, n), small_integers(draw, m, n))


def test_all_75_equilibria_of_von_stengels_6_by_6_game_are_found() -> None:
    # von Stengel 1999, New maximal numbers of equilibria in bimatrix games, Discrete & Computational Geometry 21.
    game = pygambit.catalog.load("journals/dcg/vonstengel1999/6x6_game_with_75_eq")
    row, column = tables(game)
    solution = bimatrix_equilibria(row, column)
    assert len(solution.equilibria) == 75
    assert all(e.regret == (0, 0) for e in solution.equilibria)


@pytest.mark.parametrize("size", [6, 7])
def test_the_same_equilibria_as_gambit_on_larger_games(size: int) -> None:
    draw = random.Random(size)
    assert_same(decimals(draw, size, size), decimals(draw, size, size))


@pytest.mark.skipif(lrs.PROGRAM is None, reason="lrsnash is not installed")
@pytest.mark.parametrize(("seed", "m", "n"), [(1, 8, 8), (2, 10, 10), (3, 7, 11), (4, 11, 6)])
def test_the_same_equilibria_as_lrsnash_on_games_that_are_searched_in_floats(seed: int, m: int, n: int) -> None:
    draw = random.Random(seed)
    row, column = decimals(draw, m, n), decimals(draw, m, n)
    assert {e.strategies for e in bimatrix_equilibria(row, column).equilibria} == lrs.extreme_equilibria(row, column)


@pytest.mark.skipif(lrs.PROGRAM is None, reason="lrsnash is not installed")
@pytest.mark.parametrize("seed", range(6))
def test_the_same_extreme_equilibria_as_lrsnash_on_larger_games_with_ties(seed: int) -> None:
    draw = random.Random(200 + seed)
    row, column = ([[Fraction(draw.randint(0, 2)) for _ in range(6)] for _ in range(6)] for _ in (0, 1))
    assert {e.strategies for e in bimatrix_equilibria(row, column).equilibria} == lrs.extreme_equilibria(row, column)
