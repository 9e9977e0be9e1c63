"""The logit quantal response path of a bimatrix game (McKelvey and Palfrey 1995)."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from operator import mul
from typing import TYPE_CHECKING

import numpy as np

from sim.deadline import Deadline
from sim.engine.alike import FIELD, residue
from sim.engine.logit import QuantalPath, QuantalPoint, at_precision, follow, unit
from sim.engine.matrix.certificate import regret_of_floats

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.engine.solution import Request
    from sim.games.matrix.strategic_form import Rational, StrategicForm
    from sim.types import Floats


class TableChoices:
    """Each player's one choice in a bimatrix game.

    What an action of the other player pays least is taken away from all that it pays, exactly, so that neither a
    constant nor a common part of the payoffs is left to be rounded.

    Parameters
    ----------
    row, column : tuple of tuple of Fraction, or ndarray of float, shape (m, n)
        Payoffs of the two players.

    Attributes
    ----------
    payoffs : pair of ndarray of float, shapes (m, n) and (n, m)
        What each action of each player pays over the scale, less what the other side's action pays at least.
    """

    def __init__(self, row: Rational | Floats, column: Rational | Floats) -> None:
        one = [[Fraction(v) for v in line] for line in row]
        two = [[Fraction(v) for v in line] for line in zip(*column, strict=True)]
        self.sizes = len(one), len(two)
        scale = unit(_width(one), _width(two))
        self.scale = float(scale)
        exact = [[[v / scale for v in line] for line in _above_least(side)] for side in (one, two)]
        self.payoffs = np.array(exact[0], dtype=np.float64), np.array(exact[1], dtype=np.float64)
        self._exact = exact

    def worth(self, logs: Floats) -> Floats:
        """Expected payoff of each action over the scale, given the logs of all probabilities."""
        m = self.sizes[0]
        x, y = np.exp(logs[:m]), np.exp(logs[m:])
        return np.concatenate([self.payoffs[0] @ y, self.payoffs[1] @ x])

    def slope(self, logs: Floats) -> Floats:
        """Derivatives of `worth` with respect to the logs, shape (m + n, m + n)."""
        m = self.sizes[0]
        table = np.zeros((len(logs), len(logs)))
        table[:m, m:] = self.payoffs[0] * np.exp(logs[m:])
        table[m:, :m] = self.payoffs[1] * np.exp(logs[:m])
        return table

    def residues(self, chances: Sequence[int]) -> list[int]:
        """Expected payoff of each action in the field, given all probabilities in it."""
        m = self.sizes[0]
        sides = zip(self._residues, (chances[m:], chances[:m]), strict=True)
        return [sum(map(mul, line, other)) % FIELD for side, other in sides for line in side]

    @cached_property
    def _residues(self) -> list[list[list[int]]]:
        return [[[residue(v) for v in line] for line in side] for side in self._exact]


def _width(table: list[list[Fraction]]) -> Fraction:
    cells = [v for line in table for v in line]
    return max(cells) - min(cells)


def _above_least(table: list[list[Fraction]]) -> list[list[Fraction]]:
    """What each action pays, less what the other side's action pays at least."""
    least = [min(cells) for cells in zip(*table, strict=True)]
    return [[v - low for v, low in zip(line, least, strict=True)] for line in table]


def quantal_response(
    row: Rational | Floats, column: Rational | Floats, precision: float, deadline: Deadline | None = None
) -> QuantalPoint | None:
    """The point of the path at which a precision is first reached; None if the path could not be followed so far.

    Parameters
    ----------
    row, column : tuple of tuple of Fraction, or ndarray of float, shape (m, n)
        Payoffs of the two players.
    precision : float
        The precision, per unit of payoff.

    Raises
    ------
    TimeLimitError
        If the time is up.
    """
    return at_precision(TableChoices(row, column), precision, deadline)


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
    late : bool
        Whether that is for want of time.
    """

    game: StrategicForm
    path: tuple[QuantalPoint, ...]
    points: tuple[QuantalPoint, ...]
    missing: tuple[float, ...]
    late: bool = False
    concept: str = "quantal"
    complete: bool = False

    def regret(self, point: QuantalPoint) -> float:
        """What an error-free player would gain most by a best reply."""
        choices = TableChoices(self.game.row, self.game.column)
        one, two = choices.payoffs
        return choices.scale * regret_of_floats(one, two.T, *point.strategies)


def solve(game: StrategicForm, ask: Request) -> QuantalSolution:
    """Quantal responses, as they are asked for."""
    return solve_quantal(game, ask.precisions, ask.time_limit)


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
    choices = TableChoices(game.row, game.column)
    wanted = precisions if precisions is not None else tuple(4 * t / choices.scale for t in PRECISIONS)
    found = follow(choices, wanted, Deadline(time_limit))
    return QuantalSolution(game, found.path, found.points, found.missing, found.late)
