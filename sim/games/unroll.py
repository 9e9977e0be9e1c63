"""A stochastic game with a finite horizon as a game tree: every history a way of its own, every payoff exact.

A state that two histories lead to is one node of the stochastic game and two nodes of the tree, so trees grow
exponentially with the rounds where the states do not; they are for other programs and for teaching, not for solving
long games. Simultaneous moves are a move of the first player and a move of the second in an information set that hides
it (Kuhn 1953). Where a player has one action only, nothing is decided and the tree has no node for it.

References
----------
Kuhn, H. W. (1953): Extensive games and the problem of information. Contributions to the Theory of Games II, 193-216.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from fractions import Fraction
from math import log10
from typing import TYPE_CHECKING

from sim.games.concessions import GameTooLargeError
from sim.games.stochastic import BROKEN
from sim.games.tree import CHANCE, GameTree, TreePosition

if TYPE_CHECKING:
    from sim.games.stochastic import Node, Phase, StochasticGame

    Pair = tuple[Fraction, Fraction]

MAX_POSITIONS = 200_000
"""Most nodes that a tree is built with."""

MAX_TREE_ROUNDS = 100
"""Most rounds that are unrolled; each adds up to three moves to a history, and programs walk trees recursively."""

MAX_DIGITS = 3_000
"""Longest denominator of a payoff; Python refuses to print whole numbers of more than 4,300 digits."""

_UNCOUNTED = 10**12
_CONTINUES, _BREAKS_DOWN = "talks go on", "talks break down"


@dataclass(frozen=True)
class Unrolled:
    """A game tree and where its information sets come from.

    Parameters
    ----------
    tree : GameTree
        The tree.
    origins : dict of str to (int, int, int)
        Round, phase and node of the stochastic game, per information set.
    """

    tree: GameTree
    origins: dict[str, tuple[int, int, int]]


def unroll(game: StochasticGame) -> Unrolled:
    """Unroll a stochastic game into the tree of its histories.

    An end pays each player the discounted average per round, ``(1 - d) sum d^t u_t``, with what is paid for ever after
    the last round or a breakdown.

    Parameters
    ----------
    game : StochasticGame
        A game with a finite horizon.

    Raises
    ------
    GameTooLargeError
        If there are more than `MAX_TREE_ROUNDS` rounds, the tree would have more than `MAX_POSITIONS` nodes, or its
        payoffs would have denominators of more than `MAX_DIGITS` digits. It says which, and what would fit.
    """
    _check_size(game)
    return _Builder(game).build()


def tree_sizes(game: StochasticGame) -> list[int]:
    """Number of nodes of the tree if play stopped after 1, 2, ... rounds, counted on the states and not on the tree.

    The list ends early once a trillion is passed.

    Parameters
    ----------
    game : StochasticGame
        A game with a finite horizon.
    """
    sizes: list[int] = []
    arrive, made = Counter({0: 1}), 0
    for t in range(game.rounds):
        for phase in game.phases(t):
            arrive, more = _pass(phase, arrive)
            made += more
        sizes.append(made + arrive.total())
        if sizes[-1] > _UNCOUNTED:
            break
    return sizes


def _pass(phase: Phase, arrive: Counter[int]) -> tuple[Counter[int], int]:
    """Histories per node after a phase, and the tree nodes that the phase makes: decisions, chance, breakdowns."""
    leave: Counter[int] = Counter()
    made = 0
    for k, ways in arrive.items():
        m, n = (len(own) for own in phase.nodes[k].actions)
        made += ways * ((m > 1) + (n > 1) * m)
        for cell in (cell for line in phase.nodes[k].cells for cell in line):
            outcome = phase.outcomes[cell]
            if outcome.successor == BROKEN or outcome.risk == 1:
                made += ways
            else:
                made += 2 * ways * (outcome.risk > 0)
                leave[outcome.successor] += ways
    return leave, made


def _check_size(game: StochasticGame) -> None:
    if game.rounds > MAX_TREE_ROUNDS:
        raise GameTooLargeError(
            f"{game.rounds:,} rounds are too many for a game tree: at most {MAX_TREE_ROUNDS} are unrolled. "
            "Shorten the horizon"
        )
    digits = max(game.rounds * log10(d.denominator) for d in game.discount)
    if digits > MAX_DIGITS:
        raise GameTooLargeError(
            f"exact payoffs would have numbers of {digits:,.0f} digits, at most {MAX_DIGITS:,} are written. "
            "Shorten the horizon, or write the patience with fewer digits"
        )
    sizes = tree_sizes(game)
    if sizes[-1] > MAX_POSITIONS:
        count = f"{sizes[-1]:,}" if len(sizes) == game.rounds else f"more than {_UNCOUNTED:,}"
        fits = sum(size <= MAX_POSITIONS for size in sizes)
        raise GameTooLargeError(
            f"the game tree would have {count} nodes, because each history is a way of its own in a tree; at most "
            f"{MAX_POSITIONS:,} are built. "
            + (f"With a horizon of {fits} it has {sizes[fits - 1]:,}; " if fits else "")
            + "shorten the horizon or the ladders, or allow fewer actions"
        )


@dataclass(frozen=True)
class _Place:
    """A node of the stochastic game reached by one history, and what the history has paid so far.

    ``weight`` is what the coming round and all later ones count for, d^t; ``row`` is the first player's action where it
    has chosen and the second player does not know it, and ``name`` the information set it decides in.
    """

    round: int
    phase: int
    node: int
    paid: Pair
    weight: Pair
    row: int | None = None
    name: int = -1


@dataclass(frozen=True)
class _End:
    payoffs: Pair


@dataclass(frozen=True)
class _Hazard:
    risk: Fraction
    broken: _End
    later: _Place | _End


_Way = _Place | _End | _Hazard


class _Builder:
    """Nodes in the order of play, those of the first action before those of the second."""

    def __init__(self, game: StochasticGame) -> None:
        self.game = game
        self.nodes: list[TreePosition] = []
        self.children: list[list[int]] = []
        self.sets: list[tuple[str, tuple[int, int, int]]] = []

    def build(self) -> Unrolled:
        zero, one = (Fraction(0), Fraction(0)), (Fraction(1), Fraction(1))
        waiting: list[tuple[int, _Way]] = [(-1, _Place(0, 0, 0, zero, one))]
        while waiting:
            parent, way = waiting.pop()
            number = len(self.nodes)
            if parent >= 0:
                self.children[parent].append(number)
            below = self._add(self._skip_forced(way))
            waiting += [(number, child) for child in reversed(below)]
        names = self._names()
        nodes = tuple(
            replace(node, children=tuple(below), infoset=names[int(node.infoset)] if node.infoset else "")
            for node, below in zip(self.nodes, self.children, strict=True)
        )
        origins = {name: origin for name, (_, origin) in zip(names, self.sets, strict=True)}
        return Unrolled(GameTree(self.game.players, nodes), origins)

    def _names(self) -> list[str]:
        """Names of the information sets; histories that lead to the same decision are numbered."""
        often, met = Counter(base for base, _ in self.sets), Counter[str]()
        names = []
        for base, _ in self.sets:
            met[base] += 1
            names.append(base if often[base] == 1 else f"{base} #{met[base]}")
        return names

    def _label(self, place: _Place) -> Node:
        return self.game.phases(place.round)[place.phase].nodes[place.node]

    def _skip_forced(self, way: _Way) -> _Way:
        while isinstance(way, _Place) and all(len(own) == 1 for own in self._label(way).actions):
            way = self._after(way, 0, 0)
        return way

    def _add(self, way: _Way) -> list[_Way]:
        """Append the node that a way leads to; return the ways on from it."""
        zero = Fraction(0), Fraction(0)
        self.children.append([])
        if isinstance(way, _End):
            self.nodes.append(TreePosition(None, "", (), (), (), way.payoffs))
            return []
        if isinstance(way, _Hazard):
            chances = way.risk, 1 - way.risk
            self.nodes.append(TreePosition(CHANCE, "", (_BREAKS_DOWN, _CONTINUES), (), chances, zero))
            return [way.broken, way.later]
        one, two = self._label(way).actions
        player = 0 if way.row is None and len(one) > 1 else 1
        name = way.name if way.name >= 0 else self._new_set(way, player)
        self.nodes.append(TreePosition(player, str(name), (one, two)[player], (), (), zero))
        if player == 0 and len(two) > 1:
            hidden = self._new_set(way, 1)
            return [replace(way, row=i, name=hidden) for i in range(len(one))]
        if player == 0:
            return [self._after(way, i, 0) for i in range(len(one))]
        return [self._after(way, way.row or 0, j) for j in range(len(two))]

    def _new_set(self, place: _Place, player: int) -> int:
        label = self._label(place)
        base = f"{self.game.players[player]}, round {place.round + 1} [{self.game.states[label.state]}]"
        if label.leader:
            base += f" after {label.leader}"
        self.sets.append((base, (place.round, place.phase, place.node)))
        return len(self.sets) - 1

    def _after(self, place: _Place, i: int, j: int) -> _Way:
        """Where a pair of actions leads: on in the round, to the next round, to a move of chance or to an end."""
        game = self.game
        phase = game.phases(place.round)[place.phase]
        outcome = phase.outcomes[phase.nodes[place.node].cells[i][j]]
        paid, weight = place.paid, place.weight
        if not phase.closes_round:
            if outcome.successor == BROKEN:
                return self._end(paid, weight, game.breakdown)
            return _Place(place.round, place.phase + 1, outcome.successor, paid, weight)
        parts = zip(paid, weight, game.discount, outcome.reward, strict=True)
        one, two = (so_far + w * (1 - d) * now for so_far, w, d, now in parts)
        paid = one, two
        weight = weight[0] * game.discount[0], weight[1] * game.discount[1]
        broken = self._end(paid, weight, game.breakdown)
        if outcome.successor == BROKEN or outcome.risk == 1:
            return broken
        later: _Place | _End
        if place.round + 1 < game.rounds:
            later = _Place(place.round + 1, 0, outcome.successor, paid, weight)
        else:
            later = self._end(paid, weight, game.final[outcome.successor])
        return _Hazard(outcome.risk, broken, later) if outcome.risk else later

    @staticmethod
    def _end(paid: Pair, weight: Pair, each: Pair) -> _End:
        """An end after which every round pays the same."""
        return _End((paid[0] + weight[0] * each[0], paid[1] + weight[1] * each[1]))
