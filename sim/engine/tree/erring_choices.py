"""What the actions at all information sets of a game tree are worth, as everybody errs, with derivatives.

The logit path of `sim.engine.tree.quantal` is followed through it.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from sim.deadline import Deadline
from sim.engine.alike import FIELD, places, residue
from sim.engine.logit import unit
from sim.engine.tree.never import likeliest, never_ways, told_apart
from sim.errors import TreeTooLargeError
from sim.games.tree.game_tree import CHANCE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from sim.games.tree.game_tree import GameTree
    from sim.types import Floats

MOST_ACTIONS = 500
"""Actions at all information sets together, most; time grows with their cube, and memory with the ends of the tree."""


class _Ways:
    """Products of probabilities along ways through the tree, summed up with weights.

    Parameters
    ----------
    rows : list of tuple
        Per way its weight, the numbers of the actions whose probabilities are multiplied, and where it is added.
    actions : int
        Number of actions.
    place : ndarray of int
        Information set that the ways which are added at each number lead to or through.
    """

    def __init__(self, rows: list[tuple[float, tuple[int, ...], int]], actions: int, place: NDArray[np.intp]) -> None:
        self.weights = np.array([row[0] for row in rows])
        longest = max(len(row[1]) for row in rows)
        # Shorter ways are filled up with an action of probability 1.
        self.taken = np.array([row[1] + (actions,) * (longest - len(row[1])) for row in rows], dtype=np.intp)
        self.owner = np.array([row[2] for row in rows], dtype=np.intp)
        self.place = place[self.owner]
        self.shape = len(place), actions + 1

    def _logs(self, logs: Floats) -> Floats:
        total: Floats = np.append(logs, 0.0)[self.taken].sum(axis=1)
        return total

    def highest(self, logs: Floats, places: int) -> Floats:
        """Log of the likeliest way to each place, shape (places,)."""
        found = np.full(places, -np.inf)
        np.maximum.at(found, self.place, self._logs(logs))
        return found

    def terms(self, logs: Floats, shift: Floats) -> Floats:
        """Each way's product times its weight, over exp(shift) of its place: rarely reached sets do not vanish."""
        terms: Floats = self.weights * np.exp(self._logs(logs) - shift[self.place])
        return terms

    def total(self, terms: Floats) -> Floats:
        """The sums, shape (size,)."""
        total: Floats = np.bincount(self.owner, terms, self.shape[0]).astype(np.float64)
        return total

    def slope(self, terms: Floats) -> Floats:
        """Derivatives of the sums with respect to the logs, shape (size, actions)."""
        cells = (self.owner[:, None] * self.shape[1] + self.taken).ravel()
        each = np.repeat(terms, self.taken.shape[1])
        table: Floats = np.bincount(cells, each, self.shape[0] * self.shape[1]).astype(np.float64)
        return table.reshape(self.shape)[:, :-1]


class TreeChoices:
    """The choices at all information sets of a game tree with perfect recall.

    What the owner of a set gets least behind it is taken away from what its actions pay, exactly. A move of chance that
    has probability 0 is taken for one that is ever less likely: what is done behind it is a response to what is likely
    there, and counts for nothing before it.

    Parameters
    ----------
    game : GameTree
        The tree.
    deadline : Deadline, optional
        When building them is given up.

    Attributes
    ----------
    assumed : tuple of str
        Information sets that are reached by several moves of probability 0 alone, of which none is said to be the
        likelier; they are taken to be equally unlikely.

    Raises
    ------
    PerfectRecallError
        If a player forgets: then what an action is worth depends on more than the set.
    TreeTooLargeError
        If there are more than `MOST_ACTIONS` actions.
    TimeLimitError
        If the time is up.
    """

    def __init__(self, game: GameTree, deadline: Deadline | None = None) -> None:
        deadline = deadline or Deadline()
        deadline.check()
        game.check_perfect_recall()
        self.game = game
        self.names = tuple(game.infosets)
        self.sizes = tuple(len(game.actions(name)) for name in game.infosets)
        if sum(self.sizes) > MOST_ACTIONS:
            raise TreeTooLargeError(
                f"the tree has {sum(self.sizes):,} actions at its information sets; quantal responses are found for at "
                f"most {MOST_ACTIONS}; make the game smaller"
            )
        self.start = {name: at.start for name, at in zip(self.names, places(self.sizes), strict=True)}
        self._range = unit(*game.ranges)
        self.scale = float(self._range)
        self._never = never_ways(game)
        self._members = {name: likeliest(self._never, members) for name, members in game.infosets.items()}
        self.assumed = tuple(name for name, members in game.infosets.items() if not told_apart(self._never, members))
        self._set = np.repeat(np.arange(len(self.sizes)), self.sizes)
        if self.sizes:
            self._paid, self._reached = self._products(deadline)

    def worth(self, logs: Floats) -> Floats:
        """Expected payoff of each action over the scale, given that its set is reached."""
        shift = self._reached.highest(logs, len(self.sizes))
        paid, reach = (ways.total(ways.terms(logs, shift)) for ways in (self._paid, self._reached))
        value: Floats = paid / reach[self._set]
        return value

    def slope(self, logs: Floats) -> Floats:
        """Derivatives of `worth` with respect to the logs."""
        shift = self._reached.highest(logs, len(self.sizes))
        pays, comes = self._paid.terms(logs, shift), self._reached.terms(logs, shift)
        paid, reach = self._paid.total(pays), self._reached.total(comes)[self._set]
        by_reach = self._reached.slope(comes)[self._set]
        slope: Floats = self._paid.slope(pays) / reach[:, None] - (paid / reach**2)[:, None] * by_reach
        return slope

    def residues(self, chances: Sequence[int]) -> list[int]:
        """Expected payoff of each action in the field, given that its set is reached and all probabilities in it."""
        nodes, weights = self.game.nodes, self._weights
        reach, value = [1] * len(nodes), [(0, 0)] * len(nodes)
        for k, node in enumerate(nodes):
            if node.children:
                shares = weights[k] or chances[self.start[node.infoset] :]
                for child, share in zip(node.children, shares, strict=False):
                    # Behind a move of probability 0 what counts is how likely the rest of the way is.
                    reach[child] = reach[k] * (share or 1) % FIELD
        for k in reversed(range(len(nodes))):
            node = nodes[k]
            if not node.children:
                value[k] = self._ends[k]
                continue
            shares = weights[k] or chances[self.start[node.infoset] :]
            ways = [(share, value[child]) for share, child in zip(shares, node.children, strict=False)]
            value[k] = sum(p * v[0] for p, v in ways) % FIELD, sum(p * v[1] for p, v in ways) % FIELD
        found = []
        for name in self.names:
            members, player = self._members[name], self.game.owner(name)
            comes = pow(sum(reach[k] for k in members), -1, FIELD)
            for a in range(len(self.game.actions(name))):
                pays = sum(reach[k] * value[nodes[k].children[a]][player] for k in members)
                found.append(pays * comes % FIELD)
        return found

    @cached_property
    def _weights(self) -> list[list[int]]:
        """Probabilities of moves of chance in the field, per node."""
        return [[residue(p) for p in node.chances] for node in self.game.nodes]

    @cached_property
    def _ends(self) -> dict[int, tuple[int, int]]:
        """Payoffs of ends in the field."""
        pays = {k: self.game.nodes[k].payoffs for k in self.game.ends}
        return {k: (residue(one), residue(two)) for k, (one, two) in pays.items()}

    def _products(self, deadline: Deadline) -> tuple[_Ways, _Ways]:
        """What each action is paid at the ends behind it; how often each set is reached, own past aside."""
        game, actions, least = self.game, sum(self.sizes), self._least()
        place = {name: n for n, name in enumerate(self.names)}
        members = {k for those in self._members.values() for k in those}
        paid: list[tuple[float, tuple[int, ...], int]] = []
        reached: list[tuple[float, tuple[int, ...], int]] = []
        # Along the way: node, chance, actions taken with their players, and of them those that are counted in a sum.
        waiting: list[tuple[int, float, tuple[tuple[int, int], ...], tuple[_Counted, ...]]] = [(0, 1.0, (), ())]
        while waiting:
            deadline.check()
            k, chance, taken, past = waiting.pop()
            node = game.nodes[k]
            if node.player is None:
                for one in past:
                    over = node.payoffs[one.player] - least[one.place]
                    rest = one.without(taken)
                    paid.append((chance * float(over / self._range), rest, one.action))
            elif node.player == CHANCE:
                for p, child in zip(node.chances, node.children, strict=True):
                    # What is before a move of probability 0 does not count what is behind it.
                    waiting.append((child, chance * float(p or 1), taken, past if p else ()))
            else:
                here = place[node.infoset]
                if k in members:
                    others = tuple(action for player, action in taken if player != node.player)
                    reached.append((chance, others, here))
                for a, child in enumerate(node.children):
                    action = self.start[node.infoset] + a
                    then = (*taken, (node.player, action))
                    counted = (*past, _Counted(node.player, action, here, len(then))) if k in members else past
                    waiting.append((child, chance, then, counted))
        sets = np.arange(len(self.sizes))
        return _Ways(paid, actions, self._set), _Ways(reached, actions, sets)

    def _least(self) -> list[Fraction]:
        """What the owner of each set gets least behind it."""
        nodes = self.game.nodes
        least = [node.payoffs for node in nodes]
        for k in reversed(range(len(nodes))):
            if nodes[k].children:
                below = [least[child] for child in nodes[k].children]
                least[k] = min(one for one, _ in below), min(two for _, two in below)
        return [min(least[k][self.game.owner(name)] for k in members) for name, members in self.game.infosets.items()]


@dataclass(frozen=True)
class _Counted:
    """An action on a way, in whose worth the ends behind it are counted.

    ``taken`` is the number of actions on the way to and with it; those of its player among them are not counted.
    """

    player: int
    action: int
    place: int
    taken: int

    def without(self, taken: tuple[tuple[int, int], ...]) -> tuple[int, ...]:
        """The actions of a whole way whose probabilities matter: all but the player's own up to this one."""
        return tuple(a for n, (player, a) in enumerate(taken) if n >= self.taken or player != self.player)
