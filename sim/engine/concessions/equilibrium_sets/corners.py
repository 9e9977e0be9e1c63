"""How each corner of a node's polygon is attained: what is done, what follows, and what follows a deviation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.engine.concessions.equilibrium_sets.inner import quick
from sim.exact.polygons import holds, hull, image, mixture
from sim.games.concessions.stochastic_game import BROKEN

if TYPE_CHECKING:
    from fractions import Fraction

    from sim.engine.concessions.equilibrium_sets.inner import Cell, InnerSets
    from sim.types import Pair


@dataclass(frozen=True)
class Conduct:
    """What is done at a node by those who play for one corner of its polygon.

    Whoever deviates is answered by the corner of what follows that is worth least to the deviator.

    Parameters
    ----------
    pair : pair of int
        The actions.
    outcome : int
        Number of what they lead to, among the outcomes of the phase.
    lot : tuple of (Pair, Fraction)
        Corners of what follows that are then played for, each with its chance; empty where the talks are over.
    """

    pair: tuple[int, int]
    outcome: int
    lot: tuple[tuple[Pair, Fraction], ...]


class Corners:
    """The conduct for each corner of a game's sets, each worked out when it is first asked for."""

    def __init__(self, sets: InnerSets) -> None:
        self.sets = sets
        self._cells: dict[tuple[int, int], list[Cell]] = {}
        self._known: dict[tuple[int, int, Pair], Conduct] = {}

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
            self._cells[layer, node] = self.sets.cells(layer, node)
        cell = next((c for c in self._cells[layer, node] if holds(c.kept, corner)), None)
        if cell is None:
            raise ValueError("the point is not a corner of the polygon")
        leads = self.sets.exits.of(self.sets.phases[layer], cell.outcome)
        if leads.to == BROKEN:
            return Conduct(cell.pair, cell.outcome, ())
        base, gain = quick(leads.base), quick(leads.gain)
        # Where a player's future counts for nothing several corners are worth the same: the first stands for them.
        behind: dict[Pair, Pair] = {}
        for later in self.sets.values[layer + 1][leads.to]:
            behind.setdefault(image((later,), base, gain)[0], later)
        lot = tuple((behind[worth], weight) for worth, weight in mixture(hull(behind), corner))
        return Conduct(cell.pair, cell.outcome, lot)
