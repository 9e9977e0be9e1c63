"""What an outcome is worth, given what play is worth after it: the Bellman step of a concession game.

A round counts (1 - d) and all that follows d, and with its risk the talks break down after it; so an outcome is worth
``base + gain * value`` of where it leads. Solvers take the step from here, in rationals or in floats. Certificates do
not: they work it out once more.

References
----------
Bellman, R. (1957): Dynamic Programming. Shapley, L. S. (1953): Stochastic games. PNAS 39, 1095-1100.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from sim.exact.chances import as_float
from sim.games.concessions.stochastic_game import BROKEN

if TYPE_CHECKING:
    from sim.games.concessions.stochastic_game import Outcome, Phase, StochasticGame
    from sim.types import Floats, Pair


@dataclass(frozen=True)
class Exit:
    """What a pair of actions leads to, and what it is worth: ``base + gain * value`` of that, for each player.

    Parameters
    ----------
    to : int
        Where play goes on, as a node of the next phase or a point of a graph; ``BROKEN`` if the talks are over.
    base, gain : pair of Fraction
        The two parts of its worth, as discounted averages per round; the gain is 0 if the talks are over.
    """

    to: int
    base: Pair
    gain: Pair

    def worth(self, later: Pair) -> Pair:
        """What it is worth if what it leads to is worth so much; that does not matter if the talks are over."""
        if self.to == BROKEN:
            return self.base
        return self.base[0] + self.gain[0] * later[0], self.base[1] + self.gain[1] * later[1]


_NOTHING, _ALL = (Fraction(0), Fraction(0)), (Fraction(1), Fraction(1))


def exit_of(game: StochasticGame, phase: Phase, outcome: Outcome) -> Exit:
    """Where an outcome of a phase leads, and the parts of its worth, exactly.

    Parameters
    ----------
    phase : Phase
        The phase that it is an outcome of.
    outcome : Outcome
        The outcome; after a certain breakdown play goes on nowhere.
    """
    over = outcome.over
    to = BROKEN if over else outcome.successor
    if not phase.closes_round:
        return Exit(to, outcome.ended if over else _NOTHING, _NOTHING if over else _ALL)
    risk = Fraction(1) if over else outcome.risk
    one, two = (
        ((1 - d) * now + d * risk * broken, d * (1 - risk))
        for d, now, broken in zip(game.discount, outcome.reward, outcome.ended, strict=True)
    )
    return Exit(to, (one[0], two[0]), (one[1], two[1]))


class Exits:
    """The exits of a game's outcomes, each worked out when it is first asked for.

    Attributes
    ----------
    parts : dict of (int, int) to (int, Pair, Pair)
        Room for the same in another kind of numbers, by the phase's place in memory and the number of the outcome.
    """

    def __init__(self, game: StochasticGame) -> None:
        self._game = game
        self._known: dict[int, list[Exit | None]] = {}
        self.parts: dict[tuple[int, int], tuple[int, Pair, Pair]] = {}

    def __getstate__(self) -> dict[str, object]:
        # Phases are known by where they are in memory, which says nothing to another process.
        return {"_game": self._game, "_known": {}, "parts": {}}

    def of(self, phase: Phase, number: int) -> Exit:
        """The exit of an outcome.

        Parameters
        ----------
        number : int
            Number of the outcome in it.
        """
        known = self._known.get(id(phase))
        if known is None:
            known = self._known[id(phase)] = [None] * len(phase.outcomes)
        found = known[number]
        if found is None:
            found = known[number] = exit_of(self._game, phase, phase.outcomes[number])
        return found


def outcome_values(game: StochasticGame, phase: Phase, after: Floats) -> Floats:
    """What the outcomes of a phase are worth to both players, shape (outcomes, 2).

    Parameters
    ----------
    after : ndarray of float, shape (nodes, 2)
        Worth of the nodes of the next phase.
    """
    # Where the talks are over nothing follows; the row added stands for that.
    follows = np.vstack([after, np.zeros((1, 2))])[phase.successors]
    later: Floats = np.where((phase.successors == BROKEN)[:, None], phase.ended, follows)
    if not phase.closes_round:
        return later
    risk, survival = phase.risks[:, None], phase.survivals[:, None]
    now = game.impatience * phase.rewards
    worth: Floats = now + game.rates * (survival * later + risk * phase.ended)
    return worth


def outcome_value(game: StochasticGame, phase: Phase, outcome: Outcome, player: int, later: float) -> float:
    """What one outcome is worth to a player.

    Parameters
    ----------
    phase : Phase
        The phase that it is an outcome of.
    outcome : Outcome
        The outcome.
    player : int
        To whom.
    later : float
        What it leads to is worth to the player; ``outcome.ended`` if the talks are over.
    """
    if not phase.closes_round:
        return later
    d, now, ended = game.rates[player], game.impatience[player], float(outcome.ended[player])
    risk, survival = as_float(outcome.risk), as_float(outcome.survival)
    return float(now * float(outcome.reward[player]) + d * (survival * later + risk * ended))
