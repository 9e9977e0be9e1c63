"""The path of logit quantal responses of any game whose expected payoffs are smooth in the logs of probabilities.

In a logit quantal response equilibrium of precision t each action is played with a probability proportional to
exp(t * its expected payoff). From the uniform point at t = 0 a path of such equilibria starts; it is followed by
its arc length with a predictor along the tangent and Newton's corrector, in the logarithms of the probabilities,
so that it can be followed around turning points. Where it passes through points at which it loses only a symmetry of
the game, branches cross it; it is followed among play that keeps the symmetry (`sim.engine.alike`), where they are not.
Every point kept is checked against the definition in the whole game.

References
----------
McKelvey, R. D. and Palfrey, T. R. (1995): Quantal response equilibria for normal form games. Games and Economic
Behavior 10, 6-38. Turocy, T. L. (2005): A dynamic homotopy interpretation of the logistic quantal response
equilibrium correspondence. Games and Economic Behavior 51, 243-263. Allgower, E. L. and Georg, K. (1990): Numerical
Continuation Methods. Springer.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from sim.deadline import Deadline
from sim.engine.alike import Folded, places
from sim.engine.solution import Solution
from sim.errors import TimeLimitError
from sim.progress import stage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.engine.alike import Choices
    from sim.progress import Stage
    from sim.types import Floats


RESIDUAL = 1e-9
"""Largest difference between a probability and the logit response to it at which a point is kept."""

MOST_STEPS = 20_000
"""Steps after which a path is given up."""

STRAY = 0.2
"""Share of a step by which the corrector may move the predicted point."""

LEAST_RANGE = Fraction(1, 10**300)
"""Payoffs that differ by less decide nothing at any precision that a float holds."""

CROSSING, SHORTEST = 1e-4, 1e-10
"""Steps, in units of arc length, at most which branches are taken to cross, and below which the path is given up."""


def unit(*widths: Fraction) -> Fraction:
    """What payoffs are counted in: the larger of the players' payoff ranges; 1 if there is none to speak of.

    Parameters
    ----------
    *widths : Fraction
        The payoff range of each player.
    """
    widest = max(widths)
    return widest if widest >= LEAST_RANGE else Fraction(1)


class QuantalPath(Solution):
    """A logit path, and points of it at chosen precisions; solutions of each form derive from it."""

    if TYPE_CHECKING:  # subclasses have these as fields

        @property
        def path(self) -> tuple[QuantalPoint, ...]:
            """All points followed."""

        @property
        def points(self) -> tuple[QuantalPoint, ...]:
            """Those at the precisions asked for that the path reaches."""

        @property
        def missing(self) -> tuple[float, ...]:
            """Precisions to which the path could not be followed."""

        @property
        def late(self) -> bool:
            """Whether that is for want of time."""

    @property
    def certified(self) -> bool:
        """Whether every point asked for was found and satisfies the definition."""
        return not self.missing and all(p.residual <= RESIDUAL for p in self.points)


@dataclass(frozen=True)
class QuantalPoint:
    """A logit quantal response equilibrium.

    Parameters
    ----------
    precision : float
        The precision t, per unit of payoff.
    strategies : tuple of ndarray
        Probabilities of the actions at each place.
    residual : float
        Largest difference between a probability and the logit response to all others.
    """

    precision: float
    strategies: tuple[Floats, ...]
    residual: float


def logit(worth: Floats) -> Floats:
    """Probabilities proportional to the exponentials of some worths.

    Parameters
    ----------
    worth : ndarray of float, shape (n,)
        Precision times expected payoffs.
    """
    odds = np.exp(worth - worth.max())
    response: Floats = odds / odds.sum()
    return response


@dataclass(frozen=True)
class LogitPath:
    """The path from the uniform point, as far as it was followed.

    Parameters
    ----------
    path : tuple of QuantalPoint
        All points in the order of the path.
    points : tuple of QuantalPoint
        Those at which the precisions asked for were first reached, by precision.
    missing : tuple of float
        Precisions to which the path could not be followed.
    late : bool
        Whether that is for want of time.
    """

    path: tuple[QuantalPoint, ...]
    points: tuple[QuantalPoint, ...]
    missing: tuple[float, ...]
    late: bool = False


def follow(choices: Choices, precisions: Sequence[float], deadline: Deadline | None = None) -> LogitPath:
    """Follow the path from the uniform point until the largest of some precisions is reached.

    Parameters
    ----------
    precisions : sequence of float
        Precisions at which points are wanted, in any order.

    Raises
    ------
    TimeLimitError
        If the time is up before any precision above 0 is reached.
    """
    deadline, wanted = deadline or Deadline(), sorted(precisions)
    if not choices.sizes:
        points = tuple(QuantalPoint(precision, (), 0.0) for precision in wanted)
        return LogitPath(points, points, ())
    return _Follower(choices, deadline).path(wanted)


def at_precision(choices: Choices, precision: float, deadline: Deadline | None = None) -> QuantalPoint | None:
    """The point of the path at which a precision is first reached; None if the path could not be followed so far.

    Raises
    ------
    TimeLimitError
        If the time is up.
    """
    found = follow(choices, [precision], deadline).points
    return found[0] if found else None


@dataclass(frozen=True)
class _Frame:
    """How the path lies at a point.

    ``side`` is the sign of the determinant of the Jacobian bordered by the tangent. It does not change along a path
    (Allgower and Georg 1990, section 2); it is the other one on a branch that passes close by with nothing in between,
    and beyond a point where branches cross, as they do in symmetric games: there the path goes straight on. Only a
    crossing looks the same in the shortest of steps. ``room`` is the least singular value, zero where branches cross.
    """

    tangent: Floats
    side: float
    room: float


def _framed(jacobian: Floats, onward: Floats) -> _Frame | None:
    """The frame where the Jacobian is known and which way leads onward; None at a singular point."""
    bordered = np.vstack([jacobian, onward])
    side = float(np.linalg.slogdet(bordered)[0])
    if not side:
        return None
    tangent = np.linalg.solve(bordered, np.append(np.zeros(len(onward) - 1), 1.0))
    tangent /= np.linalg.norm(tangent)
    return _Frame(tangent, side, float(np.linalg.norm(bordered, -2)))


def _limit(here: _Frame, there: _Frame, step: float) -> float:
    """Longest next step: half of the way to where branches would cross if they went on approaching each other so."""
    nearing = (here.room - there.room) / step
    return max(there.room / (2 * nearing), CROSSING / 2) if nearing > 0 else np.inf


class _Follower:
    """Follows the zeros of H(logs, t), scaled so that a unit of precision is one over the payoff range."""

    def __init__(self, choices: Choices, deadline: Deadline) -> None:
        self.choices, self.deadline = choices, deadline
        self.folded = Folded(choices, deadline)
        self.places, self.whole = places(self.folded.sizes), places(choices.sizes)

    def path(self, wanted: list[float]) -> LogitPath:
        waiting = deque((precision, precision * self.choices.scale) for precision in wanted)
        reached: dict[float, QuantalPoint] = {}
        z = self._uniform()
        points, late = [self._point(z)], False
        while waiting and waiting[0][1] <= z[-1]:
            reached[waiting.popleft()[0]] = points[0]
        try:
            with stage("quantal") as told:
                self._follow(z, waiting, points, reached, told)
        except TimeLimitError:
            if not any(reached):
                raise
            late = True
        good = {t: p for t, p in reached.items() if p.residual <= RESIDUAL}
        missing = tuple(t for t in wanted if t not in good)
        return LogitPath(tuple(p for p in points if p.residual <= RESIDUAL), tuple(good.values()), missing, late)

    def _follow(
        self,
        z: Floats,
        waiting: deque[tuple[float, float]],
        points: list[QuantalPoint],
        reached: dict[float, QuantalPoint],
        told: Stage,
    ) -> None:
        """Follow the path from a point, and note what is found on it, until nothing is waited for or it is lost."""
        here, step = self._start(z), 0.03
        for _ in range(MOST_STEPS):
            if not waiting or step < SHORTEST:
                return
            ahead = self._ahead(z, here, step)
            there = None if ahead is None else self._frame(ahead, here, step)
            if ahead is None or there is None:
                step /= 2
                continue
            while waiting and waiting[0][1] <= ahead[-1]:
                precision, end = waiting.popleft()
                between = self._at(z, ahead, end)
                if between is not None:
                    points.append(self._point(between))
                    reached[precision] = points[-1]
            if not waiting:
                return
            step = min(step * 1.3, 0.5 + 0.05 * abs(ahead[-1]), _limit(here, there, step))
            z, here = ahead, there
            told.step()
            points.append(self._point(z))

    def _uniform(self) -> Floats:
        logs = [np.full(at.stop - at.start, -np.log(self.folded.counts[at].sum())) for at in self.places]
        return np.concatenate([*logs, [0.0]])

    def _ahead(self, z: Floats, here: _Frame, step: float) -> Floats | None:
        """The next point of the path; None if the step is too long."""
        guess = z + step * here.tangent
        ahead = self._corrected(guess, here.tangent)
        strays = ahead is not None and np.linalg.norm(ahead - guess) > STRAY * step
        return None if strays else ahead

    def _start(self, z: Floats) -> _Frame:
        """The frame at the uniform point, from which the path leads towards precision."""
        jacobian = self._jacobian(z)
        null: Floats = np.linalg.svd(jacobian)[2][-1]
        here = _framed(jacobian, null if null[-1] >= 0 else -null)
        assert here is not None  # at precision 0 the Jacobian has full rank
        return here

    def _frame(self, z: Floats, before: _Frame, step: float) -> _Frame | None:
        """The frame at a point; None if it cannot be trusted to lie on the same path as the one before."""
        here = _framed(self._jacobian(z), before.tangent)
        if here is None:
            return None
        crossing = here.side != before.side
        if here.tangent @ before.tangent < (0.999 if crossing else 0.9) or (crossing and step > CROSSING):
            return None
        return here

    def _value(self, z: Floats) -> Floats:
        logs, t = z[:-1], z[-1]
        worth = self.folded.worth(logs)
        parts = []
        for at in self.places:
            own, pays = logs[at], worth[at]
            parts += [[self.folded.counts[at] @ np.exp(own) - 1.0], own[1:] - own[0] - t * (pays[1:] - pays[0])]
        return np.concatenate(parts)

    def _jacobian(self, z: Floats) -> Floats:
        logs, t = z[:-1], z[-1]
        self.deadline.check()
        worth, slope = self.folded.worth(logs), self.folded.slope(logs)
        table = np.zeros((len(logs), len(logs) + 1))
        for at in self.places:
            first, rest = at.start, slice(at.start + 1, at.stop)
            table[first, at] = self.folded.counts[at] * np.exp(logs[at])
            table[rest, :-1] = -t * (slope[rest] - slope[first])
            table[rest, first] -= 1.0
            table[rest, rest] += np.eye(at.stop - at.start - 1)
            table[rest, -1] = -(worth[rest] - worth[first])
        return table

    def _corrected(self, z: Floats, tangent: Floats) -> Floats | None:
        """Newton's method back to the path, across the tangent; None if it does not settle."""
        start = z
        for _ in range(12):
            value = np.append(self._value(z), tangent @ (z - start))
            if np.abs(value).max() < 1e-13:
                return z
            z = z - np.linalg.lstsq(np.vstack([self._jacobian(z), tangent]), value, rcond=None)[0]
            if not np.isfinite(z).all() or z[:-1].max() > 0.1:
                return None
        return z if np.abs(self._value(z)).max() < 1e-11 else None

    def _at(self, before: Floats, after: Floats, precision: float) -> Floats | None:
        """The point between two others at which a precision is reached."""
        share = (precision - before[-1]) / (after[-1] - before[-1])
        chord = before + share * (after - before)
        chord[-1] = precision
        z = chord.copy()
        for _ in range(30):
            value = self._value(z)
            if np.abs(value).max() < 1e-14:
                break
            z[:-1] -= np.linalg.lstsq(self._jacobian(z)[:, :-1], value, rcond=None)[0]
        near = np.isfinite(z).all() and np.linalg.norm(z - chord) <= STRAY * np.linalg.norm(after - before)
        return z if near and np.abs(self._value(z)).max() < 1e-11 else None

    def _point(self, z: Floats) -> QuantalPoint:
        t, logs = float(z[-1]), self.folded.unfolded(z[:-1])
        shares = [np.exp(logs[at]) / np.exp(logs[at]).sum() for at in self.whole]
        worth = self.choices.worth(np.concatenate([np.log(np.maximum(share, 1e-300)) for share in shares]))
        residual = max(
            float(np.abs(share - logit(t * worth[at])).max()) for share, at in zip(shares, self.whole, strict=True)
        )
        return QuantalPoint(t / self.choices.scale, tuple(shares), residual)
