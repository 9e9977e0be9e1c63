"""Payoff sets of repeated games against QuantEcon's algorithm of Abreu and Sannikov (2014) and their example."""

from __future__ import annotations

import os
from fractions import Fraction
from random import Random

import numpy as np
import pytest
from scipy.spatial import QhullError

from sim.deadline import Deadline
from sim.engine.matrix.bimatrix import bimatrix_equilibria
from sim.engine.repeated.equilibrium_sets.certificate import faults_of_inner
from sim.engine.repeated.equilibrium_sets.endless_sets import endless_sets
from sim.engine.repeated.payoff_sets import graph_of
from sim.games.repeated.repeated_game import RepeatedGame

# The compiled code of the peer has ended whole test processes, so it is asked only in one of its own:
# DETENTE_QUANTECON=1 pytest tests/peers/test_repeated_against_quantecon.py
pytestmark = pytest.mark.skipif("DETENTE_QUANTECON" not in os.environ, reason="set DETENTE_QUANTECON=1 to compare")

F = Fraction
NEAR = 2e-3
"""How near sets must be: ours from inside are grown until what would be added is less than this."""


def game_of(cells: list[list[tuple[int, int]]], patience: Fraction) -> RepeatedGame:
    row, column = (tuple(tuple(F(cell[p]) for cell in line) for line in cells) for p in (0, 1))
    labels = tuple(f"a{k}" for k in range(len(cells))), tuple(f"b{k}" for k in range(len(cells[0])))
    return RepeatedGame(("one", "two"), labels, row, column, None, (patience, patience))


def pure_set(game: RepeatedGame) -> np.ndarray:
    """Corners from inside where equilibria of a round that mix are left out, as the algorithm leaves them out."""
    stage = [e.payoffs for e in bimatrix_equilibria(game.row, game.column).equilibria if e.pure]
    graph = graph_of(game, stage)
    found = endless_sets(graph, Deadline(None), mediator=False).inner
    assert not faults_of_inner(graph, found, Deadline(None))
    return np.array([[float(v) for v in c] for c in found[0]])


def peer_set(cells: list[list[tuple[int, int]]], patience: Fraction) -> np.ndarray | None:
    """Corners by QuantEcon; None for a set without inside, of which it cannot make a hull."""
    from quantecon.game_theory import NormalFormGame
    from quantecon.game_theory.repeated_game import RepeatedGame as PeerGame

    table = np.array(cells, dtype=float)
    low = table.min(axis=(0, 1))
    try:
        found = PeerGame(NormalFormGame(table), float(patience)).equilibrium_payoffs(options={"u_init": low})
    except QhullError:
        return None
    return np.asarray(found.points[found.vertices])


def agree(found: np.ndarray, peer: np.ndarray | None, near: float) -> bool:
    if peer is None:
        return len(found) < 3
    return bool(np.allclose(supports(found), supports(peer), atol=near))


def supports(points: np.ndarray) -> np.ndarray:
    angles = np.linspace(0, 2 * np.pi, 48, endpoint=False)
    return (points @ np.array([np.cos(angles), np.sin(angles)])).max(axis=0)


COURNOT = [[(16, 9), (3, 13), (0, 3)], [(21, 1), (10, 4), (-1, 0)], [(9, 0), (5, -4), (-5, -15)]]


def test_the_example_of_abreu_and_sannikov_has_their_corners() -> None:
    """Abreu and Sannikov (2014), section 6: a Cournot duopoly at a patience of 0.3."""
    found = pure_set(game_of(COURNOT, F(3, 10)))
    published = np.array([(7.3377, 10.9826), (1.1257, 2.8), (7.3377, 0), (7.8631, 0), (19.7918, 2.8), (15.5631, 9.1)])
    assert np.allclose(supports(found), supports(published), atol=NEAR)
    assert agree(found, peer_set(COURNOT, F(3, 10)), NEAR)


@pytest.mark.parametrize("patience", [F(1, 5), F(1, 4), F(1, 2), F(3, 5), F(9, 10)])
def test_a_prisoners_dilemma_has_the_set_of_quantecon(patience: Fraction) -> None:
    cells = [[(3, 3), (0, 5)], [(5, 0), (1, 1)]]
    assert agree(pure_set(game_of(cells, patience)), peer_set(cells, patience), 1e-5)


@pytest.mark.parametrize("seed", range(8))
def test_random_games_have_the_sets_of_quantecon(seed: int) -> None:
    """Two actions each, or three; games without a pure equilibrium of a round are left to others."""
    draw = Random(seed)
    size = 2 + seed % 2
    while True:
        cells = [[(draw.randint(-5, 5), draw.randint(-5, 5)) for _ in range(size)] for _ in range(size)]
        game = game_of(cells, draw.choice([F(1, 4), F(1, 2), F(3, 4)]))
        if any(e.pure for e in bimatrix_equilibria(game.row, game.column).equilibria):
            break
    assert agree(pure_set(game), peer_set(cells, game.patience[0]), NEAR)
