"""Which states of a conflict can be, and how much each party likes them."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from sim.scenario.options.model import OptionsModel, PrefersModel
    from sim.scenario.options.statements import Statement

MOST_STATES = 1 << 16
"""Feasible states, most."""


def bits_of(model: OptionsModel) -> dict[str, int]:
    """The bit of each option, in the order of the parties."""
    options = (f"{party}.{option}" for party, entry in model.players.items() for option in entry.options)
    return {option: bit for bit, option in enumerate(options)}


def mask_of(taken: Sequence[str], bits: dict[str, int]) -> int:
    """The state in which some options are taken, as a number."""
    return sum(1 << bits[option] for option in taken)


def feasible(infeasible: Sequence[Statement], bits: dict[str, int]) -> NDArray[np.int64]:
    """Numbers of the states in which none of some statements holds, ascending."""
    states = np.arange(1 << len(bits), dtype=np.int64)
    for statement in infeasible:
        states = states[~statement.holds(states, bits)]
    return states


def levels_of(prefers: PrefersModel, states: NDArray[np.int64], bits: dict[str, int]) -> NDArray[np.int32]:
    """How much a party likes each state; higher is more, and no number between the least and the most is left out.

    Parameters
    ----------
    states : array of int64, shape (n,)
        The feasible states.

    Raises
    ------
    ExpressionError
        If points are no expression, or have no finite value.
    """
    if prefers.statements is not None:
        return levels_of_statements(prefers.statements, states, bits)
    if prefers.points is not None:
        return _ranked(prefers.points.of([int(state) for state in states], bits))
    place = {mask_of(taken, bits): -k for k, tied in enumerate(prefers.order or ()) for taken in tied}
    return _ranked([place[int(state)] for state in states])


def levels_of_statements(
    statements: Sequence[Statement], states: NDArray[np.int64], bits: dict[str, int]
) -> NDArray[np.int32]:
    """How much states are liked where each statement decides between those that the ones before it leave equal."""
    level = np.zeros(len(states), dtype=np.int64)
    for statement in statements:
        level = np.unique(2 * level + statement.holds(states, bits), return_inverse=True)[1].reshape(-1)
    return level.astype(np.int32)


def _ranked(values: Sequence[Fraction | int]) -> NDArray[np.int32]:
    place = {value: k for k, value in enumerate(sorted(set(values)))}
    return np.array([place[value] for value in values], dtype=np.int32)


def order_problems(
    order: list[list[list[str]]], states: NDArray[np.int64], bits: dict[str, int]
) -> Iterator[tuple[tuple[int, ...], str, str]]:
    """What is wrong with an order of states, as (path in it, message, hint): it names each feasible state once."""
    known = {int(state) for state in states}
    met: dict[int, int] = {}
    for k, tied in enumerate(order):
        for j, taken in enumerate(tied):
            state = mask_of(taken, bits)
            if state not in known:
                yield (k, j), "this state is not feasible", "remove it"
            elif state in met:
                yield (k, j), f"this state stands twice in the order, first at place {met[state] + 1}", "remove one"
            met.setdefault(state, k)
    missing = sorted(known - met.keys())
    if missing:
        names = [option for option, bit in bits.items() if missing[0] >> bit & 1]
        count = f"{len(missing)} feasible states are" if len(missing) > 1 else "a feasible state is"
        yield (), f"{count} missing from the order", f"such as [{', '.join(names)}]"
