"""What peers of repeated games are asked, and our answer: sets from inside, of equilibria in pure actions with lots."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import numpy as np

from sim.deadline import Deadline
from sim.engine.matrix.bimatrix import bimatrix_equilibria
from sim.engine.repeated.equilibrium_sets.certificate import faults_of_inner
from sim.engine.repeated.equilibrium_sets.endless_sets import endless_sets
from sim.engine.repeated.payoff_sets import graph_of
from sim.games.repeated.repeated_game import RepeatedGame

F = Fraction
NEAR = 2e-3
"""How near sets must be: ours from inside are grown until what would be added is less than this."""

COURNOT = [[(16, 9), (3, 13), (0, 3)], [(21, 1), (10, 4), (-1, 0)], [(9, 0), (5, -4), (-5, -15)]]
"""The Cournot duopoly of Abreu and Sannikov (2014), section 6."""


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


def supports(points: np.ndarray) -> np.ndarray:
    angles = np.linspace(0, 2 * np.pi, 48, endpoint=False)
    return (points @ np.array([np.cos(angles), np.sin(angles)])).max(axis=0)


def drawn_cells(seed: int) -> tuple[list[list[tuple[int, int]]], Fraction]:
    """A random game with a pure equilibrium of a round, with two actions each or three, and a patience."""
    draw = Random(seed)
    size = 2 + seed % 2
    while True:
        cells = [[(draw.randint(-5, 5), draw.randint(-5, 5)) for _ in range(size)] for _ in range(size)]
        game = game_of(cells, draw.choice([F(1, 4), F(1, 2), F(3, 4)]))
        if any(e.pure for e in bimatrix_equilibria(game.row, game.column).equilibria):
            return cells, game.patience[0]
