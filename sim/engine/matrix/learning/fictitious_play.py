"""Fictitious play, exactly: each side plays a best reply to the frequencies that it has seen.

Payoffs and counts are integers. As long as nobody has a reason to change, a period is like the one before, so the
number of periods until somebody changes is a division: a million periods are 2,000 such phases in rock, paper,
scissors, and 30 in Shapley's game. nashpy's ``fictitious_play`` takes one period at a time (22 microseconds each),
draws from NumPy's global random state, and looks for ties among floats, where 0.1 + 0.2 is not 0.3.

References
----------
Brown, G. W. (1951): Iterative solution of games by fictitious play. In Koopmans (ed.), Activity Analysis of Production
and Allocation, 374-376. Fudenberg, D. and Levine, D. K. (1998): The Theory of Learning in Games, chapter 2.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import lcm
from typing import TYPE_CHECKING

import numpy as np

from sim.engine.matrix.learning.trajectory import Trajectory

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction
    from random import Random

    from numpy.typing import NDArray

    from sim.deadline import Deadline
    from sim.types import Matrix

    Integers = list[list[int]]

POINTS = 300
"""Points of time, evenly in its logarithm, at which a path is looked at beside the changes of play."""


@dataclass(frozen=True)
class FictitiousPlay:
    """A course of fictitious play.

    Parameters
    ----------
    prior : tuple of tuple of int, shapes (m,) and (n,)
        What each player's actions are counted as before the first period: the other side's first expectation.
    weight : int
        What each period adds to the count of the action played in it.
    phases : tuple of (int, int, int)
        The row player's action, the column player's, and for how many periods both are played.
    """

    prior: tuple[tuple[int, ...], tuple[int, ...]]
    weight: int
    phases: tuple[tuple[int, int, int], ...]

    @property
    def periods(self) -> int:
        """Number of periods played."""
        return sum(length for _, _, length in self.phases)

    def counts(self, times: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Counts of both players' actions after so many periods, shapes (k, m) and (k, n).

        Parameters
        ----------
        times : ndarray of int, shape (k,)
            Numbers of periods.
        """
        plays = np.array(self.phases, dtype=np.int64).reshape(-1, 3)
        ends = np.concatenate([[0], np.cumsum(plays[:, 2])])
        at = np.clip(np.searchsorted(ends, times, side="left") - 1, 0, len(plays) - 1)
        found = []
        for player, prior in enumerate(self.prior):
            added = np.zeros((len(plays), len(prior)), dtype=np.int64)
            added[np.arange(len(plays)), plays[:, player]] = plays[:, 2]
            before = np.vstack([np.zeros(len(prior), dtype=np.int64), np.cumsum(added, axis=0)])
            now = before[at]
            now[np.arange(len(times)), plays[at, player]] += times - ends[at]
            found.append(np.array(prior, dtype=np.int64) + self.weight * now)
        return found[0], found[1]

    def trajectory(self, row: Matrix, column: Matrix) -> Trajectory:
        """Frequencies, the first expectation counted in, at every change of play and between.

        Parameters
        ----------
        row, column : sequence of sequence of Fraction, shape (m, n)
            Payoffs of the two players.
        """
        total = self.periods
        grid = np.rint(np.expm1(np.linspace(0.0, np.log1p(total), POINTS))).astype(np.int64)
        changes = np.cumsum([length for _, _, length in self.phases], dtype=np.int64)
        times = np.unique(np.concatenate([grid, changes]))
        shares = [side / side.sum(axis=1, keepdims=True) for side in self.counts(times)]
        received = [sum(side[i][j] * length for i, j, length in self.phases) / total for side in (row, column)]
        average = float(received[0]), float(received[1])
        return Trajectory(times.astype(float), (shares[0], shares[1]), average, logarithmic=True)


def fictitious_play(
    row: Matrix,
    column: Matrix,
    prior: tuple[Sequence[int], Sequence[int]],
    periods: int,
    random: Random,
    *,
    weight: int = 1,
    most_phases: int = 20_000,
    deadline: Deadline | None = None,
) -> FictitiousPlay:
    """Play best replies to the counts, both sides at the same time.

    A player whose last action is still a best reply keeps it; among several others chance decides.

    Parameters
    ----------
    row, column : sequence of sequence of Fraction, shape (m, n)
        Payoffs of the two players.
    prior : pair of sequence of int, shapes (m,) and (n,)
        What each player's actions are counted as before the first period.
    periods : int
        Periods to play, at least one.
    random : Random
        Decides among several best replies.
    weight : int
        What each period adds to a count; with a larger one the prior is a finer one.
    most_phases : int
        Changes of play after which the course ends, however few periods it has taken.

    Raises
    ------
    TimeLimitError
        If the time is up.
    """
    by_row = _integers(row)
    by_column = _integers(list(zip(*column, strict=True)))  # a line per own action, as for the row player
    one = [sum(a * q for a, q in zip(line, prior[1], strict=True)) for line in by_row]
    two = [sum(b * p for b, p in zip(line, prior[0], strict=True)) for line in by_column]
    i = j = -1
    left = periods
    phases: list[tuple[int, int, int]] = []
    while left > 0 and len(phases) < most_phases:
        if deadline:
            deadline.check()
        i, j = _reply(one, i, random), _reply(two, j, random)
        gains_one, gains_two = [line[j] * weight for line in by_row], [line[i] * weight for line in by_column]
        length = min(left, _stays(one, gains_one, i, left), _stays(two, gains_two, j, left))
        one = [u + length * g for u, g in zip(one, gains_one, strict=True)]
        two = [u + length * g for u, g in zip(two, gains_two, strict=True)]
        phases.append((i, j, length))
        left -= length
    return FictitiousPlay((tuple(prior[0]), tuple(prior[1])), weight, tuple(phases))


def never_erred(row: Matrix, column: Matrix, course: FictitiousPlay) -> bool:
    """Whether each action of a course was a best reply to the counts in each period, computed anew from the counts.

    Within a phase the counts grow evenly, so what is a best reply in its first and its last period is one in between.

    Parameters
    ----------
    row, column : sequence of sequence of Fraction, shape (m, n)
        Payoffs of the two players.
    """
    plays = np.array(course.phases, dtype=np.int64)
    ends = np.cumsum(plays[:, 2])
    tables = _integers(row), _integers(list(zip(*column, strict=True)))
    for moments in (ends - plays[:, 2], ends - 1):
        counts = course.counts(moments)
        for player, table in enumerate(tables):
            worth = _times(counts[1 - player], table)
            if (worth[np.arange(len(plays)), plays[:, player]] != worth.max(axis=1)).any():
                return False
    return True


def _times(counts: NDArray[np.int64], table: Integers) -> NDArray[np.int64]:
    """Counts times payoffs, shape (k, own actions); in Python's integers where 64 bits might not do."""
    largest = max(abs(cell) for line in table for cell in line) * int(counts.sum(axis=1).max())
    kind: type = np.int64 if largest < 2**62 else object
    worth: NDArray[np.int64] = counts.astype(kind) @ np.array(table, dtype=kind).T
    return worth


def _integers(table: Sequence[Sequence[Fraction]]) -> Integers:
    """The same payoffs in a unit in which all are whole."""
    unit = lcm(*(cell.denominator for line in table for cell in line))
    return [[int(cell * unit) for cell in line] for line in table]


def _reply(worth: list[int], last: int, random: Random) -> int:
    best = max(worth)
    if last >= 0 and worth[last] == best:
        return last
    choices = [k for k, value in enumerate(worth) if value == best]
    return choices[0] if len(choices) == 1 else choices[int(random.random() * len(choices))]


def _stays(worth: list[int], gains: list[int], own: int, most: int) -> int:
    """For how many periods an action stays a best reply if each action's worth grows by its gain per period."""
    now, gain = worth[own], gains[own]
    return min(
        ((now - value) // (more - gain) + 1 for value, more in zip(worth, gains, strict=True) if more > gain),
        default=most,
    )
