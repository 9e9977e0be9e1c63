"""Linear programmes in exact numbers: the simplex method in whole numbers.

Of the columns that improve the aim the first comes in, and of the rows that tie the one with the first variable goes
out, so that no basis comes back (Bland 1977). Which of several best points is found hangs on where the search starts;
each form of programme has a start of its own:

- `maximise`, for bounds of any sign and equations, starts from artificial variables and drives them out first;
- `best_of_cone` starts from nothing at all, and gives the weights that prove its point best;
- `lexicographic_maximum` starts there too, and goes on to the next aim among all points that are best for those before.

References
----------
Bland, R. G. (1977): New finite pivoting rules for the simplex method. Mathematics of Operations Research 2, 103-107.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from sim.deadline import Deadline
from sim.exact.tableau import Tableau, whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    Row = Sequence[Fraction]
    Bounds = Sequence[tuple[Row, Fraction]]

ZERO, ONE = Fraction(0), Fraction(1)


class _Programme:
    """A tableau with an aim below it: ``closed`` are the variables that stay outside the basis.

    Variables are numbered: those of the programme first, then one per row, in which the search starts.
    """

    def __init__(self, rows: list[list[int]], size: int) -> None:
        self.size, self.count = size, len(rows)
        self.table = Tableau(rows, list(range(size, size + self.count)), list(range(size)))
        self.closed: set[int] = set()

    def aim(self, costs: Sequence[int]) -> None:
        """Look at an aim from the basis as it is: what its variables are worth, the others being worth nothing."""
        table = self.table
        costs = [*costs, *[0] * (self.size + self.count - len(costs))]
        row = [-costs[k] * table.unit for k in table.outside] + [0]
        for r, variable in enumerate(table.basis):
            if costs[variable]:
                row = [a + costs[variable] * b for a, b in zip(row, table.settled(r), strict=True)]
        table.rows[self.count :], table.scales[self.count :] = [row], [table.unit]

    def improve(self, deadline: Deadline | None = None) -> None:
        """Pivot until no open column improves the aim."""
        table = self.table
        while True:
            if deadline:
                deadline.check()
            gains = table.rows[-1]
            better = [k for c, k in enumerate(table.outside) if gains[c] < 0 and k not in self.closed]
            if not better:
                return
            c = table.outside.index(min(better))
            ties = table.first_out(c)
            if not ties:
                raise ValueError("the aim has no bound")
            table.pivot(min(ties, key=table.basis.__getitem__), c)

    @property
    def point(self) -> list[Fraction]:
        """Values of the programme's own variables."""
        values = [ZERO] * self.size
        table = self.table
        for variable, row, scale in zip(table.basis, table.rows, table.scales, strict=False):
            if variable < self.size:
                values[variable] = Fraction(row[-1], scale)
        return values


def maximise(objective: Row, at_most: Bounds, equal: Bounds) -> list[Fraction] | None:
    """Best point of ``{x >= 0, row x <= bound for at_most, row x = bound for equal}``; None if there is no point.

    Parameters
    ----------
    objective : sequence of Fraction, shape (n,)
        What is to be as large as possible.
    at_most, equal : sequence of (sequence of Fraction, Fraction)
        Rows of shape (n,) with their bounds.

    Raises
    ------
    ValueError
        If the objective has no bound.
    """
    lines = []
    for r, (row, bound) in enumerate([*at_most, *equal]):
        sign = -1 if bound < 0 else 1
        slack = [Fraction(sign * (r == k)) for k in range(len(at_most))]
        lines.append([*(sign * v for v in row), *slack, sign * bound])
    width = len(objective) + len(at_most)
    programme = _Programme([whole(line)[0] for line in lines], width)
    table = programme.table
    # First that the artificial variables, which are what the rows lack, come to as little as possible.
    lacking = [-sum(column, ZERO) for column in zip(*lines, strict=True)] or [ZERO] * (width + 1)
    table.rows.append(whole(lacking)[0])
    table.scales.append(1)
    programme.improve()
    if any(table.rows[r][-1] for r, variable in enumerate(table.basis) if variable >= width):
        return None
    for r, variable in enumerate(table.basis):
        # A row in which nothing but artificial variables stands says nothing, and its own stays at zero.
        own = [k for c, k in enumerate(table.outside) if k < width and table.rows[r][c]]
        if variable >= width and own:
            table.pivot(r, table.outside.index(min(own)))
    programme.closed = set(range(width, width + len(lines)))
    programme.aim(whole(objective)[0])
    programme.improve()
    return programme.point[: len(objective)]


def middle(n: int, at_most: Bounds, equal: Bounds) -> list[Fraction] | None:
    """A point in the middle of a polytope: the average of those at which each coordinate is largest and least.

    Parameters
    ----------
    n : int
        Number of coordinates, none of them below 0.
    at_most, equal : sequence of (sequence of Fraction, Fraction)
        Rows of shape (n,) with their bounds.
    """
    found = []
    for k in range(n):
        for sign in (1, -1):
            point = maximise([Fraction(sign * (j == k)) for j in range(n)], at_most, equal)
            if point is None:
                return None
            found.append(point)
    return [sum(values, ZERO) / len(found) for values in zip(*found, strict=True)]


@dataclass(frozen=True)
class Optimum:
    """The best point of a programme over a cone.

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


def best_of_cone(goal: Row, rules: Sequence[Row], deadline: Deadline) -> Optimum:
    """Choose x >= 0 with sum(x) <= 1 and ``rules @ x <= 0`` so that ``goal @ x`` is largest.

    Nothing at all (x = 0) is always allowed; if anything else is allowed, the best x has sum 1.

    Parameters
    ----------
    goal : sequence of Fraction, shape (n,)
        Positive numbers.
    rules : sequence of sequence of Fraction, shape (k, n)
        Rows of the inequalities.

    Raises
    ------
    TimeLimitError
        If the time is up.
    """
    lines = [whole([*rule, ZERO]) for rule in rules]
    programme = _Programme([row for row, _ in lines] + [[1] * (len(goal) + 1)], len(goal))
    costs, unit = whole(goal)
    programme.aim(costs)
    programme.improve(deadline)
    table = programme.table
    last, scale = table.rows[-1], table.scales[-1] * unit
    prices = {k - len(goal): v for k, v in zip(table.outside, last, strict=False)}
    weights = tuple(Fraction(prices.get(k, 0) * own, scale) for k, (_, own) in enumerate(lines))
    return Optimum(Fraction(last[-1], scale), tuple(programme.point), weights)


def lexicographic_maximum(aims: Iterable[Row], rules: Sequence[Row], limits: Row) -> tuple[Fraction, ...]:
    """The point x >= 0 with rules x <= limits that is best for the first aim, of those for the second, and so on.

    A column with a price of its own at an optimum is 0 in every optimum: it is closed, and the next aim looks at the
    others.

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
    lines = [whole([*rule, limit])[0] for rule, limit in zip(rules, limits, strict=True)]
    programme = _Programme(lines, len(rules[0]))
    for aim in aims:
        programme.aim(whole(aim)[0])
        programme.improve()
        table = programme.table
        programme.closed |= {k for c, k in enumerate(table.outside) if table.rows[-1][c]}
        if programme.closed.issuperset(table.outside):
            break
    return tuple(programme.point)
