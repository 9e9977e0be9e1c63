"""The logit path of a game tree: an error at every information set (agent quantal response equilibrium).

At each information set an action is played with a probability proportional to exp(t * its expected payoff, given that
the set is reached), everybody erring likewise everywhere, the player itself later on included.

References
----------
McKelvey, R. D. and Palfrey, T. R. (1998): Quantal response equilibria for extensive form games. Experimental
Economics 1, 9-41.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from sim.deadline import Deadline
from sim.engine.logit import QuantalPath, QuantalPoint, follow
from sim.engine.tree.certificate import tree_regret
from sim.engine.tree.profile import BehaviourProfile
from sim.errors import TreeTooLargeError
from sim.games.tree.game_tree import CHANCE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sim.engine.solution import Request
    from sim.games.tree.game_tree import Behaviour, GameTree
    from sim.types import Floats

    Pair = tuple[float, float]

MOST_ACTIONS = 500
"""Actions at all information sets together, most; time grows with their cube, and memory with the ends of the tree."""

PRECISIONS = (0.0, 0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0)
"""Precisions that are listed, per unit of the payoff range divided by four."""


@dataclass(frozen=True)
class _Ways:
    """Products of probabilities along ways through the tree, summed up with weights.

    ``exponents`` has a row per way and a column per action: how often the action stands in the product. ``owner`` is
    where each product is added, and ``place`` the information set that it leads to or through.
    """

    weights: Floats
    exponents: Floats
    owner: NDArray[np.intp]
    place: NDArray[np.intp]
    size: int

    def highest(self, logs: Floats, places: int) -> Floats:
        """Log of the likeliest way to each place, shape (places,); 0 where chance lets none come."""
        found = np.full(places, -np.inf)
        np.maximum.at(found, self.place, self.exponents @ logs)
        return np.where(np.isfinite(found), found, 0.0)

    def total(self, logs: Floats, shift: Floats) -> tuple[Floats, Floats]:
        """The sums, shape (size,), and their derivatives with respect to the logs, shape (size, actions).

        Both are over exp(shift) of the place, so that sets that are hardly ever reached do not vanish.
        """
        terms = self.weights * np.exp(self.exponents @ logs - shift[self.place])
        value, slope = np.zeros(self.size), np.zeros((self.size, len(logs)))
        np.add.at(value, self.owner, terms)
        np.add.at(slope, self.owner, terms[:, None] * self.exponents)
        return value, slope


class TreeChoices:
    """The choices at all information sets of a game tree with perfect recall.

    Raises
    ------
    PerfectRecallError
        If a player forgets: then what an action is worth depends on more than the set.
    TreeTooLargeError
        If there are more than `MOST_ACTIONS` actions.
    """

    def __init__(self, game: GameTree) -> None:
        game.check_perfect_recall()
        self.game = game
        self.names = tuple(game.infosets)
        self.sizes = tuple(len(game.actions(name)) for name in game.infosets)
        if sum(self.sizes) > MOST_ACTIONS:
            raise TreeTooLargeError(
                f"the tree has {sum(self.sizes):,} actions at its information sets; quantal responses are found for at "
                f"most {MOST_ACTIONS}; make the game smaller"
            )
        self.start = dict(zip(self.names, np.cumsum((0, *self.sizes[:-1])).tolist(), strict=True))
        ends = np.array([[float(v) for v in game.nodes[k].payoffs] for k in game.ends])
        self.scale = float(np.ptp(ends, axis=0).max()) or 1.0
        self._paid, self._reached = self._products()
        self._set = np.repeat(np.arange(len(self.sizes)), self.sizes)

    def worth(self, logs: Floats) -> Floats:
        """Expected payoff of each action over the scale, given that its set is reached."""
        shift = self._reached.highest(logs, len(self.sizes))
        paid, reach = self._paid.total(logs, shift)[0], self._reached.total(logs, shift)[0]
        value: Floats = paid / self._positive(reach)[self._set]
        return value

    def slope(self, logs: Floats) -> Floats:
        """Derivatives of `worth` with respect to the logs."""
        shift = self._reached.highest(logs, len(self.sizes))
        paid, by_paid = self._paid.total(logs, shift)
        reach, by_reach = self._reached.total(logs, shift)
        reach = self._positive(reach)[self._set]
        slope: Floats = by_paid / reach[:, None] - (paid / reach**2)[:, None] * by_reach[self._set]
        return slope

    @staticmethod
    def _positive(reach: Floats) -> Floats:
        """Where chance lets nobody come nothing matters, and every action is worth nothing."""
        positive: Floats = np.where(reach > 0, reach, 1.0)
        return positive

    def _products(self) -> tuple[_Ways, _Ways]:
        """What each action is paid at the ends behind it; how often each set is reached, own past aside."""
        game, actions = self.game, sum(self.sizes)
        place = {name: n for n, name in enumerate(self.names)}
        paid: list[tuple[float, Floats, int]] = []
        reached: list[tuple[float, Floats, int]] = []
        # Along the way: node, chance, actions taken, and per decision who took which action and its own past with it.
        waiting: list[tuple[int, float, Floats, list[tuple[int, int, Floats]]]] = [(0, 1.0, np.zeros(actions), [])]
        while waiting:
            k, chance, taken, past = waiting.pop()
            node = game.nodes[k]
            if node.player is None:
                for player, action, without in past:
                    exponents = taken - without
                    paid.append((chance * float(node.payoffs[player]) / self.scale, exponents, action))
                continue
            if node.player == CHANCE:
                waiting += [
                    (child, chance * float(p), taken, past)
                    for p, child in zip(node.chances, node.children, strict=True)
                    if p
                ]
                continue
            own = np.zeros(actions)
            for player, action, _ in past:
                if player == node.player:
                    own[action] += 1
            reached.append((chance, taken - own, place[node.infoset]))
            for a, child in enumerate(node.children):
                action = self.start[node.infoset] + a
                step = np.zeros(actions)
                step[action] = 1
                waiting.append((child, chance, taken + step, [*past, (node.player, action, own + step)]))
        sets = np.arange(len(self.sizes))
        return _ways(paid, actions, np.repeat(sets, self.sizes)), _ways(reached, actions, sets)


def _ways(rows: list[tuple[float, Floats, int]], actions: int, place: NDArray[np.intp]) -> _Ways:
    owner = np.array([row[2] for row in rows], dtype=np.intp)
    exponents = np.array([row[1] for row in rows]).reshape(-1, actions)
    return _Ways(np.array([row[0] for row in rows]), exponents, owner, place[owner], len(place))


@dataclass(frozen=True)
class TreeQuantalSolution(QuantalPath):
    """The logit path of a game tree, and points of it at chosen precisions.

    Parameters
    ----------
    names : tuple of str
        Information sets, in the order of the points' strategies.
    path, points : tuple of QuantalPoint
        All points followed, and those at the precisions asked for that the path reaches.
    missing : tuple of float
        Precisions to which the path could not be followed.
    """

    game: GameTree
    names: tuple[str, ...]
    path: tuple[QuantalPoint, ...]
    points: tuple[QuantalPoint, ...]
    missing: tuple[float, ...]
    concept: str = "quantal"
    complete: bool = False

    def profile(self, point: QuantalPoint) -> BehaviourProfile:
        """The strategies of a point as exact numbers that add up to 1 at each information set.

        Parameters
        ----------
        point : QuantalPoint
            One of the points.
        """
        choices: Behaviour = {}
        for name, shares in zip(self.names, point.strategies, strict=True):
            exact = [Fraction(float(p)) for p in shares]
            whole = sum(exact)
            choices[name] = {a: p / whole for a, p in zip(self.game.actions(name), exact, strict=True)}
        return BehaviourProfile.of(self.game, choices)

    def judged(self, point: QuantalPoint) -> tuple[Pair, float]:
        """Expected payoffs at a point, and what an error-free player would gain by a best reply.

        Parameters
        ----------
        point : QuantalPoint
            One of the points.
        """
        profile = self.profile(point)
        one, two = profile.payoffs
        return (float(one), float(two)), float(max(tree_regret(self.game, profile.behaviour)))


def solve(game: GameTree, ask: Request) -> TreeQuantalSolution:
    """Quantal response equilibria, as they are asked for."""
    return tree_quantal(game, time_limit=ask.time_limit)


def tree_quantal(
    game: GameTree, precisions: tuple[float, ...] | None = None, time_limit: float | None = 60.0
) -> TreeQuantalSolution:
    """Agent quantal response equilibria of a game tree.

    Parameters
    ----------
    game : GameTree
        A game with perfect recall.
    precisions : tuple of float, optional
        Precisions to report; by default a range that suits the size of the payoffs.
    time_limit : float or None
        Seconds after which the path is given up.

    Raises
    ------
    PerfectRecallError
        If a player forgets.
    TreeTooLargeError
        If there are too many actions.
    TimeLimitError
        If the time is up.
    """
    choices = TreeChoices(game)
    wanted = precisions or tuple(4 * t / choices.scale for t in PRECISIONS)
    found = follow(choices, wanted, Deadline(time_limit))
    return TreeQuantalSolution(game, choices.names, found.path, found.points, found.missing)
