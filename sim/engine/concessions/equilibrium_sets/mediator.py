"""What a mediator could bring about at one node: the polygon of payoffs that obedience allows, exactly.

The mediator draws a pair of actions with a continuation, tells each player its own action alone, and knows what it has
told them. With weights w(a, v) >= 0 on pairs of actions a and corners v of what they can be worth, the obedience of a
player who is told i and thinks of i' is one inequality; the payoffs that such weights give are a polygon, found by one
linear programme for each of its edges. Columns are made only where they are wanted: for given prices the best corner of
a pair of actions is looked up.

References
----------
Dantzig, G. B. and Wolfe, P. (1960): Decomposition principle for linear programs. Operations Research 8, 101-111. Bland,
R. G. (1977): New finite pivoting rules for the simplex method. Mathematics of Operations Research 2, 103-107.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise, product
from typing import TYPE_CHECKING

from sim.exact.polygons import EMPTY, hull
from sim.exact.rationals import ONE, ZERO

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from sim.deadline import Deadline
    from sim.exact.polygons import Polygon
    from sim.types import Pair


MISSING, SLACK = (-2,), -1
"""Names of columns that are not weights: what is missing of their sum, and (SLACK, r) for rule r."""

AXES = ((ONE, ZERO), (ZERO, ONE), (-ONE, ZERO), (ZERO, -ONE))
"""Directions in which each polygon is bounded, whatever its edges."""

PATIENT = 12
"""Pivots without progress after which the first column that improves is taken, so that no basis comes back."""


@dataclass(frozen=True)
class Bound:
    """A proof that no weights that are obeyed are worth more than so much in a direction.

    Parameters
    ----------
    direction : pair of Fraction
        What the payoffs of both players count for.
    value : Fraction
        What the best is worth.
    prices : tuple of Fraction, shape (number of rules,)
        One per rule of obedience, none negative: with them no pair of actions, whatever follows, is worth more.
    """

    direction: Pair
    value: Fraction
    prices: tuple[Fraction, ...]


class Mediator:
    """The linear programme of a node.

    Parameters
    ----------
    table, threats : sequence of sequence of Polygon, shape (m, n)
        What each pair of actions can be worth where it is recommended, and where it is a deviation.
    """

    def __init__(
        self, table: Sequence[Sequence[Polygon]], threats: Sequence[Sequence[Polygon]], deadline: Deadline
    ) -> None:
        self.table, self.deadline = table, deadline
        self.m, self.n = len(table), len(table[0])
        self.least = [[[min(v[p] for v in cell) for cell in line] for line in threats] for p in (0, 1)]
        self.boxes = [[_box(cell) for cell in line] for line in table]
        self.rules = [(0, i, k) for i in range(self.m) for k in range(self.m) if k != i]
        self.rules += [(1, j, k) for j in range(self.n) for k in range(self.n) if k != j]

    def gap(self, rule: tuple[int, int, int], pair: tuple[int, int], worth: Pair) -> Fraction:
        """What obeying a rule is worth more than breaking it, at a pair of actions with a continuation."""
        player, told, instead = rule
        if pair[player] != told:
            return ZERO
        i, j = (instead, pair[1]) if player == 0 else (pair[0], instead)
        return worth[player] - self.least[player][i][j]

    def support(self, direction: Pair) -> tuple[Pair | None, Bound]:
        """The best payoffs in a direction, and the proof that there are none better; None if no weights are obeyed."""
        tableau = self._tableau
        if tableau.lacks:
            return None, Bound((ZERO, ZERO), *_split(tableau.improve(_Aim((ZERO, ZERO), lacking=ONE))))
        prices = tableau.improve(_Aim(direction))
        weighted = [(v, worth) for v, worth in zip(tableau.values, tableau.worth, strict=True) if v]
        one, two = (sum((v * worth[p] for v, worth in weighted), ZERO) for p in (0, 1))
        return (one, two), Bound(direction, *_split(prices))

    def may_recommend(self, pair: tuple[int, int]) -> bool:
        """Whether any weights that are obeyed give some weight to a pair of actions."""
        return self._tableau.improve(_Aim((ZERO, ZERO), pair=pair))[0] > 0

    @cached_property
    def _tableau(self) -> _Tableau:
        tableau = _Tableau(self)
        tableau.improve(_Aim((ZERO, ZERO), lacking=ONE))
        return tableau

    def tight(self, bound: Bound, pair: tuple[int, int], corners: Polygon) -> Polygon:
        """Those corners of what a pair is worth that can have weight where the bound is reached."""
        prices = [(rule, price) for rule, price in zip(self.rules, bound.prices, strict=True) if price]
        (x, y), most = bound.direction, bound.value
        return tuple(
            v for v in corners
            if x * v[0] + y * v[1] + sum((price * self.gap(rule, pair, v) for rule, price in prices), ZERO) == most
        )  # fmt: skip

    def polygon(self, known: Sequence[Pair]) -> tuple[Polygon, dict[Pair, Bound]]:
        """All payoffs, and for each edge and each axis the proof that there is nothing beyond, by the outward normal.

        Parameters
        ----------
        known : sequence of Pair
            Payoffs that are among them.
        """
        bounds: dict[Pair, Bound] = {}
        points, fresh = list(known), list(AXES)
        while fresh:
            for normal in fresh:
                self.deadline.check()
                point, bounds[normal] = self.support(normal)
                if point is None:
                    return EMPTY, {(ZERO, ZERO): bounds[normal]}
                points.append(point)
            corners = hull(points)
            fresh = [normal for normal in scaled_normals(corners) if normal not in bounds]
        return corners, {normal: bounds[normal] for normal in [*AXES, *scaled_normals(corners)]}


def _split(prices: list[Fraction]) -> tuple[Fraction, tuple[Fraction, ...]]:
    return prices[0], tuple(-price for price in prices[1:])


def _box(polygon: Polygon) -> tuple[Pair, Pair] | None:
    if not polygon:
        return None
    one, two = zip(*polygon, strict=True)
    return (min(one), min(two)), (max(one), max(two))


def scaled_normals(corners: Polygon) -> list[Pair]:
    """Outward normals of a polygon's edges, scaled so that the same direction has the same numbers."""
    if len(corners) < 2:
        return []
    return [_scaled(q[1] - p[1], p[0] - q[0]) for p, q in pairwise([*corners, corners[0]])]


def _scaled(x: Fraction, y: Fraction) -> Pair:
    size = abs(x) + abs(y)
    return x / size, y / size


@dataclass(frozen=True)
class _Aim:
    """What weights are good for: payoffs in a direction, the weight of a pair of actions, nothing missing."""

    direction: Pair
    pair: tuple[int, int] | None = None
    lacking: Fraction = ZERO

    def cost(self, name: tuple[int, ...], worth: Pair) -> Fraction:
        """What a unit of a column counts for."""
        if name == MISSING:
            return -self.lacking
        own = self.direction[0] * worth[0] + self.direction[1] * worth[1]
        return own + 1 if name[:2] == self.pair else own


class _Tableau:
    """The simplex method over columns that are made as they are wanted.

    Rows are the sum of all weights, which is 1, and one per rule: its gap less its slack is 0. The first column of all
    stands for weights that are missing; it is driven out first.
    """

    def __init__(self, mediator: Mediator) -> None:
        self.of = mediator
        size = len(mediator.rules)
        self.count = size + 1
        # Columns are kept as they read in the current basis; the inverse of the basis stands in those of the start.
        self.inverse = [
            [(ONE if r == 0 else -ONE) if r == c else ZERO for c in range(self.count)] for r in range(self.count)
        ]
        self.values = [ONE] + [ZERO] * size
        self.basis: list[tuple[int, ...]] = [MISSING] + [(SLACK, r) for r in range(size)]
        self.worth: list[Pair] = [(ZERO, ZERO)] * self.count

    @property
    def lacks(self) -> bool:
        """Whether part of the weights is missing: before the first search, and after it if none are obeyed."""
        return any(name == MISSING and value for name, value in zip(self.basis, self.values, strict=True))

    def improve(self, aim: _Aim) -> list[Fraction]:
        """Pivot until no column improves an aim; the prices of the rows that prove it."""
        idle = 0
        while True:
            self.of.deadline.check()
            prices = self._prices(aim)
            found = self._entering(aim, prices, first=idle > PATIENT)
            if found is None:
                return prices
            idle = 0 if self._pivot(*found) else idle + 1

    def _prices(self, aim: _Aim) -> list[Fraction]:
        costs = [aim.cost(name, worth) for name, worth in zip(self.basis, self.worth, strict=True)]
        used = [(cost, line) for cost, line in zip(costs, self.inverse, strict=True) if cost]
        return [sum((cost * line[c] for cost, line in used), ZERO) for c in range(self.count)]

    def _entering(
        self, aim: _Aim, prices: list[Fraction], *, first: bool
    ) -> tuple[tuple[int, ...], list[Fraction], Pair] | None:
        """A column that improves: the one that does most by itself, or the first of all."""
        best: tuple[int, ...] | None = None
        most = ZERO
        # A slack costs nothing and stands with -1 in its row.
        for r, price in enumerate(prices[1:]):
            if price > most and not (first and best):
                best, most = (SLACK, r), price
        charged = [(rule, price) for rule, price in zip(self.of.rules, prices[1:], strict=True) if price]
        for i, j in product(range(self.of.m), range(self.of.n)):
            if first and best:
                break
            box = self.of.boxes[i][j]
            if box is None:
                continue
            x, y, constant = self._reduced((i, j), aim, prices[0], charged)
            low, high = box
            if x * (high if x > 0 else low)[0] + y * (high if y > 0 else low)[1] + constant <= most:
                continue
            for k, (v, w) in enumerate(self.of.table[i][j]):
                gain = x * v + y * w + constant
                if gain > most:
                    best, most = (i, j, k), gain
                    if first:
                        break
        return None if best is None else (best, *self._column(best))

    def _reduced(
        self,
        pair: tuple[int, int],
        aim: _Aim,
        whole: Fraction,
        charged: list[tuple[tuple[int, int, int], Fraction]],
    ) -> tuple[Fraction, Fraction, Fraction]:
        """What a pair with a continuation counts for less what its gaps are charged, as a line in its payoffs."""
        slopes, constant = list(aim.direction), (ONE if pair == aim.pair else ZERO) - whole
        for (player, told, instead), price in charged:
            if pair[player] == told:
                i, j = (instead, pair[1]) if player == 0 else (pair[0], instead)
                slopes[player] -= price
                constant += price * self.of.least[player][i][j]
        return slopes[0], slopes[1], constant

    def _column(self, name: tuple[int, ...]) -> tuple[list[Fraction], Pair]:
        """A column as it reads in the current basis, and what it is worth."""
        if name[0] == SLACK:
            r = name[1] + 1
            return [-line[r] for line in self.inverse], (ZERO, ZERO)
        i, j, k = name
        worth = self.of.table[i][j][k]
        entries = [(0, ONE)]
        entries += [(r + 1, gap) for r, rule in enumerate(self.of.rules) if (gap := self.of.gap(rule, (i, j), worth))]
        return [sum((line[r] * v for r, v in entries if line[r]), ZERO) for line in self.inverse], worth

    def _pivot(self, name: tuple[int, ...], column: list[Fraction], worth: Pair) -> bool:
        """Take a column into the basis; whether that changed the weights."""
        r = self._leaving(column)
        step, scale = self.values[r] / column[r], 1 / column[r]
        own = self.inverse[r] = [scale * v for v in self.inverse[r]]
        for k, entry in enumerate(column):
            if k != r and entry:
                self.inverse[k] = [v - entry * w if w else v for v, w in zip(self.inverse[k], own, strict=True)]
                self.values[k] -= entry * step
        self.values[r], self.basis[r], self.worth[r] = step, name, worth
        return step > 0

    def _leaving(self, column: list[Fraction]) -> int:
        """Of the rows that reach zero first the one with the first name; what is missing goes whenever it can."""
        rows = [r for r, entry in enumerate(column) if entry and self.basis[r] == MISSING and not self.values[r]]
        if rows:
            return rows[0]
        return min(
            (r for r, entry in enumerate(column) if entry > 0),
            key=lambda r: (self.values[r] / column[r], self.basis[r]),
        )
