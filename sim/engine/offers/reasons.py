"""Why offers are made and accepted: what each side gets by waiting, round by round.

References
----------
Ståhl, I. (1972): Bargaining Theory. Rubinstein, A. (1982): Perfect equilibrium in a bargaining model. Econometrica 50,
97-109; the one-shot deviations are those of Shaked, A. and Sutton, J. (1984), Econometrica 52, 1351-1364.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from sim.engine.offers.round_play import waiting

if TYPE_CHECKING:
    from sim.engine.offers.subgame_perfect import OffersSolution
    from sim.types import Pair


@dataclass(frozen=True)
class OfferReason:
    """A round of offers: what each side would get by letting it pass, and what is done for that.

    Parameters
    ----------
    round : int
        When, from 0.
    proposer : int
        Who proposes.
    next : pair of Fraction
        What each expects from the next round on, seen from there; after the last round what it gets outside.
    wait : pair of Fraction
        The same seen from this round: times each side's discount factor.
    accepts_from : Fraction
        Least share that the other side accepts: what waiting is worth to it, or nothing if that is less than nothing.
    rest : Fraction
        What is left to the proposer if it offers just that.
    demand : Fraction or None
        What it asks for; None if it rather waits.
    otherwise : pair of Fraction
        What both get if the offer is not accepted: by waiting, or where the other side rather leaves by that.
    leaves : bool
        Whether the other side rather leaves than waits.
    size, chance : Fraction
        What there is to share, and how likely that is with this proposer.
    """

    round: int
    proposer: int
    next: Pair
    wait: Pair
    accepts_from: Fraction
    rest: Fraction
    demand: Fraction | None
    otherwise: Pair
    leaves: bool
    size: Fraction
    chance: Fraction

    @property
    def gain(self) -> Fraction:
        """What agreeing in this round pays the proposer more than what it gets otherwise."""
        return self.rest - self.otherwise[self.proposer]


def offer_reasons(solution: OffersSolution) -> tuple[OfferReason, ...]:
    """The rounds of a game of offers with their reasons; without a last round those that repeat."""
    game, found = solution.game, []
    for offer in solution.offers:
        after = solution.later(offer)
        wait = waiting(game, after, last=offer.round + 1 == game.horizon)
        otherwise = game.left if offer.leaves else wait
        rest = offer.size - offer.accepts_from
        found.append(
            OfferReason(
                offer.round,
                offer.proposer,
                after,
                wait,
                offer.accepts_from,
                rest,
                offer.demand,
                otherwise,
                offer.leaves,
                offer.size,
                offer.chance,
            )
        )
    return tuple(found)
