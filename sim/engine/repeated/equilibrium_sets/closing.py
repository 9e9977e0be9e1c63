"""The last step from outside: sets that all equilibria are proven to lie in at once, however near they are.

Take half-planes n . p <= h + s q around a game's nodes, with a q > 0 for each. If for every s from 0 to 1 what a
mediator makes of these sets lies within those for a fixed share of s, then all that equilibria are worth lies in the
sets for s = 0 as soon as it lies in those for s = 1. For fixed prices of the rules of obedience each half-plane has a
bound that is linear in s (weak duality), so that it is enough to look at both ends. So numbers that narrowing only
comes near to are proven exactly, where they are those of an equilibrium.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.engine.repeated.equilibrium_sets.game_graph import OVER
from sim.engine.repeated.equilibrium_sets.mediator import mediator_programme, obedience_rules
from sim.exact.half_planes import AXES, below, highest, loosened, normals_of, shares
from sim.exact.rationals import ONE, ZERO, Rational
from sim.exact.slots import reduced

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from fractions import Fraction

    from sim.deadline import Deadline
    from sim.engine.repeated.equilibrium_sets.game_graph import GameGraph
    from sim.exact.polygons import Polygon
    from sim.types import Pair

    Side = tuple[int, Pair]
    """A node and a normal."""

COARSE = 9
"""Binary digits of the share of the box that edges off the axes are moved outward by."""

TINY = 1e-9
"""Least width of a half-plane, as a share of the box."""

ROUNDS = 200
"""Rounds of the search for the widths of the half-planes."""

AROUND = 32
"""Sets are made wider where prices are looked for: by how many times what the outer sets reach beyond them."""

AHEAD = 4
"""Times that axes whose exact place cannot be proven are given up."""


@dataclass(frozen=True)
class Closing:
    """The half-planes of some nodes, with what proves them.

    Parameters
    ----------
    sets : dict of int to Polygon
        Per node the sets for s = 0, within what was known before.
    heights, widths : dict of (int, Pair) to Fraction
        The h and the q of each normal of each node.
    prices : dict of (int, Pair) to tuple of Fraction
        Prices of the rules of obedience, of which none is negative.
    """

    sets: dict[int, Polygon]
    heights: dict[Side, Fraction]
    widths: dict[Side, Fraction]
    prices: dict[Side, tuple[Fraction, ...]]


@dataclass(frozen=True)
class _Row:
    """A pair of actions seen from a half-plane: it reaches no farther than ``base`` and s times a sum over widths."""

    side: Side
    base: Fraction
    terms: tuple[tuple[Side, Fraction], ...]

    def at(self, widths: Mapping[Side, Fraction]) -> Fraction:
        return sum((share * widths[side] for side, share in self.terms), ZERO)


def closed(
    graph: GameGraph,
    nodes: Sequence[int],
    outer: Mapping[int, Polygon],
    inner: Mapping[int, Polygon],
    deadline: Deadline,
) -> Closing | None:
    """The inner sets of some nodes or, if not that, sets that reach along the axes no farther; if that can be proven.

    Parameters
    ----------
    nodes : sequence of int
        Nodes between which play can go to and fro.
    outer, inner : mapping of int to Polygon
        Sets of all nodes from outside and from inside.
    """
    if all(inner[k] for k in nodes):
        found = _Search(graph, outer, {k: inner[k] for k in nodes}, deadline)
        if not any(found.excess(side) > 0 for side in found.heights):
            closing = found.closing()
            if closing:
                return closing
    exact = {(k, axis) for k in nodes for axis in AXES if inner[k]}
    for _ in range(AHEAD):
        if not exact:
            return None
        start = {k: _start(graph, k, outer[k], inner[k], exact) for k in nodes}
        found = _Search(graph, outer, start, deadline)
        missed = {side for side in exact if found.excess(side) > 0}
        if not missed:
            return found.closing()
        exact -= missed
    return None


def _start(graph: GameGraph, node: int, outer: Polygon, inner: Polygon, exact: set[Side]) -> Polygon:
    """A set around the outer one, cut along the axes at the inner one."""
    slack, size = ONE / 2**COARSE, graph.size
    coarse = loosened(outer, slack, size, (slack * size[0] / 16, slack * size[1] / 16)) if len(outer) > 2 else outer
    polygon = graph.box
    for normal in normals_of(coarse):
        if (node, normal) in exact:
            height = highest(inner, normal)
        else:
            height = highest(coarse, normal) + slack * (abs(normal[0]) * size[0] + abs(normal[1]) * size[1])
        polygon = below(polygon, (normal, height))
    return polygon


class _Search:
    """The half-planes of some sets, and what a mediator makes of them."""

    def __init__(
        self, graph: GameGraph, outer: Mapping[int, Polygon], start: Mapping[int, Polygon], deadline: Deadline
    ) -> None:
        self.graph, self.outer, self.nodes = graph, outer, list(start)
        sets = self.sets = {**outer, **start}
        nodes = self.nodes
        self.normals = {k: normals_of(sets[k]) for k in nodes}
        self.heights = {(k, n): highest(sets[k], n) for k in nodes for n in self.normals[k]}
        self.prices: dict[Side, tuple[Fraction, ...]] = {}
        self.rows: dict[Side, list[_Row]] = {}
        self.beyond = {(k, n): max(highest(outer[k], n) - h, ZERO) for (k, n), h in self.heights.items()}
        wider = {**sets, **{k: self._wider(k) for k in nodes}}
        for k in nodes:
            table, around = graph.table(k, sets), graph.table(k, wider)
            slots = mediator_programme(table, table, deadline).slots
            programme = mediator_programme(around, around, deadline)
            rules = obedience_rules(len(table), len(table[0]))
            # A rule that is kept whatever follows is left out of a programme, and has no price.
            used = {rule for slot in slots for rule, _ in slot.terms}
            for normal in self.normals[k]:
                deadline.check()
                _, bound = programme.best(normal)
                self.prices[k, normal] = tuple(price if r in used else ZERO for r, price in enumerate(bound.rules))
                self.rows[k, normal] = [
                    self._row(k, normal, slot, reduced(slots[slot], normal, self.prices[k, normal]), rules)
                    for slot in range(len(slots))
                ]

    def _wider(self, node: int) -> Polygon:
        """A set around a node's own: of several prices that prove it, those for this one also prove what lies near."""
        polygon = self.graph.box
        share = max(float(far) / self._unit(n) for (_, n), far in self.beyond.items())
        for normal in self.normals[node]:
            height = self.heights[node, normal] + Rational(self._unit(normal) * max(share, TINY)) * AROUND
            polygon = below(polygon, (normal, height))
        return polygon

    def excess(self, side: Side) -> Fraction:
        """By how much what a mediator makes of the sets reaches beyond one of their half-planes."""
        return max(row.base for row in self.rows[side]) - self.heights[side]

    def _row(
        self, node: int, normal: Pair, slot: int, line: tuple[Fraction, ...], rules: list[tuple[int, int, int]]
    ) -> _Row:
        ways = self.graph.nodes[node]
        i, j = divmod(slot, len(ways[0]))
        way, (x, y, constant) = ways[i][j], line
        base = x * way.base[0] + y * way.base[1] + constant
        terms: dict[Side, Fraction] = {}
        if way.to != OVER:
            far, terms = self._reach(way.to, (x * way.gain[0], y * way.gain[1]))
            base += far
        for (player, told, instead), price in zip(rules, self.prices[node, normal], strict=True):
            if price and told == (i, j)[player]:
                answer = ways[instead][j] if player == 0 else ways[i][instead]
                if answer.to in self.normals:
                    down = answer.to, AXES[2 + player]
                    terms[down] = terms.get(down, ZERO) + price * answer.gain[player]
        return _Row((node, normal), base, tuple(terms.items()))

    def _reach(self, node: int, direction: Pair) -> tuple[Fraction, dict[Side, Fraction]]:
        """How far a node's set reaches in a direction, and with which shares the widths of its half-planes count."""
        far = highest(self.sets[node], direction)
        if node not in self.normals:
            return far, {}
        normals = self.normals[node]
        return far, {(node, normals[k]): share for k, share in shares(normals, direction)}

    def closing(self) -> Closing | None:
        """The half-planes with widths that prove them, if they are found."""
        kappa = 1 - (1 - self.graph.gain) / 16
        widths = self._widths(float(kappa) - float(1 - kappa) / 4)
        if widths is None or not all(
            row.base <= self.heights[side] and row.base + row.at(widths) <= self.heights[side] + kappa * widths[side]
            for side, rows in self.rows.items()
            for row in rows
        ):
            return None
        sets = {}
        for k in self.nodes:
            sets[k] = self.outer[k]
            for normal in self.normals[k]:
                sets[k] = below(sets[k], (normal, self.heights[k, normal]))
        return Closing(sets, self.heights, widths, self.prices)

    def _widths(self, kappa: float) -> dict[Side, Fraction] | None:
        """Widths that shrink by a share, no smaller than what the outer sets reach beyond the heights."""
        least = {side: max(float(far), TINY * self._unit(side[1])) * (1 + 1e-6) for side, far in self.beyond.items()}
        rows = [
            (row.side, float(row.base - self.heights[row.side]), [(s, float(share)) for s, share in row.terms])
            for rows in self.rows.values()
            for row in rows
        ]
        widths = dict(least)
        for _ in range(ROUNDS):
            wanted = dict(least)
            for side, lead, terms in rows:
                need = (lead + sum(share * widths[s] for s, share in terms)) / kappa
                wanted[side] = max(wanted[side], need)
            if all(wanted[side] <= widths[side] * (1 + (1 - kappa) / 16) for side in widths):
                return {side: Rational(width) for side, width in widths.items()}
            widths = {side: max(width, wanted[side]) for side, width in widths.items()}
            if max(width / self._unit(side[1]) for side, width in widths.items()) > 10:
                return None
        return None

    def _unit(self, normal: Pair) -> float:
        size = self.graph.size
        return float(abs(normal[0]) * size[0] + abs(normal[1]) * size[1])
