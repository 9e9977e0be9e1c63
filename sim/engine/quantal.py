"""The logit quantal response path of a bimatrix game.

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
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

RESIDUAL = 1e-9
"""Largest difference between a probability and the logit response to it at which a point is kept."""


@dataclass(frozen=True)
class QuantalPoint:
    """A logit quantal response equilibrium.

    Parameters
    ----------
    precision : float
        The precision t, per unit of payoff.
    strategies : tuple of ndarray, shapes (m,) and (n,)
        Probabilities.
    residual : float
        Largest difference between a probability and the logit response to the other side's.
    """

    precision: float
    strategies: tuple[Floats, Floats]
    residual: float


def logit_response(payoffs: Floats, other: Floats, precision: float) -> Floats:
    """Logit response of a player to the other's strategy.

    Parameters
    ----------
    payoffs : ndarray of float, shape (m, n)
        The player's payoffs, a row per own action.
    other : ndarray of float, shape (n,)
        The other player's probabilities.
    precision : float
        The precision.
    """
    worth = precision * (payoffs @ other)
    odds = np.exp(worth - worth.max())
    response: Floats = odds / odds.sum()
    return response


def logit_path(row: Floats, column: Floats, largest: float, most: int = 20_000) -> list[QuantalPoint]:
    """Points of the path from the uniform point until a precision is passed.

    Parameters
    ----------
    row, column : ndarray of float, shape (m, n)
        Payoffs of the two players.
    largest : float
        The precision at which the path ends; the last point lies at it, unless the path could not be followed so far.
    most : int
        Steps after which the path is given up.
    """
    follower = _Follower(row, column)
    return follower.path(largest, most)


def quantal_response(row: Floats, column: Floats, precision: float) -> QuantalPoint | None:
    """The point of the path at which a precision is first reached; None if the path could not be followed so far."""
    last = logit_path(row, column, precision)[-1]
    return last if abs(last.precision - precision) <= 1e-9 * max(1.0, precision) else None


class _Follower:
    """Follows the zeros of H(logs, t), scaled so that a unit of precision is one over the payoff range."""

    def __init__(self, row: Floats, column: Floats) -> None:
        self.shape = row.shape
        self.scale = max(float(np.ptp(row)), float(np.ptp(column))) or 1.0
        self.payoffs = row / self.scale, column.T / self.scale

    def path(self, largest: float, most: int) -> list[QuantalPoint]:
        m, n = self.shape
        end = largest * self.scale
        z = np.concatenate([np.full(m, -np.log(m)), np.full(n, -np.log(n)), [0.0]])
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

    def _split(self, z: Floats) -> tuple[Floats, Floats, float]:
        m = self.shape[0]
        return np.exp(z[:m]), np.exp(z[m:-1]), float(z[-1])

    def _value(self, z: Floats) -> Floats:
        m = self.shape[0]
        x, y, t = self._split(z)
        parts = []
        for own, logs, other, payoffs in ((x, z[:m], y, self.payoffs[0]), (y, z[m:-1], x, self.payoffs[1])):
            worth = payoffs @ other
            parts += [[own.sum() - 1.0], logs[1:] - logs[0] - t * (worth[1:] - worth[0])]
        return np.concatenate(parts)

    def _jacobian(self, z: Floats) -> Floats:
        m, n = self.shape
        x, y, t = self._split(z)
        table = np.zeros((m + n, m + n + 1))
        start = 0
        for own, other, mine, theirs, payoffs in (
            (x, y, 0, m, self.payoffs[0]),
            (y, x, m, 0, self.payoffs[1]),
        ):
            k = len(own)
            table[start, mine : mine + k] = own
            gaps = payoffs[1:] - payoffs[0]
            rows = slice(start + 1, start + k)
            table[rows, mine] = -1.0
            table[rows, mine + 1 : mine + k] = np.eye(k - 1)
            table[rows, theirs : theirs + len(other)] = -t * gaps * other
            table[rows, -1] = -(gaps @ other)
            start += k
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
        x, y, t = self._split(z)
        x, y = x / x.sum(), y / y.sum()
        responses = logit_response(self.payoffs[0], y, t), logit_response(self.payoffs[1], x, t)
        residual = max(float(np.abs(one - two).max()) for one, two in zip((x, y), responses, strict=True))
        return QuantalPoint(t / self.scale, (x, y), residual)
