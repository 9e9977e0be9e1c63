"""From a game without a last round to its equilibria, each with its certificate and its course of play."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import numpy as np

from sim.deadline import Deadline
from sim.engine.concessions.courses.course import WithCourse
from sim.engine.concessions.courses.ending_names import course_answer
from sim.engine.concessions.courses.first_step import first_step
from sim.engine.concessions.digits import need_digits
from sim.engine.concessions.equilibrium_sets.agreement import Agreement
from sim.engine.concessions.markov_perfect.certificate import judge
from sim.engine.concessions.markov_perfect.chain_endings import chain_endings
from sim.engine.concessions.markov_perfect.components import (
    MOST_PROFILES,
    CircleError,
    ComponentOrder,
    ComponentSelection,
)
from sim.engine.concessions.markov_perfect.stationary_profile import StationaryProfile
from sim.engine.concessions.markov_perfect.stationary_search import search
from sim.engine.solution import MIXED, SELECTED, UNIQUE, Answer
from sim.errors import CertificateError, NoEquilibriumFoundError, TimeLimitError
from sim.exact.chances import as_float
from sim.games.concessions.decision_graph import decision_points

if TYPE_CHECKING:
    from sim.engine.concessions.courses.course import Course
    from sim.engine.concessions.courses.endings import Ending
    from sim.engine.concessions.courses.first_step import FirstStep
    from sim.engine.concessions.markov_perfect.certificate import Judgement
    from sim.engine.concessions.markov_perfect.components import MarkovProfile
    from sim.engine.concessions.markov_perfect.stationary_profile import Mixtures
    from sim.engine.concessions.markov_perfect.stationary_search import Found, FoundBy
    from sim.engine.selection import Rule
    from sim.games.concessions.decision_graph import Point
    from sim.games.concessions.stochastic_game import StochasticGame
    from sim.types import Floats


REGRET_TOLERANCE = 1e-9
"""Largest regret, as a share of the player's payoff range, that rounding may leave in a certified equilibrium."""


@dataclass(frozen=True)
class ListGap:
    """Why a list of equilibria may not be complete.

    Parameters
    ----------
    kind : {"circles", "many", "time", "doubts"}
        Steps can be undone, so that play may go round in circles; there are more than `MOST_PROFILES`; the time was up;
        or numbers that are not exact could not be compared.
    error : str
        Where the time was up, what was reported.
    by : FoundBy or None
        Where play may go round in circles, what led to the one that is listed.
    """

    kind: Literal["circles", "many", "time", "doubts"]
    error: str = ""
    by: FoundBy | None = None


AGREEMENT = 20.0
"""Seconds, most, for what all subgame-perfect equilibria agree on, beside the Markov perfect ones."""

SHARE = 0.5
"""Share of the time that is left which that may take; and, where play may go round in circles, the search before it."""


@dataclass(frozen=True)
class MarkovEquilibrium:
    """A Markov perfect equilibrium and what is known about it.

    Parameters
    ----------
    values : tuple of float
        Both players' discounted average payoffs.
    regret : tuple of float
        Most that either player could gain by deviating at any decision point.
    course : Course
        The likeliest course.
    endings : tuple of Ending
        How the talks end, with chances.
    """

    profile: StationaryProfile
    values: tuple[float, float]
    regret: tuple[float, float]
    course: Course
    endings: tuple[Ending, ...]


@dataclass(frozen=True)
class MarkovSolution(WithCourse):
    """Markov perfect equilibria of a game without a last round.

    Parameters
    ----------
    points : tuple of Point
        Its decision points.
    equilibria : tuple of MarkovEquilibrium
        The one that the rule selects, then the others.
    gap : ListGap or None
        Why not all (extreme) equilibria are listed; None if they are, and that is proven.
    choices : tuple of ComponentSelection
        Decision points at which there are several equilibria.
    agreement : Agreement
        What all subgame-perfect equilibria agree on, also those that remember more than the state.
    """

    game: StochasticGame
    points: tuple[Point, ...]
    equilibria: tuple[MarkovEquilibrium, ...]
    gap: ListGap | None
    choices: tuple[ComponentSelection, ...]
    rule: Rule
    agreement: Agreement

    @property
    def concept(self) -> str:
        """Name of the solution concept."""
        return "markov-perfect"

    @property
    def complete(self) -> bool:
        """Whether all (extreme) equilibria are listed, and that is proven."""
        return self.gap is None

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
    def profile(self) -> StationaryProfile:
        """Its strategies."""
        return self.first.profile

    @property
    def course(self) -> Course:
        """Its likeliest course."""
        return self.first.course

    @property
    def first_step(self) -> FirstStep:
        """How the first step is most likely taken, over all courses."""
        return first_step(self.profile)

    @property
    def endings(self) -> tuple[Ending, ...]:
        """How the talks end, with chances."""
        return self.first.endings

    def answer(self, rule: Rule) -> Answer:
        """The likeliest course of the equilibrium that is told."""
        del rule
        kind = UNIQUE if self.complete and len(self.equilibria) == 1 else SELECTED
        mixes = any(max(side) < 1 for k in self.profile.since for side in self.profile.mixtures[k])
        return course_answer(self, self.values, MIXED if mixes else kind)


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
        If the search among circles ends without one, or its time does.
    PayoffDigitsError
        If floats do not have the digits for its payoffs.
    CertificateError
        If some player could gain by deviating, which would be an error of ours.
    """
    need_digits(game)
    deadline = Deadline(time_limit)
    rule = rule.within(game.ranges)
    points = decision_points(game)
    try:
        lattice = ComponentOrder(game.players, points)
    except CircleError:
        found = _searched(game, points, rule, deadline)
        return MarkovSolution(
            game,
            tuple(points),
            (_equilibrium(game, points, found.profile, found.judgement.values, found.judgement),),
            ListGap("circles", by=found.by),
            (),
            rule,
            agreement_beside(game, deadline),
        )
    selected, choices = lattice.selected(rule, deadline)
    profiles, gap = _listed(lattice, selected, deadline)
    return MarkovSolution(
        game=game,
        points=tuple(points),
        equilibria=tuple(_checked(game, points, profile) for profile in profiles),
        gap=gap,
        choices=tuple(choices),
        rule=rule,
        agreement=agreement_beside(game, deadline),
    )


def agreement_beside(game: StochasticGame, deadline: Deadline) -> Agreement:
    """What all subgame-perfect equilibria agree on, which is looked for in a share of the time that is left."""
    return Agreement(game, AGREEMENT if deadline.left is None else min(AGREEMENT, SHARE * deadline.left))


def _searched(game: StochasticGame, points: list[Point], rule: Rule, deadline: Deadline) -> Found:
    """An equilibrium among circles, in a share of the time: what all agree on is told without one, too."""
    try:
        return search(game, points, rule, deadline.share(SHARE), REGRET_TOLERANCE * game.scale)
    except TimeLimitError:
        deadline.check()
        raise NoEquilibriumFoundError(
            "no Markov perfect equilibrium was found in time: reneging lets play go round in circles, among which one "
            "is searched for; allow more with --time-limit"
        ) from None


def _listed(
    lattice: ComponentOrder, selected: MarkovProfile, deadline: Deadline
) -> tuple[list[MarkovProfile], ListGap | None]:
    """The selected profile and all others, and why these may not be all."""
    others: list[MarkovProfile] = []
    try:
        for profile in lattice.all(deadline):
            if len(others) == MOST_PROFILES:
                return [selected, *others[:-1]], ListGap("many")
            if profile.strategies != selected.strategies:
                others.append(profile)
    except TimeLimitError as error:
        return [selected, *others], ListGap("time", str(error))
    if lattice.doubts.count:
        return [selected, *others], ListGap("doubts")
    return [selected, *others], None


def _checked(game: StochasticGame, points: list[Point], profile: MarkovProfile) -> MarkovEquilibrium:
    floats = [(np.array([as_float(p) for p in x]), np.array([as_float(q) for q in y])) for x, y in profile.strategies]
    values = np.array([[float(v) for v in pair] for pair in profile.values])
    told = _equilibrium(game, points, floats, values, judge(points, floats, profile.strategies))
    if np.any(np.abs(values[0] - told.values) > 1e-9 * game.scale):
        raise CertificateError("an equilibrium is not worth what was found")
    if np.any(np.array(told.regret) > 1e-6 * game.scale):
        raise CertificateError(f"a player could gain {max(told.regret):.3g} per round by deviating")
    return replace(told, values=(float(values[0, 0]), float(values[0, 1])))


def _equilibrium(
    game: StochasticGame, points: list[Point], mixtures: Mixtures, values: Floats, judgement: Judgement
) -> MarkovEquilibrium:
    """A profile with its certificate; what it is worth is what the certificate finds."""
    profile = StationaryProfile(game, points, mixtures, values)
    one, two = judgement.values[0]
    regret = judgement.regret
    return MarkovEquilibrium(
        profile=profile,
        values=(float(one), float(two)),
        regret=(float(regret[0]), float(regret[1])),
        course=profile.course(),
        endings=chain_endings(profile),
    )
