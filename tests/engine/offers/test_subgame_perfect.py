"""Alternating offers: Ståhl's and Rubinstein's closed forms, one-shot deviations, and brute force on small grids."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.deadline import Deadline
from sim.engine.offers.certificate import Planned, offers_regret
from sim.engine.offers.grid import grid_payoffs
from sim.engine.offers.subgame_perfect import backward, rubinstein, solve_offers
from sim.games.offers.offers_game import OffersGame
from sim.scenario.load import load
from tests.engine.textbook import solved

F = Fraction
Pair = tuple[Fraction, Fraction]

PATIENT, NOTHING = (F(9, 10), F(9, 10)), (F(0), F(0))

patience = st.integers(1, 19).map(lambda k: F(k, 20))


def game(
    rounds: int | None,
    discount: Pair = PATIENT,
    outside: Pair = NOTHING,
    grid: int = 100,
    first: int = 0,
) -> OffersGame:
    return OffersGame(("us", "nk"), discount, F(1), grid, first, rounds, outside)


@given(d=patience, rounds=st.integers(1, 30))
def test_with_equal_patience_the_first_share_is_stahls(d: Fraction, rounds: int) -> None:
    # Ståhl (1972): (1 - (-d)^N) / (1 + d).
    assert solve_offers(game(rounds, (d, d), grid=2)).payoffs[0] == (1 - (-d) ** rounds) / (1 + d)


@given(one=patience, two=patience, first=st.sampled_from([0, 1]))
def test_without_a_last_round_the_division_is_rubinsteins(one: Fraction, two: Fraction, first: int) -> None:
    # Rubinstein (1982): the proposer i gets (1 - d_j) / (1 - d_i d_j).
    solution = solve_offers(game(None, (one, two), grid=2, first=first))
    own, other = (one, two) if first == 0 else (two, one)
    assert solution.payoffs[first] == (1 - other) / (1 - own * other)
    assert sum(solution.payoffs) == 1
    assert solution.regret == (0, 0)


@given(one=patience, two=patience)
def test_many_rounds_come_to_rubinsteins_division(one: Fraction, two: Fraction) -> None:
    offers, _ = backward(game(200, (one, two)), 200)
    limit = rubinstein(game(None, (one, two)))[0].worth
    # Two rounds bring the difference down by the factor d1 d2.
    assert abs(offers[0].worth[0] - limit[0]) <= (one * two) ** 100


number = st.integers(-6, 12).map(lambda k: F(k, 5))


@settings(max_examples=50)
@given(one=patience, two=patience, a=number, b=number, rounds=st.integers(1, 6), first=st.sampled_from([0, 1]))
def test_no_single_deviation_pays_whatever_is_outside(
    one: Fraction, two: Fraction, a: Fraction, b: Fraction, rounds: int, first: int
) -> None:
    solution = solve_offers(game(rounds, (one, two), (a, b), grid=1, first=first))
    assert solution.regret == (0, 0)
    if a + b > 1 and min(a, b) >= 0 and one * a + two * b > 1:
        assert solution.offers[-1].demand is None  # what is outside is worth more than there is to share


def test_a_plan_that_asks_too_little_has_regret() -> None:
    g = game(1)
    assert offers_regret(g, [[Planned(0, F(1, 2), F(1, 2))]]) == (0, F(1, 2))  # refuses what it should take
    assert offers_regret(g, [[Planned(0, F(1, 2), F(0))]]) == (F(1, 2), 0)  # asks for half though all would be given
    with pytest.raises(ValueError, match="refused"):
        offers_regret(g, [[Planned(0, F(3, 4), F(1, 2))]])


def brute_force(g: OffersGame, t: int) -> set[Pair]:
    """Equilibrium payoffs of a grid game in pure strategies: every continuation after every refusal is tried."""
    if t == g.horizon:
        return {g.outside}
    i = g.proposer(t)
    j = 1 - i
    later = [(g.discount[0] * v[0], g.discount[1] * v[1]) for v in brute_force(g, t + 1)]
    slices = [g.surplus * k / g.grid for k in range(g.grid + 1)]
    found: set[Pair] = set()
    for waits in product(later, repeat=len(slices)):
        answers: list[list[Pair]] = []
        for y, wait in zip(slices, waits, strict=True):
            share = (g.surplus - y, y) if i == 0 else (y, g.surplus - y)
            answers.append([share] * (y >= wait[j]) + [wait] * (wait[j] >= y))
        for results in product(*answers):
            best = max(r[i] for r in results)
            found.update(r for r in results if r[i] == best)
    return found


@pytest.mark.parametrize("outside", [(F(0), F(0)), (F(1, 4), F(0)), (F(1), F(1, 2))])
@pytest.mark.parametrize("discount", [(F(1, 2), F(1, 2)), (F(9, 10), F(2, 3)), (F(0), F(3, 4))])
@pytest.mark.parametrize(("grid", "rounds"), [(1, 1), (1, 4), (2, 2), (2, 3), (3, 2), (4, 1)])
def test_the_grid_game_agrees_with_brute_force(grid: int, rounds: int, discount: Pair, outside: Pair) -> None:
    g = game(rounds, discount, outside, grid)
    found = brute_force(g, 0)
    told = grid_payoffs(g, rounds, Deadline())
    assert told is not None
    assert told.count == len(found)
    assert told.lowest == (min(p[0] for p in found), min(p[1] for p in found))
    assert told.highest == (max(p[0] for p in found), max(p[1] for p in found))


@settings(max_examples=15)
@given(d=st.sampled_from([F(1, 2), F(4, 5), F(9, 10)]), rounds=st.integers(10, 40))
def test_finer_grids_close_in_on_one_over_one_plus_d(d: Fraction, rounds: int) -> None:
    widths = []
    for grid in (100, 1000):
        told = grid_payoffs(game(rounds, (d, d), grid=grid), rounds, Deadline())
        assert told is not None
        share = (1 - (-d) ** rounds) / (1 + d)
        # A refusal costs at most a slice a round, and a slice k rounds on is worth d^k of it now.
        slack = F(1, grid) / (1 - d)
        assert share - slack <= told.lowest[0] <= told.highest[0] <= share + slack
        widths.append(told.highest[0] - told.lowest[0])
        assert abs(share - 1 / (1 + d)) <= d**rounds
    assert widths[1] <= widths[0]


@settings(max_examples=8, deadline=None)
@given(st.integers(10, 99).map(lambda k: F(k, 100)), st.integers(1, 9))
def test_the_share_of_the_first_to_propose_is_stahls_with_any_last_round(d: Fraction, rounds: int) -> None:
    # Ståhl 1972
    text = load("last-offer").text.replace("rounds: 5", f"rounds: {rounds}")
    share = (1 - (-d) ** rounds) / (1 + d)
    assert solved("last-offer", text=text, patience=d).payoffs == (share, 1 - share)
