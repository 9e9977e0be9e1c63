"""Profiles that files state: closed forms on grids that hold them, and every deviation of every type counted out."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from sim.engine.hidden.revelation import payoffs_by_type, with_open_cards
from sim.engine.hidden.solution import HiddenSolution
from sim.engine.solve import solve
from sim.errors import ScenarioError
from sim.scenario.load import load

F = Fraction

AUCTION = """
format: 1
kind: matrix
title: Double auction
players:
  buyer: {actions: {offer: START:11/12:1/6}}
  seller: {actions: {offer: START:11/12:1/6}}
parameters: {value: 0, cost: 0, shade: 0}
types: {buyer: {value: 0:1:1/4}, seller: {cost: 0:1:1/4}}
payoffs:
  buyer: (value - (buyer.offer + seller.offer) / 2) * (buyer.offer >= seller.offer)
  seller: ((buyer.offer + seller.offer) / 2 - cost) * (buyer.offer >= seller.offer)
profile: {buyer: 2 * value / 3 + 1/12 - shade, seller: 2 * cost / 3 + 1/4 + shade}
""".replace("START", "1/12")


def told(text: str = AUCTION, concept: str | None = None, **settings: str) -> HiddenSolution:
    found = solve(load("x.yaml", settings, text), concept)
    assert isinstance(found, HiddenSolution)
    return found


def offers(solution: HiddenSolution) -> tuple[dict[F, F], dict[F, F]]:
    """Offers by type in the first equilibrium."""
    one, two = (
        {F(name.split()[1]): F(next(iter(at))) for name, at in side.items()}
        for side in solution.solution.equilibria[0].behaviour
    )
    return one, two


def gain(mine: dict[F, F], pays: Any, grid: list[F]) -> F:
    """What the types of a player could gain on average, counted out choice by choice."""
    return sum((max(pays(t, a) for a in grid) - pays(t, own) for t, own in mine.items()), F(0)) / len(mine)


@pytest.mark.parametrize("shade", ["0", "1/6", "1/3"])
def test_the_regret_of_a_profile_is_what_counting_out_every_deviation_gives(shade: str) -> None:
    grid, types = [F(1, 12) + F(k, 6) for k in range(6)], [F(k, 4) for k in range(5)]

    def near(wanted: F) -> F:
        return min(grid, key=lambda a: (abs(a - wanted), a))

    bids = {v: near(F(2, 3) * v + F(1, 12) - F(shade)) for v in types}
    asks = {c: near(F(2, 3) * c + F(1, 4) + F(shade)) for c in types}

    def buyer(v: F, offer: F) -> F:
        return sum((v - (offer + ask) / 2 for ask in asks.values() if offer >= ask), F(0)) / 5

    def seller(c: F, ask: F) -> F:
        return sum(((bid + ask) / 2 - c for bid in bids.values() if bid >= ask), F(0)) / 5

    stated = told(shade=shade).stated
    assert stated is not None
    assert stated.regret == (gain(bids, buyer, grid), gain(asks, seller, grid))


@pytest.mark.parametrize("concept", ["bayes-nash", "pbe"])
def test_the_linear_strategies_of_chatterjee_and_samuelson_are_an_equilibrium_on_the_grid(concept: str) -> None:
    solution = told(concept=concept)
    assert solution.stated is not None
    assert (solution.stated.regret, solution.stated.rounds) == ((0, 0), 0)
    bids, asks = offers(solution)
    assert all(b == F(2, 3) * v + F(1, 12) for v, b in bids.items())
    assert all(s == F(2, 3) * c + F(1, 4) for c, s in asks.items())
    assert {v - c for v in bids for c in asks if bids[v] >= asks[c]} == {F(k, 4) for k in range(1, 5)}
    assert (solution.checked, solution.certified, solution.complete) == (True, True, False)


def test_what_open_cards_bring_is_the_sum_of_all_gains_from_trade() -> None:
    solution = told()
    gains = sum((F(v - c, 4) for v in range(5) for c in range(v)), F(0)) / 25
    assert with_open_cards(solution.game) == gains == sum(solution.solution.equilibria[0].payoffs)


BIDS = """
format: 1
kind: matrix
title: Bids
parameters: {value: 0, worth: 0, share: 1/2}
players: {one: {actions: {bid: 0:1:1/8}}, two: {actions: {bid: 0:1:1/8}}}
types: {one: {value: 0:1:1/4}, two: {worth: 0:1:1/4}}
payoffs:
  one: (value - bid) * ((bid > two.bid) + (bid == two.bid) / 2)
  two: (worth - bid) * ((bid > one.bid) + (bid == one.bid) / 2)
profile: {one: value * share, two: worth * share}
"""


@pytest.mark.parametrize("share", ["0", "1/4", "0.9", "1"])
def test_best_replies_from_another_profile_come_to_an_equilibrium(share: str) -> None:
    usual = told(BIDS)
    assert usual.stated is not None
    assert not any(usual.stated.regret)
    assert all(bid == value / 2 for side in offers(usual) for value, bid in side.items())
    other = told(BIDS, share=share)
    assert other.stated is not None
    assert all(other.stated.regret)
    assert other.stated.found is not None
    assert other.stated.rounds > 0
    assert other.certified
    assert not any(other.solution.equilibria[0].regret)


def test_best_replies_that_go_round_in_a_circle_say_so_and_the_usual_search_goes_on() -> None:
    # Pennies: whoever matches moves away from whoever does not, for ever; both mix equally.
    pennies = """
format: 1
kind: matrix
title: Pennies
parameters: {luck: 0}
players: {one: {actions: {side: 0:1:1}}, two: {actions: {side: 0:1:1}}}
types: {one: {luck: 0:1:1}}
payoffs: {one: (one.side == two.side) + luck, two: (one.side != two.side)}
profile: {one: 0, two: 0}
"""
    solution = told(pennies)
    assert solution.stated is not None
    assert (solution.stated.regret, solution.stated.found) == ((0, 1), None)
    assert solution.lists
    assert solution.solution.equilibria
    assert all(e.payoffs == (1, F(1, 2)) for e in solution.solution.equilibria)


def test_types_pay_what_vickrey_says() -> None:
    # Half the value against half the value: (v / 2) (k + 1/2) / 5 for the k-th of five values.
    solution = told(BIDS)
    pays = payoffs_by_type(solution.game, solution.solution.equilibria[0])[0]
    assert [pays[key] for key in ("0", "0.25", "0.5", "0.75", "1")] == [F(k, 8) * (k + F(1, 2)) / 5 for k in range(5)]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("value: 0:1:1/4", "value: 0:1:0.01", "expected at most 25 types, found 101"),
        ("value: 0:1:1/4", "valeu: 0:1:1/4", "'valeu' has to be a parameter"),
        ("value: 0:1:1/4", "value: 0:1:0.3", "steps of 0.3 from 0 on do not lead to 1 (end at 0.9)"),
        ("cost: 0:1:1/4", "value: 0:1:1/4", "types of both players set 'value'"),
        ("seller: 2 * cost / 3", "seller: 2 * value / 3", "'seller' does not know 'value', which is the other side's"),
        ("profile: {buyer: 2 * value / 3 + 1/12 - shade, ", "profile: {", "found none for 'buyer'"),
    ],
)
def test_what_is_wrong_with_ranges_and_profiles_is_told_in_words(old: str, new: str, words: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        load("x.yaml", text=AUCTION.replace(old, new, 1))
    assert words in str(caught.value)
