"""Polygons whose corners are given weights, with what these add to rules."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from sim.exact.rationals import ZERO

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from sim.exact.polygons import Polygon
    from sim.types import Pair

    Line = tuple[Fraction, Fraction, Fraction]


@dataclass(frozen=True)
class Slot:
    """A polygon whose corners weights go to.

    Parameters
    ----------
    polygon : Polygon
        The polygon; nothing goes to an empty one.
    block : int
        The block that its weights count for.
    terms : tuple of (int, (Fraction, Fraction, Fraction))
        For some rules (a, b, c): a unit of weight at the corner (x, y) adds a x + b y + c to what the rule wants to be
        no less than 0.
    """

    polygon: Polygon
    block: int
    terms: tuple[tuple[int, Line], ...]

    @cached_property
    def box(self) -> tuple[Pair, Pair]:
        """Least and largest coordinates of a polygon that is not empty."""
        one, two = zip(*self.polygon, strict=True)
        return (min(one), min(two)), (max(one), max(two))


def reduced(slot: Slot, direction: Pair, prices: Sequence[Fraction]) -> Line:
    """What a unit of weight at a corner counts for with what it adds to the rules, as a line in the corner."""
    x, y, constant = direction[0], direction[1], ZERO
    for rule, (a, b, c) in slot.terms:
        price = prices[rule]
        if price:
            x, y, constant = x + price * a, y + price * b, constant + price * c
    return x, y, constant
