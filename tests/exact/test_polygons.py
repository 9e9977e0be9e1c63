"""Polygons against SciPy's Qhull and against the inequalities and averages that define what is asked for."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy.spatial import ConvexHull, QhullError

from sim.exact.polygons import at_least, holds, hull, image, mixture, smallest_face

whole = st.integers(-6, 6).map(Fraction)
points = st.lists(st.tuples(whole, whole), min_size=1, max_size=12)


@given(points)
def test_the_corners_of_a_hull_are_those_that_qhull_finds(cloud: list[tuple[Fraction, Fraction]]) -> None:
    corners = hull(cloud)
    assert all(holds(corners, point) for point in cloud)
    try:
        found = ConvexHull(np.array(cloud, dtype=float))
    except (QhullError, ValueError):
        assert len(corners) < 3 or len(cloud) < 3
        return
    assert set(corners) == {cloud[k] for k in found.vertices}
    x, y = np.array(corners, dtype=float).T
    area = (x * np.roll(y, -1) - y * np.roll(x, -1)).sum() / 2
    assert np.isclose(area, found.volume), "counterclockwise"


@given(points, st.sampled_from([0, 1]), st.fractions(-6, 6, max_denominator=5))
def test_a_cut_is_the_hull_of_what_is_above_it_and_where_lines_between_corners_cross_it(
    cloud: list[tuple[Fraction, Fraction]], axis: int, bound: Fraction
) -> None:
    corners = hull(cloud)
    expected = [v for v in corners if v[axis] >= bound]
    for v in corners:
        for w in corners:
            if v[axis] > bound > w[axis]:
                share = (bound - w[axis]) / (v[axis] - w[axis])
                expected.append((w[0] + share * (v[0] - w[0]), w[1] + share * (v[1] - w[1])))
    assert at_least(corners, axis, bound) == hull(expected)


@given(points, st.data())
def test_a_mixture_has_the_point_as_its_average_and_weights_that_add_to_one(
    cloud: list[tuple[Fraction, Fraction]], data: st.DataObject
) -> None:
    corners = hull(cloud)
    weights = data.draw(st.lists(st.integers(0, 5), min_size=len(corners), max_size=len(corners)).filter(any))
    point = tuple(
        sum((w * v[p] for w, v in zip(weights, corners, strict=True)), Fraction(0)) / sum(weights) for p in (0, 1)
    )
    found = mixture(corners, (point[0], point[1]))
    assert len(found) <= 3
    assert sum(w for _, w in found) == 1
    assert all(w > 0 and v in corners for v, w in found)
    assert tuple(sum(w * v[p] for v, w in found) for p in (0, 1)) == point
    face = smallest_face(corners, [(point[0], point[1])])
    # Every corner with weight in any average lies in the smallest face that holds the average.
    assert all(v in face for v, w in zip(corners, weights, strict=True) if w)
    assert set(face) <= set(corners)


@given(points, st.tuples(whole, whole), st.tuples(st.sampled_from([0, 1, 2]), st.sampled_from([0, 1, 3])))
def test_an_image_is_the_hull_of_the_images(
    cloud: list[tuple[Fraction, Fraction]], base: tuple[Fraction, Fraction], gain: tuple[int, int]
) -> None:
    scale = Fraction(gain[0]), Fraction(gain[1])
    moved = [(base[0] + scale[0] * x, base[1] + scale[1] * y) for x, y in cloud]
    assert image(hull(cloud), base, scale) == hull(moved)
