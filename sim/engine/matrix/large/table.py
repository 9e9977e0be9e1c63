"""One player's payoffs in a large game, in machine numbers that are as good as exact ones.

Where all payoffs over one denominator are short whole numbers, they are compared as such. Otherwise floats decide where
they differ by more than their rounding, and the exact payoffs decide the rest.
"""

from __future__ import annotations

from math import lcm
from typing import TYPE_CHECKING

import numpy as np

from sim.deadline import check_time
from sim.errors import TimeLimitError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from numpy.typing import NDArray

    from sim.deadline import Deadline
    from sim.types import Flags, Floats, Index, Matrix

EPS = 4 * float(np.finfo(float).eps)
"""How far a float may be from the payoff that it stands for, relative to it; generously."""

SHORT = 1 << 52
"""Size up to which whole payoffs are compared exactly as floats."""

SAMPLE = 8
"""Actions of the other side on which another action has to be better before all of them are looked at."""


class LargeTable:
    """Payoffs of one player.

    Parameters
    ----------
    exact : sequence of sequence of Fraction, shape (own actions, actions of the other side)
        The payoffs.
    """

    def __init__(self, exact: Matrix) -> None:
        self.exact = exact
        whole, self.unit = _whole(exact)
        self.sure = whole is not None
        """Whether the numbers are exact; then they are the payoffs times `unit`."""
        self.values: Floats = np.array([list(map(float, line)) for line in exact]) if whole is None else whole
        self.slack: Floats | float = 0.0 if self.sure else EPS * np.abs(self.values)

    @property
    def shape(self) -> tuple[int, int]:
        """Number of own actions, and of those of the other side."""
        return len(self.exact), len(self.exact[0])

    def best(self) -> Flags:
        """Where an own action is a best reply to an action of the other side."""
        near = self._near()
        if not self.sure:
            for j in np.flatnonzero(near.sum(axis=0) > 1).tolist():
                check_time()
                rivals = np.flatnonzero(near[:, j]).tolist()
                pays = [self.exact[i][j] for i in rivals]
                most = max(pays)
                near[rivals, j] = [v == most for v in pays]
        return near

    def _near(self) -> Flags:
        """Where an own action may be a best reply, as far as floats tell."""
        near: Flags = self.values + self.slack >= (self.values - self.slack).max(axis=0)
        return near

    def best_to(self, other: Sequence[Fraction]) -> tuple[Fraction, list[int]]:
        """The most that an own action pays against a mixture, and all the actions that pay it."""
        used = [j for j, p in enumerate(other) if p]
        chances = np.array([float(other[j]) for j in used])
        pays = self.values[:, used] @ chances
        doubt = (len(used) + 8) * EPS * (np.abs(self.values[:, used]) @ chances)
        near = np.flatnonzero(pays + doubt >= (pays - doubt).max()).tolist()
        exact = [sum(self.exact[i][j] * other[j] for j in used) for i in near]
        most = max(exact)
        return most, [i for i, v in zip(near, exact, strict=True) if v == most]  # type: ignore[return-value]

    def undominated(self, own: Index, other: Index, deadline: Deadline) -> Index:
        """The own actions to which none of the others is strictly better against all that the other side may do.

        Differences within rounding do not count as better, so that rather too many are kept.

        Parameters
        ----------
        own, other : ndarray of int
            What is left of either side.
        """
        cells = np.ix_(own, other)
        low = self.values[cells] - (0.0 if self.sure else self.slack[cells])  # type: ignore[index]
        high = self.values[cells] + (0.0 if self.sure else self.slack[cells])  # type: ignore[index]
        best = (high >= low.max(axis=0)).any(axis=1)
        sample = np.linspace(0, len(other) - 1, min(SAMPLE, len(other))).astype(int)
        kept = []
        for a in range(len(own)):
            if best[a]:
                kept.append(a)
                continue
            deadline.check()
            rivals = np.flatnonzero((low[:, sample] > high[a, sample]).all(axis=1))
            if not (low[rivals] > high[a]).all(axis=1).any():
                kept.append(a)
        return own[kept]

    def weakly_dominated(self, action: int, unique: Flags) -> bool | None:
        """Whether an action is weakly dominated; None where comparisons of single actions do not tell.

        Parameters
        ----------
        unique : ndarray of bool, shape (own actions, actions of the other side)
            Where an action is the only best reply.
        """
        if unique[action].any():
            return False
        if not self.sure:
            return None
        mine = self.values[action]
        rivals = (self.values >= mine).all(axis=1) & (self.values > mine).any(axis=1)
        return True if rivals.any() else None


def _whole(exact: Matrix) -> tuple[Floats | None, int]:
    """Payoffs over one denominator, as whole numbers in floats, and that; None and 1 if they are too long for it."""
    unit = 1
    for line in exact:
        unit = lcm(unit, *{v.denominator for v in line})
        if unit > SHORT:
            return None, 1
    lines = [[v.numerator * (unit // v.denominator) for v in line] for line in exact]
    if max(max(map(abs, line)) for line in lines) > SHORT:
        return None, 1
    return np.array(lines, dtype=np.float64), unit


def eliminated(one: LargeTable, two: LargeTable, deadline: Deadline) -> tuple[list[int], list[int]]:
    """Actions that survive iterated elimination of what a single action strictly dominates, as far as time goes.

    What goes goes for good (Gilboa, Kalai and Zemel 1990), so that it holds also where the time is up before the end.

    Parameters
    ----------
    one, two : LargeTable
        Payoffs of both players, each with a row per own action.
    """
    left: list[NDArray[np.intp]] = [np.arange(one.shape[0]), np.arange(two.shape[0])]
    try:
        while True:
            before = len(left[0]) + len(left[1])
            for k, table in enumerate((one, two)):
                left[k] = table.undominated(left[k], left[1 - k], deadline)
            if len(left[0]) + len(left[1]) == before:
                break
    except TimeLimitError:
        pass
    return left[0].tolist(), left[1].tolist()
