"""Correlated equilibria of a bimatrix game: what a mediator's recommendations can achieve.

A mediator draws a pair of actions from a known distribution and tells each player its own. The distribution is an
equilibrium if following is best for each after every recommendation. The set is a polytope, so the best equilibrium
for a linear aim is a linear programme (SciPy's HiGHS).

References
----------
Aumann, R. J. (1974): Subjectivity and correlation in randomized strategies. Journal of Mathematical Economics 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.engine.matrix.nash import best_nash_payoffs
from sim.engine.solution import Solution

if TYPE_CHECKING:
    from sim.engine.solution import Request
    from sim.games.matrix.strategic_form import StrategicForm
    from sim.types import Floats


AIMS = ("welfare", "first", "second", "equal")
"""The sum of payoffs; the first player's; the second player's; the smaller of the two gains."""

NEGLIGIBLE = 1e-9


@dataclass(frozen=True)
class CorrelatedEquilibrium:
    """The best correlated equilibrium for one aim.

    Parameters
    ----------
    aim : str
        One of `AIMS`.
    distribution : ndarray of float, shape (m, n)
        Probability of each pair of recommendations.
    payoffs : tuple of float
        Expected payoffs.
    regret : float
        Most that a player could gain by disobeying some recommendation, weighted by its probability.
    """

    aim: str
    distribution: Floats
    payoffs: tuple[float, float]
    regret: float


def correlated_equilibrium(row: Floats, column: Floats, aim: str = "welfare") -> CorrelatedEquilibrium:
    """Best correlated equilibrium for an aim.

    Parameters
    ----------
    row, column : ndarray of float, shape (m, n)
        Payoffs of the two players.
    aim : str
        ``welfare``, ``first``, ``second``, or ``equal``: the largest smaller payoff, measured as a share of each
        player's payoff range, and of those the one with the highest welfare.

    Raises
    ------
    ValueError
        If there is no such aim.
    ArithmeticError
        If the linear programme is not solved, which for this problem is an error of the solver.
    """
    if aim not in AIMS:
        raise ValueError(f"there is no aim '{aim}'; the aims are {', '.join(AIMS)}")
    # From each player's lowest payoff and on its own scale: the solver's tolerances are absolute.
    real_row, real_column = row, column
    ranges = float(np.ptp(row)) or 1.0, float(np.ptp(column)) or 1.0
    row, column = (row - row.min()) / max(ranges), (column - column.min()) / max(ranges)
    obey = _obedience(_share(real_row), _share(real_column))
    if aim == "equal":
        floor = _largest_floor(row, column, obey)
        shares = np.stack([_share(row).ravel(), _share(column).ravel()])
        weights = _solve(-(row + column).ravel(), np.vstack([obey, -shares]), floor - NEGLIGIBLE)
    else:
        # One player's aim on its own scale: what it gets may be small beside what the other gets.
        goal = {"welfare": row + column, "first": _share(real_row), "second": _share(real_column)}[aim]
        weights = _solve(-goal.ravel(), obey, None)
    table = np.where(weights < NEGLIGIBLE, 0.0, weights).reshape(row.shape)
    table /= table.sum()
    payoffs = float((table * real_row).sum()), float((table * real_column).sum())
    return CorrelatedEquilibrium(aim, table, payoffs, disobedience(real_row, real_column, table))


def disobedience(row: Floats, column: Floats, distribution: Floats) -> float:
    """Most that a player gains by answering one recommendation with another action, times its probability.

    Parameters
    ----------
    row, column : ndarray of float, shape (m, n)
        Payoffs of the two players.
    distribution : ndarray of float, shape (m, n)
        Probabilities of the recommendations.
    """
    by_row = distribution @ row.T  # [told, played]
    by_column = distribution.T @ column
    gains = [table - np.diag(table)[:, None] for table in (by_row, by_column)]
    return float(max(0.0, *(gain.max() for gain in gains)))


def _obedience(row: Floats, column: Floats) -> Floats:
    """Rows of inequalities <= 0: no gain from action k when told i, over all pairs of recommendations."""
    m, n = row.shape
    rules = []
    for i in range(m):
        for k in range(m):
            if i != k:
                rule = np.zeros((m, n))
                rule[i] = row[k] - row[i]
                rules.append(rule.ravel())
    for j in range(n):
        for k in range(n):
            if j != k:
                rule = np.zeros((m, n))
                rule[:, j] = column[:, k] - column[:, j]
                rules.append(rule.ravel())
    return np.array(rules).reshape(-1, m * n)


def _share(payoffs: Floats) -> Floats:
    """Payoffs as shares of their range."""
    shares: Floats = (payoffs - payoffs.min()) / (np.ptp(payoffs) or 1.0)
    return shares


def _largest_floor(row: Floats, column: Floats, obey: Floats) -> float:
    """Largest share of its range that both players can have at once in a correlated equilibrium."""
    size = row.size
    shares = np.stack([_share(row).ravel(), _share(column).ravel()])
    wide = np.vstack(
        [np.hstack([obey, np.zeros((len(obey), 1))]), np.hstack([-shares, np.ones((2, 1))])],
    )
    goal = np.zeros(size + 1)
    goal[-1] = -1.0
    return float(_programme(goal, wide, np.zeros(len(wide)), size)[-1])


def _solve(goal: Floats, rules: Floats, floor: float | None) -> Floats:
    limits = np.zeros(len(rules))
    if floor is not None:
        limits[-2:] = -floor
    return _programme(goal, rules, limits, rules.shape[1])


def _programme(goal: Floats, rules: Floats, limits: Floats, cells: int) -> Floats:
    from scipy.optimize import linprog

    total = np.zeros((1, len(goal)))
    total[0, :cells] = 1.0
    found = linprog(
        goal, A_ub=rules if len(rules) else None, b_ub=limits if len(rules) else None, A_eq=total, b_eq=[1.0]
    )
    if not found.success:
        raise ArithmeticError(f"the linear programme of a correlated equilibrium was not solved: {found.message}")
    solution: Floats = found.x
    return solution


OBEDIENCE = 1e-7
"""Largest gain from disobeying a recommendation, as a share of the payoff range, in a certified result."""


@dataclass(frozen=True)
class CorrelatedSolution(Solution):
    """The best correlated equilibrium for each aim, beside the best Nash equilibrium.

    Parameters
    ----------
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


def solve(game: StrategicForm, ask: Request) -> CorrelatedSolution:
    """Correlated equilibria, as they are asked for."""
    return solve_correlated(game, ask.time_limit)


def solve_correlated(game: StrategicForm, time_limit: float | None = 60.0) -> CorrelatedSolution:
    """The best correlated equilibria of a matrix game; the time limit is for the Nash equilibria beside them."""
    found = tuple(correlated_equilibrium(*game.arrays, aim) for aim in AIMS)
    return CorrelatedSolution(game, found, best_nash_payoffs(game, time_limit))
