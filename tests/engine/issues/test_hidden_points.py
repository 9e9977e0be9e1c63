"""Hidden points: an offer that is taken or left, by the engine of hidden types, against a calculation by hand."""

from __future__ import annotations

from fractions import Fraction

import pytest

from sim.engine.hidden.solution import HiddenSolution
from sim.engine.issues.subgame_perfect import PackageOffersSolution
from sim.engine.solve import solve
from sim.errors import GameTooLargeError
from sim.scenario.load import load

TEXT = """format: 1
kind: issues
title: t
parameters: {{need: 2}}
players: {{seller: {{walk_away: 0}}, buyer: {{walk_away: 0}}}}
issues: {{price: {{options: {{low: [1, need - 1], high: [3, need - 3]}}}}}}
types: {{buyer: {{keen: {{probability: {keen}, set: {{need: 4}}}}, cool: {{probability: {cool}, set: {{need: 2}}}}}}}}
"""


@pytest.mark.parametrize(("keen", "price", "pays"), [("1/2", "high", "3/2"), ("1/4", "low", "1")])
def test_a_seller_asks_for_much_where_keen_buyers_are_likely(keen: str, price: str, pays: str) -> None:
    """High is taken by the keen alone and is worth 3 times their chance; low is taken by both and is worth 1."""
    chance = Fraction(keen)
    found = solve(load("t", text=TEXT.format(keen=chance, cool=1 - chance)), "pbe")
    assert isinstance(found, HiddenSolution)
    assert found.solution.equilibria
    for e in found.solution.equilibria:
        assert e.behaviour[0]["offers"][price] == 1
        assert e.payoffs[0] == Fraction(pays)


def test_what_is_too_large_is_refused_in_words() -> None:
    text = TEXT.format(keen="1/2", cool="1/2").replace("0}", "0, patience: 0.9}") + "offers: {rounds: %s}\n"
    for rounds in ("infinite", "9"):
        with pytest.raises(GameTooLargeError, match="hidden types"):
            solve(load("t", text=text % rounds), "pbe")


@pytest.mark.parametrize("floor", ["1", "-3"])
def test_with_types_that_differ_in_nothing_that_counts_the_offer_is_that_of_known_points(floor: str) -> None:
    """Walking away may be put off to the last: what costs something counts less a round later (half of it here)."""
    text = f"""format: 1
kind: issues
title: t
parameters: {{{{spare: 0}}}}
players: {{{{a: {{{{walk_away: {floor}, patience: 0.5}}}}, b: {{{{walk_away: {floor}, patience: 0.5}}}}}}}}
issues: {{{{i: {{{{options: {{{{x: [9, -2.9], y: [8, -1.4], z: [7, 0], w: [5, 3], v: [2, spare + 1]}}}}}}}}}}}}
offers: {{{{rounds: 1}}}}
{{types}}"""
    types = "types: {b: {m: {probability: 1/2}, n: {probability: 1/2, set: {spare: -9}}}}\n"
    known = solve(load("t", text=text.format(types="")), "subgame-perfect")
    hidden = solve(load("t", text=text.format(types=types)), "pbe")
    assert isinstance(known, PackageOffersSolution)
    assert isinstance(hidden, HiddenSolution)
    assert hidden.solution.equilibria
    assert any(e.payoffs[0] == known.payoffs[0] for e in hidden.solution.equilibria)
