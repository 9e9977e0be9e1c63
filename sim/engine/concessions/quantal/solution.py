"""Quantal responses of a concession game at several precisions: what errors do to a negotiation.

At each precision the agent quantal response equilibrium is solved for on its own
(`sim.engine.concessions.quantal.induction`); what it pays, how the talks end and what either side could gain are worked
out by the code that judges equilibria.

References
----------
McKelvey, R. D. and Palfrey, T. R. (1998): Quantal response equilibria for extensive form games. Experimental
Economics 1, 9-41.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.deadline import Deadline
from sim.engine.concessions.certificate import Deviations
from sim.engine.concessions.courses.ending_chances import layered_endings
from sim.engine.concessions.quantal.induction import RESIDUAL, LatticeQuantal, lattice_quantal
from sim.engine.concessions.quantal.units import in_units
from sim.engine.solution import Solution
from sim.errors import NoQuantalResponseError, TimeLimitError

if TYPE_CHECKING:
    from sim.engine.concessions.courses.endings import Ending
    from sim.games.concessions.stochastic_game import StochasticGame

PRECISIONS = (0.0, 1.0, 4.0, 8.0, 16.0, 32.0, 64.0)
"""Precisions that are listed, per unit of the larger payoff range divided by four."""


@dataclass(frozen=True)
class LatticePoint:
    """The quantal response at one precision.

    Parameters
    ----------
    response : LatticeQuantal
        The strategies.
    values : tuple of float
        Expected payoffs, evaluated anew.
    endings : tuple of Ending
        How the talks end.
    regret : float
        Most that either player could gain anywhere by choosing without errors.
    """

    response: LatticeQuantal
    values: tuple[float, float]
    endings: tuple[Ending, ...]
    regret: float

    @property
    def precision(self) -> float:
        """The precision, per unit of payoff."""
        return self.response.precision


@dataclass(frozen=True)
class LatticeQuantalSolution(Solution):
    """Quantal responses of a concession game.

    Parameters
    ----------
    points : tuple of LatticePoint
        One per precision that could be solved.
    missing : tuple of float
        Precisions at which none was found.
    late : bool
        Whether that is for want of time.
    """

    game: StochasticGame
    points: tuple[LatticePoint, ...]
    missing: tuple[float, ...]
    late: bool = False
    concept: str = "quantal"
    complete: bool = False

    @property
    def certified(self) -> bool:
        """Whether all were found and meet the definition."""
        return not self.missing and all(point.response.residual <= RESIDUAL for point in self.points)


def solve_lattice_quantal(
    game: StochasticGame, precisions: tuple[float, ...] | None = None, time_limit: float | None = 60.0
) -> LatticeQuantalSolution:
    """Quantal responses of a stochastic game with a last round.

    Parameters
    ----------
    precisions : tuple of float, optional
        Precisions, per unit of payoff; by default a range that suits the size of the payoffs.
    time_limit : float or None
        Seconds for all of them.

    Raises
    ------
    TimeLimitError
        If the time is up before there is an answer at any precision above 0.
    """
    deadline = Deadline(time_limit)
    unit = max(float(width) for width in game.ranges) or 1.0
    wanted = precisions if precisions is not None else tuple(4 * t / unit for t in PRECISIONS)
    points: list[LatticePoint] = []
    missing: list[float] = []
    for k, precision in enumerate(wanted):
        try:
            points.append(_point(game, lattice_quantal(game, precision, deadline), deadline))
        except NoQuantalResponseError:
            missing.append(precision)
        except TimeLimitError:
            if not any(point.precision for point in points):
                raise
            return LatticeQuantalSolution(game, tuple(points), (*missing, *wanted[k:]), late=True)
    return LatticeQuantalSolution(game, tuple(points), tuple(missing))


def _point(game: StochasticGame, response: LatticeQuantal, deadline: Deadline) -> LatticePoint:
    units = in_units(game)
    strategies = [[(layer.row, layer.column) for layer in layers] for layers in response.layers]
    judged = Deviations(units.game, strategies, deadline)
    one, two = units.paid(judged.values[0][0][0])
    regret = units.width * judged.regret(game.reachable())
    return LatticePoint(response, (float(one), float(two)), layered_endings(response, deadline), float(regret.max()))
