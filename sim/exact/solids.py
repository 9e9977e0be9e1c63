"""Convex bodies in space with exact corners: hulls, found by wrapping, and cuts along an axis.

Turns are taken in floats where their errors leave no doubt, and exactly elsewhere, so that points that lie in one plane
or on one line are known for that.

References
----------
Chand, D. R. and Kapur, S. S. (1970): An algorithm for convex polytopes. Journal of the ACM 17, 78-86. Shewchuk, J. R.
(1997): Adaptive precision floating-point arithmetic and fast robust geometric predicates. Discrete and Computational
Geometry 18, 305-363.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from sim.exact.polygons import hull
from sim.exact.rationals import ZERO

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from fractions import Fraction

    from sim.types import Floats

    Triple = tuple[Fraction, Fraction, Fraction]

    Plane = tuple[Triple, Fraction]
    """An outward normal, with how far the body goes in its direction."""

    Lot = tuple[tuple[int, Fraction], ...]
    """Corners, by their numbers, with weights that add to one."""

_ROUNDING = 1e-13
"""Some hundreds of roundings of a float, relative to its size."""


@dataclass(frozen=True)
class Solid:
    """A convex body: the hull of its corners.

    Parameters
    ----------
    corners : tuple of Triple
        Each once; none for the empty body.
    edges : tuple of (int, int)
        Numbers of the corners that edges join, each edge once.
    planes : tuple of Plane
        The planes of its faces; none for a body that lies in a plane.
    """

    corners: tuple[Triple, ...]
    edges: tuple[tuple[int, int], ...] = ()
    planes: tuple[Plane, ...] = ()


def solid(points: Iterable[Triple]) -> Solid:
    """The smallest convex body that holds all of some points."""
    ordered = sorted(points)
    ordered = ordered[:1] + [two for one, two in pairwise(ordered) if one != two]
    if len(ordered) < 2:
        return Solid(tuple(ordered))
    first, last = ordered[0], ordered[-1]
    off_line = next((p for p in ordered if any(_across(first, last, p))), None)
    if off_line is None:
        return Solid((first, last), ((0, 1),))
    normal = _across(first, last, off_line)
    if not any(_height(normal, first, p) for p in ordered):
        return _flat(ordered, normal)
    return _Wrapping(ordered).found()


def cut(body: Solid, axis: int, bound: Fraction) -> list[tuple[Triple, Lot]]:
    """Points whose hull is the part of a body in which a coordinate is not below a bound, each with what it is made of.

    Parameters
    ----------
    axis : int
        The coordinate.
    """
    corners = body.corners
    kept: list[tuple[Triple, Lot]] = [
        (corner, ((k, ZERO + 1),)) for k, corner in enumerate(corners) if corner[axis] >= bound
    ]
    for one, two in body.edges:
        low, high = (one, two) if corners[one][axis] < corners[two][axis] else (two, one)
        v, w = corners[low], corners[high]
        if v[axis] < bound < w[axis]:
            share = (bound - v[axis]) / (w[axis] - v[axis])
            point = tuple(a + share * (b - a) for a, b in zip(v, w, strict=True))
            kept.append(((point[0], point[1], point[2]), ((low, 1 - share), (high, share))))
    return kept


def _across(one: Triple, two: Triple, three: Triple) -> Triple:
    """The normal of the plane through three points, for whoever sees them counterclockwise; 0 if they are on a line."""
    a, b, c = two[0] - one[0], two[1] - one[1], two[2] - one[2]
    x, y, z = three[0] - one[0], three[1] - one[1], three[2] - one[2]
    return b * z - c * y, c * x - a * z, a * y - b * x


def _height(normal: Triple, base: Triple, point: Triple) -> Fraction:
    """How far a point lies above a plane, in lengths of its normal."""
    return normal[0] * (point[0] - base[0]) + normal[1] * (point[1] - base[1]) + normal[2] * (point[2] - base[2])


def _flat(points: Sequence[Triple], normal: Triple) -> Solid:
    """The hull of points in one plane, that are not all on one line."""
    corners = _round(points, normal)
    return Solid(tuple(corners), tuple((k, (k + 1) % len(corners)) for k in range(len(corners))))


def _round(points: Sequence[Triple], normal: Triple) -> list[Triple]:
    """The corners of the hull of points in one plane, counterclockwise for whoever looks against the normal."""
    axis = max(range(3), key=lambda k: abs(normal[k]))
    one, two = ((1, 2), (2, 0), (0, 1))[axis]
    known = {(p[one], p[two]): p for p in points}
    corners = [known[pair] for pair in hull(known)]
    return corners if normal[axis] > 0 else corners[::-1]


class _Wrapping:
    """The hull of points that do not all lie in one plane, face by face: each edge leads on to another face."""

    def __init__(self, points: Sequence[Triple]) -> None:
        self.points = points
        self.near: Floats = np.array([[float(v) for v in p] for p in points])
        self.size = float(np.abs(self.near).max())
        self.number = {p: k for k, p in enumerate(points)}

    def found(self) -> Solid:
        """The hull."""
        waiting, done = [self._first()], set[tuple[int, int]]()
        planes: list[Plane] = []
        while waiting:
            edge = waiting.pop()
            if edge in done:
                continue
            normal, corners = self._face(*edge)
            planes.append((normal, sum((a * b for a, b in zip(normal, self.points[edge[0]], strict=True)), ZERO)))
            for one, two in pairwise([*corners, corners[0]]):
                done.add((one, two))
                waiting.append((two, one))
        order = sorted({one for one, _ in done})
        place = {k: n for n, k in enumerate(order)}
        edges = tuple((place[one], place[two]) for one, two in sorted(done) if one < two)
        return Solid(tuple(self.points[k] for k in order), edges, tuple(planes))

    def _first(self) -> tuple[int, int]:
        """Some edge: of all points seen from above, those on a side of their outline, and of those an end."""
        (x, y), (v, w) = hull((p[0], p[1]) for p in self.points)[:2]
        outward = w - y, x - v, ZERO
        base = next(p for p in self.points if p[:2] == (x, y))
        side = [p for p in self.points if not _height(outward, base, p)]
        across = next((n for p in side if any(n := _across(side[0], side[-1], p))), None)
        if across is None:
            return self.number[side[0]], self.number[side[-1]]
        corners = _round(side, outward)
        # Looked at from outside its corners come counterclockwise: the edge as the face beyond has it.
        return self.number[corners[1]], self.number[corners[0]]

    def _face(self, one: int, two: int) -> tuple[Triple, list[int]]:
        """The face that has an edge, counterclockwise seen from outside, with its outward normal."""
        a, b = self.points[one], self.points[two]
        three = next(k for k in self._far_from(one, two) if any(_across(a, b, self.points[k])))
        while True:
            normal = _across(a, b, self.points[three])
            above, level = self._sides(one, two, three, normal)
            if above is None:
                return normal, [self.number[p] for p in _round([self.points[k] for k in level], normal)]
            three = above

    def _far_from(self, one: int, two: int) -> list[int]:
        """All points, those far from a line first."""
        along = self.near[two] - self.near[one]
        off = np.cross(along, self.near - self.near[one])
        return [int(k) for k in np.argsort(-(off**2).sum(axis=1))]

    def _sides(self, one: int, two: int, three: int, normal: Triple) -> tuple[int | None, list[int]]:
        """A point above the plane of three points, if there is one, and all in the plane if there is none."""
        base = self.near[one]
        a, b, rest = self.near[two] - base, self.near[three] - base, self.near - base
        heights = rest @ np.cross(a, b)
        unit = _ROUNDING * self.size
        p, q, r = np.abs(a).sum() + unit, np.abs(b).sum() + unit, np.abs(rest).sum(axis=1) + unit
        doubt = _ROUNDING * p * q * r + unit * (p * q + p * r + q * r)
        top = int(np.argmax(heights - doubt))
        if heights[top] > doubt[top]:
            return top, []
        level = []
        for k in np.flatnonzero(heights >= -doubt).tolist():
            height = _height(normal, self.points[one], self.points[k])
            if height > 0:
                return k, []
            if not height:
                level.append(k)
        return None, level
