"""Payoffs of subgame-perfect equilibria in pure actions with public lots: an exact polygon at every node.

Before each decision a lot is drawn that everybody sees, so that what play is worth from a node on is a convex polygon.
A pair of actions with a continuation is an equilibrium of the node exactly if neither player gains by another action
that is answered by the continuation worst for the deviator. So the polygon of a node is the hull, over its pairs of
actions, of what the pair can be worth, cut by one half-plane for each player who moves. Nothing is sampled or left out.
A node that has no equilibrium in pure actions has some in which players mix; a few of them stand in there.

References
----------
Abreu, D., Pearce, D. and Stacchetti, E. (1990): Toward a theory of discounted repeated games with imperfect
monitoring. Econometrica 58, 1041-1063. Abreu, D. and Sannikov, Y. (2014): An algorithm for two-player repeated games
with perfect monitoring. Theoretical Economics 9, 313-338.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

from sim.engine.concessions.equilibrium_sets.stage import MixedCell, mixed_plays
from sim.exact.polygons import EMPTY, at_least, holds, hull, image, smallest_face
from sim.exact.rationals import Rational
from sim.games.concessions.bellman import Exits
from sim.games.concessions.stochastic_game import BROKEN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from fractions import Fraction

    from sim.deadline import Deadline
    from sim.engine.concessions.equilibrium_sets.stage import MixedPlay
    from sim.exact.polygons import Polygon
    from sim.games.concessions.stochastic_game import Node, Phase, StochasticGame
    from sim.types import Pair


@dataclass(frozen=True)
class Cell:
    """A pair of actions that is played in some equilibrium of a node.

    Parameters
    ----------
    pair : pair of int
        The actions.
    outcome : int
        Number of what they lead to, among the outcomes of the phase.
    worth : Polygon
        What they are worth, with all continuations.
    kept : Polygon
        The part of it in which neither player gains by deviating; not empty.
    """

    pair: tuple[int, int]
    outcome: int
    worth: Polygon
    kept: Polygon

    def within(self, face: Polygon) -> Polygon:
        """The smallest face of what the pair is worth that holds what of it lies in a face of the node's polygon.

        Notes
        -----
        A face of a hull meets each polygon in it in some of its corners and in what lies between them.
        """
        part = [corner for corner in self.kept if holds(face, corner)]
        return smallest_face(self.worth, part) if part else EMPTY


@dataclass(frozen=True)
class InnerSets:
    """The polygons of a game, layer by layer; layers are the phases of all rounds in order of play.

    Parameters
    ----------
    phases : list of Phase
        The phase of each layer.
    values : list of dict of int to Polygon
        Payoffs from each node on that play can reach. One entry more than there are layers: the last holds what the
        states pay after the last round.
    exits : Exits
        What outcomes are worth, given what follows.
    """

    game: StochasticGame
    phases: list[Phase]
    values: list[dict[int, Polygon]]
    exits: Exits

    @property
    def payoffs(self) -> Polygon:
        """Payoffs of the whole game."""
        return self.values[0][0]

    def cells(self, layer: int, node: int) -> list[Cell] | list[MixedCell]:
        """The pairs of actions that are played in some equilibrium of a node."""
        label = self.phases[layer].nodes[node]
        worth = Worth(self.exits, self.phases[layer], self.values[layer + 1])
        return list(equilibrium_cells(label, worth)) or [
            MixedCell((i, j), label.cells[i][j], play)
            for play in self.mixed(layer, node)
            for i, one in enumerate(play.strategies[0])
            for j, two in enumerate(play.strategies[1])
            if one and two
        ]

    def mixed(self, layer: int, node: int) -> list[MixedPlay]:
        """What is known to be played at a node that has no equilibrium in pure actions."""
        worth = Worth(self.exits, self.phases[layer], self.values[layer + 1])
        return list(mixed_plays([[worth[o] for o in line] for line in self.phases[layer].nodes[node].cells]))


class Worth:
    """What the outcomes of a phase are worth, each worked out when it is first asked for."""

    def __init__(self, exits: Exits, phase: Phase, later: Mapping[int, Polygon]) -> None:
        self._exits, self._phase, self._later = exits, phase, later
        self._known: dict[int, Polygon] = {}

    def __getitem__(self, outcome: int) -> Polygon:
        found = self._known.get(outcome)
        if found is None:
            leads = self._exits.of(self._phase, outcome)
            base = quick(leads.base)
            found = (base,) if leads.to == BROKEN else image(self._later[leads.to], base, quick(leads.gain))
            self._known[outcome] = found
        return found


def inner_sets(game: StochasticGame, deadline: Deadline) -> InnerSets:
    """The polygons of subgame-perfect payoffs with public lots, from the last round to the first.

    Parameters
    ----------
    game : StochasticGame
        A game with a last round.
    deadline : Deadline
        When to give up.

    Raises
    ------
    TimeLimitError
        If the time is up.
    """
    phases = [phase for t in range(game.rounds) for phase in game.phases(t)]
    exits = Exits(game)

    def polygon(layer: int, node: int, worth: Worth) -> Polygon:
        deadline.check()
        label = phases[layer].nodes[node]
        pure = hull(point for cell in equilibrium_cells(label, worth) for point in cell.kept)
        return pure or hull(play.payoffs for play in mixed_plays([[worth[o] for o in line] for line in label.cells]))

    return InnerSets(game, phases, backwards(game, phases, exits, polygon), exits)


def backwards(
    game: StochasticGame, phases: list[Phase], exits: Exits, polygon: Callable[[int, int, Worth], Polygon]
) -> list[dict[int, Polygon]]:
    """Polygons of all nodes that play can reach, from the last layer to the first, and of what is paid after it.

    Parameters
    ----------
    polygon : callable
        The polygon of a node, by its layer and number, given what the outcomes of its phase can be worth.
    """
    reached = [flags for layer in game.reachable() for flags in layer]
    values: list[dict[int, Polygon]] = [{k: (quick(pair),) for k, pair in enumerate(game.final)}]
    for layer in reversed(range(len(phases))):
        worth = Worth(exits, phases[layer], values[-1])
        values.append({k: polygon(layer, k, worth) for k in reached[layer].nonzero()[0].tolist()})
    return values[::-1]


def equilibrium_cells(node: Node, worth: Mapping[int, Polygon] | Worth) -> Iterator[Cell]:
    """The pairs of actions of a node that are played in some equilibrium, with what each can be worth.

    Parameters
    ----------
    worth : mapping of int to Polygon
        What each outcome can be worth.
    """
    m, n = len(node.cells), len(node.cells[0])
    table = [[worth[o] for o in line] for line in node.cells]
    for i, j in product(range(m), range(n)):
        first = max((_least(table[a][j], 0) for a in range(m) if a != i), default=None)
        second = max((_least(table[i][b], 1) for b in range(n) if b != j), default=None)
        kept = _from(_from(table[i][j], 0, first), 1, second)
        if kept:
            yield Cell((i, j), node.cells[i][j], table[i][j], kept)


def _least(polygon: Polygon, axis: int) -> Fraction:
    return min(point[axis] for point in polygon)


def _from(polygon: Polygon, axis: int, bound: Fraction | None) -> Polygon:
    return polygon if bound is None else at_least(polygon, axis, bound)


def quick(pair: Pair) -> Pair:
    """A pair of numbers of the kind that computes fast."""
    return Rational(pair[0]), Rational(pair[1])
