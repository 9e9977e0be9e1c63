"""Linear programmes in whole numbers: one aim after the other, each on what is best for those before it.

The simplex method on a table of whole numbers (Bareiss 1968): every entry is a determinant of the data, so
that no fraction and no rounding comes up. Bland's rule (1977) keeps it from going round in circles. A column whose
reduced cost is not 0 at an optimum is 0 in every optimum; it is dropped, and the next aim looks at what is left.

References
----------
Bareiss, E. H. (1968): Sylvester's identity and multistep integer-preserving Gaussian elimination. Mathematics of
Computation 22. Bland, R. G. (1977): New finite pivoting rules for the simplex method. Mathematics of Operations
Research 2.
"""

from __future__ import annotations

from fractions import Fraction
from math import gcd, lcm
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def lexicographic_maximum(
    aims: Iterable[Sequence[Fraction]], rules: Sequence[Sequence[Fraction]], limits: Sequence[Fraction]
) -> tuple[Fraction, ...]:
    """The point x >= 0 with rules x <= limits that is best for the first aim, of those for the second, and so on.

    Parameters
    ----------
    aims : iterable of sequence of Fraction, shape (variables,)
        What to make as large as possible, the most important first.
    rules : sequence of sequence of Fraction, shape (inequalities, variables)
        Left sides of the inequalities.
    limits : sequence of Fraction, shape (inequalities,)
        Right sides; 0 or more.

    Raises
    ------
    ValueError
        If a limit is negative or an aim has no maximum.
    """
    if any(limit < 0 for limit in limits):
        raise ValueError("expected limits of 0 or more")
    table = _Table(rules, limits)
    for aim in aims:
        table.maximise(_whole(aim))
        if not table.free:
            break
    return table.point


def _whole(line: Sequence[Fraction]) -> list[int]:
    """A line in whole numbers, in the same proportions."""
    scale = lcm(*(v.denominator for v in line))
    whole = [int(v * scale) for v in line]
    common = gcd(*whole) or 1
    return [v // common for v in whole]


class _Table:
    """The simplex table: variables, then one slack per inequality, then the right side; all times ``unit``."""

    def __init__(self, rules: Sequence[Sequence[Fraction]], limits: Sequence[Fraction]) -> None:
        self.size, count = len(rules[0]), len(rules)
        self.lines: list[list[int]] = []
        for k, (rule, limit) in enumerate(zip(rules, limits, strict=True)):
            *left, right = _whole([*rule, limit])
            self.lines.append([*left, *(int(k == other) for other in range(count)), right])
        self.basis = [self.size + k for k in range(count)]
        self.unit = 1
        self.free = set(range(self.size))
        """Columns outside the basis that may still come in."""

    @property
    def point(self) -> tuple[Fraction, ...]:
        """Values of the variables."""
        values = [Fraction(0)] * self.size
        for column, line in zip(self.basis, self.lines, strict=True):
            if column < self.size:
                values[column] = Fraction(line[-1], self.unit)
        return tuple(values)

    def maximise(self, aim: list[int]) -> None:
        """Go to an optimum for an aim, and drop the columns that are 0 in all optima."""
        cost = aim + [0] * len(self.lines)
        while True:
            gains = self._gains(cost)
            better = [column for column in sorted(self.free) if gains[column] > 0]
            if not better:
                break
            self._pivot(better[0])
        self.free = {column for column in self.free if gains[column] == 0}

    def _gains(self, cost: list[int]) -> dict[int, int]:
        """What a unit of each free column would add to the aim, times ``unit``."""
        paying = [(cost[column], line) for column, line in zip(self.basis, self.lines, strict=True) if cost[column]]
        return {c: cost[c] * self.unit - sum(p * line[c] for p, line in paying) for c in self.free}

    def _pivot(self, enter: int) -> None:
        """Bring a column into the basis, by Bland's rule for the one that leaves."""
        leave = -1
        for k, line in enumerate(self.lines):
            if line[enter] <= 0:
                continue
            if leave >= 0:
                best = self.lines[leave]
                mine, theirs = line[-1] * best[enter], best[-1] * line[enter]
                if mine > theirs or (mine == theirs and self.basis[k] > self.basis[leave]):
                    continue
            leave = k
        if leave < 0:
            raise ValueError("the aim has no maximum")
        row = self.lines[leave]
        pivot, unit = row[enter], self.unit
        for k, line in enumerate(self.lines):
            if k != leave:
                factor = line[enter]
                self.lines[k] = [(v * pivot - factor * r) // unit for v, r in zip(line, row, strict=True)]
        self.unit = pivot
        self.free.discard(enter)
        self.free.add(self.basis[leave])
        self.basis[leave] = enter
