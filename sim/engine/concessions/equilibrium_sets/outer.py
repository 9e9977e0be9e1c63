"""Payoffs that hold every subgame-perfect equilibrium, mixed ones included: what a mediator could bring about.

Where one player alone moves, a mediator brings about no more than public lots do. Where both move at once, the polygon
of a node is found by linear programmes, and every edge of it is kept with the prices that prove that there is nothing
beyond. Over many rounds polygons gain corners and digits; from some number on they are replaced by polygons around them
that go no farther along the axes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from itertools import product
from typing import TYPE_CHECKING

from sim.engine.concessions.equilibrium_sets.inner import Cell, LayeredSets, Worth, backwards, cells_of, final_values
from sim.engine.repeated.equilibrium_sets.kept import kept_cells
from sim.engine.repeated.equilibrium_sets.mediator import mediator_programme
from sim.exact.polygon_sums import lighter_around
from sim.exact.polygons import farthest, hull
from sim.games.concessions.bellman import Exits

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sim.deadline import Deadline
    from sim.exact.corner_programme import Bound, Programme
    from sim.exact.polygons import Polygon
    from sim.games.concessions.stochastic_game import Node, StochasticGame
    from sim.types import Pair


MOST, FEW = 40, 16
"""Corners of a polygon, most; one that has more is replaced by one around it that has few."""

LONG = 1024
"""Binary digits of a corner from which on a polygon is replaced by one around it."""


class NodeProgramme:
    """The programme of a node, with what proves the edges of its polygon.

    Parameters
    ----------
    programme : Programme
        A slot per pair of actions.
    bounds : dict of Pair to Bound
        By the outward normals of edges and axes.
    polygon : Polygon
        What the programme makes of it all.
    """

    def __init__(self, programme: Programme, bounds: dict[Pair, Bound], polygon: Polygon) -> None:
        self.programme, self._bounds, self._polygon = programme, bounds, polygon
        self._tight: dict[tuple[Pair, int], frozenset[Pair]] = {}

    def within(self, slot: int, face: Polygon) -> Polygon:
        """What of a slot can have weight where the node is worth a face of its polygon."""
        worth = self.programme.slots[slot].polygon
        for bound in self._on(face):
            key = bound.direction, slot
            if key not in self._tight:
                self._tight[key] = frozenset(self.programme.tight(bound, slot))
            worth = tuple(corner for corner in worth if corner in self._tight[key])
        return worth

    @cached_property
    def _faces(self) -> list[tuple[frozenset[Pair], Bound]]:
        return [(frozenset(farthest(self._polygon, normal)), bound) for normal, bound in self._bounds.items()]

    def _on(self, face: Polygon) -> list[Bound]:
        """The bounds that all of a face reaches; none where it has three corners."""
        return [bound for corners, bound in self._faces if corners.issuperset(face)] if len(face) < 3 else []


@dataclass(frozen=True)
class ObeyedPair:
    """A pair of actions that a mediator who is obeyed may recommend at a node.

    Parameters
    ----------
    pair : pair of int
        The actions.
    outcome : int
        Number of what they lead to, among the outcomes of the phase.
    slot : int
        Its slot in the programme of the node.
    """

    pair: tuple[int, int]
    outcome: int
    slot: int
    node: NodeProgramme

    def within(self, face: Polygon) -> Polygon:
        """What of its worth can have weight where the node is worth a face of its polygon."""
        return self.node.within(self.slot, face)


@dataclass(frozen=True)
class OuterSets(LayeredSets):
    """Payoffs that hold those of all equilibria.

    Parameters
    ----------
    proofs : dict of (int, int) to (dict of Pair to Bound)
        For each layer and node what proves the edges; nothing where one player moves alone.
    programmes : dict of (int, int) to Programme
        Those programmes of nodes that are at hand.
    pure : dict of (int, int) to list of Cell
        What is at hand of the pairs of actions that are played for certain without a mediator.
    exact : dict of (int, int) to Polygon
        What the proofs are of, for those layers and nodes whose polygon is one around that.
    """

    proofs: dict[tuple[int, int], dict[Pair, Bound]]
    deadline: Deadline
    programmes: dict[tuple[int, int], Programme] = field(default_factory=dict, repr=False, compare=False)
    pure: dict[tuple[int, int], list[Cell]] = field(default_factory=dict, repr=False, compare=False)
    exact: dict[tuple[int, int], Polygon] = field(default_factory=dict, repr=False, compare=False)

    def cells(self, layer: int, node: int) -> Sequence[Cell | ObeyedPair]:
        """The pairs of actions that may be played in some equilibrium of a node."""
        label, here = self.phases[layer].nodes[node], self.values[layer][node]
        programme, alone = self.programmes.get((layer, node)), self.pure.get((layer, node))
        if alone is None:
            table = self.table(layer, node)
            alone = cells_of(label, table, kept_cells(table, table), here)
            programme = mediator_programme(table, table, self.deadline) if both_move(label) else None
        if programme is None:
            return alone
        faces = NodeProgramme(programme, self.proofs[layer, node], here)
        pairs = list(product(range(len(label.cells)), range(len(label.cells[0]))))
        # What is an equilibrium by itself may be recommended for certain.
        sure = {cell.pair for cell in alone}
        obeyed = programme.weighed(slot for slot, pair in enumerate(pairs) if pair not in sure)
        return [
            ObeyedPair((i, j), label.cells[i][j], slot, faces)
            for slot, (i, j) in enumerate(pairs)
            if (i, j) in sure or slot in obeyed
        ]


def outer_sets(game: StochasticGame, deadline: Deadline, final: dict[int, Polygon] | None = None) -> OuterSets:
    """The polygons of what a mediator could bring about, from the last round to the first.

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
    proofs: dict[tuple[int, int], dict[Pair, Bound]] = {}
    programmes: dict[tuple[int, int], Programme] = {}
    pure: dict[tuple[int, int], list[Cell]] = {}
    exact: dict[tuple[int, int], Polygon] = {}
    worth: dict[int, Worth] = {}

    def polygon(layer: int, k: int, later: Mapping[int, Polygon]) -> Polygon:
        deadline.check()
        node = phases[layer].nodes[k]
        table = worth.setdefault(layer, Worth(exits, phases[layer], later)).table(node)
        kept = list(kept_cells(table, table))
        corners = hull(corner for _, _, part in kept for corner in part)
        if both_move(node):
            programme = programmes[layer, k] = mediator_programme(table, table, deadline)
            corners, proofs[layer, k] = programme.polygon(corners)
        proven, corners = corners, lighter_around(corners, MOST, FEW, LONG)
        if corners is not proven:
            exact[layer, k] = proven
        pure[layer, k] = cells_of(node, table, kept, corners)
        return corners

    values = backwards(game, final or final_values(game), polygon, "outer_sets")
    return OuterSets(game, phases, values, exits, proofs, deadline, programmes, pure, exact)


def public(table: Sequence[Sequence[Polygon]], threats: Sequence[Sequence[Polygon]]) -> Polygon:
    """What public lots bring about at a node in pure actions.

    Parameters
    ----------
    table, threats : sequence of sequence of Polygon, shape (m, n)
        What each pair of actions can be worth where it is played, and where it is a deviation.
    """
    return hull(corner for _, _, kept in kept_cells(table, threats) for corner in kept)


def mediated(
    node: Node, table: Sequence[Sequence[Polygon]], threats: Sequence[Sequence[Polygon]], deadline: Deadline
) -> tuple[Polygon, dict[Pair, Bound]]:
    """What a mediator could bring about at a node, with the proofs of its edges; none where one player moves alone.

    Parameters
    ----------
    table, threats : sequence of sequence of Polygon, shape (m, n)
        What each pair of actions can be worth where it is recommended, and where it is a deviation.
    """
    pure = public(table, threats)
    return mediator_programme(table, threats, deadline).polygon(pure) if both_move(node) else (pure, {})


def both_move(node: Node) -> bool:
    """Whether both players have a choice at a node."""
    return len(node.cells) > 1 and len(node.cells[0]) > 1
