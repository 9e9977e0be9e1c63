"""Payoff sets of repeated games: ours, in exact fractions with certificates, against QuantEcon in floats."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from benchmarks.timing import paired, table
from sim.deadline import Deadline
from sim.engine.repeated.equilibrium_sets.endless_sets import endless_sets
from sim.engine.repeated.payoff_sets import graph_of, repeated_sets
from sim.games.repeated.repeated_game import RepeatedGame

F = Fraction
DILEMMA = [[(3, 3), (0, 5)], [(5, 0), (1, 1)]]
COURNOT = [[(16, 9), (3, 13), (0, 3)], [(21, 1), (10, 4), (-1, 0)], [(9, 0), (5, -4), (-5, -15)]]
"""The duopoly of Abreu and Sannikov (2014)."""


def game_of(cells: list[list[tuple[int, int]]], patience: Fraction) -> RepeatedGame:
    """A game with a table and one patience for both."""
    row, column = (tuple(tuple(F(cell[p]) for cell in line) for line in cells) for p in (0, 1))
    labels = tuple(str(k) for k in range(len(row))), tuple(str(k) for k in range(len(row[0])))
    return RepeatedGame(("one", "two"), labels, row, column, None, (patience, patience))


def main() -> None:
    """Print seconds per set."""
    from quantecon.game_theory import NormalFormGame
    from quantecon.game_theory.repeated_game import RepeatedGame as PeerGame

    rows = [("game", "inside", "both, checked", "QuantEcon", "inside / QuantEcon")]
    for name, cells, patience in (
        ("prisoner's dilemma, 0.5", DILEMMA, F(1, 2)),
        ("prisoner's dilemma, 0.9", DILEMMA, F(9, 10)),
        ("Cournot duopoly, 0.3", COURNOT, F(3, 10)),
    ):
        game, stage = game_of(cells, patience), [(F(1), F(1))] if cells is DILEMMA else []
        graph, peer = graph_of(game, stage), PeerGame(NormalFormGame(np.array(cells, float)), float(patience))
        low = np.array(cells, float).min(axis=(0, 1))
        ours, theirs, ratio = paired(
            lambda graph=graph: endless_sets(graph, Deadline(None), mediator=False),
            lambda peer=peer, low=low: peer.equilibrium_payoffs(options={"u_init": low}),
            rounds=3,
        )
        both, _, _ = paired(
            lambda game=game, stage=stage: repeated_sets(game, stage, Deadline(None)), lambda: None, rounds=1
        )
        rows.append((name, f"{ours:.3f}", f"{both:.3f}", f"{theirs:.4f}", f"{ratio:.0f}"))
    table("Payoffs of all equilibria of repeated games, seconds", rows)


if __name__ == "__main__":
    main()
