"""Games without a last round as the sets know them: the way to their graph, and rounds that are told one by one.

What all equilibria are worth is the same in every round that the same player begins; so a few rounds that end with
these sets, and not with what states pay, are as good as the game itself, and are treated as a game with a last round.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sim.engine.concessions.equilibrium_sets.inner import quick
from sim.engine.repeated.equilibrium_sets.game_graph import GameGraph, Way
from sim.games.concessions.decision_graph import decision_points

if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction

    from sim.exact.polygons import Polygon
    from sim.games.concessions.decision_graph import Point
    from sim.games.concessions.stochastic_game import State, StochasticGame


class EndlessGame:
    """A game without a last round with its graph.

    Parameters
    ----------
    game : StochasticGame
        The game.
    """

    def __init__(self, game: StochasticGame) -> None:
        self.game = game
        self.points: list[Point] = decision_points(game)
        self._index = {point.place: k for k, point in enumerate(self.points)}
        self.graph = GameGraph(
            tuple(
                tuple(tuple(Way(e.to, quick(e.base), quick(e.gain)) for e in line) for line in point.exits)
                for point in self.points
            )
        )

    def first_rounds(self, rounds: int) -> StochasticGame:
        """The first rounds as a game of their own."""
        return replace(self.game, horizon=rounds)

    def after(self, rounds: int, sets: Mapping[int, Polygon]) -> dict[int, Polygon]:
        """What the states are worth after some rounds, by the sets of the nodes of the graph."""
        turn = rounds % len(self.game.cycle)
        return {point.place[2]: sets[k] for k, point in enumerate(self.points) if point.place[:2] == (turn, 0)}

    def index(self, rounds: int, state: int) -> int:
        """The node of the graph at which a state stands after some rounds."""
        return self._index[rounds % len(self.game.cycle), 0, state]

    def node(self, layer: int, number: int) -> int | None:
        """The node of the graph that is a node of a phase, counted over all rounds; None if play does not get there."""
        places = [(turn, k) for turn, phases in enumerate(self.game.cycle) for k in range(len(phases))]
        turn, phase = places[layer % len(places)]
        return self._index.get((turn, phase, number))

    def state(self, node: int) -> State | None:
        """The state that stands at a node between rounds; None at one within a round."""
        _, phase, k = self.points[node].place
        return self.game.states[k] if phase == 0 else None

    def seen(self, node: int) -> State:
        """The state that the movers see at a node; within a round the one that the leader's move has led to."""
        return self.game.states[self.points[node].node.state]

    def survival(self, node: int, pair: tuple[int, int]) -> Fraction:
        """The chance that chance does not end the talks after a pair of actions."""
        turn, phase, _ = self.points[node].place
        i, j = pair
        return self.game.cycle[turn][phase].outcomes[self.points[node].node.cells[i][j]].survival
