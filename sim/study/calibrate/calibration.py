"""Parameters that fit what an analyst has said, how sure they are, and what stays free.

An answer says that a player is indifferent between an outcome throughout and another for a share of the time. Since a
player's payoff is an average, that is an equation between payoffs, and most files state payoffs as sums of their
parameters with known factors: the answers are then linear equations, solved exactly. The share at which two courses are
as good is the probability equivalent of decision analysis (Keeney and Raiffa 1976) with rounds in the place of chances.

References
----------
Keeney, R. L. and H. Raiffa (1976): Decisions with Multiple Objectives: Preferences and Value Tradeoffs. Wiley.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from sim.errors import AskError
from sim.study.calibrate.affine import CurvedError
from sim.study.calibrate.agreement import Region, Rule
from sim.study.calibrate.least_squares import bounded, dot, echelon, null_space
from sim.study.calibrate.outcomes import Outcomes
from sim.study.calibrate.payoffs import Payoffs
from sim.study.calibrate.result import Calibration, Found

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.scenario.scenario import Scenario
    from sim.study.calibrate.affine import Affine
    from sim.study.calibrate.answers import Answer
    from sim.study.calibrate.payoffs import Sought

    Row = list[Fraction]
    Bound = Fraction | None

ZERO = Fraction(0)


def calibrate(scenario: Scenario, answers: Sequence[Answer], names: Sequence[str] = ()) -> Calibration:
    """Find the parameters that fit some answers.

    Parameters
    ----------
    scenario : Scenario
        A concession game, a matrix game or a tree.
    answers : sequence of Answer
        At least one.
    names : sequence of str
        Parameters to find; by default all numbers of the file on which the answers bear.

    Raises
    ------
    AskError
        If there is nothing to find.
    """
    if not answers:
        raise AskError("answers", "there is no answer to go by")
    payoffs = Payoffs(Outcomes(scenario))
    sought = payoffs.sought(names, answers)
    own = [entry.name for entry in sought]
    try:
        if any(payoffs.hangs_on_patience(answer, own) for answer in answers):
            raise CurvedError
        system = _System(payoffs, sought, answers)
    except CurvedError:
        from sim.study.calibrate.curved import curved

        return curved(payoffs, sought, answers)
    return system.calibration()


class _System:
    """The answers as linear equations and inequalities in the parameters.

    Raises
    ------
    CurvedError
        If they are none.
    """

    def __init__(self, payoffs: Payoffs, sought: tuple[Sought, ...], answers: Sequence[Answer]) -> None:
        self.payoffs, self.sought, self.answers = payoffs, sought, answers
        self.names = [entry.name for entry in sought]
        self.values = payoffs.affine_values(self.names)
        self.middle = [payoffs.equation(a, self.values, payoffs.weight(a, None)) for a in answers]
        self.rows = [self._row(equation) for equation in self.middle]
        self.right = [-equation.constant for equation in self.middle]

    def _row(self, equation: Affine) -> Row:
        return [equation.factors.get(name, ZERO) for name in self.names]

    def calibration(self) -> Calibration:
        """What the answers come to."""
        low, high = [s.minimum for s in self.sought], [s.maximum for s in self.sought]
        anchors = self._anchors()
        for k in anchors:
            low[k] = high[k] = self.sought[k].value
        point = self._fit(range(len(self.answers)), low, high)
        rules = self._rules(point)
        region = Region(low, high)
        agree = region.holds_any(rules)
        if agree and not _all_hold(rules, point):
            point = self._inside(region, rules, low, high) or point
        values = dict(zip(self.names, point, strict=True))
        clash = () if agree else Region([None] * len(low), [None] * len(low)).contradiction(rules)
        if anchors and not agree and not clash:
            kept_low: list[Bound] = [low[k] if k in anchors else None for k in range(len(low))]
            kept_high: list[Bound] = [high[k] if k in anchors else None for k in range(len(low))]
            clash = Region(kept_low, kept_high).contradiction(rules)
        directions = self._directions()
        moved = {name for direction in directions for name in direction}
        ends = self._ends(region, rules, agree, low, high, point)
        found = tuple(
            Found(s, value, least, most, s.name in moved)
            for s, value, (least, most) in zip(self.sought, point, ends, strict=True)
        )
        return Calibration(
            self.payoffs.outcomes.scenario,
            tuple(self.answers),
            found,
            True,
            agree,
            tuple(equation.at(values) for equation in self.middle),
            tuple(self.payoffs.implied(answer, values) for answer in self.answers),
            directions,
            clash,
            () if agree or clash else self._beyond(low, high, anchors),
            tuple(self.names[k] for k in anchors),
        )

    def _fit(self, which: Sequence[int], low: Sequence[Bound], high: Sequence[Bound]) -> Row:
        """The values in their ranges that fit some answers best; nearest to the file's in units of the ranges."""
        return self._nearest([self.rows[k] for k in which], [self.right[k] for k in which], low, high)

    def _nearest(self, asked: list[Row], bounds_: Row, low: Sequence[Bound], high: Sequence[Bound]) -> Row:
        units, start = [s.unit for s in self.sought], [s.value for s in self.sought]
        rows = [[factor * unit for factor, unit in zip(row, units, strict=True)] for row in asked]
        right = [bound - dot(row, start) for row, bound in zip(asked, bounds_, strict=True)]
        below, above = (
            [None if b is None else (b - v) / u for b, v, u in zip(bounds, start, units, strict=True)]
            for bounds in (low, high)
        )
        moved = bounded(rows, right, below, above)
        return [v + u * m for v, u, m in zip(start, units, moved, strict=True)]

    def _inside(self, region: Region, rules: list[Rule], low: Sequence[Bound], high: Sequence[Bound]) -> Row | None:
        """A point at which all rules hold, where the middles of what was said do not.

        The answers that are one number hold from the start; one after the other those rules join them that do not hold,
        at the end of what was said. Where that does not do, a point in the middle is taken.
        """
        kept = [(rule.row, rule.low) for rule in rules if rule.low == rule.high]
        waiting = [rule for rule in rules if rule.low != rule.high]
        while True:
            rows, right = [row for row, _ in kept], [value for _, value in kept if value is not None]
            point = self._nearest(rows, right, low, high)
            if _all_hold(rules, point):
                return point
            broken = next((rule for rule in waiting if not _holds(rule, point)), None)
            if broken is None:
                break
            waiting.remove(broken)
            kept.append((broken.row, broken.high if broken.low is None else broken.low))
        found = region.inside(rules)
        if found is None:
            return None
        idle = [not any(rule.row[k] for rule in rules) for k in range(len(found))]
        return [s.value if free else v for s, v, free in zip(self.sought, found, idle, strict=True)]

    def _anchors(self) -> list[int]:
        """Unknowns that are kept: one of each group of which the answers say nothing but that all of them are 0."""
        groups: list[set[int]] = []
        for row in self.rows:
            own = {k for k, factor in enumerate(row) if factor}
            groups = [g for g in groups if not g & own] + [set.union(own, *(g for g in groups if g & own))]
        found = []
        for group in filter(None, groups):
            inside = [k for k, row in enumerate(self.rows) if any(row[j] for j in group)]
            rank = len(echelon([[self.rows[k][j] for j in sorted(group)] for k in inside])[1])
            nonzero = [j for j in sorted(group) if self.sought[j].value]
            if rank == len(group) and not any(self.right[k] for k in inside) and nonzero:
                found.append(nonzero[0])
        return sorted(found)

    def _rules(self, point: Row) -> list[Rule]:
        """What the answers ask: an equation each, or a span between the ends of what was said."""
        values = dict(zip(self.names, point, strict=True))
        found = []
        for k, answer in enumerate(self.answers):
            least, most = answer.weights(self.payoffs.rate(answer, None))
            if least == most:
                found.append(Rule(k, self.rows[k], self.right[k], self.right[k]))
                continue
            _, that, other = self.payoffs.paid(answer, self.payoffs.values(values))
            for weight, above in ((least, that >= other), (most, that < other)):
                # With more weight on the better outcome the one outcome is ahead by less.
                equation = self.payoffs.equation(answer, self.values, weight)
                low, high = (-equation.constant, None) if above else (None, -equation.constant)
                found.append(Rule(k, self._row(equation), low, high))
        return found

    def _directions(self) -> tuple[dict[str, Fraction], ...]:
        basis = null_space(self.rows, len(self.names))
        return tuple({n: v for n, v in zip(self.names, d, strict=True) if v} for d in basis)

    def _ends(
        self,
        region: Region,
        rules: list[Rule],
        agree: bool,
        low: Sequence[Bound],
        high: Sequence[Bound],
        point: Row,
    ) -> list[tuple[Bound, Bound]]:
        count = range(len(self.names))
        if agree:
            return [(region.end(rules, k, -1), region.end(rules, k, 1)) for k in count]
        others = [[m for m in range(len(self.answers)) if m != k] for k in range(len(self.answers))]
        fits = [point, *(self._fit(which, low, high) for which in others if which)]
        return [(min(fit[k] for fit in fits), max(fit[k] for fit in fits)) for k in count]

    def _beyond(
        self, low: Sequence[Bound], high: Sequence[Bound], anchors: Sequence[int]
    ) -> tuple[tuple[str, Fraction], ...]:
        """Where a fit without ranges puts what it puts outside of them."""
        free_low: list[Bound] = [low[k] if k in anchors else None for k in range(len(low))]
        free_high: list[Bound] = [high[k] if k in anchors else None for k in range(len(low))]
        point = self._fit(range(len(self.answers)), free_low, free_high)
        found = zip(self.names, point, low, high, strict=True)
        return tuple(
            (name, value)
            for name, value, least, most in found
            if (least is not None and value < least) or (most is not None and value > most)
        )


def _all_hold(rules: Sequence[Rule], point: Row) -> bool:
    return all(_holds(rule, point) for rule in rules)


def _holds(rule: Rule, point: Row) -> bool:
    value = dot(rule.row, point)
    return (rule.low is None or value >= rule.low) and (rule.high is None or value <= rule.high)
