"""The logit quantal response path of a bimatrix game (McKelvey and Palfrey 1995)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.deadline import Deadline
from sim.engine.logit import QuantalPath, QuantalPoint, at_precision, follow

if TYPE_CHECKING:
    from sim.engine.solution import Request
    from sim.games.matrix.strategic_form import StrategicForm
    from sim.types import Floats


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


PRECISIONS = (0.0, 0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0)
"""Precisions that are listed, per unit of the payoff range divided by four."""


@dataclass(frozen=True)
class QuantalSolution(QuantalPath):
    """The logit path, and points of it at chosen precisions.

    Parameters
    ----------
    path : tuple of QuantalPoint
        All points followed.
    points : tuple of QuantalPoint
        Those at the precisions asked for that the path reaches.
    missing : tuple of float
        Precisions to which the path could not be followed.
    """

    game: StrategicForm
    path: tuple[QuantalPoint, ...]
    points: tuple[QuantalPoint, ...]
    missing: tuple[float, ...]
    concept: str = "quantal"
    complete: bool = False


def solve(game: StrategicForm, ask: Request) -> QuantalSolution:
    """Quantal responses, as they are asked for."""
    return solve_quantal(game, time_limit=ask.time_limit)


def solve_quantal(
    game: StrategicForm, precisions: tuple[float, ...] | None = None, time_limit: float | None = 60.0
) -> QuantalSolution:
    """Logit quantal response equilibria of a matrix game.

    Parameters
    ----------
    precisions : tuple of float, optional
        Precisions to report; by default a range that suits the size of the payoffs.
    time_limit : float or None
        Seconds after which the path is given up.

    Raises
    ------
    TimeLimitError
        If the time is up.
    """
    choices = TableChoices(*game.arrays)
    wanted = precisions or tuple(4 * t / choices.scale for t in PRECISIONS)
    found = follow(choices, wanted, Deadline(time_limit))
    return QuantalSolution(game, found.path, found.points, found.missing)
