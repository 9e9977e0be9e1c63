"""Checks of conflicts over options that need a whole file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sim.scenario.expressions.grammar import ExpressionError
from sim.scenario.fields import ID, no_identifier
from sim.scenario.labels import as_name
from sim.scenario.options.model import MOST_OPTIONS
from sim.scenario.options.states import MOST_STATES, bits_of, feasible, mask_of, order_problems

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    from numpy.typing import NDArray

    from sim.scenario.kind import Found
    from sim.scenario.options.model import OptionsModel, PrefersModel
    from sim.scenario.source import Path


def problems(model: OptionsModel) -> Iterator[Found]:
    """What only a whole file shows: too many options or states, a status quo that cannot be, orders with gaps."""
    bits = bits_of(model)
    yield from _called(model)
    if not 1 <= len(bits) <= MOST_OPTIONS:
        yield ("players",), f"expected 1 to {MOST_OPTIONS} options in all, found {len(bits)}", ""
        return
    states = feasible(model.infeasible, bits)
    if not len(states):
        yield ("infeasible",), "no state is left that can be", "remove a statement"
    elif len(states) > MOST_STATES:
        told = f"expected at most {MOST_STATES:,} feasible states, found {len(states):,}"
        yield ("players",), told, "say under 'infeasible' what cannot be, or leave options out"
    else:
        yield from _start(model, states, bits)
        yield from _preferences(model, states, bits)


def _called(model: OptionsModel) -> Iterator[Found]:
    for party, entry in model.players.items():
        met: set[str] = set()
        for option, about in entry.options.items():
            if not re.fullmatch(ID, option):
                yield ("players", party, "options", option), no_identifier(option)[0], as_name(option, "option")
            name = (about.name if about else None) or option
            if name in met:
                told = f"two options of '{party}' are called '{name}'"
                yield ("players", party, "options", option), told, "give them different names"
            met.add(name)


def _start(model: OptionsModel, states: NDArray[np.int64], bits: dict[str, int]) -> Iterator[Found]:
    if mask_of(model.status_quo, bits) not in states:
        if model.status_quo:
            yield (
                ("status_quo",),
                "the status quo is not feasible",
                "one of the statements under 'infeasible' holds in it",
            )
        else:
            told = "the status quo, in which nothing is taken, is not feasible"
            taken = ", ".join(option for option, bit in bits.items() if int(states[0]) >> bit & 1)
            yield ("status_quo",), told, f"list the options that are taken at the start, as in status_quo: [{taken}]"


def _preferences(model: OptionsModel, states: NDArray[np.int64], bits: dict[str, int]) -> Iterator[Found]:
    for party, entry in model.players.items():
        path: Path = ("players", party, "prefers")
        yield from _preference(path, entry.prefers, states, bits)
        for other, prefers in entry.misperceives.items():
            path = ("players", party, "misperceives", other)
            if other == party or other not in model.players:
                yield path, f"expected another player, found '{other}'", "each party knows what it likes itself"
            yield from _preference(path, prefers, states, bits)


def _preference(path: Path, prefers: PrefersModel, states: NDArray[np.int64], bits: dict[str, int]) -> Iterator[Found]:
    given = [key for key in ("statements", "order", "points") if getattr(prefers, key) is not None]
    if len(given) != 1:
        found = f"found {' and '.join(given)}" if given else "found none of them"
        yield path, f"expected statements, order or points, {found}", "keep one of them"
    elif prefers.order is not None:
        for inside, message, hint in order_problems(prefers.order, states, bits):
            yield (*path, "order", *inside), message, hint
    elif prefers.points is not None:
        try:
            prefers.points.of([int(state) for state in states], bits)
        except ExpressionError as error:
            hint = error.hint if isinstance(error.hint, str) else error.hint()
            yield (*path, "points"), error.message, hint
