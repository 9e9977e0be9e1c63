"""How each corner of a node's polygon is attained: what is done, and what follows whatever is done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.engine.concessions.equilibrium_sets.endings import ending_cells
from sim.engine.concessions.equilibrium_sets.inner import Cell, parts
from sim.exact.polygons import EMPTY, holds, hull, mixture, moved
from sim.exact.rationals import ONE, ZERO
from sim.games.concessions.stochastic_game import BROKEN

if TYPE_CHECKING:
    from fractions import Fraction

    from sim.engine.concessions.equilibrium_sets.endings import EndingSets
    from sim.engine.concessions.equilibrium_sets.inner import InnerSets
    from sim.engine.concessions.equilibrium_sets.stage import MixedCell, MixedPlay
    from sim.exact.polygons import Polygon
    from sim.types import Pair

    Lot = tuple[tuple[Pair, Fraction], ...]


@dataclass(frozen=True)
class Conduct:
    """What is done at a node by those who play for one corner of its polygon.

    Parameters
    ----------
    strategies : pair of tuple of Fraction
        Chances of the actions of both players.
    then : dict of (int, int) to tuple of (Pair, Fraction)
        For each pair of actions that can come about if at most one player does something else: the corners of what
        follows that are then played for, each with its chance; nothing where the talks are over.
    """

    strategies: tuple[tuple[Fraction, ...], tuple[Fraction, ...]]
    then: dict[tuple[int, int], Lot]


class Corners:
    """The conduct for each corner of a game's sets, each worked out when it is first asked for.

    Parameters
    ----------
    sets : InnerSets
        The sets.
    along : EndingSets, optional
        Sets within them, whose corners are asked for: what is done for one leads on to corners of these, while whoever
        does something else is answered from all of the sets.
    """

    def __init__(self, sets: InnerSets, along: EndingSets | None = None) -> None:
        self.sets, self.along = sets, along
        self.values = sets.values if along is None else along.values
        self._cells: dict[tuple[int, int], list[Cell] | list[MixedCell]] = {}
        self._known: dict[tuple[int, int, Pair], Conduct] = {}
        self._sources: dict[tuple[int, int, bool], tuple[Polygon, Polygon]] = {}
        self._answers: dict[tuple[int, int, int], Lot] = {}

    def conduct(self, layer: int, node: int, corner: Pair) -> Conduct:
        """What is done at a node to attain a corner of its polygon.

        Raises
        ------
        ValueError
            If it is not one of its corners.
        """
        key = layer, node, corner
        if key not in self._known:
            self._known[key] = self._find(*key)
        return self._known[key]

    def _find(self, layer: int, node: int, corner: Pair) -> Conduct:
        if (layer, node) not in self._cells:
            sets = self.sets
            self._cells[layer, node] = (
                sets.cells(layer, node) if self.along is None else ending_cells(sets, self.along, layer, node)
            )
        for cell in self._cells[layer, node]:
            if isinstance(cell, Cell):
                if holds(cell.kept, corner):
                    return self._pure(layer, node, cell.pair, corner)
            elif cell.play.payoffs == corner:
                return self._mixed(layer, node, cell.play)
        raise ValueError("the point is not a corner of the polygon")

    def _pure(self, layer: int, node: int, pair: tuple[int, int], corner: Pair) -> Conduct:
        """A pair of actions; whoever does something else is answered by what is then worst for it."""
        cells, (i, j) = self.sets.phases[layer].nodes[node].cells, pair
        then = {pair: self._lot(layer, cells[i][j], corner)}
        then |= {(k, j): self._worst(layer, line[j], 0) for k, line in enumerate(cells) if k != i}
        then |= {(i, k): self._worst(layer, outcome, 1) for k, outcome in enumerate(cells[i]) if k != j}
        return Conduct((_unit(i, len(cells)), _unit(j, len(cells[0]))), then)

    def _mixed(self, layer: int, node: int, play: MixedPlay) -> Conduct:
        cells = self.sets.phases[layer].nodes[node].cells
        then = {
            (i, j): self._lot(layer, outcome, play.worth[i][j])
            for i, line in enumerate(cells)
            for j, outcome in enumerate(line)
        }
        return Conduct(play.strategies, then)

    def _lot(self, layer: int, outcome: int, worth: Pair) -> Lot:
        """A lot on corners of what follows that makes an outcome worth so much."""
        images, corners = self._behind(layer, outcome, self.along is not None)
        if worth in images:
            return ((corners[images.index(worth)], ONE),)
        return tuple((corners[images.index(v)], w) for v, w in mixture(hull(images), worth)) if images else ()

    def _worst(self, layer: int, outcome: int, player: int) -> Lot:
        """The corner of all that can follow that makes an outcome worth least to a player."""
        key = layer, outcome, player
        if key not in self._answers:
            images, corners = self._behind(layer, outcome, False)
            k = min(range(len(images)), key=lambda k: images[k][player], default=None)
            self._answers[key] = () if k is None else ((corners[k], ONE),)
        return self._answers[key]

    def _behind(self, layer: int, outcome: int, along: bool) -> tuple[Polygon, Polygon]:
        """What an outcome can be worth, and the corners of what follows behind it; nothing if the talks are over.

        Where a player's future counts for nothing several corners are worth the same: the first stands for them.

        Parameters
        ----------
        along : bool
            Whether what follows is taken from the sets whose corners are asked for, or from all that can follow.
        """
        key = layer, outcome, along
        if key not in self._sources:
            to, base, gain = parts(self.sets.exits, self.sets.phases[layer], outcome)
            values = self.values if along else self.sets.values
            later = EMPTY if to == BROKEN else values[layer + 1][to]
            self._sources[key] = tuple(moved(v, base, gain) for v in later), later
        return self._sources[key]


def _unit(k: int, size: int) -> tuple[Fraction, ...]:
    return tuple(ONE if a == k else ZERO for a in range(size))
