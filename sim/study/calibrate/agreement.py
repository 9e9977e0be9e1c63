"""Which values of parameters agree with all answers, exactly; and which answers cannot all hold."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from sim.deadline import check_time
from sim.exact.simplex import maximise, middle

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    Row = list[Fraction]
    Bound = Fraction | None

ZERO = Fraction(0)


@dataclass(frozen=True)
class Rule:
    """What an answer asks of the unknowns: ``row x`` lies between two bounds, either of which may be missing.

    Parameters
    ----------
    answer : int
        The answer's number.
    row : list of Fraction
        Factors of the unknowns.
    low, high : Fraction or None
        The bounds; the same where it is an equation.
    """

    answer: int
    row: Row
    low: Bound
    high: Bound


class Region:
    """The points of a box at which some rules hold.

    Parameters
    ----------
    low, high : sequence of Fraction or None
        The box; None where there is no bound.
    """

    def __init__(self, low: Sequence[Bound], high: Sequence[Bound]) -> None:
        self.low, self.high, self.width = low, high, len(low)

    def _programme(self, rules: Iterable[Rule]) -> tuple[list[tuple[Row, Fraction]], list[tuple[Row, Fraction]]]:
        """The rules in variables from 0 on: each unknown above its lower bound, or the difference of two."""
        at_most, equal = [], []
        for rule in rules:
            row, moved = self._shifted(rule.row)
            if rule.low is not None and rule.low == rule.high:
                equal.append((row, rule.low - moved))
                continue
            if rule.high is not None:
                at_most.append((row, rule.high - moved))
            if rule.low is not None:
                at_most.append(([-v for v in row], moved - rule.low))
        for k, high in enumerate(self.high):
            if high is not None:
                unit = [Fraction(j == k) for j in range(self.width)]
                row, moved = self._shifted(unit)
                at_most.append((row, high - moved))
        return at_most, equal

    def _shifted(self, row: Sequence[Fraction]) -> tuple[Row, Fraction]:
        """A row over the variables, and what it comes to where all of them are 0."""
        wide: Row = []
        moved = ZERO
        for factor, low in zip(row, self.low, strict=True):
            wide += [factor] if low is not None else [factor, -factor]
            moved += factor * low if low is not None else ZERO
        return wide, moved

    def _back(self, point: Sequence[Fraction]) -> Row:
        values, k = [], 0
        for low in self.low:
            values.append(point[k] + low if low is not None else point[k] - point[k + 1])
            k += 1 if low is not None else 2
        return values

    def holds_any(self, rules: Sequence[Rule]) -> bool:
        """Whether there is a point at which all rules hold."""
        check_time()
        objective = self._shifted([ZERO] * self.width)[0]
        return maximise(objective, *self._programme(rules)) is not None

    def end(self, rules: Sequence[Rule], unknown: int, sign: int) -> Bound:
        """The largest (sign 1) or least (sign -1) value of an unknown where all rules hold; None without bound."""
        check_time()
        objective, _ = self._shifted([Fraction(sign * (k == unknown)) for k in range(self.width)])
        try:
            point = maximise(objective, *self._programme(rules))
        except ValueError:
            return None
        return None if point is None else self._back(point)[unknown]

    def inside(self, rules: Sequence[Rule]) -> Row | None:
        """A point in the middle of those at which all rules hold; None where they run on without end."""
        count = len(self._shifted([ZERO] * self.width)[0])
        try:
            point = middle(count, *self._programme(rules))
        except ValueError:
            return None
        return None if point is None else self._back(point)

    def contradiction(self, rules: Sequence[Rule]) -> tuple[int, ...]:
        """Answers that cannot all hold, while they can without any one of them; empty if all can.

        One rule after the other is left out for good if the others still cannot hold (Chinneck and Dravnieks 1991, the
        deletion filter).
        """
        if self.holds_any(rules):
            return ()
        kept = list(rules)
        for answer in dict.fromkeys(rule.answer for rule in rules):
            without = [rule for rule in kept if rule.answer != answer]
            if not self.holds_any(without):
                kept = without
        return tuple(dict.fromkeys(rule.answer for rule in kept))
