"""What follows an action: play by a profile from any decision point on, if at each turn the likeliest is done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.engine.concessions.reasons import branches, joint_chances, node_at, phase_at
from sim.games.concessions.stochastic_game import BROKEN

if TYPE_CHECKING:
    from sim.engine.concessions.reasons import Followed, Place
    from sim.games.concessions.stochastic_game import Outcome


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
    ending : str
        ``agreement``, ``walk_away``, ``hazard`` (breakdown after a stalled round) or ``unfinished``.
    round : int
        Round in which the agreement is complete for good (-1 if it already is), or the talks break down; else the
        number of rounds played.
    state : int or None
        State in which play ends, or to which it comes back for ever; None after a breakdown.
    chance : float
        Probability that the actions are just these.
    survival : float
        Probability that, if they are, the talks do not break down on the way after a stalled round.
    then : tuple of int or None
        The first decision point after the round; None if there is none.
    stalls : int
        Rounds after which the talks may break down.
    circle : int or None
        Round from which the course repeats itself for ever; None where it ends or stays in one state.
    """

    events: tuple[Event, ...]
    ending: str
    round: int
    state: int | None
    chance: float
    survival: float
    then: Place | None
    stalls: int
    circle: int | None = None


def course(followed: Followed, place: Place, player: int, action: int, told: int | None = None) -> Continuation:
    """How play goes on after an action, if from then on at each turn the likeliest is done.

    Parameters
    ----------
    followed : Followed
        The profile.
    place : tuple of int
        Round, phase and node.
    player : int
        Who takes the action.
    action : int
        Its number.
    told : int, optional
        The action that it was told to take, where a mediator says what to do.
    """
    return _Walk(followed, place, player, action, action if told is None else told).course()


class _Walk:
    """A way through the game, from an action on."""

    def __init__(self, followed: Followed, place: Place, player: int, action: int, told: int) -> None:
        self.followed, self.game, self.start = followed, followed.game, place
        node = node_at(self.game, place)
        self.joint = joint_chances(node, player, action, followed.other(place, player, told))
        self.skip: int | None = player
        self.events: list[Event] = []
        self.chance, self.survival, self.stalls = 1.0, 1.0, 0
        self.then: Place | None = None
        self.complete_since: int | None = -1 if self.game.states[node.state].complete else None

    def course(self) -> Continuation:
        """Go on to the end, or until a state comes back in a game without a last round."""
        place = self.start
        met: dict[Place, int] = {}
        while True:
            i, j, chance, outcome = max(branches(self.game, place, self.joint), key=lambda branch: branch[2])
            self.chance *= chance
            self._note(place, (i, j))
            if outcome.successor == BROKEN:
                return self._end("walk_away", place[0], None)
            if not phase_at(self.game, place).closes_round:
                place = place[0], place[1] + 1, outcome.successor
                self.joint = self.followed.chances(place)
                continue
            if ended := self._closed(place[0], outcome):
                return ended
            place = place[0] + 1, 0, outcome.successor
            self.then = self.then or place
            key = place[0] % len(self.game.cycle), 0, outcome.successor
            if self.game.horizon is None and key in met:
                return self._goes_round(met[key], place)
            met[key] = place[0]
            self.joint = self.followed.chances(place)

    def _note(self, place: Place, pair: tuple[int, int]) -> None:
        node = node_at(self.game, place)
        for player in (0, 1):
            action = node.actions[player][pair[player]]
            if player != self.skip and action not in ("", "hold_out"):
                self.events.append(Event(place[0], player, action, node.state))
        self.skip = None

    def _closed(self, round_: int, outcome: Outcome) -> Continuation | None:
        risk, complete = float(outcome.risk), self.game.states[outcome.successor].complete
        self.stalls += risk > 0
        self.complete_since = (round_ if self.complete_since is None else self.complete_since) if complete else None
        # As on the path of a solution, a breakdown ends the course where it is likelier than that talks go on.
        if risk > 0.5:
            return self._end("hazard", round_, None)
        self.survival *= 1 - risk
        if self.game.horizon is not None and round_ + 1 >= self.game.rounds:
            return self._over(round_ + 1, outcome.successor)
        return None

    def _over(self, rounds: int, state: int) -> Continuation:
        if self.complete_since is not None:
            return self._end("agreement", self.complete_since, state)
        return self._end("unfinished", rounds, state)

    def _goes_round(self, since: int, place: Place) -> Continuation:
        """The course comes back to where it was: it stays in one state or goes round for ever."""
        moving = any(event.round >= since for event in self.events)
        if moving:
            return self._end("unfinished", since, None, circle=since)
        return self._over(since, place[2])

    def _end(self, ending: str, round_: int, state: int | None, circle: int | None = None) -> Continuation:
        return Continuation(
            tuple(self.events), ending, round_, state, self.chance, self.survival, self.then, self.stalls, circle
        )
