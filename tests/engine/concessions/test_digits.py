"""Payoffs with much in common: a constant that all of them have changes no choice, or the game is refused.

What an expected-utility maximiser does is the same if a constant is added to its payoffs (von Neumann and Morgenstern
1944).
"""

from __future__ import annotations

from typing import Any

import pytest

from sim.engine.solve import solve
from sim.errors import PayoffDigitsError
from sim.scenario.load import load

TALKS = """\
format: 1
title: Budgets
parameters: {base: 0, unit: 1}
players: {a: {patience: 0.9}, b: {patience: 0.8}}
status_quo: {a: base, b: base}
concessions:
  a: [{id: x, effect: {a: -0.3 * unit, b: 1 * unit}}, {id: y, effect: {a: -0.2 * unit, b: 0.7 * unit}}]
  b: [{id: z, effect: {a: 0.9 * unit, b: -0.5 * unit}}]
breakdown: {payoff: {a: base - unit, b: base - unit}, hazard: 0.1}
actions: [concede, hold_out, walk_away]
horizon: HORIZON
"""


def solved(concept: str, **settings: str) -> Any:
    horizon = "infinite" if concept == "markov-perfect" else "5"
    return solve(load("f", settings, TALKS.replace("HORIZON", horizon)), concept)


CONCEPTS = ["subgame-perfect", "markov-perfect", "correlated"]


@pytest.mark.parametrize("concept", CONCEPTS)
@pytest.mark.parametrize("base", ["1000", "-1e6"])
def test_a_constant_that_all_payoffs_have_changes_neither_choices_nor_certificate(concept: str, base: str) -> None:
    plain, moved = solved(concept), solved(concept, base=base)
    assert [e.chance for e in moved.endings] == pytest.approx([e.chance for e in plain.endings])
    assert [v - float(base) for v in moved.values] == pytest.approx(plain.values, abs=1e-6)
    assert moved.certified == plain.certified


@pytest.mark.parametrize("concept", [*CONCEPTS, "bargaining"])
@pytest.mark.parametrize("base", ["1e9", "-1e12", "1e15", "1e99"])
def test_payoffs_that_rounding_would_decide_between_are_refused_in_words(concept: str, base: str) -> None:
    # Both steps of a stay given up when the talks end, at 1.5 below the base; at best it has 0.9 above it.
    with pytest.raises(PayoffDigitsError, match=r"differ by 2\.4 at most and are about .*status_quo"):
        solved(concept, base=base)
    with pytest.raises(PayoffDigitsError, match=r"differ by 2\.4e-09 at most and are about 1e\+03"):
        solved(concept, base="1000", unit="1e-9")


def test_a_game_in_which_all_is_the_same_is_solved_unless_the_number_is_huge() -> None:
    """Nothing that anybody does matters, so that holding out for ever is an equilibrium."""
    text = TALKS.replace("HORIZON", "3")
    assert solve(load("f", {"unit": "0", "base": "3"}, text)).values == pytest.approx((3, 3))
    with pytest.raises(PayoffDigitsError, match=r"are all the same and are about -1e\+100"):
        solve(load("f", {"unit": "0", "base": "-1e100"}, text))
