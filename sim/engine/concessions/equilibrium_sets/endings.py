"""Payoffs of those equilibria whose play ends with the agreement complete, and of those whose play does not.

What follows where nobody deviates is held to courses that end so; what answers a deviation may be any equilibrium.
Talks that chance ends count as neither.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.engine.concessions.equilibrium_sets.inner import Worth, backwards, cells_of
from sim.engine.concessions.equilibrium_sets.outer import mediated, public
from sim.engine.repeated.equilibrium_sets.kept import kept_cells
from sim.exact.polygons import EMPTY

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sim.deadline import Deadline
    from sim.engine.concessions.equilibrium_sets.inner import Cell, InnerSets
    from sim.engine.concessions.equilibrium_sets.outer import OuterSets
    from sim.exact.corner_programme import Bound
    from sim.exact.polygons import Polygon
    from sim.types import Pair


@dataclass(frozen=True)
class EndingSets:
    """The polygons of a game for one way to end.

    Parameters
    ----------
    complete : bool
        Whether play ends with the agreement complete.
    values : list of dict of int to Polygon
        Payoffs from each node on, per layer; empty where no equilibrium ends so.
    proofs : dict of (int, int) to (dict of Pair to Bound)
        For each layer and node what proves the edges from outside; nothing for sets from inside.
    """

    complete: bool
    values: list[dict[int, Polygon]]
    proofs: dict[tuple[int, int], dict[Pair, Bound]]

    @property
    def payoffs(self) -> Polygon:
        """Payoffs of the whole game."""
        return self.values[0][0]


def inner_endings(
    sets: InnerSets, deadline: Deadline | None = None, *, complete: bool, kept_from: int | None = None
) -> EndingSets:
    """Payoffs of equilibria in pure actions with public lots that end with the agreement complete, or not.

    Parameters
    ----------
    sets : InnerSets
        All equilibria of the game.
    deadline : Deadline, optional
        When to give up, with a TimeLimitError.
    complete : bool
        Which of the two.
    kept_from : int, optional
        Of those that end complete, the ones in which the agreement is complete at the end of this round, counted from
        1, and of every later one.
    """
    width = len(sets.game.cycle[0])

    def polygon(layer: int, k: int, later: Mapping[int, Polygon]) -> Polygon:
        if deadline is not None:
            deadline.check()
        begins = layer % width == 0
        if kept_from is not None and begins and layer // width >= kept_from and not sets.game.states[k].complete:
            return EMPTY
        worth = Worth(sets.exits, sets.phases[layer], later, broken=not complete)
        table = worth.table(sets.phases[layer].nodes[k])
        return public(table, sets.table(layer, k))

    return EndingSets(complete, backwards(sets.game, _final(sets, complete), polygon, "endings"), {})


def ending_cells(sets: InnerSets, endings: EndingSets, layer: int, node: int) -> list[Cell]:
    """The pairs of actions of a node that are played in some equilibrium that ends so, with what is kept of each.

    Parameters
    ----------
    sets : InnerSets
        All equilibria of the game.
    endings : EndingSets
        Those of them, from inside.
    """
    label, phase = sets.phases[layer].nodes[node], sets.phases[layer]
    worth = Worth(sets.exits, phase, endings.values[layer + 1], broken=not endings.complete)
    table = worth.table(label)
    return cells_of(label, table, kept_cells(table, sets.table(layer, node)), endings.values[layer][node])


def outer_endings(sets: OuterSets, deadline: Deadline, *, complete: bool) -> EndingSets:
    """What a mediator could bring about who is held to courses that end with the agreement complete, or not.

    Parameters
    ----------
    sets : OuterSets
        All that a mediator could bring about in the game.
    complete : bool
        Which of the two.
    """
    proofs: dict[tuple[int, int], dict[Pair, Bound]] = {}

    def polygon(layer: int, k: int, later: Mapping[int, Polygon]) -> Polygon:
        deadline.check()
        node = sets.phases[layer].nodes[k]
        table = Worth(sets.exits, sets.phases[layer], later, broken=not complete).table(node)
        corners, proofs[layer, k] = mediated(node, table, sets.table(layer, k), deadline)
        return corners

    return EndingSets(complete, backwards(sets.game, _final(sets, complete), polygon, "endings"), proofs)


def _final(sets: InnerSets | OuterSets, complete: bool) -> dict[int, Polygon]:
    last = sets.values[-1]
    return {k: value if sets.game.states[k].complete == complete else EMPTY for k, value in last.items()}
