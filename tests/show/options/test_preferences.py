"""What is told over preferences is counted one by one."""

from __future__ import annotations

from fractions import Fraction
from itertools import permutations, product
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

from sim.deadline import Deadline
from sim.engine.options.definitions import DEFINITIONS, stability
from sim.errors import AskError
from sim.games.options.options_game import from_options
from sim.scenario.load import load
from sim.show.options.preferences import preferences_document, preferences_line, preferences_text
from sim.show.text.blocks import as_text
from sim.study.preferences.completions import Share, completions
from sim.study.preferences.inverse import inverse
from sim.study.preferences.options import PreferencesOptions
from tests.show.options.test_stability import files

TIES = """
format: 1
kind: options
title: Ties
players:
  a: {options: {x: {}}, prefers: ["b.y", "a.x"]}
  b: {options: {y: {}}, prefers: ["a.x"]}
"""


def test_ties_are_broken_in_all_ways() -> None:
    """The first party's order is strict; the other one's ties two pairs of states, which gives four orders."""
    scenario = load("ties.yaml", text=TIES)
    found = completions(scenario, PreferencesOptions())
    assert (found.orders, found.draws) == (4, 0)
    # The first takes its option whatever happens; the second then takes its own in half of the orders.
    assert {found.game.taken(s): found.shares["nash"][s].value for s in range(4)} == {
        (): 0,
        ("b.y",): 0,
        ("a.x",): Fraction(1, 2),
        ("a.x", "b.y"): Fraction(1, 2),
    }


@given(files())
@settings(max_examples=8, deadline=None)
def test_shares_by_formula_and_by_draws_are_those_of_all_orders(text: str) -> None:
    scenario = load("random.yaml", text=text)
    found = completions(scenario, PreferencesOptions())
    if found.orders > 300 or found.game.count > 8:
        return
    import sim.study.preferences.completions as module

    listed, module.MOST_LISTED = module.MOST_LISTED, 0
    try:
        drawn = completions(scenario, PreferencesOptions(draws=60))
    finally:
        module.MOST_LISTED = listed
    for d in DEFINITIONS:
        for one, two in zip(found.shares[d], drawn.shares[d], strict=True):
            if two.exact:
                assert one.value == two.value
            else:
                assert two.low - 0.25 <= one.value <= two.high + 0.25


def test_a_share_of_draws_lies_in_wilsons_interval() -> None:
    """Wilson (1927); the numbers for 8 of 10 are in Agresti and Coull (1998) and worked out here by the formula."""
    share = Share.drawn(8, 10)
    assert (round(share.low, 4), round(share.high, 4)) == (0.4902, 0.9433)
    assert (Share.drawn(0, 10).low, Share.drawn(10, 10).high) == (0.0, 1.0)


@pytest.mark.parametrize("taken", ["nothing", "a.x", "x, y"])
def test_orders_that_make_a_state_stable_are_counted(taken: str) -> None:
    scenario = load("ties.yaml", text=TIES)
    found = inverse(scenario, PreferencesOptions(stable=taken))
    game = from_options(scenario)
    for asked in found.asked:
        met = 0
        for order in permutations(range(4)):
            levels = game.levels.copy()
            levels[asked.party] = order
            own = stability(type(game)(**{**vars(game), "levels": levels, "_tables": {}}), Deadline())
            met += bool(own.stable[asked.definition][asked.party][found.state])
        assert asked.share == Fraction(met, 24)


def test_an_order_of_the_file_holds_where_it_meets_the_conditions() -> None:
    for name, taken in product(["cuban-missiles", "elmira"], range(12)):
        scenario = load(name)
        game = from_options(scenario)
        state = ", ".join(game.taken(taken)) or "nothing"
        for asked in inverse(scenario, PreferencesOptions(stable=state)).asked:
            assert asked.holds == all(c.met(game.levels[asked.party], taken) for c in asked.conditions)


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"stable": "a.z"}, "there is no option 'a.z'"),
        ({"stable": "x", "party": "z"}, "there is no player 'z'"),
        ({"party": "a"}, "goes with --stable"),
        ({"stable": "x", "statements": 1}, "leave one out"),
        ({"draws": 0}, "expected 1 to 1,000,000 draws"),
        ({"statements": -1}, "expected 0 or a positive number"),
    ],
)
def test_what_cannot_be_asked_is_refused(options: dict[str, Any], told: str) -> None:
    from sim.api.maps import Preferences

    with pytest.raises(AskError, match=told.replace("(", r"\(")):
        Preferences.ask(load("ties.yaml", text=TIES), PreferencesOptions(**options))


def test_other_kinds_are_refused() -> None:
    from sim.api.maps import Preferences

    with pytest.raises(AskError, match="kind options, not matrix"):
        Preferences.ask(load("chicken"), PreferencesOptions())


@given(files())
@settings(max_examples=12, deadline=None)
def test_texts_are_made_for_whatever_file(text: str) -> None:
    scenario = load("random.yaml", text=text)
    for found in (
        completions(scenario, PreferencesOptions(draws=20, statements=1)),
        inverse(scenario, PreferencesOptions(stable="nothing")),
    ):
        story = as_text(preferences_text(scenario, found))
        assert story.startswith("Random: ")
        assert preferences_line(scenario, found).startswith("Random: ")
        assert preferences_document(scenario, found)["kind"] == "options"
    assert np.isfinite(float(found.orders))
