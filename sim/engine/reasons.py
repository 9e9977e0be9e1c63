"""Why a decision is the best one: what each action pays now, what follows it, and what that is worth.

A profile is followed from any decision point on. The worth of an action is split into the round at hand and all that
follows, value = (1 - d) now + d later, and what follows is played out by the profile itself: nothing is said of it that
the strategies do not prescribe. That no single deviation pays anywhere makes a profile subgame-perfect (Blackwell 1965;
Hendon, Jacobsen and Sloth 1996).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

from sim.engine.perfect import NEAR
from sim.games.stochastic import BROKEN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from sim.games.stochastic import Node, Outcome, Phase, StochasticGame

    Floats = NDArray[np.float64]

Place = tuple[int, int, int]
"""Round, phase and node."""


class Followed(Protocol):
    """A profile that can be followed from anywhere."""

    @property
    def game(self) -> StochasticGame:
        """The game."""

    def chances(self, place: Place) -> Floats:
        """Chance of each pair of actions at a decision point, shape (m, n)."""

    def other(self, place: Place, player: int, action: int) -> Floats:
        """Chances of the other player's actions as a player sees them who is to take an action."""

    def value(self, place: Place) -> Floats:
        """What the profile is worth from a decision point on, shape (2,)."""


@dataclass(frozen=True)
class Alternative:
    """An action that is open at a decision, and what it is worth if the profile is followed otherwise.

    Parameters
    ----------
    action : str
        The action.
    number : int
        Its number among those open.
    chance : float
        With what probability the profile takes it.
    now : float
        What the round pays on average, in payoffs per round.
    later : float
        What all later rounds pay, as a discounted average per round.
    value : float
        Both together: (1 - d) now + d later.
    """

    action: str
    number: int
    chance: float
    now: float
    later: float
    value: float


@dataclass(frozen=True)
class Decision:
    """A player's decision: all that is open to it.

    Parameters
    ----------
    place : tuple of int
        Round, phase and node.
    player : int
        Who decides.
    state : int
        The state that it sees.
    alternatives : tuple of Alternative
        What is open, in the game's order.
    taken : int
        Number of the action that is taken; where several may be, of the likeliest, or of the one looked at.
    near : float
        Difference of values that rounding could have made.
    """

    place: Place
    player: int
    state: int
    alternatives: tuple[Alternative, ...]
    taken: int
    near: float

    @property
    def chosen(self) -> Alternative:
        """The action that is taken."""
        return self.alternatives[self.taken]

    @property
    def others(self) -> tuple[Alternative, ...]:
        """All other actions."""
        return tuple(a for a in self.alternatives if a.number != self.taken)

    @property
    def mixed(self) -> tuple[Alternative, ...]:
        """The actions that are taken with positive probability, where there are several."""
        found = tuple(a for a in self.alternatives if a.chance > 0)
        return found if len(found) > 1 else ()

    def loss(self, other: Alternative) -> float:
        """What another action would cost, per round; 0 where that is no more than rounding."""
        loss = self.chosen.value - other.value
        return 0.0 if abs(loss) <= self.near else loss

    @property
    def best_other(self) -> Alternative | None:
        """The best of the other actions."""
        return max(self.others, key=lambda a: a.value, default=None)


@dataclass(frozen=True)
class Event:
    """Something that is done: when, by whom, what, and the state that the player sees."""

    round: int
    player: int
    action: str
    state: int


@dataclass(frozen=True)
class Course:
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


def decision(followed: Followed, place: Place, player: int, told: int | None = None) -> Decision | None:
    """All that is open to a player at a decision point; None if it has no choice there.

    Parameters
    ----------
    followed : Followed
        The profile.
    place : tuple of int
        Round, phase and node.
    player : int
        Who decides.
    told : int, optional
        The action to look at; by default the likeliest.
    """
    game, node = followed.game, _node(followed.game, place)
    actions = node.actions[player]
    if len(actions) == 1:
        return None
    own = followed.chances(place).sum(axis=1 - player)[: len(actions)]
    taken = int(own.argmax()) if told is None else told
    other = followed.other(place, player, taken)
    d = float(game.discount[player])
    found = []
    for k, action in enumerate(actions):
        now, later = _weighed(followed, place, _joint(node, player, k, other), player)
        found.append(Alternative(action, k, float(own[k]), now, later, (1 - d) * now + d * later))
    near = NEAR * float(game.scale[player])
    return Decision(place, player, node.state, tuple(found), taken, near)


def against(followed: Followed, place: Place, player: int) -> list[tuple[str, float, tuple[float, ...]]]:
    """What each of a player's actions is worth against each that the other may take: action, chance, values.

    Parameters
    ----------
    followed : Followed
        The profile.
    place : tuple of int
        Round, phase and node.
    player : int
        Whose values.
    """
    node, d = _node(followed.game, place), float(followed.game.discount[player])
    chances = followed.chances(place).sum(axis=player)
    told = []
    for j, action in enumerate(node.actions[1 - player]):
        if chances[j] > 0:
            sure = np.zeros(len(chances))
            sure[j] = 1.0
            parts = [
                _weighed(followed, place, _joint(node, player, k, sure), player)
                for k in range(len(node.actions[player]))
            ]
            told.append((action, float(chances[j]), tuple((1 - d) * now + d * later for now, later in parts)))
    return told


def _phase(game: StochasticGame, place: Place) -> Phase:
    return game.phases(place[0])[place[1]]


def _node(game: StochasticGame, place: Place) -> Node:
    return _phase(game, place).nodes[place[2]]


def _joint(node: Node, player: int, action: int, other: Floats) -> Floats:
    """Chances of pairs of actions when a player takes an action for certain."""
    joint = np.zeros((len(node.actions[0]), len(node.actions[1])))
    if player == 0:
        joint[action] = other[: joint.shape[1]]
    else:
        joint[:, action] = other[: joint.shape[0]]
    return joint


def _weighed(followed: Followed, place: Place, joint: Floats, player: int) -> tuple[float, float]:
    """What the round pays and what all later rounds pay a player, on average, given the chances at a decision point."""
    game = followed.game
    broken = float(game.breakdown[player])
    now = later = 0.0
    for _, _, chance, outcome in _branches(game, place, joint):
        if outcome.successor == BROKEN:
            parts = broken, broken
        elif not _phase(game, place).closes_round:
            there = place[0], place[1] + 1, outcome.successor
            parts = _weighed(followed, there, followed.chances(there), player)
        else:
            risk = float(outcome.risk)
            after = _after(followed, place, outcome, player) if risk < 1 else 0.0
            parts = float(outcome.reward[player]), (1 - risk) * after + risk * broken
        now, later = now + chance * parts[0], later + chance * parts[1]
    return now, later


def _branches(game: StochasticGame, place: Place, joint: Floats) -> Iterator[tuple[int, int, float, Outcome]]:
    phase, node = _phase(game, place), _node(game, place)
    for i, line in enumerate(node.cells):
        for j, outcome in enumerate(line):
            if joint[i, j] > 0:
                yield i, j, float(joint[i, j]), phase.outcomes[outcome]


def _after(followed: Followed, place: Place, outcome: Outcome, player: int) -> float:
    game, then = followed.game, place[0] + 1
    if game.horizon is not None and then >= game.rounds:
        return float(game.final[outcome.successor][player])
    return float(followed.value((then, 0, outcome.successor))[player])


def course(followed: Followed, place: Place, player: int, action: int, told: int | None = None) -> Course:
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
        node = _node(self.game, place)
        self.joint = _joint(node, player, action, followed.other(place, player, told))
        self.skip: int | None = player
        self.events: list[Event] = []
        self.chance, self.survival, self.stalls = 1.0, 1.0, 0
        self.then: Place | None = None
        self.complete_since: int | None = -1 if self.game.states[node.state].complete else None

    def course(self) -> Course:
        """Go on to the end, or until a state comes back in a game without a last round."""
        place, met = self.start, dict[Place, int]()
        while True:
            i, j, chance, outcome = max(_branches(self.game, place, self.joint), key=lambda branch: branch[2])
            self.chance *= chance
            self._note(place, (i, j))
            if outcome.successor == BROKEN:
                return self._end("walk_away", place[0], None)
            if not _phase(self.game, place).closes_round:
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
        node = _node(self.game, place)
        for player in (0, 1):
            action = node.actions[player][pair[player]]
            if player != self.skip and action not in ("", "hold_out"):
                self.events.append(Event(place[0], player, action, node.state))
        self.skip = None

    def _closed(self, round_: int, outcome: Outcome) -> Course | None:
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

    def _over(self, rounds: int, state: int) -> Course:
        if self.complete_since is not None:
            return self._end("agreement", self.complete_since, state)
        return self._end("unfinished", rounds, state)

    def _goes_round(self, since: int, place: Place) -> Course:
        """The course comes back to where it was: it stays in one state or goes round for ever."""
        moving = any(event.round >= since for event in self.events)
        if moving:
            return self._end("unfinished", since, None, circle=since)
        return self._over(since, place[2])

    def _end(self, ending: str, round_: int, state: int | None, circle: int | None = None) -> Course:
        return Course(
            tuple(self.events), ending, round_, state, self.chance, self.survival, self.then, self.stalls, circle
        )
