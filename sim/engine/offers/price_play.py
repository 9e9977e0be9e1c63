"""The equilibrium of prices named to somebody whose value is hidden, as it is played after anything that may happen.

The plan says what is done at each share of buyers who would have bought by now. What it leaves open is filled in here:
a price between what two neighbours pay at most, and a buyer who should have bought before.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from sim.engine.offers.pbe import worth_from

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.engine.offers.price_stages import Stage
    from sim.games.offers.values_game import ValuesGame
    from sim.types import Pair

NOTHING = Fraction(0)


class Priced(NamedTuple):
    """Where prices stand.

    Parameters
    ----------
    round : int
        The round, from 0.
    value : Fraction or None
        What the good is worth to the buyer, which only the buyer knows; None while chance draws it.
    share : Fraction
        The share of buyers, from the highest value down, who would have bought by now: what the seller knows.
    price : Fraction or None
        What is named in the round once it is.
    higher : Fraction
        Where two next prices are as good to the seller, the chance that it names the higher one.
    """

    round: int
    value: Fraction | None
    share: Fraction = NOTHING
    price: Fraction | None = None
    higher: Fraction = Fraction(1)


class PricePlay:
    """What both do, and what that is worth, wherever talks stand.

    Parameters
    ----------
    plan : sequence of Stage
        What is done with 1, 2, … rounds to go; without a last round the one stage that repeats.
    """

    def __init__(self, game: ValuesGame, plan: Sequence[Stage]) -> None:
        self.game, self.plan = game, plan
        share, self.lots = NOTHING, dict[Fraction, tuple[Fraction, Fraction]]()
        for value, chance in game.values:
            self.lots[value] = share, share + chance
            share += chance

    def stage(self, t: int) -> Stage:
        """What both do in a round."""
        return self.plan[0] if self.game.horizon is None else self.plan[self.game.horizon - t - 1]

    def ends(self, t: int) -> bool:
        """Whether a round is the last one of the rules."""
        return t + 1 == self.game.horizon

    def _two(self, t: int, share: Fraction) -> Pair:
        """The higher and the lower of the prices that are as good in a round."""
        stage = self.stage(t)
        if not stage.steps:
            return self.game.own, self.game.own
        high = stage.steps[stage.named(share)].pays
        if share >= stage.steps[-1].upto:
            return high, high
        return high, next((stage.steps[p.step].pays for p in stage.prices[1:] if p.since == share), high)

    def prices(self, place: Priced) -> list[tuple[Fraction, Fraction]]:
        """Prices that the equilibrium names at a place, with their chances."""
        high, low = self._two(place.round, place.share)
        if high == low or place.higher == 1:
            return [(high, Fraction(1))]
        return [(price, p) for price, p in ((high, place.higher), (low, 1 - place.higher)) if p]

    def after(self, place: Priced, price: Fraction) -> Priced:
        """Where the next round begins if a price is refused.

        A price between what two neighbours pay at most is taken by the one and refused by the other; what is named
        after it, on average, keeps both to that.
        """
        stage, share, beyond = self.stage(place.round), place.share, None
        for step in stage.steps:
            if step.pays < price and step.upto > share:
                beyond = step
                break
            share = max(share, step.upto)
        t = place.round + 1
        higher = Fraction(1)
        d = self.game.discount[self.game.buyer]
        if beyond is not None and d and not self.ends(place.round):
            high, low = self._two(t, share)
            if high > low:
                # The most that may follow on average for the neighbour to wait: value - price = d (value - next).
                average = min(high, max(low, beyond.value - (beyond.value - price) / d))
                higher = (average - low) / (high - low)
        return Priced(t, place.value, share, None, higher)

    def takes(self, place: Priced) -> Fraction:
        """The chance with which the equilibrium has the buyer take a price."""
        assert place.value is not None
        assert place.price is not None
        low, high = self.lots[place.value]
        low, upto = max(low, place.share), self.after(place, place.price).share
        serious = place.value > self.game.own
        if serious and low < high and self.stage(place.round).steps:
            return min(Fraction(1), max(NOTHING, (upto - low) / (high - low)))
        # With a value that should have bought before, or that nothing can be sold to: whatever is better.
        gain, waits = self.answers(place)
        return Fraction(gain > waits or (serious and gain == waits))

    def _waits(self, place: Priced) -> Fraction:
        """What the buyer gets at best by not taking a price, seen from its round."""
        assert place.value is not None
        assert place.price is not None
        if self.ends(place.round) or place.value <= self.game.own:
            return NOTHING
        at = self.after(place, place.price)
        total = NOTHING
        d = self.game.discount[self.game.buyer]
        for price, p in self.prices(at):
            best, weight, here, named = NOTHING, d, at, price
            while True:  # the prices that follow hang on nothing that the buyer does but waiting
                best = max(best, weight * (at.value - named))  # type: ignore[operator]
                if self.ends(here.round) or here.share >= self._served(here.round):
                    break
                here, weight = self.after(here, named), weight * d
                named = self.prices(here)[0][0]
            total += p * best
        return total

    def _served(self, t: int) -> Fraction:
        """The share at which nobody is left whom anything can be sold to."""
        steps = self.stage(t).steps
        return steps[-1].upto if steps else NOTHING

    def sold(self, place: Priced, price: Fraction) -> Fraction:
        """What a price brings the seller, seen from its round, added up over the buyers who are left."""
        after, own = self.after(place, price), self.game.own
        gets = (price - own) * (after.share - place.share)
        # Below its own worth it also sells to those with whom there is nothing to gain.
        gets += (price - own) * sum((p for v, p in self.game.values if price < v <= own), NOTHING)
        if not self.ends(place.round):
            gets += self.game.discount[self.game.seller] * worth_from(self.game, self.plan, after.share, after.round)
        return gets

    def gives_away(self, place: Priced, price: Fraction) -> Fraction:
        """What naming a price costs the seller at what it believes, seen from its round."""
        left = 1 - place.share
        if left:
            best = worth_from(self.game, self.plan, place.share, place.round)
            return max(NOTHING, best - self.sold(place, price)) / left
        # All should have bought by now: the seller believes that it is the last of them.
        asks = self.prices(place)[0][0]
        best = asks - self.game.own
        later = NOTHING if self.ends(place.round) else self.game.discount[self.game.seller] * best
        return max(NOTHING, best - (price - self.game.own if price <= asks else later))

    def answers(self, place: Priced) -> Pair:
        """What taking a price and waiting are worth to the buyer, seen from its round."""
        assert place.value is not None
        assert place.price is not None
        return place.value - place.price, self._waits(place)

    def _pair(self, to_seller: Fraction, to_buyer: Fraction) -> Pair:
        return (to_seller, to_buyer) if self.game.seller == 0 else (to_buyer, to_seller)

    def traded(self, place: Priced) -> Pair:
        """What both get if a price is taken, in its round."""
        assert place.value is not None
        assert place.price is not None
        return self._pair(place.price - self.game.own, place.value - place.price)

    def worth(self, place: Priced) -> Pair:
        """What both get from there on, exactly, seen from the round."""
        if place.price is not None:
            return self._answered(place)
        one = two = NOTHING
        for price, p in self.prices(place):
            worth = self._answered(place._replace(price=price))
            one, two = one + p * worth[0], two + p * worth[1]
        return one, two

    def _answered(self, place: Priced) -> Pair:
        """What a price is worth once it is named: forwards, as nothing that follows is drawn but by a deviation."""
        totals, alive, rates, now = [NOTHING, NOTHING], Fraction(1), [Fraction(1), Fraction(1)], place
        while True:
            assert now.price is not None
            takes = self.takes(now)
            pays = self.traded(now)
            for seat in (0, 1):
                totals[seat] += alive * rates[seat] * takes * pays[seat]
                rates[seat] *= self.game.discount[seat]
            alive *= 1 - takes
            if not alive or self.ends(now.round) or (place.value or NOTHING) <= self.game.own:
                return totals[0], totals[1]
            after = self.after(now, now.price)
            ways = self.prices(after)
            if len(ways) > 1:
                worth = self.worth(after)
                return totals[0] + alive * rates[0] * worth[0], totals[1] + alive * rates[1] * worth[1]
            now = after._replace(price=ways[0][0])
