"""What to ask next: which answer would say something of the parameters that those before do not say."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from math import log
from typing import TYPE_CHECKING

from sim.errors import AskError
from sim.scenario.expressions.exact import evaluate
from sim.scenario.expressions.grammar import ExpressionError
from sim.study.calibrate.answers import MOST_ROUNDS, Answer
from sim.study.calibrate.outcomes import Outcomes
from sim.study.calibrate.payoffs import Payoffs

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sim.scenario.scenario import Scenario
    from sim.study.calibrate.answers import How
    from sim.study.calibrate.outcomes import Outcome
    from sim.study.calibrate.payoffs import Sought
    from sim.types import Floats

_BETWEEN = re.compile(r"\s+to\s+|\s*[\u2013\u2014]\s*|(?<=[0-9%.])\s*-\s*(?=[0-9.])")

NEARLY = 1e-7
"""Share of a slope below which a question says nothing new."""


@dataclass(frozen=True)
class Query:
    """A question: in what share of the time the better outcome has to hold to be as good as the one in between.

    Parameters
    ----------
    player : int
        Who is asked for.
    this : Outcome
        The one in between, which holds throughout.
    better, worse : Outcome
        What holds in the share that is asked for, and what in the rest.
    how : str
        ``after`` where it is asked how long the better outcome is waited for, with the worse one until then.
    """

    player: int
    this: Outcome
    better: Outcome
    worse: Outcome
    how: How = "share"

    def answered(self, least: Fraction, most: Fraction) -> Answer:
        """The answer that gives the share, or the number of rounds."""
        return Answer(self.player, self.this, self.better, self.worse, self.how, min(least, most), max(least, most))


class Interview:
    """The questions about a scenario, in an order in which each says something new.

    Parameters
    ----------
    scenario : Scenario
        What is asked about.
    names : sequence of str
        Parameters that are sought; by default all numbers of the file that a payoff hangs on.
    """

    def __init__(self, scenario: Scenario, names: Sequence[str] = ()) -> None:
        outcomes = Outcomes(scenario)
        self.payoffs = Payoffs(outcomes)
        self.listed = outcomes.listed()
        self.sought = self.payoffs.sought(names, ()) if names else tuple(self.payoffs.in_outcomes(self.listed))
        self.values = self.payoffs.values({})
        self.known: list[Floats] = []
        self._slopes: dict[Query, Floats] = {}
        self.waiting = list(self._queries())
        if not any(self._new(self._slope(query)) for query in self.waiting):
            told = (
                f"no question would say anything of {', '.join(names)}" if names else "no payoff hangs on a parameter"
            )
            raise AskError("parameters", f"{told}, so that there is nothing to ask")

    def next(self) -> Query | None:
        """The next question whose answer is not settled by those before; None if there is none."""
        while self.waiting:
            query = self.waiting.pop(0)
            if self._new(self._slope(query)):
                return query
        return None

    def note(self, query: Query) -> None:
        """A question has been answered."""
        self.known.append(self._slope(query))

    def left(self, query: Query) -> int:
        """How many questions are left after one, most."""
        known, count = list(self.known), 0
        self.known.append(self._slope(query))
        for query in self.waiting:
            if self._new(self._slope(query)):
                self.known.append(self._slope(query))
                count += 1
        self.known = known
        return count

    def _queries(self) -> Iterator[Query]:
        """For each player every outcome against its best and its worst, as the file has them."""
        for player in (0, 1):
            worth = [self._worth(outcome, player, self.values) for outcome in self.listed]
            better = self.listed[worth.index(max(worth))]
            worse = self.listed[worth.index(min(worth))]
            for outcome, value in zip(self.listed, worth, strict=True):
                if min(worth) < value < max(worth):
                    yield Query(player, outcome, better, worse)
            probe = Query(player, better, better, worse, "after").answered(Fraction(1), Fraction(1))
            if self.payoffs.hangs_on_patience(probe, [entry.name for entry in self.sought]):
                for outcome, value in zip(self.listed, worth, strict=True):
                    if min(worth) < value < max(worth):
                        yield Query(player, outcome, better, worse, "after")

    def _worth(self, outcome: Outcome, player: int, values: dict[str, Fraction]) -> Fraction:
        answer = Answer(player, outcome, outcome, outcome)
        return self.payoffs.paid(answer, values)[0]

    def _slope(self, query: Query) -> Floats:
        if query not in self._slopes:
            self._slopes[query] = self._worked_out(query)
        return self._slopes[query]

    def _worked_out(self, query: Query) -> Floats:
        """How the lack of an answer changes with each parameter, in units of its range, at the file's own values."""
        import numpy as np

        own = {entry.name: entry.value for entry in self.sought}
        share = self.payoffs.implied(query.answered(Fraction(1), Fraction(1)), own) or Fraction(0)
        if query.how == "after":
            rate = self.payoffs.rate(query.answered(share, share), self.values)
            share = Fraction(log(share) / log(rate)) if 0 < rate < 1 and share > 0 else Fraction(1)
        answer = query.answered(share, share)
        return np.array([self._moved(answer, entry, own) for entry in self.sought])

    def _moved(self, answer: Answer, entry: Sought, own: dict[str, Fraction]) -> float:
        step = entry.unit / 1024
        if entry.maximum is not None and entry.value + step > entry.maximum:
            step = -step
        return float(self.payoffs.surplus(answer, own | {entry.name: entry.value + step}) / step * entry.unit)

    def _new(self, slope: Floats) -> bool:
        """Whether a slope is no sum of those of the answers so far."""
        import numpy as np

        size = float(np.linalg.norm(slope))
        if not size:
            return False
        if not self.known:
            return True
        table = np.array(self.known).T
        fit = np.linalg.lstsq(table, slope, rcond=None)[0]
        return bool(np.linalg.norm(table @ fit - slope) > NEARLY * size)


def share_of(typed: str, whole: int | None) -> tuple[Fraction, Fraction] | None:
    """The share or number that was typed, or the two between which it lies; None if it is neither.

    Parameters
    ----------
    typed : str
        A number of so many, a share in per cent, or a range of these: ``4``, ``40%``, ``3 to 5``, ``30-50%``.
    whole : int or None
        How many make the whole; None where a number is asked for and no share.
    """
    parts = [part.strip() for part in _BETWEEN.split(typed)]
    most = MOST_ROUNDS if whole is None else 1
    if len(parts) not in (1, 2):
        return None
    if len(parts) == 2 and parts[1].endswith("%") and not parts[0].endswith("%"):
        parts[0] += "%"
    try:
        ends = [evaluate(part, {}) / (1 if part.endswith("%") or whole is None else whole) for part in parts]
    except ExpressionError:
        return None
    return (min(ends), max(ends)) if all(0 <= end <= most for end in ends) else None
