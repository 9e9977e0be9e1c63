"""One equilibrium of each of many stage games, by comparisons that are exact: of ranks, or of floats with residues.

The equilibrium is the one that the default rule of `sim.engine.selection` picks: the payoff-dominant one where there is
one, of these the first in the stated order. A pure cell that is best for both of all cells that survive dominance is
that one: whoever mixed over cells of the same payoffs would come later in the order. Other games are left `open`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sim.study.vectorised.plan import Stage
    from sim.study.vectorised.points import Worth
    from sim.types import Flags, Floats, Index

    Ranks = NDArray[np.int16] | NDArray[np.int32]


@dataclass(frozen=True)
class Picked:
    """What is played at g decision points and n points.

    Parameters
    ----------
    cell : ndarray of int, shape (g, n)
        Flat number of the cell.
    several : ndarray of bool, shape (n,)
        Points at which some stage game certainly has several equilibria.
    open : ndarray of bool, shape (g, n) or None
        Stage games that have to be enumerated: no cell is best for both.
    over : ndarray of bool, shape (g, n) or None
        Stage games whose equilibria all pay what a breakdown pays; which of them is played is left open.
    uncounted : ndarray of bool, shape (g, n) or None
        Stage games that are solved, but may have more than the one pure equilibrium that was found.
    alive : pair of ndarray of bool, shapes (g, m, n) and (g, k, n), or None
        Actions that survive dominance. Where both can walk away these are the actions of all equilibria in which
        nobody walks for certain, and perhaps not of the others.
    """

    cell: Index
    several: Flags
    open: Flags | None = None
    over: Flags | None = None
    uncounted: Flags | None = None
    alive: tuple[Flags, Flags] | None = None


def ranks(worth: Worth, near: Floats, doubt: Flags) -> Ranks:
    """Places of the outcomes of a phase in a player's order, equal outcomes sharing one; shape (outcomes, n).

    Parameters
    ----------
    worth : Worth, shape (outcomes, n)
        What they are worth to the player.
    near : ndarray of float, shape (n,)
        Difference from which floats decide.
    doubt : ndarray of bool, shape (n,)
        Set where two outcomes are too near to tell.
    """
    value = np.ascontiguousarray(worth.value.T)
    order = np.argsort(value, axis=1)
    value = np.take_along_axis(value, order, axis=1)
    left = np.take_along_axis(np.ascontiguousarray(worth.residue.T), order, axis=1)
    close = value[:, 1:] - value[:, :-1] <= near[:, None]
    tied = close & (left[:, 1:] == left[:, :-1])
    doubt |= (close & ~tied).any(axis=1)
    level = np.zeros(value.shape, dtype=np.int16 if value.shape[1] < 1 << 15 else np.int32)
    np.cumsum(~tied, axis=1, dtype=level.dtype, out=level[:, 1:])
    found = np.empty_like(level)
    np.put_along_axis(found, order, level, axis=1)
    return np.ascontiguousarray(found.T)


def pick_alone(stage: Stage, player: int, worth: tuple[Worth, Worth], near: Floats, doubt: Flags) -> Picked:
    """What a single mover does: its best, of equals what is best for the other side, of these the first.

    Parameters
    ----------
    stage : Stage
        Decision points at which the other side has no choice.
    player : int
        The mover.
    worth : pair of Worth, each of shape (outcomes, n)
        What the outcomes of the phase are worth to both.
    near : ndarray of float, shape (2, n)
        Difference from which floats decide.
    doubt : ndarray of bool, shape (n,)
        Set where they do not.
    """
    cells = stage.cells.reshape(len(stage.nodes), -1)
    mine, theirs = worth[player], worth[1 - player]
    own, other = near[player], near[1 - player]
    best = mine.value[cells[:, 0]], mine.residue[cells[:, 0]], theirs.value[cells[:, 0]], theirs.residue[cells[:, 0]]
    chosen = np.zeros(best[0].shape, dtype=np.intp)
    tied_with_best = np.zeros(best[0].shape, dtype=bool)
    for k in range(1, cells.shape[1]):
        new = mine.value[cells[:, k]], mine.residue[cells[:, k]]
        gap = new[0] - best[0]
        close = np.abs(gap) <= own
        tied = close & (new[1] == best[1])
        better = (gap > 0) & ~tied
        doubt |= (close & ~tied).any(axis=0)
        tied_with_best = (tied_with_best & ~better) | tied
        rest = theirs.value[cells[:, k]], theirs.residue[cells[:, k]]
        if tied.any():
            gap = rest[0] - best[2]
            close = np.abs(gap) <= other
            same = close & (rest[1] == best[3])
            doubt |= (tied & close & ~same).any(axis=0)
            better = better | (tied & (gap > 0) & ~same)
        chosen[better] = k
        best = tuple(np.where(better, a, b) for a, b in zip((*new, *rest), best, strict=True))  # type: ignore[assignment]
    return Picked(chosen, np.any(tied_with_best, axis=0))


def pick_together(stage: Stage, order: tuple[Ranks, Ranks]) -> Picked:
    """What both do who move at once, where dominance and a cell that is best for both settle it.

    Where both can walk away, either nobody walks for certain, and then what the other side's walking makes equal does
    not matter for dominance; or somebody does, and both get what a breakdown pays. The second kind of equilibrium is
    always there, and neither side gets less in one of the first kind, since it could walk.

    Parameters
    ----------
    stage : Stage
        The decision points.
    order : pair of ndarray of int, each of shape (outcomes, n)
        Both players' `ranks`.
    """
    one, two = (side[stage.cells] for side in order)
    g, m, k, n = one.shape
    best_reply = (one == one.max(axis=1, keepdims=True)) & (two == two.max(axis=2, keepdims=True))
    several = best_reply.sum(axis=(1, 2), dtype=np.int16) > 1
    walk = one[:, -1, -1].copy(), two[:, -1, -1].copy()
    own, other = undominated(one, two, stage.walks)
    dead = ~(own[:, :, None] & other[:, None])
    one[dead], two[dead] = -1, -1
    best = one.max(axis=(1, 2)), two.max(axis=(1, 2))
    top = (one == best[0][:, None, None]) & (two == best[1][:, None, None]) & ~dead
    over = np.zeros((g, n), dtype=bool)
    if stage.walks:
        over = _walking(own, other) | ((best[0] == walk[0]) & (best[1] == walk[1]))
        top[:, -1], top[:, :, -1] = False, False
    flat = top.reshape(g, m * k, n)[:, stage.order]
    cell = stage.order[flat.argmax(axis=1)]
    settled = flat.any(axis=1) & ~over
    if stage.walks:
        # The first in order of all that end the talks: one side does the first it can, and the other walks.
        column_first = len(stage.order) > 1 and stage.order[1] != 1
        first = (m - 1) * k if column_first else k - 1
        walked = over & best_reply.reshape(g, m * k, n)[:, first] & _walking(own, other)
        cell = np.where(over, np.where(walked, first, m * k - 1), cell)
        lone = (own.sum(axis=1, dtype=np.int16) == 1) & (other.sum(axis=1, dtype=np.int16) == 1) & ~over
        uncounted = ~several & (over | (settled & ~lone))
        return Picked(
            cell, (several | (settled & lone)).any(axis=0), ~settled & ~over, over & ~walked, uncounted, (own, other)
        )
    sizes = own.sum(axis=1, dtype=np.int16) * other.sum(axis=1, dtype=np.int16)
    return Picked(cell, several.any(axis=0), ~settled, over, settled & ~several & (sizes > 1), (own, other))


def _walking(own: Flags, other: Flags) -> Flags:
    """Where it is certain that somebody walks: nothing else is left to one side."""
    found: Flags = ~np.any(own[:, :-1], axis=1) | ~np.any(other[:, :-1], axis=1)
    return found


def undominated(one: Ranks, two: Ranks, walks: bool = False) -> tuple[Flags, Flags]:
    """Actions that survive iterated elimination of those strictly dominated by a pure action.

    Parameters
    ----------
    one, two : ndarray of int, shape (g, m, k, n)
        Both players' ranks of the cells.
    walks : bool
        Whether the other side's last action does not count, since after it all actions pay the same.
    """
    g, m, k, n = one.shape
    own, other = np.ones((g, m, n), dtype=bool), np.ones((g, k, n), dtype=bool)
    turned = two.transpose(0, 2, 1, 3)
    last = -1 if walks else None
    while True:
        left: Flags = own & ~_dominated(one[:, :, :last], own, other[:, :last])
        right: Flags = other & ~_dominated(turned[:, :, :last], other, left[:, :last])
        if np.array_equal(left, own) and np.array_equal(right, other):
            return own, other
        own, other = left, right


def _dominated(pays: Ranks, own: Flags, other: Flags) -> Flags:
    """Actions on axis 1 that another one beats against all that the other side may do."""
    beaten = np.zeros_like(own)
    closed = [~other[:, j] for j in range(pays.shape[2])]
    for i in range(pays.shape[1]):
        for better in range(pays.shape[1]):
            if better == i:
                continue
            worse = own[:, better].copy()
            for j, shut in enumerate(closed):
                worse &= (pays[:, better, j] > pays[:, i, j]) | shut
            beaten[:, i] |= worse
    return beaten
