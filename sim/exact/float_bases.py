"""Feasible bases of a nondegenerate polytope, many at a time, in floats whose errors are bounded.

Each basis is inverted by itself, so that no error is carried from one to the next. What the inverse misses bounds how
far every number is from the exact one; a comparison counts only if it comes out the same wherever they lie within these
bounds. A basis with one that does not is looked at in whole numbers.

Bases are found by reverse search: every corner but the first has one corner from which it is come to, namely the one
that the simplex method would step to from it. So each is met once, and none has to be remembered but those from which
the search still has to go on.

References
----------
Avis, D. and Fukuda, K. (1992): A pivoting algorithm for convex hulls and vertex enumeration of arrangements and
polyhedra. Discrete and Computational Geometry 8, 295-313. Bland, R. G. (1977): New finite pivoting rules for the
simplex method. Mathematics of Operations Research 2, 103-107. Rump, S. M. (2010): Verification methods: rigorous
results using floating-point arithmetic. Acta Numerica 19, 287-449.
"""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import numpy as np

from sim.exact.tableau import Tableau
from sim.exact.vertices import step_back

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sim.deadline import Deadline
    from sim.types import Flags, Floats, Index

AT_ONCE = 1 << 16
"""Numbers in the tables that are looked at together, most."""

EXACT = 1 << 52
"""Whole numbers up to which floats hold them exactly."""

MOST = 62
"""Variables, most: a basis is a number with a bit for each."""

SURE = 1e-3
"""Largest share by which an inverse may miss."""

DOUBTS = 200
"""Bases, most, that are looked at in whole numbers; where there are more, all of it is better done so."""


class DegenerateError(Exception):
    """The polytope is degenerate, or floats cannot tell that it is not."""


def feasible_bases(table: Sequence[Sequence[int]], deadline: Deadline) -> Iterator[Index]:
    """All feasible bases of ``{x >= 0, table x <= 1}``, some hundred at a time, each once.

    Parameters
    ----------
    table : sequence of sequence of int, shape (n, m)
        Positive numbers.
    deadline : Deadline
        Checked once per some hundred bases.

    Yields
    ------
    ndarray of int, shape (bases,)
        Bit k < m stands for variable k in the basis, bit m + j for the slack of inequality j.

    Raises
    ------
    DegenerateError
        If some corner lies on more inequalities than it must, or the numbers are not for floats. What was yielded until
        then is right.
    TimeLimitError
        If the deadline passes first.
    """
    n, m = len(table), len(table[0])
    if m + n > MOST or max(map(max, table)) > EXACT:
        raise DegenerateError
    search = _Search(table)
    chunk = max(1, AT_ONCE // (n * (m + n)))
    waiting = [((1 << n) - 1) << m]
    doubts = 0
    while waiting:
        deadline.check()
        some = np.array(waiting[-chunk:], dtype=np.int64)
        del waiting[-chunk:]
        children, doubtful = search.children(some)
        doubts += len(doubtful)
        if doubts > DOUBTS:
            raise DegenerateError
        for basis in doubtful.tolist():
            children += search.children_exactly(basis)
        waiting += children
        yield some


class _Search:
    """The reverse search: from a basis to those from which the simplex method would come to it.

    The aim of the simplex method is to make a positive sum of the variables small. Of the columns that improve it the
    first comes in (Bland).
    """

    def __init__(self, table: Sequence[Sequence[int]]) -> None:
        self.table = table
        self.n, self.m = len(table), len(table[0])
        # Units of the variables are powers of two, so that nothing is rounded.
        largest = max(map(max, table)).bit_length()
        self.columns = np.hstack([np.ldexp(np.array(table, dtype=np.float64), -largest), np.eye(self.n)])
        draw = Random(0)
        # Any positive numbers do; among these none are likely to balance.
        self.costs = [draw.randrange(1 << 20, 1 << 21) for _ in range(self.m)] + [0] * self.n
        self.float_costs = np.array(self.costs, dtype=np.float64)

    def children(self, bases: Index) -> tuple[list[int], Index]:
        """What is come to from some bases, and those of them that floats leave in doubt, of which nothing is told."""
        n, m = self.n, self.m
        inside = (bases[:, None] >> np.arange(n + m) & 1).astype(bool)
        basic, outside = np.nonzero(inside)[1].reshape(-1, n), np.nonzero(~inside)[1].reshape(-1, m)
        found = self._solved(basic, outside)
        if found is None:
            return [], bases
        sure, value, value_off, entries, entries_off = found
        gains, gains_off = self._gains(basic, outside, entries, entries_off)
        sure &= (value > value_off).all(axis=1) & (np.abs(gains) > gains_off).all(axis=1)
        down = gains > 0
        leaving, clear = _leaving(value, value_off, entries, entries_off)
        sure &= (clear | ~down).all(axis=1)
        gone = np.take_along_axis(basic, leaving, axis=1)
        worse, clear = _turned(outside, gone, leaving, gains, gains_off, entries, entries_off)
        sure &= (clear | ~down).all(axis=1)
        step = np.left_shift(np.int64(1), outside) | np.left_shift(np.int64(1), gone)
        chosen = (bases[:, None] ^ step)[down & ~worse & sure[:, None]]
        return chosen.tolist(), bases[~sure]

    def _solved(self, basic: Index, outside: Index) -> tuple[Flags, Floats, Floats, Floats, Floats] | None:
        """Which bases are inverted well, the values of their variables and the columns outside, with their errors."""
        n = self.n
        matrix = self.columns.T[basic].transpose(0, 2, 1)
        try:
            inverse = np.linalg.inv(matrix)
        except np.linalg.LinAlgError:
            return None
        rounding = (n + 2) * np.finfo(np.float64).eps
        spread = np.abs(inverse)
        miss = np.abs(inverse @ matrix - np.eye(n)) + rounding * (spread @ np.abs(matrix))
        share = miss.sum(axis=2).max(axis=1)
        others = self.columns.T[outside].transpose(0, 2, 1)
        value, entries = inverse.sum(axis=2), inverse @ others
        value_off = 2 * share[:, None] * value.max(axis=1, keepdims=True) + rounding * spread.sum(axis=2)
        weight = rounding * (spread @ others)
        entries_off = 2 * share[:, None, None] * np.abs(entries).max(axis=1, keepdims=True) + weight
        return share < SURE, value, value_off, entries, entries_off

    def _gains(self, basic: Index, outside: Index, entries: Floats, entries_off: Floats) -> tuple[Floats, Floats]:
        """What a unit of each variable outside adds to what is to be small, and how far that may be off."""
        own, other = self.float_costs[basic][:, None, :], self.float_costs[outside]
        gains = other - (own @ entries)[:, 0]
        rounding = (self.n + 2) * np.finfo(np.float64).eps
        return gains, (own @ entries_off)[:, 0] + rounding * (other + (own @ np.abs(entries))[:, 0])

    def children_exactly(self, basis: int) -> list[int]:
        """What is come to from one basis, in whole numbers."""
        n, m = self.n, self.m
        rows = [[*row, 1] for row in self.table] + [[*self.costs[:m], 0]]
        table = Tableau(rows, list(range(m, m + n)), list(range(m)))
        for variable in range(m):
            if basis >> variable & 1:
                c = table.outside.index(variable)
                r = next(r for r, k in enumerate(table.basis) if not basis >> k & 1 and table.rows[r][c])
                table.pivot(r, c)
        # Where two rows reach zero together the corner there lies on too many inequalities. None of its bases need be
        # come to by the rules of the search, so that it has to be noticed from here.
        if any(row[-1] <= 0 for row in table.rows[:n]) or any(len(table.first_out(c)) > 1 for c in range(m)):
            raise DegenerateError
        found: list[int] = []
        step = step_back(table, ())
        while step is not None:
            r, c = step
            found.append(basis ^ (1 << table.outside[c] | 1 << table.basis[r]))
            step = step_back(table, (), c + 1)
        return found


def _leaving(value: Floats, value_off: Floats, entries: Floats, entries_off: Floats) -> tuple[Index, Flags]:
    """Row that leaves first for each column, shape (bases, m), and whether that is certain."""
    value, value_off = value[:, :, None], value_off[:, :, None]
    rounding = 4 * np.finfo(np.float64).eps
    high, low = entries + entries_off, entries - entries_off
    with np.errstate(divide="ignore", invalid="ignore"):
        least = np.where(high > 0, (value - value_off) / high, np.inf)
        most = np.where(low > 0, (value + value_off) / low, np.inf)
    leaving = most.argmin(axis=1)
    first = np.take_along_axis(most, leaving[:, None, :], axis=1)
    np.put_along_axis(least, leaving[:, None, :], np.inf, axis=1)
    clear: Flags = np.isfinite(first[:, 0]) & (least > first * (1 + rounding)).all(axis=1)
    return leaving, clear


def _turned(
    outside: Index,
    gone: Index,
    leaving: Index,
    gains: Floats,
    gains_off: Floats,
    entries: Floats,
    entries_off: Floats,
) -> tuple[Flags, Flags]:
    """Whether after a step another column than the one that leads back comes first, and whether that is certain.

    Both have the shape (bases, m), a column for each that may come in. A column comes first if its number is lower than
    the one that leads back and it improves the aim.
    """
    row, row_off = (np.take_along_axis(side, leaving[:, :, None], axis=1) for side in (entries, entries_off))
    pivot = np.diagonal(row, axis1=1, axis2=2)[:, :, None]
    pivot_off = np.diagonal(row_off, axis1=1, axis2=2)[:, :, None]
    one, other = gains[:, None, :], gains[:, :, None]
    value = one * pivot - other * row
    size = np.abs(one)
    off = (
        size * pivot_off
        + gains_off[:, None, :] * (np.abs(pivot) + pivot_off)
        + np.abs(other) * row_off
        + gains_off[:, :, None] * (np.abs(row) + row_off)
        + 4 * np.finfo(np.float64).eps * (size * np.abs(pivot) + np.abs(other * row))
    )
    before = outside[:, None, :] < gone[:, :, None]
    before &= ~np.eye(outside.shape[1], dtype=bool)
    worse = np.asarray((before & (value < -off)).any(axis=2))
    doubtful = np.asarray((before & (np.abs(value) <= off)).any(axis=2))
    return worse, worse | ~doubtful
