"""Courses that climb a lattice and fall back twice: their arrows go round states and their labels stay apart."""

from __future__ import annotations

import random
from itertools import combinations, pairwise

import numpy as np
import pytest

from sim.show.arrows import GAP, Sheet, arrow

ACROSS, UP = 1.3, 0.85


def course(draw: random.Random, wide: int, high: int) -> list[tuple[int, int]]:
    """Sixteen rounds from no step up, with two breaches that take one side or both back."""
    x = y = 0
    path, breaches = [(0, 0)], set(draw.sample(range(6, 16), 2))
    for round_ in range(16):
        if round_ in breaches:
            x, y = (draw.randint(0, max(0, x - 1)) if draw.random() < 0.5 else x), draw.randint(0, max(0, y - 1))
        elif draw.random() < 0.5 and x < wide - 1:
            x += 1
        elif y < high - 1:
            y += 1
        path.append((x, y))
    return path


@pytest.mark.parametrize("seed", range(15))
def test_a_course_of_sixteen_rounds_with_two_breaches_can_be_followed(seed: int) -> None:
    draw = random.Random(seed)
    wide, high = draw.choice([(4, 3), (5, 4), (6, 5)])
    spots = {x * high + y: (ACROSS * x, UP * y) for x in range(wide) for y in range(high)}
    moves = dict.fromkeys((a, b) for a, b in pairwise(course(draw, wide, high)) if a != b)
    sheet = Sheet(spots)
    joined = [sheet.join(a[0] * high + a[1], b[0] * high + b[1]) for a, b in moves]
    for each in joined:
        sheet.label(each, 0.5, 0.24)
    for each in joined:
        others = np.array([spot for k, spot in spots.items() if k not in (each.one, each.two)])
        assert np.hypot(*(each.points[:, None] - others).transpose(2, 0, 1)).min() > 0.12
    for one, two in combinations(joined, 2):
        apart = np.hypot(*(one.points[:, None] - two.points[None]).transpose(2, 0, 1)).min(axis=1)
        assert (apart < 0.05).mean() < 0.25
    assert not any(one.meets(two) for one, two in combinations(sheet.words, 2))


@pytest.mark.parametrize("bulge", [0.0, 0.4, -0.9])
def test_an_arrow_begins_and_ends_at_the_rims_of_its_points(bulge: float) -> None:
    found = arrow(0, 1, (0.0, 0.0), (3.0, 1.0), bulge)
    assert np.hypot(*found.points[0]) == pytest.approx(GAP, abs=0.03)
    assert np.hypot(*(found.points[-1] - (3.0, 1.0))) == pytest.approx(GAP, abs=0.03)
    # A quadratic Bézier strays from its chord by half of what its middle control point does.
    chord = np.array([1.0, -3.0]) / np.sqrt(10)
    far = found.points @ chord
    assert max(abs(far)) == pytest.approx(abs(bulge), abs=0.01)


def test_a_note_stands_beside_the_only_point_there_is() -> None:
    """A game that ends where it begins: there is no other point that it could cover."""
    x, y = Sheet({0: (0.0, 0.0)}).note(0, 0.6, 0.15)
    assert max(abs(x) - 0.3, abs(y) - 0.075) >= GAP / 2
