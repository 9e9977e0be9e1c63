"""What a profile of a concession game is worth and what deviations gain, by code that has no part in finding it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.progress import steps

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from sim.deadline import Deadline
    from sim.games.concessions.stochastic_game import Phase, StochasticGame

    Profile = Sequence[Sequence[tuple[NDArray[np.float64], NDArray[np.float64]]]]


class NodeValues:
    """What a profile is worth at every node.

    Attributes
    ----------
    values : list of list of ndarray, shape (nodes, 2)
        Discounted average payoffs of the profile per round and phase; to be filled in.
    """

    def __init__(self, game: StochasticGame) -> None:
        self._game = game
        self._final = np.array([[float(v) for v in pair] for pair in game.final])
        self.values: list[list[NDArray[np.float64]]] = []

    def _worth(self, phase: Phase, after: NDArray[np.float64], player: int) -> NDArray[np.float64]:
        """A player's payoffs per outcome of a phase, given the values of the nodes of the next."""
        ended = phase.ended[:, player]
        over = phase.successors < 0
        later = ended.copy()
        later[~over] = after[phase.successors[~over], player]
        if not phase.closes_round:
            return later
        risk, survival = phase.risks, phase.survivals
        later = survival * later + risk * ended
        now = self._game.impatience[player] * phase.rewards[:, player]
        worth: NDArray[np.float64] = now + self._game.rates[player] * later
        return worth


class Deviations(NodeValues):
    """What each player gets, and what its best reply to the other's strategy would get, at every node.

    The profile is evaluated by policy evaluation, and each player's best reply by a dynamic programme of its own
    against the other's fixed strategy, so a gain is found however many rounds it takes to pay.

    Parameters
    ----------
    profile : sequence
        Per round and phase the two players' mixed actions, arrays of shapes (nodes, m) and (nodes, n).

    Raises
    ------
    TimeLimitError
        If the time is up.

    Attributes
    ----------
    values : list of list of ndarray, shape (nodes, 2)
        Discounted average payoffs of the profile per round and phase.
    replies : list of list of ndarray, shape (nodes, 2)
        The same for each player's best reply to the other's strategy.
    """

    def __init__(self, game: StochasticGame, profile: Profile, deadline: Deadline | None = None) -> None:
        super().__init__(game)
        self.replies: list[list[NDArray[np.float64]]] = []
        after = best = self._final
        for round_ in steps("certificate", range(game.rounds)[::-1]):
            if deadline is not None:
                deadline.check()
            values: list[NDArray[np.float64]] = []
            replies: list[NDArray[np.float64]] = []
            for phase, (x, y) in reversed(list(zip(game.phases(round_), profile[round_], strict=True))):
                closed = phase.cells < 0
                now, then = np.empty((len(phase.nodes), 2)), np.empty((len(phase.nodes), 2))
                for player in (0, 1):
                    for source, target in ((after, now), (best, then)):
                        worth = self._worth(phase, source, player)
                        payoff = np.where(closed, 0.0, worth[phase.cells])
                        if target is now:
                            target[:, player] = np.einsum("kij,ki,kj->k", payoff, x, y)
                        elif player == 0:
                            mine = np.einsum("kij,kj->ki", payoff, y)
                            target[:, 0] = np.where(closed[:, :, 0], -np.inf, mine).max(axis=1)
                        else:
                            mine = np.einsum("kij,ki->kj", payoff, x)
                            target[:, 1] = np.where(closed[:, 0, :], -np.inf, mine).max(axis=1)
                after, best = now, then
                values.append(now)
                replies.append(then)
            self.values.append(values[::-1])
            self.replies.append(replies[::-1])
        self.values.reverse()
        self.replies.reverse()

    def regret(self, reached: Sequence[Sequence[NDArray[np.bool_]]]) -> NDArray[np.float64]:
        """Largest gain of either player by a deviation at any of the given nodes, shape (2,).

        Parameters
        ----------
        reached : sequence of sequence of ndarray of bool
            The nodes to look at, per round and phase.
        """
        gains = [
            (reply - value)[mask].max(axis=0)
            for replies, values, masks in zip(self.replies, self.values, reached, strict=True)
            for reply, value, mask in zip(replies, values, masks, strict=True)
            if mask.any()
        ]
        largest: NDArray[np.float64] = np.maximum(np.max(gains, axis=0), 0.0)
        return largest
