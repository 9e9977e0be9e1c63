"""Convex bodies against Qhull, Euler's formula and linear programmes, with points on grids so that ties turn up."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import numpy as np
import pytest
from scipy.optimize import linprog
from scipy.spatial import ConvexHull

from sim.exact.rationals import Rational
from sim.exact.solids import Solid, cut, solid

if TYPE_CHECKING:
    from sim.exact.solids import Triple


def grid_points(seed: int) -> list[Triple]:
    """Points on a coarse grid, some sets of them in a plane."""
    draw = Random(seed)
    count, width = draw.choice([1, 2, 3, 4, 6, 12, 30]), draw.choice([1, 2, 3])
    points = [tuple(Rational(draw.randint(0, width), draw.choice([1, 1, 3])) for _ in range(3)) for _ in range(count)]
    return [(a, b, a + 2 * b) if seed % 4 == 0 else (a, b, c) for a, b, c in points]


def is_corner(point: Triple, others: list[Triple]) -> bool:
    """Whether a point is no mixture of others, by a linear programme in HiGHS."""
    if not others:
        return True
    rows = np.vstack([np.array([[float(v) for v in p] for p in others]).T, np.ones(len(others))])
    return bool(linprog(np.zeros(len(others)), A_eq=rows, b_eq=[*map(float, point), 1]).status == 2)


@pytest.mark.parametrize("seed", range(40))
def test_corners_are_the_points_that_are_no_mixture_of_others_and_nothing_lies_beyond_a_face(seed: int) -> None:
    points = grid_points(seed)
    body, distinct = solid(points), set(points)
    assert set(body.corners) == {p for p in distinct if is_corner(p, [q for q in distinct if q != p])}
    for normal, reach in body.planes:
        assert max(sum(a * b for a, b in zip(normal, p, strict=True)) for p in points) == reach
    if body.planes:
        assert len(body.corners) - len(body.edges) + len(body.planes) == 2, "Euler (1758)"
        assert len(body.corners) == len(ConvexHull(np.array([[float(v) for v in p] for p in distinct])).vertices)


def test_faces_with_many_corners_are_one_face() -> None:
    """A cube with points on its faces and edges: 8 corners, 12 edges, 6 faces."""
    body = solid((Rational(x), Rational(y), Rational(z)) for x in range(3) for y in range(3) for z in range(3))
    assert (len(body.corners), len(body.edges), len(body.planes)) == (8, 12, 6)


@pytest.mark.parametrize("seed", range(40))
def test_a_cut_is_what_pays_enough_and_says_what_it_is_made_of(seed: int) -> None:
    body = solid(grid_points(seed))
    bound = sum((c[0] for c in body.corners), Rational(0)) / len(body.corners)
    kept = cut(body, 0, bound)
    for point, lot in kept:
        assert sum(w for _, w in lot) == 1
        assert min(w for _, w in lot) > 0
        assert all(point[p] == sum(w * body.corners[k][p] for k, w in lot) for p in range(3))
        assert point[0] >= bound
    ways = [(v, w) for v in body.corners for w in body.corners if v[0] < bound < w[0]]
    crossed = [tuple(a + (bound - v[0]) / (w[0] - v[0]) * (b - a) for a, b in zip(v, w, strict=True)) for v, w in ways]
    inside = [corner for corner in body.corners if corner[0] >= bound]
    assert set(solid(p for p, _ in kept).corners) == set(solid([*inside, *crossed]).corners)  # type: ignore[list-item]


def test_the_empty_body_has_nothing() -> None:
    assert solid([]) == Solid(())
