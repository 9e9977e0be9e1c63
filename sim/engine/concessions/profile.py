"""A profile of strategies for a concession game: what is done where, what that is worth, and where play gets to.

Whatever is said of a profile is read here: its solution, the course that is shown, reasons, agents. Certificates alone
evaluate it once more, by code of their own.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

import numpy as np

from sim.engine.concessions.courses.path import Turn
from sim.exact.chances import share_of
from sim.games.concessions.bellman import outcome_value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.engine.concessions.courses.path import PathStep, Place
    from sim.games.concessions.stochastic_game import Node, Outcome, Phase, StochasticGame
    from sim.types import Flags, Floats

NEAR = 1e-9
"""Payoffs closer than this share of what one round can change count as equal."""


@dataclass(frozen=True)
class Branch:
    """One branch of play at a decision point: the numbers of both actions, its chance and what it leads to."""

    row: int
    column: int
    chance: float
    outcome: Outcome


def phase_at(game: StochasticGame, place: Place) -> Phase:
    """The phase of a decision point."""
    return game.phases(place[0])[place[1]]


def node_at(game: StochasticGame, place: Place) -> Node:
    """The node of a decision point."""
    return phase_at(game, place).nodes[place[2]]


def branches(game: StochasticGame, place: Place, joint: Floats) -> Iterator[Branch]:
    """Pairs of actions of positive chance at a decision point.

    Parameters
    ----------
    place : tuple of int
        Round, phase and node.
    joint : ndarray of float, shape (m, n)
        The chances.
    """
    phase, node = phase_at(game, place), node_at(game, place)
    for i, line in enumerate(node.cells):
        for j, outcome in enumerate(line):
            if joint[i, j] > 0:
                yield Branch(i, j, float(joint[i, j]), phase.outcomes[outcome])


class Profile(ABC):
    """Strategies that can be followed from any decision point.

    Parameters
    ----------
    game : StochasticGame
        The game.
    """

    game: StochasticGame

    @abstractmethod
    def chances(self, place: Place) -> Floats:
        """Chance of each pair of actions at a decision point, shape (m, n)."""

    @abstractmethod
    def other(self, place: Place, player: int, action: int) -> Floats:
        """Chances of the other player's actions as a player sees them who is to take an action."""

    @abstractmethod
    def value(self, place: Place) -> Floats:
        """What the profile is worth from a decision point on, shape (2,)."""

    @abstractmethod
    def mixture(self, round_: int, phase: int, node: int, player: int) -> Floats:
        """A player's probabilities at a decision point."""

    def branches(self, place: Place) -> Iterator[Branch]:
        """Pairs of actions that the profile may take at a decision point."""
        return branches(self.game, place, self.chances(place))

    def likeliest_branch(self, place: Place) -> Branch:
        """The likeliest pair of actions at a decision point; of equals, the first."""
        return max(self.branches(place), key=lambda move: move.chance)

    def after(self, place: Place, outcome: Outcome, player: int) -> float:
        """What the profile is worth to a player where an outcome leads; the breakdown's payoff if the talks are over.

        Parameters
        ----------
        place : tuple of int
            Where the outcome came about.
        """
        game = self.game
        if outcome.over:
            return float(game.broken[player])
        if not phase_at(game, place).closes_round:
            return float(self.value((place[0], place[1] + 1, outcome.successor))[player])
        if game.horizon is not None and place[0] + 1 >= game.horizon:
            return float(game.ends[outcome.successor, player])
        return float(self.value((place[0] + 1, 0, outcome.successor))[player])

    def action_values(self, place: Place, player: int, other: Floats) -> Floats:
        """What each action at a decision point is worth to a player when the profile is followed otherwise.

        Parameters
        ----------
        place : tuple of int
            Round, phase and node.
        player : int
            Whose actions.
        other : ndarray of float
            The other player's probabilities there.

        Returns
        -------
        ndarray of float, shape (actions,)
        """
        phase, node = phase_at(self.game, place), node_at(self.game, place)
        worth = np.zeros(len(node.actions[player]))
        for i, line in enumerate(node.cells):
            for j, number in enumerate(line):
                own, chance = (i, other[j]) if player == 0 else (j, other[i])
                if chance > 0:
                    outcome = phase.outcomes[number]
                    later = self.after(place, outcome, player)
                    worth[own] += chance * outcome_value(self.game, phase, outcome, player, later)
        return worth

    def turn(self, step: PathStep, player: int) -> Turn:
        """A player's decision at a step of a course, with what the best other action would cost."""
        _, phase, node = step.place
        actions, chosen = node_at(self.game, step.place).actions[player], step.pair[player]
        chance = share_of(self.mixture(*step.place, player).tolist(), chosen)
        others = [a for a in range(len(actions)) if a != chosen]
        if not others:
            return Turn(player, phase, node, actions[chosen], chance, None, "")
        worth = self.action_values(step.place, player, self.other(step.place, player, chosen))
        best = max(others, key=lambda a: worth[a])
        # What rounding could have made is no cost.
        loss = float(worth[chosen] - worth[best])
        loss = loss if loss > NEAR * float(self.game.scale[player]) else 0.0
        return Turn(player, phase, node, actions[chosen], chance, loss, actions[best])


class ActionLayer(Protocol):
    """What is done at the nodes of one phase of one round."""

    @property
    def row(self) -> Floats:
        """Probabilities of the first player's actions, shape (nodes, m)."""

    @property
    def column(self) -> Floats:
        """Probabilities of the second player's actions, shape (nodes, n)."""

    @property
    def values(self) -> Floats:
        """What play is worth from here on, shape (nodes, 2)."""

    def chances(self, node: int) -> Floats:
        """Chance of each pair of actions at a node, shape (m, n)."""

    def other(self, node: int, player: int, action: int) -> Floats:
        """Chances of the other player's actions at a node, as a player sees them who is to take an action."""


L = TypeVar("L", bound=ActionLayer, covariant=True)


@dataclass(frozen=True)
class LayeredProfile(Profile, Generic[L]):
    """A profile that says for every round what is done.

    Parameters
    ----------
    layers : tuple of tuple of ActionLayer
        Per round and phase; where there is no last round, those of the rounds that repeat.
    """

    game: StochasticGame
    layers: tuple[tuple[L, ...], ...]

    def layer(self, round_: int, phase: int) -> L:
        """What is done at the nodes of a phase."""
        return self.layers[round_ % len(self.layers)][phase]

    def chances(self, place: Place) -> Floats:
        """Chance of each pair of actions at a decision point, shape (m, n)."""
        return self.layer(place[0], place[1]).chances(place[2])

    def other(self, place: Place, player: int, action: int) -> Floats:
        """Chances of the other player's actions as a player sees them who is to take an action."""
        return self.layer(place[0], place[1]).other(place[2], player, action)

    def value(self, place: Place) -> Floats:
        """What the profile is worth from a decision point on, shape (2,)."""
        worth: Floats = self.layer(place[0], place[1]).values[place[2]]
        return worth

    def mixture(self, round_: int, phase: int, node: int, player: int) -> Floats:
        """A player's probabilities at a decision point."""
        layer = self.layer(round_, phase)
        side: Floats = (layer.row, layer.column)[player][node]
        return side

    @cached_property
    def played(self) -> list[tuple[Flags, ...]]:
        """Nodes reached with positive probability when the profile is played, per round and phase."""
        here = np.zeros(len(self.game.states), dtype=bool)
        here[0] = True
        layers = []
        for t in range(self.game.rounds):
            layer, phases = [], self.game.phases(t)
            for p in range(len(phases)):
                layer.append(here)
                size = len(self.game.states) if p + 1 == len(phases) else len(phases[p + 1].nodes)
                there = np.zeros(size, dtype=bool)
                for node in np.flatnonzero(here):
                    for move in self.branches((t, p, int(node))):
                        if not move.outcome.over:
                            there[move.outcome.successor] = True
                here = there
            layers.append(tuple(layer))
        return layers
