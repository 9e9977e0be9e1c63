"""Linear programmes over weights on the corners of polygons, in exact numbers; columns are made as they are wanted.

Weights are spread over corners of several polygons. They are never negative, those of each block of polygons add to a
given total, and each rule, which is linear in the corners, holds on balance. What such weights make of the corners is a
polygon again: it is found by one programme for each of its edges. For given prices the best corner of a polygon is
looked up, so that a programme has as many rows as there are blocks and rules, however many corners there are.

References
----------
Dantzig, G. B. and Wolfe, P. (1960): Decomposition principle for linear programs. Operations Research 8, 101-111. Bland,
R. G. (1977): New finite pivoting rules for the simplex method. Mathematics of Operations Research 2, 103-107.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from sim.exact.float_programme import FloatProgramme
from sim.exact.polygons import EMPTY, hull, meeting, outward_normals, reaches, support
from sim.exact.rationals import ONE, ZERO
from sim.exact.slots import reduced

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from fractions import Fraction

    from sim.deadline import Deadline
    from sim.exact.polygons import Polygon
    from sim.exact.slots import Slot
    from sim.types import Pair

    Name = tuple[int, int]

MISSING, SLACK = -2, -1
"""Names of columns that are not weights: (MISSING, b) is what lacks of the total of block b, (SLACK, r) by how much
rule r is more than kept. The weight of corner k of slot s is named (s, k)."""

AXES = ((ONE, ZERO), (ZERO, ONE), (-ONE, ZERO), (ZERO, -ONE))
"""Directions in which each polygon is bounded, whatever its edges."""

NOWHERE = (ZERO, ZERO)

PATIENT = 12
"""Pivots without progress after which the first column that improves is taken, so that no basis comes back."""


@dataclass(frozen=True)
class Bound:
    """A proof that no weights are worth more than so much in a direction, or, without a direction, that there are none.

    With the prices no corner of any slot, with what it adds to the rules, is worth more than the price of its block. So
    no weights are worth more than the totals at the prices of their blocks; where that is less than 0 for the direction
    in which everything is worth 0, there are no such weights.

    Parameters
    ----------
    direction : pair of Fraction
        What the coordinates count for.
    value : Fraction
        The bound.
    blocks, rules : tuple of Fraction
        Prices of the blocks, and of the rules, of which none is negative.
    """

    direction: Pair
    value: Fraction
    blocks: tuple[Fraction, ...]
    rules: tuple[Fraction, ...]


class Programme:
    """All programmes over the same weights, each of which starts where the one before ended.

    Parameters
    ----------
    slots : sequence of Slot
        Where weights can go.
    totals : sequence of Fraction
        What the weights of each block add to; none is negative.
    rules : int
        Number of rules.
    """

    def __init__(self, slots: Sequence[Slot], totals: Sequence[Fraction], rules: int, deadline: Deadline) -> None:
        self.slots, self.totals, self.rules, self.deadline = slots, totals, rules, deadline
        self._floats = FloatProgramme(slots, totals, rules)
        self._weighed: set[int] = set()

    def best(self, direction: Pair) -> tuple[Pair | None, Bound]:
        """The best that weights make of the corners in a direction, and the proof; None if there are no weights."""
        found = self._floats.best(direction)
        if found is not None:
            self._weighed.update(slot for (slot, _), weight in found.weights if weight)
            return found.point, self._bound(direction, found.blocks, found.rules)
        tableau = self._tableau
        if tableau.lacks:
            return None, self._proof(NOWHERE, tableau.improve(_Aim(NOWHERE, lacking=ONE)))
        prices = tableau.improve(_Aim(direction))
        return tableau.point, self._proof(direction, prices)

    def weighed(self, slots: Iterable[int]) -> set[int]:
        """Those of some slots that some weights give something to.

        As long as weights can be found that give something to a slot that is still in question, it is one; one proof
        that there are none settles all others.
        """
        asked = set(slots)
        while open_ := asked - self._weighed:
            found = self._floats.best(NOWHERE, open_)
            if found is None:
                tableau = self._tableau
                if tableau.lacks or not self._proof(NOWHERE, tableau.improve(_Aim(NOWHERE, frozenset(open_)))).value:
                    break
                self._weighed.update(tableau.weighed)
            else:
                given = {slot for (slot, _), weight in found.weights if weight}
                if not given & open_:
                    break
                self._weighed |= given
        return asked & self._weighed

    def polygon(self, known: Polygon = EMPTY) -> tuple[Polygon, dict[Pair, Bound]]:
        """All that weights make of the corners, and for each edge and each axis the proof, by the outward normal.

        Parameters
        ----------
        known : Polygon
            Some of it.
        """
        bounds: dict[Pair, Bound] = {}
        corners = known
        fresh = {normal: support(corners, normal) for normal in AXES} if corners else dict.fromkeys(AXES)
        fresh |= reaches(corners)
        while fresh:
            found: list[Pair] = []
            for bound in self._unpriced(list(fresh)):
                normal, least = bound.direction, fresh[bound.direction]
                least = max((v for v in (least, *_heights(normal, found)) if v is not None), default=None)
                if least is None or least < bound.value:
                    point, bound = self.best(normal)
                    if point is None:
                        return EMPTY, {NOWHERE: bound}
                    found.append(point)
                bounds[normal] = bound
            corners = hull([*corners, *found]) if found else corners
            fresh = {normal: least for normal, least in reaches(corners).items() if normal not in bounds}
        return corners, {normal: bounds[normal] for normal in (*AXES, *outward_normals(corners))}

    def around(self, known: Polygon, normals: list[Pair]) -> tuple[Polygon, dict[Pair, Bound]]:
        """A polygon around all that weights make of the corners, and for each of its edges the proof, by the normal.

        Edges lie where what is made of the corners ends, or a rounding beyond.

        Parameters
        ----------
        known : Polygon
            Some of what weights make of the corners.
        normals : list of Pair
            Outward normals of the edges besides those of the axes.
        """
        bounds: dict[Pair, Bound] = {}
        for bound in self._unpriced(list(dict.fromkeys([*AXES, *normals]))):
            normal = bound.direction
            if not known or support(known, normal) < bound.value:
                found = self._floats.best(normal)
                prices = (found.blocks, found.rules) if found is not None else self._floats.prices(normal)
                bound = self._bound(normal, *prices)
            bounds[normal] = bound
        return meeting((normal, bound.value) for normal, bound in bounds.items()), bounds

    def _unpriced(self, directions: list[Pair]) -> list[Bound]:
        """What weights could make of the corners if there were no rules: where it is reached nothing else is needed."""
        free = (ZERO,) * self.rules
        return [
            self._bound(direction, blocks, free)
            for direction, blocks in zip(directions, self._floats.most(directions), strict=True)
        ]

    def tight(self, bound: Bound, slot: int) -> Polygon:
        """Those corners of a slot that can have weight where a bound is reached (complementary slackness)."""
        this = self.slots[slot]
        x, y, constant = reduced(this, bound.direction, bound.rules)
        return tuple(v for v in this.polygon if x * v[0] + y * v[1] + constant == bound.blocks[this.block])

    @cached_property
    def _tableau(self) -> _Tableau:
        tableau = _Tableau(self)
        tableau.improve(_Aim(NOWHERE, lacking=ONE))
        return tableau

    def _proof(self, direction: Pair, prices: list[Fraction]) -> Bound:
        """The bound that prices of the rows prove."""
        blocks, rules = prices[: len(self.totals)], prices[len(self.totals) :]
        return self._bound(direction, tuple(blocks), tuple(-price for price in rules))

    def _bound(self, direction: Pair, blocks: tuple[Fraction, ...], rules: tuple[Fraction, ...]) -> Bound:
        value = sum((price * total for price, total in zip(blocks, self.totals, strict=True)), ZERO)
        return Bound(direction, value, blocks, rules)


def _heights(direction: Pair, points: Sequence[Pair]) -> list[Fraction]:
    return [direction[0] * x + direction[1] * y for x, y in points]


@dataclass(frozen=True)
class _Aim:
    """What weights are good for: corners in a direction, the weight of some slots, nothing lacking."""

    direction: Pair
    slots: frozenset[int] = frozenset()
    lacking: Fraction = ZERO

    def cost(self, name: Name, corner: Pair) -> Fraction:
        if name[0] == MISSING:
            return -self.lacking
        own = self.direction[0] * corner[0] + self.direction[1] * corner[1]
        return own + 1 if name[0] in self.slots else own


class _Tableau:
    """A basis with its inverse. Rows are the blocks, then the rules; a rule less its slack is 0."""

    def __init__(self, of: Programme) -> None:
        self.of, blocks = of, len(of.totals)
        self.count, self.blocks = blocks + of.rules, blocks
        signs = [ONE] * blocks + [-ONE] * of.rules
        self.inverse = [[sign if r == c else ZERO for c in range(self.count)] for r, sign in enumerate(signs)]
        self.values = [*of.totals, *[ZERO] * of.rules]
        self.basis: list[Name] = [(MISSING, b) for b in range(blocks)] + [(SLACK, r) for r in range(of.rules)]
        self.corners: list[Pair] = [NOWHERE] * self.count

    @property
    def lacks(self) -> bool:
        """Whether part of a total is missing: after a search for weights it is if there are none."""
        return any(name[0] == MISSING and value for name, value in zip(self.basis, self.values, strict=True))

    @property
    def weighed(self) -> set[int]:
        """The slots that something is given to."""
        return {name[0] for name, value in zip(self.basis, self.values, strict=True) if name[0] >= 0 and value}

    @property
    def point(self) -> Pair:
        """What the weights make of the corners."""
        weighted = [(v, corner) for v, corner in zip(self.values, self.corners, strict=True) if v]
        one, two = (sum((v * corner[p] for v, corner in weighted), ZERO) for p in (0, 1))
        return one, two

    def improve(self, aim: _Aim) -> list[Fraction]:
        """Pivot until no column improves an aim; the prices of the rows that prove it."""
        idle = 0
        while True:
            self.of.deadline.check()
            prices = self._prices(aim)
            name = self._entering(aim, prices, first=idle > PATIENT)
            if name is None:
                return prices
            idle = 0 if self._pivot(name) else idle + 1

    def _prices(self, aim: _Aim) -> list[Fraction]:
        costs = [aim.cost(name, corner) for name, corner in zip(self.basis, self.corners, strict=True)]
        used = [(cost, line) for cost, line in zip(costs, self.inverse, strict=True) if cost]
        return [sum((cost * line[c] for cost, line in used), ZERO) for c in range(self.count)]

    def _entering(self, aim: _Aim, prices: list[Fraction], *, first: bool) -> Name | None:
        """A column that improves: the one that does most by itself, or the first of all."""
        best: Name | None = None
        most = ZERO
        for r, price in enumerate(prices[self.blocks :]):
            # A slack costs nothing and stands with -1 in its row.
            if price > most:
                best, most = (SLACK, r), price
                if first:
                    return best
        charges = [-price for price in prices[self.blocks :]]
        for s, slot in enumerate(self.of.slots):
            if not slot.polygon:
                continue
            x, y, constant = reduced(slot, aim.direction, charges)
            constant += (ONE if s in aim.slots else ZERO) - prices[slot.block]
            low, high = slot.box
            if x * (high if x > 0 else low)[0] + y * (high if y > 0 else low)[1] + constant <= most:
                continue
            for k, (v, w) in enumerate(slot.polygon):
                gain = x * v + y * w + constant
                if gain > most:
                    best, most = (s, k), gain
                    if first:
                        return best
        return best

    def _column(self, name: Name) -> list[Fraction]:
        """A column as it reads in the current basis."""
        s, k = name
        if s == SLACK:
            return [-line[self.blocks + k] for line in self.inverse]
        slot = self.of.slots[s]
        x, y = slot.polygon[k]
        entries = [(slot.block, ONE)]
        entries += [(self.blocks + rule, v) for rule, (a, b, c) in slot.terms if (v := a * x + b * y + c)]
        return [sum((line[r] * v for r, v in entries if line[r]), ZERO) for line in self.inverse]

    def _pivot(self, name: Name) -> bool:
        """Take a column into the basis; whether that changed the weights."""
        column = self._column(name)
        r = self._leaving(column)
        step, scale = self.values[r] / column[r], 1 / column[r]
        own = self.inverse[r] = [scale * v for v in self.inverse[r]]
        for k, entry in enumerate(column):
            if k != r and entry:
                self.inverse[k] = [v - entry * w if w else v for v, w in zip(self.inverse[k], own, strict=True)]
                self.values[k] -= entry * step
        self.values[r], self.basis[r] = step, name
        self.corners[r] = NOWHERE if name[0] == SLACK else self.of.slots[name[0]].polygon[name[1]]
        return step > 0

    def _leaving(self, column: list[Fraction]) -> int:
        """Of the rows that reach zero first the one with the first name; what is missing goes whenever it can."""
        for r, entry in enumerate(column):
            if entry and self.basis[r][0] == MISSING and not self.values[r]:
                return r
        rows = (r for r, entry in enumerate(column) if entry > 0)
        return min(rows, key=lambda r: (self.values[r] / column[r], self.basis[r]))
