"""The first rounds of a game without a last one, seen from outside without any computation of their own.

What all equilibria are worth lies in the same sets in every round; so any pair of actions that may be played at a node
in some round may be played in each, whatever was before. This says less than the rounds worked out backwards, and is
what is left where that takes too long.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.games.concessions.bellman import Exits

if TYPE_CHECKING:
    from sim.engine.concessions.equilibrium_sets.endless import EndlessGame
    from sim.engine.concessions.equilibrium_sets.later_rounds import LaterRounds
    from sim.exact.polygons import Polygon
    from sim.games.concessions.stochastic_game import Phase, StochasticGame


@dataclass(frozen=True)
class LoosePair:
    """A pair of actions that may be played at a node, whatever that is worth.

    Parameters
    ----------
    pair : pair of int
        The actions.
    outcome : int
        Number of what they lead to, among the outcomes of the phase.
    worth : Polygon
        What they can be worth.
    """

    pair: tuple[int, int]
    outcome: int
    worth: Polygon

    def within(self, face: Polygon) -> Polygon:
        """All that it can be worth."""
        del face
        return self.worth


class LooseOuter:
    """The first rounds of a game without a last one.

    Parameters
    ----------
    rounds : int
        How many.
    later : LaterRounds
        What may be played at each node, by sets that hold all equilibria.
    """

    def __init__(self, endless: EndlessGame, rounds: int, later: LaterRounds) -> None:
        self.game: StochasticGame = endless.first_rounds(rounds)
        self.phases: list[Phase] = [phase for t in range(rounds) for phase in self.game.phases(t)]
        self.exits = Exits(self.game)
        self._later = later
        width = len(self.game.cycle[0])
        turns = [(layer // width % len(self.game.cycle), layer % width) for layer in range(len(self.phases) + 1)]
        places = [point.place for point in endless.points]
        self._numbers = [{k[2]: n for n, k in enumerate(places) if k[:2] == turn} for turn in turns]
        self.values: list[dict[int, Polygon]] = [
            {node: later.sets[k] for node, k in numbers.items()} for numbers in self._numbers
        ]

    @property
    def payoffs(self) -> Polygon:
        """Payoffs of the whole game."""
        return self.values[0][0]

    def cells(self, layer: int, node: int) -> list[LoosePair]:
        """The pairs of actions that may be played at a node."""
        number = self._numbers[layer][node]
        table = self._later.endless.graph.table(number, self._later.sets)
        outcomes = self.phases[layer].nodes[node].cells
        return [LoosePair((i, j), outcomes[i][j], table[i][j]) for i, j in self._later.pairs(number)]
