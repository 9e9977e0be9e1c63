"""Paths of mixed strategies over time, and whether they have come to rest or go round."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from sim.types import Floats

REST = 0.03
"""Most that any probability may move in the last half of the time for a path to count as settled."""

FEWEST_TURNS = 2
"""Turns that a path must have gone round before it is said to cycle."""

WIDE = 0.05
"""Range of probability from which a turn is more than the wavering of chance."""

AS_WIDE = 0.8
"""Widest of the last third of the turns, as a share of the widest of the middle third, from which a cycle lasts."""


@dataclass(frozen=True)
class Trajectory:
    """Mixed strategies of both players at points of time.

    Parameters
    ----------
    times : ndarray of float, shape (k,)
        Increasing points of time, from 0.
    strategies : tuple of ndarray of float, shapes (k, m) and (k, n)
        Probabilities or frequencies of the row player's and the column player's actions.
    received : tuple of float
        Average payoffs of both players over the whole time.
    logarithmic : bool
        Whether the process slows down as one over time, so that it is to be watched in the logarithm of time.
    """

    times: Floats
    strategies: tuple[Floats, Floats]
    received: tuple[float, float]
    logarithmic: bool

    @property
    def last(self) -> tuple[Floats, Floats]:
        """Both players' strategies at the end, shapes (m,) and (n,)."""
        return self.strategies[0][-1], self.strategies[1][-1]

    @property
    def clock(self) -> Floats:
        """The time in which the process runs at an even pace, shape (k,)."""
        return np.log1p(self.times) if self.logarithmic else self.times

    @property
    def moved(self) -> float:
        """Most that any probability moved in the last half of the time."""
        late = self.times >= self.times[-1] / 2
        return max(float(np.ptp(side[late], axis=0).max()) for side in self.strategies)

    def thinned(self, most: int) -> list[int]:
        """Indices of at most so many points, at an even pace of the clock, the first and the last among them."""
        clock = self.clock
        if len(clock) <= most:
            return list(range(len(clock)))
        wanted = np.linspace(clock[0], clock[-1], most)
        return [int(k) for k in np.unique(np.searchsorted(clock, wanted))]


@dataclass(frozen=True)
class Turns:
    """How a path goes round.

    Parameters
    ----------
    count : int
        Full turns seen.
    growth : float
        How many times as long the last turn took as the one before.
    lasting : bool
        Whether there were enough turns, wide ones, and they did not become narrower.
    """

    count: int
    growth: float
    lasting: bool


def turns(path: Trajectory) -> Turns:
    """Count the turns of a path, by the probability that goes up and down most often among those that move far.

    A turn is from one rise of a probability through its late range to the next; a rise counts once it has passed from
    the lowest to the highest quarter, so that noise is not counted. Times and growth are those of the path itself, also
    where it is watched in the logarithm of time.
    """
    clock, both = path.clock, np.hstack(path.strategies)
    late = both[clock >= clock[-1] * 2 / 3]
    low, widths = late.min(axis=0), np.ptp(late, axis=0)
    candidates = [k for k in range(len(widths)) if widths[k] > 0 and widths[k] >= widths.max() / 2]
    rises = {k: _rises(both[:, k], low[k] + widths[k] / 4, low[k] + widths[k] * 3 / 4) for k in candidates}
    k = max(rises, key=lambda c: (len(rises[c]), widths[c]), default=0)
    spans = list(pairwise(rises.get(k, [])))
    if len(spans) < FEWEST_TURNS:
        return Turns(len(spans), 1.0, False)
    width = [float(np.ptp(both[a : b + 1, k])) for a, b in spans]
    long = [float(path.times[b] - path.times[a]) for a, b in spans]
    third, later = len(width) // 3, 2 * len(width) // 3
    lasting = max(width[later:]) >= max(WIDE, AS_WIDE * max(width[third:later]))
    return Turns(len(spans), long[-1] / long[-2], lasting)


def _rises(values: Floats, low: float, high: float) -> list[int]:
    """Where a value that has been below the lower level first comes above the higher one."""
    found, below = [], False
    for at, value in enumerate(values.tolist()):
        if value < low:
            below = True
        elif value > high and below:
            found.append(at)
            below = False
    return found
