"""Checks of sets without a last round by code that has no part in finding them, in exact numbers.

Inner sets: at every node every corner is worked out anew, as a mixture of payoffs of pairs of actions that are followed
by payoffs of the sets and from which no player gains by any one deviation, answered by a payoff of the sets. By the
one-shot deviation principle (Blackwell 1965) each is what some subgame-perfect equilibrium is worth (Abreu, Pearce and
Stacchetti 1990). Outer sets: from the box on, every step is proven anew.

References
----------
Abreu, D., Pearce, D. and Stacchetti, E. (1990): Toward a theory of discounted repeated games with imperfect
monitoring. Econometrica 58, 1041-1063. Blackwell, D. (1965): Discounted dynamic programming. Annals of Mathematical
Statistics 36, 226-235.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.engine.repeated.equilibrium_sets.closing import Closing
from sim.exact.rationals import ONE, ZERO

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from fractions import Fraction

    from sim.deadline import Deadline
    from sim.engine.repeated.equilibrium_sets.endless_sets import EndlessSets
    from sim.engine.repeated.equilibrium_sets.game_graph import GameGraph, Way
    from sim.engine.repeated.equilibrium_sets.narrowing import Narrowed
    from sim.exact.polygons import Polygon
    from sim.types import Pair

    Half = tuple[Pair, Fraction]


def faults_of_inner(graph: GameGraph, sets: Mapping[int, Polygon], deadline: Deadline) -> list[str]:
    """Nodes, as codes, at which a corner does not come from what the sets hold up; none if all is as it should be."""
    faults = []
    for node, polygon in sets.items():
        deadline.check()
        points = [*_held(graph, node, sets), *graph.known.get(node, ())] if polygon else []
        if not all(_among(corner, points) for corner in polygon):
            faults.append(f"inner {node}")
    return faults


def faults_of_outer(found: EndlessSets, deadline: Deadline) -> list[str]:
    """Steps, as codes with their number, that leave out what they have no proof for; none if all is as it should be."""
    graph = found.graph
    sets = dict.fromkeys(range(len(graph.nodes)), graph.box)
    faults = [] if _holds_all(graph) else ["box"]
    for number, step in enumerate(found.steps):
        deadline.check()
        if isinstance(step, Closing):
            if not _closes(graph, sets, step):
                faults.append(f"closing {number}")
            sets |= step.sets
        else:
            if not _narrows(graph, sets, step):
                faults.append(f"step {number}")
            sets[step.node] = step.polygon
    if sets != dict(found.outer):
        faults.append("end")
    return faults


def _worth(way: Way, later: Polygon) -> list[Pair]:
    if way.to < 0:
        return [way.base]
    return [(way.base[0] + way.gain[0] * x, way.base[1] + way.gain[1] * y) for x, y in later]


def _least(way: Way, sets: Mapping[int, Polygon], player: int) -> Fraction | None:
    """What a way is worth to a player with the worst that may follow; None if nothing is known to."""
    corners = _worth(way, sets.get(way.to, ()))
    return min((corner[player] for corner in corners), default=None)


def _held(graph: GameGraph, node: int, sets: Mapping[int, Polygon]) -> Iterator[Pair]:
    """Payoffs from which neither player gains by a deviation: all corners of what each pair of actions can be worth."""
    ways = graph.nodes[node]
    for i, line in enumerate(ways):
        for j, way in enumerate(line):
            answers = (
                [_least(other[j], sets, 0) for k, other in enumerate(ways) if k != i],
                [_least(other, sets, 1) for k, other in enumerate(line) if k != j],
            )
            if any(answer is None for side in answers for answer in side):
                continue
            bounds = [max((answer for answer in side if answer is not None), default=None) for side in answers]
            corners = _worth(way, sets.get(way.to, ()))
            points = list(corners)
            for axis, bound in enumerate(bounds):
                points += _crossings(corners, axis, bound)
            if bounds[0] is not None and bounds[1] is not None:
                both = bounds[0], bounds[1]
                if _among(both, corners):
                    points.append(both)
            yield from (p for p in points if all(b is None or v >= b for v, b in zip(p, bounds, strict=True)))


def _crossings(corners: Sequence[Pair], axis: int, bound: Fraction | None) -> Iterator[Pair]:
    """Where the sides of a polygon, given round by its corners, cross a line along an axis."""
    if bound is None:
        return
    for one, two in zip(corners, (*corners[1:], corners[0]) if corners else (), strict=True):
        if min(one[axis], two[axis]) < bound < max(one[axis], two[axis]):
            share = (bound - one[axis]) / (two[axis] - one[axis])
            yield one[0] + share * (two[0] - one[0]), one[1] + share * (two[1] - one[1])


def _among(point: Pair, points: Sequence[Pair]) -> bool:
    """Whether a point is a mixture of some points: none of them has all others on its left, seen from there."""
    if point in points:
        return True
    seen = [(x - point[0], y - point[1]) for x, y in points]
    for a, b in seen:
        if all(a * d - b * c > 0 or (a * d == b * c and a * c + b * d > 0) for c, d in seen):
            return False
    return bool(seen)


def _inside(polygon: Polygon, point: Pair) -> bool:
    ends = zip(polygon, (*polygon[1:], polygon[0]), strict=True)
    if not all((q[0] - p[0]) * (point[1] - p[1]) - (q[1] - p[1]) * (point[0] - p[0]) >= 0 for p, q in ends):
        return False
    return min(polygon) <= point <= max(polygon)


def _along(direction: Pair, point: Pair) -> Fraction:
    return direction[0] * point[0] + direction[1] * point[1]


def _holds_all(graph: GameGraph) -> bool:
    """Whether no way leads out of the box, so that what play is worth cannot."""
    return all(
        _inside(graph.box, corner)
        for node in graph.nodes
        for line in node
        for way in line
        for corner in _worth(way, graph.box)
    )


def _narrows(graph: GameGraph, sets: Mapping[int, Polygon], step: Narrowed) -> bool:
    """Whether a step leaves out nothing that what was known before allows."""
    if not graph.both_move(step.node):
        return all(_inside(step.polygon, point) for point in _held(graph, step.node, sets))
    planes = [(bound.direction, bound.value) for bound in step.bounds.values()]
    return (
        all(_inside(step.polygon, point) for point in _corners(planes))
        and all(min(bound.rules) >= 0 for bound in step.bounds.values())
        and all(
            _along(reach, corner) + constant <= bound.value
            for bound in step.bounds.values()
            for way, reach, constant in _reaches(graph, step.node, sets, bound.direction, bound.rules)
            for corner in _worth(way, sets.get(way.to, ()))
        )
    )


def _reaches(
    graph: GameGraph, node: int, sets: Mapping[int, Polygon], direction: Pair, prices: Sequence[Fraction]
) -> Iterator[tuple[Way, Pair, Fraction]]:
    """Per pair of actions what its payoffs count for at the prices, and what is charged for the deviations from it."""
    for way, reach, charged in _priced(graph, node, direction, prices):
        lows = [(price, _least(other, sets, player)) for price, other, player in charged]
        yield way, reach, -sum((price * low for price, low in lows if low is not None), ZERO)


def _priced(
    graph: GameGraph, node: int, direction: Pair, prices: Sequence[Fraction]
) -> Iterator[tuple[Way, Pair, list[tuple[Fraction, Way, int]]]]:
    ways = graph.nodes[node]
    m, n = len(ways), len(ways[0])
    rules = [(0, i, k) for i in range(m) for k in range(m) if k != i]
    rules += [(1, j, k) for j in range(n) for k in range(n) if k != j]
    priced = [(rule, price) for rule, price in zip(rules, prices, strict=True) if price]
    for i in range(m):
        for j in range(n):
            charged = [
                (price, ways[k][j] if player == 0 else ways[i][k], player)
                for (player, told, k), price in priced
                if told == (i, j)[player]
            ]
            more = [sum((price for price, _, player in charged if player == p), ZERO) for p in (0, 1)]
            yield ways[i][j], (direction[0] + more[0], direction[1] + more[1]), charged


def _turning(plane: Half) -> tuple[int, Fraction]:
    """A key by which half-planes come in order of their normals' turn."""
    x, y = plane[0]
    quarter = 0 if x > 0 and y >= 0 else 1 if y > 0 else 2 if x < 0 else 3
    own, other = ((x, y), (y, -x), (-x, -y), (-y, x))[quarter]
    return quarter, other / (own + other)


def _corners(planes: Sequence[Half]) -> list[Pair]:
    """Where neighbours meet, in order of their normals: whatever all half-planes hold is a mixture of these points."""
    ordered = sorted(planes, key=_turning)
    found = []
    for ((a, b), h), ((c, d), k) in zip(ordered, (*ordered[1:], ordered[0]), strict=True):
        scale = a * d - b * c
        if scale <= 0:
            raise ValueError("neighbouring half-planes are parallel")
        found.append(((h * d - b * k) / scale, (a * k - h * c) / scale))
    return found


def _closes(graph: GameGraph, sets: Mapping[int, Polygon], step: Closing) -> bool:
    """Whether half-planes with their widths hold what was known before, and less of it at both ends of their family."""
    families = {
        node: sorted((p for (k, p) in step.heights if k == node), key=lambda p: _turning((p, ONE)))
        for node in step.sets
    }
    for node, normals in families.items():
        planes = [(p, step.heights[node, p]) for p in normals]
        wide = [(p, step.heights[node, p] + step.widths[node, p]) for p in normals]
        if any(_along(p, corner) > h for corner in sets[node] for p, h in wide):
            return False
        held = [point for point in _cut(sets[node], planes) if not _inside(step.sets[node], point)]
        if held:
            return False
        for p in normals:
            if min(step.prices[node, p], default=ZERO) < 0 or not step.widths[node, p] > 0:
                return False
            if not all(_stays(graph, sets, step, families, node, p, wider) for wider in (False, True)):
                return False
    return True


def _cut(polygon: Polygon, planes: Sequence[Half]) -> list[Pair]:
    """Points between which lies all that a polygon has in common with half-planes."""
    points = list(polygon)
    for normal, h in planes:
        fresh = []
        for one, two in zip(points, (*points[1:], points[0]) if points else (), strict=True):
            low, high = _along(normal, one), _along(normal, two)
            if low <= h:
                fresh.append(one)
            if min(low, high) < h < max(low, high):
                share = (h - low) / (high - low)
                fresh.append((one[0] + share * (two[0] - one[0]), one[1] + share * (two[1] - one[1])))
        points = fresh
    return points


def _stays(
    graph: GameGraph,
    sets: Mapping[int, Polygon],
    step: Closing,
    families: Mapping[int, list[Pair]],
    node: int,
    normal: Pair,
    wider: bool,
) -> bool:
    """Whether no pair of actions reaches beyond a half-plane at one end; at the wide one none even to it."""

    def height(k: int, p: Pair) -> Fraction:
        return step.heights[k, p] + (step.widths[k, p] if wider else ZERO)

    def far(k: int, direction: Pair) -> Fraction:
        """A bound on how far a set reaches."""
        if k not in families:
            return max(_along(direction, corner) for corner in sets[k])
        if not any(direction):
            return ZERO
        normals, own = families[k], _turning((direction, ONE))
        before = [p for p in normals if _turning((p, ONE)) <= own]
        (a, b) = one = before[-1] if before else normals[-1]
        (c, d) = two = normals[(normals.index(one) + 1) % len(normals)]
        scale = a * d - b * c
        x, y = (direction[0] * d - direction[1] * c) / scale, (direction[1] * a - direction[0] * b) / scale
        if x < 0 or y < 0:
            raise ValueError("a direction is not between its neighbours")
        return x * height(k, one) + y * height(k, two)

    for way, reach, charged in _priced(graph, node, normal, step.prices[node, normal]):
        total = _along(reach, way.base)
        if way.to >= 0:
            total += far(way.to, (reach[0] * way.gain[0], reach[1] * way.gain[1]))
        for price, other, player in charged:
            down = (-ONE, ZERO) if player == 0 else (ZERO, -ONE)
            low = -far(other.to, down) if other.to >= 0 else ZERO
            total -= price * (other.base[player] + (other.gain[player] * low if other.to >= 0 else ZERO))
        bound = height(node, normal)
        if total > bound or (wider and total == bound):
            return False
    return True
