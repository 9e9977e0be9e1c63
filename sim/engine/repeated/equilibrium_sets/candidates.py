"""Candidates for what equilibria are worth: exact payoffs of the play that corners of sets near the limit come from.

A corner of a set comes from a pair of actions that is followed by a corner again, or by a point between two at which a
player is just kept from deviating, or at which both are. Read as rules, from corner to corner for ever, these give
exact payoffs, whatever the numbers of the sets were. What of it is an equilibrium is checked elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.engine.repeated.equilibrium_sets.game_graph import OVER, Way
from sim.engine.repeated.equilibrium_sets.kept import kept_cells
from sim.engine.repeated.equilibrium_sets.narrowing import FINER, apart, grid_of
from sim.exact.half_planes import thinned
from sim.exact.polygons import EMPTY, hull
from sim.exact.rationals import ONE, ZERO, Rational

if TYPE_CHECKING:
    from collections.abc import Container, Sequence
    from fractions import Fraction

    from sim.deadline import Deadline
    from sim.engine.repeated.equilibrium_sets.game_graph import GameGraph, Sets
    from sim.exact.polygons import Polygon
    from sim.types import Pair

    Key = tuple[int, int, int]
    """Node, corner and player."""

INWARD = Rational(1, 2**5)
"""How far a payoff that hangs on itself is moved inward, as a share of the way to the middle of its set."""


@dataclass(frozen=True)
class _Same:
    """A payoff that is ``base + gain`` times another; just ``base`` if there is no other."""

    base: Fraction
    gain: Fraction = ZERO
    of: Key | None = None


@dataclass(frozen=True)
class _Between:
    """A payoff on the line between two corners of what follows, where the other player's is as low as it may be."""

    way: Way
    ends: tuple[Pair | tuple[int, int], Pair | tuple[int, int]]
    other: Key


def settled(
    graph: GameGraph, nodes: Sequence[int], sets: Sets, digits: int, most: int, margin: Fraction, deadline: Deadline
) -> dict[int, Polygon]:
    """Sets of some nodes near what equilibria in pure actions are worth: no bound, but corners that play leads to.

    Parameters
    ----------
    sets : mapping of int to Polygon
        Sets of all nodes, those of the nodes near the limit.
    digits : int
        Binary digits of the share of the box by which corners may be left out.
    most : int
        Most sweeps.
    margin : Fraction
        By how much deviations must lose, as a share of the box, unless all numbers are fixed.
    """
    sets, slack, grid = dict(sets), Rational(1, 2**digits), grid_of(graph.size, digits + FINER)
    for _ in range(most):
        moved = Rational(0)
        for node in nodes:
            before = sets[node]
            deadline.check()
            played = [c for _, _, kept in _cells(graph, node, sets, nodes, margin) for c in kept]
            polygon = hull((*played, *graph.known.get(node, EMPTY)))
            sets[node] = thinned(polygon, slack, graph.size, grid) if polygon else polygon
            moved = max(moved, abs(apart(before, sets[node], graph.size)))
        if moved <= slack:
            break
    return {node: sets[node] for node in nodes}


def _cells(
    graph: GameGraph, node: int, sets: Sets, inside: Container[int], margin: Fraction
) -> list[tuple[int, int, Polygon]]:
    """The pairs of actions of a node that are kept with a margin, unless what they lead to is fixed."""
    table, ways = graph.table(node, sets), graph.nodes[node]

    def needed(pair: tuple[int, int], deviation: tuple[int, int], player: int) -> Fraction:
        loose = any(ways[i][j].to in inside for i, j in (pair, deviation))
        return margin * graph.size[player] if loose else ZERO

    return list(kept_cells(table, table, needed))


class Candidates:
    """Exact payoffs of the play behind the corners of some sets.

    Parameters
    ----------
    nodes : sequence of int
        Nodes between which play can go to and fro.
    near : mapping of int to Polygon
        Sets near what equilibria of these nodes are worth.
    fixed : mapping of int to Polygon
        Sets of the nodes that these lead to otherwise.
    margin : Fraction
        By how much deviations must lose, as for `settled`.
    """

    def __init__(self, graph: GameGraph, nodes: Sequence[int], near: Sets, fixed: Sets, margin: Fraction) -> None:
        self.graph, self.fixed, self.near, self.margin = graph, fixed, near, margin
        self.corners: dict[int, Polygon] = {}
        self._rules: dict[Key, _Same | _Between] = {}
        self._known: dict[Key, Fraction] = {}
        self._open: set[Key] = set()
        sources: list[tuple[int, int, tuple[int, int]]] = []
        sets = {**near, **fixed}
        for node in nodes:
            table, cells = graph.table(node, sets), _cells(graph, node, sets, nodes, margin)
            known = graph.known.get(node, EMPTY)
            self.corners[node] = hull((*known, *(corner for _, _, kept in cells for corner in kept)))
            for k, corner in enumerate(self.corners[node]):
                if corner in known:
                    self._put(node, k, _Same(corner[0]), _Same(corner[1]))
                    continue
                pairs = [(i, j) for i, j, kept in cells if corner in kept]
                sources.append((node, k, next((p for p in pairs if corner in table[p[0]][p[1]]), pairs[0])))
        for node, k, pair in sources:
            self._read(node, k, pair)

    def points(self) -> dict[int, Polygon]:
        """Per node the hull of the exact payoffs."""
        return {
            node: hull((self._value((node, k, 0)), self._value((node, k, 1))) for k in range(len(corners)))
            for node, corners in self.corners.items()
        }

    def _read(self, node: int, k: int, pair: tuple[int, int]) -> None:
        """The rules of a corner's payoffs, from the actions that it comes from."""
        (i, j), corner = pair, self.corners[node][k]
        way = self.graph.nodes[node][i][j]
        if way.to == OVER:
            self._put(node, k, _Same(way.base[0]), _Same(way.base[1]))
            return
        behind = _behind(way, corner)
        followed = self.fixed[way.to] if way.to in self.fixed else self.near[way.to]
        if behind in followed or 0 in way.gain:
            end = self._nearest(way.to, behind)
            self._put(node, k, self._after(way, end, 0), self._after(way, end, 1))
            return
        threats = self._threat(node, pair, 0), self._threat(node, pair, 1)
        bound = [threat is not None and abs(threat[0] - corner[p]) <= 0 for p, threat in enumerate(threats)]
        if all(bound) and threats[0] and threats[1]:
            self._put(node, k, threats[0][1], threats[1][1])
            return
        player = 0 if bound[0] else 1
        threat = threats[player]
        if threat is None:
            raise ValueError("a corner that no bound cuts off is a corner of what follows")
        one, two = self._edge(followed, behind)
        between = _Between(way, (self._nearest(way.to, one), self._nearest(way.to, two)), (node, k, player))
        self._put(node, k, *((threat[1], between) if player == 0 else (between, threat[1])))

    def _put(self, node: int, k: int, one: _Same | _Between, two: _Same | _Between) -> None:
        self._rules[node, k, 0], self._rules[node, k, 1] = one, two

    def _nearest(self, node: int, point: Pair) -> Pair | tuple[int, int]:
        """The corner that stands for a point: itself where its node is fixed, else a corner by its number."""
        if node in self.fixed:
            return point
        one, two = self.graph.size
        corners = self.corners[node]
        return node, min(
            range(len(corners)),
            key=lambda k: abs(corners[k][0] - point[0]) / one + abs(corners[k][1] - point[1]) / two,
        )

    def _after(self, way: Way, end: Pair | tuple[int, int], player: int) -> _Same:
        if way.to in self.fixed:
            return _Same(way.base[player] + way.gain[player] * end[player])
        return _Same(way.base[player], way.gain[player], (int(end[0]), int(end[1]), player))

    def _threat(self, node: int, pair: tuple[int, int], player: int) -> tuple[Fraction, _Same] | None:
        """What a player gets by its best deviation, as it was and as a rule; None where it has none."""
        (i, j), table = pair, self.graph.nodes[node]
        ways = [line[j] for k, line in enumerate(table) if k != i] if player == 0 else [
            way for k, way in enumerate(table[i]) if k != j
        ]  # fmt: skip
        found: list[tuple[Fraction, _Same]] = []
        for way in ways:
            to, loose = way.to, not {way.to, table[i][j].to} <= {OVER, *self.fixed}
            more = self.margin * self.graph.size[player] if loose else ZERO
            if to == OVER:
                found.append((way.base[player] + more, _Same(way.base[player] + more)))
                continue
            worst = min((self.fixed if to in self.fixed else self.near)[to], key=lambda c: c[player])
            low = way.base[player] + way.gain[player] * worst[player] + more
            numbers = range(len(self.corners.get(to, ())))
            end = worst if to in self.fixed else (to, min(numbers, key=lambda k: self.corners[to][k][player]))
            rule = self._after(way, end, player)
            found.append((low, _Same(rule.base + more, rule.gain, rule.of)))
        return max(found, key=lambda entry: entry[0], default=None)

    @staticmethod
    def _edge(polygon: Polygon, point: Pair) -> tuple[Pair, Pair]:
        """The edge of a polygon that a point is nearest to."""
        ends = zip(polygon, (*polygon[1:], polygon[0]), strict=True)

        def off(edge: tuple[Pair, Pair]) -> Fraction:
            (a, b), (c, d) = edge
            width = max(abs(c - a) + abs(d - b), Rational(1, 2**60))
            outside = abs((c - a) * (point[1] - b) - (d - b) * (point[0] - a)) / width
            beyond = max(ZERO, min(a, c) - point[0], point[0] - max(a, c), min(b, d) - point[1], point[1] - max(b, d))
            return outside + beyond

        return min(ends, key=off)

    def _value(self, key: Key) -> Fraction:
        """The exact payoff by the rules, which may lead back to where they started."""
        path: list[tuple[Key, _Same]] = []
        places: dict[Key, int] = {}
        here: Key | None = key
        value = ZERO
        while here is not None:
            if here in self._known:
                value = self._known[here]
                break
            rule = self._rules[here]
            if isinstance(rule, _Between):
                value = self._known[here] = self._cross(here, rule)
                break
            if here in places:
                base, gain = ZERO, ONE
                for _, step in reversed(path[places[here] :]):
                    base, gain = step.base + step.gain * base, step.gain * gain
                value = base / (1 - gain)
                break
            places[here] = len(path)
            path.append((here, rule))
            here = rule.of
        for place, step in reversed(path):
            value = self._known[place] = step.base + step.gain * value
        return value

    def _cross(self, key: Key, rule: _Between) -> Fraction:
        node, k, player = key
        if key in self._open:
            middle = sum((corner[player] for corner in self.corners[node]), ZERO) / len(self.corners[node])
            own = self.corners[node][k][player]
            return own + INWARD * (middle - own)
        self._open.add(key)
        low = self._value(rule.other)
        ends = [self._end(rule.way, end) for end in rule.ends]
        self._open.discard(key)
        return _at(ends, 1 - player, low)

    def _end(self, way: Way, end: Pair | tuple[int, int]) -> Pair:
        """What a way is worth with a corner of what follows, exactly."""
        one, two = (
            way.base[p] + way.gain[p] * (end[p] if way.to in self.fixed else self._value((int(end[0]), int(end[1]), p)))
            for p in (0, 1)
        )
        return one, two


def _behind(way: Way, point: Pair) -> Pair:
    one, two = ((point[p] - way.base[p]) / way.gain[p] if way.gain[p] else ZERO for p in (0, 1))
    return one, two


def _at(ends: Sequence[Pair], axis: int, value: Fraction) -> Fraction:
    """The other coordinate at which a segment has a value on an axis; of its higher end if it has none there."""
    low, high = sorted(ends, key=lambda end: end[axis])
    if not low[axis] < value < high[axis]:
        return low[1 - axis] if value <= low[axis] else high[1 - axis]
    share = (value - low[axis]) / (high[axis] - low[axis])
    return low[1 - axis] + share * (high[1 - axis] - low[1 - axis])
