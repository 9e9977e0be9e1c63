"""The first price where any value from a seller's own up to a highest one is as likely as another, without a grid.

References
----------
Sobel, J. and Takahashi, I. (1983): A multistage model of bargaining. Review of Economic Studies 50, 411-426: prices and
the values that buy are proportional to the highest value that is left.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.games.offers.values_game import ValuesGame

MOST_ROUNDS = 200
"""Rounds, most, for which it is worked out."""

FEWEST = 10
"""Values, fewest, of a grid that is held against a range of all values."""


@dataclass(frozen=True)
class Continuum:
    """The range of values, and the first price, as floats."""

    low: float
    high: float
    price: float


def continuum(game: ValuesGame) -> Continuum | None:
    """The first price if the grid of a game were endlessly fine; None where its values are no even grid from its own.

    With n rounds to go and values up to v who is left to buy, buyers take a price that is a fixed part of their value,
    the seller names a fixed part of v, and expects a fixed part of v squared.
    """
    values = [value - game.own for value, _ in reversed(game.values)]
    if len(values) < FEWEST or len({chance for _, chance in game.values}) > 1:
        return None
    step = values[1] - values[0]
    if any(values[k + 1] - values[k] != step for k in range(len(values) - 1)) or values[0] not in (0, step):
        return None
    d, e = (float(game.discount[k]) for k in (game.buyer, game.seller))
    high, rounds = float(values[-1]), game.horizon
    if rounds is None:
        if d != e:
            return None
        part = sqrt(1 - d)
        price = part * (1 - part) / d if d else 0.5
    elif rounds > MOST_ROUNDS:
        return None
    else:
        takes, worth, price = 1.0, 0.25, 0.5
        for _ in range(rounds - 1):
            takes = 1 - d + d * price
            sells = takes / (2 * (takes - e * worth))
            price = takes * sells
            worth = price / 2
    low = float(game.own)
    return Continuum(low, low + high, low + price * high)
