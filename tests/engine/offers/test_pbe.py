"""Prices named to somebody whose value is hidden: closed forms, two ways of finding them, and brute force by play."""

from __future__ import annotations

import itertools
from contextlib import suppress
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.deadline import Deadline
from sim.engine.offers.continuum import continuum
from sim.engine.offers.pbe import PricesSolution, solve_prices, way, who, worth
from sim.engine.offers.price_stages import Naming, Stage, _before, stages
from sim.engine.offers.values_certificate import values_regret
from sim.games.offers.values_game import ValuesGame

F = Fraction
Lots = tuple[tuple[Fraction, Fraction], ...]

patience = st.integers(1, 9).map(lambda k: F(k, 10))


def game(lots: Lots, rounds: int | None, buyer: Fraction, seller: Fraction | None = None, own: int = 0) -> ValuesGame:
    lots = tuple(sorted(lots, reverse=True))
    return ValuesGame(("s", "b"), 0, (buyer if seller is None else seller, buyer), F(own), lots, rounds)


def even(count: int, first: int = 1) -> Lots:
    return tuple((F(k, count), F(1, count + 1 - first)) for k in range(first, count + 1))


@st.composite
def lots(draw: st.DrawFn) -> Lots:
    values = draw(st.lists(st.integers(1, 12), min_size=1, max_size=4, unique=True))
    weights = [draw(st.integers(1, 5)) for _ in values]
    return tuple((F(v), F(w, sum(weights))) for v, w in zip(values, weights, strict=True))


# Closed forms


@given(high=st.integers(2, 9), likely=st.integers(1, 19).map(lambda k: F(k, 20)), d=patience)
def test_two_values_and_two_rounds(high: int, likely: Fraction, d: Fraction) -> None:
    # Fudenberg and Tirole (1983); Game Theory (1991), chapter 10: with values 1 and h the seller names 1 at once, or
    # (1 - d) h + d, which all high buyers take, or h, which so many of them take that h and 1 are as good afterwards.
    h, one = F(high), F(1)
    left = (one - likely) / (
        h - 1
    )  # high buyers left at whom a price of h is as good as one of 1: h m = m + 1 - likely
    pays = [one, likely * ((1 - d) * h + d) + (1 - likely) * d]
    if likely > left:
        pays.append((likely - left) * h + d * left * h)
    found = solve_prices(game(((h, likely), (one, 1 - likely)), 2, d))
    assert found.payoffs[0] == max(pays)
    assert found.certified


@pytest.mark.parametrize("d", [F(1, 2), F(9, 10)])
def test_two_rounds_near_the_uniform_closed_form(d: Fraction) -> None:
    # Sobel and Takahashi (1983): with values from 0 to 1 the prices are (2 - d)^2 / (8 - 6 d) and (2 - d) / (8 - 6 d),
    # and the seller gets (2 - d)^2 / (16 - 12 d).
    found = solve_prices(game(even(400), 2, d))
    first, second = (named.price for named in found.path)
    assert first == pytest.approx(float((2 - d) ** 2 / (8 - 6 * d)), abs=0.004)
    assert second == pytest.approx(float((2 - d) / (8 - 6 * d)), abs=0.004)
    assert found.payoffs[0] == pytest.approx(float((2 - d) ** 2 / (16 - 12 * d)), abs=0.002)


@pytest.mark.parametrize(
    ("d", "rounds"), [(F(1, 2), 2), (F(9, 10), 2), (F(9, 10), None), (F(1, 5), None), (F(3, 4), 1)]
)
def test_the_price_without_a_grid_is_the_closed_form(d: Fraction, rounds: int | None) -> None:
    part = (1 - float(d)) ** 0.5
    known = {1: 0.5, 2: float((2 - d) ** 2 / (8 - 6 * d)), None: part * (1 - part) / float(d)}
    fine = continuum(game(even(20), rounds, d))
    assert fine is not None
    assert fine.price == pytest.approx(known[rounds], abs=1e-12)


def test_with_many_rounds_the_price_without_a_grid_is_that_without_a_last_round() -> None:
    many, endless = (continuum(game(even(20), rounds, F(9, 10))) for rounds in (150, None))
    assert many is not None
    assert endless is not None
    assert many.price == pytest.approx(endless.price, abs=1e-6)


@given(lots(), st.integers(1, 4))
def test_a_buyer_who_never_waits_is_sold_to_from_the_highest_value_down(some: Lots, rounds: int) -> None:
    # With patience 0 of the buyer every price up to the value is taken, so that the best prices are values in turn.
    found = solve_prices(game(some, rounds, F(0), F(1, 2)))
    values = sorted((v for v, _ in some), reverse=True)
    chances = dict(some)
    best = F(0)
    for size in range(1, min(rounds, len(values)) + 1):
        for named in itertools.combinations(values, size):
            pays, before = F(0), F(0)
            for t, price in enumerate(named):
                upto = sum((chances[v] for v in values if v >= price), F(0))
                pays += F(1, 2) ** t * price * (upto - before)
                before = upto
            best = max(best, pays)
    assert found.payoffs[0] == best


@given(lots(), patience, st.integers(1, 4))
def test_more_rounds_never_help_a_seller_as_patient_as_the_buyer(some: Lots, d: Fraction, rounds: int) -> None:
    # Stokey (1979): with equal patience no path of prices pays more than one price for good.
    found = solve_prices(game(some, rounds, d))
    assert found.payoffs[0] <= found.committed[1]


def test_the_first_price_goes_to_the_lowest_value_as_offers_come_faster() -> None:
    # Coase (1972), Gul, Sonnenschein and Wilson (1986): with a gap the price of a patient pair is the lowest value.
    prices = [
        solve_prices(game(even(10), None, d)).path[0].price
        for d in (F(9, 10), F(99, 100), F(999, 1000), F(9999, 10000))
    ]
    assert prices == sorted(prices, reverse=True)
    assert prices[-1] < F(1, 10) * F(102, 100)


# Two ways of finding it


@settings(max_examples=60, deadline=None)
@given(lots(), st.integers(1, 8).map(lambda k: F(k, 10)), st.integers(1, 8).map(lambda k: F(k, 10)))
def test_without_a_last_round_it_is_what_many_rounds_settle_at(some: Lots, d: Fraction, e: Fraction) -> None:
    endless = game(some, None, d, e)
    (found,) = stages(endless, Deadline())
    stage, heights = _before(endless, None, [])
    for _ in range(60):
        before = stage
        stage, heights = _before(endless, stage, heights)
        if stage == before:
            break
    assert stage == found


# Brute force: everything that anybody could do in a small game, by play


def everything(solution: PricesSolution, most: int = 6) -> Fraction:
    """Most that a single other act brings anybody anywhere: prices of a grid and those of the plan, all buyers."""
    g, d, e = solution.game, solution.game.discount[solution.game.buyer], solution.game.discount[solution.game.seller]

    def stage(n: int) -> Stage:
        return solution.stages[0] if g.horizon is None else solution.stages[n - 1]

    def over(n: int, share: Fraction) -> bool:
        return n == 0 or share >= stage(n).steps[-1].upto

    def after(n: int) -> int:
        return n if g.horizon is None else n - 1

    def sold(n: int, share: Fraction, price: Fraction) -> Fraction:
        return max([share, *(s.upto for s in stage(n).steps if s.pays >= price)])

    def seller(n: int, share: Fraction) -> Fraction:
        total, weight = F(0), F(1)
        while not over(n, share):
            price = stage(n).steps[stage(n).named(share)].pays
            upto = sold(n, share, price)
            total += weight * (price - g.own) * (upto - share)
            n, share, weight = after(n), upto, weight * e
        return total

    def buyer(n: int, share: Fraction, value: Fraction) -> Fraction:
        # The best of all times to buy, prices taken as they come.
        best, weight = F(0), F(1)
        while not over(n, share):
            price = stage(n).steps[stage(n).named(share)].pays
            best = max(best, weight * (value - price))
            n, share, weight = after(n), sold(n, share, price), weight * d
        return best

    gain = F(0)
    for n in [1] if g.horizon is None else range(1, g.horizon + 1):
        steps = stage(n).steps
        top = steps[0].value
        prices = {s.pays for s in steps} | {top * k / 12 for k in range(13)}
        shares = {F(0)} | {s.upto for s in steps[:-1]} | {F(k, most) * steps[-1].upto for k in range(most)}
        for share in shares:
            got = seller(n, share)
            for price in prices:
                upto = sold(n, share, price)
                gain = max(gain, (price - g.own) * (upto - share) + e * seller(after(n), upto) - got)
        # On the prices of the plan nobody needs a draw between two next prices.
        for share in shares:
            price = steps[stage(n).named(share)].pays
            upto = sold(n, share, price)
            for step in steps:
                takes, waits = step.value - price, d * buyer(after(n), upto, step.value)
                gain = max(gain, (waits - takes) if step.pays >= price else (takes - waits))
    return gain


@settings(max_examples=60, deadline=None)
@given(lots(), patience, patience, st.sampled_from([1, 2, 3, 5, None]))
def test_no_price_and_no_answer_pays_more(some: Lots, d: Fraction, e: Fraction, rounds: int | None) -> None:
    found = solve_prices(game(some, rounds, d, e))
    assert found.certified
    assert everything(found) <= 0


@settings(max_examples=40, deadline=None)
@given(lots(), patience, st.sampled_from([2, 3, None]), st.integers(0, 20), st.sampled_from([F(1, 50), F(-1, 50)]))
def test_the_certificate_finds_a_price_that_is_off(
    some: Lots, d: Fraction, rounds: int | None, at: int, off: Fraction
) -> None:
    g = game(some, rounds, d)
    plan = list(stages(g, Deadline()))
    steps = list(plan[-1].steps)
    k = at % len(steps)
    steps[k] = replace(steps[k], pays=steps[k].pays + off)
    plan[-1] = replace(plan[-1], steps=tuple(steps))
    with suppress(ValueError):  # a buyer of a higher value would pay less
        assert any(values_regret(g, plan, Deadline()))


def test_the_certificate_finds_a_price_that_is_not_the_best() -> None:
    g = game(even(10), 2, F(9, 10))
    plan = list(stages(g, Deadline()))
    first = plan[-1].named(F(0))
    right = plan[-1].prices
    plan[-1] = replace(plan[-1], prices=(Naming(F(0), first + 1), *right[1:]))
    assert values_regret(g, plan, Deadline())[0] > 0
    plan[-1] = replace(plan[-1], prices=(right[0], *reversed(right[1:])))
    with pytest.raises(ValueError, match="prices rise"):
        values_regret(g, plan, Deadline())
    plan[-1] = replace(plan[-1], prices=(Naming(F(0), len(plan[-1].steps) - 1),))
    assert values_regret(g, plan, Deadline())[0] > 0


# What is told


@given(lots(), patience, st.sampled_from([1, 3, None]))
def test_the_payoffs_are_those_of_the_way(some: Lots, d: Fraction, rounds: int | None) -> None:
    found = solve_prices(game(some, rounds, d))
    bought: dict[Fraction, Fraction] = {}
    total = F(0)
    for named in found.path:
        for value, chance in who(found.game, named):
            bought[value] = bought.get(value, F(0)) + chance
            total += d**named.round * chance * value
    assert sum(bought.values(), F(0)) == found.trade
    assert total == sum(found.payoffs)  # prices go from one to the other, and both are as patient
    assert worth(found.game, way(found.game, found.stages)) == found.payoffs


def test_without_gains_there_is_no_trade() -> None:
    found = solve_prices(game(((F(1), F(1, 2)), (F(2), F(1, 2))), 3, F(1, 2), own=2))
    assert found.path == ()
    assert found.payoffs == (0, 0)
    assert found.certified
