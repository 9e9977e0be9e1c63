"""Known answers of games in which waiting tells something of who waits."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from sim.study.known.check import Check, loaded, solved


def _stubborn() -> Any:
    """How likely the second side gives in in its first round, and who is late at once, from the end back."""
    scenario, at = loaded("stubborn")
    a, d, one, two = (at[name] for name in ("claim", "patience", "stubborn_one", "stubborn_two"))
    chance = (1 - a) * (1 - d**2) / (a * d - (1 - a) * d**2)
    (e,) = solved(scenario, "nash").result.equilibria
    return (chance / (1 - two), (1 - one / (1 - chance) ** 3) / (1 - one)), (e.strategies[1][1], e.strategies[0][0])


def _two_values() -> Any:
    """Values 3 and 1 and two prices: as many buy at 3 as leave a second price of 3 as good as one of 1."""
    from sim.engine.solve import solve
    from sim.scenario.load import load

    text = """format: 1
kind: offers
title: Two values
players: {seller: {patience: 0.9}, buyer: {patience: 0.9}}
values: {buyer: [{value: 3, probability: 0.6}, {value: 1, probability: 0.4}]}
rounds: 2
"""
    high, likely, d = Fraction(3), Fraction(3, 5), Fraction(9, 10)
    left = (1 - likely) / (high - 1)
    found: Any = solve(load("two values", text=text), "pbe")
    return ((likely - left) * high + d * left * high, high), (found.payoffs[0], found.path[0].price)


def _one_price() -> Any:
    """One price for a value of 0.01, 0.02, …, 1: p is taken with chance 1.01 - p, and p (1.01 - p) is most at 0.5."""
    scenario, _ = loaded("coase", prices="1")
    found = solved(scenario)
    price = Fraction(1, 2)
    return (price, price * (Fraction(101, 100) - price)), (found.path[0].price, found.payoffs[0])


def _deadline() -> Any:
    """Every division or none at the deadline; who offers before it gets at least what waiting leaves, less a slice."""
    one, at = loaded("deadline-demands", rounds="1")
    two, _ = loaded("deadline-demands")
    last, before = solved(one), solved(two)
    slices, d = last.game.grid, at["patience"]
    least = 1 - (int(d * slices) + 1) * Fraction(1, slices)
    shares = sorted(way.share for way in last.in_round(0))
    none = len(last.in_round(-1))
    return (slices + 1, 0, 1, 1, least, 1), (len(shares), shares[0], shares[-1], none, *before.payoffs(0))


WAITED_FOR = (
    Check("Stubborn by repute: chances to give in", "Abreu and Gul 2000", _stubborn, scenario="stubborn"),
    Check("One price for a hidden value: the price, what it pays", "Myerson 1981", _one_price, scenario="coase"),
    Check("Demands at a deadline: divisions, what the first gets", "Nash 1953", _deadline, scenario="deadline-demands"),
    Check("Two values, two prices: what the seller gets, first price", "Fudenberg and Tirole 1983", _two_values),
)
"""The checks."""
