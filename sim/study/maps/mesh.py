"""A square lattice of labelled points, refined where labels differ: regions, and the walls between them.

Corners of coarse cells are labelled first. A cell whose corners differ is bisected along its edges; it is cut into four
where more than two walls meet its edge, or where its wall is found not to be straight. Everything happens on one
integer lattice, so that each point is labelled once, and all points that are wanted at a time are labelled together.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from numpy.typing import NDArray

    Point = tuple[int, int]
    Spot = tuple[float, float]
    Wall = tuple[Spot, Spot, int, int]

SLACK = 2
"""Lattice steps by which a wall's middle may be off before its cell is cut."""


@dataclass(frozen=True)
class Leaf:
    """A cell that is not cut further.

    Parameters
    ----------
    x, y, size : int
        Lower left corner, and length of an edge, in steps of the lattice.
    pieces : tuple of (int, ndarray of float, shape (m, 2))
        Labels, and the polygons in which they hold.
    walls : tuple of ((float, float), (float, float), int, int)
        Ends of the straight walls between two labels, and the labels.
    """

    x: int
    y: int
    size: int
    pieces: tuple[tuple[int, NDArray[np.float64]], ...]
    walls: tuple[Wall, ...]


class Mesh:
    """The lattice and what is known on it.

    Parameters
    ----------
    cells : (int, int)
        Coarse cells along both axes.
    depth : int
        How often a coarse cell can be halved.
    label : callable
        Labels points, given as lattice coordinates; equal points are never asked for twice.
    most : int
        Labelled points from which on no cell is cut any more.
    """

    def __init__(
        self, cells: tuple[int, int], depth: int, label: Callable[[list[Point]], list[int]], most: int
    ) -> None:
        self.unit = 1 << depth
        self.size = (cells[0] * self.unit, cells[1] * self.unit)
        self.label, self.most = label, most
        self.known: dict[Point, int] = {}
        self.full = False
        self._ask({(x * self.unit, y * self.unit) for x in range(cells[0] + 1) for y in range(cells[1] + 1)})
        self._cells = {(x * self.unit, y * self.unit): self.unit for x in range(cells[0]) for y in range(cells[1])}
        wanted, cut = self._look(set(self._cells))
        while wanted or cut:
            wanted, cut = self._look(cut | self._beside(self._ask(wanted)))
        self.leaves = {(x, y, size): self._leaf(x, y, size) for (x, y), size in sorted(self._cells.items())}

    def at(self, x: float, y: float) -> int:
        """The label of the region in which a place is, in lattice coordinates."""
        leaf = self._around(x, y)
        if len(leaf.pieces) == 1:
            return leaf.pieces[0][0]
        return next((label for label, polygon in leaf.pieces if _inside(polygon, x, y)), leaf.pieces[0][0])

    def relabelled(self, names: list[int]) -> Mesh:
        """The same mesh with other labels, `names` of the old ones."""
        other = object.__new__(Mesh)
        other.__dict__.update({key: value for key, value in self.__dict__.items() if key != "label"})
        other.known = {point: names[label] for point, label in self.known.items()}
        other.leaves = {key: _relabelled(leaf, names) for key, leaf in self.leaves.items()}
        return other

    def _around(self, x: float, y: float) -> Leaf:
        step = self.unit
        px, py = min(floor(x), self.size[0] - 1), min(floor(y), self.size[1] - 1)
        while (key := (px // step * step, py // step * step, step)) not in self.leaves:
            step //= 2
        return self.leaves[key]

    def _ask(self, points: set[Point]) -> list[Point]:
        """Have points labelled; return those that were not."""
        new = sorted(self._unknown(points))
        if new:
            self.known.update(zip(new, self.label(new), strict=True))
        return new

    def _unknown(self, points: Iterable[Point]) -> set[Point]:
        # Not as a difference of sets: that goes through all points that are known, for every cell.
        return {point for point in points if point not in self.known}

    def _beside(self, points: list[Point]) -> set[Point]:
        """The cells in or on whose edges points are: what has been seen of all others stands."""
        return {
            self._cell(x - a, y - b)
            for x, y in points
            for a in (0, 1)
            for b in (0, 1)
            if 0 <= x - a < self.size[0] and 0 <= y - b < self.size[1]
        }

    def _cell(self, x: int, y: int) -> Point:
        """The cell that holds the square of one step whose lower left corner is at a point."""
        step = self.unit
        while self._cells.get(key := (x // step * step, y // step * step)) != step:
            step //= 2
        return key

    def _look(self, cells: set[Point]) -> tuple[set[Point], set[Point]]:
        """What must be known next of some cells, and the cells that were made: those that must be cut are cut."""
        wanted: set[Point] = set()
        made: set[Point] = set()
        for x, y in cells:
            size = self._cells[x, y]
            missing: set[Point] = set()
            crossings = [self._walk(*edge, missing) for edge in _edges(x, y, size)]
            missing = missing or self._probes(crossings, x, y, size)
            if missing:
                wanted |= missing
            elif size > 1 and self._crooked(crossings, x, y, size) and not self._stopped():
                half = size // 2
                quarters = {(x + a, y + b): half for a in (0, half) for b in (0, half)}
                self._cells |= quarters
                made |= quarters.keys()
                wanted |= self._unknown((x + a, y + b) for a in (0, half, size) for b in (0, half, size))
        return wanted, made

    def _stopped(self) -> bool:
        self.full = self.full or len(self.known) >= self.most
        return self.full

    def _walk(self, a: Point, b: Point, missing: set[Point]) -> list[tuple[Point, Point]]:
        """Pairs of neighbours with different labels along an edge; what must be known first is added to the missing."""
        length = abs(b[0] - a[0]) + abs(b[1] - a[1])
        if length == 1:
            return [(a, b)] if self.known[a] != self.known[b] else []
        middle = (a[0] + b[0]) // 2, (a[1] + b[1]) // 2
        if middle in self.known:
            return self._walk(a, middle, missing) + self._walk(middle, b, missing)
        if self.known[a] != self.known[b]:
            missing.add(middle)
        return []

    def _probes(self, crossings: list[list[tuple[Point, Point]]], x: int, y: int, size: int) -> set[Point]:
        return self._unknown(spot for spot, _ in self._tests(crossings, x, y, size))

    def _crooked(self, crossings: list[list[tuple[Point, Point]]], x: int, y: int, size: int) -> bool:
        """Whether a cell holds more than one straight wall."""
        number = sum(map(len, crossings))
        if number > 2 or any(len(own) > 1 for own in crossings):
            return True
        return any(self.known[spot] != label for spot, label in self._tests(crossings, x, y, size))

    def _tests(self, crossings: list[list[tuple[Point, Point]]], x: int, y: int, size: int) -> list[tuple[Point, int]]:
        """Points a little to both sides of the middle of a cell's only wall, and the labels that they should have."""
        pairs = [pair for own in crossings for pair in own]
        if len(pairs) != 2 or any(len(own) > 1 for own in crossings) or size <= 4 * SLACK:
            return []
        one, two = (_middle(*pair) for pair in pairs)
        middle = ((one[0] + two[0]) / 2, (one[1] + two[1]) / 2)
        flat = abs(two[0] - one[0]) >= abs(two[1] - one[1])
        axis = 1 if flat else 0
        tests = []
        for sign in (-1, 1):
            place = [round(middle[0]), round(middle[1])]
            off = middle[axis] + sign * SLACK
            place[axis] = ceil(off) if sign > 0 else floor(off)
            spot = (place[0], place[1])
            if not (x <= spot[0] <= x + size and y <= spot[1] <= y + size):
                continue
            # Either end of a crossing has a label; the one on the same side of the wall tells what to expect.
            side = _side(one, two, spot)
            expected = {self.known[end] for end in pairs[0] if _side(one, two, end) * side > 0}
            if len(expected) == 1:
                tests.append((spot, expected.pop()))
        return tests

    def _leaf(self, x: int, y: int, size: int) -> Leaf:
        around: list[tuple[Spot, int | None]] = []
        for (a, b), reverse in zip(_edges(x, y, size), (False, False, True, True), strict=True):
            spots: list[tuple[Spot, int | None]] = []
            for p, q in self._walk(a, b, set()):
                spots.append((_middle(p, q), self.known[p if reverse else q]))
            start = b if reverse else a
            around += [((float(start[0]), float(start[1])), None), *(spots[::-1] if reverse else spots)]
        cuts = [k for k, (_, label) in enumerate(around) if label is not None]
        if not cuts:
            corners = np.array([spot for spot, _ in around])
            return Leaf(x, y, size, ((self.known[x, y], corners),), ())
        return _divided(x, y, size, around, cuts)


def _relabelled(leaf: Leaf, names: list[int]) -> Leaf:
    pieces = tuple((names[label], polygon) for label, polygon in leaf.pieces)
    walls = tuple((a, b, names[one], names[two]) for a, b, one, two in leaf.walls)
    return Leaf(leaf.x, leaf.y, leaf.size, pieces, walls)


def _divided(x: int, y: int, size: int, around: list[tuple[Spot, int | None]], cuts: list[int]) -> Leaf:
    """A cell with walls: one straight one, or several that meet in the middle."""
    centre = (x + size / 2, y + size / 2)
    pieces, walls = [], []
    for k, start in enumerate(cuts):
        stop = cuts[(k + 1) % len(cuts)]
        places = range(start, stop + 1 if stop > start else stop + 1 + len(around))
        polygon = [around[place % len(around)][0] for place in places]
        label, before = around[start][1], around[cuts[k - 1]][1]
        assert label is not None
        assert before is not None
        pieces.append((label, np.array(polygon if len(cuts) == 2 else [*polygon, centre])))
        if len(cuts) > 2:
            walls.append((around[start][0], centre, before, label))
        elif k == 0:
            walls.append((around[start][0], around[cuts[1]][0], before, label))
    return Leaf(x, y, size, tuple(pieces), tuple(walls))


def _edges(x: int, y: int, size: int) -> tuple[tuple[Point, Point], ...]:
    """Lower, right, upper and left edge, each from its lower or left end."""
    right, top = x + size, y + size
    return ((x, y), (right, y)), ((right, y), (right, top)), ((x, top), (right, top)), ((x, y), (x, top))


def _middle(a: Point, b: Point) -> Spot:
    return (a[0] + b[0]) / 2, (a[1] + b[1]) / 2


def _side(one: Spot, two: Spot, spot: Spot | Point) -> float:
    return (two[0] - one[0]) * (spot[1] - one[1]) - (two[1] - one[1]) * (spot[0] - one[0])


def _inside(polygon: NDArray[np.float64], x: float, y: float) -> bool:
    """Whether a place is in a polygon, by the number of edges to its right."""
    px, py = polygon[:, 0], polygon[:, 1]
    qx, qy = np.roll(px, -1), np.roll(py, -1)
    spans = (py > y) != (qy > y)
    with np.errstate(divide="ignore", invalid="ignore"):
        right = x < (qx - px) * (y - py) / (qy - py) + px
    return bool(np.count_nonzero(spans & right) % 2)
