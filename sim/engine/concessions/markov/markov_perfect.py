"""From a game without a last round to its equilibria, each with its certificate and its course of play."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from sim.deadline import Deadline
from sim.engine.concessions.markov.markov import MOST_PROFILES, CircleError, ComponentOrder, ComponentSelection
from sim.engine.concessions.markov.play import StationaryCourse, StationaryPlay
from sim.engine.concessions.markov.stationary import judge
from sim.engine.concessions.markov.stationary_search import search
from sim.engine.solution import Solution
from sim.errors import CertificateError, TimeLimitError
from sim.games.concessions.decision_graph import decision_points

if TYPE_CHECKING:
    from sim.engine.concessions.markov.markov import MarkovProfile
    from sim.engine.concessions.play import Ending, PathRound
    from sim.engine.selection import Rule
    from sim.games.concessions.decision_graph import Point
    from sim.games.concessions.stochastic_game import StochasticGame
    from sim.types import Floats

    Profile = list[tuple[Floats, Floats]]

REGRET_TOLERANCE = 1e-9
"""Largest regret, as a share of the player's payoff range, that rounding may leave in a certified equilibrium."""


@dataclass(frozen=True)
class MarkovEquilibrium:
    """A Markov perfect equilibrium and what is known about it.

    Parameters
    ----------
    play : StationaryPlay
        The chain that the strategies make of the game.
    values : tuple of float
        Both players' discounted average payoffs.
    regret : tuple of float
        Most that either player could gain by deviating at any decision point.
    course : StationaryCourse
        The likeliest course.
    endings : tuple of Ending
        How the talks end, with chances.
    """

    play: StationaryPlay
    values: tuple[float, float]
    regret: tuple[float, float]
    course: StationaryCourse
    endings: tuple[Ending, ...]


@dataclass(frozen=True)
class MarkovSolution(Solution):
    """Markov perfect equilibria of a game without a last round.

    Parameters
    ----------
    points : tuple of Point
        Its decision points.
    equilibria : tuple of MarkovEquilibrium
        The one that the rule selects, then the others.
    complete : bool
        Whether all (extreme) equilibria are listed, and that is proven.
    why_incomplete : str
        Why not, as a sentence; empty if complete.
    choices : tuple of ComponentSelection
        Decision points at which there are several equilibria.
    rule : Rule
        The selection rule.
    """

    game: StochasticGame
    points: tuple[Point, ...]
    equilibria: tuple[MarkovEquilibrium, ...]
    complete: bool
    why_incomplete: str
    choices: tuple[ComponentSelection, ...]
    rule: Rule

    @property
    def concept(self) -> str:
        """Name of the solution concept."""
        return "markov-perfect"

    @property
    def certified(self) -> bool:
        """Whether at every equilibrium listed no deviation pays anywhere."""
        regrets = np.array([e.regret for e in self.equilibria])
        return bool((regrets <= REGRET_TOLERANCE * self.game.scale).all())

    @property
    def first(self) -> MarkovEquilibrium:
        """The equilibrium that the rule selects."""
        return self.equilibria[0]

    @property
    def values(self) -> tuple[float, float]:
        """Payoffs of the selected equilibrium."""
        return self.first.values

    @property
    def path(self) -> tuple[PathRound, ...]:
        """Its likeliest course."""
        return self.first.course.rounds

    @property
    def path_chance(self) -> float:
        """The chance of that course."""
        return self.first.course.chance

    @property
    def final_state(self) -> int | None:
        """State in which the course stays."""
        return self.first.course.final_state

    @property
    def endings(self) -> tuple[Ending, ...]:
        """How the talks end, with chances."""
        return self.first.endings

    @property
    def again(self) -> int:
        """Round from which that course repeats itself."""
        return self.first.course.again

    def mixture(self, round_: int, phase: int, node: int, player: int) -> Floats:
        """A player's probabilities at a decision point of the selected equilibrium."""
        place = round_ % len(self.game.cycle), phase, node
        k = next(k for k, point in enumerate(self.points) if point.place == place)
        return self.first.play.profile[k][player]


def solve_markov(game: StochasticGame, rule: Rule, time_limit: float | None = 60.0) -> MarkovSolution:
    """Markov perfect equilibria of a game without a last round.

    All of them, up to `MOST_PROFILES` and the time limit, where play goes round in no circle but holding out; one
    otherwise.

    Parameters
    ----------
    rule : Rule
        Which equilibrium is played where there are several.
    time_limit : float or None
        Seconds after which the search is given up.

    Raises
    ------
    TimeLimitError
        If not even one equilibrium was found in time.
    NoEquilibriumFoundError
        If the search among circles ends without one.
    CertificateError
        If some player could gain by deviating, which would be an error of ours.
    """
    deadline = Deadline(time_limit)
    rule = rule.within(game.ranges)
    points = decision_points(game)
    try:
        lattice = ComponentOrder(game.players, points)
    except CircleError:
        found = search(game, points, rule, deadline, REGRET_TOLERANCE * game.scale)
        why = (
            "Steps can be undone, so play may go round in circles and not all equilibria can be listed; this one was "
            f"found by {found.how}."
        )
        return MarkovSolution(game, tuple(points), (_told(game, points, found.profile),), False, why, (), rule)
    selected, choices = lattice.selected(rule, deadline)
    profiles, why = _listed(lattice, selected, deadline)
    return MarkovSolution(
        game=game,
        points=tuple(points),
        equilibria=tuple(_checked(game, points, profile) for profile in profiles),
        complete=not why,
        why_incomplete=why,
        choices=tuple(choices),
        rule=rule,
    )


def _listed(lattice: ComponentOrder, selected: MarkovProfile, deadline: Deadline) -> tuple[list[MarkovProfile], str]:
    """The selected profile and all others, and why these may not be all."""
    others: list[MarkovProfile] = []
    try:
        for profile in lattice.all(deadline):
            if len(others) == MOST_PROFILES:
                return [selected, *others[:-1]], f"There are more than {MOST_PROFILES} equilibria; not all are listed."
            if profile.strategies != selected.strategies:
                others.append(profile)
    except TimeLimitError as error:
        return [selected, *others], f"The list was {error}; there may be other equilibria."
    if lattice.doubts.count:
        return [selected, *others], "Some comparisons of irrational numbers were too close to call."
    return [selected, *others], ""


def _checked(game: StochasticGame, points: list[Point], profile: MarkovProfile) -> MarkovEquilibrium:
    floats = [(np.array([float(p) for p in x]), np.array([float(q) for q in y])) for x, y in profile.strategies]
    told = _told(game, points, floats)
    exact = np.array([float(v) for v in profile.values[0]])
    if np.any(np.abs(exact - told.values) > 1e-9 * game.scale):
        raise CertificateError("an equilibrium is not worth what was found")
    if np.any(np.array(told.regret) > 1e-6 * game.scale):
        raise CertificateError(f"a player could gain {max(told.regret):.3g} per round by deviating")
    return replace(told, values=(float(exact[0]), float(exact[1])))


def _told(game: StochasticGame, points: list[Point], profile: Profile) -> MarkovEquilibrium:
    judgement = judge(points, profile)
    play = StationaryPlay(game, points, profile)
    one, two = judgement.values[0]
    regret = judgement.regret
    return MarkovEquilibrium(
        play=play,
        values=(float(one), float(two)),
        regret=(float(regret[0]), float(regret[1])),
        course=play.course(judgement.values),
        endings=play.endings(),
    )
