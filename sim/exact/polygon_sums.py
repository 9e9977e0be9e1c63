"""Sums of convex polygons, and polygons with few corners that lie inside or around others.

References
----------
de Berg, M., Cheong, O., van Kreveld, M. and Overmars, M. (2008): Computational Geometry. Algorithms and applications.
3rd edition, section 13.3.
"""

from __future__ import annotations

from itertools import pairwise
from math import inf
from typing import TYPE_CHECKING

from sim.exact.polygons import holds, hull, no_farther, support
from sim.exact.rationals import ONE, ZERO, Rational

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

    from sim.exact.polygons import Polygon
    from sim.types import Pair

    Spot = tuple[float, float]


def total(one: Polygon, two: Polygon) -> Polygon:
    """The polygon of all sums of a point of one polygon and a point of another; neither is empty."""
    if len(one) == 1:
        return tuple((one[0][0] + x, one[0][1] + y) for x, y in two)
    if len(two) == 1:
        return total(two, one)
    edges = [*_edges(one), *_edges(two)]
    # From the leftmost corner on edges come in the order of their directions, first those that point right.
    edges.sort(key=_Turned)
    points = [(one[0][0] + two[0][0], one[0][1] + two[0][1])]
    for x, y in edges[:-1]:
        points.append((points[-1][0] + x, points[-1][1] + y))
    return hull(points)


def _edges(polygon: Polygon) -> Iterator[Pair]:
    for p, q in pairwise((*polygon, polygon[0])):
        yield q[0] - p[0], q[1] - p[1]


class _Turned:
    """A direction, in order counterclockwise from straight down, which comes last."""

    def __init__(self, edge: Pair) -> None:
        self.edge = x, y = edge
        self.half = 0 if x > 0 or (x == 0 and y > 0) else 1

    def __lt__(self, other: _Turned) -> bool:
        if self.half != other.half:
            return self.half < other.half
        return self.edge[0] * other.edge[1] - self.edge[1] * other.edge[0] > 0


def fewer_inside(polygon: Polygon, most: int) -> Polygon:
    """A polygon inside with so many corners at most, some of those that were there.

    Corners that lie farthest along an axis stay; of the others those go first that cut off least.
    """
    if len(polygon) <= most:
        return polygon
    stay = {pick(range(len(polygon)), key=lambda k: polygon[k][p]) for p in (0, 1) for pick in (min, max)}
    near = [(float(x), float(y)) for x, y in polygon]
    left = list(range(len(polygon)))
    while len(left) > most:
        sizes = [
            (_area(near[left[c - 1]], near[k], near[left[(c + 1) % len(left)]]), c)
            for c, k in enumerate(left)
            if k not in stay
        ]
        if not sizes:
            break
        left.pop(min(sizes)[1])
    return tuple(polygon[k] for k in left)


def fewer_around(polygon: Polygon, most: int) -> Polygon:
    """A polygon around with so many corners at most, if it can be had without going farther along an axis.

    Edges are given up, those first that let in least.
    """
    if len(polygon) <= most:
        return polygon
    ends = [[pick(v[p] for v in polygon) for pick in (min, max)] for p in (0, 1)]
    corners: list[Pair] = list(polygon)
    near = [(float(x), float(y)) for x, y in polygon]
    fixed: set[tuple[Pair, Pair]] = set()
    while len(corners) > most:
        n = len(corners)
        sizes = [
            (_let_in(*(near[(k + s) % n] for s in (-1, 0, 1, 2))), k)
            for k in range(n)
            if (corners[k], corners[(k + 1) % n]) not in fixed
        ]
        size, k = min(sizes, default=(inf, 0))
        if size == inf:
            break
        one, two = corners[k], corners[(k + 1) % n]
        tip = _beyond(corners[k - 1], one, two, corners[(k + 2) % n])
        if tip is None or not all(low <= v <= high for v, (low, high) in zip(tip, ends, strict=True)):
            fixed.add((one, two))
            continue
        corners[k], near[k] = tip, (float(tip[0]), float(tip[1]))
        corners.pop((k + 1) % n)
        near.pop((k + 1) % n)
    return hull(corners)


def _let_in(before: Spot, one: Spot, two: Spot, after: Spot) -> float:
    """Twice the size of what is let in if the edge between two corners is given up, nearly; infinite if all is."""
    a, b = (one[0] - before[0], one[1] - before[1]), (after[0] - two[0], after[1] - two[1])
    edge = two[0] - one[0], two[1] - one[1]
    turn = a[0] * b[1] - a[1] * b[0]
    if turn <= 0:
        return inf
    share = (edge[0] * b[1] - edge[1] * b[0]) / turn
    return abs(share * (a[0] * edge[1] - a[1] * edge[0]))


def _beyond(before: Pair, one: Pair, two: Pair, after: Pair) -> Pair | None:
    """Where the edges before and after an edge meet beyond it; None if they do not."""
    a, b = (one[0] - before[0], one[1] - before[1]), (after[0] - two[0], after[1] - two[1])
    turn = a[0] * b[1] - a[1] * b[0]
    if turn <= 0:
        return None
    share = ((two[0] - one[0]) * b[1] - (two[1] - one[1]) * b[0]) / turn
    return one[0] + share * a[0], one[1] + share * a[1]


def _area(one: Spot, two: Spot, three: Spot) -> float:
    """Twice the size of a triangle."""
    return abs((two[0] - one[0]) * (three[1] - one[1]) - (two[1] - one[1]) * (three[0] - one[0]))


LONG = 200
"""Binary digits of a denominator from which on a polygon is rounded."""

_GRID = 1 << 64

_SHARES = (1 << 44, 1 << 30, 1 << 16)
"""Shares of the way to the middle by which corners are moved before they are rounded, as parts of one."""


def lighter_around(polygon: Polygon, most: int, few: int, digits: int) -> Polygon:
    """A polygon around that goes no farther along the axes, with few corners and few digits but where it has to.

    Parameters
    ----------
    most, digits : int
        Corners, and binary digits of a denominator, up to which a polygon stays as it is.
    few : int
        Corners of one that does not.
    """
    long = any(v.denominator.bit_length() >= digits for corner in polygon for v in corner)
    if len(polygon) <= most and not long:
        return polygon
    found = fewer_around(polygon, few)
    if long:
        found = rounded(found, inside=False)
    for direction in ((ONE, ZERO), (ZERO, ONE), (-ONE, ZERO), (ZERO, -ONE)):
        found = no_farther(found, direction, support(polygon, direction))
    return found


def rounded(polygon: Polygon, *, inside: bool) -> Polygon:
    """A polygon inside or around whose corners have few digits, if there is one close by; the polygon itself if not.

    It stays as it is where its corners have few digits anyway, and where it is too thin: a point or a segment.
    """
    if len(polygon) < 3 or all(v.denominator.bit_length() < LONG for corner in polygon for v in corner):
        return polygon
    middle = [sum((corner[p] for corner in polygon), ZERO) / len(polygon) for p in (0, 1)]
    for part in _SHARES:
        sign = 1 if inside else -1
        moved = [[v + sign * (m - v) / part for v, m in zip(corner, middle, strict=True)] for corner in polygon]
        found = hull((_on_grid(x), _on_grid(y)) for x, y in moved)
        inner, outer = (found, polygon) if inside else (polygon, found)
        if len(found) > 2 and all(holds(outer, corner) for corner in inner):
            return found
    return polygon


def _on_grid(value: Fraction) -> Fraction:
    return Rational(round(value * _GRID), _GRID)
