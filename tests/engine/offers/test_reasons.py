"""Reasons of offers: against Ståhl's steps by hand, Rubinstein's two equations, and every other demand on a grid."""

from __future__ import annotations

import random
from fractions import Fraction
from typing import Any

import pytest

from sim.engine.offers.reasons import offer_reasons
from sim.engine.offers.subgame_perfect import OffersSolution, backward, rubinstein
from sim.games.offers.offers_game import OffersGame

F = Fraction


def game(rounds: int | None, **more: Any) -> OffersGame:
    fields = {"discount": (F(9, 10), F(4, 5)), "surplus": F(1), "grid": 20, "first": 0, "outside": (F(0), F(0))}
    return OffersGame(players=("us", "nk"), horizon=rounds, **(fields | more))  # type: ignore[arg-type]


def solved(game: OffersGame) -> OffersSolution:
    """The solution without what it says of other numbers of rounds."""
    offers = rubinstein(game) if game.horizon is None else backward(game, game.horizon)[0]
    return OffersSolution(game, offers, rubinstein(game)[0].worth, (F(0), F(0)), None, complete=True)


def test_three_rounds_go_back_from_the_last_as_by_hand() -> None:
    # Round 3: the other gets nothing outside, so all is kept. Round 2: 0.9 is offered. Round 1: 0.8 x 0.1 = 0.08.
    first, second, last = offer_reasons(solved(game(3)))
    assert (last.accepts_from, last.rest, last.demand) == (0, 1, 1)
    assert (second.wait[0], second.accepts_from, second.demand) == (F(9, 10), F(9, 10), F(1, 10))
    assert (first.next[1], first.wait[1], first.demand) == (F(1, 10), F(2, 25), F(23, 25))
    assert first.gain == F(23, 25) - F(9, 10) * F(9, 10)


def test_without_a_last_round_both_equations_of_rubinstein_hold() -> None:
    draw = random.Random(1)
    for _ in range(20):
        d = F(draw.randint(1, 99), 100), F(draw.randint(1, 99), 100)
        one, two = offer_reasons(solved(game(None, discount=d, grid=1)))
        assert one.demand is not None
        assert two.demand is not None
        assert 1 - one.demand == d[1] * two.demand == one.wait[1] == one.accepts_from
        assert 1 - two.demand == d[0] * one.demand == two.wait[0] == two.accepts_from
        assert one.gain > 0
        assert two.gain > 0


@pytest.mark.parametrize("seed", range(6))
def test_no_other_demand_brings_the_proposer_more_than_the_one_explained(seed: int) -> None:
    draw = random.Random(seed)
    outside = F(draw.randint(-3, 12), 10), F(draw.randint(-3, 12), 10)
    solution = solved(game(draw.randint(1, 5), outside=outside, first=draw.randint(0, 1)))
    for one in offer_reasons(solution):
        i = one.proposer
        gets = one.wait[i] if one.demand is None else one.demand
        for k in range(21):
            asked = F(k, 20)
            # The other side takes what is at least as good as waiting, by its own comparison.
            accepted = 1 - asked >= max(one.wait[1 - i], F(0))
            assert (asked if accepted else one.wait[i]) <= gets
