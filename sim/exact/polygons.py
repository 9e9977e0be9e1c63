"""Convex polygons with exact corners: hulls, cuts along an axis, images, faces.

A polygon is the tuple of its corners, counterclockwise from the leftmost (of several the lowest), each once; a segment
has two, a point one, and the empty polygon none.

References
----------
Andrew, A. M. (1979): Another efficient algorithm for convex hulls in two dimensions. Information Processing Letters 9,
216-219. Sutherland, I. E. and Hodgman, G. W. (1974): Reentrant polygon clipping. Communications of the ACM 17, 32-42.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from sim.exact.rationals import ONE, ZERO

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from fractions import Fraction

    from sim.types import Pair

    Polygon = tuple[Pair, ...]

EMPTY: Polygon = ()


def hull(points: Iterable[Pair]) -> Polygon:
    """The smallest polygon that holds all of some points (Andrew 1979)."""
    ordered = sorted(set(points))
    if len(ordered) < 3:
        return tuple(ordered)
    below, above = _chain(ordered), _chain(ordered[::-1])
    return (*below[:-1], *above[:-1])


def _chain(ordered: Sequence[Pair]) -> list[Pair]:
    chain: list[Pair] = []
    for point in ordered:
        while len(chain) > 1 and _turn(chain[-2], chain[-1], point) <= 0:
            chain.pop()
        chain.append(point)
    return chain


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
    corners = list(dict.fromkeys(corners))
    start = corners.index(min(corners))
    return (*corners[start:], *corners[:start])


def image(polygon: Polygon, base: Pair, gain: Pair) -> Polygon:
    """The polygon of the points ``base + gain * point``, coordinate by coordinate; no gain is negative."""
    points = [(base[0] + gain[0] * one, base[1] + gain[1] * two) for one, two in polygon]
    return tuple(points) if gain[0] > 0 and gain[1] > 0 else hull(points)


def holds(polygon: Polygon, point: Pair) -> bool:
    """Whether a point lies in a polygon, its border included."""
    if len(polygon) < 3:
        return point in polygon or (len(polygon) == 2 and _between(*polygon, point))
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


def _scaled(x: Fraction, y: Fraction) -> Pair:
    size = abs(x) + abs(y)
    return x / size, y / size


def farthest(polygon: Polygon, direction: Pair) -> Polygon:
    """The face of a polygon that lies farthest out in a direction."""
    heights = [direction[0] * x + direction[1] * y for x, y in polygon]
    return tuple(corner for corner, height in zip(polygon, heights, strict=True) if height == max(heights))


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
