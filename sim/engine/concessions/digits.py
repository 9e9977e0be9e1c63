"""Whether floats have the digits to compute with the payoffs of a concession game."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from sim.errors import CommonPayoffError

if TYPE_CHECKING:
    from sim.games.concessions.stochastic_game import StochasticGame

MOST = 1_000_000
"""How many times as large as the widest difference of a player's payoffs they may be: of the sixteen digits of a float
ten are left for the difference, of which certificates want nine."""


def need_digits(game: StochasticGame) -> None:
    """Refuse a game whose payoffs have far more in common than they differ by.

    Parameters
    ----------
    game : StochasticGame
        Of any horizon.

    Raises
    ------
    CommonPayoffError
        If rounding could decide what a player prefers.
    """
    rewards = [o.reward for phases in game.cycle for phase in phases if phase.closes_round for o in phase.outcomes]
    for player, range_ in enumerate(game.ranges):
        common = min((pair[player] for pair in (*rewards, *game.afterwards)), key=abs)
        if abs(common) > MOST * (range_ or Fraction(1)):
            raise CommonPayoffError(game.players[player], float(common), float(range_))
