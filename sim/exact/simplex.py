"""Linear programmes over a cone, in integers: the vertex and the weights that prove it best are both exact.

The programme is: choose x >= 0 with sum(x) <= 1 and ``rules @ x <= 0`` so that ``goal @ x`` is largest, where every
entry of the goal is positive. Nothing at all (x = 0) is always allowed, so no first phase is needed; and if anything
else is allowed, the best x has sum 1. Pivots follow Bland's rule, which never goes round in circles, and are free of
fractions.

References
----------
Bland, R. G. (1977): New finite pivoting rules for the simplex method. Mathematics of Operations Research 2.
Edmonds, J. (1967): Systems of distinct representatives and linear algebra (integer pivoting).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.deadline import Deadline


@dataclass(frozen=True)
class Optimum:
    """The best point of a programme.

    Parameters
    ----------
    value : Fraction
        What the goal is worth there; 0 if only x = 0 is allowed.
    weights : tuple of Fraction, shape (number of rules,)
        Weights y >= 0 on the rules for which no entry of ``goal - y @ rules`` exceeds the value.
    """

    value: Fraction
    point: tuple[Fraction, ...]
    weights: tuple[Fraction, ...]


def best_of_cone(goal: Sequence[Fraction], rules: Sequence[Sequence[Fraction]], deadline: Deadline) -> Optimum:
    """Solve a programme exactly.

    Parameters
    ----------
    goal : sequence of Fraction, shape (n,)
        Positive numbers.
    rules : sequence of sequence of Fraction, shape (k, n)
        Rows of the inequalities.
    deadline : Deadline
        When to give up.

    Raises
    ------
    TimeLimitError
        If the time is up.
    """
    size, count = len(goal), len(rules) + 1
    lines = [list(rule) for rule in rules] + [[Fraction(1)] * size, [-value for value in goal]]
    scales = [lcm(*(value.denominator for value in line)) for line in lines]
    table = [
        [int(value * scale) for value in line] + [int(k == r) for k in range(count)] + [int(r == count - 1)]
        for r, (line, scale) in enumerate(zip(lines, scales, strict=True))
    ]
    basis, last = list(range(size, size + count)), 1
    while (enter := next((c for c in range(size + count) if table[-1][c] < 0), None)) is not None:
        deadline.check()
        rising = [r for r in range(count) if table[r][enter] > 0]
        leave = min(rising, key=lambda r: (Fraction(table[r][-1], table[r][enter]), basis[r]))
        last = _pivot(table, leave, enter, last)
        basis[leave] = enter
    point = [Fraction(0)] * size
    for r, variable in enumerate(basis):
        if variable < size:
            point[variable] = Fraction(table[r][-1], last)
    weights = tuple(Fraction(table[-1][size + k] * scales[k], last * scales[-1]) for k in range(len(rules)))
    return Optimum(Fraction(table[-1][-1], last * scales[-1]), tuple(point), weights)


def _pivot(table: list[list[int]], leave: int, enter: int, last: int) -> int:
    """Exchange a variable of the basis; every entry is a whole number over the pivot, which is returned."""
    row = table[leave]
    pivot = row[enter]
    for r, line in enumerate(table):
        if r != leave:
            factor = line[enter]
            table[r] = [(value * pivot - factor * other) // last for value, other in zip(line, row, strict=True)]
    return pivot
