"""Conditions on an order are met by just those orders for which the state is stable; they are counted."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import permutations
from typing import TYPE_CHECKING

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.deadline import Deadline
from sim.engine.options.conditions import conditions, share
from sim.engine.options.definitions import DEFINITIONS, stability
from tests.engine.options.conflicts import conflicts

if TYPE_CHECKING:
    from sim.games.options.options_game import OptionsGame


def with_order(game: OptionsGame, party: int, levels: tuple[int, ...]) -> OptionsGame:
    own = game.levels.copy()
    own[party] = levels
    return replace(game, levels=own, _tables={})


@given(conflicts(), st.data())
@settings(max_examples=120, deadline=None)
def test_an_order_meets_the_conditions_just_where_the_state_is_stable(game: OptionsGame, data: st.DataObject) -> None:
    party = data.draw(st.integers(0, len(game.parties) - 1))
    state = data.draw(st.integers(0, game.count - 1))
    levels = data.draw(st.tuples(*[st.integers(0, 5)] * game.count))
    found = stability(with_order(game, party, levels), Deadline())
    for definition in DEFINITIONS:
        asked = conditions(game, party, state, definition, Deadline())
        assert all(each.met(levels, state) for each in asked) == bool(found.stable[definition][party][state])


@given(conflicts(most=5), st.data())
@settings(max_examples=40, deadline=None)
def test_the_share_of_orders_is_counted_one_by_one(game: OptionsGame, data: st.DataObject) -> None:
    party = data.draw(st.integers(0, len(game.parties) - 1))
    state = data.draw(st.integers(0, game.count - 1))
    orders = list(permutations(range(game.count)))
    for definition in DEFINITIONS:
        asked = conditions(game, party, state, definition, Deadline())
        met = sum(all(each.met(order, state) for each in asked) for order in orders)
        assert share(asked, state) == Fraction(met, len(orders))


@given(conflicts(most=5), st.data())
@settings(max_examples=40, deadline=None)
def test_the_share_of_orders_that_agree_with_levels_is_counted_one_by_one(
    game: OptionsGame, data: st.DataObject
) -> None:
    party = data.draw(st.integers(0, len(game.parties) - 1))
    state = data.draw(st.integers(0, game.count - 1))
    own = game.levels[party]
    orders = [
        order
        for order in permutations(range(game.count))
        if all(order[a] < order[b] for a in range(game.count) for b in range(game.count) if own[a] < own[b])
    ]
    for definition in DEFINITIONS:
        asked = conditions(game, party, state, definition, Deadline())
        met = sum(all(each.met(order, state) for each in asked) for order in orders)
        assert share(asked, state, own) == Fraction(met, len(orders))


def test_a_state_among_many_is_the_best_with_the_chance_of_one_in_all() -> None:
    """By Nash it is stable where it is liked most of the states in reach: one order in as many as there are."""
    from sim.games.options.options_game import OptionsGame

    game = OptionsGame(
        parties=("a", "b"),
        owners=(0,) * 8,
        options=tuple(f"a.o{k}" for k in range(8)),
        irreversible=0,
        states=np.arange(256, dtype=np.int64),
        levels=np.zeros((2, 256), dtype=np.int32),
        start=0,
    )
    assert share(conditions(game, 0, 3, "nash", Deadline()), 3) == Fraction(1, 256)
