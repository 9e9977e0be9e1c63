"""What rounds and departures pay at each place, as affine functions of the shares of the pieces.

A function is an array of numbers: its value where all shares are 0, then what each share adds. Everything here is
affine because the effects of a piece are its share of those of the step. That is used twice: the values are found at no
shares and at each single share, and at the file's numbers and at numbers that are one point worse.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from sim.engine.roadmaps.design.cutting import lowered
from sim.engine.roadmaps.lattice import Lattice
from sim.games.roadmaps.aftermath import departed
from sim.games.roadmaps.ladders import advance

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.engine.roadmaps.design.cutting import Cutting
    from sim.games.roadmaps.ladders import Ladders, Place
    from sim.types import Floats

    Way = tuple[int, Floats, Floats]

HOLD_OUT, RENEGE, WALK_AWAY, WAIT = range(4)
"""Ways to leave, as proofs name them."""

NEITHER = (False, False)


class Tables:
    """The functions of one cutting.

    Parameters
    ----------
    cutting : Cutting
        The pieces.
    worse : float
        By how much every payoff is worse than in the file.
    """

    def __init__(self, cutting: Cutting, worse: Fraction = Fraction(0)) -> None:
        self.cutting = cutting
        count = len(cutting.variables)
        units = [tuple(Fraction(i == k) for i in range(count)) for k in range(-1, count)]
        source = cutting if not worse else type(cutting)(lowered(cutting.ladders, worse), cutting.counts)
        self._bases = [source.at(shares) for shares in units]
        self.worth = cache(self._worth)
        self.reward = cache(self._reward)
        self.ways = cache(self._ways)

    def _affine(self, value: Callable[[Ladders], Fraction]) -> Floats:
        at_none, *at_each = [value(ladders) for ladders in self._bases]
        return np.array([float(at_none), *(float(v - at_none) for v in at_each)])

    def _worth(self, place: Place, player: int, undone: tuple[bool, bool] = NEITHER) -> Floats:
        """What a round pays that ends at a place."""
        return self._affine(lambda ladders: ladders.worth(place, undone)[player])

    def _once(self, place: Place, movers: tuple[int, ...], player: int) -> Floats:
        return self._affine(lambda ladders: ladders.once(place, movers)[player])

    def _reward(self, place: Place, movers: tuple[int, ...], player: int) -> Floats:
        """What a round pays in which some players take their next piece."""
        return self.worth(advance(place, movers), player) + self._once(place, movers, player)

    def _ways(self, place: Place, movers: tuple[int, ...], player: int) -> list[Way]:
        """How a player may leave for good in a round: the way, what the round then pays it, and what later ones do."""
        others = tuple(p for p in movers if p != player)
        after, once = advance(place, others), self._once(place, others, player)
        one = self._bases[0]
        tried = [(HOLD_OUT, NEITHER)] if player in movers and not one.waits else []
        if one.undoable(player, place[player]):
            tried.append((RENEGE, (player == 0, player == 1)))
        found = [
            (
                way,
                self.worth(after, player, undone) + once,
                self._affine(lambda ladders, undone=undone: departed(ladders, after, player, undone, True).stays),  # type: ignore[misc]
            )
            for way, undone in tried
        ]
        if one.walk_away and place != one.size:
            ended = self._affine(lambda ladders: ladders.broken(place)[player])
            found.append((WALK_AWAY, ended, ended))
        return found


def scales(ladders: Ladders) -> tuple[float, float]:
    """The range of each player's payoffs, by which they are measured."""
    one, two = (float(v) for v in Lattice(ladders).scale)
    return one, two
