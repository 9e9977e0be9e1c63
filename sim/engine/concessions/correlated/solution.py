"""From a stochastic game to a mediator's plan and everything that is said about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.deadline import Deadline
from sim.engine.concessions.correlated.certificate import Obedience
from sim.engine.concessions.correlated.plan import MediatedProfile, mediated
from sim.engine.concessions.courses.course import WithCourse
from sim.engine.concessions.courses.ending_chances import layered_endings
from sim.engine.concessions.courses.first_step import first_step
from sim.engine.concessions.courses.likeliest_course import likeliest_course
from sim.engine.concessions.courses.path import PathStep
from sim.engine.concessions.digits import need_digits
from sim.engine.concessions.subgame_perfect.solution import (
    REGRET_LIMIT,
    REGRET_TOLERANCE,
    PerfectSolution,
    solve_stochastic,
)
from sim.errors import CertificateError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sim.engine.concessions.courses.course import Course
    from sim.engine.concessions.courses.endings import Ending
    from sim.engine.concessions.courses.first_step import FirstStep
    from sim.engine.selection import Rule
    from sim.games.concessions.stochastic_game import StochasticGame


@dataclass(frozen=True)
class Recommendation:
    """What a player may be told at a decision point, and what doing something else would cost it.

    Parameters
    ----------
    player : int
        Who is told.
    action : str
        What it is told to do.
    chance : float
        With what probability.
    loss : float or None
        What the best other action would cost, as a payoff per round; None where there is no other action.
    alternative : str
        That other action.
    """

    player: int
    action: str
    chance: float
    loss: float | None
    alternative: str


@dataclass(frozen=True)
class MediatedSolution(WithCourse):
    """A mediator's plan and what is known about it.

    Parameters
    ----------
    profile : MediatedProfile
        The recommendations.
    obedience : Obedience
        The certificate.
    values : tuple of float
        Both players' discounted average payoffs.
    regret : tuple of float
        Most that either player could gain by disobeying anywhere that play can reach.
    course : Course
        The most likely play.
    endings : tuple of Ending
        How the talks end, with chances.
    without : PerfectSolution
        The subgame-perfect equilibrium that the same rule selects without a mediator.
    """

    game: StochasticGame
    profile: MediatedProfile
    obedience: Obedience
    values: tuple[float, float]
    regret: tuple[float, float]
    course: Course
    endings: tuple[Ending, ...]
    without: PerfectSolution
    concept: str = "correlated"
    complete: bool = False

    @property
    def decisions(self) -> int:
        """Number of decision points that play can reach."""
        return sum(int(mask.sum()) for masks in self.profile.reached for mask in masks)

    @property
    def joint(self) -> int:
        """Number of decision points at which what one player is told says something about what the other is told."""
        return sum(int(layer.correlated.sum()) for layers in self.profile.layers for layer in layers)

    @property
    def rounded(self) -> int:
        """Number of decision points whose value had to be rounded."""
        return sum(int(layer.rounded.sum()) for layers in self.profile.layers for layer in layers)

    @property
    def first_step(self) -> FirstStep:
        """How the first step is most likely taken, over all courses."""
        return first_step(self.profile)

    @property
    def played(self) -> list[tuple[NDArray[np.bool_], ...]]:
        """Nodes reached with positive probability, per round and phase."""
        return self.profile.played

    @property
    def one_at_a_time(self) -> bool:
        """Whether nowhere two players choose at once."""
        nodes = (node for phases in self.game.cycle for phase in phases for node in phase.nodes)
        return all(("",) in node.actions for node in nodes)

    @property
    def obeyed(self) -> bool:
        """Whether nobody gains by disobeying."""
        return bool((np.array(self.regret) <= REGRET_TOLERANCE * self.game.scale).all())

    @property
    def certified(self) -> bool:
        """Whether nobody gains by disobeying and no tie can hang on rounding."""
        return self.obeyed and not self.rounded

    def told(self, round_: int, phase: int, node: int) -> tuple[Recommendation, ...]:
        """All that each player may be told at a decision point, and what disobeying would cost it."""
        label = self.game.phases(round_)[phase].nodes[node]
        found = []
        for player in (0, 1):
            chances = self.profile.mixture(round_, phase, node, player)
            for k, action in enumerate(label.actions[player]):
                if chances[k] > 0 and action:
                    turn = self.profile.turn(PathStep((round_, phase, node), (k, k)), player)
                    found.append(Recommendation(player, action, turn.chance, turn.loss, turn.alternative))
        return tuple(found)


def solve_mediated(game: StochasticGame, rule: Rule | None = None, time_limit: float | None = None) -> MediatedSolution:
    """A mediator's plan, checked and told as a path of play, beside the equilibrium without a mediator.

    Parameters
    ----------
    game : StochasticGame
        The game; it has a last round.
    rule : Rule, optional
        What is best at each decision point, and which equilibrium is played without a mediator.
    time_limit : float or None
        Seconds after which either is given up.

    Raises
    ------
    PayoffDigitsError
        If floats do not have the digits for its payoffs.
    TimeLimitError
        If the time is up.
    CertificateError
        If some player could gain by disobeying, which would be an error of ours.
    """
    need_digits(game)
    deadline = Deadline(time_limit)
    profile = mediated(game, rule, deadline)
    obedience = Obedience(game, [[layer.joint for layer in layers] for layers in profile.layers], deadline)
    regret = obedience.regret(profile.reached)
    if np.any(regret > REGRET_LIMIT * game.scale):
        raise CertificateError(f"a player could gain {regret.max():.3g} per round by disobeying a recommendation")
    value = obedience.values[0][0][0]
    return MediatedSolution(
        game=game,
        profile=profile,
        obedience=obedience,
        values=(float(value[0]), float(value[1])),
        regret=(float(regret[0]), float(regret[1])),
        course=likeliest_course(profile, deadline),
        endings=layered_endings(profile, deadline),
        without=solve_stochastic(game, rule, deadline.left),
    )
