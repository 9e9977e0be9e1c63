"""From a checked model to a conflict over options."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.scenario.options.conflict import Option, Options, Preference
from sim.scenario.options.states import bits_of, feasible, levels_of, mask_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from sim.scenario.options.model import OptionsModel, PrefersModel


def game(model: OptionsModel) -> Options:
    """The game of a model that has passed every check."""
    bits, parties = bits_of(model), list(model.players)
    states = feasible(model.infeasible, bits)
    options = tuple(
        Option(
            option,
            (about.name if about else None) or option,
            k,
            bool(about and about.irreversible),
            bool(about and about.lapses),
        )
        for k, entry in enumerate(model.players.values())
        for option, about in entry.options.items()
    )
    return Options(
        options=options,
        infeasible=tuple(model.infeasible),
        states=tuple(int(state) for state in states),
        prefers=tuple(_preference(entry.prefers, states, bits) for entry in model.players.values()),
        misperceives=tuple(
            {parties.index(other): _preference(prefers, states, bits) for other, prefers in entry.misperceives.items()}
            for entry in model.players.values()
        ),
        status_quo=mask_of(model.status_quo, bits),
    )


def _preference(prefers: PrefersModel, states: NDArray[np.int64], bits: dict[str, int]) -> Preference:
    levels = tuple(int(level) for level in levels_of(prefers, states, bits))
    return Preference(tuple(prefers.statements or ()), levels)
