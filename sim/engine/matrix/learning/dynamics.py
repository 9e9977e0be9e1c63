"""Learning with errors, and imitation in large populations, from several starts at once.

nashpy's versions are not used. ``stochastic_fictitious_play`` takes exp of unshifted payoffs, so that it stops with an
error when payoffs of 100 meet its default noise, adds a second, uniform noise to the first, and draws from NumPy's
global random state. ``asymmetric_replicator_dynamics`` leaves odeint's tolerance as it is and offers no other: over
1,000 units of time what should be conserved in matching pennies drifts by 2e-5, and probabilities fall below zero
(-5e-10 in a prisoner's dilemma).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.engine.matrix.learning.trajectory import Trajectory

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sim.deadline import Deadline
    from sim.types import Floats

    Pair = tuple[Floats, Floats]

POINTS = 400
"""Points of time, evenly in its logarithm, at which the path with errors is looked at."""


def logit_play(
    row: Floats,
    column: Floats,
    start: Pair,
    precision: float,
    periods: int,
    random: np.random.Generator,
    deadline: Deadline | None = None,
) -> list[Trajectory]:
    """Fictitious play with errors: actions drawn with chances proportional to exp(precision * expected payoff).

    Parameters
    ----------
    row, column : ndarray of float, shape (m, n)
        Payoffs of the two players.
    start : tuple of ndarray of float, shapes (s, m) and (s, n)
        First expectations of s courses about each player; they count as one period.
    precision : float
        How surely the better action is chosen, per unit of payoff.
    periods : int
        Periods to play.
    random : Generator
        Where chance comes from.

    Raises
    ------
    TimeLimitError
        If the time is up.

    References
    ----------
    Fudenberg, D. and Kreps, D. M. (1993): Learning mixed equilibria. Games and Economic Behavior 5, 320-367. Hofbauer,
    J. and Sandholm, W. H. (2002): On the global convergence of stochastic fictitious play. Econometrica 70, 2265-2294.
    """
    x, y = (side.copy() for side in start)
    worth, other = y @ row.T, x @ column
    received = np.zeros((2, len(x)))
    courses = np.arange(len(x))
    marks = set(np.rint(np.expm1(np.linspace(0.0, np.log1p(periods), POINTS))).astype(int).tolist())
    times, seen = [0.0], [(x.copy(), y.copy())]
    for period in range(1, periods + 1):
        if deadline:
            deadline.check()
        chances = random.random((2, len(x), 1))
        i = _draw(worth * (precision / period), chances[0])
        j = _draw(other * (precision / period), chances[1])
        x[courses, i] += 1
        y[courses, j] += 1
        worth += row.T[j]
        other += column[i]
        received[0] += row[i, j]
        received[1] += column[i, j]
        if period in marks:
            times.append(float(period))
            seen.append((x / (period + 1), y / (period + 1)))
    received /= periods
    return _courses(np.array(times), seen, received, logarithmic=True)


def _draw(logs: Floats, chances: Floats) -> NDArray[np.intp]:
    """An action per course, drawn with chances proportional to exp(logs); shape (s,)."""
    sums = np.exp(logs - logs.max(axis=1, keepdims=True)).cumsum(axis=1)
    drawn: NDArray[np.intp] = (sums[:, :-1] <= chances * sums[:, -1:]).sum(axis=1)
    return drawn


def replicator(
    row: Floats, column: Floats, start: Pair, time: float, step: float, deadline: Deadline | None = None
) -> list[Trajectory]:
    """Replicator dynamics of two populations: an action's share grows at the rate by which it beats the average.

    In logarithms of the shares, which keep them positive and their sum at one, the row population's rate of change
    depends on the column population alone and the other way round. So each can be moved exactly while the other stands
    still, and Yoshida's sixth-order sequence of such moves follows both. It is symplectic: where there is a conserved
    quantity, as in zero-sum games, the error in it does not build up.

    Parameters
    ----------
    row, column : ndarray of float, shape (m, n)
        Payoffs of the two populations; steps suit a range of about one.
    start : tuple of ndarray of float, shapes (s, m) and (s, n)
        First shares of s courses, all positive.
    time : float
        How long to follow them.
    step : float
        Time between points.

    Raises
    ------
    TimeLimitError
        If the time is up.

    References
    ----------
    Taylor, P. D. (1979): Evolutionarily stable strategies with two types of player. Journal of Applied Probability 16,
    76-83. Hofbauer, J. (1996): Evolutionary dynamics for bimatrix games: a Hamiltonian system? Journal of Mathematical
    Biology 34, 675-688. Yoshida, H. (1990): Construction of higher order symplectic integrators. Physics Letters A 150,
    262-268.
    """
    logs, others = np.log(start[0]), np.log(start[1])
    count = round(time / step)
    seen = [(start[0].copy(), start[1].copy())]
    # Neighbouring half moves of the row population are made as one, but for the first and the last of a step.
    halves = [(a + b) / 2 for a, b in zip((0.0, *_YOSHIDA), (*_YOSHIDA, 0.0), strict=True)]
    for _ in range(count):
        if deadline:
            deadline.check()
        for half, whole in zip(halves, _YOSHIDA, strict=False):
            logs = logs + (half * step) * (_shares(others) @ row.T)
            others = others + (whole * step) * (_shares(logs) @ column)
        y = _shares(others)
        logs = logs + (halves[-1] * step) * (y @ row.T)
        seen.append((_shares(logs), y))
    values = np.array([[((x @ side) * y).sum(axis=1) for side in (row, column)] for x, y in seen])
    received: Floats = (values[:-1] + values[1:]).mean(axis=0) / 2
    return _courses(np.linspace(0.0, count * step, count + 1), seen, received, logarithmic=False)


_OUTER = (0.784513610477560, 0.235573213359357, -1.17767998417887)
_YOSHIDA = (*_OUTER, 1 - 2 * sum(_OUTER), *reversed(_OUTER))
"""Lengths of the moves of a step: Yoshida's solution A of order six."""


def _shares(logs: Floats) -> Floats:
    odds = np.exp(logs - logs.max(axis=1, keepdims=True))
    shares: Floats = odds / odds.sum(axis=1, keepdims=True)
    return shares


def _courses(times: Floats, seen: list[Pair], received: Floats, *, logarithmic: bool) -> list[Trajectory]:
    """A trajectory per course, from the strategies of all courses at each time."""
    x, y = (np.stack([pair[k] for pair in seen]) for k in (0, 1))
    return [
        Trajectory(times, (x[:, s], y[:, s]), (float(received[0, s]), float(received[1, s])), logarithmic)
        for s in range(x.shape[1])
    ]
