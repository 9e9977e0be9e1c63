"""Offers of packages in turn: against closed forms, and against going through all packages from the last round back."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.deadline import Deadline
from sim.engine.issues.frontier import Efficient
from sim.engine.issues.offers_certificate import faults
from sim.engine.issues.subgame_perfect import solve_package_offers
from sim.errors import NoEquilibriumFoundError
from sim.games.issues.issues_game import IssuesGame
from sim.scenario.issues.stated import PackageOffers
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
    every = [found.rounds, *found.further]
    assert any(each[0].worth == (Fraction(2, 3), Fraction(1, 3)) for each in every)
    assert not found.complete


def test_the_last_offer_takes_all_and_a_breakdown_works_like_impatience() -> None:
    """Stahl (1972): one round, everything; Binmore, Rubinstein and Wolinsky (1986): d (1 - p) stands for d."""
    assert solve_package_offers(split(10, (Fraction(1, 2), Fraction(1, 2)), 1), Deadline()).payoffs == (1, 0)
    risky = split(1000, (Fraction(9, 10), Fraction(9, 10)), 12, Fraction(1, 9))
    impatient = split(1000, (Fraction(4, 5), Fraction(4, 5)), 12)
    assert solve_package_offers(risky, Deadline()).payoffs == solve_package_offers(impatient, Deadline()).payoffs


def best(game: IssuesGame, i: int, wait: Pair) -> Pair:
    """What a round pays: accepting where that is as good, rather than walking away waiting, by all packages."""
    walk, j = game.walk_away, 1 - i
    left = walk if walk[j] > wait[j] else wait
    fit = [pair for pair in every_package(game).values() if pair[j] >= left[j] and pair[i] >= max(left[i], walk[i])]
    if fit:
        return max(fit, key=lambda pair: (pair[i], pair[j]))
    return walk if walk[i] > left[i] else left


def waited(game: IssuesGame, later: Pair, chance: Fraction) -> Pair:
    """A round later: walking away with a chance, else what the round is worth."""
    assert game.discount is not None
    one, two = (
        d * (chance * w + (1 - chance) * v) for d, w, v in zip(game.discount, game.walk_away, later, strict=True)
    )
    return one, two


def listed(game: IssuesGame, rounds: int) -> Pair:
    """What the first round is worth, by going through all packages in every round."""
    assert game.offers is not None
    later = game.walk_away
    for t in reversed(range(rounds)):
        chance = Fraction(1) if t == rounds - 1 else game.offers.breakdown
        later = best(game, (game.offers.first + t) % 2, waited(game, later, chance))
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


@given(games(), st.tuples(PATIENCE, PATIENCE), CHANCES, st.integers(1, 4), st.data())
@settings(max_examples=80, deadline=None)
def test_the_check_finds_a_round_in_which_something_else_is_offered(
    game: IssuesGame, discount: Pair, breakdown: Fraction, rounds: int, data: st.DataObject
) -> None:
    """Where nobody is indifferent any other package is worse for who offers it, or is not accepted."""
    game = replace(game, discount=discount, offers=PackageOffers(rounds, 0, breakdown))
    found = solve_package_offers(game, Deadline())
    t = data.draw(st.integers(0, rounds - 1))
    package = data.draw(st.sampled_from(list(every_package(game))))
    pays = game.pays(package)
    if found.tied or pays == found.rounds[t].worth:
        return
    other = replace(found.rounds[t], offer=Efficient(package, pays), worth=pays, ending="accepted", walker=None)
    assert t in faults(game, [*found.rounds[:t], other, *found.rounds[t + 1 :]], (), Deadline())


@given(games(), st.tuples(PATIENCE, PATIENCE), CHANCES)
@settings(max_examples=80, deadline=None)
def test_what_repeats_for_ever_is_an_equilibrium_by_a_long_game_that_ends_in_it(
    game: IssuesGame, discount: Pair, breakdown: Fraction
) -> None:
    """Each round is the best reply to the other one: two steps of the Bellman equation lead back."""
    game = replace(game, discount=discount, offers=PackageOffers(None, 0, breakdown))
    try:
        found = solve_package_offers(game, Deadline())
    except NoEquilibriumFoundError:
        return
    for each in (found.rounds, *found.further):
        for t, one in enumerate(each):
            assert one.worth == best(game, t, waited(game, each[1 - t].worth, breakdown))


@pytest.mark.parametrize(("outside", "keeps"), [("1/4", "2/3"), ("1/2", "1/2"), ("3/5", "2/5")])
def test_walking_away_counts_only_where_it_is_worth_more_than_waiting(outside: str, keeps: str) -> None:
    """Binmore, Shaked and Sutton (1989): with patience 1/2 who offers keeps 2/3, or 1 - w once w is above 1/3."""
    nothing, w = Fraction(0), Fraction(outside)
    game = replace(split(60, (Fraction(1, 2), Fraction(1, 2)), 41), walk_away=(nothing, w))
    assert solve_package_offers(game, Deadline()).payoffs[0] == pytest.approx(Fraction(keeps), abs=0.02)


def test_a_tie_is_told() -> None:
    """One round, no walk-away values: who answers is as well off refusing nothing, so that other divisions hold too."""
    found = solve_package_offers(split(2, (Fraction(1, 2), Fraction(1, 2)), 1), Deadline())
    assert found.tied == (0,)
    assert not found.complete
    other = replace(split(2, (Fraction(1, 2), Fraction(1, 2)), 1), walk_away=(Fraction(0), Fraction(1, 10)))
    assert solve_package_offers(other, Deadline()).complete
