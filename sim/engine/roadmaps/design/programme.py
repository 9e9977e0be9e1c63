"""Shares by which a roadmap holds with the most to spare, by a linear programme, and simple fractions near them."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.engine.roadmaps.design.cutting import Cutting, Shares
    from sim.types import Floats

SIMPLE = (1, 2, 4, 6, 10, 12, 20, 100, 1_000, 10_000, 10**6, 10**9)
"""Denominators of shares, in the order in which they are tried."""


@dataclass(frozen=True)
class Spare:
    """What a linear programme finds.

    Parameters
    ----------
    least : float
        The least of all rows, as large as it gets.
    shares : ndarray of float, shape (variables,)
        The shares with which it is.
    prices : ndarray of float, shape (rows,)
        Weights of the rows, adding to 1, with which no shares make more of their sum.
    """

    least: float
    shares: Floats
    prices: Floats


def most_to_spare(cutting: Cutting, rows: Floats) -> Spare:
    """The shares with which the least of some rows is largest.

    Parameters
    ----------
    rows : ndarray of float, shape (rows, 1 + variables)
        Affine functions of the shares.
    """
    from scipy.optimize import linprog

    count = len(cutting.variables)
    if not count:
        at = int(rows[:, 0].argmin())
        prices = np.zeros(len(rows))
        prices[at] = 1.0
        return Spare(float(rows[at, 0]), np.zeros(0), prices)
    sums = np.zeros((len(cutting.groups), count + 1))
    for number, group in enumerate(cutting.groups):
        sums[number, list(group)] = 1.0
    bounds = [(float(low), float(high)) for low, high in cutting.limits]
    found = linprog(
        [*[0.0] * count, -1.0],
        A_ub=np.hstack([-rows[:, 1:], np.ones((len(rows), 1))]),
        b_ub=rows[:, 0],
        A_eq=sums,
        b_eq=np.ones(len(sums)),
        bounds=[*bounds, (None, None)],
        method="highs",
    )
    if found.status:
        return Spare(float("nan"), np.full(count, np.nan), np.zeros(len(rows)))
    return Spare(-float(found.fun), found.x[:-1], np.maximum(-found.ineqlin.marginals, 0.0))


def least_at(rows: Floats, shares: Floats) -> float:
    """The least of some rows at some shares."""
    return float((rows[:, 0] + rows[:, 1:] @ shares).min()) if len(rows) else 0.0


def rounded(cutting: Cutting, shares: Floats) -> Iterator[Shares]:
    """Fractions near some shares that add up to whole steps and keep to their limits, simple ones first."""
    for denominator in SIMPLE:
        found = [Fraction(0)] * len(shares)
        for group in cutting.groups:
            # The largest share of a step takes what rounding the others leaves.
            last = max(group, key=lambda i: float(shares[i]))
            for i in group:
                found[i] = Fraction(round(float(shares[i]) * denominator), denominator)
            found[last] = 1 - sum((found[i] for i in group if i != last), Fraction(0))
        if all(low <= share <= high for share, (low, high) in zip(found, cutting.limits, strict=True)):
            yield tuple(found)
