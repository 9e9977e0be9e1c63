"""Whether a course is that of an equilibrium, proven from the sets of all equilibria."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.engine.concessions.equilibrium_sets.agreement import every_subgame_perfect
from sim.engine.concessions.equilibrium_sets.outer import OuterSets
from sim.engine.concessions.equilibrium_sets.reach import reach
from sim.engine.concessions.equilibrium_sets.verdict import OPEN, POSSIBLE, Courses
from sim.games.concessions.rounds import from_concessions
from sim.study.require.judge import Judged, judge_by_sets, judged_between
from sim.study.seen.follow import seen_in

if TYPE_CHECKING:
    from sim.deadline import Deadline
    from sim.engine.concessions.equilibrium_sets.reach import Sets
    from sim.games.concessions.stochastic_game import StochasticGame
    from sim.scenario.course.stated import Course
    from sim.scenario.scenario import Scenario


def judge_course(scenario: Scenario, course: Course, deadline: Deadline, *, certify: bool = False) -> Judged:
    """Say whether every, some or no subgame-perfect equilibrium has a course, all steps taken at their word.

    Some has it if it comes about with a positive chance in an equilibrium in pure actions with public lots; none if it
    does not in anything that a mediator could bring about, which holds all equilibria.

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
    """
    game = from_concessions(scenario, deadline=deadline)
    if game.horizon is None:
        return _endless(game, course, deadline)
    return judge_by_sets(game, lambda sets: _both(course, sets, deadline), deadline, certify=certify)


def _both(course: Course, sets: Sets, deadline: Deadline) -> tuple[bool, bool]:
    return seen_in(course, Courses(sets.game, reach(sets, deadline)))


def _endless(game: StochasticGame, course: Course, deadline: Deadline) -> Judged:
    """The same without a last round, for what was seen in its first rounds."""
    found = every_subgame_perfect(game, deadline)
    rounds = found.inner.game.rounds
    if course.through is None or course.through > rounds:
        return Judged(OPEN, problem=f"without a last round, courses of up to {rounds} rounds are followed")
    here = _both(course, found.inner, deadline)
    if not isinstance(found.outer, OuterSets):
        every = False if here[1] else None
        return Judged(POSSIBLE if all(here) else OPEN, True if here[0] else None, every, certified=True)
    return judged_between(here, _both(course, found.outer, deadline), certified=True)
