"""What becomes of the agreement on a course of play: when it is made, kept, broken and made again, and how play ends.

A course is played round by round; what counts is what stands when a round is over, since that is what the round pays.
Everything that speaks of an ending reads a `CourseOutcome`, or the chances of all courses as
`sim.engine.concessions.courses.endings` adds them up, whose kinds and fates are those of outcomes.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from math import prod
from typing import TYPE_CHECKING, Literal

from sim.engine.concessions.courses.path import outcome_at
from sim.exact.chances import as_float
from sim.games.concessions.stochastic_game import BROKEN

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sim.engine.concessions.courses.path import Over, PathStep
    from sim.games.concessions.stochastic_game import StochasticGame

Kind = Literal["agreement", "walk_away", "hazard", "discovery", "unfinished"]
"""How a course ends: with the agreement complete for good, because somebody walks away, because the talks break down by
chance after a stalled round, because a fake is discovered, or without a complete agreement."""

KINDS: tuple[Kind, ...] = ("agreement", "walk_away", "hazard", "discovery", "unfinished")

Fate = Literal["never", "kept", "broken", "made_again", "broken_again", "on_and_off"]
"""What becomes of the agreement: it is never complete; complete once, and kept or broken; complete several times, and
kept or broken in the end; or made and broken over and over, for ever."""

How = Literal["taken_back", "walked_away", "chance"]
"""How a complete agreement ends: steps are taken back, somebody walks away from it, or the talks end by chance."""


@dataclass(frozen=True)
class Act:
    """What a player does at a decision.

    Parameters
    ----------
    action : str
        The action, as the game names it.
    could : bool
        Whether it could have taken a step.
    """

    player: int
    action: str
    could: bool


@dataclass(frozen=True)
class CourseRound:
    """A round of a course.

    Parameters
    ----------
    round : int
        Its number, from 0.
    state : int
        State from which it starts, or that the first to move sees in a course that starts within a round.
    acts : tuple of Act
        What is done, in order of play.
    after : int or None
        State that stands when it is over; None if somebody walks away before it is.
    over : str
        What ends the talks in it.
    risk : float
        Chance that they end by chance after it.
    """

    round: int
    state: int
    acts: tuple[Act, ...]
    after: int | None
    over: Over = ""
    risk: float = 0.0

    def who(self, *actions: str) -> tuple[int, ...]:
        """Players who do any of some things, in their order."""
        return tuple(sorted({act.player for act in self.acts if act.action in actions}))


@dataclass(frozen=True)
class Breach:
    """The end of an agreement that was complete.

    Parameters
    ----------
    round : int
        The round in which it ends.
    how : {"taken_back", "walked_away", "chance"}
        Whether steps of it are taken back, somebody walks away from it, or the talks end by chance.
    by : tuple of int
        Who does so; nobody where it is chance.
    """

    round: int
    how: How
    by: tuple[int, ...]


@dataclass(frozen=True)
class Agreement:
    """A stretch of a course in which every step stands.

    Parameters
    ----------
    made : int or None
        Round in which it becomes complete; None if it is complete before the first.
    by : tuple of int
        Who takes the last steps.
    broken : Breach or None
        How it ends; None if it is kept to the end of the course.
    """

    made: int | None
    by: tuple[int, ...]
    broken: Breach | None = None


@dataclass(frozen=True)
class Cycle:
    """The rounds that repeat for ever at the end of a course without a last round.

    Parameters
    ----------
    start, length : int
        The first of them, and how many there are.
    complete : tuple of bool
        Whether the agreement is complete at the start of each.
    moves : bool
        Whether anybody does anything but hold out in them.
    risk : float
        Chance that the talks end by chance in one passage; unless it is 0, they sooner or later do.
    sure : bool
        Whether nobody mixes in them, so that they repeat just like this.
    """

    start: int
    length: int
    complete: tuple[bool, ...]
    moves: bool
    risk: float
    sure: bool = True


@dataclass(frozen=True)
class CourseOutcome:
    """What becomes of the agreement on a course.

    Parameters
    ----------
    rounds : tuple of CourseRound
        The course; of rounds that repeat for ever one passage.
    agreements : tuple of Agreement
        Every time that the agreement is complete, in order; of what repeats, what begins in the first passage.
    kind : str
        How the course ends.
    round : int
        Round in which the talks end; else the number of rounds, or the first of those that repeat.
    by : tuple of int
        Who walks away.
    cycle : Cycle or None
        What repeats for ever; None where the course ends.
    chance : float
        Chance of the course: of all rounds, or of getting to those that repeat.
    """

    rounds: tuple[CourseRound, ...]
    agreements: tuple[Agreement, ...]
    kind: Kind
    round: int
    by: tuple[int, ...]
    cycle: Cycle | None
    chance: float

    @cached_property
    def stands(self) -> tuple[int, ...]:
        """State at the start of each round and, where one does, the state that stands after the last."""
        last = self.rounds[-1]
        end = () if last.over or last.after is None else (last.after,)
        return (*(r.state for r in self.rounds), *end)

    @property
    def over(self) -> Over:
        """What ends the talks; empty where they do not end."""
        return self.rounds[-1].over

    @property
    def kept(self) -> bool:
        """Whether the agreement is complete at some time and never broken."""
        return bool(self.agreements) and not self.broken

    @property
    def fate(self) -> Fate:
        """What becomes of the agreement."""
        cycle = self.cycle
        if cycle is not None and any(cycle.complete) and not all(cycle.complete):
            return "on_and_off"
        return fate_of(len(self.agreements), self.kind == "agreement")

    @property
    def broken(self) -> tuple[Breach, ...]:
        """Every time that a complete agreement ends."""
        return tuple(a.broken for a in self.agreements if a.broken is not None)

    @property
    def made_again(self) -> tuple[int, ...]:
        """Rounds in which the agreement becomes complete after it was broken."""
        return tuple(a.made for a in self.agreements[1:] if a.made is not None)

    @property
    def first_made(self) -> int | None:
        """Round in which the agreement is made for the first time; None if it never is."""
        return self.agreements[0].made if self.agreements else None

    @property
    def made(self) -> int | None:
        """Round in which the agreement is last made; None if it never is, or only was before the first round."""
        return self.agreements[-1].made if self.agreements else None

    def last_act(self, player: int) -> Act | None:
        """The last thing that a player does on the course; None if it never moves."""
        return next((act for r in reversed(self.rounds) for act in reversed(r.acts) if act.player == player), None)

    def complete_after(self, round_: int) -> bool:
        """Whether the agreement is complete when a round is over, however far ahead.

        Parameters
        ----------
        round_ : int
            Its number, from 0; after the talks have ended it is not complete, after the last round all stays as it is.
        """
        if self.cycle is not None and round_ >= self.cycle.start:
            return self.cycle.complete[(round_ + 1 - self.cycle.start) % self.cycle.length]
        if self.over and round_ >= self.round:
            return False
        return any(
            (a.made is None or a.made <= round_) and (a.broken is None or a.broken.round > round_)
            for a in self.agreements
        )


def course_outcome(
    rounds: Sequence[CourseRound],
    complete: Sequence[bool],
    chance: float = 1.0,
    again: int | None = None,
    sure: bool = True,
) -> CourseOutcome:
    """What becomes of the agreement on a course.

    Parameters
    ----------
    rounds : sequence of CourseRound
        The course, at least one round.
    complete : sequence of bool
        Whether the agreement is complete, per state.
    chance : float
        The chance of the course.
    again : int, optional
        Place in the course of the first round that repeats for ever, with all after it.
    sure : bool
        Whether nobody mixes in the rounds that repeat.

    Raises
    ------
    ValueError
        If what is to repeat for ever does not lead back to where it starts.
    """
    course = tuple(rounds)
    cycle = None if again is None else _cycle(course, complete, again, sure)
    agreements = tuple(_agreements(course, complete, again))
    last = course[-1]
    end = last.round if last.over else last.round + 1
    kind: Kind = last.over or ("agreement" if last.after is not None and complete[last.after] else "unfinished")
    if cycle is not None:
        kind, end = ("agreement" if all(cycle.complete) else "unfinished"), cycle.start
    return CourseOutcome(course, agreements, kind, end, last.who("walk_away") if last.over else (), cycle, chance)


def fate_of(times: int, complete: bool) -> Fate:
    """What becomes of an agreement that is made so many times and is or is not complete at the end."""
    if not times:
        return "never"
    if complete:
        return "kept" if times == 1 else "made_again"
    return "broken" if times == 1 else "broken_again"


def _cycle(course: tuple[CourseRound, ...], complete: Sequence[bool], again: int, sure: bool) -> Cycle:
    rounds = course[again:]
    if rounds[-1].over or rounds[-1].after != rounds[0].state:
        raise ValueError("the rounds that repeat do not lead back to where they start")
    return Cycle(
        start=rounds[0].round,
        length=len(rounds),
        complete=tuple(complete[r.state] for r in rounds),
        moves=any(act.action != "hold_out" for r in rounds for act in r.acts),
        risk=1 - prod(1 - r.risk for r in rounds),
        sure=sure,
    )


def _agreements(course: tuple[CourseRound, ...], complete: Sequence[bool], again: int | None) -> Iterator[Agreement]:
    """Every time that the agreement is complete; what stands where rounds repeat is followed to its end."""
    standing = Agreement(None, ()) if complete[course[0].state] else None
    once_more: Iterable[CourseRound] = ()
    if again is not None:
        late = len(course) - again
        once_more = (replace(r, round=r.round + late) for r in course[again:])
    told = course[-1].round
    for r in (*course, *once_more):
        stands = r.after is not None and complete[r.after]
        if standing is None and stands:
            if r.round > told:
                return
            standing = Agreement(r.round, r.who("concede", "fake"))
        if standing is not None and (r.over or not stands):
            yield replace(standing, broken=_breach(r, stands))
            standing = None
    if standing is not None:
        yield standing


def _breach(r: CourseRound, stands: bool) -> Breach:
    """How an agreement ends that was complete: whoever takes steps back comes before who walks away for that."""
    back = () if stands else r.who("renege")
    if back:
        return Breach(r.round, "taken_back", back)
    if r.over == "walk_away":
        return Breach(r.round, "walked_away", r.who("walk_away"))
    return Breach(r.round, "chance", ())


def course_rounds(game: StochasticGame, steps: Sequence[PathStep], breaks: Over) -> list[CourseRound]:
    """The rounds of a course as its outcome reads them.

    Parameters
    ----------
    steps : sequence of PathStep
        What is done, in order of play.
    breaks : str
        What ends the talks at the last step.
    """
    rounds: list[CourseRound] = []
    acts: list[Act] = []
    state = 0
    for number, step in enumerate(steps, 1):
        t, p, k = step.place
        phase = game.phases(t)[p]
        node = phase.nodes[k]
        if not acts:
            state = node.state
        for player in (0, 1):
            if node.actions[player] != ("",):
                acts.append(Act(player, node.actions[player][step.pair[player]], "concede" in node.actions[player]))
        outcome = outcome_at(game, step)
        over = outcome.successor == BROKEN
        if phase.closes_round or over:
            after = None if over else outcome.successor
            ends = breaks if number == len(steps) else ""
            rounds.append(CourseRound(t, state, tuple(acts), after, ends, as_float(outcome.risk)))
            acts = []
    return rounds


def path_outcome(game: StochasticGame, steps: Sequence[PathStep], breaks: Over, chance: float = 1.0) -> CourseOutcome:
    """What becomes of the agreement on a course of a game with a last round; see `course_rounds`."""
    return course_outcome(course_rounds(game, steps, breaks), [state.complete for state in game.states], chance)
