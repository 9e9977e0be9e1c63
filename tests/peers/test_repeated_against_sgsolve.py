"""Payoff sets of repeated games against SGSolve, the program of Abreu, Brooks and Sannikov (2020).

SGSolve is no package; where it has been built as `sgsolve.cpp` says, its program is named and the tests run:

    DETENTE_SGSOLVE=path/to/sgsolve pytest tests/peers/test_repeated_against_sgsolve.py
"""

from __future__ import annotations

import os
import subprocess
from fractions import Fraction

import numpy as np
import pytest

from tests.peers.pure_sets import COURNOT, drawn_cells, game_of, pure_set, supports

pytestmark = pytest.mark.skipif("DETENTE_SGSOLVE" not in os.environ, reason="name the program in DETENTE_SGSOLVE")

F = Fraction
NEAR = 2e-3
"""How near sets must be: ours from inside are grown until what would be added is less than this."""


SMALLER = 15
"""The game of which the peer leaves out the corner (-1.5, -2), which QuantEcon has and our certificate proves."""


def peer_set(cells: list[list[tuple[int, int]]], patience: Fraction) -> np.ndarray:
    """Corners by SGSolve; it gives up on most sets without inside, and on some others."""
    numbers = " ".join(f"{a} {b}" for line in cells for a, b in line)
    asked = f"{float(patience)} {len(cells)} {len(cells[0])} {numbers}\n"
    done = subprocess.run([os.environ["DETENTE_SGSOLVE"]], input=asked, capture_output=True, text=True, timeout=60)
    if done.returncode:
        pytest.skip("SGSolve gives no answer")
    lines = [line.split()[1:] for line in done.stdout.splitlines() if line.startswith("corner ")]
    return np.array(lines, dtype=float).reshape(-1, 2)


def agree(cells: list[list[tuple[int, int]]], patience: Fraction) -> bool:
    found, peer = pure_set(game_of(cells, patience)), peer_set(cells, patience)
    return bool(np.allclose(supports(found), supports(peer), atol=NEAR))


def test_the_example_of_abreu_and_sannikov_is_that_of_sgsolve() -> None:
    assert agree(COURNOT, F(3, 10))


@pytest.mark.parametrize("patience", [F(1, 4), F(1, 2), F(3, 5), F(7, 10)])
def test_a_prisoners_dilemma_has_the_set_of_sgsolve(patience: Fraction) -> None:
    assert agree([[(3, 3), (0, 5)], [(5, 0), (1, 1)]], patience)


@pytest.mark.parametrize("seed", range(30))
def test_random_games_have_the_sets_of_sgsolve(seed: int) -> None:
    """Two actions each, or three; games without a pure equilibrium of a round are left to others."""
    cells, patience = drawn_cells(seed)
    if seed != SMALLER:
        assert agree(cells, patience)
        return
    found, peer = pure_set(game_of(cells, patience)), peer_set(cells, patience)
    assert np.all(supports(peer) <= supports(found) + NEAR)
    assert any(np.allclose(corner, (-1.5, -2)) for corner in found)
