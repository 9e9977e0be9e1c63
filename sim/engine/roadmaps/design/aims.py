"""What a roadmap is to be best at, as a score of which more is better, and where an order is asked to reach one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Literal, get_args

from sim.engine.roadmaps.best import HIGHEST
from sim.engine.roadmaps.design.cutting import lowered
from sim.engine.roadmaps.design.proof import Level
from sim.engine.roadmaps.design.tables import scales
from sim.engine.roadmaps.thresholds import RoadmapCourse, judge

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.engine.roadmaps.design.cutting import Cutting
    from sim.games.roadmaps.ladders import Ladders, Rounds

By = Literal["patience", "margin", "sum"]
AIMS = get_args(By)

WIDEST = 1e3
"""Errors in payoffs, most, that are told apart, as multiples of the range of payoffs."""

CLOSE = 1e-6
"""How near to the best a roadmap has to be, as a part of 1 or of the range of payoffs."""


@dataclass(frozen=True)
class Aim:
    """What is looked for in the roadmaps of some ladders.

    Parameters
    ----------
    by : str
        ``patience``: the larger of both players' thresholds, as little as it gets; ``margin``: by how much every payoff
        may be other than in the file, as much as it gets; ``sum``: what it pays both, as much as it gets. The last two
        at the players' own patience.
    ladders : Ladders
        With whole steps.
    """

    by: By
    ladders: Ladders

    @property
    def unit(self) -> float:
        """What scores are measured by: 1, or the range of payoffs."""
        return 1.0 if self.by == "patience" else max(scales(self.ladders))

    @property
    def close(self) -> float:
        """Scores that count as the same."""
        return CLOSE * self.unit

    @property
    def span(self) -> tuple[float, float]:
        """The least score that is looked for, and more than any can be."""
        if self.by == "patience":
            return -HIGHEST, 0.0
        if self.by == "margin":
            return 0.0, WIDEST * self.unit
        most = 2 * self.unit * (1 + sum(map(len, self.ladders.steps)))
        zero = float(sum(self.ladders.status_quo))
        return zero - most, zero + most

    def beyond(self, score: float) -> bool:
        """Whether nothing can have a score, whatever the roadmap."""
        return score > 0 if self.by == "patience" else self.by == "margin" and score > self.span[1]

    def level(self, score: float) -> Level:
        """Where an order has to hold in order to have a score."""
        if self.by == "patience":
            patience = Fraction(-score)
            return Level((patience, patience), Fraction(0))
        return Level(self.ladders.discount, Fraction(score) if self.by == "margin" else Fraction(0))

    def score(self, cutting: Cutting, rounds: Rounds, shares: Sequence[Fraction]) -> Fraction | None:
        """The score of a roadmap, exactly; None if it does not hold."""
        ladders = cutting.at(shares)
        if self.by == "margin":
            worse = replace(cutting, ladders=lowered(cutting.ladders, Fraction(1))).at(shares)
            holds, least = margin(ladders, worse, rounds)
            if not holds:
                return None
            most = Fraction(self.span[1])
            return most if least is None else min(most, least)
        found = judge(ladders, rounds)
        if self.by == "patience":
            return None if found.needed is None else -found.needed
        return sum((stand.payoff for stand in found.stands), Fraction(0)) if found.self_enforcing else None


def margin(ladders: Ladders, worse: Ladders, rounds: Rounds) -> tuple[bool, Fraction | None]:
    """Whether nobody prefers to leave, and how far off every payoff may then be; None if there is no end to that.

    Parameters
    ----------
    ladders : Ladders
        Of pieces, as they are.
    worse : Ladders
        The same with every payoff one point worse.
    """
    least: Fraction | None = None
    for player in (0, 1):
        d = ladders.discount[player]
        now, then = (RoadmapCourse(each, rounds).temptations(player) for each in (ladders, worse))
        for one, other in zip(now, then, strict=True):
            loss = one.loss(d)
            if loss < 0:
                return False, None
            falls = loss - other.loss(d)
            if falls > 0 and (least is None or loss / falls < least):
                least = loss / falls
    return True, least
