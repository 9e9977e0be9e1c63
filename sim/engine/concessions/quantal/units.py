"""Concession games counted from each player's least payoff in units of its range, so that neither is left to rounding.

Play with errors depends on differences of payoffs alone, and on these times the precision: a constant that every
outcome pays makes no difference, and so is taken away exactly before payoffs are rounded to floats.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from sim.games.concessions.stochastic_game import Phase, StochasticGame
    from sim.types import Floats, Pair


@dataclass(frozen=True)
class InUnits:
    """A game in units, and what one unit is.

    Parameters
    ----------
    game : StochasticGame
        The game with each player's payoffs from 0 to 1.
    least, width : ndarray of float, shape (2,)
        What 0 stands for, and what 1 is more than that.
    """

    game: StochasticGame
    least: Floats
    width: Floats

    def paid(self, values: Floats) -> Floats:
        """Values of the game in units as payoffs, shape (..., 2)."""
        paid: Floats = self.least + self.width * values
        return paid


def in_units(game: StochasticGame) -> InUnits:
    """A game counted from each player's least payoff in units of its range, all in exact numbers."""
    rewards = [o.reward for phases in game.cycle for phase in phases if phase.closes_round for o in phase.outcomes]
    sides = list(zip(*rewards, *game.afterwards, strict=True))
    least = min(sides[0]), min(sides[1])
    width = max(sides[0]) - least[0] or Fraction(1), max(sides[1]) - least[1] or Fraction(1)

    def counted(pair: Pair) -> Pair:
        return (pair[0] - least[0]) / width[0], (pair[1] - least[1]) / width[1]

    def phase_of(phase: Phase) -> Phase:
        outcomes = tuple(
            replace(
                o,
                reward=counted(o.reward),
                ended=counted(o.ended),
                discovered=None if o.discovered is None else counted(o.discovered),
            )
            for o in phase.outcomes
        )
        return replace(phase, outcomes=outcomes)

    unit = replace(
        game,
        cycle=tuple(tuple(map(phase_of, phases)) for phases in game.cycle),
        final=tuple(map(counted, game.final)),
        ended=tuple(map(counted, game.ended)),
    )
    return InUnits(unit, np.array(least, dtype=np.float64), np.array(width, dtype=np.float64))
