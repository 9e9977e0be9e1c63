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

from sim.deadline import Deadline
from sim.engine.matrix.nash import best_nash_payoffs
from sim.engine.solution import Solution
from sim.errors import TimeLimitError
from sim.memory import need

if TYPE_CHECKING:
    from scipy.sparse import csr_array

    from sim.engine.solution import Request
    from sim.games.matrix.strategic_form import StrategicForm
    from sim.types import Floats


AIMS = ("welfare", "first", "second", "equal")
"""The sum of payoffs; the first player's; the second player's; the smaller of the two gains."""

NEGLIGIBLE = 1e-9

BYTES = 100
"""What a number of a linear programme takes, with what its solver makes of it; roughly."""

STOPPED = 1
"""What SciPy says of a programme whose time was up."""


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


def correlated_equilibrium(
    row: Floats, column: Floats, aim: str = "welfare", deadline: Deadline | None = None
) -> CorrelatedEquilibrium:
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
    MemoryLimitError
        If the programme is larger than memory should hold.
    TimeLimitError
        If the time is up.
    ArithmeticError
        If the linear programme is not solved, which for this problem is an error of the solver.
    """
    if aim not in AIMS:
        raise ValueError(f"there is no aim '{aim}'; the aims are {', '.join(AIMS)}")
    deadline = deadline or Deadline()
    # From each player's lowest payoff and on its own scale: the solver's tolerances are absolute.
    real_row, real_column = row, column
    ranges = float(np.ptp(row)) or 1.0, float(np.ptp(column)) or 1.0
    row, column = (row - row.min()) / max(ranges), (column - column.min()) / max(ranges)
    obey = _obedience(_share(real_row), _share(real_column), deadline)
    if aim == "equal":
        floor = _largest_floor(row, column, obey, deadline)
        shares = np.stack([_share(row).ravel(), _share(column).ravel()])
        limits = np.zeros(obey.shape[0] + 2)
        limits[-2:] = NEGLIGIBLE - floor
        weights = _programme(-(row + column).ravel(), _stacked(obey, -shares), limits, row.size, deadline)
    else:
        # One player's aim on its own scale: what it gets may be small beside what the other gets.
        goal = {"welfare": row + column, "first": _share(real_row), "second": _share(real_column)}[aim]
        weights = _programme(-goal.ravel(), obey, np.zeros(obey.shape[0]), row.size, deadline)
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


def _obedience(row: Floats, column: Floats, deadline: Deadline) -> csr_array:
    """Rows of inequalities <= 0: no gain from action k when told i, over all pairs of recommendations.

    Of the m * n cells an inequality names those of one row or of one column, so that only these are kept.
    """
    from scipy.sparse import csr_array

    m, n = row.shape
    entries = (m * (m - 1) + n * (n - 1)) * max(m, n)
    need(BYTES * entries)
    data, places, ends = [], [], [0]
    for own, table, stride, step in ((m, row, n, 1), (n, column.T, 1, n)):
        for i in range(own):
            deadline.check()
            gains = np.delete(table - table[i], i, axis=0)
            data.append(gains.ravel())
            cells = i * stride + step * np.arange(table.shape[1])
            places.append(np.tile(cells, own - 1))
            ends += [ends[-1] + (k + 1) * table.shape[1] for k in range(own - 1)]
    return csr_array((np.concatenate(data), np.concatenate(places), ends), shape=(len(ends) - 1, m * n))


def _stacked(rules: csr_array, more: Floats) -> csr_array:
    from scipy.sparse import csr_array, vstack

    return csr_array(vstack([rules, csr_array(more)]))


def _share(payoffs: Floats) -> Floats:
    """Payoffs as shares of their range."""
    shares: Floats = (payoffs - payoffs.min()) / (np.ptp(payoffs) or 1.0)
    return shares


def _largest_floor(row: Floats, column: Floats, obey: csr_array, deadline: Deadline) -> float:
    """Largest share of its range that both players can have at once in a correlated equilibrium."""
    from scipy.sparse import csr_array, hstack

    size = row.size
    shares = np.stack([_share(row).ravel(), _share(column).ravel()])
    one_more = np.zeros((obey.shape[0] + 2, 1))
    one_more[-2:] = 1.0
    wide = csr_array(hstack([_stacked(obey, -shares), csr_array(one_more)]))
    goal = np.zeros(size + 1)
    goal[-1] = -1.0
    return float(_programme(goal, wide, np.zeros(wide.shape[0]), size, deadline)[-1])


def _programme(goal: Floats, rules: csr_array, limits: Floats, cells: int, deadline: Deadline) -> Floats:
    from scipy.optimize import linprog

    deadline.check()
    total = np.zeros((1, len(goal)))
    total[0, :cells] = 1.0
    some = bool(rules.shape[0])
    # Far below what may be gained by disobeying in a certified result: what a player is told sums up many cells.
    options = {"primal_feasibility_tolerance": 1e-10}
    if deadline.left is not None:
        options["time_limit"] = max(deadline.left, 1e-3)
    found = linprog(
        goal,
        A_ub=rules if some else None,
        b_ub=limits if some else None,
        A_eq=total,
        b_eq=[1.0],
        options=options,
    )
    if found.status == STOPPED:
        raise TimeLimitError(f"stopped after {deadline.seconds:g} seconds")
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
        One per aim; the last aims lack if the time was up before.
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
    """The best correlated equilibria of a matrix game.

    Parameters
    ----------
    time_limit : float or None
        Seconds for the programmes, and for the Nash equilibria beside them what is left of these.

    Raises
    ------
    MemoryLimitError
        If a programme is larger than memory should hold.
    TimeLimitError
        If the time is up before there is an answer for any aim.
    """
    deadline, found = Deadline(time_limit), []
    try:
        for aim in AIMS:
            found.append(correlated_equilibrium(*game.arrays, aim, deadline))
    except TimeLimitError:
        if not found:
            raise
    return CorrelatedSolution(game, tuple(found), best_nash_payoffs(game, deadline.left))
