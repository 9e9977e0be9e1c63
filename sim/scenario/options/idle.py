"""Keys of a conflict over options that change nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.scenario.options.states import bits_of, feasible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.scenario.kind import Found
    from sim.scenario.options.model import OptionsModel
    from sim.scenario.source import Source


def idle(model: OptionsModel, source: Source) -> Iterator[Found]:
    """What bars nothing that others leave; statements that hold in every feasible state, or in none."""
    del source
    bits, left = bits_of(model), feasible((), bits_of(model))
    for k, statement in enumerate(model.infeasible):
        holds = statement.holds(left, bits)
        if not holds.any():
            yield ("infeasible", k), "no state that the others leave is barred by it", "remove it"
        left = left[~holds]
    for party, entry in model.players.items():
        for k, statement in enumerate(entry.prefers.statements or ()):
            if len(np.unique(statement.holds(left, bits))) == 1:
                where = ("players", party, "prefers", k)
                yield where, "it is true in every feasible state, or in none", "remove it"
