"""A course of play that a solution is shown by, and what becomes of the agreement on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.engine.solution import Solution

if TYPE_CHECKING:
    from sim.engine.concessions.courses.first_step import FirstStep
    from sim.engine.concessions.courses.outcome import CourseOutcome
    from sim.engine.concessions.courses.path import PathRound
    from sim.games.concessions.stochastic_game import StochasticGame


@dataclass(frozen=True)
class Course:
    """A course of play.

    Parameters
    ----------
    path : tuple of PathRound
        What happens; without a last round, until play comes back to where it was or the talks end.
    chance : float
        Its chance; without a last round that of coming in just this way to where play stays, or to that end.
    final_state : int or None
        State in which it ends, or in which the rounds begin among which it stays; None if the talks end on it.
    again : int or None
        Round from which it repeats itself for ever, the number of rounds if it does not; None if there is a last round.
    outcome : CourseOutcome
        What becomes of the agreement on it.
    """

    path: tuple[PathRound, ...]
    chance: float
    final_state: int | None
    again: int | None
    outcome: CourseOutcome

    @property
    def certain(self) -> bool:
        """Whether play can take no other course."""
        cycle = self.outcome.cycle
        return self.chance == 1 and (cycle is None or (cycle.sure and not cycle.risk))


class WithCourse(Solution):
    """A solution that is shown by a course of play."""

    if TYPE_CHECKING:

        @property
        def game(self) -> StochasticGame:
            """The game."""

        @property
        def course(self) -> Course:
            """The course."""

        @property
        def first_step(self) -> FirstStep:
            """How the first step is most likely taken, over all courses."""

    @property
    def path(self) -> tuple[PathRound, ...]:
        """The course, round by round."""
        return self.course.path

    @property
    def path_chance(self) -> float:
        """Its probability."""
        return self.course.chance

    @property
    def final_state(self) -> int | None:
        """State in which it ends or stays; None if the talks end on it."""
        return self.course.final_state

    @property
    def again(self) -> int | None:
        """Round from which it repeats itself for ever; None where there is a last round."""
        return self.course.again

    @property
    def outcome(self) -> CourseOutcome:
        """What becomes of the agreement on it."""
        return self.course.outcome
