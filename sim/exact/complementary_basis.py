"""From the basis of a linear complementarity problem to the solution that it stands for, exactly.

References
----------
Markowitz, H. M. (1957): The elimination form of the inverse and its application to linear programming. Management
Science 3, 255-269.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.deadline import Deadline
    from sim.exact.complementarity import Complementarity

    Polynomial = tuple[Fraction, ...]

ZERO = Fraction(0)


def basic_solution(problem: Complementarity, basic: frozenset[int], deadline: Deadline) -> list[Polynomial] | None:
    """The solution z of a complementarity problem at a basis; None if the basis is not that of one.

    All is computed in fractions: the unknowns in the basis from the rows in which w is zero, then the other w. None may
    be negative for small positive values of the polynomials' variable.

    Parameters
    ----------
    basic : frozenset of int
        Unknowns that may be positive; in the other rows w may be.
    deadline : Deadline
        When to give up.

    Raises
    ------
    TimeLimitError
        If the time is up.
    """
    names = sorted(basic)
    system = [{j: v for j, v in problem.matrix[i].items() if j in basic} for i in names]
    solved = eliminate(system, [[-v for v in problem.constants[i]] for i in names], deadline)
    if solved is None:
        return None
    width = len(problem.constants[0])
    z = [tuple(solved[i]) if i in basic else (ZERO,) * width for i in range(len(problem.matrix))]
    if any(_negative(z[i]) for i in names):
        return None
    for i, (row, b) in enumerate(zip(problem.matrix, problem.constants, strict=True)):
        if i not in basic:
            own = [(v, z[j]) for j, v in row.items() if j in basic]
            if _negative([sum((v * other[k] for v, other in own), b[k]) for k in range(width)]):
                return None
    return z


def _negative(polynomial: Sequence[Fraction]) -> bool:
    return next(filter(None, polynomial), ZERO) < 0


def eliminate(
    system: list[dict[int, Fraction]], right: list[list[Fraction]], deadline: Deadline
) -> dict[int, list[Fraction]] | None:
    """Solve a sparse system of equations in fractions; None if it is singular.

    The next equation is always one with the fewest unknowns, and the unknown in it one in the fewest equations.

    Parameters
    ----------
    system : list of dict of int to Fraction
        Coefficients of each equation, without zeros; changed.
    right : list of list of Fraction
        Right sides of each equation; changed.
    deadline : Deadline
        When to give up.

    Raises
    ------
    TimeLimitError
        If the time is up.
    """
    within: dict[int, set[int]] = {}
    for r, row in enumerate(system):
        for j in row:
            within.setdefault(j, set()).add(r)
    left = set(range(len(system)))
    order: list[tuple[int, int]] = []
    while left:
        deadline.check()
        r = min(left, key=lambda s: len(system[s]))
        row = system[r]
        if not row:
            return None
        left.discard(r)
        j = min(row, key=lambda i: len(within[i]))
        for i in row:
            within[i].discard(r)
        order.append((r, j))
        for s in within.pop(j):
            times = system[s].pop(j) / row[j]
            _subtract(system[s], row, times, j, within, s)
            right[s] = [v - times * w if w else v for v, w in zip(right[s], right[r], strict=True)]
    found: dict[int, list[Fraction]] = {}
    for r, j in reversed(order):
        value = right[r]
        for i, v in system[r].items():
            if i != j:
                value = [a - v * b if b else a for a, b in zip(value, found[i], strict=True)]
        found[j] = [v / system[r][j] for v in value]
    return found


def _subtract(
    target: dict[int, Fraction], row: dict[int, Fraction], times: Fraction, j: int, within: dict[int, set[int]], s: int
) -> None:
    """Take a multiple of a row from another, whose entry in column j is gone."""
    for i, v in row.items():
        if i == j:
            continue
        value = target.get(i, ZERO) - times * v
        if value:
            target[i] = value
            within[i].add(s)
        elif i in target:
            del target[i]
            within[i].discard(s)
