"""Checks of what a mediator can bring about who is held to courses that end one way, by code that did not find it.

At every node every edge is proven anew from its prices, for all that may follow on such courses; what answers a
deviation may be anything in the sets of all equilibria. Where nothing is left of a node, prices prove that too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.engine.concessions.equilibrium_sets.certificate import Recount, bounded
from sim.exact.polygons import EMPTY
from sim.games.concessions.stochastic_game import BROKEN

if TYPE_CHECKING:
    from fractions import Fraction

    from sim.deadline import Deadline
    from sim.engine.concessions.equilibrium_sets.endings import EndingSets
    from sim.engine.concessions.equilibrium_sets.outer import OuterSets
    from sim.types import Pair


def faults_of_endings(sets: OuterSets, endings: EndingSets, deadline: Deadline | None = None) -> list[str]:
    """Where a polygon of those that end one way reaches less far than it must, or a proof does not hold.

    Parameters
    ----------
    sets : OuterSets
        All that a mediator could bring about, which has passed its own check.
    endings : EndingSets
        What one who is held to such courses could.
    deadline : Deadline, optional
        When to give up, with a TimeLimitError.

    Returns
    -------
    list of str
        Codes with layer and node, such as ``"ending 3 7"``; empty if all is as it should be.
    """
    worth, states = _Along(sets, endings), sets.game.states
    faults = []
    for k, polygon in endings.values[-1].items():
        if polygon != (sets.values[-1][k] if states[k].complete == endings.complete else EMPTY):
            faults.append(f"ending {len(sets.phases)} {k}")
    for layer, phase in enumerate(sets.phases):
        for k, polygon in endings.values[layer].items():
            if deadline is not None:
                deadline.check()
            if not bounded(worth, layer, phase.nodes[k], polygon, endings.proofs.get((layer, k), {})):
                faults.append(f"ending {layer} {k}")
    return faults


class _Along(Recount):
    """What outcomes are worth on courses that end one way, and to deviators with all that may answer them."""

    def __init__(self, sets: OuterSets, endings: EndingSets) -> None:
        super().__init__(sets.game, endings.values)
        self._all, self._complete = Recount(sets.game, sets.values), endings.complete
        self._layers = sets.game.layers

    def corners(self, layer: int, number: int) -> tuple[Pair, ...]:
        """What an outcome is worth with each corner of what may follow; nothing if talks are over that must not be."""
        outcome = self._layers[layer].outcomes[number]
        over = outcome.successor == BROKEN or outcome.risk == 1
        return () if over and self._complete else super().corners(layer, number)

    def least(self, layer: int, number: int, player: int) -> Fraction:
        """What an outcome is worth to a player with the worst of all that may follow."""
        return self._all.least(layer, number, player)
