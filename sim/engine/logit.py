"""The path of logit quantal responses of any game whose expected payoffs are smooth in the logs of probabilities.

In a logit quantal response equilibrium of precision t each action is played with a probability proportional to
exp(t * its expected payoff). From the uniform point at t = 0 a path of such equilibria starts; it is followed by
its arc length with a predictor along the tangent and Newton's corrector, in the logarithms of the probabilities,
so that it can be followed around turning points. Every point kept is checked against the definition.

References
----------
McKelvey, R. D. and Palfrey, T. R. (1995): Quantal response equilibria for normal form games. Games and Economic
Behavior 10, 6-38. Turocy, T. L. (2005): A dynamic homotopy interpretation of the logistic quantal response
equilibrium correspondence. Games and Economic Behavior 51, 243-263.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

RESIDUAL = 1e-9
"""Largest difference between a probability and the logit response to it at which a point is kept."""

MOST_STEPS = 20_000
"""Steps after which a path is given up."""


class Choices(Protocol):
    """Where somebody chooses, and what each action is worth given how everybody chooses.

    Attributes
    ----------
    sizes : tuple of int
        Number of actions at each place; all actions of all places stand one after the other in what follows.
    scale : float
        Range of the payoffs, by which `worth` is divided.
    """

    sizes: tuple[int, ...]
    scale: float

    def worth(self, logs: Floats) -> Floats:
        """Expected payoff of each action over the scale, given the logs of all probabilities."""

    def slope(self, logs: Floats) -> Floats:
        """Derivatives of `worth` with respect to the logs, shape (actions, actions)."""


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


def follow(choices: Choices, largest: float, most: int = MOST_STEPS) -> list[QuantalPoint]:
    """Points of the path from the uniform point until a precision is passed.

    Parameters
    ----------
    choices : Choices
        The game.
    largest : float
        The precision at which the path ends; the last point lies at it, unless the path could not be followed so far.
    most : int
        Steps after which the path is given up.
    """
    return _Follower(choices).path(largest, most)


def at_precision(choices: Choices, precision: float) -> QuantalPoint | None:
    """The point of the path at which a precision is first reached; None if the path could not be followed so far."""
    last = follow(choices, precision)[-1]
    return last if abs(last.precision - precision) <= 1e-9 * max(1.0, precision) else None


class _Follower:
    """Follows the zeros of H(logs, t), scaled so that a unit of precision is one over the payoff range."""

    def __init__(self, choices: Choices) -> None:
        self.choices = choices
        ends = np.cumsum(choices.sizes)
        self.places = [slice(int(end) - size, int(end)) for end, size in zip(ends, choices.sizes, strict=True)]

    def path(self, largest: float, most: int) -> list[QuantalPoint]:
        end = largest * self.choices.scale
        z = np.concatenate([*(np.full(size, -np.log(size)) for size in self.choices.sizes), [0.0]])
        tangent = self._tangent(z, None)
        points, step = [self._point(z)], 0.03
        for _ in range(most):
            if z[-1] >= end or step < 1e-10:
                break
            ahead = self._corrected(z + step * tangent, tangent)
            if ahead is None or self._angle(ahead, tangent) < 0.9:
                step /= 2
                continue
            if ahead[-1] >= end:
                at_end = self._at(z, ahead, end)
                if at_end is not None:
                    points.append(self._point(at_end))
                break
            z, tangent = ahead, self._tangent(ahead, tangent)
            points.append(self._point(z))
            step = min(step * 1.3, 0.5 + 0.05 * abs(z[-1]))
        return [p for p in points if p.residual <= RESIDUAL]

    def _value(self, z: Floats) -> Floats:
        logs, t = z[:-1], z[-1]
        worth = self.choices.worth(logs)
        parts = []
        for at in self.places:
            own, pays = logs[at], worth[at]
            parts += [[np.exp(own).sum() - 1.0], own[1:] - own[0] - t * (pays[1:] - pays[0])]
        return np.concatenate(parts)

    def _jacobian(self, z: Floats) -> Floats:
        logs, t = z[:-1], z[-1]
        worth, slope = self.choices.worth(logs), self.choices.slope(logs)
        table = np.zeros((len(logs), len(logs) + 1))
        for at in self.places:
            first, rest = at.start, slice(at.start + 1, at.stop)
            table[first, at] = np.exp(logs[at])
            table[rest, :-1] = -t * (slope[rest] - slope[first])
            table[rest, first] -= 1.0
            table[rest, rest] += np.eye(at.stop - at.start - 1)
            table[rest, -1] = -(worth[rest] - worth[first])
        return table

    def _tangent(self, z: Floats, before: Floats | None) -> Floats:
        """Unit vector along the path, onward in the direction of the one before; at first towards precision."""
        null: Floats = np.linalg.svd(self._jacobian(z))[2][-1]
        onward = null[-1] if before is None else null @ before
        return null if onward >= 0 else -null

    def _angle(self, z: Floats, tangent: Floats) -> float:
        return float(self._tangent(z, tangent) @ tangent)

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
        z = before + share * (after - before)
        z[-1] = precision
        for _ in range(30):
            value = self._value(z)
            if np.abs(value).max() < 1e-14:
                break
            z[:-1] -= np.linalg.lstsq(self._jacobian(z)[:, :-1], value, rcond=None)[0]
        return z if np.isfinite(z).all() and np.abs(self._value(z)).max() < 1e-11 else None

    def _point(self, z: Floats) -> QuantalPoint:
        t = float(z[-1])
        shares = [np.exp(z[at]) / np.exp(z[at]).sum() for at in self.places]
        worth = self.choices.worth(np.concatenate([np.log(np.maximum(share, 1e-300)) for share in shares]))
        residual = max(
            float(np.abs(share - logit(t * worth[at])).max()) for share, at in zip(shares, self.places, strict=True)
        )
        return QuantalPoint(t / self.choices.scale, tuple(shares), residual)
