"""One of the many equilibria where both name demands in the last round, for play that is held against one.

References
----------
Nash, J. (1953): Two-person cooperative games. Econometrica 21, 128-140 (the division that stays where the two are a
little unsure of how much there is, has the highest product of gains).
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from sim.engine.offers.demands import demands

if TYPE_CHECKING:
    from sim.engine.selection import Rule
    from sim.games.offers.offers_game import OffersGame
    from sim.types import Pair


def division_kept(game: OffersGame, rule: Rule) -> Pair | None:
    """The division of the last round: the highest product of gains, or the best one for whoever a rule favours.

    Parameters
    ----------
    game : OffersGame
        A game with demands in its last round.

    Returns
    -------
    pair of Fraction, or None
        In whole slices, an equilibrium of the last round; None where none is, so that nothing is agreed on. Of two
        that are as good the one that is better for who makes the first offer.
    """
    assert game.horizon is not None
    none = game.discount[0] * game.outside[0], game.discount[1] * game.outside[1]
    divisions = [way.payoffs for way in demands(game, game.horizon - 1) if way.round >= 0]

    def good(pays: Pair) -> tuple[Fraction, Fraction]:
        if rule.favoured is not None:
            return pays[rule.favoured], Fraction(0)
        return (pays[0] - none[0]) * (pays[1] - none[1]), pays[game.first]

    return max(divisions, key=good, default=None)


def before_the_deadline(game: OffersGame, expected: Pair) -> OffersGame:
    """The rounds with offers as a game of its own, with what is expected of the last round after them.

    Parameters
    ----------
    expected : pair of Fraction
        What the last round pays, seen from it.
    """
    assert game.horizon is not None
    return replace(game, horizon=game.horizon - 1, outside=expected, demands=False)
