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
from itertools import chain
from typing import TYPE_CHECKING

from sim.engine.concessions.equilibrium_sets.stage import MixedCell, mixed_plays
from sim.engine.repeated.equilibrium_sets.kept import kept_cells
from sim.exact.polygons import EMPTY, holds, hull, image, smallest_face
from sim.exact.rationals import Rational
from sim.games.concessions.bellman import Exits
from sim.games.concessions.stochastic_game import BROKEN

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sim.deadline import Deadline
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
    node : Polygon
        The polygon of the node.
    """

    pair: tuple[int, int]
    outcome: int
    worth: Polygon
    kept: Polygon
    node: Polygon

    def within(self, face: Polygon) -> Polygon:
        """The smallest face of what the pair is worth that holds what of it lies in a face of the node's polygon.

        Notes
        -----
        A face of a hull meets each polygon in it in some of its corners and in what lies between them.
        """
        part = [corner for corner in self.kept if face == self.node or holds(face, corner)]
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
        label, table = self.phases[layer].nodes[node], self.table(layer, node)
        here, cells = self.values[layer][node], label.cells
        return [Cell((i, j), cells[i][j], table[i][j], kept, here) for i, j, kept in kept_cells(table, table)] or [
            MixedCell((i, j), cells[i][j], play)
            for play in mixed_plays(table)
            for i, one in enumerate(play.strategies[0])
            for j, two in enumerate(play.strategies[1])
            if one and two
        ]

    def table(self, layer: int, node: int) -> list[list[Polygon]]:
        """What each pair of actions of a node can be worth."""
        return Worth(self.exits, self.phases[layer], self.values[layer + 1]).table(self.phases[layer].nodes[node])


class Worth:
    """What the outcomes of a phase are worth, each worked out when it is first asked for.

    Parameters
    ----------
    later : mapping of int to Polygon
        What the nodes of the next layer are worth.
    broken : bool
        Whether talks that a player ends count; if not, what ends them is worth nothing that is looked for.
    """

    def __init__(self, exits: Exits, phase: Phase, later: Mapping[int, Polygon], *, broken: bool = True) -> None:
        self._exits, self._phase, self._later, self._broken = exits, phase, later, broken
        self._known: dict[int, Polygon] = {}

    def __getitem__(self, outcome: int) -> Polygon:
        found = self._known.get(outcome)
        if found is None:
            leads = self._exits.of(self._phase, outcome)
            base = quick(leads.base)
            if leads.to == BROKEN:
                found = (base,) if self._broken else EMPTY
            else:
                found = image(self._later[leads.to], base, quick(leads.gain))
            self._known[outcome] = found
        return found

    def table(self, node: Node) -> list[list[Polygon]]:
        """What each pair of actions of a node can be worth."""
        return [[self[o] for o in line] for line in node.cells]


def inner_sets(game: StochasticGame, deadline: Deadline, final: dict[int, Polygon] | None = None) -> InnerSets:
    """The polygons of subgame-perfect payoffs with public lots, from the last round to the first.

    Parameters
    ----------
    game : StochasticGame
        A game with a last round.
    deadline : Deadline
        When to give up.
    final : dict of int to Polygon, optional
        What the states are worth after the last round, if that is not what they then pay for ever.

    Raises
    ------
    TimeLimitError
        If the time is up.
    """
    phases = [phase for t in range(game.rounds) for phase in game.phases(t)]
    exits = Exits(game)

    def polygon(layer: int, node: int, later: Mapping[int, Polygon]) -> Polygon:
        deadline.check()
        table = Worth(exits, phases[layer], later).table(phases[layer].nodes[node])
        return hull(corner for _, _, kept in kept_cells(table, table) for corner in kept) or hull(
            play.payoffs for play in mixed_plays(table)
        )

    return InnerSets(game, phases, backwards(game, final or final_values(game), polygon), exits)


def final_values(game: StochasticGame) -> dict[int, Polygon]:
    """What each state pays in every round after the last, as a polygon of one point."""
    return {k: (quick(pair),) for k, pair in enumerate(game.final)}


def backwards(
    game: StochasticGame,
    final: dict[int, Polygon],
    polygon: Callable[[int, int, Mapping[int, Polygon]], Polygon],
) -> list[dict[int, Polygon]]:
    """Polygons of all nodes that play can reach, from the last layer to the first, and of what is paid after it.

    Parameters
    ----------
    final : dict of int to Polygon
        What the states are worth after the last round.
    polygon : callable
        The polygon of a node, by its layer and number, given those of the next layer.
    """
    values = [final]
    reached = [flags.nonzero()[0].tolist() for flags in chain.from_iterable(game.reachable())]
    for layer in reversed(range(len(reached))):
        later = values[-1]
        values.append({k: polygon(layer, k, later) for k in reached[layer]})
    return values[::-1]


def quick(pair: Pair) -> Pair:
    """A pair of numbers of the kind that computes fast."""
    return Rational(pair[0]), Rational(pair[1])
