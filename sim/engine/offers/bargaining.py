"""The cooperative benchmark of alternating offers: bargaining over the divisions of the surplus."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from sim.engine.matrix.bargaining import CooperativeSolution, bargaining
from sim.engine.offers.subgame_perfect import solve_offers

if TYPE_CHECKING:
    from sim.engine.solution import Request
    from sim.games.offers.offers_game import OffersGame
    from sim.types import Pair


def solve(game: OffersGame, ask: Request) -> CooperativeSolution:
    """Bargaining over shares, beside the equilibrium of the offers."""
    return cooperative_offers(game, solve_offers(game, ask.time_limit).payoffs)


def cooperative_offers(game: OffersGame, equilibrium: Pair) -> CooperativeSolution:
    """Bargaining solutions of the surplus, from what each gets without an agreement.

    Parameters
    ----------
    equilibrium : pair of Fraction
        Payoffs to compare with.
    """
    nothing = Fraction(0)
    d = game.broken if game.hazard else game.outside if game.horizon is not None else (nothing, nothing)
    # What there is to share where the talks begin, on average if chance draws it.
    lots = game.sizes or ((Fraction(1), game.by_round[0] if game.by_round else game.surplus),)
    surplus = sum((chance * size for chance, size in lots), nothing)
    solution = bargaining([(surplus, nothing), (nothing, surplus)], d)
    return CooperativeSolution(solution, game.players, "outside", (float(equilibrium[0]), float(equilibrium[1])))
