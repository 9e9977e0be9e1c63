"""A quota of inspections over periods: recursive inspection games, solved exactly, period by period from the last one.

With n periods to go, k inspections and l intended violations left, both sides choose without seeing each other:

    inspect, stay legal: v(n - 1, k - 1, l)      inspect, violate: c, and it is over
    wait,    stay legal: v(n - 1, k, l)          wait,    violate: -h + v(n - 1, k, l - 1)

to the inspector, and the other way round to the owner. After a period both know whether it was inspected, and the owner
whether it violated. Each period is a game of two by two. Its value in closed form, by which tests judge it, is
-h (C(n, k + 1) - C(n - l, k + 1)) / sum over i from 0 to k of C(n, i) (c / h)^(k - i).

References
----------
Dresher, M. (1962): A sampling inspector problem in arms control agreements. RAND Memorandum RM-2972 (one violation).
Von Stengel, B. (2016): Recursive inspection games. Mathematics of Operations Research 41, 935-952 (several).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from sim.deadline import check_time

if TYPE_CHECKING:
    from collections.abc import Mapping

    State = tuple[int, int, int]

ZERO, ONE = Fraction(0), Fraction(1)


@dataclass(frozen=True)
class Period:
    """The period that begins in a state.

    Parameters
    ----------
    value : Fraction
        What the rest of the game is worth to the inspector.
    inspect, violate : Fraction
        Chances with which the sides do that.
    """

    value: Fraction
    inspect: Fraction
    violate: Fraction


@dataclass(frozen=True)
class QuotaGame:
    """A quota of inspections, solved.

    Parameters
    ----------
    caught, harm : Fraction
        What a violation that is caught is worth to the inspector, and what one that is missed costs it.
    periods : mapping of (int, int, int) to Period
        By periods to go, inspections left and violations left.
    """

    caught: Fraction
    harm: Fraction
    periods: Mapping[State, Period]

    def blind(self, state: State) -> bool:
        """Whether the inspector's chances from a state on do not hang on how many violations are left.

        It then need not know what it has missed to play them.
        """
        most = state[2]
        return all(
            len({self.periods[n, k, left].inspect for left in range(1, min(most, n) + 1)}) == 1
            for n in range(1, state[0] + 1)
            for k in range(min(state[1], n) + 1)
        )


def solve_quota(periods: int, inspections: int, violations: int, caught: Fraction, harm: Fraction) -> QuotaGame:
    """Solve the game from all states with so many periods, inspections and violations at most.

    Parameters
    ----------
    periods, inspections, violations : int
        At least 1, 0 and 1.
    caught, harm : Fraction
        What a violation that is caught is worth to the inspector, at least 0, and what one that is missed costs it,
        above 0.

    Raises
    ------
    TimeLimitError
        If the time is up.
    """
    found: dict[State, Period] = {}
    for n in range(periods + 1):
        check_time()
        for k in range(inspections + 1):
            for left in range(violations + 1):
                found[n, k, left] = _period(found, (n, k, left), caught, harm)
    return QuotaGame(caught, harm, found)


def _period(found: Mapping[State, Period], state: State, caught: Fraction, harm: Fraction) -> Period:
    n, k, left = state
    if n == 0 or left == 0:
        return Period(ZERO, ZERO, ZERO)
    wait = found[n - 1, k, left].value, found[n - 1, k, left - 1].value - harm
    if k == 0:
        return Period(min(wait), ZERO, ONE if wait[1] <= wait[0] else ZERO)
    return _two_by_two((found[n - 1, k - 1, left].value, caught), wait)


def _two_by_two(inspect: tuple[Fraction, Fraction], wait: tuple[Fraction, Fraction]) -> Period:
    """The value and optimal chances of a zero-sum game of two by two, pure ones where they are enough."""
    rows, floor = (inspect, wait), max(min(inspect), min(wait))
    tops = max(inspect[0], wait[0]), max(inspect[1], wait[1])
    if floor == min(tops):
        row = ONE if min(inspect) == floor else ZERO
        return Period(floor, row, ZERO if tops[0] == floor else ONE)
    (a, b), (c, d) = rows
    over = a - b - c + d
    return Period((a * d - b * c) / over, (d - c) / over, (a - c) / over)
