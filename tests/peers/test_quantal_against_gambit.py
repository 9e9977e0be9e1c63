"""Our logit path against Gambit's, on the principal branch."""

from __future__ import annotations

import random
from fractions import Fraction

import numpy as np
import pygambit
import pytest

from sim.engine.quantal import quantal_response
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
