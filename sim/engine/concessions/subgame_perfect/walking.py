"""Which equilibria of a stage game end the talks: where both may walk away at once, both doing so always is one.

Whoever expects the other side to walk away loses nothing by doing so as well. Stage games that have a second
equilibrium for this reason alone are told apart from those whose equilibria differ in what is done while talks go on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.games.concessions.rules import WALK_AWAY

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from sim.engine.matrix.stage_games import BatchEquilibria
    from sim.games.concessions.stochastic_game import Node, Phase
    from sim.types import Flags, Index


def walking(phase: Phase) -> Index:
    """Number of the action by which each player walks away, shape (2, nodes); -1 where it cannot."""
    return np.array(
        [
            [own.index(WALK_AWAY) if WALK_AWAY in (own := node.actions[player]) else -1 for node in phase.nodes]
            for player in (0, 1)
        ],
        dtype=np.intp,
    )


def goes_on(found: BatchEquilibria, at: Index) -> Index:
    """How many equilibria of each game there are in which nobody walks away for certain, shape (games,).

    Parameters
    ----------
    found : BatchEquilibria
        The equilibria.
    at : ndarray of int, shape (2, games)
        As `walking` has it.
    """
    stays: list[Flags] = []
    for walk, side in zip(at, (found.row, found.column), strict=True):
        chance = np.take_along_axis(side.points, np.maximum(walk, 0)[:, None, None], axis=2)[:, :, 0]
        stays.append((chance < 1) | (walk < 0)[:, None])
    pairs = found.pairs & stays[0][:, :, None] & stays[1][:, None, :]
    count: Index = pairs.sum(axis=(1, 2))
    return count


def all_walk(node: Node, strategies: Sequence[Sequence[Fraction]]) -> bool:
    """Whether both players walk away for certain at a node."""
    return all(
        WALK_AWAY in own and side[own.index(WALK_AWAY)] == 1 for own, side in zip(node.actions, strategies, strict=True)
    )


def stays(node: Node, strategies: Sequence[Sequence[Fraction]]) -> bool:
    """Whether nobody walks away for certain at a node."""
    return not any(
        p == 1
        for own, side in zip(node.actions, strategies, strict=True)
        for action, p in zip(own, side, strict=True)
        if action == WALK_AWAY
    )
