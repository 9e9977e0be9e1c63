"""The likeliest course at a point at which somebody mixes, as `sim.engine.concessions.courses.likeliest_course` finds it."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf, log, log1p
from typing import TYPE_CHECKING

import numpy as np

from sim.games.concessions.stochastic_game import BROKEN
from sim.study.vectorised.course import pairs_ending
from sim.study.vectorised.induction import MIXES, OVER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.study.vectorised.induction import Induction
    from sim.study.vectorised.plan import GameStructure
    from sim.study.vectorised.points import PointNumbers

AS_LIKELY = 1e-9
"""Difference of the logarithms of two chances below which floats do not tell which is larger."""


@dataclass(frozen=True)
class _Way:
    """Log of the chance of a way to a node, the node before it, and the cell played there."""

    weight: float
    node: int
    cell: tuple[int, int]


def mixed_course(
    plan: GameStructure, numbers: PointNumbers, induced: Induction, point: int
) -> tuple[int, float] | None:
    """Place of the ending in `sim.study.record.endings_of` and round of the agreement; None if too close to tell.

    Parameters
    ----------
    plan : GameStructure
        The structure.
    induced : Induction
        What is played; where equilibria were left open they are found on the way.
    """
    best: list[dict[int, _Way]] = [{0: _Way(0.0, 0, (0, 0))}]
    stop: tuple[int, _Way, bool] | None = None
    for step, (k, _) in enumerate(plan.steps):
        phase, there = plan.phases[k], dict[int, _Way]()
        for node, before in best[step].items():
            for i, j, chance in _moves(plan, induced, step, node, point):
                outcome = phase.cells[node, i, j]
                to, risk = int(phase.successors[outcome]), float(numbers.phases[k].risk[outcome, point])
                weight, walked = before.weight + log(chance), to == BROKEN
                if walked or risk > 0.5:
                    way = _Way(weight + (0.0 if walked else log(risk)), node, (i, j))
                    if stop is not None and abs(stop[1].weight - way.weight) < AS_LIKELY:
                        return None
                    if stop is None or way.weight > stop[1].weight:
                        stop = step, way, walked
                    continue
                way = _Way(weight + log1p(-risk), node, (i, j))
                old = there.get(to)
                if old is not None and abs(old.weight - way.weight) < AS_LIKELY:
                    return None
                if old is None or way.weight > old.weight:
                    there[to] = way
        best.append(there)
    if induced.doubt[point]:
        return None
    return _ending(plan, best, stop)


def _moves(
    plan: GameStructure, induced: Induction, step: int, node: int, point: int
) -> Iterator[tuple[int, int, float]]:
    """Cells that are played with positive probability at a node."""
    if induced.cells[step][node, point] == OVER:
        induced.settle(step, np.array([node]), np.array([point]))
    cell = int(induced.cells[step][node, point])
    if cell != MIXES:
        width = plan.phases[plan.steps[step][0]].cells.shape[2]
        yield max(cell, 0) // width, max(cell, 0) % width, 1.0
        return
    row, column = induced.mixtures[step, node, point]
    for i in np.flatnonzero(row):
        for j in np.flatnonzero(column):
            yield int(i), int(j), float(row[i] * column[j])


def _ending(
    plan: GameStructure, best: list[dict[int, _Way]], stop: tuple[int, _Way, bool] | None
) -> tuple[int, float] | None:
    way = max(best[-1].values(), key=lambda way: way.weight, default=None)
    ranked = sorted((w.weight for w in best[-1].values()), reverse=True)[:2]
    other = stop[1].weight if stop is not None else -inf
    if any(abs(ranked[0] - w) < AS_LIKELY for w in (*ranked[1:], other) if w > -inf) if ranked else False:
        return None
    step, broke = len(plan.steps) - 1, False
    if way is None or other > way.weight:
        assert stop is not None
        step, way, walked = stop
        broke = not walked
    trail = [(step, way)]
    while step:
        way, step = best[step][way.node], step - 1
        trail.append((step, way))
    trail.reverse()
    return pairs_ending(plan, [way.cell for _, way in trail], broke)
