"""All subgame-perfect payoffs of a finite concession game, each checked and with the course it takes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.deadline import Deadline
from sim.engine.concessions.payoff_sets import MOST_COMBINATIONS, MOST_PAYOFFS, all_perfect, plan_regret
from sim.engine.concessions.play import PathRound, Turn
from sim.engine.solution import Solution
from sim.errors import CertificateError
from sim.exact.rationals import fraction
from sim.games.concessions.stochastic_game import BROKEN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.engine.concessions.payoff_sets import AttainingStrategy
    from sim.games.concessions.stochastic_game import StochasticGame
    from sim.types import Pair


@dataclass(frozen=True)
class PlanCourse:
    """A subgame-perfect equilibrium by what it pays and how it most likely goes.

    Parameters
    ----------
    payoffs : pair of Fraction
        Discounted averages per round.
    path : tuple of PathRound
        The likeliest actions, round by round.
    final_state : int or None
        State in which the path ends; None if the talks break down.
    mixed : bool
        Whether somebody mixes on the path.
    """

    payoffs: Pair
    path: tuple[PathRound, ...]
    final_state: int | None
    mixed: bool


@dataclass(frozen=True)
class AllPerfectSolution(Solution):
    """Payoffs of all subgame-perfect equilibria.

    Parameters
    ----------
    courses : tuple of PlanCourse
        One per payoff, the highest sum first.
    complete : bool
        Whether it is proven that there are no other payoffs.
    missing : tuple of str
        What may be missing, each a sentence.
    """

    game: StochasticGame
    courses: tuple[PlanCourse, ...]
    complete: bool
    missing: tuple[str, ...]
    certified: bool = True

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
    missing = []
    if found.cut:
        missing.append(
            f"At {found.cut:,} decision points there were more than {MOST_PAYOFFS} payoffs and only {MOST_PAYOFFS}, "
            "spread evenly, were followed up: not all payoffs are listed."
        )
    if found.skipped:
        missing.append(
            f"At {found.skipped:,} decision points there were more than {MOST_COMBINATIONS} combinations of what may "
            "follow; equilibria in which somebody mixes there are not listed."
        )
    if found.sloping:
        missing.append(
            "Some stage games have whole sets of equilibria; of these the corners are followed up, and payoffs "
            "between those listed may be equilibrium payoffs too."
        )
    courses = tuple(_course(game, plan) for plan in plans)
    return AllPerfectSolution(game, courses, not missing, tuple(missing))


def _course(game: StochasticGame, root: AttainingStrategy) -> PlanCourse:
    rounds: list[PathRound] = []
    turns: list[Turn] = []
    plan: AttainingStrategy | None = root
    final: int | None = None
    start, mixed = 0, False
    for t, p in _parts(game):
        assert plan is not None
        phase = game.phases(t)[p]
        node = phase.nodes[plan.node]
        if p == 0:
            turns, start = [], node.state
        i, j = (side.index(max(side)) for side in plan.strategies)
        turns += [
            Turn(player, p, plan.node, node.actions[player][a], float(side[a]), None, "")
            for player, a, side in ((0, i, plan.strategies[0]), (1, j, plan.strategies[1]))
            if node.actions[player] != ("",)
        ]
        mixed |= max(plan.strategies[0]) < 1 or max(plan.strategies[1]) < 1
        outcome = phase.outcomes[node.cells[i][j]]
        plan = plan.then[i][j]
        over = outcome.successor == BROKEN
        breaks = "walk_away" if over else "hazard" if outcome.risk > 0.5 else ""
        if phase.closes_round or over:
            pays = game.breakdown if over else outcome.reward
            both = float(pays[0]), float(pays[1])
            rounds.append(PathRound(t, start, tuple(turns), both, breaks, float(outcome.risk)))
            final = None if breaks else outcome.successor
        if breaks:
            break
    one, two = map(fraction, root.payoffs)
    return PlanCourse((one, two), tuple(rounds), final, mixed)


def _parts(game: StochasticGame) -> Iterator[tuple[int, int]]:
    for t in range(game.rounds):
        for p in range(len(game.phases(t))):
            yield t, p
