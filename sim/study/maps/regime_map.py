"""Regime maps: over which values of two parameters it ends in which way."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil, hypot, log2
from typing import TYPE_CHECKING

import numpy as np

from sim.study.maps.bisection import POINTS_TOGETHER, CountingSolver, Line, scan_lines
from sim.study.maps.mesh import Mesh
from sim.study.maps.regime import Regime, in_order, regimes_of
from sim.study.options import MapOptions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from sim.study.maps.ranges import Range
    from sim.study.maps.regime import Solve
    from sim.study.record import Counts
    from sim.types import Floats


@dataclass(frozen=True)
class Border:
    """The nearest place at which the regime changes if both parameters may move.

    Parameters
    ----------
    values : (float, float)
        Where it is, to the precision of the map.
    distance : float
        How far from the own point, as a share of the ranges: the root of the sum of both squared shares.
    beyond : Regime
        What a single run found a little farther on.
    """

    values: tuple[float, float]
    distance: float
    beyond: Regime


@dataclass(frozen=True)
class RegimeMap:
    """A map of two parameters.

    Parameters
    ----------
    ranges : (Range, Range)
        The parameters, the horizontal one first.
    grid : (int, int)
        Points of the coarse grid along both axes.
    precision : float
        Share of a range to which boundaries are found.
    regimes : tuple of Regime
        All that were found, in order; other fields refer to them by their place.
    pieces : tuple of (int, ndarray of float, shape (m, 2))
        Polygons, in the parameters' units, that fill the map.
    walls : ndarray of float, shape (w, 2, 2)
        Straight pieces of the boundaries: which, end, parameter.
    sides : ndarray of int, shape (w, 2)
        The regimes that they are between.
    shares : tuple of float
        Share of the map's area that each regime has.
    own : Regime
        The regime of the scenario's own point.
    lines : (Line, Line)
        What happens along both axes through the own point.
    border : Border or None
        The nearest boundary of the own point; None if the map shows none, or the own point is not on it.
    counts : tuple of int
        Points solved with others, again, singly, and not.
    kinds : dict of str to int
        Number of points by kind of equilibrium.
    calls : int
        How often the solver was called.
    messages : dict of str to int
        What went wrong, and at how many points.
    checked : (int, int)
        Points drawn at random and solved, and how many of them have the regime that the map says.
    seed : int
        Seed of that draw.
    full : bool
        Whether the map would have been refined further with more points.
    mesh : Mesh
        The lattice behind the map.
    """

    ranges: tuple[Range, Range]
    grid: tuple[int, int]
    precision: float
    regimes: tuple[Regime, ...]
    pieces: tuple[tuple[int, Floats], ...]
    walls: Floats
    sides: NDArray[np.intp]
    shares: tuple[float, ...]
    own: Regime
    lines: tuple[Line, Line]
    border: Border | None
    counts: Counts
    kinds: dict[str, int]
    calls: int
    messages: dict[str, int]
    checked: tuple[int, int]
    seed: int
    full: bool
    mesh: Mesh

    def at(self, x: float, y: float) -> Regime:
        """The regime that the map shows at a point inside it."""
        spots = [
            (v - float(r.low)) / float(r.span) * s for v, r, s in zip((x, y), self.ranges, self.mesh.size, strict=True)
        ]
        return self.regimes[self.mesh.at(*spots)]


def regime_map(
    ranges: tuple[Range, Range],
    players: tuple[str, str],
    solve: Solve,
    grid: int = MapOptions.grid,
    precision: float = MapOptions.precision,
    checks: int = MapOptions.checks,
    seed: int = MapOptions.seed,
    most: int = MapOptions.most,
    at_once: int | None = None,
    along: int = POINTS_TOGETHER,
) -> RegimeMap:
    """Draw up the map of two parameters.

    Parameters
    ----------
    ranges : (Range, Range)
        The parameters, the horizontal one first.
    players : tuple of str
        Identifiers.
    solve : callable
        The solver; its points have the two parameters' values.
    grid : int
        Points of the coarse grid along each axis, where a range does not say.
    precision : float
        Share of a range to which boundaries are found.
    checks : int
        Points to draw at random and to solve, in order to see whether the map is right there.
    seed : int
        Seed of that draw.
    most : int
        Solved points from which on no cell is refined any more.
    at_once : int or None
        Points, most, per call of the solver; all that are wanted at a time if None.
    along : int
        Values along each axis, at least, that are looked at through the own point.
    """
    tally = CountingSolver(solve, at_once)
    sizes = (ranges[0].points or grid, ranges[1].points or grid)
    seen: list[Regime] = []
    depth = max(0, ceil(log2(1 / (precision * (min(sizes) - 1)))))
    steps = [(size - 1) << depth for size in sizes]

    def place(spot: Sequence[float]) -> tuple[float, float]:
        # Rounded once, from the exact value: what a file or a person would write.
        one, two = (float(r.low + r.span * Fraction(k) / n) for r, k, n in zip(ranges, spot, steps, strict=True))
        return one, two

    def label(points: list[tuple[int, int]]) -> list[int]:
        found = regimes_of(tally(np.array([place(point) for point in points])))
        seen.extend(dict.fromkeys(r for r in found if r not in seen))
        return [seen.index(r) for r in found]

    with tally.stage("region"):
        mesh = Mesh((sizes[0] - 1, sizes[1] - 1), depth, label, most)
    own = (float(ranges[0].own), float(ranges[1].own))

    def moved(i: int, value: float) -> tuple[float, float]:
        return (value, own[1]) if i == 0 else (own[0], value)

    fine = [replace(r, points=max(r.points or 0, along)) for r in ranges]
    with tally.stage("lines"):
        one, two = scan_lines(fine, moved, tally, along)
        border = _nearer(_border(ranges, mesh, seen, one.own, tally), (one, two))
    with tally.stage("checks", checks):
        checked = _checked(mesh, seen, place, tally, checks, seed)
    leaves = list(mesh.leaves.values())
    walls = [wall for leaf in leaves for wall in leaf.walls]
    order = in_order([*seen, one.own], players)
    mesh = mesh.relabelled([order.index(r) for r in seen])
    pieces = tuple((k, _scaled(polygon, ranges, steps)) for leaf in mesh.leaves.values() for k, polygon in leaf.pieces)
    return RegimeMap(
        ranges=ranges,
        grid=sizes,
        precision=1 / min(steps),
        regimes=tuple(order),
        pieces=pieces,
        walls=_scaled(np.array([w[:2] for w in walls], dtype=np.float64).reshape(-1, 2, 2), ranges, steps),
        sides=np.array([[order.index(seen[k]) for k in w[2:]] for w in walls], dtype=np.intp).reshape(-1, 2),
        shares=_shares(mesh, len(order)),
        own=one.own,
        lines=(one, two),
        border=border,
        counts=tally.counts,
        kinds={kind: count for kind, count in sorted(tally.kinds.items()) if kind},
        calls=tally.calls,
        messages=dict(sorted(tally.messages.items())),
        checked=checked,
        seed=seed,
        full=mesh.full,
        mesh=mesh,
    )


def _scaled(places: Floats, ranges: tuple[Range, Range], steps: Sequence[int]) -> Floats:
    """Lattice coordinates, last axis of length 2, in the parameters' units."""
    low, span = (np.array([float(v) for v in pair]) for pair in zip(*((r.low, r.span) for r in ranges), strict=True))
    scaled: Floats = low + places * (span / np.array(steps))
    return scaled


def _shares(mesh: Mesh, number: int) -> tuple[float, ...]:
    areas = np.zeros(number)
    for leaf in mesh.leaves.values():
        for label, polygon in leaf.pieces:
            x, y = polygon.T
            areas[label] += abs(float(x @ np.roll(y, -1) - y @ np.roll(x, -1))) / 2
    return tuple(float(a) for a in areas / (mesh.size[0] * mesh.size[1]))


def _border(
    ranges: tuple[Range, Range], mesh: Mesh, seen: Sequence[Regime], own: Regime, solve: Solve
) -> Border | None:
    """The nearest boundary of the region around the own point, and what a run finds beyond it."""
    if not all(r.holds_own for r in ranges) or own not in seen:
        return None
    here = np.array([float((r.own - r.low) / r.span) for r in ranges])
    size = np.array(mesh.size, dtype=np.float64)
    mark = seen.index(own)
    near = min(
        (_nearest(here, np.array(w[0]) / size, np.array(w[1]) / size) for w in _walls_of(mesh, mark)),
        key=lambda found: found[0],
        default=None,
    )
    if near is None:
        return None
    distance, spot = near
    step = 2 / size.min()
    way = (spot - here) / distance if distance > 0 else np.array([1.0, 0.0])
    low = np.array([float(r.low) for r in ranges])
    span = np.array([float(r.span) for r in ranges])
    tried = low + np.clip([spot + way * step * k for k in (1, 2, 4)], 0, 1) * span
    beyond = next((r for r in regimes_of(solve(tried)) if r != own), None)
    if beyond is None:
        return None
    x, y = low + spot * span
    return Border((float(x), float(y)), distance, beyond)


def _nearer(border: Border | None, lines: tuple[Line, Line]) -> Border | None:
    """The nearest boundary, or the nearest flip along an axis, which is known better, where that is nearer."""
    if border is None:
        return None
    own = (float(lines[0].range.own), float(lines[1].range.own))
    for axis, line in enumerate(lines):
        for up in (True, False):
            for flip in line.beyond(up)[:1]:
                distance = abs(flip.value - own[axis]) / float(line.range.span)
                if distance <= border.distance:
                    spot = (flip.value, own[1]) if axis == 0 else (own[0], flip.value)
                    border = Border(spot, distance, flip.above if up else flip.below)
    return border


def _walls_of(mesh: Mesh, label: int) -> Iterator[tuple[tuple[float, float], tuple[float, float]]]:
    for leaf in mesh.leaves.values():
        yield from ((a, b) for a, b, one, two in leaf.walls if label in (one, two))


def _nearest(here: Floats, a: Floats, b: Floats) -> tuple[float, Floats]:
    """Distance to a straight piece, and its nearest point."""
    along = b - a
    length = float(along @ along)
    share = min(1.0, max(0.0, float((here - a) @ along) / length)) if length else 0.0
    spot = a + share * along
    return hypot(*(spot - here)), spot


def _checked(
    mesh: Mesh,
    seen: list[Regime],
    place: Callable[[Sequence[float]], tuple[float, float]],
    solve: Solve,
    number: int,
    seed: int,
) -> tuple[int, int]:
    """How many points drawn at random have the regime that the map says."""
    if not number:
        return 0, 0
    spots = np.random.default_rng(seed).uniform(size=(number, 2)) * np.array(mesh.size)
    found = regimes_of(solve(np.array([place(spot) for spot in spots.tolist()])))
    right = sum(seen[mesh.at(*spot)] == regime for spot, regime in zip(spots.tolist(), found, strict=True))
    return number, right
