"""Quotas of inspections: Dresher's and von Stengel's values, every pure plan, and what the inspector need not know."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from math import comb

import pytest

from sim.deadline import Deadline
from sim.engine.matrix.quota import QuotaGame, solve_quota
from sim.engine.matrix.quota_certificate import proven
from sim.engine.matrix.zero_sum import optimal_strategies

ONE = Fraction(1)


@pytest.mark.parametrize("n", range(1, 9))
def test_dresher(n: int) -> None:
    """With n periods, k inspections and one violation: -C(n - 1, k) / (C(n, 0) + ... + C(n, k)) (Dresher 1962)."""
    game = solve_quota(n, n, 1, ONE, ONE)
    for k in range(n + 1):
        assert game.periods[n, k, 1].value == -Fraction(comb(n - 1, k), sum(comb(n, i) for i in range(k + 1)))


@pytest.mark.parametrize("caught", [Fraction(0), Fraction(1, 2), ONE, Fraction(7, 3)])
@pytest.mark.parametrize("harm", [ONE, Fraction(5, 2)])
def test_several_violations(caught: Fraction, harm: Fraction) -> None:
    """Von Stengel (2016): -(C(n, k + 1) - C(n - l, k + 1)) / (sum of C(n, i) b^(k - i)), in units of harm."""
    game, b = solve_quota(7, 7, 4, caught, harm), caught / harm
    for n, k, left in product(range(1, 8), range(8), range(1, 5)):
        if left <= n:
            below = sum(comb(n, i) * b ** (k - i) for i in range(k + 1))
            value = -harm * (comb(n, k + 1) - comb(n - left, k + 1)) / below if k < n else Fraction(0)
            assert game.periods[n, k, left].value == value
            assert proven(game, (n, k, left))


@pytest.mark.parametrize("caught", [Fraction(1, 2), ONE])
def test_the_inspector_need_not_know_what_it_has_missed(caught: Fraction) -> None:
    """Von Stengel (2016), theorem 1: the chance of an inspection does not hang on the violations that are left."""
    game = solve_quota(8, 5, 4, caught, ONE)
    assert game.blind((8, 5, 4))


def plans(n: int, k: int, left: int) -> list[list[object]]:
    """Payoffs to the inspector of all pure plans, those of the inspector without knowing what it has missed.

    An inspector's plan says in which periods it inspects, while nobody has been caught. An owner's plan says for each
    period and history of inspections whether it violates.
    """
    looks = [p for p in product((0, 1), repeat=n) if sum(p) <= k]
    nodes = sorted({p[:t] for p in looks for t in range(n)})
    owners = [dict(zip(nodes, acts, strict=True)) for acts in product((0, 1), repeat=len(nodes))]
    return [[_played(look, owner, left) for owner in owners] for look in looks]


def _played(look: tuple[int, ...], owner: dict[tuple[int, ...], int], left: int) -> int:
    paid = 0
    for t, seen in enumerate(look):
        if owner[look[:t]] and left:
            if seen:
                return paid + 1
            paid, left = paid - 1, left - 1
    return paid


@pytest.mark.parametrize(("n", "k", "left"), [(2, 1, 1), (2, 1, 2), (3, 1, 1), (3, 1, 2), (3, 1, 3), (3, 2, 2)])
def test_all_pure_plans_have_the_same_value(n: int, k: int, left: int) -> None:
    """The game in strategic form, in which the inspector learns nothing of what it misses, as one linear programme."""
    table = [[int(v) + n + 1 for v in row] for row in plans(n, k, left)]  # type: ignore[call-overload]
    rows, _ = optimal_strategies(table, Deadline(60))
    worst = min(
        sum((p * row[j] for p, row in zip(rows, table, strict=True)), Fraction(0)) for j in range(len(table[0]))
    )
    assert worst - (n + 1) == solve_quota(n, k, left, ONE, ONE).periods[n, k, left].value


def test_a_chance_that_is_off_is_not_proven() -> None:
    game = solve_quota(4, 2, 1, ONE, ONE)
    spoilt = dict(game.periods)
    first = spoilt[4, 2, 1]
    spoilt[4, 2, 1] = type(first)(first.value, first.inspect + Fraction(1, 100), first.violate)
    assert not proven(QuotaGame(ONE, ONE, spoilt), (4, 2, 1))
