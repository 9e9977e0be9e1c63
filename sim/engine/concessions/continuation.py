"""What follows an action: play by a profile from any decision point on, if at each turn the likeliest is done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.engine.concessions.courses.outcome import course_outcome, course_rounds
from sim.engine.concessions.courses.path import PathStep, breaks_off
from sim.engine.concessions.profile import node_at, phase_at
from sim.engine.concessions.reasons import joint_chances
from sim.exact.chances import as_float

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.engine.concessions.courses.outcome import CourseOutcome, Kind
    from sim.engine.concessions.courses.path import Over, Place
    from sim.engine.concessions.profile import Branch, Profile


@dataclass(frozen=True)
class Event:
    """Something that is done: when, by whom, what, and the state that the player sees."""

    round: int
    player: int
    action: str
    state: int


@dataclass(frozen=True)
class Continuation:
    """How play goes on if at each turn the likeliest is done.

    Parameters
    ----------
    events : tuple of Event
        What is done but holding out.
    outcome : CourseOutcome
        What becomes of the agreement; its chance is the probability that the actions are just these, or that they are
        up to the rounds that repeat.
    survival : float
        Probability that, if they are, the talks do not break down on the way there after a stalled round.
    then : tuple of int or None
        The first decision point after the round; None if there is none.
    stalls : int
        Rounds on the way after which the talks may break down.
    """

    events: tuple[Event, ...]
    outcome: CourseOutcome
    survival: float
    then: Place | None
    stalls: int

    @property
    def circle(self) -> int | None:
        """Round from which the course repeats itself for ever; None where it ends or stays in one state."""
        cycle = self.outcome.cycle
        return cycle.start if cycle is not None and any(e.round >= cycle.start for e in self.events) else None

    @property
    def ending(self) -> Kind:
        """How it ends; a course that goes round in a circle is unfinished."""
        return "unfinished" if self.circle is not None else self.outcome.kind

    @property
    def round(self) -> int:
        """Round in which the agreement is complete for good (-1 if it already is), or the talks end.

        Else the number of rounds played, or the first of those that repeat.
        """
        if self.ending != "agreement":
            return self.outcome.round
        made = self.outcome.made
        return -1 if made is None else made

    @property
    def state(self) -> int | None:
        """State in which play ends, or to which it comes back for ever; None after a breakdown or in a circle."""
        return None if self.outcome.over or self.circle is not None else self.outcome.stands[-1]


def course(profile: Profile, place: Place, player: int, action: int, told: int | None = None) -> Continuation:
    """How play goes on after an action, if from then on at each turn the likeliest is done.

    Parameters
    ----------
    place : tuple of int
        Round, phase and node.
    player : int
        Who takes the action.
    action : int
        Its number.
    told : int, optional
        The action that it was told to take, where a mediator says what to do.
    """
    return _Walk(profile, place, player, action, action if told is None else told).course()


@dataclass(frozen=True)
class _Before:
    """What came before a round: number, the chances of the actions and of no breakdown, what stalled and was mixed."""

    round: int
    chance: float
    survival: float
    stalls: int
    mixed: int


class _Walk:
    """A way through the game, from an action on."""

    def __init__(self, profile: Profile, place: Place, player: int, action: int, told: int) -> None:
        self.profile, self.game, self.start = profile, profile.game, place
        other = profile.other(place, player, told)
        joint = joint_chances(node_at(self.game, place), player, action, other)
        self.first = max(profile.branches_of(place, joint), key=lambda move: move.chance)
        self.player = player
        self.steps: list[PathStep] = []
        self.chance, self.survival, self.stalls, self.mixed = 1.0, 1.0, 0, 0
        self.then: Place | None = None

    def course(self) -> Continuation:
        """Go on to the end, or until a state comes back in a game without a last round."""
        place, move = self.start, self.first
        met: dict[Place, _Before] = {}
        breaks: Over = ""
        again: int | None = None
        sure = True
        while True:
            self.steps.append(PathStep(place, (move.row, move.column)))
            self.chance *= move.chance
            self.mixed += move.chance < 1
            if breaks := self._over(move):
                break
            if not phase_at(self.game, place).closes_round:
                place = place[0], place[1] + 1, move.outcome.successor
            else:
                place = place[0] + 1, 0, move.outcome.successor
                if self.game.horizon is not None and place[0] >= self.game.rounds:
                    break
                self.then = self.then or place
                key = place[0] % len(self.game.cycle), 0, place[2]
                if self.game.horizon is None and key in met:
                    before = met[key]
                    again, sure = before.round - self.start[0], self.mixed == before.mixed
                    self.chance, self.survival, self.stalls = before.chance, before.survival, before.stalls
                    break
                met[key] = _Before(place[0], self.chance, self.survival, self.stalls, self.mixed)
            move = self.profile.likeliest_branch(place)
        rounds = course_rounds(self.game, self.steps, breaks)
        outcome = course_outcome(rounds, [state.complete for state in self.game.states], self.chance, again, sure)
        return Continuation(tuple(self._events()), outcome, self.survival, self.then, self.stalls)

    def _over(self, move: Branch) -> Over:
        """What ends the course; as on the path of a solution, a breakdown where it is likelier than going on."""
        breaks = breaks_off(move.outcome)
        self.stalls += move.outcome.risk > 0
        self.survival *= 1.0 if breaks else as_float(move.outcome.survival)
        return breaks

    def _events(self) -> Iterator[Event]:
        """What is done but holding out, and but the choice that the way begins with."""
        for step in self.steps:
            node = node_at(self.game, step.place)
            for player in (0, 1):
                action = node.actions[player][step.pair[player]]
                chosen = step is self.steps[0] and player == self.player
                if not chosen and action not in ("", "hold_out"):
                    yield Event(step.place[0], player, action, node.state)
