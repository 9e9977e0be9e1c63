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


WAITED_FOR = (
    Check("Stubborn by repute: chances to give in", "Abreu and Gul 2000", _stubborn, scenario="stubborn"),
    Check("Two values, two prices: what the seller gets, first price", "Fudenberg and Tirole 1983", _two_values),
)
"""The checks."""
