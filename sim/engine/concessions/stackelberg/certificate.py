"""Checks of announced courses against their definition, by code that has no part in finding them."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from sim.games.concessions.stochastic_game import BROKEN

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sim.games.concessions.stochastic_game import Node, Outcome, StochasticGame
    from sim.types import Pair


Decisions = tuple[tuple[tuple[int, int, int], tuple[int, int]], ...]
"""Decisions of a course in order of play: (round, phase, node), and the actions of the first and the second player."""


def course_payoffs(game: StochasticGame, course: Decisions) -> Pair:
    """What both players get if a course is played, replayed forward round by round.

    Parameters
    ----------
    game : StochasticGame
        A game with a last round.
    course : tuple
        The decisions; if it does not end with the talks it ends with the last round.

    Raises
    ------
    ValueError
        If a decision does not follow from the one before.
    """
    one, two = (_replay(game, course, player) for player in (0, 1))
    return one, two


def _replay(game: StochasticGame, course: Decisions, player: int) -> Fraction:
    d = game.discount[player]
    paid, weight, expected = Fraction(0), Fraction(1), (0, 0, 0)
    for place, (i, j) in course:
        if place != expected:
            raise ValueError("the course jumps")
        t, p, k = place
        phase = game.phases(t)[p]
        outcome = phase.outcomes[phase.nodes[k].cells[i][j]]
        ended = outcome.ended[player]
        if not phase.closes_round:
            if outcome.successor == BROKEN:
                return paid + weight * ended
            expected = t, p + 1, outcome.successor
            continue
        paid += weight * (1 - d) * outcome.reward[player]
        weight *= d
        if outcome.successor == BROKEN:
            return paid + weight * ended
        paid += weight * outcome.risk * ended
        weight *= 1 - outcome.risk
        expected = t + 1, 0, outcome.successor
    if weight and expected[0] != game.rounds:
        raise ValueError("the course stops before the last round")
    return paid + (weight * game.final[expected[2]][player] if weight else 0)


class Reply:
    """The follower's problem against a strategy that is announced: follow the course, or leave it and be punished.

    Parameters
    ----------
    game : StochasticGame
        A game with a last round.
    leader : int
        Who has announced.
    course : tuple
        The decisions of the announced course.
    punishment : sequence of mapping
        Per phase in order of play: node to the leader's action once the course has been left. Every node that can be
        reached must be there.
    """

    def __init__(
        self, game: StochasticGame, leader: int, course: Decisions, punishment: Sequence[Mapping[int, int]]
    ) -> None:
        self.game, self.leader, self.follower = game, leader, 1 - leader
        self.course, self.punishment = course, punishment
        self._off: dict[tuple[int, int], Fraction] = {}
        self.places = [(t, p) for t in range(game.rounds) for p in range(len(game.phases(t)))]
        for layer in reversed(range(len(self.places))):
            for k, action in punishment[layer].items():
                cells = self._cells(self._node(layer, k), action)
                self._off[layer, k] = max(self.left(layer, cell) for cell in cells)

    def _node(self, layer: int, k: int) -> Node:
        t, p = self.places[layer]
        return self.game.phases(t)[p].nodes[k]

    def _cells(self, node: Node, action: int) -> list[int]:
        """Outcomes that the follower can choose from when the leader plays an action."""
        return list(node.cells[action]) if self.leader == 0 else [line[action] for line in node.cells]

    def left(self, layer: int, cell: int) -> Fraction:
        """What an outcome is worth to the follower if from then on the leader punishes and it does what it can."""
        outcome = self._outcome(layer, cell)
        if outcome.successor == BROKEN:
            return self._worth(layer, outcome, outcome.ended[self.follower])
        if layer + 1 == len(self.places):
            return self._worth(layer, outcome, self.game.final[outcome.successor][self.follower])
        return self._worth(layer, outcome, self._off[layer + 1, outcome.successor] if not outcome.over else Fraction(0))

    def _outcome(self, layer: int, cell: int) -> Outcome:
        t, p = self.places[layer]
        return self.game.phases(t)[p].outcomes[cell]

    def _worth(self, layer: int, outcome: Outcome, later: Fraction) -> Fraction:
        t, p = self.places[layer]
        if not self.game.phases(t)[p].closes_round:
            return later
        d, ended = self.game.discount[self.follower], outcome.ended[self.follower]
        after = ended if outcome.successor == BROKEN else outcome.risk * ended + (1 - outcome.risk) * later
        return (1 - d) * outcome.reward[self.follower] + d * after

    def best(self) -> Fraction:
        """What the follower's best reply to the announcement is worth, at the start of play."""
        ahead = Fraction(0)
        for layer in reversed(range(len(self.course))):
            (_, _, k), actions = self.course[layer]
            cells = self._cells(self._node(layer, k), actions[self.leader])
            kept = self._outcome(layer, cells[actions[self.follower]])
            if layer + 1 == len(self.course):
                ahead = self.left(layer, cells[actions[self.follower]])
            else:
                ahead = self._worth(layer, kept, ahead)
            ahead = max(
                ahead, *(self.left(layer, c) for b, c in enumerate(cells) if b != actions[self.follower]), ahead
            )
        return ahead
