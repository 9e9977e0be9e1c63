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
    from sim.games.offers.offers_game import Draw, OffersGame
    from sim.types import Floats


MOST_SWEEPS = 3_000
"""Sweeps over the two rounds that repeat, most."""

STILL = 1e-12
"""Share of the surplus by which values may still change when the sweeps end."""


@dataclass(frozen=True)
class OffersRound:
    """Responses in a round, once chance has drawn.

    Parameters
    ----------
    demands : ndarray of float, shape (grid + 1,)
        Chance of each number of slices that the proposer may ask for.
    accepts : ndarray of float, shape (grid + 1,)
        Chance that each is accepted.
    leaves : ndarray of float, shape (grid + 1,)
        Chance that the other side leaves for it; 0 where it cannot.
    worth : ndarray of float, shape (2,)
        What both expect from this round on, seen from this round.
    round : int
        The round, from 0.
    draw : Draw
        What chance has drawn.
    """

    demands: Floats
    accepts: Floats
    leaves: Floats
    worth: Floats
    round: int
    draw: Draw


def offers_quantal(game: OffersGame, precision: float) -> tuple[OffersRound, ...]:
    """The responses per round and draw; without a last round those of the rounds that repeat.

    Parameters
    ----------
    game : OffersGame
        A game in which nothing is drawn before the first round.
    precision : float
        The precision, per unit of payoff; 0 is play at random.

    Raises
    ------
    NoQuantalResponseError
        If play without a last round does not settle.
    """
    if game.horizon is not None:
        later, rounds = np.array([float(v) for v in game.outside]), []
        for t in reversed(range(game.horizon)):
            rounds.append(_round(game, precision, t, later, t + 1 == game.horizon))
            later = _worth(rounds[-1])
        return tuple(found for round_ in rounds[::-1] for found in round_)
    later = np.zeros(2)
    for _ in range(MOST_SWEEPS):
        last, rounds = later, []
        for t in reversed(range(game.period)):
            rounds.append(_round(game, precision, t, last, False))
            last = _worth(rounds[-1])
        still = np.abs(last - later).max() <= STILL * float(game.surplus)
        later = last
        if still:
            return tuple(found for round_ in rounds[::-1] for found in round_)
    raise NoQuantalResponseError(f"play with errors does not settle within {MOST_SWEEPS:,} sweeps")


def _worth(round_: list[OffersRound]) -> Floats:
    total = np.zeros(2)
    for found in round_:
        total += float(found.draw.chance) * found.worth
    return total


def _round(game: OffersGame, precision: float, t: int, later: Floats, last: bool) -> list[OffersRound]:
    hazard = 0.0 if last else float(game.hazard)
    waits = np.array(
        [
            float(m) + float(d) * ((1 - hazard) * after + hazard * float(b))
            for m, d, after, b in zip(game.meanwhile, game.discount, later, game.broken, strict=True)
        ]
    )
    return [_draw(game, precision, t, draw, waits) for draw in game.draws(t)]


def _draw(game: OffersGame, precision: float, t: int, draw: Draw, waits: Floats) -> OffersRound:
    i, j = draw.proposer, 1 - draw.proposer
    asked = np.linspace(0.0, float(draw.size), game.grid + 1)
    rest = float(draw.size) - asked
    gain = np.exp(np.clip(precision * (rest - waits[j]), -700, 700))
    away = float(game.left[j]) - waits[j]
    leave = np.exp(np.clip(precision * away, -700, 700)) if game.may_leave(j) else 0.0
    accepts = gain / (1 + gain + leave)
    leaves = leave / (1 + gain + leave)
    refuses = 1 - accepts - leaves
    own = accepts * asked + refuses * waits[i] + leaves * float(game.left[i])
    other = accepts * rest + refuses * waits[j] + leaves * float(game.left[j])
    demands = logit(precision * own)
    worth = np.empty(2)
    worth[i], worth[j] = demands @ own, demands @ other
    return OffersRound(demands, accepts, leaves, worth, t, draw)
