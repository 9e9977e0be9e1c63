"""Programmes whose basis floats choose against the same programmes pivoted in exact numbers from the start."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import pytest

from sim.deadline import Deadline
from sim.exact.corner_programme import Programme
from sim.exact.polygons import hull, support
from sim.exact.slots import Slot, reduced

SEEDS = range(60)
DIRECTIONS = [(Fraction(x), Fraction(y)) for x, y in [(1, 0), (0, 1), (-1, 0), (0, -1), (2, 1), (-1, 3), (-2, -3)]]


def programme(seed: int) -> Programme:
    """Slots in one or two blocks with rules that are small whole numbers, so that ties turn up."""
    draw = Random(seed)
    blocks, rules = draw.randint(1, 2), draw.randint(0, 4)
    slots = []
    for k in range(draw.randint(blocks, 6)):
        points = [(Fraction(draw.randint(-3, 3)), Fraction(draw.randint(-3, 3))) for _ in range(draw.randint(1, 6))]
        line = [tuple(Fraction(draw.randint(-2, 2)) for _ in range(3)) for _ in range(rules)]
        terms = tuple((rule, entry) for rule, entry in enumerate(line) if any(entry))
        slots.append(Slot(hull(points), k % blocks, terms))  # type: ignore[arg-type]
    return Programme(slots, [Fraction(b + 1, 2) for b in range(blocks)], rules, Deadline(None))


@pytest.mark.parametrize("seed", SEEDS)
def test_floats_choose_what_exact_pivots_find(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    fast, slow = programme(seed), programme(seed)
    monkeypatch.setattr(slow._floats, "best", lambda *_: None)
    for direction in DIRECTIONS:
        (point, bound), (other, exact) = fast.best(direction), slow.best(direction)
        assert (point is None) == (other is None)
        if point is not None and other is not None:
            assert bound.value == exact.value == support([point], direction)
            blocks, rules = fast._floats.prices(direction)
            assert min(rules, default=0) >= 0
            near = fast._bound(direction, blocks, rules)
            assert exact.value <= near.value <= exact.value + Fraction(1, 10**6)
            for slot in fast.slots:
                x, y, constant = reduced(slot, direction, rules)
                assert all(x * v + y * w + constant <= blocks[slot.block] for v, w in slot.polygon)
    assert fast.weighed(range(len(fast.slots))) == slow.weighed(range(len(slow.slots)))
    assert fast.polygon()[0] == slow.polygon()[0]
