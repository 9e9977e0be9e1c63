"""Convex polygons with exact corners: hulls, cuts along an axis, images, faces.

A polygon is the tuple of its corners, counterclockwise from the leftmost (of several the lowest), each once; a segment
has two, a point one, and the empty polygon none.

References
----------
Andrew, A. M. (1979): Another efficient algorithm for convex hulls in two dimensions. Information Processing Letters 9,
216-219. Shewchuk, J. R. (1997): Adaptive precision floating-point arithmetic and fast robust geometric predicates.
Discrete and Computational Geometry 18, 305-363. Sutherland, I. E. and Hodgman, G. W. (1974): Reentrant polygon
clipping. Communications of the ACM 17, 32-42.
"""

from __future__ import annotations

from itertools import pairwise, product
from typing import TYPE_CHECKING

from sim.exact.rationals import ONE, ZERO

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from fractions import Fraction

    from sim.types import Pair

    Polygon = tuple[Pair, ...]
    _Marked = tuple[float, float, Pair]

EMPTY: Polygon = ()

_ROUNDING = 1e-14
"""Some fifty roundings of a float, relative to its size."""


def hull(points: Iterable[Pair]) -> Polygon:
    """The smallest polygon that holds all of some points (Andrew 1979)."""
    # Hashes of exact numbers are dear, comparisons are not: equal points are next to each other.
    ordered = _distinct(sorted(points))
    if len(ordered) < 3:
        return tuple(ordered)
    marked = [(float(x), float(y), (x, y)) for x, y in ordered]
    size = max(max(abs(x), abs(y)) for x, y, _ in marked)
    below, above = _chain(marked, size), _chain(marked[::-1], size)
    return (*below[:-1], *above[:-1])


def _distinct(corners: list[Pair]) -> list[Pair]:
    """Points without those that repeat the one before."""
    return corners[:1] + [two for one, two in pairwise(corners) if one != two]


def _chain(ordered: Sequence[_Marked], size: float) -> list[Pair]:
    """One side of a hull: turns are taken in floats where their errors leave no doubt (Shewchuk 1997).

    A difference of coordinates is off by at most four roundings of the largest coordinate, and no farther from zero
    than twice that coordinate; a product of two is off by the one times their sum. The doubt is several times as wide.
    """
    unit = _ROUNDING * size
    doubt = unit * (8 * size + unit)
    chain: list[_Marked] = []
    for point in ordered:
        x, y = point[0], point[1]
        while len(chain) > 1:
            one, two = chain[-2], chain[-1]
            x1, y1, x2, y2 = two[0] - one[0], two[1] - one[1], x - one[0], y - one[1]
            turn = x1 * y2 - y1 * x2
            if turn > doubt or (turn >= -doubt and _turn(one[2], two[2], point[2]) > 0):
                break
            chain.pop()
        chain.append(point)
    return [point for _, _, point in chain]


def _turn(one: Pair, two: Pair, three: Pair) -> Fraction:
    """Twice the area of a triangle; positive where its corners come counterclockwise."""
    return (two[0] - one[0]) * (three[1] - one[1]) - (two[1] - one[1]) * (three[0] - one[0])


def at_least(polygon: Polygon, axis: int, bound: Fraction) -> Polygon:
    """The part of a polygon in which one coordinate is not below a bound."""
    inside = [point[axis] >= bound for point in polygon]
    if all(inside):
        return polygon
    if not any(inside):
        return EMPTY
    kept: list[Pair] = []
    for k, (one, two) in enumerate(_edges(polygon)):
        if inside[k]:
            kept.append(one)
        if inside[k] != inside[(k + 1) % len(inside)] and bound not in (one[axis], two[axis]):
            kept.append(_crossing(one, two, axis, bound))
    return _from_leftmost(kept)


def _edges(corners: Polygon) -> Iterable[tuple[Pair, Pair]]:
    return pairwise([*corners, corners[0]])


def _crossing(one: Pair, two: Pair, axis: int, bound: Fraction) -> Pair:
    if two < one:
        # The same edge gives the same numbers, whichever way round it is walked.
        one, two = two, one
    share = (bound - one[axis]) / (two[axis] - one[axis])
    other = one[1 - axis] + share * (two[1 - axis] - one[1 - axis])
    return (bound, other) if axis == 0 else (other, bound)


def _from_leftmost(corners: list[Pair]) -> Polygon:
    corners = _distinct(corners)
    if len(corners) > 1 and corners[0] == corners[-1]:
        corners.pop()
    start = corners.index(min(corners))
    return (*corners[start:], *corners[:start])


def image(polygon: Polygon, base: Pair, gain: Pair) -> Polygon:
    """The polygon of the points ``base + gain * point``, coordinate by coordinate; no gain is negative."""
    points = [moved(point, base, gain) for point in polygon]
    return tuple(points) if gain[0] > 0 and gain[1] > 0 else hull(points)


def moved(point: Pair, base: Pair, gain: Pair) -> Pair:
    """The point ``base + gain * point``, coordinate by coordinate."""
    return base[0] + gain[0] * point[0], base[1] + gain[1] * point[1]


def holds(polygon: Polygon, point: Pair) -> bool:
    """Whether a point lies in a polygon, its border included."""
    if point in polygon:
        return True
    if len(polygon) < 3:
        return len(polygon) == 2 and _between(*polygon, point)
    return all(_turn(one, two, point) >= 0 for one, two in _edges(polygon))


def _between(one: Pair, two: Pair, point: Pair) -> bool:
    return not _turn(one, two, point) and one <= point <= two


def smallest_face(polygon: Polygon, points: Iterable[Pair]) -> Polygon:
    """The smallest face of a polygon that holds some of its points: a corner, an edge or all of it.

    Parameters
    ----------
    points : iterable of Pair
        At least one point of the polygon.

    Notes
    -----
    A mixture of points of the polygon whose average is one of the given points, or lies between them, can give weight
    to the points of this face and to no others.
    """
    inside = list(points)
    if len(inside) == 1 and inside[0] in polygon:
        return (inside[0],)
    if len(inside) > 2 and len(hull(inside)) > 2:
        return polygon
    if len(polygon) < 3:
        faces: list[Polygon] = [(corner,) for corner in polygon]
    else:
        faces = [(corner,) for corner in polygon] + [tuple(sorted(edge)) for edge in _edges(polygon)]
    return next((face for face in faces if all(holds(face, point) for point in inside)), polygon)


def outward_normals(polygon: Polygon) -> list[Pair]:
    """Outward normals of the edges in their order, scaled so that the same direction has the same numbers."""
    if len(polygon) < 2:
        return []
    return [_scaled(q[1] - p[1], p[0] - q[0]) for p, q in _edges(polygon)]


def reaches(polygon: Polygon) -> dict[Pair, Fraction]:
    """The outward normals of the edges, each with how far the polygon goes in its direction."""
    normals = outward_normals(polygon)
    return {(x, y): x * v + y * w for (x, y), (v, w) in zip(normals, polygon, strict=bool(normals))}


def _scaled(x: Fraction, y: Fraction) -> Pair:
    size = abs(x) + abs(y)
    return x / size, y / size


def support(points: Sequence[Pair], direction: Pair) -> Fraction:
    """How far some points, of which there is one, reach in a direction."""
    x, y = direction
    if not y:
        return max(x * v for v, _ in points)
    if not x:
        return max(y * w for _, w in points)
    return max(x * v + y * w for v, w in points)


def tangents(reaches: Sequence[tuple[Pair, Fraction]]) -> Polygon:
    """The polygon of all points that go no farther than a polygon does in some directions.

    Parameters
    ----------
    reaches : sequence of (Pair, Fraction)
        Directions, counterclockwise, no two neighbours half a turn or more apart, each with how far the polygon goes.
    """
    return hull(_crossed(one, two) for one, two in pairwise([*reaches, reaches[0]]))


def _crossed(one: tuple[Pair, Fraction], two: tuple[Pair, Fraction]) -> Pair:
    ((a, b), u), ((c, d), v) = one, two
    scale = a * d - b * c
    return (u * d - b * v) / scale, (a * v - u * c) / scale


def no_farther(polygon: Polygon, direction: Pair, reach: Fraction) -> Polygon:
    """The part of a polygon that goes no farther than so in a direction (Sutherland and Hodgman 1974)."""
    x, y = direction
    over = [x * v + y * w - reach for v, w in polygon]
    if all(gap <= 0 for gap in over):
        return polygon
    kept: list[Pair] = []
    for k, (one, two) in enumerate(_edges(polygon)):
        here, there = over[k], over[(k + 1) % len(over)]
        if here <= 0:
            kept.append(one)
        if (here < 0 < there) or (there < 0 < here):
            share = here / (here - there)
            kept.append((one[0] + share * (two[0] - one[0]), one[1] + share * (two[1] - one[1])))
    return hull(kept)


def meeting(reaches: Iterable[tuple[Pair, Fraction]]) -> Polygon:
    """The polygon of all points that go no farther than given in some directions, of which there are some.

    Parameters
    ----------
    reaches : iterable of (Pair, Fraction)
        Directions with how far points go in them; two opposite ones of either axis among them.
    """
    ordered = sorted(reaches, key=lambda reach: bool(reach[0][0]) and bool(reach[0][1]))
    axes = [(direction, reach / max(map(abs, direction))) for direction, reach in ordered[:4]]
    right, left = (next(v for (x, _), v in axes if x * sign > 0) for sign in (1, -1))
    upper, lower = (next(v for (_, y), v in axes if y * sign > 0) for sign in (1, -1))
    corners = hull(product((-left, right), (-lower, upper)))
    for direction, reach in ordered[4:]:
        corners = no_farther(corners, direction, reach)
    return corners


def farthest(polygon: Polygon, direction: Pair) -> Polygon:
    """The face of a polygon that lies farthest out in a direction."""
    heights = [direction[0] * x + direction[1] * y for x, y in polygon]
    most = max(heights)
    return tuple(corner for corner, height in zip(polygon, heights, strict=True) if height == most)


def mixture(polygon: Polygon, point: Pair) -> tuple[tuple[Pair, Fraction], ...]:
    """Corners of a polygon with weights whose average is one of its points; at most three.

    Raises
    ------
    ValueError
        If the point lies outside.
    """
    if point in polygon:
        return ((point, ONE),)
    if len(polygon) == 2 and _between(*polygon, point):
        return _on_segment(*polygon, point)
    for two, three in pairwise(polygon[1:]):
        triangle = polygon[0], two, three
        areas = [_turn(point, two, three), _turn(polygon[0], point, three), _turn(polygon[0], two, point)]
        if min(areas) >= 0:
            whole = sum(areas, ZERO)
            return tuple((corner, area / whole) for corner, area in zip(triangle, areas, strict=True) if area)
    raise ValueError("the point lies outside the polygon")


def _on_segment(one: Pair, two: Pair, point: Pair) -> tuple[tuple[Pair, Fraction], ...]:
    axis = 0 if one[0] != two[0] else 1
    share = (point[axis] - one[axis]) / (two[axis] - one[axis])
    return (one, 1 - share), (two, share)
