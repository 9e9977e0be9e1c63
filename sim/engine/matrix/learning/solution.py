"""What ways of learning come to in a matrix game: their courses, where these end, and what has been checked of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.engine.matrix.learning.nearest_equilibrium import Landmark
from sim.engine.matrix.learning.trajectory import Trajectory, Turns
from sim.engine.solution import Solution

if TYPE_CHECKING:
    from sim.engine.matrix.nash import NashSolution
    from sim.games.matrix.strategic_form import StrategicForm
    from sim.types import Floats

    Pair = tuple[Floats, Floats]


@dataclass(frozen=True)
class Near:
    """The equilibrium that a point is nearest to.

    Parameters
    ----------
    landmark : Landmark
        The equilibrium, or connected set of equilibria.
    distance : float
        Largest difference in any probability.
    """

    landmark: Landmark
    distance: float


@dataclass(frozen=True)
class LearningEnd:
    """What one course came to.

    Parameters
    ----------
    verdict : str
        ``settled``, ``cycling`` or ``moving``.
    regret : float
        Most that either player could gain by another action against the last point.
    nearest : Near or None
        The equilibrium nearest to the last point; None if none is known.
    """

    verdict: str
    regret: float
    nearest: Near | None

    @property
    def home(self) -> Landmark | None:
        """The equilibrium nearest to where the course has settled, if it has."""
        return self.nearest.landmark if self.nearest is not None and self.verdict == "settled" else None


@dataclass(frozen=True)
class Process:
    """One way of learning, from one start told at length and from others in numbers.

    Parameters
    ----------
    name : str
        ``fictitious play``, ``logit response`` or ``replicator dynamics``.
    path : Trajectory
        The course from the first start.
    arrival : LearningEnd
        What it came to.
    turns : Turns
        How it goes round.
    others : tuple of Trajectory
        The courses from the other starts.
    arrivals : tuple of LearningEnd
        What all courses came to, the first included.
    checked : bool
        Whether the course passed the check of its kind: best replies throughout, or little dependence on the step.
    average : tuple of ndarray, shapes (m,) and (n,), or None
        Average over time, where the path itself is none.
    average_arrival : LearningEnd or None
        The same measures for that average.
    residual : float or None
        With errors: largest difference between the last point and the logit response to it.
    error : float or None
        For replicator dynamics: largest difference from the path with steps twice as long.
    """

    name: str
    path: Trajectory
    arrival: LearningEnd
    turns: Turns
    others: tuple[Trajectory, ...]
    arrivals: tuple[LearningEnd, ...]
    checked: bool
    average: Pair | None = None
    average_arrival: LearningEnd | None = None
    residual: float | None = None
    error: float | None = None


@dataclass(frozen=True)
class LearningSolution(Solution):
    """What ways of learning come to in a matrix game.

    Parameters
    ----------
    nash : NashSolution
        Its Nash equilibria, against which the results are measured.
    seed : int
        What starting points and errors were drawn with.
    precision : float
        Precision of the play with errors, per unit of payoff.
    scale : float
        The larger of the players' payoff ranges; replicator time is counted in units of one over it.
    processes : tuple of Process
        One per way of learning.
    """

    game: StrategicForm
    nash: NashSolution
    seed: int
    precision: float
    scale: float
    processes: tuple[Process, ...]
    concept: str = "learning"
    complete: bool = False

    @property
    def certified(self) -> bool:
        """Whether every point is a mixed strategy, each course passed its check, and all equilibria are known."""
        return self.nash.complete and all(_in_simplex(p.path) and p.checked for p in self.processes)


def _in_simplex(path: Trajectory) -> bool:
    return all(
        bool(np.isfinite(side).all() and (side >= 0).all() and (np.abs(side.sum(axis=1) - 1) <= 1e-12).all())
        for side in path.strategies
    )
