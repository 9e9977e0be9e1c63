"""The cooperative benchmark of alternating offers: Nash's solution, which patience leads to."""

from __future__ import annotations

from fractions import Fraction

from sim.engine.offers.bargaining import cooperative_offers
from sim.engine.offers.subgame_perfect import solve_offers
from sim.games.offers.offers_game import OffersGame

F = Fraction


def test_as_both_grow_patient_the_division_is_nashs() -> None:
    # Binmore, Rubinstein and Wolinsky (1986): with equal patience near 1 each gets half, Nash's solution.
    patient = F(9999, 10000)
    g = OffersGame(("us", "nk"), (patient, patient), F(1), 100, 0, None, (F(0), F(0)))
    found = cooperative_offers(g, solve_offers(g).payoffs).solution.nash
    assert found == (F(1, 2), F(1, 2))
    assert abs(solve_offers(g).payoffs[0] - found[0]) < F(1, 10000)
