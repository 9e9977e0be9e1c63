"""How often a state is an equilibrium over all strict orders that agree with what a file says of preferences.

What the file leaves tied, or what only later statements tell apart, may be either way. Every strict order that agrees
with the rest counts as likely as any other, and parties are independent.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import permutations, product
from math import factorial, prod, sqrt
from typing import TYPE_CHECKING

import numpy as np

from sim.deadline import Deadline
from sim.engine.options.conditions import conditions, share
from sim.engine.options.definitions import DEFINITIONS, stability
from sim.games.options.options_game import from_options
from sim.scenario.options.conflict import Options
from sim.scenario.options.states import levels_of_statements

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from sim.engine.options.definitions import Definition
    from sim.games.options.options_game import OptionsGame
    from sim.scenario.options.conflict import Preference
    from sim.scenario.scenario import Scenario
    from sim.study.preferences.options import PreferencesOptions

MOST_LISTED = 2_000
"""Combinations of orders that are all gone through, most."""

MOST_STATES_COUNTED = 48
"""States, most, of a conflict in which shares are counted by formula where orders are drawn."""

SURE = 1.959963984540054
"""The normal quantile of an interval that holds the share in 19 of 20 cases."""


@dataclass(frozen=True)
class Share:
    """How often something is so.

    Parameters
    ----------
    value : Fraction
        The share: of all orders if it is exact, else of those that were drawn.
    low, high : float
        Between what it lies: Wilson's interval of 95 % if it is not exact.
    exact : bool
        Whether it is the share of all orders.
    """

    value: Fraction
    low: float
    high: float
    exact: bool

    @classmethod
    def counted(cls, value: Fraction) -> Share:
        """An exact share."""
        return cls(value, float(value), float(value), True)

    @classmethod
    def drawn(cls, hits: int, draws: int) -> Share:
        """A share of draws, with Wilson's interval (Wilson 1927)."""
        p, z2 = hits / draws, SURE**2
        middle = (p + z2 / (2 * draws)) / (1 + z2 / draws)
        half = SURE * sqrt(p * (1 - p) / draws + z2 / (4 * draws**2)) / (1 + z2 / draws)
        low, high = (0.0 if not hits else middle - half), (1.0 if hits == draws else middle + half)
        return cls(Fraction(hits, draws), low, high, False)


@dataclass(frozen=True)
class Completions:
    """What was found.

    Parameters
    ----------
    game : OptionsGame
        The conflict, with preferences as far as they are taken as given.
    orders : int
        Combinations of strict orders that agree with that, one for each party.
    draws : int
        How many were drawn; 0 if all were gone through.
    statements : int or None
        How many statements of each party were taken as given; None for all.
    shares : mapping of str to tuple of Share, length n
        By definition, how often each state is an equilibrium.
    """

    game: OptionsGame
    orders: int
    draws: int
    statements: int | None
    shares: dict[Definition, tuple[Share, ...]]


def completions(scenario: Scenario, options: PreferencesOptions) -> Completions:
    """How often each state is an equilibrium.

    Parameters
    ----------
    scenario : Scenario
        A scenario of kind ``options``.

    Raises
    ------
    TimeLimitError
        If the time is up.
    """
    deadline = Deadline(options.time_limit)
    game = _as_far(scenario, options.statements)
    ties = [[np.flatnonzero(own == level) for level in range(int(own.max()) + 1)] for own in game.levels]
    orders = prod(factorial(len(tied)) for own in ties for tied in own)
    if orders <= MOST_LISTED:
        hits, count = _hits(game, _every(ties), deadline)
        found = {d: tuple(Share.counted(Fraction(int(k), count)) for k in hits[d]) for d in DEFINITIONS}
        return Completions(game, orders, 0, options.statements, found)
    hits, count = _hits(game, _drawn(ties, options.draws, options.seed), deadline)
    shares: dict[Definition, tuple[Share, ...]] = {}
    for definition in DEFINITIONS:
        each = []
        for state in range(game.count):
            exact = _counted(game, state, definition, deadline)
            each.append(Share.drawn(int(hits[definition][state]), count) if exact is None else Share.counted(exact))
        shares[definition] = tuple(each)
    return Completions(game, orders, count, options.statements, shares)


def _as_far(scenario: Scenario, statements: int | None) -> OptionsGame:
    """The conflict by the first statements of each party."""
    game = scenario.game
    assert isinstance(game, Options)
    whole = replace(from_options(scenario), seen=())
    if statements is None:
        return whole
    bits = {name: bit for bit, name in enumerate(whole.options)}

    def levels(prefers: Preference, own: NDArray[np.int32]) -> NDArray[np.int32]:
        if len(prefers.statements) <= statements:
            return own
        return levels_of_statements(prefers.statements[:statements], whole.states, bits)

    told = [levels(prefers, own) for prefers, own in zip(game.prefers, whole.levels, strict=True)]
    return replace(whole, levels=np.stack(told))


def _every(ties: list[list[NDArray[np.intp]]]) -> Iterator[NDArray[np.int32]]:
    """All combinations of strict orders, as levels of each party."""
    tied = [group for own in ties for group in own]
    for picked in product(*(permutations(range(len(group))) for group in tied)):
        yield _levels(ties, list(picked))


def _drawn(ties: list[list[NDArray[np.intp]]], draws: int, seed: int) -> Iterator[NDArray[np.int32]]:
    draw = np.random.default_rng(seed)
    for _ in range(draws):
        yield _levels(ties, [draw.permutation(len(group)) for own in ties for group in own])


def _levels(ties: list[list[NDArray[np.intp]]], picked: list[tuple[int, ...] | NDArray[np.int64]]) -> NDArray[np.int32]:
    count, at = sum(map(len, ties[0])), 0
    found = np.empty((len(ties), count), dtype=np.int32)
    for party, own in enumerate(ties):
        first = 0
        for group in own:
            found[party, group] = first + np.asarray(picked[at])
            first, at = first + len(group), at + 1
    return found


def _hits(
    game: OptionsGame, orders: Iterator[NDArray[np.int32]], deadline: Deadline
) -> tuple[dict[Definition, NDArray[np.int64]], int]:
    hits = {definition: np.zeros(game.count, dtype=np.int64) for definition in DEFINITIONS}
    count = 0
    for levels in orders:
        found = stability(replace(game, levels=levels), deadline)
        count += 1
        for definition in DEFINITIONS:
            hits[definition] += found.equilibrium(definition)
    return hits, count


def _counted(game: OptionsGame, state: int, definition: Definition, deadline: Deadline) -> Fraction | None:
    """The exact share, where what others prefer does not matter to a party, so that parties are independent."""
    if definition == "seq" or (definition != "nash" and game.count > MOST_STATES_COUNTED):
        return None
    whole = Fraction(1)
    for party, own in enumerate(game.levels):
        part = share(conditions(game, party, state, definition, deadline), state, own)
        if part is None or not part:
            return part
        whole *= part
    return whole
