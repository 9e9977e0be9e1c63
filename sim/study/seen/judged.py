"""Whether a course is that of an equilibrium, proven from the sets of all equilibria."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.engine.concessions.equilibrium_sets.agreement import every_subgame_perfect, refuse_faults
from sim.engine.concessions.equilibrium_sets.certificate import faults_of_bounds, faults_of_corners
from sim.engine.concessions.equilibrium_sets.corners import Corners
from sim.engine.concessions.equilibrium_sets.inner import inner_sets
from sim.engine.concessions.equilibrium_sets.outer import OuterSets, outer_sets
from sim.engine.concessions.equilibrium_sets.reach import reach
from sim.engine.concessions.equilibrium_sets.verdict import OPEN, POSSIBLE, Courses, word
from sim.games.concessions.rounds import from_concessions
from sim.study.require.judge import Judged
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
    inner = inner_sets(game, deadline)
    here = _both(course, inner, deadline)
    if certify:
        refuse_faults(faults_of_corners(Corners(inner), deadline))
    if all(here):
        return Judged(POSSIBLE, some=True, every=False, certified=certify)
    outer = outer_sets(game, deadline)
    if certify:
        refuse_faults(faults_of_bounds(outer, deadline))
    there = _both(course, outer, deadline)
    some = True if here[0] else None if there[0] else False
    every = False if here[1] else None if there[1] else True
    return Judged(word(here, there), some, every, certify)


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
    there = _both(course, found.outer, deadline)
    some = True if here[0] else None if there[0] else False
    every = False if here[1] else None if there[1] else True
    return Judged(word(here, there), some, every, certified=True)
