"""Solutions of a matrix game beyond Nash equilibrium, and the cooperative benchmark of any game."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from sim.engine.bargaining import BargainingSolution, bargaining, security_levels
from sim.engine.bimatrix import bimatrix_equilibria
from sim.engine.correlated import AIMS, CorrelatedEquilibrium, correlated_equilibrium
from sim.engine.quantal import RESIDUAL, QuantalPoint, logit_path, quantal_response

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
    best_nash : tuple of float
        Payoffs of the Nash equilibrium of highest welfare.
    """

    game: StrategicForm
    found: tuple[CorrelatedEquilibrium, ...]
    best_nash: tuple[float, float]
    concept: str = "correlated"
    complete: bool = False

    @property
    def certified(self) -> bool:
        """Whether nobody gains by disobeying."""
        row, column = self.game.arrays
        scale = max(float(row.max() - row.min()), float(column.max() - column.min())) or 1.0
        return all(e.regret <= OBEDIENCE * scale for e in self.found)


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


def solve_correlated(game: StrategicForm) -> CorrelatedSolution:
    """The best correlated equilibria of a matrix game."""
    found = tuple(correlated_equilibrium(*game.arrays, aim) for aim in AIMS)
    return CorrelatedSolution(game, found, _best_nash(game))


def solve_quantal(game: StrategicForm, precisions: tuple[float, ...] | None = None) -> QuantalSolution:
    """Logit quantal response equilibria of a matrix game.

    Parameters
    ----------
    game : StrategicForm
        The game.
    precisions : tuple of float, optional
        Precisions to report; by default a range that suits the size of the payoffs.
    """
    row, column = game.arrays
    scale = max(float(row.max() - row.min()), float(column.max() - column.min())) or 1.0
    wanted = precisions or tuple(4 * t / scale for t in PRECISIONS)
    reached = {t: quantal_response(row, column, t) for t in wanted}
    return QuantalSolution(
        game,
        tuple(logit_path(row, column, max(wanted))),
        tuple(point for point in reached.values() if point is not None),
        tuple(t for t, point in reached.items() if point is None),
    )


def cooperative_matrix(game: StrategicForm) -> CooperativeSolution:
    """Bargaining over the cells of a matrix game, from what each player can secure alone."""
    cells = [(a, b) for one, two in zip(game.row, game.column, strict=True) for a, b in zip(one, two, strict=True)]
    solution = bargaining(cells, security_levels(game.row, game.column))
    return CooperativeSolution(solution, game.players, "what each can secure alone", _best_nash(game))


def cooperative_concessions(game: StochasticGame, equilibrium: tuple[float, float]) -> CooperativeSolution:
    """Bargaining over the states of a concession game, kept for ever, from the status quo."""
    zero = Fraction(0), Fraction(0)
    status_quo = game.final[0] if game.final else zero
    solution = bargaining(game.final, status_quo)
    return CooperativeSolution(solution, game.players, "the status quo", equilibrium)


def _best_nash(game: StrategicForm) -> tuple[float, float]:
    found = bimatrix_equilibria(game.row, game.column, second_opinion=False).equilibria
    best = max((e.payoffs for e in found), key=sum)
    return float(best[0]), float(best[1])
