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

from sim.engine.concessions.backward_induction import NEAR
from sim.games.concessions.stochastic_game import BROKEN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.games.concessions.stochastic_game import Node, Outcome, Phase, StochasticGame
    from sim.types import Floats


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
    game, node = followed.game, node_at(followed.game, place)
    actions = node.actions[player]
    if len(actions) == 1:
        return None
    own = followed.chances(place).sum(axis=1 - player)[: len(actions)]
    taken = int(own.argmax()) if told is None else told
    other = followed.other(place, player, taken)
    d = float(game.discount[player])
    found = []
    for k, action in enumerate(actions):
        now, later = _weighed(followed, place, joint_chances(node, player, k, other), player)
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
    node, d = node_at(followed.game, place), float(followed.game.discount[player])
    chances = followed.chances(place).sum(axis=player)
    told = []
    for j, action in enumerate(node.actions[1 - player]):
        if chances[j] > 0:
            sure = np.zeros(len(chances))
            sure[j] = 1.0
            parts = [
                _weighed(followed, place, joint_chances(node, player, k, sure), player)
                for k in range(len(node.actions[player]))
            ]
            told.append((action, float(chances[j]), tuple((1 - d) * now + d * later for now, later in parts)))
    return told


def phase_at(game: StochasticGame, place: Place) -> Phase:
    """The phase of a decision point."""
    return game.phases(place[0])[place[1]]


def node_at(game: StochasticGame, place: Place) -> Node:
    """The node of a decision point."""
    return phase_at(game, place).nodes[place[2]]


def joint_chances(node: Node, player: int, action: int, other: Floats) -> Floats:
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
    for _, _, chance, outcome in branches(game, place, joint):
        if outcome.successor == BROKEN:
            parts = broken, broken
        elif not phase_at(game, place).closes_round:
            there = place[0], place[1] + 1, outcome.successor
            parts = _weighed(followed, there, followed.chances(there), player)
        else:
            risk = float(outcome.risk)
            after = _after(followed, place, outcome, player) if risk < 1 else 0.0
            parts = float(outcome.reward[player]), (1 - risk) * after + risk * broken
        now, later = now + chance * parts[0], later + chance * parts[1]
    return now, later


def branches(game: StochasticGame, place: Place, joint: Floats) -> Iterator[tuple[int, int, float, Outcome]]:
    """Pairs of actions of positive chance at a decision point: their numbers, the chance and the outcome."""
    phase, node = phase_at(game, place), node_at(game, place)
    for i, line in enumerate(node.cells):
        for j, outcome in enumerate(line):
            if joint[i, j] > 0:
                yield i, j, float(joint[i, j]), phase.outcomes[outcome]


def _after(followed: Followed, place: Place, outcome: Outcome, player: int) -> float:
    game, then = followed.game, place[0] + 1
    if game.horizon is not None and then >= game.rounds:
        return float(game.final[outcome.successor][player])
    return float(followed.value((then, 0, outcome.successor))[player])
