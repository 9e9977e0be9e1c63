"""From all that play can be worth down to what equilibria can be worth: sets that hold all of them at every step.

What all equilibria are worth from the nodes of a game on lies in what they make of any sets that hold it. So from a
rectangle that holds everything each step leads to sets that hold all equilibria (Abreu, Pearce and Stacchetti 1990).
After each step a set is made a little larger, so that it has few corners, on a fixed grid.

References
----------
Abreu, D., Pearce, D. and Stacchetti, E. (1990): Toward a theory of discounted repeated games with imperfect
monitoring. Econometrica 58, 1041-1063. Judd, K. L., Yeltekin, S. and Conklin, J. (2003): Computing supergame
equilibria. Econometrica 71, 1239-1254.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sim.engine.repeated.equilibrium_sets.kept import kept_cells
from sim.engine.repeated.equilibrium_sets.mediator import mediator_programme
from sim.exact.half_planes import highest, loosened, normals_of
from sim.exact.polygons import EMPTY, hull
from sim.exact.rationals import Rational

if TYPE_CHECKING:
    from collections.abc import Iterable
    from fractions import Fraction

    from sim.deadline import Deadline
    from sim.engine.repeated.equilibrium_sets.closing import Closing
    from sim.engine.repeated.equilibrium_sets.game_graph import GameGraph, Sets
    from sim.exact.corner_programme import Bound
    from sim.exact.polygons import Polygon
    from sim.types import Pair

FINER = 4
"""By how many binary digits the grid for corners is finer than what a set may be made larger by."""


@dataclass(frozen=True)
class Narrowed:
    """One step: a node whose set became smaller.

    Parameters
    ----------
    node : int
        The node.
    polygon : Polygon
        What holds all equilibria from there on.
    bounds : dict of Pair to Bound
        By outward normal, what proves the edges of the polygon before its corners were moved; nothing where one player
        moves alone.
    """

    node: int
    polygon: Polygon
    bounds: dict[Pair, Bound]


@dataclass
class Narrowing:
    """Sets that hold all equilibria, on their way down.

    Parameters
    ----------
    mediator : bool
        Whether they hold what a mediator could bring about, and so all equilibria; if not, those in pure actions alone.
    sets : dict of int to Polygon
        Per node what holds all equilibria so far.
    steps : list of Narrowed or Closing
        How they came about.
    """

    graph: GameGraph
    deadline: Deadline
    mediator: bool = True
    sets: dict[int, Polygon] = field(default_factory=dict)
    steps: list[Narrowed | Closing] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.sets = dict.fromkeys(range(len(self.graph.nodes)), self.graph.box) | self.sets

    def sweep(self, nodes: Iterable[int], digits: int) -> Fraction:
        """Narrow the sets of some nodes, one after the other; the most that one of them lost, as a share of the box.

        Parameters
        ----------
        digits : int
            Binary digits of the share of the box by which a set may be made larger again, to have fewer corners.
        """
        lost, size, slack = Rational(0), self.graph.size, Rational(1, 2**digits)
        grid = grid_of(size, digits)
        for node in nodes:
            self.deadline.check()
            before = self.sets[node]
            polygon, bounds = made_of(self.graph, node, self.sets, self.deadline, mediator=self.mediator)
            self.sets[node] = loosened(polygon, slack, size, grid) if polygon else polygon
            if self.mediator:
                self.steps.append(Narrowed(node, self.sets[node], bounds))
            lost = max(lost, apart(before, self.sets[node], size))
        return lost


def grid_of(size: Pair, digits: int) -> Pair:
    """Distances of a grid so much finer than a share of the box, with short numbers."""
    one, two = (Rational(1, 2 ** (digits + FINER)) * 2 ** int(width).bit_length() for width in size)
    return one, two


def made_of(
    graph: GameGraph, node: int, sets: Sets, deadline: Deadline, *, mediator: bool
) -> tuple[Polygon, dict[Pair, Bound]]:
    """What equilibria of a node make of sets of what follows, with the proofs of edges where a mediator is asked."""
    table = graph.table(node, sets)
    pure = [corner for _, _, kept in kept_cells(table, table) for corner in kept]
    if not mediator:
        return hull((*pure, *graph.known.get(node, EMPTY))), {}
    if not graph.both_move(node):
        return hull(pure), {}
    return mediator_programme(table, table, deadline).polygon(hull(pure))


def apart(outer: Polygon, inner: Polygon, size: Pair) -> Fraction:
    """How far a polygon reaches beyond another within it at most, in the directions of the edges of the inner one.

    Parameters
    ----------
    size : pair of Fraction
        What counts as 1 along each axis.
    """
    if not outer or not inner:
        return Rational(int(outer != inner))
    return max(
        (highest(outer, n) - highest(inner, n)) / (abs(n[0]) * size[0] + abs(n[1]) * size[1]) for n in normals_of(inner)
    )
