"""The likeliest course of a concession game, as the page draws it: who does what in each round, and what stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.show.concessions.courses.endings import brief_words, share_of
from sim.show.lesson.drawing import short
from sim.show.lesson.picture_base import Picture
from sim.show.text.words import does, percent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sim.engine.concessions.correlated.solution import MediatedSolution
    from sim.engine.concessions.courses.path import PathRound
    from sim.engine.concessions.markov_perfect.solution import MarkovSolution
    from sim.engine.concessions.stackelberg.solution import AnnouncedSolution
    from sim.engine.concessions.subgame_perfect.solution import PerfectSolution
    from sim.engine.solution import Solution
    from sim.games.concessions.stochastic_game import State
    from sim.scenario.scenario import Scenario, Step

    CourseSolution = PerfectSolution | MarkovSolution | MediatedSolution | AnnouncedSolution

ROUNDS = 60
"""Rounds of a course that are drawn, most."""


@dataclass(frozen=True)
class Act:
    """What somebody does in a round.

    Parameters
    ----------
    player : int
        Who.
    action : str
        What, as in files.
    words : str
        The same for readers, with its chance where it is not certain.
    sure : bool
        Whether it is certain.
    """

    player: int
    action: str
    words: str
    sure: bool


Standing = tuple[tuple[int, ...], tuple[int, ...]]
"""Places of the steps that stand on either ladder."""


@dataclass(frozen=True)
class CourseRound:
    """A round of a course.

    Parameters
    ----------
    round : int
        The round, counted from 1.
    acts : tuple of Act
        Who does what.
    pays : pair of float
        What it pays.
    at, to : Standing
        What stands before and after it; ``to`` is None where the talks are over.
    """

    round: int
    acts: tuple[Act, ...]
    pays: tuple[float, float]
    at: Standing
    to: Standing | None

    def plain(self, numbered: Callable[[str], int]) -> dict[str, object]:
        """Itself as data for JSON."""
        acts = [[act.player, numbered(act.action), numbered(act.words)] for act in self.acts]
        return {"round": self.round, "acts": acts, "pays": self.pays, "at": self.at, "to": self.to}


@dataclass(frozen=True)
class CoursePicture(Picture):
    """The likeliest course of a concession game.

    Parameters
    ----------
    rounds : tuple of CourseRound
        Its rounds.
    ending : str
        How it most likely ends: what becomes of the agreement, and if it is never complete how the talks end.
    words : str
        The same in words, after ``the agreement is``.
    """

    kind = "course"
    rounds: tuple[CourseRound, ...]
    ending: str
    words: str

    def plain(self, numbered: Callable[[str], int]) -> dict[str, object]:
        """Rounds and ending."""
        rounds = [r.plain(numbered) for r in self.rounds]
        return {"kind": self.kind, "rounds": rounds, "ending": self.ending}


def course_of(solution: Solution) -> CourseSolution | None:
    """A solution of a concession game that has a likeliest course; None if it is another."""
    from sim.engine.concessions.correlated.solution import MediatedSolution
    from sim.engine.concessions.markov_perfect.solution import MarkovSolution
    from sim.engine.concessions.stackelberg.solution import AnnouncedSolution
    from sim.engine.concessions.subgame_perfect.solution import PerfectSolution

    one_course = PerfectSolution | MarkovSolution | MediatedSolution | AnnouncedSolution
    return solution if isinstance(solution, one_course) else None


def course_picture(
    scenario: Scenario, solution: CourseSolution, ladders: tuple[tuple[Step, ...], tuple[Step, ...]]
) -> CoursePicture:
    """The course of a solution.

    Parameters
    ----------
    ladders : pair of tuple of Step
        Both sides' steps.
    """
    path, states = solution.path, solution.game.states
    rounds = []
    for k, r in enumerate(path[:ROUNDS]):
        after = path[k + 1].state if k + 1 < len(path) else solution.final_state
        rounds.append(
            CourseRound(
                r.round + 1,
                tuple(_acts(scenario, states[r.state], r)),
                (short(r.payoffs[0]), short(r.payoffs[1])),
                _standing(ladders, states[r.state]),
                None if after is None else _standing(ladders, states[after]),
            )
        )
    ending = solution.endings[0]
    return CoursePicture(tuple(rounds), share_of(ending), brief_words(scenario, solution.game, ending))


def _standing(ladders: tuple[tuple[Step, ...], tuple[Step, ...]], state: State) -> Standing:
    one, two = (
        tuple(k for k, step in enumerate(ladder) if step.id in stands)
        for ladder, stands in zip(ladders, state.stands, strict=True)
    )
    return one, two


def _acts(scenario: Scenario, state: State, r: PathRound) -> Iterator[Act]:
    for turn in r.turns:
        told = does(scenario, turn.player, turn.action, state)
        if r.in_vain(turn):
            told = f"would {does(scenario, turn.player, turn.action, state, 'take')}, but the talks are over"
        sure = turn.chance == 1
        words = told if sure else f"{told} (with chance {percent(turn.chance)})"
        yield Act(turn.player, turn.action, words, sure)
