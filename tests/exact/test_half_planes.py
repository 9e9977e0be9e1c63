"""Polygons as half-planes: what loosening holds, what thinning leaves, and directions between normals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from sim.exact.half_planes import AXES, below, highest, loosened, normals_of, shares, thinned
from sim.exact.polygons import holds, hull
from sim.exact.rationals import Rational

if TYPE_CHECKING:
    from fractions import Fraction

    from sim.exact.polygons import Polygon

NUMBERS = st.fractions(-3, 3, max_denominator=40).map(lambda v: Rational(v.numerator, v.denominator))
POLYGONS = st.lists(st.tuples(NUMBERS, NUMBERS), min_size=1, max_size=9).map(hull)
ONE = Rational(1)
UNIT, GRID = (ONE, ONE), (ONE / 64, ONE / 32)
SLACK = ONE / 4


@given(POLYGONS)
def test_a_loosened_polygon_holds_the_polygon_and_reaches_little_beyond_its_edges(polygon: Polygon) -> None:
    loose = loosened(polygon, SLACK, UNIT, GRID)
    assert all(holds(loose, corner) for corner in polygon)
    assert all(corner[0] % GRID[0] == corner[1] % GRID[1] == 0 for corner in loose)
    near = SLACK + GRID[0] + GRID[1]
    assert all(highest(loose, n) - highest(polygon, n) <= near for n in normals_of(polygon))
    assert all(highest(loose, n) - highest(polygon, n) < max(GRID) for n in AXES), "along the axes by the grid alone"


@given(POLYGONS)
def test_a_thinned_polygon_lies_within_but_for_the_grid_and_lacks_no_more_than_the_slack(polygon: Polygon) -> None:
    fine = ONE / 2**20
    thin = thinned(polygon, SLACK, UNIT, (fine, fine))
    for normal in normals_of(polygon):
        assert highest(thin, normal) <= highest(polygon, normal) + fine
    for normal in normals_of(thin):
        assert highest(polygon, normal) <= highest(thin, normal) + SLACK + fine


@given(POLYGONS, st.tuples(NUMBERS, NUMBERS))
def test_a_direction_is_made_of_the_normals_on_either_side_of_it(
    polygon: Polygon, direction: tuple[Fraction, Fraction]
) -> None:
    normals = normals_of(polygon)
    parts = shares(normals, direction)
    assert all(share > 0 for _, share in parts)
    for axis in (0, 1):
        assert sum(share * normals[k][axis] for k, share in parts) == direction[axis]
    bound = sum(share * highest(polygon, normals[k]) for k, share in parts)
    assert bound == highest(polygon, direction), "neighbours meet in a corner"


@given(POLYGONS, st.sampled_from(AXES), NUMBERS)
def test_what_lies_below_a_line_is_in_the_polygon_and_below_it(
    polygon: Polygon, normal: tuple[Fraction, Fraction], h: Fraction
) -> None:
    part = below(polygon, (normal, h))
    assert all(holds(polygon, corner) for corner in part)
    assert not part or highest(part, normal) <= h
    assert all(holds(part, corner) for corner in polygon if normal[0] * corner[0] + normal[1] * corner[1] <= h)
