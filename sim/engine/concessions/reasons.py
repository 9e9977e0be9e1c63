"""Why a decision is the best one: what each action pays now, what follows it, and what that is worth.

A profile is followed from any decision point on. The worth of an action is split into the round at hand and all that
follows, value = (1 - d) now + d later, and what follows is played out by the profile itself: nothing is said of it that
the strategies do not prescribe. That no single deviation pays anywhere makes a profile subgame-perfect (Blackwell 1965;
Hendon, Jacobsen and Sloth 1996).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.engine.concessions.profile import NEAR, branches, node_at, phase_at
from sim.exact.chances import as_float
from sim.games.concessions.stochastic_game import BROKEN

if TYPE_CHECKING:
    from sim.engine.concessions.courses.path import Place
    from sim.engine.concessions.profile import Profile
    from sim.games.concessions.stochastic_game import Node
    from sim.types import Floats


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


def decision(profile: Profile, place: Place, player: int, told: int | None = None) -> Decision | None:
    """All that is open to a player at a decision point; None if it has no choice there.

    Parameters
    ----------
    profile : Profile
        The profile.
    place : tuple of int
        Round, phase and node.
    player : int
        Who decides.
    told : int, optional
        The action to look at; by default the likeliest.
    """
    game, node = profile.game, node_at(profile.game, place)
    actions = node.actions[player]
    if len(actions) == 1:
        return None
    own = profile.chances(place).sum(axis=1 - player)[: len(actions)]
    taken = int(own.argmax()) if told is None else told
    other = profile.other(place, player, taken)
    d, now_counts = float(game.rates[player]), float(game.impatience[player])
    found = []
    for k, action in enumerate(actions):
        now, later = _weighed(profile, place, joint_chances(node, player, k, other), player)
        found.append(Alternative(action, k, float(own[k]), now, later, now_counts * now + d * later))
    near = NEAR * float(game.scale[player])
    return Decision(place, player, node.state, tuple(found), taken, near)


def against(profile: Profile, place: Place, player: int) -> list[tuple[str, float, tuple[float, ...]]]:
    """What each of a player's actions is worth against each that the other may take: action, chance, values.

    Parameters
    ----------
    profile : Profile
        The profile.
    place : tuple of int
        Round, phase and node.
    player : int
        Whose values.
    """
    node, d = node_at(profile.game, place), float(profile.game.rates[player])
    now_counts = float(profile.game.impatience[player])
    chances = profile.chances(place).sum(axis=player)
    told = []
    for j, action in enumerate(node.actions[1 - player]):
        if chances[j] > 0:
            sure = np.zeros(len(chances))
            sure[j] = 1.0
            parts = [
                _weighed(profile, place, joint_chances(node, player, k, sure), player)
                for k in range(len(node.actions[player]))
            ]
            told.append((action, float(chances[j]), tuple(now_counts * now + d * later for now, later in parts)))
    return told


def joint_chances(node: Node, player: int, action: int, other: Floats) -> Floats:
    """Chances of pairs of actions when a player takes an action for certain."""
    joint = np.zeros((len(node.actions[0]), len(node.actions[1])))
    if player == 0:
        joint[action] = other[: joint.shape[1]]
    else:
        joint[:, action] = other[: joint.shape[0]]
    return joint


def _weighed(profile: Profile, place: Place, joint: Floats, player: int) -> tuple[float, float]:
    """What the round pays and what all later rounds pay a player, on average, given the chances at a decision point."""
    game, phase = profile.game, phase_at(profile.game, place)
    now = later = 0.0
    for move in branches(game, place, joint):
        outcome, broken = move.outcome, float(game.broken[player])
        if outcome.successor == BROKEN:
            parts = broken, broken
        elif not phase.closes_round:
            there = place[0], place[1] + 1, outcome.successor
            parts = _weighed(profile, there, profile.chances(there), player)
        else:
            risk, survival = as_float(outcome.risk), as_float(outcome.survival)
            after = profile.after(place, outcome, player)
            parts = float(outcome.reward[player]), survival * after + risk * broken
        now, later = now + move.chance * parts[0], later + move.chance * parts[1]
    return now, later
