"""Curved arrows between points and the words beside them, placed so that each can be followed by eye.

All lengths are inches on paper: how near is too near hangs on the size of type and of marks, not on what is drawn.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sim.types import Floats

    Point = tuple[float, float]

GAP = 0.11
"""How far from the middle of a point its arrows begin and end."""
CLEAR = 0.19
"""How near an arrow may come to the middle of a point that it does not join."""
APART = 0.075
"""How near two arrows come at most, where they run side by side."""
BULGES = (
    0.0,
    0.14,
    -0.14,
    0.22,
    -0.22,
    0.32,
    -0.32,
    0.42,
    -0.42,
    0.55,
    -0.55,
    0.7,
    -0.7,
    0.9,
    -0.9,
    1.15,
    -1.15,
    1.5,
    -1.5,
)
"""How far arrows may stray from the straight line, in the order in which they are tried."""
ALONG = (0.5, 0.44, 0.56, 0.38, 0.62, 0.32, 0.68, 0.26, 0.74, 0.2, 0.8, 0.15, 0.85)
"""Where along an arrow its label may stand, in the order in which places are tried."""
SAMPLES = 41


@dataclass(frozen=True)
class Box:
    """A rectangle: its middle, its width and height."""

    x: float
    y: float
    width: float
    height: float

    def meets(self, other: Box) -> bool:
        """Whether two rectangles overlap."""
        return (
            abs(self.x - other.x) * 2 < self.width + other.width
            and abs(self.y - other.y) * 2 < self.height + other.height
        )

    def holds(self, points: Floats) -> int:
        """How many of some points, shape (n, 2), lie in it."""
        off = np.abs(points - (self.x, self.y)) * 2
        return int(((off[:, 0] < self.width) & (off[:, 1] < self.height)).sum())


@dataclass(frozen=True, eq=False)
class Arrow:
    """A quadratic Bézier curve from one point to another, clipped at both.

    Parameters
    ----------
    one, two : hashable
        The points that it joins.
    control : ndarray of float, shape (3, 2)
        Its control points.
    """

    one: int
    two: int
    control: Floats

    def at(self, t: float | Floats) -> Floats:
        """Points of the curve, ``t`` from 0 to 1; shape (n, 2), or (2,) for one."""
        t = np.asarray(t, dtype=float)[..., None]
        one, bend, two = self.control
        curve: Floats = (1 - t) ** 2 * one + 2 * t * (1 - t) * bend + t**2 * two
        return curve

    @property
    def points(self) -> Floats:
        """The curve in small steps, shape (n, 2)."""
        return self.at(np.linspace(0, 1, SAMPLES))


def arrow(one: int, two: int, start: Point, end: Point, bulge: float) -> Arrow:
    """An arrow that strays from the straight line by some way, to the right of its direction if positive.

    Parameters
    ----------
    one, two : int
        The points that it joins.
    start, end : pair of float
        Where they are.
    """
    a, b = np.array(start, dtype=float), np.array(end, dtype=float)
    across = (b - a) / max(float(np.hypot(*(b - a))), 1e-9)
    bend = (a + b) / 2 + 2 * bulge * np.array([across[1], -across[0]])
    whole = Arrow(one, two, np.array([a, bend, b]))
    dense = np.linspace(0, 1, 201)
    curve = whole.at(dense)
    first = int(np.argmax(np.hypot(*(curve - a).T) >= GAP))
    last = 200 - int(np.argmax(np.hypot(*(curve - b).T)[::-1] >= GAP))
    return _cut(whole, float(dense[first]), float(dense[max(last, first + 1)]))


def _cut(whole: Arrow, start: float, end: float) -> Arrow:
    """The piece of a curve between two parameters (de Casteljau)."""
    a, bend, b = whole.control
    first, last = whole.at(start), whole.at(end)
    middle = (1 - start) * ((1 - end) * a + end * bend) + start * ((1 - end) * bend + end * b)
    return Arrow(whole.one, whole.two, np.array([first, middle, last]))


@dataclass
class Sheet:
    """Points on paper, with the arrows and words that have been placed among them.

    Parameters
    ----------
    spots : mapping of int to pair of float
        Where the points are.
    """

    spots: dict[int, Point]
    arrows: list[Arrow] = field(default_factory=list)
    words: list[Box] = field(default_factory=list)

    def join(self, one: int, two: int) -> Arrow:
        """Place an arrow where it meets no other point, lies on no other arrow, and strays as little as it can."""
        options = [(arrow(one, two, self.spots[one], self.spots[two], bulge), bulge) for bulge in BULGES]
        best = min(options, key=lambda option: self._cost(*option))[0]
        self.arrows.append(best)
        return best

    def _cost(self, option: Arrow, bulge: float) -> float:
        points = option.points
        cost = 12.0 * abs(bulge) + 16.0 * bulge**2
        others = [spot for k, spot in self.spots.items() if k not in (option.one, option.two)]
        if others:
            near = np.hypot(*(points[:, None, :] - np.array(others)[None, :, :]).transpose(2, 0, 1)).min(axis=0)
            cost += float((near < CLEAR).sum()) * 1000.0
        for other in self.arrows:
            # Arrows that share a point come near each other there.
            cost += 3.0 * self._alongside(points[4:-4], other)
        return cost + sum(12.0 * box.holds(points) for box in self.words)

    def _alongside(self, points: Floats, other: Arrow) -> int:
        """How many of some points lie on another arrow."""
        apart = np.hypot(*(points[:, None, :] - other.points[None, :, :]).transpose(2, 0, 1)).min(axis=1)
        return int((apart < APART).sum())

    def label(self, along: Arrow, width: float, height: float) -> Point:
        """Place words on an arrow, where they cover no point, no other words and least of other arrows."""
        places = [along.at(t) for t in ALONG]
        on = [
            (Box(float(x), float(y), width, height), 2 * abs(t - 0.5)) for (x, y), t in zip(places, ALONG, strict=True)
        ]
        # Where no place on the arrow is free, the words hang beside it.
        beside = [
            (Box(box.x + side * far * width, box.y + up * far * height, width, height), worse + 5 * far)
            for box, worse in on
            for far in (0.4, 0.6, 0.9)
            for side, up in ((1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (-1, -1), (1, -1), (-1, 1))
        ]
        return self._place([*on, *beside], skip=along)

    def note(self, at: int, width: float, height: float) -> Point:
        """Place words beside a point; the middle of them."""
        x, y = self.spots[at]
        options = []
        for far, more in ((0.1, 0.0), (0.2, 1.0), (0.34, 2.5), (0.5, 5.0)):
            for up in (-1, 1):
                for side in (1, -1, 0):
                    aside = side * (width / 2 + 0.06)
                    box = Box(x + aside, y + up * (height / 2 + far), width, height)
                    options.append((box, more + 0.2 * (up > 0) + 0.3 * (side != 1)))
        return self._place(options, at=at)

    def _place(self, options: Sequence[tuple[Box, float]], skip: Arrow | None = None, at: int | None = None) -> Point:
        def cost(option: tuple[Box, float]) -> float:
            box, worse = option
            wide = Box(box.x, box.y, box.width + 2 * GAP, box.height + 2 * GAP)
            spots = np.array([spot for k, spot in self.spots.items() if k != at], dtype=float).reshape(-1, 2)
            covered = wide.holds(spots)
            lines = sum(box.holds(other.points) for other in self.arrows if other is not skip)
            return worse + 300.0 * covered + 100.0 * sum(map(box.meets, self.words)) + 1.5 * lines

        best = min(options, key=cost)[0]
        self.words.append(best)
        return best.x, best.y

    def frame(self, room: float) -> tuple[float, float, float, float]:
        """Left, right, bottom and top of all that has been placed, with room around it."""
        corners: list[Iterable[Point]] = [self.spots.values()]
        corners += [[(float(x), float(y)) for x, y in each.points] for each in self.arrows]
        corners += [
            [(b.x - b.width / 2, b.y - b.height / 2), (b.x + b.width / 2, b.y + b.height / 2)] for b in self.words
        ]
        across, up = zip(*(point for each in corners for point in each), strict=True)
        return min(across) - room, max(across) + room, min(up) - room, max(up) + room
