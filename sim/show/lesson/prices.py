"""Pictures of prices for a hidden value, and of what demands at a deadline leave open, that move with the sliders."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.engine.offers.pbe import who
from sim.show.lesson.drawing import short
from sim.show.lesson.picture_base import Picture

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.engine.offers.demands import DemandsSolution
    from sim.engine.offers.pbe import PricesSolution

ROUNDS = 40
"""Rounds, most, that are drawn."""


@dataclass(frozen=True)
class PriceStep:
    """A price as long as those before it are refused.

    Parameters
    ----------
    round : int
        The round, counted from 1.
    price : float
        The price.
    low, high : float
        The lowest and the highest value that takes it.
    chance : float
        How likely it is that it is taken.
    """

    round: int
    price: float
    low: float
    high: float
    chance: float

    def plain(self) -> list[float]:
        """Itself as data for JSON."""
        return [self.round, self.price, self.low, self.high, self.chance]


@dataclass(frozen=True)
class PricesPicture(Picture):
    """Prices as a staircase by rounds, with the values that take each.

    Parameters
    ----------
    stairs : tuple of PriceStep
        The prices.
    seller : int
        Who names them.
    once : float
        The one price that would be named for good.
    own : float
        What the good is worth to who names prices.
    """

    kind = "prices"
    stairs: tuple[PriceStep, ...]
    seller: int
    once: float
    own: float

    @property
    def played(self) -> object:
        """The prices."""
        return self.stairs

    def plain(self, numbered: Callable[[str], int]) -> dict[str, object]:
        """Stairs and what they are held against."""
        del numbered
        stairs = [step.plain() for step in self.stairs]
        return {"kind": self.kind, "stairs": stairs, "seller": self.seller, "once": self.once, "own": self.own}


@dataclass(frozen=True)
class RangesPicture(Picture):
    """What both can get by the round of an agreement, where many equilibria are left.

    Parameters
    ----------
    ranges : tuple
        For each round, counted from 1, in which an agreement may be made, the least and the most of each side; round 0
        stands for no agreement.
    most : float
        What there is to share.
    """

    kind = "ranges"
    ranges: tuple[tuple[int, tuple[float, float], tuple[float, float]], ...]
    most: float

    @property
    def played(self) -> object:
        """The ranges."""
        return self.ranges

    def plain(self, numbered: Callable[[str], int]) -> dict[str, object]:
        """The ranges."""
        del numbered
        return {"kind": self.kind, "ranges": self.ranges, "most": self.most}


def prices_picture(solution: PricesSolution) -> PricesPicture:
    """The prices that are named one after the other, with who takes them."""
    stairs = []
    for named in solution.path[:ROUNDS]:
        lots = who(solution.game, named)
        price, low, high, chance = map(float, (named.price, lots[-1][0], lots[0][0], named.chance))
        stairs.append(PriceStep(named.round + 1, short(price), short(low), short(high), short(chance)))
    once, own = float(solution.committed[0]), float(solution.game.own)
    return PricesPicture(tuple(stairs), solution.game.seller, short(once), short(own))


def ranges_picture(solution: DemandsSolution) -> RangesPicture:
    """What both can get, by the round in which they agree."""
    found = []
    for round_ in sorted({way.round for way in solution.ways})[:ROUNDS]:
        ways = solution.in_round(round_)
        one, two = ([float(way.payoffs[k]) for way in ways] for k in (0, 1))
        found.append((round_ + 1, (short(min(one)), short(max(one))), (short(min(two)), short(max(two)))))
    return RangesPicture(tuple(found), short(float(solution.game.surplus)))
