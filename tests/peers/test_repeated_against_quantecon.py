"""Payoff sets of repeated games against QuantEcon's algorithm of Abreu and Sannikov (2014) and their example."""

from __future__ import annotations

import os
from fractions import Fraction

import numpy as np
import pytest
from scipy.spatial import QhullError

from tests.peers.pure_sets import COURNOT, NEAR, drawn_cells, game_of, pure_set, supports

# The compiled code of the peer has ended whole test processes, so it is asked only in one of its own:
# DETENTE_QUANTECON=1 pytest tests/peers/test_repeated_against_quantecon.py
pytestmark = pytest.mark.skipif("DETENTE_QUANTECON" not in os.environ, reason="set DETENTE_QUANTECON=1 to compare")

F = Fraction


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
    cells, patience = drawn_cells(seed)
    assert agree(pure_set(game_of(cells, patience)), peer_set(cells, patience), NEAR)
