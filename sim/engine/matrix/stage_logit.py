"""Logit equilibria of many small bimatrix games at once, on the branch that starts at the uniform point.

The branch is followed in the precision, from 0 to 1 times what is asked for, with a predictor along the tangent and
Newton's corrector. A step is taken back and halved if the corrector strays, or if the sign of the Jacobian's
determinant changes, which on the branch it does first where the branch turns; then `sim.engine.logit` follows it from
the start, by its arc length.

References
----------
McKelvey, R. D. and Palfrey, T. R. (1995): Quantal response equilibria for normal form games. Games and Economic
Behavior 10, 6-38. Turocy, T. L. (2005): A dynamic homotopy interpretation of the logistic quantal response
equilibrium correspondence. Games and Economic Behavior 51, 243-263.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.deadline import Deadline
from sim.engine.logit import at_precision
from sim.engine.matrix.quantal import TableChoices
from sim.errors import NoQuantalResponseError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sim.types import Flags, Floats


EXACT = 1e-13
"""Largest residual with which Newton's method is done."""

STRAY = 0.02
"""Largest distance by which the corrector may move any probability that was predicted."""

SHORTEST = 1e-5
"""Share of the way below which a step is too short, and the path is followed by its arc length."""

FIRST = 1.0
"""Precision times payoffs that the first step may reach."""


def stage_logit(
    row: Floats,
    column: Floats,
    open_: tuple[Flags, Flags],
    deadline: Deadline | None = None,
    near: tuple[Floats, Floats] | None = None,
) -> tuple[Floats, Floats]:
    """Logit equilibria of games whose payoffs are multiplied by the precision already.

    Parameters
    ----------
    row, column : ndarray of float, shape (k, m, n)
        Payoffs of the two players times their precision.
    open_ : pair of ndarray of bool, shapes (k, m) and (k, n)
        Which actions there are.
    near : pair of ndarray of float, optional
        Mixtures close to those wanted; Newton's method starts there, and where it strays the branch is followed.

    Returns
    -------
    x, y : ndarray of float, shapes (k, m) and (k, n)
        Mixed strategies; 0 for actions that there are not.

    Raises
    ------
    NoQuantalResponseError
        If a branch could not be followed.
    TimeLimitError
        If the time is up.
    """
    deadline = deadline or Deadline()
    deadline.check()
    games = _Games(row, column, open_)
    z = games.uniform()
    alone = games.alone
    z[alone] = games.response(z, np.ones(len(z)))[alone]
    left = np.flatnonzero(~alone)
    if near is not None and left.size:
        start = np.hstack(near)[left]
        solved, good = games.part(left).corrected(start, np.ones(left.size))
        good &= np.abs(solved - start).max(axis=1) <= STRAY
        z[left[good]] = solved[good]
        left = left[~good]
    if left.size:
        z[left], lost = games.part(left).followed(z[left], deadline)
        for k in left[lost]:
            z[k] = games.by_arc_length(int(k), deadline)
    m = row.shape[1]
    return z[:, :m], z[:, m:]


class _Games:
    """Games of one shape; a point holds the row player's probabilities, then the column player's."""

    def __init__(self, row: Floats, column: Floats, open_: tuple[Flags, Flags]) -> None:
        self.row, self.column, self.open = row, column, open_
        self.m = row.shape[1]
        self.alone: Flags = (open_[0].sum(axis=1) == 1) | (open_[1].sum(axis=1) == 1)
        spread = np.maximum(np.ptp(row, axis=(1, 2)), np.ptp(column, axis=(1, 2)))
        self.spread = np.maximum(spread, 1e-300)

    def part(self, which: NDArray[np.intp]) -> _Games:
        """Some of the games."""
        return _Games(self.row[which], self.column[which], (self.open[0][which], self.open[1][which]))

    def uniform(self) -> Floats:
        """All actions alike."""
        return np.hstack([side / side.sum(axis=1, keepdims=True) for side in self.open])

    def worth(self, z: Floats) -> Floats:
        """What each action is worth against the other side's mixture."""
        x, y = z[:, : self.m], z[:, self.m :]
        return np.hstack([np.einsum("kij,kj->ki", self.row, y), np.einsum("kij,ki->kj", self.column, x)])

    def response(self, z: Floats, t: Floats) -> Floats:
        """Logit responses at shares t of the precision; a game with one player to move is solved by it."""
        logits = np.where(np.hstack(self.open), t[:, None] * self.worth(z), -np.inf)
        parts = []
        for side in (logits[:, : self.m], logits[:, self.m :]):
            odds = np.exp(side - side.max(axis=1, keepdims=True))
            parts.append(odds / odds.sum(axis=1, keepdims=True))
        return np.hstack(parts)

    def slopes(self, z: Floats, t: Floats) -> tuple[Floats, Floats]:
        """Jacobian of z - response(z), shape (k, m + n, m + n), and the response's change with t, shape (k, m + n)."""
        m = self.m
        best, worth = self.response(z, t), self.worth(z)
        size = z.shape[1]
        jacobian = np.zeros((len(z), size, size))
        jacobian[:] = np.eye(size)
        tangent = np.empty_like(z)
        for own, other, table in (
            (slice(0, m), slice(m, size), self.row),
            (slice(m, size), slice(0, m), self.column.transpose(0, 2, 1)),
        ):
            p = best[:, own]
            mean = np.einsum("ki,kij->kj", p, table)
            jacobian[:, own, other] = -t[:, None, None] * p[:, :, None] * (table - mean[:, None, :])
            tangent[:, own] = p * (worth[:, own] - np.einsum("ki,ki->k", p, worth[:, own])[:, None])
        return jacobian, tangent

    def corrected(self, z: Floats, t: Floats) -> tuple[Floats, Flags]:
        """Newton's method at shares t of the precision, and where it has settled."""
        z = z.copy()
        for _ in range(8):
            value = z - self.response(z, t)
            if np.abs(value).max(initial=0.0) <= EXACT:
                break
            jacobian, _ = self.slopes(z, t)
            step = _solve(jacobian, value)
            z -= np.where(np.isfinite(step), step, 0.0)
            np.clip(z, 0.0, 1.0, out=z)
        # One more application makes the sums exact; at a fixed point it moves nothing.
        again = self.response(z, t)
        return again, np.abs(z - again).max(axis=1) <= 10 * EXACT

    def followed(self, z: Floats, deadline: Deadline) -> tuple[Floats, Flags]:
        """The branch from the uniform points to the whole precision, and which games it was lost in."""
        z = z.copy()
        count = len(z)
        t, step = np.zeros(count), np.minimum(1.0, FIRST / self.spread)
        lost = np.zeros(count, dtype=bool)
        while True:
            live = np.flatnonzero((t < 1) & ~lost)
            if not live.size:
                return z, lost
            deadline.check()
            games, here = self.part(live), z[live]
            to = np.minimum(1.0, t[live] + step[live])
            jacobian, tangent = games.slopes(here, t[live])
            guess = here + (to - t[live])[:, None] * _solve(jacobian, tangent)
            there, good = games.corrected(np.clip(guess, 0.0, 1.0), to)
            good &= np.abs(there - guess).max(axis=1) <= STRAY
            good &= np.linalg.slogdet(games.slopes(there, to)[0])[0] > 0
            z[live[good]], t[live[good]] = there[good], to[good]
            step[live] *= np.where(good, 1.5, 0.5)
            lost[live] = ~good & (step[live] < SHORTEST)

    def by_arc_length(self, k: int, deadline: Deadline) -> Floats:
        """The point of one game's path at which the precision is first reached."""
        rows, columns = np.flatnonzero(self.open[0][k]), np.flatnonzero(self.open[1][k])
        at = np.ix_(rows, columns)
        found = at_precision(TableChoices(self.row[k][at], self.column[k][at]), 1.0, deadline)
        if found is None:
            raise NoQuantalResponseError(
                "the branch of play with errors could not be followed to this precision; try a lower one"
            )
        z = np.zeros(self.row.shape[1] + self.row.shape[2])
        z[rows], z[self.m + columns] = found.strategies
        return z


def _solve(jacobian: Floats, value: Floats) -> Floats:
    """Solutions of many linear systems; where one is singular, not a number."""
    try:
        found: Floats = np.asarray(np.linalg.solve(jacobian, value[..., None])[..., 0], dtype=np.float64)
        return found
    except np.linalg.LinAlgError:
        solved = np.full_like(value, np.nan)
        for k in range(len(value)):
            if np.linalg.matrix_rank(jacobian[k]) == jacobian.shape[1]:
                solved[k] = np.linalg.solve(jacobian[k], value[k])
        return solved
