"""What holds of a deal in every equilibrium at every point of a box of parameters, looked at only at its corners.

Payoffs have each parameter at most to the first power, and patience, chances and rules are the same everywhere. Then
what a fixed plan of play is worth has that form too, be it mixed, and so has the difference between two: it is above 0
in the whole box if it is at every corner. From the last round back, an action is left out where another is worth more
at every corner, whatever is played later of what is not left out, and against all of the other side that is not. So no
equilibrium of any point plays it, by induction. What is not left out may be played somewhere; at each corner the values
of all plans that are made of it lie between the least and the greatest. If all ways through what is left end with the
agreement complete, a deal is certain at every point of the box; if none does, it is impossible.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.engine.concessions.equilibrium_sets.verdict import CERTAIN, IMPOSSIBLE
from sim.scenario.expressions.grammar import ExpressionError
from sim.study.vectorised.batch import points_at_once, source_of
from sim.study.vectorised.points import numbers_at

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sim.study.record import Words
    from sim.study.vectorised.batch import CompiledStudy
    from sim.study.vectorised.plan import GameStructure, Stage
    from sim.study.vectorised.points import PointNumbers
    from sim.types import Flags, Floats, Index

    Sides = list[Floats]


def words_over(study: CompiledStudy, corners: Floats) -> Words:
    """What is proven of a deal over each of some boxes.

    Parameters
    ----------
    study : CompiledStudy
        A concession game whose points can be solved together, of one structure, with straight parameters
        (`sim.study.vectorised.degrees.not_straight`).
    corners : ndarray of float, shape (boxes, corners, k)
        The corners of each box.

    Returns
    -------
    ndarray of str, shape (boxes,)
        ``certain`` or ``impossible``, unless chance ends the talks first; empty where neither is proven.
    """
    source, (b, c, k) = source_of(study.file), corners.shape
    plan = source.plan(source.key)
    words = np.full(b, "", dtype=object)
    size = max(1, points_at_once(plan) // c)
    for start in range(0, b, size):
        part = corners[start : start + size]
        values = part.reshape(-1, k)
        doubt = np.zeros(len(values), dtype=bool)
        try:
            known = source.known(study, values, doubt)
        except ExpressionError:
            continue
        numbers = numbers_at(plan, source.patience, known, doubt)
        found = _words(plan, numbers, (len(part), c))
        found[numbers.doubt.reshape(len(part), c).any(axis=1)] = ""
        words[start : start + size] = found
    return words


def _words(plan: GameStructure, numbers: PointNumbers, shape: tuple[int, int]) -> Words:
    low = [side.value for side in numbers.final]
    high = low
    left: list[Flags] = []
    for k, stages in reversed(plan.steps):
        phase, prices = plan.phases[k], numbers.phases[k]
        parts = [
            [_outcomes(prices.base[p].value, prices.gain[p].value, after[p], phase.successors) for p in (0, 1)]
            for after in (low, high)
        ]
        n = shape[0] * shape[1]
        low, high = ([np.zeros((phase.size, n)) for _ in (0, 1)] for _ in (0, 1))
        here = np.zeros((*phase.cells.shape, shape[0]), dtype=bool)
        for stage in stages:
            alive = _left(stage, parts[0], parts[1], numbers.near, shape)
            here[stage.nodes, : alive.shape[1], : alive.shape[2]] = alive
            every = np.repeat(alive, shape[1], axis=3)
            for p in (0, 1):
                low[p][stage.nodes] = np.where(every, parts[0][p][stage.cells], np.inf).min(axis=(1, 2))
                high[p][stage.nodes] = np.where(every, parts[1][p][stage.cells], -np.inf).max(axis=(1, 2))
        left.append(here)
    return _ends(plan, left[::-1], shape[0])


def _outcomes(base: Floats, gain: Floats, after: Floats, successors: Index) -> Floats:
    """What outcomes are worth; the gain of those that end the talks is 0."""
    return base + gain * after[successors] if len(after) else base


def _left(stage: Stage, low: Sides, high: Sides, near: Floats, shape: tuple[int, int]) -> Flags:
    """Cells of actions that are not worse than another at every corner; shape (nodes, m, n, boxes)."""
    nodes, m, n = stage.cells.shape
    rows, columns = np.ones((nodes, m, shape[0]), dtype=bool), np.ones((nodes, n, shape[0]), dtype=bool)
    worse = [_worse(stage.cells, low[0], high[0], near[0], shape)]
    worse.append(_worse(stage.cells.transpose(0, 2, 1), low[1], high[1], near[1], shape))
    for _ in range(m + n):
        before = rows.sum() + columns.sum()
        rows &= ~_out(worse[0], columns)
        columns &= ~_out(worse[1], rows)
        if rows.sum() + columns.sum() == before:
            break
    found: Flags = rows[:, :, None] & columns[:, None]
    return found


def _out(worse: Flags, others: Flags) -> Flags:
    """Which actions are worse than some other, whatever is left to the other side."""
    always = np.logical_or(worse, np.logical_not(others)[:, None, None])
    found: Flags = np.any(np.all(always, axis=3), axis=1)
    return found


def _worse(cells: Index, low: Floats, high: Floats, near: Floats, shape: tuple[int, int]) -> Flags:
    """Whether an action pays more than another at every corner, by what the other side does.

    Shape (nodes, m, m, n, boxes): the one that pays more, the other, what the other side does, the box.
    """
    nodes, m, n = cells.shape
    found = np.zeros((nodes, m, m, n, shape[0]), dtype=bool)
    if m > 1:
        least, most = low[cells], high[cells]
        for one in range(m):
            more = least[:, one, None] - most > near
            found[:, one] = more.reshape(nodes, m, n, *shape).all(axis=4)
    return found


def _ends(plan: GameStructure, left: list[Flags], boxes: int) -> Words:
    """The word for each box: where the ways through what is left end."""
    reached = np.zeros((len(left[0]), boxes), dtype=bool)
    reached[0] = True
    ended = np.zeros(boxes, dtype=bool)
    for (k, _), alive in zip(plan.steps, left, strict=True):
        phase = plan.phases[k]
        size = max(1, int(phase.successors.max(initial=0)) + 1, len(plan.complete))
        after = np.zeros((size, boxes), dtype=bool)
        for i, j in np.ndindex(*phase.cells.shape[1:]):
            outcome: NDArray[np.intp] = phase.cells[:, i, j]
            hit = reached[: len(outcome)] & alive[:, i, j]
            to = np.where(outcome >= 0, phase.successors[outcome], -1)
            ended |= (hit & (to < 0)[:, None]).any(axis=0)
            np.logical_or.at(after, to[to >= 0], hit[to >= 0])
        reached = after
    complete = np.zeros(len(reached), dtype=bool)
    complete[: len(plan.complete)] = plan.complete
    deal = reached[complete].any(axis=0)
    none = reached[~complete].any(axis=0) | ended
    words = np.full(boxes, "", dtype=object)
    words[deal & ~none] = CERTAIN
    words[~deal] = IMPOSSIBLE
    return words
