"""Demands at the deadline: Nash's demand game, and brute force over what may be expected after each refusal."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.engine.offers.demands import CERTAIN, IMPOSSIBLE, POSSIBLE, solve_demands
from sim.engine.selection import Rule
from sim.errors import UnansweredError
from sim.games.offers.offers_game import OffersGame

F = Fraction
Pair = tuple[Fraction, Fraction]
NOTHING = F(0), F(0)

patience = st.integers(0, 10).map(lambda k: F(k, 10))
outside = st.integers(-3, 14).map(lambda k: F(k, 10))


def game(rounds: int, grid: int, discount: Pair, none: Pair = NOTHING) -> OffersGame:
    return OffersGame(("a", "b"), discount, F(1), grid, 0, rounds, none, demands=True)


def last_round(g: OffersGame) -> set[Pair]:
    """Payoffs of all pure equilibria of the demand game, cell by cell."""
    demands = [g.surplus * k / g.grid for k in range(g.grid + 1)]

    def pays(x: Fraction, y: Fraction) -> Pair:
        return (x, y) if x + y <= g.surplus else (g.discount[0] * g.outside[0], g.discount[1] * g.outside[1])

    return {
        pays(x, y)
        for x, y in product(demands, demands)
        if all(pays(z, y)[0] <= pays(x, y)[0] and pays(x, z)[1] <= pays(x, y)[1] for z in demands)
    }


def brute(g: OffersGame, t: int = 0) -> set[Pair]:
    """Payoffs of all pure equilibria from a round on: every choice of what follows each refusal, and every answer."""
    assert g.horizon is not None
    if t == g.horizon - 1:
        return last_round(g)
    later, i = sorted(brute(g, t + 1)), g.proposer(t)
    j, found = 1 - i, set()
    ways: list[list[Pair]] = []  # by offer: what answering can come to, the proposer's payoff first
    for k in range(g.grid + 1):
        y, can = g.surplus * k / g.grid, set()
        for follow in later:
            waits, own = g.discount[j] * follow[j], g.discount[i] * follow[i]
            if y >= waits:
                can.add((g.surplus - y, y))
            if y <= waits:
                can.add((own, waits))
        ways.append(sorted(can))
    for answers in product(*ways):
        best = max(own for own, _ in answers)
        found |= {pair for pair in answers if pair[0] == best}
    return {pair if i == 0 else (pair[1], pair[0]) for pair in found}


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 2), patience, patience, outside, outside, st.integers(1, 3))
def test_all_payoffs_are_those_of_brute_force(
    grid: int, d1: Fraction, d2: Fraction, o1: Fraction, o2: Fraction, rounds: int
) -> None:
    g = game(rounds, grid, (d1, d2), (o1, o2))
    found = solve_demands(g)
    assert found.certified
    assert {way.payoffs for way in found.ways} == brute(g)


def test_the_demand_game_has_every_division_that_both_like_and_conflict() -> None:
    # Nash (1953); nothing outside: all divisions, and no agreement.
    found = solve_demands(game(1, 10, (F(1), F(1))))
    assert {way.payoffs[0] for way in found.in_round(0)} == {F(k, 10) for k in range(11)}
    assert [way.payoffs for way in found.in_round(-1)] == [(0, 0)]
    assert found.deal == POSSIBLE


def test_more_outside_than_there_is_makes_an_agreement_impossible() -> None:
    found = solve_demands(game(1, 10, (F(1), F(1)), (F(7, 10), F(7, 10))))
    assert found.deal == IMPOSSIBLE
    assert found.payoffs(0) == (F(7, 10), F(7, 10))


def test_an_offer_before_the_demands_makes_an_agreement_certain_where_waiting_costs() -> None:
    # Two rounds, patience 1/2: the other side waits for at most half of all, so that an offer of a bit more is taken,
    # and whoever proposes gets at least nearly half.
    found = solve_demands(game(2, 100, (F(1, 2), F(1, 2))))
    assert found.deal == CERTAIN
    low, high = found.payoffs(0)
    assert F(49, 100) <= low <= F(1, 2)
    assert high == 1


def test_no_equilibrium_is_kept_by_studies() -> None:
    with pytest.raises(UnansweredError, match="many equilibria"):
        solve_demands(game(2, 10, (F(1, 2), F(1, 2)))).answer(Rule())
