"""The logit quantal response path of a bimatrix game (McKelvey and Palfrey 1995)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.engine.logit import QuantalPoint, at_precision

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


class TableChoices:
    """Each player's one choice in a bimatrix game.

    Parameters
    ----------
    row, column : ndarray of float, shape (m, n)
        Payoffs of the two players.
    """

    def __init__(self, row: Floats, column: Floats) -> None:
        self.sizes = row.shape
        self.scale = max(float(np.ptp(row)), float(np.ptp(column))) or 1.0
        self._payoffs = row / self.scale, column.T / self.scale

    def worth(self, logs: Floats) -> Floats:
        """Expected payoff of each action over the scale, given the logs of all probabilities."""
        m = self.sizes[0]
        x, y = np.exp(logs[:m]), np.exp(logs[m:])
        return np.concatenate([self._payoffs[0] @ y, self._payoffs[1] @ x])

    def slope(self, logs: Floats) -> Floats:
        """Derivatives of `worth` with respect to the logs, shape (m + n, m + n)."""
        m = self.sizes[0]
        table = np.zeros((len(logs), len(logs)))
        table[:m, m:] = self._payoffs[0] * np.exp(logs[m:])
        table[m:, :m] = self._payoffs[1] * np.exp(logs[:m])
        return table


def quantal_response(row: Floats, column: Floats, precision: float) -> QuantalPoint | None:
    """The point of the path at which a precision is first reached; None if the path could not be followed so far.

    Parameters
    ----------
    row, column : ndarray of float, shape (m, n)
        Payoffs of the two players.
    precision : float
        The precision, per unit of payoff.
    """
    return at_precision(TableChoices(row, column), precision)
