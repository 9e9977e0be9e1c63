"""Sums of polygons by their definition, and polygons inside and around others by what that means."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from random import Random

import pytest

from sim.exact.polygon_sums import LONG, fewer_around, fewer_inside, lighter_around, rounded, total
from sim.exact.polygons import holds, hull, meeting, no_farther, outward_normals, support, tangents

SEEDS = range(60)
EIGHT = [(Fraction(x), Fraction(y)) for x, y in [(1, 0), (1, 1), (0, 1), (-1, 1), (-1, 0), (-1, -1), (0, -1), (1, -1)]]


def small(draw: Random, most: int = 9) -> tuple[tuple[Fraction, Fraction], ...]:
    """The hull of a few points with small numbers, so that edges are parallel and points and segments turn up."""
    count = draw.randint(1, most)
    return hull(
        [(Fraction(draw.randint(-4, 4)), Fraction(draw.randint(-4, 4), draw.randint(1, 3))) for _ in range(count)]
    )


def large(draw: Random) -> tuple[tuple[Fraction, Fraction], ...]:
    """The hull of many points with long denominators."""
    tiny = Fraction(1, 3**140)
    return hull([(Fraction(draw.gauss(0, 1)) + tiny, Fraction(draw.gauss(0, 1)) - tiny) for _ in range(60)])


@pytest.mark.parametrize("seed", SEEDS)
def test_a_sum_is_the_hull_of_all_sums_of_corners(seed: int) -> None:
    draw = Random(seed)
    one, two = small(draw), small(draw)
    assert total(one, two) == hull((x + v, y + w) for (x, y), (v, w) in product(one, two))


@pytest.mark.parametrize("seed", SEEDS)
def test_fewer_corners_lie_inside_and_around_and_reach_as_far_along_the_axes(seed: int) -> None:
    polygon = large(Random(seed))
    inside, around = fewer_inside(polygon, 6), fewer_around(polygon, 8)
    assert len(inside) <= 6
    assert all(corner in polygon for corner in inside)
    assert all(holds(around, corner) for corner in polygon)
    for found, axis in product((inside, around), EIGHT[::2]):
        assert support(found, axis) == support(polygon, axis)


@pytest.mark.parametrize("seed", SEEDS)
def test_rounded_polygons_have_few_digits_and_lie_inside_or_around(seed: int) -> None:
    polygon = large(Random(seed))
    for inside in (True, False):
        found = rounded(polygon, inside=inside)
        assert all(v.denominator.bit_length() < LONG for corner in found for v in corner)
        inner, outer = (found, polygon) if inside else (polygon, found)
        assert all(holds(outer, corner) for corner in inner)
    light = lighter_around(polygon, 4, 8, LONG)
    assert all(holds(light, corner) for corner in polygon)
    assert all(support(light, axis) == support(polygon, axis) for axis in EIGHT[::2])


@pytest.mark.parametrize("seed", SEEDS)
def test_what_goes_no_farther_is_cut_along_the_line(seed: int) -> None:
    draw = Random(seed)
    polygon, (x, y) = small(draw), draw.choice(EIGHT)
    reach = Fraction(draw.randint(-4, 4), 2)
    found = no_farther(polygon, (x, y), reach)
    assert all(holds(polygon, corner) and x * corner[0] + y * corner[1] <= reach for corner in found)
    assert all(holds(found, corner) for corner in polygon if x * corner[0] + y * corner[1] <= reach)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_polygon_is_where_its_edges_and_axes_meet(seed: int) -> None:
    polygon = small(Random(seed))
    normals = [*EIGHT[::2], *outward_normals(polygon)]
    assert meeting([(normal, support(polygon, normal)) for normal in normals]) == polygon
    around = tangents([(direction, support(polygon, direction)) for direction in EIGHT])
    assert all(holds(around, corner) for corner in polygon)
    assert all(support(around, direction) == support(polygon, direction) for direction in EIGHT)
