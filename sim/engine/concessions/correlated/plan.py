"""A mediator's recommendations, round by round, in a game with a last round.

In every round the mediator draws a pair of actions from a distribution that both know and that depends on the round and
on where the talks stand, and tells each player its own, in private. From the last round back, the distribution at each
decision point is the best correlated equilibrium of the stage game whose cells are worth what the round pays and what
follows. So nobody gains by disobeying any recommendation, whatever has been done before (the one-shot deviation
principle); that the best is taken at each point does not make the whole the best of all that a mediator could get.

References
----------
Aumann, R. J. (1974): Subjectivity and correlation in randomized strategies. Journal of Mathematical Economics 1, 67-96.
Solan, E. and Vieille, N. (2002): Correlated equilibrium in stochastic games. Games and Economic Behavior 38, 362-399.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from sim.deadline import Deadline
from sim.engine.concessions.profile import LayeredProfile
from sim.engine.matrix.recommendation import best_plan
from sim.engine.selection import Rule
from sim.games.concessions.bellman import Exits
from sim.games.concessions.stochastic_game import BROKEN
from sim.progress import steps

if TYPE_CHECKING:
    from sim.games.concessions.stochastic_game import Node, Phase, StochasticGame
    from sim.types import Flags, Floats, Pair


MAX_BITS = 1 << 12
"""Longest numerator or denominator of a value that is kept exactly."""


@dataclass(frozen=True)
class PlanLayer:
    """The recommendations at every node of one phase of one round.

    Parameters
    ----------
    joint : ndarray of float, shape (nodes, m, n)
        Chance of each pair of recommendations; 0 where play cannot get to.
    values : ndarray of float, shape (nodes, 2)
        Discounted average payoffs from here on.
    correlated : ndarray of bool, shape (nodes,)
        Whether what one player is told says something about what the other is told.
    rounded : ndarray of bool, shape (nodes,)
        Whether a value had to be rounded because its exact number was too long.
    """

    joint: Floats
    values: Floats
    correlated: Flags
    rounded: Flags

    @cached_property
    def row(self) -> Floats:
        """Chances of what the first player is told, shape (nodes, m)."""
        told: Floats = self.joint.sum(axis=2)
        return told

    @cached_property
    def column(self) -> Floats:
        """Chances of what the second player is told, shape (nodes, n)."""
        told: Floats = self.joint.sum(axis=1)
        return told

    def chances(self, node: int) -> Floats:
        """Chance of each pair of actions at a node, shape (m, n)."""
        chances: Floats = self.joint[node]
        return chances

    def other(self, node: int, player: int, action: int) -> Floats:
        """Chances of the other player's actions, as a player sees them who is told an action."""
        told: Floats = self.joint[node, action] if player == 0 else self.joint[node, :, action]
        shares: Floats = told / told.sum()
        return shares


@dataclass(frozen=True)
class MediatedProfile(LayeredProfile[PlanLayer]):
    """A mediator's plan: a layer of recommendations per round and phase.

    Parameters
    ----------
    reached : list of tuple of ndarray of bool
        Nodes that some play can reach, per round and phase.
    rule : Rule
        What the mediator makes as large as it can at each node.
    """

    reached: list[tuple[Flags, ...]]
    rule: Rule


def mediated(game: StochasticGame, rule: Rule | None = None, deadline: Deadline | None = None) -> MediatedProfile:
    """The best recommendations at each decision point, from the last round back.

    Parameters
    ----------
    game : StochasticGame
        The game; it has a last round.
    rule : Rule, optional
        What is best.

    Raises
    ------
    TimeLimitError
        If the time is up.
    """
    rule, deadline = (rule or Rule()).within(game.ranges), deadline or Deadline()
    reached = game.reachable()
    after: dict[int, Pair] = dict(enumerate(game.final))
    layers: list[tuple[PlanLayer, ...]] = []
    exits = Exits(game)
    for t in steps("mediator", range(game.rounds)[::-1]):
        here: list[PlanLayer] = []
        for phase, flags in reversed(list(zip(game.phases(t), reached[t], strict=True))):
            layer, after = _layer(game, exits, phase, flags, after, rule, deadline)
            here.insert(0, layer)
        layers.insert(0, tuple(here))
    return MediatedProfile(game, tuple(layers), reached, rule)


def _layer(
    game: StochasticGame,
    exits: Exits,
    phase: Phase,
    reached: Flags,
    after: dict[int, Pair],
    rule: Rule,
    deadline: Deadline,
) -> tuple[PlanLayer, dict[int, Pair]]:
    size = len(phase.nodes)
    unmarked = np.zeros(size, dtype=bool)
    layer = PlanLayer(np.zeros((size, *phase.shape)), np.zeros((size, 2)), unmarked, unmarked.copy())
    worth: dict[int, Pair] = {}
    values: dict[int, Pair] = {}
    for node in map(int, np.flatnonzero(reached)):
        deadline.check()
        label = phase.nodes[node]
        for number in {number for line in label.cells for number in line} - worth.keys():
            found = exits.of(phase, number)
            worth[number] = found.base if found.to == BROKEN else found.worth(after[found.to])
        values[node] = _solve(game, label, worth, rule, layer, node)
        layer.values[node] = [float(v) for v in values[node]]
    return layer, values


def _solve(game: StochasticGame, label: Node, worth: dict[int, Pair], rule: Rule, layer: PlanLayer, node: int) -> Pair:
    """Enter the recommendations at one node, and return what they are worth."""
    one, two = ([[worth[cell][p] for cell in line] for line in label.cells] for p in (0, 1))
    plan = best_plan(one, two, rule, game.players, label.actions)
    for (i, j), chance in plan.items():
        layer.joint[node, i, j] = float(chance)
    layer.correlated[node] = _correlated(plan)
    value = (
        sum((chance * one[i][j] for (i, j), chance in plan.items()), Fraction(0)),
        sum((chance * two[i][j] for (i, j), chance in plan.items()), Fraction(0)),
    )
    if max(max(v.numerator.bit_length(), v.denominator.bit_length()) for v in value) > MAX_BITS:
        layer.rounded[node] = True
        value = Fraction(float(value[0])), Fraction(float(value[1]))
    return value


def _correlated(plan: dict[tuple[int, int], Fraction]) -> bool:
    """Whether the chances of pairs are not the products of those of the single actions."""
    rows: dict[int, Fraction] = {}
    columns: dict[int, Fraction] = {}
    for (i, j), chance in plan.items():
        rows[i] = rows.get(i, Fraction(0)) + chance
        columns[j] = columns.get(j, Fraction(0)) + chance
    return any(plan.get((i, j), 0) != a * b for i, a in rows.items() for j, b in columns.items())
