"""What becomes of a run in which nothing is drawn by chance any more: it goes round for ever, and is paid at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.games.concessions.stochastic_game import BROKEN

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sim.agents.runner import AgentRunner
    from sim.agents.seated_game import SeatedGame

    Place = tuple[int, int, int, int]

LONGEST = 64
"""Rounds, most, that a circle may be long."""


@dataclass(frozen=True)
class AbsorbingCycle:
    """A circle.

    Parameters
    ----------
    worth : ndarray of float, shape (2,)
        What it is worth from its start.
    complete : bool
        Whether the agreement stands all along.
    first : int or None
        The first round of it, from 0, after which the agreement is complete; None if there is none.
    """

    worth: NDArray[np.float64]
    complete: bool
    first: int | None


class Fates:
    """Circles of a game without a last round, found for places as they are asked for.

    Parameters
    ----------
    minds : pair of AgentRunner
        Who plays.
    """

    def __init__(self, table: SeatedGame, minds: tuple[AgentRunner, AgentRunner]) -> None:
        self.table, self.minds = table, minds
        self._known: dict[Place, AbsorbingCycle | None] = {}

    def of(self, c: int, node: int, one: int, two: int) -> AbsorbingCycle | None:
        """The circle that starts at a place; None if play leaves it, or chance has a part in it.

        Parameters
        ----------
        c, node : int
            Round of the cycle and state.
        one, two : int
            Numbers of what both agents remember.
        """
        if not (self.minds[0].lasting and self.minds[1].lasting):
            return None
        start = c, node, one, two
        if start not in self._known:
            self._known[start] = self._around(start)
        return self._known[start]

    def _around(self, start: Place) -> AbsorbingCycle | None:
        rates = self.table.game.rates
        worth, weight, passed, complete = np.zeros(2), np.ones(2), np.zeros(2), True
        here, first = start, None
        for t in range(LONGEST):
            complete = complete and bool(self.table.complete[here[1]])
            onward = self._onward(here)
            if onward is None:
                return None
            here, reward = onward
            if first is None and self.table.complete[here[1]]:
                first = t
            counts = self.table.game.impatience * weight
            worth, passed = worth + counts * reward, passed + counts
            weight = weight * rates
            if here == start:
                return AbsorbingCycle(worth / passed, complete, first)
        return None

    def _onward(self, here: Place) -> tuple[Place, NDArray[np.float64]] | None:
        """Where one round leads and what it pays, if that is certain."""
        c, at, *memory = here
        game = self.table.game
        done, could = [0, 0], [False, False]
        for p, phase in enumerate(game.cycle[c]):
            chosen = []
            for seat in (0, 1):
                chances = self.minds[seat].decide(c, p, at, memory[seat])
                first = int(np.argmax(chances > 0))
                if chances[first] < 1:
                    return None
                codes, open_ = self.minds[seat].codes(c, p)
                done[seat] = int(codes[at, first]) or done[seat]
                could[seat] |= bool(open_[at])
                chosen.append(first)
            outcome = phase.outcomes[phase.cells[at, chosen[0], chosen[1]]]
            if outcome.successor == BROKEN or outcome.risk or outcome.discovery:
                return None
            at = outcome.successor
        one, two = (
            self.minds[seat].after(memory[seat], done[seat], done[1 - seat], could[1 - seat]) for seat in (0, 1)
        )
        reward = np.array([float(v) for v in outcome.reward])
        return ((c + 1) % len(game.cycle), at, one, two), reward
