"""Feasible bases of a nondegenerate polytope, in floats whose errors are bounded: many at a time, or none if in doubt.

Each basis is inverted by itself, so that no error is carried from one to the next. What the inverse misses bounds how
far every number is from the exact one; a comparison counts only if it comes out the same wherever they lie within these
bounds. One that does not makes the answer None, and whoever asked has to compute exactly. If all come out, every corner
that was met is simple; corners hang together by their edges (Balinski 1961), so that none is left out.

References
----------
Balinski, M. L. (1961): On the graph structure of convex polyhedra in n-space. Pacific Journal of Mathematics 11,
431-434. Rump, S. M. (2010): Verification methods: rigorous results using floating-point arithmetic. Acta
Numerica 19, 287-449.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.deadline import Deadline
    from sim.types import Floats, Index

AT_ONCE = 1024
"""Bases, most, that are looked at together."""

EXACT = 1 << 52
"""Whole numbers up to which floats hold them exactly."""

MOST = 62
"""Variables, most: a basis is a number with a bit for each."""

SURE = 1e-3
"""Largest share by which an inverse may miss."""


def feasible_bases(table: Sequence[Sequence[int]], right: int, deadline: Deadline) -> list[int] | None:
    """All feasible bases of ``{x >= 0, table x <= right}``; None if floats cannot tell them.

    Parameters
    ----------
    table : sequence of sequence of int, shape (n, m)
        Positive numbers.
    right : int
        Right side of every inequality; positive.
    deadline : Deadline
        Checked once per some hundred bases.

    Returns
    -------
    list of int or None
        Bit k < m stands for variable k in the basis, bit m + j for the slack of inequality j.

    Raises
    ------
    TimeLimitError
        If the deadline passes first.
    """
    n, m = len(table), len(table[0])
    if m + n > MOST or max(map(max, table)) > EXACT:
        return None
    # Units of the variables are powers of two times the right side, so that nothing is rounded.
    largest = max(map(max, table)).bit_length()
    columns = np.hstack([np.ldexp(np.array(table, dtype=np.float64), -largest), np.eye(n)])
    start = sum(1 << k for k in range(m, m + n))
    seen, waiting = {start}, [start]
    while waiting:
        deadline.check()
        found = _neighbours(columns, np.array(waiting[-AT_ONCE:], dtype=np.int64))
        if found is None:
            return None
        del waiting[-AT_ONCE:]
        fresh = set(found.tolist()) - seen
        seen |= fresh
        waiting += fresh
    return list(seen)


def _neighbours(columns: Floats, bases: Index) -> Index | None:
    """Bases one step away from some; None if a comparison is in doubt."""
    n, size = columns.shape
    inside = (bases[:, None] >> np.arange(size) & 1).astype(bool)
    basic = np.nonzero(inside)[1].reshape(-1, n)
    matrix = columns.T[basic].transpose(0, 2, 1)
    try:
        inverse = np.linalg.inv(matrix)
    except np.linalg.LinAlgError:
        return None
    rounding = (n + 2) * np.finfo(np.float64).eps
    spread = np.abs(inverse)
    miss = np.abs(inverse @ matrix - np.eye(n)) + rounding * (spread @ np.abs(matrix))
    share = miss.sum(axis=2).max(axis=1)
    if not (share < SURE).all():
        return None
    value, entries = inverse.sum(axis=2)[:, :, None], inverse @ columns
    value_off, entries_off = (
        2 * share[:, None, None] * np.abs(off).max(axis=1, keepdims=True) + rounding * weight
        for off, weight in ((value, spread.sum(axis=2)[:, :, None]), (entries, spread @ np.abs(columns)))
    )
    if (value <= value_off).any():  # a degenerate basis, or one that only seems so
        return None
    with np.errstate(divide="ignore"):
        least = np.where(entries + entries_off > 0, (value - value_off) / (entries + entries_off), np.inf)
        most = np.where(entries > entries_off, (value + value_off) / (entries - entries_off), np.inf)
    leaving = most.argmin(axis=1)
    first = np.take_along_axis(most, leaving[:, None, :], axis=1)
    np.put_along_axis(least, leaving[:, None, :], np.inf, axis=1)
    clear = np.isfinite(first) & (least > first * (1 + rounding)).all(axis=1, keepdims=True)
    if not (clear[:, 0] | inside).all():
        return None
    gone = np.take_along_axis(basic, leaving, axis=1)
    step = np.left_shift(np.int64(1), np.arange(size)) | np.left_shift(np.int64(1), gone)
    return np.unique((bases[:, None] ^ step)[~inside])
