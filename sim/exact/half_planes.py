"""Convex polygons as half-planes: in order of their normals, with few of them, and with corners on a grid.

A half-plane (n, h) holds the points p with n . p <= h; normals are scaled so that the absolute values of their
coordinates add to 1. The four axes are always among them, so that two neighbours always meet in a point.
"""

from __future__ import annotations

from itertools import pairwise
from operator import itemgetter
from typing import TYPE_CHECKING

from sim.exact.polygons import hull, outward_normals
from sim.exact.rationals import ONE, ZERO, Whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from fractions import Fraction

    from sim.exact.polygons import Polygon
    from sim.types import Pair

    HalfPlane = tuple[Pair, Fraction]

AXES = ((ONE, ZERO), (ZERO, ONE), (-ONE, ZERO), (ZERO, -ONE))
"""Directions along the axes, in order of their turn."""


def along(direction: Pair, point: Pair) -> Fraction:
    """How far a point lies in a direction."""
    return direction[0] * point[0] + direction[1] * point[1]


def highest(polygon: Iterable[Pair], direction: Pair) -> Fraction:
    """How far a polygon reaches in a direction."""
    return max(along(direction, corner) for corner in polygon)


def turn(normal: Pair) -> Fraction:
    """Where a scaled normal lies on its way round, from 0 for right over 1 for up to below 4."""
    x, y = normal
    if x > 0 and y >= 0:
        return y
    if x <= 0 and y > 0:
        return 1 - x
    return 2 - y if x < 0 else 3 + x


def normals_of(polygon: Polygon) -> list[Pair]:
    """Outward normals of the edges of a polygon, and the axes, in order of their turn."""
    return sorted({*outward_normals(polygon), *AXES}, key=turn)


def meeting(one: HalfPlane, two: HalfPlane) -> Pair:
    """Where the borders of two half-planes meet, which are not parallel."""
    (a, b), h = one
    (c, d), k = two
    scale = a * d - b * c
    return (h * d - b * k) / scale, (a * k - h * c) / scale


def loosened(polygon: Polygon, slack: Fraction, size: Pair, grid: Pair) -> Polygon:
    """A polygon that holds another, has fewer corners, and has them on a grid.

    Parameters
    ----------
    polygon : Polygon
        The polygon that it holds; not empty.
    slack : Fraction
        By how much it may reach beyond an edge of that, as a share of `size`; along the axes by none.
    size : pair of Fraction
        What counts as 1 along each axis.
    grid : pair of Fraction
        Distances of the grid. Corners are moved outward by less than that.
    """
    planes = [(normal, highest(polygon, normal)) for normal in normals_of(polygon)]
    kept = [planes[k] for k in _needed(planes, slack, size)]
    corners = []
    for one, two in pairwise([*kept, kept[0]]):
        point = meeting(one, two)
        toward = one[0][0] + two[0][0], one[0][1] + two[0][1]
        corners.append((_moved(point[0], grid[0], toward[0]), _moved(point[1], grid[1], toward[1])))
    return hull(corners)


def _needed(planes: Sequence[HalfPlane], slack: Fraction, size: Pair) -> list[int]:
    """Numbers of half-planes without which the others reach too far; as few as one walk round finds."""
    kept = [0]
    while True:
        here = kept[-1]
        ahead = here + 1
        while ahead < len(planes) and planes[ahead][0] not in AXES:
            point = meeting(planes[here], planes[(ahead + 1) % len(planes)])
            if any(
                along(normal, point) - h > slack * (abs(normal[0]) * size[0] + abs(normal[1]) * size[1])
                for normal, h in planes[here + 1 : ahead + 1]
            ):
                break
            ahead += 1
        if ahead >= len(planes):
            return kept
        kept.append(ahead)


def _moved(value: Fraction, step: Fraction, toward: Fraction) -> Fraction:
    """The nearest multiple of a step on one side of a number, or the number if it is one."""
    ratio = value / step
    below = ratio.numerator // ratio.denominator
    if toward > 0 and below != ratio:
        below += 1
    return Whole(below) * step


def thinned(polygon: Polygon, slack: Fraction, size: Pair, grid: Pair) -> Polygon:
    """Some corners of a polygon, moved to the nearest points of a grid, of which it is the hull but for a slack.

    Parameters
    ----------
    slack : Fraction
        By how much the polygon may reach beyond the hull, as a share of `size`.
    size, grid : pair of Fraction
        As for `loosened`.
    """
    ends = {pick(polygon, key=itemgetter(p)) for p in (0, 1) for pick in (min, max)}
    kept = [0]
    while True:
        here, ahead = kept[-1], kept[-1] + 1
        while ahead < len(polygon) and polygon[ahead] not in ends:
            one, two = polygon[here], polygon[(ahead + 1) % len(polygon)]
            normal = two[1] - one[1], one[0] - two[0]
            width = slack * (abs(normal[0]) * size[0] + abs(normal[1]) * size[1])
            base = along(normal, one)
            if any(along(normal, corner) - base > width for corner in polygon[here + 1 : ahead + 1]):
                break
            ahead += 1
        if ahead >= len(polygon):
            break
        kept.append(ahead)
    return hull(tuple(Whole(round(v / step)) * step for v, step in zip(polygon[k], grid, strict=True)) for k in kept)  # type: ignore[misc]


def below(polygon: Polygon, plane: HalfPlane) -> Polygon:
    """The part of a polygon in a half-plane."""
    normal, h = plane
    heights = [along(normal, corner) - h for corner in polygon]
    if all(height <= 0 for height in heights):
        return polygon
    kept = [corner for corner, height in zip(polygon, heights, strict=True) if height <= 0]
    for k, height in enumerate(heights):
        following = (k + 1) % len(polygon)
        if (height < 0 < heights[following]) or (heights[following] < 0 < height):
            share = height / (height - heights[following])
            one, two = polygon[k], polygon[following]
            kept.append((one[0] + share * (two[0] - one[0]), one[1] + share * (two[1] - one[1])))
    return hull(kept)


def shares(normals: Sequence[Pair], direction: Pair) -> list[tuple[int, Fraction]]:
    """How a direction is made of the two normals on either side of it, by their numbers, in order of their turn."""
    if not any(direction):
        return []
    size = abs(direction[0]) + abs(direction[1])
    own = turn((direction[0] / size, direction[1] / size))
    one = max((k for k, normal in enumerate(normals) if turn(normal) <= own), default=len(normals) - 1)
    two = (one + 1) % len(normals)
    (a, b), (c, d) = normals[one], normals[two]
    scale = a * d - b * c
    found = (one, (direction[0] * d - direction[1] * c) / scale), (two, (direction[1] * a - direction[0] * b) / scale)
    return [(k, share) for k, share in found if share]
