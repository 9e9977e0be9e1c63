"""The certificate of a mediator's plan: what disobeying would gain, by code that has no part in finding the plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.engine.concessions.certificate import NodeValues

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.deadline import Deadline
    from sim.games.concessions.stochastic_game import Phase, StochasticGame
    from sim.types import Flags, Floats


class Obedience(NodeValues):
    """What each player gets by obeying, and what it gains by answering its recommendations as it likes.

    The plan is evaluated by policy evaluation. Against the other's obedience each player's best way of answering what
    it is told, now and in all later rounds, is found by a dynamic programme of its own, so that a gain is found however
    many disobediences it takes. Recommendations are drawn anew at every node, so what a player was told before says
    nothing about what the other is told now.

    Parameters
    ----------
    plan : sequence of sequence of ndarray, shape (nodes, m, n)
        Per round and phase the chances of each pair of recommendations.

    Raises
    ------
    TimeLimitError
        If the time is up.

    Attributes
    ----------
    gains : list of list of ndarray, shape (nodes, 2)
        Most that each player gains after any one recommendation that it may be told at a node, in payoffs per round.
    """

    def __init__(
        self, game: StochasticGame, plan: Sequence[Sequence[Floats]], deadline: Deadline | None = None
    ) -> None:
        super().__init__(game)
        self.gains: list[list[Floats]] = []
        after = best = self._final
        for round_ in reversed(range(game.rounds)):
            if deadline is not None:
                deadline.check()
            values: list[Floats] = []
            gains: list[Floats] = []
            for phase, joint in reversed(list(zip(game.phases(round_), plan[round_], strict=True))):
                after, best, gain = self._phase(phase, joint, after, best)
                values.insert(0, after)
                gains.insert(0, gain)
            self.values.append(values)
            self.gains.append(gains)
        self.values.reverse()
        self.gains.reverse()

    def _phase(self, phase: Phase, joint: Floats, after: Floats, best: Floats) -> tuple[Floats, Floats, Floats]:
        """Values, values of the best disobedience, and gains at the nodes of a phase."""
        shape = (len(phase.nodes), 2)
        values, replies, gains = np.zeros(shape), np.zeros(shape), np.zeros(shape)
        for player in (0, 1):
            obeyed, free = (self._told(phase, joint, later, player) for later in (after, best))
            told = joint.sum(axis=2 - player)
            obey = np.einsum("kaa->ka", obeyed)
            answer = free.max(axis=2)
            values[:, player] = np.where(told > 0, obey, 0.0).sum(axis=1)
            replies[:, player] = np.where(told > 0, answer, 0.0).sum(axis=1)
            chance = np.where(told > 0, told, 1.0)
            gains[:, player] = np.where(told > 0, (answer - obey) / chance, 0.0).max(axis=1)
        return values, replies, gains

    def _told(self, phase: Phase, joint: Floats, later: Floats, player: int) -> Floats:
        """Per node, recommendation and action: what the action pays then, times the chance of the recommendation."""
        worth = self._worth(phase, later, player)
        cells = phase.cells if player == 0 else phase.cells.transpose(0, 2, 1)
        chances = joint if player == 0 else joint.transpose(0, 2, 1)
        payoff = np.where(cells < 0, 0.0, worth[cells])
        table = np.einsum("kij,kaj->kia", chances, payoff)
        closed = cells[:, :, 0] < 0
        result: Floats = np.where(closed[:, None, :], -np.inf, table)
        return result

    def regret(self, reached: Sequence[Sequence[Flags]]) -> Floats:
        """Most that either player gains by disobeying at any of the given nodes, shape (2,).

        Parameters
        ----------
        reached : sequence of sequence of ndarray of bool
            The nodes to look at, per round and phase.
        """
        most = np.zeros(2)
        for gains, masks in zip(self.gains, reached, strict=True):
            for gain, mask in zip(gains, masks, strict=True):
                if mask.any():
                    most = np.maximum(most, gain[mask].max(axis=0))
        return most
