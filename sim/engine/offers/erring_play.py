"""Logit agent quantal responses of alternating offers on the grid of slices.

A proposer asks for a whole number of slices with a probability proportional to exp(t * what asking for it is worth),
and the other side accepts with the logit probability of its share against waiting. Since one moves at a time there is
one such equilibrium in a game with a last round, by backward induction; without one the two rounds that repeat are
iterated to a fixed point, which is checked.

References
----------
McKelvey, R. D. and Palfrey, T. R. (1998): Quantal response equilibria for extensive form games. Experimental
Economics 1, 9-41. Yi, K.-O. (2005): Quantal-response equilibrium models of the ultimatum bargaining game. Games and
Economic Behavior 51, 324-348.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.engine.logit import logit
from sim.errors import NoQuantalResponseError

if TYPE_CHECKING:
    from sim.games.offers.offers_game import OffersGame
    from sim.types import Floats


MOST_SWEEPS = 3_000
"""Sweeps over the two rounds that repeat, most."""

STILL = 1e-12
"""Share of the surplus by which values may still change when the sweeps end."""


@dataclass(frozen=True)
class OffersRound:
    """Responses in a round.

    Parameters
    ----------
    demands : ndarray of float, shape (grid + 1,)
        Chance of each number of slices that the proposer may ask for.
    accepts : ndarray of float, shape (grid + 1,)
        Chance that each is accepted.
    worth : ndarray of float, shape (2,)
        What both expect from this round on, seen from this round.
    """

    demands: Floats
    accepts: Floats
    worth: Floats


def offers_quantal(game: OffersGame, precision: float) -> tuple[OffersRound, ...]:
    """The responses per round; without a last round those of the two that repeat.

    Parameters
    ----------
    precision : float
        The precision, per unit of payoff; 0 is play at random.

    Raises
    ------
    NoQuantalResponseError
        If play without a last round does not settle.
    """
    rates = np.array([float(d) for d in game.discount])
    if game.horizon is not None:
        later, rounds = np.array([float(v) for v in game.outside]), []
        for t in reversed(range(game.horizon)):
            rounds.append(_round(game, precision, game.proposer(t), rates * later))
            later = rounds[-1].worth
        return tuple(rounds[::-1])
    later = np.zeros(2)
    for _ in range(MOST_SWEEPS):
        second = _round(game, precision, game.proposer(1), rates * later)
        first = _round(game, precision, game.proposer(0), rates * second.worth)
        still = np.abs(first.worth - later).max() <= STILL * float(game.surplus)
        later = first.worth
        if still:
            return first, second
    raise NoQuantalResponseError(f"play with errors does not settle within {MOST_SWEEPS:,} sweeps")


def _round(game: OffersGame, precision: float, proposer: int, waits: Floats) -> OffersRound:
    asked = np.linspace(0.0, float(game.surplus), game.grid + 1)
    rest = float(game.surplus) - asked
    gain = precision * (rest - waits[1 - proposer])
    accepts = 1 / (1 + np.exp(-np.clip(gain, -700, 700)))
    own = accepts * asked + (1 - accepts) * waits[proposer]
    other = accepts * rest + (1 - accepts) * waits[1 - proposer]
    demands = logit(precision * own)
    worth = np.empty(2)
    worth[proposer], worth[1 - proposer] = demands @ own, demands @ other
    return OffersRound(demands, accepts, worth)
