"""Solutions of a matrix game beyond Nash equilibrium, and the cooperative benchmark of any game."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.engine.bargaining import BargainingSolution, bargaining, security_levels
from sim.engine.bimatrix import bimatrix_equilibria
from sim.engine.correlated import AIMS, CorrelatedEquilibrium, correlated_equilibrium, disobedience
from sim.engine.deadline import Deadline
from sim.engine.logit import RESIDUAL, QuantalPoint, follow
from sim.engine.quantal import TableChoices
from sim.games.stochastic import BROKEN

if TYPE_CHECKING:
    from sim.games.stochastic import StochasticGame
    from sim.games.strategic import StrategicForm

PRECISIONS = (0.0, 0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0)
"""Precisions that are listed, per unit of the payoff range divided by four."""

OBEDIENCE = 1e-7
"""Largest gain from disobeying a recommendation, as a share of the payoff range, in a certified result."""


@dataclass(frozen=True)
class CorrelatedSolution:
    """The best correlated equilibrium for each aim, beside the best Nash equilibrium.

    Parameters
    ----------
    game : StrategicForm
        The game.
    found : tuple of CorrelatedEquilibrium
        One per aim.
    best_nash : tuple of float or None
        Payoffs of the Nash equilibrium of highest welfare; None if not all were found in time.
    """

    game: StrategicForm
    found: tuple[CorrelatedEquilibrium, ...]
    best_nash: tuple[float, float] | None
    concept: str = "correlated"
    complete: bool = False

    @property
    def certified(self) -> bool:
        """Whether nobody gains by disobeying."""
        row, column = ((side - side.min()) / (np.ptp(side) or 1.0) for side in self.game.arrays)
        return all(disobedience(row, column, e.distribution) <= OBEDIENCE for e in self.found)


@dataclass(frozen=True)
class QuantalSolution:
    """The logit path, and points of it at chosen precisions.

    Parameters
    ----------
    game : StrategicForm
        The game.
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

    @property
    def certified(self) -> bool:
        """Whether every point asked for was found and satisfies the definition."""
        return not self.missing and all(p.residual <= RESIDUAL for p in self.points)


@dataclass(frozen=True)
class CooperativeSolution:
    """Bargaining solutions, and what an equilibrium falls short of them.

    Parameters
    ----------
    solution : BargainingSolution
        The bargaining solutions.
    players : tuple of str
        Identifiers.
    reference : str
        What the disagreement point is, in words.
    equilibrium : tuple of float or None
        Payoffs of the equilibrium that is compared.
    """

    solution: BargainingSolution
    players: tuple[str, str]
    reference: str
    equilibrium: tuple[float, float] | None
    concept: str = "bargaining"
    certified: bool = True
    complete: bool = True


def solve_correlated(game: StrategicForm, time_limit: float | None = 60.0) -> CorrelatedSolution:
    """The best correlated equilibria of a matrix game; the time limit is for the Nash equilibria beside them."""
    found = tuple(correlated_equilibrium(*game.arrays, aim) for aim in AIMS)
    return CorrelatedSolution(game, found, _best_nash(game, time_limit))


def solve_quantal(
    game: StrategicForm, precisions: tuple[float, ...] | None = None, time_limit: float | None = 60.0
) -> QuantalSolution:
    """Logit quantal response equilibria of a matrix game.

    Parameters
    ----------
    game : StrategicForm
        The game.
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


def cooperative_matrix(game: StrategicForm, time_limit: float | None = 60.0) -> CooperativeSolution:
    """Bargaining over the cells of a matrix game, from what each player can secure alone.

    Raises
    ------
    TimeLimitError
        If that is not found in time.
    """
    cells = [(a, b) for one, two in zip(game.row, game.column, strict=True) for a, b in zip(one, two, strict=True)]
    solution = bargaining(cells, security_levels(game.row, game.column, time_limit))
    return CooperativeSolution(solution, game.players, "what each can secure alone", _best_nash(game, time_limit))


def cooperative_concessions(game: StochasticGame, equilibrium: tuple[float, float]) -> CooperativeSolution:
    """Bargaining over the states of a concession game, each kept for ever, and the breakdown where a player may walk.

    Disagreement is the status quo, or the breakdown for whom that is better and who may walk away. Courses that change
    over time are not in the feasible set; with unequal patience or single payments they can lie outside it.
    """
    outcomes = [outcome for phases in game.cycle for phase in phases for outcome in phase.outcomes]
    may_walk = any(outcome.successor == BROKEN for outcome in outcomes)
    status_quo = game.final[0]
    if not may_walk:
        return CooperativeSolution(bargaining(game.final, status_quo), game.players, "the status quo", equilibrium)
    alone = max(status_quo[0], game.breakdown[0]), max(status_quo[1], game.breakdown[1])
    solution = bargaining([*game.final, game.breakdown], alone, feasible=alone in (status_quo, game.breakdown))
    reference = "the status quo" if alone == status_quo else "the better of the status quo and a breakdown"
    return CooperativeSolution(solution, game.players, reference, equilibrium)


def _best_nash(game: StrategicForm, time_limit: float | None) -> tuple[float, float] | None:
    found = bimatrix_equilibria(game.row, game.column, time_limit=time_limit, second_opinion=False)
    if not found.complete:
        return None
    best = max((e.payoffs for e in found.equilibria), key=sum)
    return float(best[0]), float(best[1])
