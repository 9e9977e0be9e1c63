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

from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING

from sim.engine.concessions.equilibrium_sets.stage import MixedCell, mixed_plays
from sim.engine.repeated.equilibrium_sets.kept import kept_cells
from sim.exact.polygons import EMPTY, holds, hull, image, smallest_face
from sim.exact.rationals import Rational
from sim.games.concessions.bellman import Exits
from sim.games.concessions.stochastic_game import BROKEN
from sim.progress import stage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

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
class LayeredSets:
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

    def table(self, layer: int, node: int) -> list[list[Polygon]]:
        """What each pair of actions of a node can be worth."""
        return Worth(self.exits, self.phases[layer], self.values[layer + 1]).table(self.phases[layer].nodes[node])


@dataclass(frozen=True)
class InnerSets(LayeredSets):
    """Payoffs of equilibria.

    Parameters
    ----------
    pure : dict of (int, int) to list of Cell
        For each layer and node what is at hand of the pairs of actions that are played for certain.
    """

    pure: dict[tuple[int, int], list[Cell]] = field(default_factory=dict, repr=False, compare=False)

    def cells(self, layer: int, node: int) -> list[Cell] | list[MixedCell]:
        """The pairs of actions that are played in some equilibrium of a node."""
        label, known = self.phases[layer].nodes[node], self.pure.get((layer, node))
        table = self.table(layer, node) if not known else []
        return (
            known
            or cells_of(label, table, kept_cells(table, table), self.values[layer][node])
            or [
                MixedCell((i, j), label.cells[i][j], play)
                for play in mixed_plays(table)
                for i, one in enumerate(play.strategies[0])
                for j, two in enumerate(play.strategies[1])
                if one and two
            ]
        )


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
            to, base, gain = parts(self._exits, self._phase, outcome)
            ended = (base,) if self._broken else EMPTY
            found = ended if to == BROKEN else image(self._later[to], base, gain)
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
    phases = game.layers
    exits = Exits(game)
    pure: dict[tuple[int, int], list[Cell]] = {}
    worth: dict[int, Worth] = {}

    def polygon(layer: int, node: int, later: Mapping[int, Polygon]) -> Polygon:
        deadline.check()
        label = phases[layer].nodes[node]
        table = worth.setdefault(layer, Worth(exits, phases[layer], later)).table(label)
        kept = list(kept_cells(table, table))
        found = hull(corner for _, _, part in kept for corner in part)
        pure[layer, node] = cells_of(label, table, kept, found)
        return found or hull(play.payoffs for play in mixed_plays(table))

    return InnerSets(game, phases, backwards(game, final or final_values(game), polygon), exits, pure)


def cells_of(
    label: Node,
    table: Sequence[Sequence[Polygon]],
    kept: Iterable[tuple[int, int, Polygon]],
    polygon: Polygon,
) -> list[Cell]:
    """The pairs of actions that are played for certain in some equilibrium of a node.

    Parameters
    ----------
    table : sequence of sequence of Polygon, shape (m, n)
        What each pair of actions can be worth.
    kept : iterable of (int, int, Polygon)
        Those that are played, each with the part of its worth that is kept.
    polygon : Polygon
        The polygon of the node.
    """
    return [Cell((i, j), label.cells[i][j], table[i][j], part, polygon) for i, j, part in kept]


def final_values(game: StochasticGame) -> dict[int, Polygon]:
    """What each state pays in every round after the last, as a polygon of one point."""
    return {k: (quick(pair),) for k, pair in enumerate(game.final)}


def backwards(
    game: StochasticGame,
    final: dict[int, Polygon],
    polygon: Callable[[int, int, Mapping[int, Polygon]], Polygon],
    code: str = "inner_sets",
) -> list[dict[int, Polygon]]:
    """Polygons of all nodes that play can reach, from the last layer to the first, and of what is paid after it.

    Parameters
    ----------
    final : dict of int to Polygon
        What the states are worth after the last round.
    polygon : callable
        The polygon of a node, by its layer and number, given those of the next layer.
    code : str
        What is done, for those who follow how far it has come.
    """
    values = [final]
    reached = [flags.nonzero()[0].tolist() for flags in chain.from_iterable(game.reachable())]
    with stage(code, sum(map(len, reached))) as told:
        for layer in reversed(range(len(reached))):
            later: dict[int, Polygon] = values[-1]
            here: dict[int, Polygon] = {}
            for k in reached[layer]:
                here[k] = polygon(layer, k, later)
                told.step()
            values.append(here)
    return values[::-1]


def parts(exits: Exits, phase: Phase, outcome: int) -> tuple[int, Pair, Pair]:
    """Where an outcome leads and the two parts of its worth, in numbers of the kind that computes fast."""
    key = id(phase), outcome
    if key not in exits.parts:
        leads = exits.of(phase, outcome)
        exits.parts[key] = leads.to, quick(leads.base), quick(leads.gain)
    return exits.parts[key]


def quick(pair: Pair) -> Pair:
    """A pair of numbers of the kind that computes fast."""
    return Rational(pair[0]), Rational(pair[1])
