"""Steps that are faked: seen as if they stood, without effect, and discovered by chance.

A fake counts for prerequisites and for the agreement, since those go by what is believed. After every round, that of
the fake included, each standing fake is discovered with the chance that its step states; then the punishment follows.
Once the rounds of a finite horizon are over nothing is discovered any more.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from sim.games.concessions.rules import CONCEDE, RENEGE, Rules
from sim.games.concessions.stochastic_game import BROKEN, State

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sim.games.concessions.rules import Stands
    from sim.games.concessions.stochastic_game import StochasticGame
    from sim.scenario.scenario import Concessions
    from sim.types import Pair

FAKE = "fake"


class FakingRules(Rules):
    """The rules with the action ``fake`` for those who may; a state is four masks, the last two of faked steps.

    Parameters
    ----------
    who : pair of bool
        Which players may fake.
    """

    start: Stands = (0, 0, 0, 0)

    def __init__(self, game: Concessions, who: tuple[bool, bool]) -> None:
        super().__init__(game)
        self.who = who

    def open(self, stands: Stands, player: int) -> tuple[str, ...]:
        """Actions open to a player; a step that can be taken and that is verified by chance can be faked."""
        open_ = super().open(stands, player)
        k = self.lowest_missing(stands, player)
        if not self.who[player] or k is None or CONCEDE not in open_:
            return open_
        if self.game.ladders[player][k].verification is None:
            return open_
        at = open_.index(CONCEDE) + 1
        return (*open_[:at], FAKE, *open_[at:])

    def move(self, stands: Stands, player: int, action: str) -> Stands:
        """State after one player's action; whoever takes steps back takes back its fakes of them."""
        one, two = super().move(stands, player, CONCEDE if action == FAKE else action)[:2]
        faked = list(stands[2:])
        if action == FAKE:
            faked[player] |= (one, two)[player] & ~stands[player]
        elif action == RENEGE:
            faked[player] &= ~self.reversible[player]
        return (one, two, *faked)

    def real(self, stands: Stands) -> Stands:
        """Steps that stand and are not faked."""
        return stands[0] & ~stands[2], stands[1] & ~stands[3]

    def discovery(self, stands: Stands) -> tuple[Fraction, Pair | None]:
        """Chance that any standing fake is discovered, and what the punishment then pays in every later round."""
        hidden = Fraction(1)
        for player in (0, 1):
            for k, step in enumerate(self.game.ladders[player]):
                if stands[2 + player] >> k & 1 and step.verification is not None:
                    hidden *= 1 - step.verification
        if hidden == 1:
            return Fraction(0), None
        if self.game.on_discovery == "breakdown":
            return 1 - hidden, self.ended(stands)
        one, two = self.real(stands)
        kept = one & ~self.reversible[0], two & ~self.reversible[1], 0, 0
        return 1 - hidden, self.pays(kept)

    def state(self, stands: Stands) -> State:
        """The state with the steps that are faked."""
        seen = super().state(stands)
        ids = [
            tuple(step.id for k, step in enumerate(self.game.ladders[player]) if stands[2 + player] >> k & 1)
            for player in (0, 1)
        ]
        return State(seen.stands, seen.complete, (ids[0], ids[1]))


def as_seen(game: StochasticGame, base: StochasticGame) -> tuple[tuple[NDArray[np.intp], ...], ...]:
    """What each node of a game with fakes is in the game without: the node that it looks like.

    Parameters
    ----------
    game, base : StochasticGame
        The same scenario with fakes and without.

    Returns
    -------
    tuple of tuple of ndarray of int, shape (nodes,)
        Per round of the cycle and phase.
    """
    index = {state.stands: k for k, state in enumerate(base.states)}
    first = np.array([index[state.stands] for state in game.states], dtype=np.intp)
    rounds = []
    for phases, simple in zip(game.cycle, base.cycle, strict=True):
        layers = [first]
        for p in range(1, len(phases)):
            there = np.zeros(len(phases[p].nodes), dtype=np.intp)
            for k, node in enumerate(phases[p - 1].nodes):
                same = simple[p - 1].nodes[layers[-1][k]]
                for i, one in enumerate(node.actions[0]):
                    for j, two in enumerate(node.actions[1]):
                        to = phases[p - 1].outcomes[node.cells[i][j]].successor
                        if to != BROKEN:
                            at = same.actions[0].index(looks_like(one)), same.actions[1].index(looks_like(two))
                            there[to] = simple[p - 1].outcomes[same.cells[at[0]][at[1]]].successor
            layers.append(there)
        rounds.append(tuple(layers))
    return tuple(rounds)


def looks_like(action: str) -> str:
    """What the other side takes an action for."""
    return CONCEDE if action == FAKE else action
