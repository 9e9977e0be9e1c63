"""What holds of a deal everywhere in a box of parameters, proven by the corners of smaller boxes.

A plan of play for both sides is fixed: the only equilibrium at the middle of a box. What a deviation from it loses is,
where payoffs have each parameter at most to the first power, a number of the same sort, so that its least value over
the box is at a corner. Where no deviation pays at any corner, the plan is therefore the only equilibrium everywhere
inside, and everywhere at all where each costs something at every corner. Else the box is halved.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from sim.errors import TimeLimitError
from sim.progress import stage
from sim.study.vectorised.degrees import not_straight
from sim.study.vectorised.strategies import kept, one_at_a_time, strategies

if TYPE_CHECKING:
    from sim.deadline import Deadline
    from sim.study.vectorised.batch import CompiledStudy
    from sim.types import Flags, Floats

MOST_PARAMETERS = 12
"""Parameters of a box, most: it has two to their number corners."""

MOST_POINTS = 30_000
"""Points that are looked at for a proof, most."""

TOGETHER = 2048
"""Points that are looked at together, about."""

ENOUGH = 1e-6
"""Share of a box from which down it is not looked at further."""

Obstacle = Literal["", "together", "bent", "many", "late"]
"""Why no more is proven: somebody moves at the same time as the other, parameters bend payoffs or weigh rounds, there
are too many of them, the time was up; empty where boxes were halved as often as they may be, or all is proven."""


@dataclass(frozen=True)
class Proven:
    """What is proven over a box.

    Parameters
    ----------
    certain, impossible : float
        Shares of the box over which a deal is certain, and impossible, but perhaps at ties.
    everywhere : bool
        Whether one of the two holds at every point of the box, ties included.
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
    if not one_at_a_time(study):
        return Proven(0.0, 0.0, False, 0, "together")
    if bent:
        return Proven(0.0, 0.0, False, 0, "bent", bent)
    if len(low) > MOST_PARAMETERS:
        return Proven(0.0, 0.0, False, 0, "many")
    waiting = [_Box(-1.0, tuple(map(float, low)), tuple(map(float, high)))]
    shares, strict, points, why = {True: 0.0, False: 0.0}, True, 0, ""
    at_once = max(1, TOGETHER >> len(low))
    try:
        with stage("boxes", MOST_POINTS) as told:
            while waiting and points < MOST_POINTS and sum(shares.values()) < 1 - ENOUGH:
                deadline.check()
                boxes = [heapq.heappop(waiting) for _ in range(min(at_once, len(waiting)))]
                found = _looked_at(study, boxes)
                told.step(len(boxes) * ((1 << len(low)) + 1))
                points += len(boxes) * ((1 << len(low)) + 1)
                for box, (holds, closed, deal, fails) in zip(boxes, found, strict=True):
                    if holds:
                        shares[deal] -= box.rank
                        strict &= closed
                    else:
                        for half in box.halved(_axis(box, fails, low, high)):
                            heapq.heappush(waiting, half)
    except TimeLimitError:
        why = "late"
    whole = not waiting and why == "" and 0.0 in shares.values()
    return Proven(shares[True], shares[False], whole and strict, points, why)  # type: ignore[arg-type]


def _looked_at(study: CompiledStudy, boxes: list[_Box]) -> list[tuple[bool, bool, bool, Flags]]:
    """Of each box whether its plan holds, also at ties, whether that has a deal, and at which corners it fails."""
    k = len(boxes[0].low)
    ends = np.array([[box.low, box.high] for box in boxes])
    middle = strategies(study, ends.mean(axis=1))
    up = np.indices((2,) * k).reshape(k, -1)
    corners = ends[:, up, np.arange(k)[:, None]].transpose(0, 2, 1)
    count = corners.shape[1]
    weakly, strictly = kept(study, corners.reshape(-1, k), np.repeat(middle.cells, count, axis=1))
    weakly, strictly = weakly.reshape(-1, count), strictly.reshape(-1, count)
    fails: Flags = np.logical_not(weakly)
    loose: Flags = np.logical_not(strictly)
    return [
        (bool(middle.known[b]) and not fails[b].any(), not loose[b].any(), bool(middle.deal[b]), fails[b])
        for b in range(len(boxes))
    ]


def _axis(box: _Box, fails: Flags, low: Floats, high: Floats) -> int:
    """The axis along which corners differ most in whether the plan holds; of equals the longest."""
    k = len(box.low)
    grid = fails.reshape((2,) * k)
    differ = [int(np.count_nonzero(grid.take([0], axis=i) != grid.take([1], axis=i))) for i in range(k)]
    long = [(box.high[i] - box.low[i]) / (high[i] - low[i]) for i in range(k)]
    # An edge that has become short against the others is left alone, whatever differs along it.
    return max(range(k), key=lambda i: (long[i] * 16 >= max(long), differ[i], long[i]))
