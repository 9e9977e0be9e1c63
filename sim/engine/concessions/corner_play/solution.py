"""A subgame-perfect equilibrium that is a corner of the set of all, checked and told as a path of play."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from sim.engine.aims import score
from sim.engine.concessions.corner_play.expanded import expanded
from sim.engine.concessions.corner_play.replay import faults_of_plan
from sim.engine.concessions.courses.course import WithCourse
from sim.engine.concessions.courses.ending_chances import layered_endings
from sim.engine.concessions.courses.ending_names import course_answer
from sim.engine.concessions.courses.first_step import first_step
from sim.engine.concessions.courses.likeliest_course import likeliest_course
from sim.engine.solution import MIXED, SELECTED, Answer
from sim.errors import CertificateError
from sim.exact.rationals import fraction

if TYPE_CHECKING:
    from sim.deadline import Deadline
    from sim.engine.aims import Aim
    from sim.engine.concessions.corner_play.expanded import PlannedProfile
    from sim.engine.concessions.corner_play.plan import Plan
    from sim.engine.concessions.courses.course import Course
    from sim.engine.concessions.courses.endings import Ending
    from sim.engine.concessions.courses.first_step import FirstStep
    from sim.engine.concessions.equilibrium_sets.agreement import Agreement
    from sim.engine.selection import Rule
    from sim.games.concessions.stochastic_game import StochasticGame
    from sim.types import Flags, Pair


@dataclass(frozen=True)
class CornerSolution(WithCourse):
    """A subgame-perfect equilibrium with public lots that is a corner of the set of all in pure actions.

    Parameters
    ----------
    game : StochasticGame
        The game of the plan's posts, in which what is done hangs on where play is.
    profile : PlannedProfile
        What is done.
    aim : Aim
        Why this one is told.
    payoffs : pair of Fraction
        What it pays both, as discounted averages per round.
    course : Course
        The most likely play.
    endings : tuple of Ending
        How the talks end, with chances.
    decisions : int
        Number of posts: decision points, told apart by what is played for there.
    base : StochasticGame
        The game itself.
    agreement : Agreement
        What all equilibria of it agree on.
    """

    game: StochasticGame
    profile: PlannedProfile
    aim: Aim
    payoffs: Pair
    course: Course
    endings: tuple[Ending, ...]
    decisions: int
    base: StochasticGame
    agreement: Agreement
    certified: bool = True
    concept: str = "subgame-perfect"

    @property
    def values(self) -> tuple[float, float]:
        """What it pays, as floats."""
        return float(self.payoffs[0]), float(self.payoffs[1])

    @property
    def regret(self) -> tuple[float, float]:
        """Most that either player could gain by deviating: nothing, as was checked in exact numbers."""
        return 0.0, 0.0

    @cached_property
    def complete(self) -> bool:
        """Whether it is proven that every equilibrium has this course and these payoffs."""
        return self.agreement.alone

    @cached_property
    def proven(self) -> bool:
        """Whether it is proven that no equilibrium at all goes further in the direction of the aim.

        The corner is one of a set that is found from inside; the set from outside holds all equilibria. A corner by
        its number goes in no direction.
        """
        sets, aim = self.agreement.sets, self.aim
        if aim.kind == "corner":
            return True
        if sets is None:
            return False
        if aim.kind == "earliest-deal":
            made = self.outcome.made
            return made is not None and made + 1 == sets.verdict.earliest
        return score(aim, self.payoffs) == max(score(aim, pair) for pair in sets.outer.payoffs)

    @cached_property
    def first_step(self) -> FirstStep:
        """How the first step is most likely taken, over all courses."""
        return first_step(self.profile)

    @property
    def played(self) -> list[tuple[Flags, ...]]:
        """Nodes reached with positive probability, per round and phase."""
        return self.profile.played

    @cached_property
    def lots(self) -> dict[int, float]:
        """Rounds of the course after which lots are drawn, with the chance that play goes on as on the course."""
        found: dict[int, float] = {}
        steps = [(r.round, turn.phase, turn.node) for r in self.path for turn in r.turns]
        places = list(dict.fromkeys(steps))
        for here, there in pairwise(places):
            lots = self.profile.layer(here[0], here[1]).lots
            for (node, _, _), drawn in lots.items():
                chance = next((p for outcome, p in drawn if outcome.successor == there[2]), None)
                if node == here[2] and chance is not None:
                    found[here[0]] = found.get(here[0], 1.0) * chance
        return found

    def answer(self, rule: Rule) -> Answer:
        """The likeliest course."""
        del rule
        sure = all(turn.chance == 1 for r in self.path for turn in r.turns)
        return course_answer(self, self.values, SELECTED if sure else MIXED)


def told(game: StochasticGame, aim: Aim, plan: Plan, agreement: Agreement, deadline: Deadline) -> CornerSolution:
    """A plan, checked and with its most likely course.

    Raises
    ------
    TimeLimitError
        If the time is up.
    CertificateError
        If the plan fails its check, which would be an error of ours.
    """
    faults = faults_of_plan(game, plan)
    if faults:
        raise CertificateError(f"a corner is not attained by what is said to attain it: {', '.join(faults[:3])}")
    profile = expanded(game, plan)
    return CornerSolution(
        game=profile.game,
        profile=profile,
        aim=aim,
        payoffs=(fraction(plan.worth[0]), fraction(plan.worth[1])),
        course=likeliest_course(profile, deadline),
        endings=layered_endings(profile, deadline),
        decisions=plan.posts,
        base=game,
        agreement=agreement,
    )
