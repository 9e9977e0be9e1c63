"""Deviations from a plan of prices and answers, by code that has no part in making it.

It follows the plan round by round, and knows nothing of lines and envelopes. Two facts make finitely many comparisons
enough. With the next price given, what a price pays the seller is linear in the share who would have bought by now, so
that the ends of each piece decide. And what waiting is worth to a buyer rises by no more than the value does, so that
of those who take a price the one with the lowest value is tempted most to refuse, and of the others the one with the
highest value to take it.
"""

from __future__ import annotations

import itertools
from bisect import bisect_left, bisect_right
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.deadline import Deadline
    from sim.engine.offers.price_stages import Stage
    from sim.games.offers.values_game import ValuesGame
    from sim.types import Pair

NOTHING = Fraction(0)


def values_regret(game: ValuesGame, plan: Sequence[Stage], deadline: Deadline) -> Pair:
    """Most that the seller and any buyer could gain by one other price or answer anywhere, also after refusals.

    Parameters
    ----------
    plan : sequence of Stage
        What is done with 1, 2, … rounds to go; without a last round the one stage that repeats.

    Returns
    -------
    pair of Fraction
        In units of payoff, as of the round in which somebody would depart; (0, 0) for an equilibrium.

    Raises
    ------
    ValueError
        If it is no plan for the values of the game, or sells to nobody for ever.
    TimeLimitError
        If the time is up.
    """
    check = _Check(game, plan, deadline)
    gains = [NOTHING, NOTHING]
    for n in range(1, len(plan) + 1):
        check.shape(n)
        gains[game.seller] = max(gains[game.seller], check.seller(n))
        gains[game.buyer] = max(gains[game.buyer], check.buyers(n))
    return gains[0], gains[1]


class _Check:
    """A plan and what following it is worth."""

    def __init__(self, game: ValuesGame, plan: Sequence[Stage], deadline: Deadline) -> None:
        self.game, self.plan, self.deadline = game, plan, deadline
        self.known: dict[tuple[int, Fraction], Fraction] = {}

    def stage(self, n: int) -> Stage | None:
        """What is done with so many rounds to go; None if there are none."""
        if self.game.horizon is None:
            return self.plan[0]
        return self.plan[n - 1] if n else None

    def shape(self, n: int) -> None:
        """Refuse a plan that has other values than the game, or lets buyers of higher values pay less."""
        stage = self.plan[n - 1]
        total = NOTHING
        for value, chance in self.game.serious:
            own = [step for step in stage.steps if total < step.upto <= total + chance]
            if any(step.value != value for step in own) or not own or own[-1].upto != total + chance:
                raise ValueError("a plan is not one for the values of the game")
            total += chance
        pays = [step.pays for step in stage.steps]
        if pays != sorted(pays, reverse=True):
            raise ValueError("a plan has buyers of higher values pay less")
        named = [(naming.since, naming.step) for naming in stage.prices]
        for (since, step), (later, lower) in itertools.pairwise(named):
            if since >= later or step >= lower:
                raise ValueError("a plan has prices rise after refusals")

    def worth(self, n: int, share: Fraction) -> Fraction:
        """What following the plan is worth to the seller at a share, with so many rounds to go."""
        trail: list[tuple[int, Fraction, Fraction]] = []
        while (stage := self.stage(n)) is not None and stage.steps and share < stage.steps[-1].upto:
            if (n, share) in self.known:
                break
            step = stage.steps[stage.named(share)]
            if step.upto <= share and self.game.horizon is None:
                raise ValueError("a plan sells to nobody for ever")
            trail.append((n, share, (step.pays - self.game.own) * (step.upto - share)))
            n, share = n - (self.game.horizon is not None), max(share, step.upto)
        worth = self.known.get((n, share), NOTHING)
        for at, before, paid in reversed(trail):
            worth = paid + self.game.discount[self.game.seller] * worth
            self.known[at, before] = worth
        return worth

    def seller(self, n: int) -> Fraction:
        """Most that another price than the one that is named would bring, at any share.

        What the plan is worth is a line on each piece; as the prices fall the lines get flatter, and where they meet no
        piece is worth more than its neighbour. So what another price brings beyond it is most where the lines get as
        flat as that price's own, or where the buyers end who take it.
        """
        stage, own = self.plan[n - 1], self.game.own
        if not stage.steps:
            return NOTHING
        after, e = self.stage(n - 1), self.game.discount[self.game.seller]
        later = [e * self.worth(n - 1, step.upto) for step in stage.steps]
        slopes = [step.pays - own for step in stage.steps]
        heights = [slope * step.upto + rest for slope, step, rest in zip(slopes, stage.steps, later, strict=True)]
        starts, named = [naming.since for naming in stage.prices], [naming.step for naming in stage.prices]
        most = NOTHING
        for k, since in enumerate(starts[1:], 1):
            one, other = named[k - 1], named[k]
            most = max(most, abs(heights[one] - heights[other] - (slopes[one] - slopes[other]) * since))
        flat = [-slopes[k] for k in named]
        for k, step in enumerate(stage.steps):
            self.deadline.check()
            at = min(bisect_left(flat, -slopes[k]), len(named) - 1)
            share = min(starts[at], step.upto)
            followed = named[bisect_right(starts, share) - 1]
            most = max(most, heights[k] - heights[followed] - (slopes[k] - slopes[followed]) * share)
        kinks = {naming.since for at in (stage, after) if at is not None for naming in at.prices}
        for share in {*kinks, stage.steps[-1].upto}:
            followed = named[bisect_right(starts, share) - 1]
            most = max(most, e * self.worth(n - 1, share) - (heights[followed] - slopes[followed] * share))
        return most

    def buyers(self, n: int) -> Fraction:
        """Most that another answer to any price would bring a buyer.

        A price between what two neighbours pay at most is taken by the one and refused by the other. After it the
        seller may draw the next price from the two that are as good to it, so that the price on average is any between
        them; the neighbours' bounds fit if one of these holds off both, at each end of the prices between them.
        """
        stage, after, d = self.plan[n - 1], self.stage(n - 1), self.game.discount[self.game.buyer]
        most = NOTHING
        for k, step in enumerate(stage.steps):
            self.deadline.check()
            high, low = self._next(after, step.upto)
            waits = NOTHING if high is None else d * (step.value - high)
            # The bound itself: neither refusing at it nor taking a price above it pays.
            most = max(most, abs(waits - (step.value - step.pays)))
            if k + 1 == len(stage.steps):
                continue
            other = stage.steps[k + 1]
            waits = NOTHING if high is None else d * (other.value - high)
            most = max(most, other.value - step.pays - max(waits, NOTHING))
            waits = NOTHING if low is None else d * (other.value - low)
            most = max(most, other.value - other.pays - max(waits, NOTHING))
        return most

    def _next(self, after: Stage | None, share: Fraction) -> tuple[Fraction | None, Fraction | None]:
        """The higher and the lower of the next prices that are as good at a share; None after the last round."""
        if after is None:
            return None, None
        k = after.named(share)
        high = after.steps[k]
        if share < after.steps[-1].upto and high.upto <= share:
            raise ValueError("a plan sells to nobody for ever")
        low = next((after.steps[p.step].pays for p in after.prices[1:] if p.since == share), high.pays)
        return high.pays, low
