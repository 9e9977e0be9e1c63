"""Offers of packages with errors: the definition from the probabilities alone, its two ends, and a closed form."""

from __future__ import annotations

import math
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.deadline import Deadline
from sim.engine.issues.erring_play import package_quantal
from sim.engine.issues.packages import every_package
from sim.engine.issues.subgame_perfect import solve_package_offers
from sim.errors import GameTooLargeError
from sim.games.issues.issues_game import IssuesGame
from sim.scenario.issues.stated import PackageOffers


def game(rounds: int | None, breakdown: Fraction = Fraction(0), discount: Fraction = Fraction(4, 5)) -> IssuesGame:
    """Two issues, six packages."""
    points = (
        ((Fraction(4), Fraction(0)), (Fraction(2), Fraction(3)), (Fraction(0), Fraction(4))),
        ((Fraction(1), Fraction(0)), (Fraction(0), Fraction(2))),
    )
    return IssuesGame(
        ("a", "b"),
        ("i", "j"),
        (("x", "y", "z"), ("v", "w")),
        points,
        (),
        (Fraction(1), Fraction(2)),
        (discount, discount),
        PackageOffers(rounds, 0, breakdown),
    )


@given(
    st.sampled_from([1, 2, 4, None]), st.sampled_from([0.0, 0.4, 3.0]), st.sampled_from([Fraction(0), Fraction(1, 5)])
)
@settings(deadline=None, max_examples=24)
def test_every_chance_is_the_logit_of_what_the_choices_are_worth(
    rounds: int | None, precision: float, breakdown: Fraction
) -> None:
    """McKelvey and Palfrey (1998), added up once more, package by package."""
    played = game(rounds, breakdown)
    found = package_quantal(played, precision, Deadline())
    floor, p = (1.0, 2.0), float(breakdown)
    for t, one in enumerate(found):
        i, j = one.proposer, 1 - one.proposer
        last = rounds is not None and t + 1 == rounds
        after = found[(t + 1) % len(found)].worth
        wait = [0.8 * (floor[k] if last else p * floor[k] + (1 - p) * after[k]) for k in (0, 1)]
        worth = []
        for k, package in enumerate(every_package(played)):
            pays = tuple(map(float, played.pays(package)))
            odds = [math.exp(precision * each[j]) for each in (pays, wait, floor)]
            assert one.answers[k] == pytest.approx([o / sum(odds) for o in odds], abs=1e-9)
            worth.append(sum(o * each[i] for o, each in zip(odds, (pays, wait, floor), strict=True)) / sum(odds))
        worth += [wait[i], floor[i]]
        odds = [math.exp(precision * w) for w in worth]
        assert one.offers == pytest.approx([o / sum(odds) for o in odds], abs=1e-9)
        assert one.worth[i] == pytest.approx(sum(o * w for o, w in zip(odds, worth, strict=True)) / sum(odds), abs=1e-8)


def test_without_precision_everybody_chooses_at_random() -> None:
    for one in package_quantal(game(3), 0.0, Deadline()):
        assert one.offers == pytest.approx([1 / 8] * 8)
        assert one.answers == pytest.approx(1 / 3)


def test_with_great_precision_the_first_offer_is_that_of_the_equilibrium() -> None:
    """Whoever is indifferent in the equilibrium is not sure to accept, so that one is taken where nobody is."""
    played = game(2, discount=Fraction(7, 10))
    solved = solve_package_offers(played, Deadline())
    assert solved.tied == ()
    one = package_quantal(played, 400.0, Deadline())[0]
    assert one.worth == pytest.approx([float(v) for v in solved.payoffs], abs=1e-6)


def test_more_packages_than_can_be_listed_are_refused_with_their_number() -> None:
    many = replace(
        game(1),
        issues=tuple("abcdef"),
        options=(tuple(f"o{k}" for k in range(8)),) * 6,
        points=(((Fraction(1),) * 2,) * 8,) * 6,
    )
    with pytest.raises(GameTooLargeError, match="262,144"):
        package_quantal(many, 1.0, Deadline())
