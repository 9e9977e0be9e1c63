"""Offers with errors: the definition, its two ends, and a closed form."""

from __future__ import annotations

import math
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from sim.engine.offers.erring_play import offers_quantal
from sim.engine.offers.subgame_perfect import solve_offers
from sim.games.offers.offers_game import OffersGame, from_offers
from sim.scenario.load import load


def game(horizon: int | None = None, grid: int = 20) -> OffersGame:
    return replace(from_offers(load("alternating-offers")), horizon=horizon, grid=grid)


def test_one_offer_is_accepted_with_the_logistic_chance_of_its_share() -> None:
    """With one round refusing pays nothing: the responder accepts x with chance 1 / (1 + exp(-t x))."""
    (found,) = offers_quantal(game(1), 3.0)
    rest = 1 - np.arange(21) / 20
    assert found.accepts == pytest.approx(1 / (1 + np.exp(-3 * rest)))
    worth = np.exp(3 * found.accepts * (1 - rest))
    assert found.demands == pytest.approx(worth / worth.sum())


@pytest.mark.parametrize("horizon", [1, 2, 5, None])
@pytest.mark.parametrize("precision", [0.5, 5.0, 40.0])
def test_every_probability_is_the_logit_of_what_the_actions_are_worth(horizon: int | None, precision: float) -> None:
    """McKelvey and Palfrey (1998), evaluated once more from the probabilities alone."""
    played = game(horizon)
    rounds = offers_quantal(played, precision)
    rates = [float(d) for d in played.discount]
    for t, found in enumerate(rounds):
        i = played.proposer(t)
        if horizon is None:
            after = rounds[(t + 1) % 2].worth
        else:
            after = rounds[t + 1].worth if t + 1 < horizon else np.array([0.0, 0.0])
        for k in range(21):
            asked, takes = k / 20, found.accepts[k]
            gain = precision * (1 - asked - rates[1 - i] * after[1 - i])
            assert takes == pytest.approx(1 / (1 + math.exp(-gain)), abs=1e-10)
        own = [found.accepts[k] * k / 20 + (1 - found.accepts[k]) * rates[i] * after[i] for k in range(21)]
        odds = [math.exp(precision * (v - max(own))) for v in own]
        assert found.demands == pytest.approx([o / sum(odds) for o in odds], abs=1e-8)
        assert found.worth[i] == pytest.approx(float(np.dot(found.demands, own)), abs=1e-8)


def test_without_precision_everybody_chooses_at_random() -> None:
    for found in offers_quantal(game(3), 0.0):
        assert found.demands == pytest.approx(np.full(21, 1 / 21))
        assert found.accepts == pytest.approx(np.full(21, 0.5))


def test_with_great_precision_offers_come_near_to_those_of_the_equilibrium() -> None:
    played = game(None, 100)
    first = offers_quantal(played, 1000.0)[0]
    demand = solve_offers(played).offers[0].demand
    assert isinstance(demand, Fraction)
    assert float(first.demands @ (np.arange(101) / 100)) == pytest.approx(float(demand), abs=0.02)
