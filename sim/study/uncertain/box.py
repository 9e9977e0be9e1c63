"""What holds of a deal everywhere in a box of parameters: proven of smaller boxes, into which it is cut."""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from sim.engine.concessions.equilibrium_sets.verdict import CERTAIN, IMPOSSIBLE
from sim.errors import TimeLimitError
from sim.progress import stage
from sim.study.vectorised.boxes import words_over
from sim.study.vectorised.degrees import not_straight

if TYPE_CHECKING:
    from sim.deadline import Deadline
    from sim.study.vectorised.batch import CompiledStudy
    from sim.types import Floats

MOST_PARAMETERS = 12
"""Parameters of a box, most: it has two to their number corners."""

MOST_POINTS = 30_000
"""Points that are looked at for a proof, most."""

TOGETHER = 2048
"""Points that are looked at together, about."""

ENOUGH = 1e-6
"""Share of a box from which down it is not looked at further."""

Obstacle = Literal["", "bent", "many", "late"]
"""Why no more is proven: parameters bend payoffs or weigh rounds, there are too many of them, the time was up; empty
where boxes were halved as often as they may be, or all is proven."""


@dataclass(frozen=True)
class Proven:
    """What is proven over a box.

    Parameters
    ----------
    certain, impossible : float
        Shares of the box over which a deal is certain, and impossible.
    everywhere : bool
        Whether one of the two holds at every point of the box.
    points : int
        Points looked at.
    why : str
        Why no more is.
    bent : tuple of str
        Parameters that stand in the way.
    """

    certain: float
    impossible: float
    everywhere: bool
    points: int
    why: Obstacle
    bent: tuple[str, ...] = ()


@dataclass(frozen=True, order=True)
class _Box:
    """A part of the whole; the largest comes first."""

    rank: float
    low: tuple[float, ...]
    high: tuple[float, ...]

    def halved(self, axis: int) -> tuple[_Box, _Box]:
        """Both halves, cut across an axis."""
        middle = (self.low[axis] + self.high[axis]) / 2
        below, above = list(self.high), list(self.low)
        below[axis] = above[axis] = middle
        return _Box(self.rank / 2, self.low, tuple(below)), _Box(self.rank / 2, tuple(above), self.high)


def prove(study: CompiledStudy, low: Floats, high: Floats, deadline: Deadline) -> Proven:
    """Look for what holds everywhere in a box, part by part.

    Parameters
    ----------
    study : CompiledStudy
        A concession game whose points can be solved together.
    low, high : ndarray of float, shape (k,)
        The box, in the order of the study's parameters.
    """
    bent = not_straight(study)
    if bent or len(low) > MOST_PARAMETERS:
        return Proven(0.0, 0.0, False, 0, "bent" if bent else "many", bent)
    k = len(low)
    waiting = [_Box(-1.0, tuple(map(float, low)), tuple(map(float, high)))]
    shares, points, why = {CERTAIN: 0.0, IMPOSSIBLE: 0.0}, 0, ""
    try:
        with stage("worst_case", MOST_POINTS) as told:
            while waiting and points < MOST_POINTS and sum(shares.values()) < 1 - ENOUGH:
                deadline.check()
                boxes = [heapq.heappop(waiting) for _ in range(min(max(1, TOGETHER >> k), len(waiting)))]
                words = words_over(study, _corners(boxes))
                for box, word in zip(boxes, words, strict=True):
                    if word:
                        shares[word] -= box.rank
                undecided = [box for box, word in zip(boxes, words, strict=True) if not word]
                for box, axis in zip(undecided, _axes(study, undecided, high - low), strict=True):
                    for half in box.halved(axis):
                        heapq.heappush(waiting, half)
                looked = (len(boxes) << k) + 2 * k * len(undecided)
                told.step(looked)
                points += looked
    except TimeLimitError:
        why = "late"
    whole = not waiting and 0.0 in shares.values()
    return Proven(shares[CERTAIN], shares[IMPOSSIBLE], whole, points, why)  # type: ignore[arg-type]


def _corners(boxes: list[_Box]) -> Floats:
    """The corners of each box, shape (boxes, corners, k)."""
    k = len(boxes[0].low)
    ends = np.array([[box.low, box.high] for box in boxes])
    up = np.indices((2,) * k).reshape(k, -1)
    return ends[:, up, np.arange(k)[:, None]].transpose(0, 2, 1)


def _axes(study: CompiledStudy, boxes: list[_Box], span: Floats) -> list[int]:
    """Where to cut each box: across the axis whose two ends, in the middle of all others, differ; else the longest."""
    if not boxes:
        return []
    k = len(span)
    ends = np.array([[box.low, box.high] for box in boxes])
    faces = np.repeat(ends.mean(axis=1)[:, None], 2 * k, axis=1)
    for i in range(k):
        faces[:, 2 * i : 2 * i + 2, i] = ends[:, :, i]
    words = words_over(study, faces.reshape(-1, 1, k)).reshape(len(boxes), k, 2)
    differ = words[:, :, 0] != words[:, :, 1]
    long = (ends[:, 1] - ends[:, 0]) / span
    # An edge that has become short against the others is left alone, whatever differs along it.
    able = differ & (long * 16 >= long.max(axis=1, keepdims=True))
    return [int(i) for i in np.lexsort((long, able), axis=1)[:, -1]]
