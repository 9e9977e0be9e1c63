"""Hidden points: an offer that is taken or left, by the engine of hidden types, against a calculation by hand."""

from __future__ import annotations

import random
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

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


def test_a_package_that_every_type_takes_is_offered_although_it_is_efficient_with_none() -> None:
    """With keen buyers y is better for both, with cool ones z; the others refuse it, so that x pays 5 and they 3."""
    text = """format: 1
kind: issues
title: t
parameters: {need: 0}
players: {seller: {walk_away: 0}, buyer: {walk_away: 0}}
issues: {deal: {options: {x: [5, 1], y: [6, 2 - need], z: [6, need - 1]}}}
types: {buyer: {keen: {probability: 1/2}, cool: {probability: 1/2, set: {need: 3}}}}
"""
    found = solve(load("t", text=text), "pbe")
    assert isinstance(found, HiddenSolution)
    assert found.solution.equilibria
    assert all(e.behaviour[0]["offers"]["x"] == 1 and e.payoffs[0] == 5 for e in found.solution.equilibria)


@settings(max_examples=4, deadline=None)
@given(st.integers(0, 2**32), st.sampled_from([1, 2]))
def test_one_offer_is_the_best_of_all_packages_against_who_accepts_it(seed: int, kinds: int) -> None:
    """By brute force over all packages: who is offered one accepts what is worth more than walking away."""
    draw = random.Random(seed)
    options = [[(draw.randint(0, 9), draw.randint(0, 9), draw.randint(-3, 3)) for _ in range(3)] for _ in range(3)]
    points = [
        ", ".join(f"o{n}: [{a} + {k} * rich, {b} + {c} * need]" for n, (a, b, c) in enumerate(each))
        for k, each in enumerate(options)
    ]
    stated = ", ".join(f"i{k}: {{options: {{{each}}}}}" for k, each in enumerate(points))
    seller = "seller: {rich: {probability: 1/3, set: {rich: 2}}, poor: {probability: 2/3}}, " if kinds == 2 else ""
    text = f"""format: 1
kind: issues
title: t
parameters: {{rich: 0, need: 0}}
players: {{seller: {{walk_away: 10.5}}, buyer: {{walk_away: 10.25}}}}
issues: {{{stated}}}
types: {{{seller}buyer: {{keen: {{probability: 2/5, set: {{need: 1.3}}}}, cool: {{probability: 3/5}}}}}}
"""
    best = Fraction(0)
    for rich, often in ((2, Fraction(1, 3)), (0, Fraction(2, 3))) if kinds == 2 else ((0, Fraction(1)),):
        worth = [Fraction(21, 2)]
        for package in product(range(3), repeat=3):
            own = sum(options[k][n][0] + k * rich for k, n in enumerate(package))
            takes = [
                sum(options[k][n][1] + need * options[k][n][2] for k, n in enumerate(package)) > Fraction(41, 4)
                for need in (Fraction(13, 10), Fraction(0))
            ]
            chance = Fraction(2, 5) * takes[0] + Fraction(3, 5) * takes[1]
            worth.append(chance * own + (1 - chance) * Fraction(21, 2))
        best += often * max(worth)
    found = solve(load("t", text=text), "pbe")
    assert isinstance(found, HiddenSolution)
    assert found.solution.equilibria
    assert all(e.payoffs[0] == best for e in found.solution.equilibria)
