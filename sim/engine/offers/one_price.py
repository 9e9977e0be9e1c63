"""Play with errors where one price is named to somebody whose value is hidden.

References
----------
McKelvey, R. D. and Palfrey, T. R. (1998): Quantal response equilibria for extensive form games. Experimental
Economics 1, 9-41.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.engine.logit import logit

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from sim.games.offers.values_game import ValuesGame
    from sim.types import Floats


def takes(gain: Floats | float, precision: float) -> Floats:
    """The chance that a price is taken which brings a gain against nothing."""
    found: Floats = 1 / (1 + np.exp(np.clip(-precision * np.asarray(gain, dtype=float), -700, 700)))
    return found


def one_price_quantal(game: ValuesGame, prices: Sequence[Fraction], precision: float) -> Floats:
    """How likely each of some prices is named by somebody who errs, to buyers who err.

    Parameters
    ----------
    game : ValuesGame
        A game of one round.
    prices : sequence of Fraction
        What may be named.
    precision : float
        The precision, per unit of payoff; 0 is play at random.

    Returns
    -------
    ndarray of float, shape (prices,)
        Chances.
    """
    named = np.array([float(price) for price in prices])
    values = np.array([float(value) for value, _ in game.values])
    chances = np.array([float(chance) for _, chance in game.values])
    sold = takes(values[None, :] - named[:, None], precision) @ chances
    found: Floats = logit(precision * (named - float(game.own)) * sold)
    return found
