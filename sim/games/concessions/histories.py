"""The tree of a game's histories: who has seen what, and what each history has paid.

Each player knows its own type, its own choices and those of the other side, in which a fake looks like a real step;
two histories that a player cannot tell apart are nodes of one information set.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from sim.deadline import Deadline
from sim.games.concessions.fakes import looks_like
from sim.games.concessions.stochastic_game import BROKEN
from sim.games.tree.game_tree import CHANCE, GameTree, TreePosition
from sim.scenario.labels import apart

if TYPE_CHECKING:
    from sim.games.concessions.stochastic_game import Node, Outcome, Phase, StochasticGame
    from sim.types import Pair


_CONTINUES, _BREAKS_DOWN = "talks go on", "talks break down"
_UNNOTICED, _DISCOVERED = "nothing is discovered", "fake is discovered"

Types = tuple[tuple[tuple[Fraction, str], ...], tuple[tuple[Fraction, str], ...]]
"""Chance and name of each type of both players; the name is empty where there is only one."""

Draw = tuple[int, int]
"""Numbers of both players' types."""


def draws_of(types: Types) -> list[tuple[Fraction, str, Draw]]:
    """Pairs of types that may be drawn: the chance, a label for the move of chance, and the types' numbers."""
    return [
        (p * q, "/".join(filter(None, (first, second))), (i, j))
        for i, (p, first) in enumerate(types[0])
        for j, (q, second) in enumerate(types[1])
        if p * q
    ]


@dataclass(frozen=True)
class Situation:
    """What the histories that lead to a node of the tree have in common.

    Parameters
    ----------
    draw : pair of int
        The players' types.
    round, phase, node : int
        Where play is in the stochastic game; at an end or a move of chance, where the last choice was made.
    state : int
        The state that stands.
    public : int
        What everybody has seen, as a number into ``Unrolled.histories``.
    ending : str
        At an end ``walk_away``, ``hazard``, ``discovery`` or ``over``, elsewhere empty.
    """

    draw: Draw
    round: int
    phase: int
    node: int
    state: int
    public: int
    ending: str = ""


@dataclass(frozen=True)
class Unrolled:
    """A game tree and where its nodes come from.

    Parameters
    ----------
    origins : dict of str to (int, int, int)
        Round, phase and node of the stochastic game, per information set; one of the nodes, where it hides several.
    situations : tuple of Situation
        Per node of the tree.
    histories : tuple of (int, (int, int, str, str))
        What everybody has seen so far: the number of the history before, and the last choices as round, phase and both
        players' actions, a fake as the step that it looks like. Number 0 is the start.
    """

    tree: GameTree
    origins: dict[str, tuple[int, int, int]]
    situations: tuple[Situation, ...]
    histories: tuple[tuple[int, tuple[int, int, str, str]], ...]

    def history(self, public: int) -> list[tuple[int, int, str, str]]:
        """All that everybody has seen, from the start."""
        seen: list[tuple[int, int, str, str]] = []
        while public:
            public, last = self.histories[public]
            seen.insert(0, last)
        return seen


@dataclass(frozen=True)
class _Place:
    """A decision point of the stochastic game reached by one history, and what the history has paid so far.

    ``weight`` is what the coming round and all later ones count for, d^t; ``row`` is the first player's action where it
    has chosen and the second player does not know it; ``seen`` numbers what each player has seen and done.
    """

    draw: Draw
    round: int
    phase: int
    node: int
    paid: Pair
    weight: Pair
    seen: tuple[int, int] = (0, 0)
    public: int = 0
    row: int | None = None


@dataclass(frozen=True)
class _End:
    payoffs: Pair
    situation: Situation


@dataclass(frozen=True)
class _Chance:
    """A risk after a round: what happens then, and how play goes on otherwise."""

    risk: Fraction
    labels: tuple[str, str]
    then: _End
    otherwise: _Way
    situation: Situation


_Way = _Place | _End | _Chance


class Histories:
    """Builder of the tree: nodes in the order of play, those of the first action before those of the second.

    Parameters
    ----------
    games : tuple of tuple of StochasticGame
        The game for each type of the first player (a row) and of the second.
    types : pair of tuple of (Fraction, str)
        Chance and name of each type.
    deadline : Deadline, optional
        When building it is given up.
    """

    def __init__(
        self,
        games: tuple[tuple[StochasticGame, ...], ...],
        types: Types,
        deadline: Deadline | None = None,
    ) -> None:
        self.games, self.types, self.deadline = games, types, deadline or Deadline()
        self.nodes: list[TreePosition] = []
        self.children: list[list[int]] = []
        self.sets: list[tuple[str, tuple[int, int, int]]] = []
        self.known: dict[tuple[int, int, int], int] = {}
        self.situations: list[Situation] = []
        self.histories: list[tuple[int, tuple[int, int, str, str]]] = [(0, (0, 0, "", ""))]
        self.numbers: dict[tuple[int, tuple[int, int, str, str]], int] = {}

    def build(self) -> Unrolled:
        """Build the tree."""
        waiting = self._start()
        while waiting:
            self.deadline.check()
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
        tree = GameTree(self.games[0][0].players, nodes)
        return Unrolled(tree, origins, tuple(self.situations), tuple(self.histories))

    def _start(self) -> list[tuple[int, _Way]]:
        """Where play starts, for each draw of types; the move of chance that draws them is added if there is one."""
        zero, one = (Fraction(0), Fraction(0)), (Fraction(1), Fraction(1))
        draws = draws_of(self.types)
        starts = [_Place(draw, 0, 0, 0, zero, one) for _, _, draw in draws]
        if not any(name for side in self.types for _, name in side):
            return [(-1, starts[0])]
        chances, labels = tuple(p for p, _, _ in draws), tuple(label for _, label, _ in draws)
        self._append(TreePosition(CHANCE, "", labels, (), chances, zero), Situation(draws[0][2], 0, 0, 0, 0, 0))
        return [(0, start) for start in reversed(starts)]

    def _append(self, node: TreePosition, situation: Situation) -> None:
        self.nodes.append(node)
        self.children.append([])
        self.situations.append(situation)

    def _names(self) -> list[str]:
        """Names of the information sets; histories that lead to the same decision are numbered."""
        often, met = Counter(base for base, _ in self.sets), Counter[str]()
        names = []
        for base, _ in self.sets:
            met[base] += 1
            names.append(base if often[base] == 1 else f"{base} #{met[base]}")
        return apart(names, [])

    def _game(self, place: _Place) -> StochasticGame:
        return self.games[place.draw[0]][place.draw[1]]

    def _phase(self, place: _Place) -> Phase:
        return self._game(place).phases(place.round)[place.phase]

    def _label(self, place: _Place) -> Node:
        return self._phase(place).nodes[place.node]

    def _skip_forced(self, way: _Way) -> _Way:
        while isinstance(way, _Place) and all(len(own) == 1 for own in self._label(way).actions):
            way = self._after(way, 0, 0)
        return way

    def _add(self, way: _Way) -> list[_Way]:
        """Append the node that a way leads to; return the ways on from it."""
        zero = Fraction(0), Fraction(0)
        if isinstance(way, _End):
            self._append(TreePosition(None, "", (), (), (), way.payoffs), way.situation)
            return []
        if isinstance(way, _Chance):
            self._append(TreePosition(CHANCE, "", way.labels, (), (way.risk, 1 - way.risk), zero), way.situation)
            return [way.then, way.otherwise]
        one, two = self._label(way).actions
        player = 0 if way.row is None and len(one) > 1 else 1
        position = TreePosition(player, str(self._set(way, player)), (one, two)[player], (), (), zero)
        self._append(position, _situation(way, self._label(way).state))
        if player == 0 and len(two) > 1:
            return [replace(way, row=i) for i in range(len(one))]
        if player == 0:
            return [self._after(way, i, 0) for i in range(len(one))]
        return [self._after(way, way.row or 0, j) for j in range(len(two))]

    def _set(self, place: _Place, player: int) -> int:
        """Number of the information set in which a player decides: its type, and what it has seen and done."""
        key = player, place.draw[player], place.seen[player]
        if key not in self.known:
            self.known[key] = len(self.sets)
            self.sets.append((self._base(place, player), (place.round, place.phase, place.node)))
        return self.known[key]

    def _base(self, place: _Place, player: int) -> str:
        label, game = self._label(place), self._game(place)
        state = game.states[label.state]
        own = self.types[player][place.draw[player]][1]
        base = f"{game.players[player]}{' ' + own if own else ''}, round {place.round + 1} [{state}]"
        if state.faked[player]:
            base += f" with {', '.join(state.faked[player])} faked"
        if label.leader:
            base += f" after {looks_like(label.leader) if player != _leads(label) else label.leader}"
        return base

    def _after(self, place: _Place, i: int, j: int) -> _Way:
        """Where a pair of actions leads: on in the round, to the next round, to a move of chance or to an end."""
        game, phase, label = self._game(place), self._phase(place), self._label(place)
        outcome = phase.outcomes[label.cells[i][j]]
        place = self._remember(place, label, i, j)
        if not phase.closes_round:
            if outcome.successor == BROKEN:
                return _end(place, label.state, outcome.ended, "walk_away")
            return replace(place, phase=place.phase + 1, node=outcome.successor, row=None)
        place = _paid(game, place, outcome)
        if outcome.successor == BROKEN:
            return _end(place, label.state, outcome.ended, "walk_away")
        return self._risked(game, place, outcome)

    def _risked(self, game: StochasticGame, place: _Place, outcome: Outcome) -> _Way:
        """What may happen at the end of a round: a fake is discovered, or else the talks break down."""
        state = outcome.successor
        way: _Way = replace(place, round=place.round + 1, phase=0, node=state, row=None)
        if place.round + 1 == game.rounds:
            way = _end(place, state, game.final[state], "over")
        at = _situation(place, state)
        broken = _end(place, state, outcome.ended, "hazard")
        way = _chance(outcome.risk, (_BREAKS_DOWN, _CONTINUES), broken, way, at)
        if outcome.discovered is None:
            return way
        caught = _end(place, state, outcome.discovered, "discovery")
        return _chance(outcome.discovery, (_DISCOVERED, _UNNOTICED), caught, way, at)

    def _remember(self, place: _Place, label: Node, i: int, j: int) -> _Place:
        """The place with what is done in it added to what each player has seen, unless nobody has a choice."""
        if all(len(own) == 1 for own in label.actions):
            return place
        one, two = label.actions[0][i], label.actions[1][j]
        at = place.round, place.phase
        first = self._number(place.seen[0], (*at, one, looks_like(two)))
        second = self._number(place.seen[1], (*at, looks_like(one), two))
        return replace(
            place, seen=(first, second), public=self._number(place.public, (*at, looks_like(one), looks_like(two)))
        )

    def _number(self, before: int, last: tuple[int, int, str, str]) -> int:
        """Number of a history; histories that are equal have the same."""
        if (before, last) not in self.numbers:
            self.numbers[before, last] = len(self.histories)
            self.histories.append((before, last))
        return self.numbers[before, last]


def _paid(game: StochasticGame, place: _Place, outcome: Outcome) -> _Place:
    """The place with what the round pays added, and what later rounds count for."""
    parts = zip(place.paid, place.weight, game.discount, outcome.reward, strict=True)
    one, two = (so_far + w * (1 - d) * now for so_far, w, d, now in parts)
    weight = place.weight[0] * game.discount[0], place.weight[1] * game.discount[1]
    return replace(place, paid=(one, two), weight=weight)


def _chance(risk: Fraction, labels: tuple[str, str], then: _End, otherwise: _Way, at: Situation) -> _Way:
    """A move of chance, unless it is certain what happens."""
    if risk in (0, 1):
        return then if risk else otherwise
    return _Chance(risk, labels, then, otherwise, at)


def _leads(label: Node) -> int:
    """Who led to a follower's node: the player who does not move at it."""
    return 0 if label.actions[0] == ("",) else 1


def _situation(place: _Place, state: int, ending: str = "") -> Situation:
    return Situation(place.draw, place.round, place.phase, place.node, state, place.public, ending)


def _end(place: _Place, state: int, each: Pair, ending: str) -> _End:
    """An end after which every round pays the same."""
    one, two = (so_far + w * v for so_far, w, v in zip(place.paid, place.weight, each, strict=True))
    return _End((one, two), _situation(place, state, ending))
