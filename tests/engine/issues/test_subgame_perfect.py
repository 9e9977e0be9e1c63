"""Offers of packages in turn: against closed forms, and against going through all packages from the last round back."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.deadline import Deadline
from sim.engine.issues.offers_certificate import faults
from sim.engine.issues.subgame_perfect import PackageOffersSolution, solve_package_offers
from sim.errors import NoEquilibriumFoundError
from sim.games.issues.issues_game import IssuesGame
from sim.scenario.scenario import PackageOffers
from tests.engine.issues.packages import every_package, games

if TYPE_CHECKING:
    from sim.types import Pair

PATIENCE = st.sampled_from([Fraction(0), Fraction(1, 2), Fraction(4, 5), Fraction(9, 10), Fraction(99, 100)])
CHANCES = st.sampled_from([Fraction(0), Fraction(1, 10), Fraction(1, 3), Fraction(1)])


def split(steps: int, discount: Pair, rounds: int | None, breakdown: Fraction = Fraction(0)) -> IssuesGame:
    """One issue: how a surplus of 1 is shared, in equal steps."""
    points = tuple((Fraction(k, steps), 1 - Fraction(k, steps)) for k in range(steps + 1))
    names = tuple(f"o{k}" for k in range(steps + 1))
    nothing = Fraction(0), Fraction(0)
    return IssuesGame(
        ("a", "b"), ("share",), (names,), (points,), (), nothing, discount, PackageOffers(rounds, 0, breakdown)
    )


@pytest.mark.parametrize(("one", "two"), [("9/10", "9/10"), ("1/2", "4/5"), ("19/20", "3/4")])
def test_many_small_shares_are_near_rubinsteins_division(one: str, two: str) -> None:
    """Rubinstein (1982): who offers first gets (1 - d2) / (1 - d1 d2) of a surplus that can be divided at will."""
    d = Fraction(one), Fraction(two)
    found = solve_package_offers(split(1000, d, 200), Deadline())
    assert float(found.payoffs[0]) == pytest.approx(float((1 - d[1]) / (1 - d[0] * d[1])), abs=0.03)
    assert found.agreed == 0


def test_without_a_last_round_the_division_of_rubinstein_is_found_where_it_is_on_the_grid() -> None:
    """With patience 1/2 for both the first proposer gets 2/3 (Rubinstein 1982)."""
    found = solve_package_offers(split(3, (Fraction(1, 2), Fraction(1, 2)), None), Deadline())
    every = [found.rounds, *found.others]
    assert any(each[0].worth == (Fraction(2, 3), Fraction(1, 3)) for each in every)
    assert not found.complete


def test_the_last_offer_takes_all_and_a_breakdown_works_like_impatience() -> None:
    """Stahl (1972): one round, everything; Binmore, Rubinstein and Wolinsky (1986): d (1 - p) stands for d."""
    assert solve_package_offers(split(10, (Fraction(1, 2), Fraction(1, 2)), 1), Deadline()).payoffs == (1, 0)
    risky = split(1000, (Fraction(9, 10), Fraction(9, 10)), 12, Fraction(1, 9))
    impatient = split(1000, (Fraction(4, 5), Fraction(4, 5)), 12)
    assert solve_package_offers(risky, Deadline()).payoffs == solve_package_offers(impatient, Deadline()).payoffs


def listed(game: IssuesGame, rounds: int) -> Pair:
    """What the first round is worth, by going through all packages in every round."""
    assert game.discount is not None
    assert game.offers is not None
    packages, p = list(every_package(game).values()), game.offers.breakdown
    later = game.walk_away
    for t in reversed(range(rounds)):
        i = (game.offers.first + t) % 2
        chance = Fraction(1) if t == rounds - 1 else p
        wait = [d * (chance * w + (1 - chance) * v) for d, w, v in zip(game.discount, game.walk_away, later, strict=True)]
        fit = [pair for pair in packages if pair[1 - i] >= wait[1 - i] and pair[i] >= wait[i]]
        later = max(fit, key=lambda pair: (pair[i], pair[1 - i])) if fit else (wait[0], wait[1])
    return later


@given(games(), st.tuples(PATIENCE, PATIENCE), CHANCES, st.integers(1, 6), st.integers(0, 1))
@settings(max_examples=150, deadline=None)
def test_what_is_found_from_the_last_round_back_is_what_all_packages_give(
    game: IssuesGame, discount: Pair, breakdown: Fraction, rounds: int, first: int
) -> None:
    game = replace(game, discount=discount, offers=PackageOffers(rounds, first, breakdown))
    found = solve_package_offers(game, Deadline())
    assert found.payoffs == listed(game, rounds)
    assert found.certified


def offered(found: PackageOffersSolution) -> list[tuple[int, ...] | None]:
    return [None if one.offer is None else one.offer.package for one in found.rounds]


@given(games(), st.tuples(PATIENCE, PATIENCE), CHANCES, st.integers(1, 4))
@settings(max_examples=60, deadline=None)
def test_where_nobody_is_indifferent_every_other_plan_of_offers_has_a_deviation_that_pays(
    game: IssuesGame, discount: Pair, breakdown: Fraction, rounds: int
) -> None:
    """The check itself: all plans of efficient offers for the first two rounds, most of which are no equilibria."""
    game = replace(game, discount=discount, offers=PackageOffers(rounds, 0, breakdown))
    found = solve_package_offers(game, Deadline())
    if found.tied != ():
        return
    menu = [*list(every_package(game))[:12], None]
    answers = [one.waits for one in found.rounds]
    for plan in product(menu, repeat=min(rounds, 2)):
        offers = [*plan, *offered(found)[len(plan) :]]
        values = [None if offer is None else game.pays(offer) for offer in offers]
        own = [None if offer is None else game.pays(offer) for offer in offered(found)]
        if values != own:
            assert faults(game, offers, answers, (), Deadline())


@given(games(), st.tuples(PATIENCE, PATIENCE), CHANCES)
@settings(max_examples=80, deadline=None)
def test_what_repeats_for_ever_is_an_equilibrium_by_a_long_game_that_ends_in_it(
    game: IssuesGame, discount: Pair, breakdown: Fraction
) -> None:
    """Each round is the best reply to the other one: two steps of the Bellman equation lead back to where they start."""
    game = replace(game, discount=discount, offers=PackageOffers(None, 0, breakdown))
    try:
        found = solve_package_offers(game, Deadline())
    except NoEquilibriumFoundError:
        return
    packages = list(every_package(game).values())
    for each in (found.rounds, *found.others):
        for t, one in enumerate(each):
            later = each[1 - t].worth
            wait = [
                d * (breakdown * w + (1 - breakdown) * v)
                for d, w, v in zip(discount, game.walk_away, later, strict=True)
            ]
            fit = [pair for pair in packages if pair[1 - t] >= wait[1 - t] and pair[t] >= wait[t]]
            assert one.worth == (max(fit, key=lambda p: (p[t], p[1 - t])) if fit else (wait[0], wait[1]))


def test_a_tie_is_told() -> None:
    """One round, no walk-away values: who answers is as well off refusing nothing, so that other divisions hold too."""
    found = solve_package_offers(split(2, (Fraction(1, 2), Fraction(1, 2)), 1), Deadline())
    assert found.tied == (0,)
    assert not found.complete
    other = replace(split(2, (Fraction(1, 2), Fraction(1, 2)), 1), walk_away=(Fraction(0), Fraction(1, 10)))
    assert solve_package_offers(other, Deadline()).complete
