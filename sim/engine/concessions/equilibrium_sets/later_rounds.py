"""What may be played in any round of a game without a last one, node by node, by sets that hold in every round."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.engine.repeated.equilibrium_sets.game_graph import OVER
from sim.engine.repeated.equilibrium_sets.kept import kept_cells, known_least
from sim.engine.repeated.equilibrium_sets.mediator import mediator_programme
from sim.exact.rationals import ONE, ZERO, Rational
from sim.games.concessions.decision_graph import components

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from fractions import Fraction

    from sim.deadline import Deadline
    from sim.engine.concessions.equilibrium_sets.endless import EndlessGame
    from sim.exact.polygons import Polygon
    from sim.types import Pair

    Move = tuple[int, tuple[int, int]]
    """A node and a pair of actions."""


class LaterRounds:
    """What may be played at each node, and what play that stays where it is pays.

    Parameters
    ----------
    endless : EndlessGame
        The game.
    sets : mapping of int to Polygon
        Per node what equilibria are worth, from inside or from outside.
    """

    def __init__(self, endless: EndlessGame, sets: Mapping[int, Polygon], deadline: Deadline) -> None:
        self.endless, self.sets, self.deadline = endless, sets, deadline
        self._moves: dict[int, list[tuple[int, int]]] = {}

    def moves(self, node: int) -> Iterator[tuple[Fraction, int]]:
        """Where play may go from a node, with the chance that the talks survive the way."""
        for i, j in self.pairs(node):
            yield Rational(self.endless.survival(node, (i, j))), self.endless.graph.nodes[node][i][j].to

    def pairs(self, node: int) -> list[tuple[int, int]]:
        """Pairs of actions that may be played at a node."""
        if node not in self._moves:
            self._moves[node] = self._open(node)
        return self._moves[node]

    def _open(self, node: int) -> list[tuple[int, int]]:
        self.deadline.check()
        table = self.endless.graph.table(node, self.sets)
        alone = [(i, j) for i, j, _ in kept_cells(table, table)]
        if not self.endless.graph.both_move(node):
            return alone
        programme = mediator_programme(table, table, self.deadline)
        pairs = [(i, j) for i in range(len(table)) for j in range(len(table[0]))]
        obeyed = programme.weighed(slot for slot, pair in enumerate(pairs) if pair not in alone)
        return [pair for slot, pair in enumerate(pairs) if pair in alone or slot in obeyed]

    def circles(self, nodes: Collection[int]) -> list[list[int]]:
        """Circles that play may go round in for ever without leaving some nodes; each with all nodes on any of them."""
        order = sorted(k for k in nodes if k != OVER)
        if not order:
            return []
        number = {k: n + 1 for n, k in enumerate(order)}
        leads = [[number[to] for _, to in self.moves(k) if to in number] for k in order]
        # A first vertex that leads to all of them, so that all are looked at.
        found = components([list(number.values()), *leads])
        groups = [[order[n - 1] for n in group if n] for group in found]
        return [g for g in groups if len(g) > 1 or (g and number[g[0]] in leads[number[g[0]] - 1])]

    def one_way_to_stay(self, node: int) -> bool:
        """Whether there is at most one way to stay in the state of a node for ever."""
        return self._stay(node) is not None

    def staying(self, node: int) -> Pair | None:
        """What it pays to stay in the state of a node for ever; None if somebody would not, or there are several ways.

        Whoever leaves is answered by the worst that the sets know of.
        """
        course = self._stay(node)
        if not course:
            return None
        base, gain = [ZERO, ZERO], [ONE, ONE]
        for k, (i, j) in reversed(course):
            way = self.endless.graph.nodes[k][i][j]
            base = [way.base[p] + way.gain[p] * base[p] for p in (0, 1)]
            gain = [way.gain[p] * gain[p] for p in (0, 1)]
        values = [base[p] / (1 - gain[p]) for p in (0, 1)]
        here = values[0], values[1]
        for k, (i, j) in reversed(course):
            way = self.endless.graph.nodes[k][i][j]
            values = [way.base[p] + way.gain[p] * values[p] for p in (0, 1)]
            worst = known_least(self.endless.graph.table(k, self.sets))
            answers = (
                [line[j] for a, line in enumerate(worst[0]) if a != i],
                [low for b, low in enumerate(worst[1][i]) if b != j],
            )
            if any(low is None or low > values[p] for p, lows in enumerate(answers) for low in lows):
                return None
        return here

    def _stay(self, node: int) -> list[Move] | None:
        """The moves that lead back to a node and never out of its state; empty if there are none, None if several."""
        state, here = self.endless.points[node].place[2], node
        course: list[Move] = []
        while not course or here != node:
            ways = list(self._within(here, state))
            if len(ways) != 1:
                return None if ways else []
            moves, here = ways[0]
            course += moves
        return course

    def _within(self, node: int, state: int) -> Iterator[tuple[list[Move], int]]:
        """Ways through one round that end in a state."""
        for i, line in enumerate(self.endless.graph.nodes[node]):
            for j, way in enumerate(line):
                if way.to == OVER:
                    continue
                _, phase, k = self.endless.points[way.to].place
                move = node, (i, j)
                if phase == 0 and k == state:
                    yield [move], way.to
                elif phase > 0:
                    yield from (([move, *moves], to) for moves, to in self._within(way.to, state))
