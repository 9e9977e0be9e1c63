"""How likely offers end in agreement, in leaving, in a breakdown, or in none of them, and when they are agreed on."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.engine.offers.round_play import Offer
    from sim.games.offers.offers_game import OffersGame


BY_CHANCE = "agreement by chance"
"""The ending where there may be an agreement and may be none."""


@dataclass(frozen=True)
class Endings:
    """Chances of how talks end; they add up to 1.

    Parameters
    ----------
    agreement, leaving, breakdown, never : Fraction
        An offer is accepted; somebody leaves; chance ends the talks; the last offer is refused, or all are for ever.
    mean_round : Fraction or None
        In which round on average an offer is accepted if one is, counted from 1.
    first : int or None
        The first round in which one may be, from 0.
    """

    agreement: Fraction
    leaving: Fraction
    breakdown: Fraction
    never: Fraction
    mean_round: Fraction | None
    first: int | None

    @property
    def name(self) -> str:
        """How it ends, in a code."""
        if self.agreement == 1:
            return "agreement"
        if self.agreement:
            return BY_CHANCE
        if not self.leaving and not self.breakdown:
            return "no agreement"
        return "leaving" if self.leaving >= self.breakdown else "breakdown"


def endings(game: OffersGame, offers: Sequence[Offer]) -> Endings:
    """How the talks end if everybody does as planned."""
    size_of = [size for _, size in game.sizes] if game.once and game.sizes else [None]
    total = [Fraction(0)] * 5
    first: int | None = None
    for size in size_of:
        own = [o for o in offers if size is None or o.size == size]
        chance = sum((o.chance for o in own if o.round == 0), Fraction(0))
        if not chance:
            continue
        tally, soonest = _one(game, own, chance)
        total = [a + chance * b for a, b in zip(total, tally, strict=True)]
        first = soonest if first is None else first if soonest is None else min(first, soonest)
    agreement, leaving, breakdown, never, weighted = total
    return Endings(agreement, leaving, breakdown, never, weighted / agreement if agreement else None, first)


def _one(game: OffersGame, offers: Sequence[Offer], chance: Fraction) -> tuple[list[Fraction], int | None]:
    """Chances of agreement, leaving, breakdown and never, and the sum of rounds of agreement by their chance."""
    goes_on, agreed, left, broken, weighted = Fraction(1), Fraction(0), Fraction(0), Fraction(0), Fraction(0)
    first: int | None = None
    for t in range(max(o.round for o in offers) + 1):
        here = [o for o in offers if o.round == t]
        yes = sum((o.chance for o in here if o.demand is not None), Fraction(0)) / chance
        leaves = sum((o.chance for o in here if o.demand is None and o.leaves), Fraction(0)) / chance
        if yes and goes_on and first is None:
            first = t
        agreed, left = agreed + goes_on * yes, left + goes_on * leaves
        weighted += goes_on * yes * (t + 1)
        goes_on *= 1 - yes - leaves
        if game.horizon is None or t + 1 < game.horizon:
            broken += goes_on * game.hazard
            goes_on *= 1 - game.hazard
    if game.horizon is not None:
        return [agreed, left, broken, goes_on, weighted], first
    if goes_on == 1:
        return [Fraction(0), Fraction(0), Fraction(0), Fraction(1), Fraction(0)], first
    again = 1 / (1 - goes_on)
    weighted = weighted * again + game.period * goes_on * agreed * again * again
    return [agreed * again, left * again, broken * again, Fraction(0), weighted], first
