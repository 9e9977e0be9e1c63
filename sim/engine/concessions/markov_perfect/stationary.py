"""Stationary strategies judged by code that has no part in finding them: worth, best replies, and where play ends.

A stationary profile makes a Markov chain of the graph. Its worth is the solution of one system of linear equations;
a player's best reply to the other's stationary strategy is a Markov decision process, solved by policy iteration
(Howard 1960), and some stationary strategy is a best reply among all (Blackwell 1962).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.engine.concessions.markov_perfect.exact_check import demanding, worth_and_reply
from sim.games.concessions.stochastic_game import BROKEN

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from numpy.typing import NDArray

    from sim.deadline import Deadline
    from sim.games.concessions.decision_graph import Point
    from sim.types import Floats

    Profile = Sequence[tuple[Floats, Floats]]
    Strategies = Sequence[tuple[Sequence[Fraction], Sequence[Fraction]]]

ROUNDS_OF_POLICY = 1000
"""Policy improvements, most; each is strict, and in practice a few are enough."""


@dataclass(frozen=True)
class Judgement:
    """What a stationary profile is worth, and what a best reply to it would be.

    Parameters
    ----------
    values : ndarray of float, shape (points, 2)
        Worth of each decision point to each player when the profile is followed.
    replies : ndarray of float, shape (points, 2)
        The same if the player replies best to the other's strategy.
    """

    values: Floats
    replies: Floats

    @property
    def regret(self) -> Floats:
        """Largest gain of each player by any deviation at any decision point, shape (2,)."""
        gain: Floats = np.maximum((self.replies - self.values).max(axis=0), 0.0)
        return gain


def judge(
    points: list[Point], profile: Profile, exact: Strategies | None = None, deadline: Deadline | None = None
) -> Judgement:
    """Worth of a stationary profile, and of each player's best reply to the other's part of it.

    Parameters
    ----------
    points : list of Point
        The graph.
    profile : sequence of pair of ndarray of float
        Both players' probabilities per decision point.
    exact : sequence of pair of sequence of Fraction, optional
        The same in exact numbers, where they are known.
    deadline : Deadline, optional
        When to give up; floats need none.

    Raises
    ------
    TimeLimitError
        If the time is up.
    """
    values, replies = np.empty((len(points), 2)), np.empty((len(points), 2))
    for player in (0, 1):
        if demanding(points, player):
            values[:, player], replies[:, player] = worth_and_reply(points, exact or profile, player, deadline)
            continue
        choices = [_choices(point, pair, player) for point, pair in zip(points, profile, strict=True)]
        mixtures = [pair[player] for pair in profile]
        values[:, player] = _worth(choices, mixtures)
        replies[:, player] = _best(choices, mixtures)
    return Judgement(values, replies)


def reply(points: list[Point], profile: Profile, judgement: Judgement) -> list[tuple[Floats, Floats]] | None:
    """The profile after the player with more to gain has gone over to a best reply; None if nobody gains.

    Parameters
    ----------
    points : list of Point
        The graph.
    profile : sequence of pair of ndarray of float
        Both players' probabilities per decision point.
    judgement : Judgement
        Its worth, and that of the best replies.
    """
    player = int(judgement.regret.argmax())
    if judgement.regret[player] <= 0:
        return None
    after = []
    for point, pair in zip(points, profile, strict=True):
        choice = _choices(point, pair, player)
        pays = choice.base + choice.gain @ judgement.replies[choice.to, player]
        sides = list(pair)
        if pays.max() > sides[player] @ pays + 1e-12 * (1 + abs(pays.max())):
            sides[player] = _certainly(int(pays.argmax()), len(pays))
        after.append((sides[0], sides[1]))
    return after


@dataclass(frozen=True)
class _Choices:
    """A player's actions at a point: what each pays by itself, shape (actions,), and how it goes on.

    ``gain`` has a row per action and a column per point that some action leads to.
    """

    base: Floats
    gain: Floats
    to: NDArray[np.intp]


def _choices(point: Point, pair: tuple[Floats, Floats], player: int) -> _Choices:
    other = pair[1 - player]
    size = len(pair[player])
    to = point.targets
    base, gain = np.zeros(size), np.zeros((size, len(to)))
    for i, line in enumerate(point.exits):
        for j, e in enumerate(line):
            own, weight = (i, other[j]) if player == 0 else (j, other[i])
            base[own] += float(e.base[player]) * float(weight)
            if e.to != BROKEN:
                gain[own, to.index(e.to)] += float(e.gain[player]) * float(weight)
    return _Choices(base, gain, np.array(to, dtype=np.intp))


def _certainly(action: int, size: int) -> Floats:
    mixture = np.zeros(size)
    mixture[action] = 1.0
    return mixture


def _worth(choices: list[_Choices], mixtures: list[Floats]) -> Floats:
    """Worth of following given mixtures: the solution of V = base + gain V."""
    system, right = np.eye(len(choices)), np.empty(len(choices))
    for k, (choice, mixture) in enumerate(zip(choices, mixtures, strict=True)):
        right[k] = mixture @ choice.base
        system[k, choice.to] -= mixture @ choice.gain
    return np.asarray(np.linalg.solve(system, right), dtype=np.float64)


def _best(choices: list[_Choices], start: list[Floats]) -> Floats:
    """Worth of the best reply, by policy iteration from the mixtures followed."""
    policy: list[Floats] = start
    for _ in range(ROUNDS_OF_POLICY):
        worth = _worth(choices, policy)
        better: list[Floats] = []
        changed = False
        for choice, mixture in zip(choices, policy, strict=True):
            pays = choice.base + choice.gain @ worth[choice.to]
            best = int(pays.argmax())
            gains = pays[best] > mixture @ pays + 1e-13 * (1 + abs(pays[best]))
            better.append(_certainly(best, len(pays)) if gains else mixture)
            changed |= bool(gains)
        if not changed:
            return worth
        policy = better
    raise RuntimeError("policy iteration did not end")
