"""Backward induction over the nodes of a plan with the points of a chunk as the batch axis.

At each decision point the equilibrium of the stage game is the one that solving a single game selects. What hangs on a
comparison that neither floats nor residues settle is noted as doubtful and left to the exact solver.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.deadline import check_time
from sim.exact import residues as mod
from sim.study.vectorised.open_stages import Enumerated, enumerate_stages
from sim.study.vectorised.points import Worth
from sim.study.vectorised.stages import Picked, pick_alone, pick_together, ranks

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sim.study.vectorised.plan import GameStructure, Stage
    from sim.study.vectorised.points import PointNumbers
    from sim.study.vectorised.stages import Ranks
    from sim.types import Flags, Floats, Index

    Cells = NDArray[np.int16]

MIXES, OVER = -1, -2
"""Stand in place of a cell where somebody mixes, and where all equilibria pay what a breakdown pays."""


class Induction:
    """What is played at every decision point of a plan at n points.

    Attributes
    ----------
    cells : list of ndarray of int, each of shape (nodes, n)
        Per round and phase, in order of play: flat number of the cell that is played, or `MIXES` or `OVER`. Numbers
        refer to the phase's full table of cells; they mean nothing at nodes that no play can reach.
    mixtures : dict of (step, node, point) to pair of ndarray
        Probabilities where somebody mixes.
    values : list of pair of Worth, each of shape (nodes, n)
        Per round and phase what the nodes are worth.
    several : ndarray of bool, shape (n,)
        Whether some stage game that play can reach has several equilibria.
    doubt : ndarray of bool, shape (n,)
        Points that have to be solved exactly.
    """

    def __init__(self, plan: GameStructure, numbers: PointNumbers) -> None:
        self.plan, self.numbers = plan, numbers
        n, steps = len(numbers.doubt), len(plan.steps)
        self.points = np.arange(n)
        self.cells: list[Cells] = [np.zeros((plan.phases[k].size, n), dtype=np.int16) for k, _ in plan.steps]
        self.mixtures: dict[tuple[int, int, int], tuple[Floats, Floats]] = {}
        self.values: list[tuple[Worth, Worth]] = [numbers.final] * (steps + 1)
        self.several, self.doubt = np.zeros(n, dtype=bool), numbers.doubt.copy()
        for step in reversed(range(steps)):
            self.values[step] = self._solved(step)

    @property
    def payoffs(self) -> Floats:
        """Both players' payoffs from the start, shape (n, 2)."""
        return np.stack([side.value[0] for side in self.values[0]], axis=1)

    def _worth(self, step: int) -> tuple[Worth, Worth]:
        """What the outcomes of a phase of a round are worth to both players."""
        k, _ = self.plan.steps[step]
        prices, to = self.numbers.phases[k], self.plan.phases[k].successors
        one, two = (_worth(prices.base[p], prices.gain[p], self.values[step + 1][p], to) for p in (0, 1))
        return one, two

    def _solved(self, step: int) -> tuple[Worth, Worth]:
        """Solve one phase of one round: values of its nodes."""
        check_time()
        k, stages = self.plan.steps[step]
        phase, worth = self.plan.phases[k], self._worth(step)
        n, full = len(self.points), phase.cells.shape[2]
        one, two = (Worth(np.zeros((phase.size, n)), np.zeros((phase.size, n), dtype=np.uint64)) for _ in (0, 1))
        places: tuple[Ranks, Ranks] | None = None
        if any(all(stage.movers) for stage in stages):
            places = (
                ranks(worth[0], self.numbers.near[0], self.doubt),
                ranks(worth[1], self.numbers.near[1], self.doubt),
            )
        for stage in stages:
            if places is not None and all(stage.movers):
                picked = pick_together(stage, places)
            else:
                picked = pick_alone(stage, 0 if stage.movers[0] else 1, worth, self.numbers.near, self.doubt)
            self.several |= picked.several
            width = stage.cells.shape[2]
            outcome = stage.cells.reshape(len(stage.nodes), -1)[np.arange(len(stage.nodes))[:, None], picked.cell]
            for side, pays in zip((one, two), worth, strict=True):
                side.value[stage.nodes] = pays.value[outcome, self.points]
                side.residue[stage.nodes] = pays.residue[outcome, self.points]
            self.cells[step][stage.nodes] = picked.cell // width * full + picked.cell % width
            self._leave_open(step, stage, picked, worth, (one, two))
        return one, two

    def _leave_open(
        self, step: int, stage: Stage, picked: Picked, worth: tuple[Worth, Worth], values: tuple[Worth, Worth]
    ) -> None:
        """Enumerate the stage games that are open, and others to count where the solution may be the only one."""
        if picked.open is None or picked.over is None or picked.uncounted is None or picked.alive is None:
            return
        self.cells[step][stage.nodes] = np.where(picked.over, OVER, self.cells[step][stage.nodes])
        g, point = np.nonzero(picked.open & ~self.doubt)
        if stage.walks and len(g):
            alive = picked.alive[0][g, :, point], picked.alive[1][g, :, point]
            found = self._found(stage, g, point, worth, alive)
            # What pays more than walking away is found among the actions that survive; for the rest all are needed.
            put = np.flatnonzero(self._beyond_walking(stage, g, point, worth, found) & ~found.unsure)
            self.several[point[put]] = True
            self._record(step, stage, g[put], point[put], found.part(put))
            self._revalue(step, stage, (g[put], point[put]), found.part(put), worth, values)
            g, point = np.delete(g, put), np.delete(point, put)
        if len(g):
            found = self._judged(stage, g, point, worth)
            self._record(step, stage, g, point, found)
            self._revalue(step, stage, (g, point), found, worth, values)
        g, point = np.nonzero(picked.uncounted & ~self.several & ~self.doubt)
        if len(g):
            self._judged(stage, g, point, worth)

    def _beyond_walking(
        self, stage: Stage, g: Index, point: Index, worth: tuple[Worth, Worth], found: Enumerated
    ) -> Flags:
        """Where somebody clearly gets more than by walking away."""
        ends = stage.cells[g, -1, -1]
        one, two = (found.values[p] - worth[p].value[ends, point] > self.numbers.near[p, point] for p in (0, 1))
        more: Flags = one | two
        return more

    def settle(self, step: int, nodes: Index, points: Index) -> None:
        """Find out what is played where all equilibria pay what a breakdown pays.

        Parameters
        ----------
        step : int
            Round and phase.
        nodes, points : ndarray of int, shape (h,)
            Decision points at which the cell is `OVER`, and at which of the points.
        """
        worth = self._worth(step)
        for stage in self.plan.steps[step][1]:
            here = np.flatnonzero(np.isin(nodes, stage.nodes) & ~self.doubt[points])
            if len(here):
                g = np.searchsorted(stage.nodes, nodes[here])
                self._record(step, stage, g, points[here], self._judged(stage, g, points[here], worth))

    def _judged(self, stage: Stage, g: Index, point: Index, worth: tuple[Worth, Worth]) -> Enumerated:
        """Enumerate stage games with all their actions; note whether that was possible, and whether they are many."""
        found = self._found(stage, g, point, worth)
        self.doubt[point[found.unsure]] = True
        self.several[point[found.several & ~found.unsure]] = True
        return found

    def _found(
        self,
        stage: Stage,
        g: Index,
        point: Index,
        worth: tuple[Worth, Worth],
        alive: tuple[Flags, Flags] | None = None,
    ) -> Enumerated:
        cells, near, weights = stage.cells[g], self.numbers.near[:, point], self.numbers.weights[:, point]
        one, two = (_alike(worth[p], cells, point, near[p]) for p in (0, 1))
        return enumerate_stages((one, two), near, weights, stage.order, alive)

    def _record(self, step: int, stage: Stage, g: Index, point: Index, found: Enumerated) -> None:
        full = self.plan.phases[self.plan.steps[step][0]].cells.shape[2]
        nodes = stage.nodes[g]
        i, j = found.row.argmax(axis=1), found.column.argmax(axis=1)
        self.cells[step][nodes, point] = np.where(found.mixes, MIXES, i * full + j)
        for h in np.flatnonzero(found.mixes):
            self.mixtures[step, int(nodes[h]), int(point[h])] = found.row[h], found.column[h]

    def _revalue(
        self,
        step: int,
        stage: Stage,
        at: tuple[Index, Index],
        found: Enumerated,
        worth: tuple[Worth, Worth],
        values: tuple[Worth, Worth],
    ) -> None:
        """Enter what the enumerated equilibria are worth."""
        g, point = at
        nodes = stage.nodes[g]
        outcome = stage.cells[g, found.row.argmax(axis=1), found.column.argmax(axis=1)]
        cells, places = stage.cells[g], point[:, None, None]
        exact = found.residues((worth[0].residue[cells, places], worth[1].residue[cells, places]))
        for p, (side, pays) in enumerate(zip(values, worth, strict=True)):
            side.value[nodes, point] = np.where(found.mixes, found.values[p], pays.value[outcome, point])
            side.residue[nodes, point] = np.where(found.mixes, exact[p], pays.residue[outcome, point])


def _worth(base: Worth, gain: Worth, after: Worth, successors: Index) -> Worth:
    """What the outcomes of a phase are worth to a player."""
    if not len(after.value):  # play is over, whatever is done
        return base
    return Worth(
        base.value + gain.value * after.value[successors],
        mod.reduced(base.residue + gain.residue * after.residue[successors]),
    )


def _alike(worth: Worth, cells: Index, point: Index, near: Floats) -> Floats:
    """Payoffs of cells, those that are exactly equal made bitwise equal."""
    h, at = len(cells), point[:, None, None]
    pays, left = worth.value[cells, at].reshape(h, -1), worth.residue[cells, at].reshape(h, -1)
    for k in range(1, pays.shape[1]):
        for before in range(k):
            same = (left[:, k] == left[:, before]) & (np.abs(pays[:, k] - pays[:, before]) <= near)
            pays[same, k] = pays[same, before]
    return pays.reshape(cells.shape)
