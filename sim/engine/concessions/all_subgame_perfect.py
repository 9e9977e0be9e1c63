"""All subgame-perfect payoffs of a finite concession game, each checked and with the course it takes."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from typing import TYPE_CHECKING

from sim.deadline import Deadline
from sim.engine.concessions.courses.course import Course, WithCourse
from sim.engine.concessions.courses.outcome import path_outcome
from sim.engine.concessions.courses.path import PathStep, Turn, breaks_off, outcome_at, path_rounds
from sim.engine.concessions.payoff_sets import all_perfect, plan_regret
from sim.engine.concessions.profile import node_at
from sim.engine.solution import ListSolution
from sim.errors import CertificateError
from sim.exact.chances import as_float
from sim.exact.rationals import fraction
from sim.games.concessions.stochastic_game import BROKEN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.engine.concessions.courses.path import Over, Place
    from sim.engine.concessions.payoff_sets import AttainingStrategy
    from sim.games.concessions.stochastic_game import Outcome, StochasticGame
    from sim.types import Pair


@dataclass(frozen=True)
class PlanCourse(WithCourse):
    """A subgame-perfect equilibrium by what it pays and how it most likely goes.

    Parameters
    ----------
    payoffs : pair of Fraction
        Discounted averages per round.
    course : Course
        The likeliest actions, round by round.
    mixed : bool
        Whether somebody mixes on the path.
    """

    payoffs: Pair
    course: Course
    mixed: bool


@dataclass(frozen=True)
class AllPerfectSolution(ListSolution):
    """Payoffs of all subgame-perfect equilibria.

    Parameters
    ----------
    courses : tuple of PlanCourse
        One per payoff, the highest sum first.
    cut : int
        Decision points at which there were more than `MOST_PAYOFFS` payoffs, of which only so many were followed up.
    skipped : int
        Decision points at which there were more than `MOST_COMBINATIONS` combinations of what may follow, so that
        mixed equilibria are not listed.
    sloping : int
        Stage games with a whole set of equilibria, of which the corners are followed up.
    """

    game: StochasticGame
    courses: tuple[PlanCourse, ...]
    cut: int
    skipped: int
    sloping: int
    checked: bool = True

    @property
    def complete(self) -> bool:
        """Whether it is proven that there are no other payoffs."""
        return not (self.cut or self.skipped or self.sloping)

    @property
    def concept(self) -> str:
        """Name of the solution concept."""
        return "subgame-perfect"


def solve_all(game: StochasticGame, time_limit: float | None = 60.0) -> AllPerfectSolution:
    """Payoffs of all subgame-perfect equilibria of a concession game with a last round.

    Parameters
    ----------
    time_limit : float or None
        Seconds after which the search is given up.

    Raises
    ------
    TimeLimitError
        If the time is up.
    CertificateError
        If some player could gain by deviating, which would be an error of ours.
    """
    deadline = Deadline(time_limit)
    found = all_perfect(game, deadline)
    if any(plan_regret(game, found.plans)):
        raise CertificateError("a player could gain by deviating from a plan found")
    plans = sorted(found.plans, key=lambda plan: (-sum(plan.payoffs), plan.payoffs))
    courses = tuple(_course(game, plan) for plan in plans)
    return AllPerfectSolution(game, courses, found.cut, found.skipped, found.sloping)


def _course(game: StochasticGame, root: AttainingStrategy) -> PlanCourse:
    plans: dict[Place, AttainingStrategy] = {}
    steps: list[PathStep] = []
    plan: AttainingStrategy | None = root
    breaks: Over = ""
    for t, p in _parts(game):
        assert plan is not None
        place = t, p, plan.node
        plans[place] = plan
        i, j = (side.index(max(side)) for side in plan.strategies)
        steps.append(PathStep(place, (i, j)))
        plan = plan.then[i][j]
        if breaks := breaks_off(outcome_at(game, steps[-1])):
            break

    def turn(step: PathStep, player: int) -> Turn:
        _, p, node = step.place
        action, side = step.pair[player], plans[step.place].strategies[player]
        return Turn(
            player, p, node, node_at(game, step.place).actions[player][action], as_float(side[action]), None, ""
        )

    path = path_rounds(game, steps, breaks, turn)
    chance = prod(
        as_float(max(one) * max(two)) * _survives(outcome_at(game, step))
        for step in steps
        for one, two in (plans[step.place].strategies,)
    )
    final = None if breaks else outcome_at(game, steps[-1]).successor
    course = Course(path, chance, final, None, path_outcome(game, steps, breaks, chance))
    mixed = any(max(side) < 1 for plan in plans.values() for side in plan.strategies)
    one, two = map(fraction, root.payoffs)
    return PlanCourse((one, two), course, mixed)


def _survives(outcome: Outcome) -> float:
    """Chance of what a course takes for granted after an outcome: that the talks go on, or that they break down."""
    if outcome.successor == BROKEN:
        return 1.0
    return as_float(max(outcome.risk, outcome.survival))


def _parts(game: StochasticGame) -> Iterator[tuple[int, int]]:
    for t in range(game.rounds):
        for p in range(len(game.phases(t))):
            yield t, p
