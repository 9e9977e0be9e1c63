"""Programmes over corners of polygons in floats, whose last basis is worked out again in exact numbers.

Floats choose the basis, and nothing rests on that: prices and weights are solved for exactly, and it is confirmed that
no weight is below zero, every rule is kept, no price is negative and no corner is worth more than its block's price.
Where any of it fails, there is no answer from here.

References
----------
Applegate, D. L., Cook, W., Dash, S. and Espinoza, D. G. (2007): Exact solutions to linear programming problems.
Operations Research Letters 35, 693-699.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from sim.exact.elimination import inverse
from sim.exact.rationals import ONE, ZERO, Rational
from sim.exact.slots import reduced

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from fractions import Fraction

    from sim.exact.slots import Line, Slot
    from sim.types import Flags, Floats, Pair

CLOSE = 1e-9
"""What counts as zero, against the largest number around."""

TINY = 1e-12
"""What counts as no gain, and how far numbers that are computed once may err: far more than they do."""

SMALL = 1e-7
"""What is too small to pivot on."""

AFRESH = 25
"""Pivots after which a table is computed afresh."""

REPAIRS = 20
"""Columns that exact numbers may bring in after floats have ended, most."""

PIVOTS = 200
"""Pivots for one aim, most."""


class FloatProgramme:
    """The programmes over some weights in floats.

    Columns are the corners of the slots, then the slacks of the rules that are used, then what is missing of each
    block; rows are the blocks, then the rules that are used.

    Parameters
    ----------
    slots, totals, rules
        As of a `Programme`.
    """

    def __init__(self, slots: Sequence[Slot], totals: Sequence[Fraction], rules: int) -> None:
        self.slots, self.totals, self.rules = slots, totals, rules
        # Rules that nothing adds to are kept anyway, and have no rows.
        self.used = sorted({rule for slot in slots for rule, _ in slot.terms})
        self.names = [(s, k) for s, slot in enumerate(slots) for k in range(len(slot.polygon))]
        self.corners: Floats = np.array(
            [(float(x), float(y)) for slot in slots for x, y in slot.polygon], dtype=np.float64
        ).reshape(-1, 2)
        self.block = np.array([slots[s].block for s, _ in self.names], dtype=np.intp)
        self.slot = np.array([s for s, _ in self.names], dtype=np.intp)
        self.size = max(1.0, float(np.abs(self.corners).max(initial=0.0)))

    def most(self, normals: Sequence[Pair]) -> list[tuple[Fraction, ...]]:
        """The most that a unit of weight is worth in each block without rules, for some directions, exactly."""
        heights = self.corners @ np.array([(float(x), float(y)) for x, y in normals]).T
        found = [[ZERO] * len(self.totals) for _ in normals]
        for b in range(len(self.totals)):
            own = np.flatnonzero(self.block == b)
            if not len(own):
                continue
            part = heights[own]
            near = part >= part.max(axis=0) - TINY * self.size
            for c, (x, y) in enumerate(normals):
                points = {self._corner(own[k]) for k in np.flatnonzero(near[:, c])}
                found[c][b] = max(x * v + y * w for v, w in points)
        return [tuple(prices) for prices in found]

    def _corner(self, column: int) -> Pair:
        s, k = self.names[column]
        return self.slots[s].polygon[k]

    def best(self, direction: Pair, favoured: Collection[int] = ()) -> _Answer | None:
        """The best that weights make of the corners in a direction, with prices; None if floats cannot tell.

        Parameters
        ----------
        favoured : collection of int, optional
            Slots whose weight counts 1 besides.
        """
        if not self._feasible or not self._improve(self._costs(direction, favoured)):
            return None
        for _ in range(REPAIRS):
            found = self._confirmed(direction, favoured)
            if not isinstance(found, int):
                return found
            # Exact numbers tell a column that improves, where floats saw none.
            r = self._leaving(found)
            if r is None:
                return None
            self._pivot(r, found)
        return None

    def prices(self, direction: Pair) -> tuple[tuple[Fraction, ...], tuple[Fraction, ...]]:
        """Prices of the blocks and of the rules that prove a bound in a direction: the best one but for rounding."""
        rules = [ZERO] * self.rules
        if self._feasible:
            costs = self._costs(direction, ())
            self._improve(costs)
            first = len(self.names)
            charged = costs[self._basis] @ self._table[:, first : first + len(self.used)]
            for r, price in zip(self.used, charged.tolist(), strict=True):
                rules[r] = Rational(max(0.0, price))
        blocks = [ZERO] * len(self.totals)
        worth, doubt = self._worth(direction, rules)
        for b in range(len(blocks)):
            own = np.flatnonzero(self.block == b)
            if len(own):
                near = own[worth[own] >= worth[own].max() - doubt]
                blocks[b] = max(self._counts(c, direction, rules) for c in near.tolist())
        return tuple(blocks), tuple(rules)

    def _costs(self, direction: Pair, favoured: Collection[int]) -> Floats:
        costs = np.zeros(self._table.shape[1] - 1)
        count = len(self.names)
        costs[:count] = self.corners @ np.array([float(direction[0]), float(direction[1])])
        if favoured:
            costs[:count] += np.isin(self.slot, list(favoured))
        return costs

    def _worth(self, direction: Pair, rules: Sequence[Fraction]) -> tuple[Floats, float]:
        """What a unit of weight at each corner counts for with what it adds to the rules, and how far that may err."""
        charged = np.array([float(rules[r]) for r in self.used])
        worth = self.corners @ np.array([float(direction[0]), float(direction[1])]) + charged @ self._terms
        return worth, TINY * (self.size + float(charged.sum()) * float(np.abs(self._terms).max(initial=0.0)))

    def _counts(self, column: int, direction: Pair, rules: Sequence[Fraction]) -> Fraction:
        x, y, constant = reduced(self.slots[self.names[column][0]], direction, rules)
        v, w = self._corner(column)
        return x * v + y * w + constant

    @cached_property
    def _terms(self) -> Floats:
        """What a unit of each weight adds to each rule that is used, shape (rules, corners)."""
        row = {rule: r for r, rule in enumerate(self.used)}
        lines = np.zeros((len(self.used), len(self.slots), 3))
        for s, slot in enumerate(self.slots):
            for rule, line in slot.terms:
                lines[row[rule], s] = [float(v) for v in line]
        each = lines[:, self.slot]
        found: Floats = (each[:, :, :2] * self.corners).sum(axis=2) + each[:, :, 2]
        return found

    @cached_property
    def _feasible(self) -> bool:
        """Set up the table with a first basis; whether there are weights as far as floats can tell."""
        blocks, count, rules = len(self.totals), len(self.names), len(self.used)
        table = np.zeros((blocks + rules, count + rules + blocks + 1))
        table[self.block, np.arange(count)] = 1.0
        table[blocks:, :count] = -self._terms
        table[blocks:, count : count + rules] = np.eye(rules)
        table[:blocks, count + rules : -1] = np.eye(blocks)
        table[:blocks, -1] = [float(total) for total in self.totals]
        self._table: Floats = table
        self._start: Floats = table.copy()
        self._pivots = 0
        self._basis = [count + rules + b for b in range(blocks)] + [count + r for r in range(rules)]
        self._open: Flags = np.ones(table.shape[1] - 1, dtype=bool)
        lacking = np.zeros(table.shape[1] - 1)
        lacking[count + rules :] = -self.size
        if not self._improve(lacking):
            return False
        self._open[count + rules :] = False
        missing = [r for r, c in enumerate(self._basis) if c >= count + rules]
        return all(self._table[r, -1] <= CLOSE for r in missing) and all(map(self._drive_out, missing))

    def _drive_out(self, r: int) -> bool:
        """Take what is missing, of which there is nothing, out of the basis."""
        row = np.where(self._open, np.abs(self._table[r, :-1]), 0.0)
        c = int(row.argmax())
        if row[c] <= CLOSE:
            return False
        self._pivot(r, c)
        return True

    def _improve(self, costs: Floats) -> bool:
        """Pivot until no column improves; False if that takes too long."""
        slack = TINY * self.size
        for _ in range(PIVOTS):
            gains = costs - costs[self._basis] @ self._table[:, :-1]
            gains[~self._open] = 0.0
            c = int(gains.argmax())
            if gains[c] <= slack:
                return True
            r = self._leaving(c)
            if r is None:
                return False
            self._pivot(r, c)
        return False

    def _leaving(self, c: int) -> int | None:
        """Of the rows that reach zero first, or nearly so, the one with the largest entry; None if none does."""
        column = self._table[:, c]
        able = (column > SMALL).nonzero()[0]
        if not len(able):
            return None
        values, entries = np.maximum(self._table[able, -1], 0.0), column[able]
        near = values <= entries * ((values + CLOSE) / entries).min()
        if not near.any():  # numbers so large or small that floats cannot tell their ratios
            return None
        return int(able[np.where(near, entries, 0.0).argmax()])

    def _refresh(self) -> None:
        """Compute the table from its basis, which removes what rounding has left."""
        try:
            self._table = np.asarray(np.linalg.solve(self._start[:, self._basis], self._start), dtype=np.float64)
        except np.linalg.LinAlgError:
            return

    def _pivot(self, r: int, c: int) -> None:
        table = self._table
        row = table[r] / table[r, c]
        table -= table[:, c, None] * row
        table[r] = row
        self._basis[r] = c
        self._pivots += 1
        if self._pivots % AFRESH == 0:
            self._refresh()

    def _confirmed(self, direction: Pair, favoured: Collection[int]) -> _Answer | int | None:
        """Prices and weights of the basis in exact numbers, if they are what they should be; or what improves them."""
        count, blocks = len(self.names), len(self.totals)
        used = [c for c in self._basis if c < count]
        slack = {self.used[c - count] for c in self._basis if c >= count}
        tight = [r for r in self.used if r not in slack]
        if len(used) != blocks + len(tight):
            return None
        lines, values = [], []
        for c in used:
            x, y = self._corner(c)
            terms = dict(self.slots[self.names[c][0]].terms)
            own = [self._term(terms, r, (x, y)) for r in tight]
            lines.append([ONE if b == self.block[c] else ZERO for b in range(blocks)] + [-v for v in own])
            values.append(direction[0] * x + direction[1] * y + (ONE if self.names[c][0] in favoured else ZERO))
        solved = inverse(lines)
        if solved is None:
            return None
        prices = [sum((a * v for a, v in zip(line, values, strict=True) if a), ZERO) for line in solved]
        right = [*self.totals, *[ZERO] * len(tight)]
        weights = [sum((right[r] * solved[r][c] for r in range(blocks)), ZERO) for c in range(len(used))]
        rules = [ZERO] * self.rules
        for r, price in zip(tight, prices[blocks:], strict=True):
            rules[r] = price
        named = [(self.names[c], w) for c, w in zip(used, weights, strict=True)]
        point = [sum((w * self._corner(c)[p] for c, w in zip(used, weights, strict=True)), ZERO) for p in (0, 1)]
        answer = _Answer(tuple(prices[:blocks]), tuple(rules), named, (point[0], point[1]))
        sound = min(weights) >= 0 and min(rules, default=ZERO) >= 0
        if not sound or not self._kept(answer, slack):
            return None
        beyond = self._beyond(answer, direction, favoured)
        return answer if beyond is None else beyond

    def _term(self, terms: dict[int, Line], rule: int, corner: Pair) -> Fraction:
        if rule not in terms:
            return ZERO
        a, b, c = terms[rule]
        return a * corner[0] + b * corner[1] + c

    def _kept(self, answer: _Answer, rules: set[int]) -> bool:
        """Whether some rules hold on balance."""
        balance: dict[int, Fraction] = {}
        for (s, k), weight in answer.weights:
            if weight:
                x, y = self.slots[s].polygon[k]
                for rule, (a, b, c) in self.slots[s].terms:
                    if rule in rules:
                        balance[rule] = balance.get(rule, ZERO) + weight * (a * x + b * y + c)
        return min(balance.values(), default=ZERO) >= 0

    def _beyond(self, answer: _Answer, direction: Pair, favoured: Collection[int]) -> int | None:
        """The corner that is worth most beyond the price of its block, if any; where it is close it is worked out."""
        worth, doubt = self._worth(direction, answer.rules)
        if favoured:
            worth += np.isin(self.slot, list(favoured))
        gaps = np.array([float(price) for price in answer.blocks])[self.block] - worth
        if (gaps < -doubt).any():
            return int(gaps.argmin())
        most, found = ZERO, None
        lines: dict[int, Line] = {}
        for c in (gaps < doubt).nonzero()[0].tolist():
            s, k = self.names[c]
            if s not in lines:
                x, y, constant = reduced(self.slots[s], direction, answer.rules)
                lines[s] = x, y, constant + (ONE if s in favoured else ZERO) - answer.blocks[self.slots[s].block]
            x, y, constant = lines[s]
            v, w = self.slots[s].polygon[k]
            gap = x * v + y * w + constant if x or y else constant
            if gap > most:
                most, found = gap, c
        return found


class _Answer:
    """Weights that are best in some direction, and the prices that prove it.

    Parameters
    ----------
    blocks, rules : tuple of Fraction
        Prices of the blocks and of the rules.
    weights : list of ((int, int), Fraction)
        Slot and corner with its weight.
    point : Pair
        What the weights make of the corners.
    """

    def __init__(
        self,
        blocks: tuple[Fraction, ...],
        rules: tuple[Fraction, ...],
        weights: list[tuple[tuple[int, int], Fraction]],
        point: Pair,
    ) -> None:
        self.blocks, self.rules, self.weights, self.point = blocks, rules, weights, point
