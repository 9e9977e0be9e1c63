"""Backward induction over the nodes of a plan with the points of a chunk as the batch axis.

At each decision point the equilibrium of the stage game is the one that solving a single game selects. What hangs on a
comparison that neither floats nor residues settle is noted as doubtful and left to the exact solver.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from sim.scenario import residue as mod
from sim.study.open_stages import enumerate_stages
from sim.study.points import Worth
from sim.study.stages import Picked, pick_alone, pick_together, ranks

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sim.study.plan import Plan, Stage
    from sim.study.points import PhaseNumbers, PointNumbers

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]
    Index = NDArray[np.intp]
    Mixture = tuple[Floats, Floats]

MIXES = -1
"""Stands in place of a cell where somebody mixes."""


@dataclass
class Induced:
    """What is played at every decision point of a plan at n points.

    Parameters
    ----------
    cells : list of ndarray of int, each of shape (nodes, n)
        Per round and phase, in order of play: flat number of the cell that is played, or `MIXES`. Numbers refer to
        the phase's full table of cells; they mean nothing at nodes that no play can reach.
    mixtures : dict of (step, node, point) to pair of ndarray
        Probabilities where somebody mixes.
    values : ndarray of float, shape (2, n)
        Both players' payoffs from the start.
    several : ndarray of bool, shape (n,)
        Whether some stage game that play can reach has several equilibria.
    doubt : ndarray of bool, shape (n,)
        Points that have to be solved exactly.
    """

    cells: list[NDArray[np.int16]]
    values: Floats
    several: Flags
    doubt: Flags
    mixtures: dict[tuple[int, int, int], Mixture] = field(default_factory=dict)


def induce(plan: Plan, numbers: PointNumbers) -> Induced:
    """Solve a plan at all points.

    Parameters
    ----------
    plan : Plan
        The structure.
    numbers : PointNumbers
        The numbers.
    """
    return _Run(plan, numbers).solved()


class _Run:
    def __init__(self, plan: Plan, numbers: PointNumbers) -> None:
        self.plan, self.numbers = plan, numbers
        n = len(numbers.doubt)
        self.points = np.arange(n)
        self.found = Induced([], np.zeros((2, n)), np.zeros(n, dtype=bool), numbers.doubt.copy())
        self.salt = 0

    def solved(self) -> Induced:
        after = self.numbers.final
        for step in reversed(range(len(self.plan.steps))):
            after = self._step(step, after)
        self.found.cells.reverse()
        self.found.values = np.stack([side.value[0] for side in after])
        return self.found

    def _step(self, step: int, after: tuple[Worth, Worth]) -> tuple[Worth, Worth]:
        """Solve one phase of one round; values of its nodes, and in the last row what a breakdown pays."""
        k, stages = self.plan.steps[step]
        phase, prices = self.plan.phases[k], self.numbers.phases[k]
        worth = tuple(_worth(prices, p, after[p], phase.successors) for p in (0, 1))
        n, full = len(self.points), phase.cells.shape[2]
        values = [Worth(np.zeros((phase.size + 1, n)), np.zeros((phase.size + 1, n), dtype=np.uint64)) for _ in (0, 1)]
        for p in (0, 1):
            values[p].value[-1], values[p].residue[-1] = after[p].value[-1], after[p].residue[-1]
        played = np.zeros((phase.size, n), dtype=np.int16)
        self.found.cells.append(played)
        places: tuple[NDArray[np.int16], ...] = ()
        if any(all(stage.movers) for stage in stages):
            places = tuple(ranks(worth[p], self.numbers.near[p], self.found.doubt) for p in (0, 1))
        for stage in stages:
            if places and all(stage.movers):
                picked = pick_together(stage, (places[0], places[1]))
            else:
                mover = 0 if stage.movers[0] else 1
                picked = pick_alone(stage, mover, (worth[0], worth[1]), self.numbers.near, self.found.doubt)
            self.found.several |= picked.several
            width = stage.cells.shape[2]
            outcome = stage.cells.reshape(len(stage.nodes), -1)[np.arange(len(stage.nodes))[:, None], picked.cell]
            for p in (0, 1):
                values[p].value[stage.nodes] = worth[p].value[outcome, self.points]
                values[p].residue[stage.nodes] = worth[p].residue[outcome, self.points]
            played[stage.nodes] = picked.cell // width * full + picked.cell % width
            if picked.alive is not None:
                self._enumerate(step, stage, picked, (places[0], places[1]), (worth[0], worth[1]), (values[0], values[1]))
        return values[0], values[1]

    def _enumerate(
        self,
        step: int,
        stage: Stage,
        picked: Picked,
        places: tuple[NDArray[np.int16], NDArray[np.int16]],
        worth: tuple[Worth, Worth],
        values: tuple[Worth, Worth],
    ) -> None:
        """Solve the stage games that are open, and count where nothing else is known to make the solution one of
        several."""
        assert picked.open is not None
        assert picked.uncounted is not None
        assert picked.alive is not None
        wanted = (picked.open | (picked.uncounted & ~self.found.several)) & ~self.found.doubt
        g, point = np.nonzero(wanted)
        if not len(g):
            return
        cells = stage.cells[g]
        at = point[:, None, None]
        pays = [_alike(worth[p].value, places[p], cells, at) for p in (0, 1)]
        near, weights = self.numbers.near[:, point], self.numbers.weights[:, point]
        alive = picked.alive[0][g, :, point], picked.alive[1][g, :, point]
        found = enumerate_stages((pays[0], pays[1]), alive, near, weights, stage.order)
        self.found.doubt[point[found.unsure]] = True
        self.found.several[point[found.several & ~found.unsure]] = True
        put = np.flatnonzero(picked.open[g, point])
        g, point = g[put], point[put]
        i, j = found.row[put].argmax(axis=1), found.column[put].argmax(axis=1)
        mixes = (found.row[put].max(axis=1) < 1) | (found.column[put].max(axis=1) < 1)
        full = self.plan.phases[self.plan.steps[step][0]].cells.shape[2]
        nodes = stage.nodes[g]
        self.found.cells[-1][nodes, point] = np.where(mixes, MIXES, i * full + j)
        outcome = stage.cells[g, i, j]
        self.salt += 1
        for p in (0, 1):
            # Nothing is known of the exact value of a mixture but that it is this one.
            fresh = mod.scrambled((nodes + (p << 20)).astype(np.uint64), self.salt)
            values[p].value[nodes, point] = np.where(mixes, found.values[p][put], worth[p].value[outcome, point])
            values[p].residue[nodes, point] = np.where(mixes, fresh, worth[p].residue[outcome, point])
        for h in np.flatnonzero(mixes):
            self.found.mixtures[step, int(nodes[h]), int(point[h])] = found.row[put[h]], found.column[put[h]]


def _worth(prices: PhaseNumbers, player: int, after: Worth, successors: Index) -> Worth:
    """What the outcomes of a phase are worth to a player."""
    base, gain = prices.base[player], prices.gain[player]
    return Worth(
        base.value + gain.value * after.value[successors],
        mod.reduced(base.residue + gain.residue * after.residue[successors]),
    )


def _alike(value: Floats, place: NDArray[np.int16], cells: Index, at: Index) -> Floats:
    """Payoffs of cells, those of equal rank made bitwise equal."""
    pays, rank = value[cells, at], place[cells, at]
    h = len(cells)
    pays, rank = pays.reshape(h, -1), rank.reshape(h, -1)
    for k in range(1, pays.shape[1]):
        for before in range(k):
            same = rank[:, k] == rank[:, before]
            pays[same, k] = pays[same, before]
    return pays.reshape(cells.shape)
