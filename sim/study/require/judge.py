"""Whether a claim holds in every equilibrium of a game, in some, or in none, proven from the sets of equilibria.

What some equilibrium in pure actions with public lots has and another lacks is possible, and that is proven by the sets
from inside alone. Those from outside, which take longer, are found only where the ones from inside agree.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.engine.concessions.equilibrium_sets.agreement import every_subgame_perfect, refuse_faults
from sim.engine.concessions.equilibrium_sets.certificate import faults_of_bounds, faults_of_corners
from sim.engine.concessions.equilibrium_sets.corners import Corners
from sim.engine.concessions.equilibrium_sets.inner import inner_sets
from sim.engine.concessions.equilibrium_sets.outer import outer_sets
from sim.engine.concessions.equilibrium_sets.reach import reach
from sim.engine.concessions.equilibrium_sets.verdict import (
    CERTAIN,
    IMPOSSIBLE,
    OPEN,
    POSSIBLE,
    Courses,
    payoff_ranges,
    word,
)
from sim.errors import AskError
from sim.games.concessions.rounds import from_concessions
from sim.study.require.claim import Breakdown, Claim, Deal, Pays, Taken

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.deadline import Deadline
    from sim.engine.concessions.equilibrium_sets.reach import Place, Sets
    from sim.engine.concessions.equilibrium_sets.verdict import Verdict
    from sim.exact.polygons import Polygon
    from sim.games.concessions.stochastic_game import StochasticGame
    from sim.scenario.scenario import Scenario
    from sim.study.require.options import Wanted

Both = tuple[bool, bool]
"""Whether some equilibrium has what is claimed, and whether some equilibrium lacks it."""

OPPOSITE = {CERTAIN: IMPOSSIBLE, IMPOSSIBLE: CERTAIN, POSSIBLE: POSSIBLE, OPEN: OPEN}


@dataclass(frozen=True)
class Judged:
    """What was found of a claim in one game.

    Parameters
    ----------
    word : str
        ``certain``, ``possible``, ``impossible`` or ``open``; empty where the game could not be solved.
    some : bool or None
        Whether some equilibrium has it; None where that is not decided.
    every : bool or None
        Whether every equilibrium has it; None where that is not decided.
    certified : bool
        Whether the sets that this rests on have passed their check.
    problem : str
        Why the game could not be solved.
    """

    word: str
    some: bool | None = None
    every: bool | None = None
    certified: bool = False
    problem: str = ""

    def answer(self, be: Wanted | None) -> str:
        """What is told apart: the word, or whether it is certain, or possible: ``yes``, ``no`` or ``open``."""
        if be is None or not self.word:
            return self.word
        found = self.every if be == CERTAIN else self.some
        return OPEN if found is None else "yes" if found else "no"


def judge(scenario: Scenario, claim: Claim, deadline: Deadline, *, certify: bool = False) -> Judged:
    """Say whether a claim holds in every, some or no subgame-perfect equilibrium, all steps taken at their word.

    Parameters
    ----------
    scenario : Scenario
        A concession game in which nothing is hidden.
    certify : bool
        Have the sets checked by the code that did not find them.

    Raises
    ------
    TimeLimitError
        If the time is up.
    CertificateError
        If a set does not pass its check, which would be an error of ours.
    AskError
        If the claim is not for games without a last round, and the game is one.
    """
    game = from_concessions(scenario, deadline=deadline)
    if game.horizon is None:
        return _endless(game, claim, deadline)
    return judge_by_sets(game, lambda sets: _events(claim, sets, deadline), deadline, certify=certify)


def judge_by_sets(
    game: StochasticGame, both: Callable[[Sets], Both], deadline: Deadline, *, certify: bool = False
) -> Judged:
    """Say what the sets of all equilibria of a game with a last round prove.

    Parameters
    ----------
    both : callable
        Whether something of some sets has what is asked for, and whether something of them lacks it.
    certify : bool
        Have the sets checked by the code that did not find them.

    Raises
    ------
    TimeLimitError
        If the time is up.
    CertificateError
        If a set does not pass its check, which would be an error of ours.
    """
    inner = inner_sets(game, deadline)
    here = both(inner)
    if certify:
        refuse_faults(faults_of_corners(Corners(inner), deadline))
    if all(here):
        return Judged(POSSIBLE, some=True, every=False, certified=certify)
    outer = outer_sets(game, deadline)
    if certify:
        refuse_faults(faults_of_bounds(outer, deadline))
    return judged_between(here, both(outer), certify)


def judged_between(here: Both, there: Both, certified: bool) -> Judged:
    """What is known if the sets from inside say the one and those from outside the other."""
    some = True if here[0] else None if there[0] else False
    every = False if here[1] else None if there[1] else True
    return Judged(word(here, there), some, every, certified)


def _events(claim: Claim, sets: Sets, deadline: Deadline) -> Both:
    """Whether some course, or payoff, of the sets has what is claimed, and whether some lacks it."""
    if isinstance(claim.about, Pays):
        found = of_payoffs(claim.about, sets.values[0].get(0, ()))
    else:
        found = of_courses(claim.about, Courses(sets.game, reach(sets, deadline)))
    return found[::-1] if claim.denied else found


def of_payoffs(about: Pays, polygon: Polygon) -> Both:
    """Whether some payoffs of a polygon are as claimed, and whether some are not."""
    if not polygon:
        return False, False
    low, high = payoff_ranges(polygon)[about.player]
    if about.strictly:
        return high > about.least, low <= about.least
    return high >= about.least, low < about.least


def of_courses(about: Deal | Breakdown | Taken, courses: Courses) -> Both:
    """Whether some course has what is claimed, and whether some lacks it."""
    if isinstance(about, Taken) and about.before is not None:
        return _before(about.step, about.before, courses)
    events = courses.events()
    if isinstance(about, Taken):
        return events.get(f"step {about.step[0]} {about.step[1]}", (False, True))
    if isinstance(about, Breakdown):
        return events["breakdown"]
    # What a shorter game has not complete in its last round it never has.
    return events["deal" if about.by is None else f"by {min(about.by, courses.game.rounds)}"]


def _before(one: tuple[int, str], other: tuple[int, str], courses: Courses) -> Both:
    """Whether on some course the one step stands before the other ever has, and whether on some it does not."""

    def done(place: Place) -> bool:
        return courses.stands(place, *one) or courses.stands(place, *other)

    undecided = courses.avoiding(done)
    after = {step.to for place in undecided for step in courses.reach.steps[place] if done(step.to)}
    if done(courses.reach.start):
        after.add(courses.reach.start)
    first = [not courses.stands(place, *other) for place in after]
    ends = any(not courses.reach.steps[place] for place in undecided)
    return any(first), ends or not all(first)


def _endless(game: StochasticGame, claim: Claim, deadline: Deadline) -> Judged:
    """The same without a last round, from the verdict that there is on such games; its sets are always checked."""
    found = every_subgame_perfect(game, deadline)
    if isinstance(claim.about, Pays):
        here, there = (of_payoffs(claim.about, polygon) for polygon in (found.inner.payoffs, found.outer.payoffs))
        if claim.denied:
            here, there = here[::-1], there[::-1]
        return judged_between(here, there, certified=True)
    told = _told(claim.about, found.verdict)
    told = OPPOSITE[told] if claim.denied else told
    some = None if told == OPEN else told != IMPOSSIBLE
    every = None if told == OPEN else told == CERTAIN
    if isinstance(claim.about, Deal) and claim.about.by is None and told == OPEN and found.verdict.has_deal:
        some, every = (some, False) if claim.denied else (True, every)
    return Judged(told, some, every, certified=True)


def _told(about: Deal | Breakdown | Taken, verdict: Verdict) -> str:
    if isinstance(about, Breakdown):
        return verdict.breakdown
    if isinstance(about, Taken):
        if about.before is not None:
            raise AskError("claim", "which step comes before which is told for games with a last round; give it one")
        return verdict.steps[about.step[0]].get(about.step[1], IMPOSSIBLE)
    if about.by is None:
        return verdict.deal
    if about.by > len(verdict.by_round):
        raise AskError(
            "claim", f"without a last round it is told what is done by when for {len(verdict.by_round)} rounds"
        )
    return verdict.by_round[about.by - 1]
