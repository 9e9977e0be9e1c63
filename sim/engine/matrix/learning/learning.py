"""Where learning leads in a matrix game: fictitious play, the same with errors, and imitation in populations.

Learning is a process and no solution concept: it may rest at an equilibrium, rest elsewhere or never rest. What it came
to is therefore measured afterwards, by its regret and its distance from the Nash equilibria of the exact enumeration.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from random import Random
from typing import TYPE_CHECKING

import numpy as np

from sim.deadline import Deadline
from sim.engine.logit import LEAST_RANGE, logit
from sim.engine.matrix.certificate import regret_of_floats
from sim.engine.matrix.learning.dynamics import logit_play, replicator
from sim.engine.matrix.learning.fictitious_play import fictitious_play, never_erred
from sim.engine.matrix.learning.nearest_equilibrium import Landmark, landmarks
from sim.engine.matrix.learning.solution import LearningEnd, LearningSolution, Near, Process
from sim.engine.matrix.learning.trajectory import REST, Trajectory, turns
from sim.engine.matrix.nash import solve_matrix
from sim.errors import PayoffDigitsError

if TYPE_CHECKING:
    from sim.games.matrix.strategic_form import StrategicForm
    from sim.types import Floats

    Pair = tuple[Floats, Floats]
    Weights = tuple[tuple[int, ...], tuple[int, ...]]

PERIODS = 1_000_000
"""Periods of fictitious play."""

OTHER_PERIODS = 100_000
"""Periods of fictitious play from the further starts."""

NOISY_PERIODS = 20_000
"""Periods of play with errors."""

OTHER_PHASES = 5_000
"""Changes of play after which such a course ends, where play changes nearly every period."""

PRECISION = 20.0
"""Precision of play with errors, per payoff range."""

TIME, STEP = 500.0, 0.2
"""How long replicator dynamics are followed and in which steps, in units of one over the payoff range."""

LONGER = 3
"""How many times as long the first course is followed if it has neither settled nor gone round often enough."""

STARTS = 25
"""Starting points, the first of which the story is about; fewer in large games."""

UNIT = 1000
"""Starting points are drawn in multiples of one over this."""

SLACK = 0.03
"""Regret as a share of the payoff range above which a path that stands still is not at rest: it only lingers."""

FINER = 2
"""How often the step of the first course is halved if it makes too much of a difference."""

ERROR = 1e-3
"""Largest difference between replicator paths of two step lengths at which the path is certified."""


def solve_learning(game: StrategicForm, time_limit: float | None = 60.0, seed: int = 0) -> LearningSolution:
    """Let two sides learn a matrix game in three ways, from the same starting points.

    Parameters
    ----------
    time_limit : float or None
        Seconds for the learning and for the Nash equilibria that results are measured against, of which not all are
        looked for in more than half of it.
    seed : int
        Decides the starting points, ties and errors; the same seed gives the same result.

    Raises
    ------
    PayoffDigitsError
        If the payoffs differ by less than floats can be divided by.
    TimeLimitError
        If the time is up before the learning is done.
    """
    deadline = Deadline(time_limit)
    nash = solve_matrix(game, None if time_limit is None else time_limit / 2)
    random = Random(seed)
    m, n = game.shape
    count = max(1, min(STARTS, 500 // (m + n)))
    starts = [(_start(m, random), _start(n, random)) for _ in range(count)]
    judge = _judge(game, landmarks(nash.result.equilibria))
    floats = tuple(np.array([start[k] for start in starts]) / UNIT for k in (0, 1))
    return LearningSolution(
        game,
        nash,
        seed,
        PRECISION / judge.scale,
        judge.scale,
        (
            _fictitious(game, judge, starts, random, deadline),
            _noisy(judge, (floats[0], floats[1]), seed, deadline),
            _replicator(judge, (floats[0], floats[1]), deadline),
        ),
    )


def _start(size: int, random: Random) -> tuple[int, ...]:
    """A point of the simplex in positive multiples of 1 / UNIT, each as likely as any other."""
    if size == 1:
        return (UNIT,)
    cuts = [0, *sorted(random.sample(range(1, UNIT), size - 1)), UNIT]
    return tuple(b - a for a, b in pairwise(cuts))


@dataclass(frozen=True)
class _Judge:
    """Measures what courses came to; payoffs are from 0 to at most 1, results are told in the game's units."""

    row: Floats
    column: Floats
    least: tuple[float, float]
    scale: float
    landmarks: tuple[Landmark, ...]

    def arrival(self, path: Trajectory) -> LearningEnd:
        """What a course came to."""
        at = self.point(path.last)
        going = turns(path)
        # In the corner of a cycle a path may stand still for longer than it took to get there, but not without regret.
        rests = path.moved <= REST and at.regret <= SLACK * self.scale
        return LearningEnd("settled" if rests else "cycling" if going.lasting else "moving", at.regret, at.nearest)

    def noisy(self, path: Trajectory) -> LearningEnd:
        """What a course with errors came to: it may rest where there is regret."""
        found = self.arrival(path)
        return LearningEnd("settled", found.regret, found.nearest) if path.moved <= REST else found

    def point(self, strategies: Pair) -> LearningEnd:
        """The measures of a point that is taken to be at rest."""
        gain = regret_of_floats(self.row, self.column, *strategies) * self.scale
        near = min((Near(mark, mark.distance(strategies)) for mark in self.landmarks), key=_distance, default=None)
        return LearningEnd("settled", gain, near)

    def units(self, path: Trajectory) -> Trajectory:
        """A path with its payoffs in the game's units."""
        received = tuple(low + got * self.scale for low, got in zip(self.least, path.received, strict=True))
        return Trajectory(path.times, path.strategies, (received[0], received[1]), path.logarithmic)


def _judge(game: StrategicForm, marks: tuple[Landmark, ...]) -> _Judge:
    """Payoffs by their distance from each player's least one, divided by the larger range, exactly until then."""
    sides = game.row, game.column
    least = [min(min(line) for line in side) for side in sides]
    scale = max(max(max(line) for line in side) - low for side, low in zip(sides, least, strict=True)) or Fraction(1)
    if scale < LEAST_RANGE:
        raise PayoffDigitsError(
            "the payoffs differ by less than 1e-300, too little for the numbers that learning is computed in; multiply "
            "all of them by the same number, which changes no choice"
        )
    row, column = (
        np.array([[float((cell - low) / scale) for cell in line] for line in side])
        for side, low in zip(sides, least, strict=True)
    )
    return _Judge(row, column, (float(least[0]), float(least[1])), float(scale), marks)


def _distance(near: Near) -> float:
    return near.distance


def _fictitious(
    game: StrategicForm, judge: _Judge, starts: list[Weights], random: Random, deadline: Deadline
) -> Process:
    row, column = game.row, game.column
    courses = [fictitious_play(row, column, starts[0], PERIODS, random, weight=UNIT, deadline=deadline)]
    courses += [
        fictitious_play(
            row, column, start, OTHER_PERIODS, random, weight=UNIT, most_phases=OTHER_PHASES, deadline=deadline
        )
        for start in starts[1:]
    ]
    paths = [course.trajectory(row, column) for course in courses]
    arrivals = tuple(map(judge.arrival, paths))
    return Process(
        "fictitious play",
        paths[0],
        arrivals[0],
        turns(paths[0]),
        tuple(paths[1:]),
        arrivals,
        checked=never_erred(row, column, courses[0]),
    )


def _noisy(judge: _Judge, start: Pair, seed: int, deadline: Deadline) -> Process:
    random = np.random.default_rng(seed)
    paths = [
        judge.units(path)
        for path in logit_play(judge.row, judge.column, start, PRECISION, NOISY_PERIODS, random, deadline)
    ]
    arrivals = tuple(map(judge.noisy, paths))
    x, y = paths[0].last
    responses = logit(PRECISION * (judge.row @ y)), logit(PRECISION * (judge.column.T @ x))
    return Process(
        "logit response",
        paths[0],
        arrivals[0],
        turns(paths[0]),
        tuple(paths[1:]),
        arrivals,
        checked=True,
        residual=max(float(np.abs(one - two).max()) for one, two in zip((x, y), responses, strict=True)),
    )


def _replicator(judge: _Judge, start: Pair, deadline: Deadline) -> Process:
    first, time, step = (start[0][:1], start[1][:1]), TIME, STEP
    paths = [judge.units(path) for path in replicator(judge.row, judge.column, start, time, step, deadline)]
    if judge.arrival(paths[0]).verdict == "moving":
        time, step = LONGER * TIME, 2 * STEP
        paths[0] = judge.units(replicator(judge.row, judge.column, first, time, step, deadline)[0])
    error = _difference(paths[0], replicator(judge.row, judge.column, first, time, 2 * step, deadline)[0])
    for _ in range(FINER):
        if error <= ERROR:
            break
        rough, step = paths[0], step / 2
        paths[0] = judge.units(replicator(judge.row, judge.column, first, time, step, deadline)[0])
        error = _difference(paths[0], rough)
    x, y = ((side[:-1] + side[1:]).mean(axis=0) / 2 for side in paths[0].strategies)
    arrivals = tuple(map(judge.arrival, paths))
    return Process(
        "replicator dynamics",
        paths[0],
        arrivals[0],
        turns(paths[0]),
        tuple(paths[1:]),
        arrivals,
        checked=error <= ERROR,
        average=(x, y),
        average_arrival=judge.point((x, y)),
        error=error,
    )


def _difference(fine: Trajectory, rough: Trajectory) -> float:
    """Largest difference in any probability between two courses, the second with steps twice as long."""
    sides = zip(fine.strategies, rough.strategies, strict=True)
    return max(float(np.abs(one[::2][: len(two)] - two[: len(one[::2])]).max()) for one, two in sides)
