"""Games of twenty to sixty actions a side: their pure equilibria against Gambit's and a search cell by cell.

All equilibria of those that dominance makes small are held against lrsnash, which gets the whole table.
"""

from __future__ import annotations

import random
from fractions import Fraction

import pygambit
import pytest

from sim.engine.matrix.bimatrix import bimatrix_equilibria
from tests.peers import lrs
from tests.peers.gambit import as_game

Table = list[list[Fraction]]


def tied(draw: random.Random, m: int, n: int) -> Table:
    """Few different numbers, so that best replies tie."""
    return [[Fraction(draw.randint(-9, 9)) for _ in range(n)] for _ in range(m)]


def smooth(draw: random.Random, m: int, n: int) -> tuple[Table, Table]:
    """Payoffs that fall with the distance from a best reply which moves with the other side's action."""
    a, b, c, d = (Fraction(draw.randint(-9, 9), 10) for _ in range(4))
    one = [[-((i - a * j - c * m) ** 2) for j in range(n)] for i in range(m)]
    two = [[-((j - b * i - d * n) ** 2) for j in range(n)] for i in range(m)]
    return one, two


def by_hand(row: Table, column: Table) -> set[tuple[int, int]]:
    """The cells in which neither gains by moving, looked for one by one."""
    high = [max(line[j] for line in row) for j in range(len(row[0]))]
    wide = [max(line) for line in column]
    return {
        (i, j)
        for i, line in enumerate(row)
        for j, value in enumerate(line)
        if value == high[j] and column[i][j] == wide[i]
    }


def gambits(row: Table, column: Table) -> set[tuple[int, int]]:
    """What Gambit's enumpure finds."""
    found = pygambit.nash.enumpure_solve(as_game(row, column)).equilibria
    played = [[[Fraction(str(p)) for _, p in side].index(1) for side in profile] for profile in found]
    return {(i, j) for i, j in played}


def pure(row: Table, column: Table) -> set[tuple[int, int]]:
    found = bimatrix_equilibria(row, column, time_limit=5).equilibria
    return {(e.strategies[0].index(1), e.strategies[1].index(1)) for e in found if e.pure}


@pytest.mark.parametrize("size", [20, 37, 60])
def test_the_same_pure_equilibria_as_gambit_and_as_by_hand(size: int) -> None:
    draw = random.Random(size)
    m, n = size, draw.randint(20, 60)
    games = [smooth(draw, m, n)]
    if m * n > 2_500:  # smaller ones are enumerated, which ties make long
        games.append((tied(draw, m, n), tied(draw, m, n)))
    for row, column in games:
        assert pure(row, column) == by_hand(row, column) == gambits(row, column)


@pytest.mark.skipif(lrs.PROGRAM is None, reason="lrsnash is not installed")
@pytest.mark.parametrize("seed", range(6))
def test_what_is_called_complete_is_what_lrsnash_finds_in_the_whole_table(seed: int) -> None:
    draw = random.Random(seed)
    row, column = smooth(draw, 16, 15)
    ours = bimatrix_equilibria(row, column, second_opinion=False, time_limit=20)
    assert ours.complete
    assert {e.strategies for e in ours.equilibria} == lrs.extreme_equilibria(row, column)
