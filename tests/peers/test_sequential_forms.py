"""Strategic forms of games in which moves follow one another, nearly always degenerate, against other programs."""

import random
from collections.abc import Callable
from fractions import Fraction
from functools import cache, partial

import pytest

from sim.engine.matrix.bimatrix import bimatrix_equilibria
from sim.engine.tree.reduced_form import strategic_form, strategies
from sim.errors import TreeTooLargeError
from sim.games.concessions.unroll import unroll
from tests.games.concessions.test_unroll import MOVES, drawn
from tests.peers import gambit, lrs

F = Fraction
Table = list[list[Fraction]]
Game = tuple[Table, Table]


def centipede(nodes: int) -> Game:
    """Reduced form of Rosenthal's game (1981): whoever takes ends it; two pots that double with each pass."""
    large, small = [F(4) * 2**k for k in range(nodes + 1)], [F(1) * 2**k for k in range(nodes + 1)]
    one = [*range(0, nodes, 2), nodes]
    two = [*range(1, nodes, 2), nodes]

    def pays(i: int, j: int) -> tuple[Fraction, Fraction]:
        end = min(i, j)
        taker = end % 2 == 0
        return (large[end], small[end]) if taker else (small[end], large[end])

    table = [[pays(i, j) for j in two] for i in one]
    return [[p for p, _ in line] for line in table], [[p for _, p in line] for line in table]


def war_of_attrition(rounds: int, prize: int, cost: int) -> Game:
    """Each chooses when to quit (Maynard Smith 1974); both pay for each round fought; a tie wins nothing."""
    times = range(rounds + 1)
    row = [[F(-cost * min(i, j)) + (prize if i > j else 0) for j in times] for i in times]
    return row, [list(line) for line in zip(*row, strict=True)]


def inspections(rounds: int) -> Game:
    """Dresher's inspection game (1962) in plans: one inspection and one violation, when each; never comes last."""
    times = range(rounds + 1)
    row = [[F(0) if j == rounds else F(1 if i == j else -1) for j in times] for i in times]
    return row, [[-v for v in line] for line in row]


def chain_store(entrants: int) -> Game:
    """Selten's chain store (1978) with a plan per history cut to stationary ones: fight the first k, or none."""
    stay, share, fight = (F(5), F(1)), (F(2), F(2)), (F(0), F(0))
    fights = range(entrants + 1)
    enters = range(entrants + 1)
    table = []
    for k in fights:
        line = []
        for e in enters:  # the last e of the entrants come in
            ends = [stay if t < entrants - e else fight if t < k else share for t in range(entrants)]
            line.append((sum((a for a, _ in ends), F(0)), sum((b for _, b in ends), F(0))))
        table.append(line)
    return [[p for p, _ in line] for line in table], [[p for _, p in line] for line in table]


@cache
def concessions(moves: str) -> list[Game]:
    """Reduced forms of random concession games, up to 8 by 8."""
    draw = random.Random(f"forms {moves}")
    found: list[Game] = []
    while len(found) < 12:
        tree = unroll(drawn(draw, moves, 3)[1]).tree
        try:
            plans = strategies(tree)
        except TreeTooLargeError:
            continue
        if all(2 <= len(own) <= 8 for own in plans):
            found.append(strategic_form(tree, plans))
    return found


def concession_game(moves: str, k: int) -> Game:
    return concessions(moves)[k]


ATTRITIONS = ((1, 4, 1), (2, 3, 2), (4, 5, 1), (5, 3, 1))
GAMES: dict[str, Callable[[], Game]] = {
    **{f"centipede-{n}": partial(centipede, n) for n in (2, 3, 4, 6, 8, 10)},
    **{f"attrition-{t}-{v}-{c}": partial(war_of_attrition, t, v, c) for t, v, c in ATTRITIONS},
    **{f"inspection-{n}": partial(inspections, n) for n in (1, 2, 4)},
    **{f"chain-store-{n}": partial(chain_store, n) for n in (1, 2, 4)},
    **{f"{moves}-{k}": partial(concession_game, moves, k) for moves in MOVES for k in range(12)},
}


@pytest.mark.parametrize("name", GAMES)
def test_the_same_extreme_equilibria_as_gambit_on_sequential_games(name: str) -> None:
    row, column = GAMES[name]()
    ours = bimatrix_equilibria(row, column)
    assert ours.complete
    assert all(e.regret == (0, 0) for e in ours.equilibria)
    assert {e.strategies for e in ours.equilibria} == gambit.extreme_equilibria(row, column)


@pytest.mark.skipif(lrs.PROGRAM is None, reason="lrsnash is not installed")
@pytest.mark.parametrize("name", GAMES)
def test_the_same_extreme_equilibria_as_lrsnash_on_sequential_games(name: str) -> None:
    row, column = GAMES[name]()
    found = {e.strategies for e in bimatrix_equilibria(row, column).equilibria}
    assert found == lrs.extreme_equilibria(row, column)


@pytest.mark.parametrize("nodes", [2, 3, 4, 6, 8, 10])
def test_in_every_equilibrium_the_first_player_takes_at_once_in_the_centipede(nodes: int) -> None:
    # Rosenthal 1981; in the reduced form this holds in all Nash equilibria, not only in the subgame-perfect one.
    row, column = centipede(nodes)
    for e in bimatrix_equilibria(row, column).equilibria:
        assert e.strategies[0][0] == 1
