"""Prices that somebody names who does not know the other's value: from the last round back, exactly.

Whoever would take a price would take it all the more with a higher value, so what is known after refusals is a share:
the buyers, from the highest value down, who would have bought by now. The game with n rounds to go is described by what
each buyer would pay at most, a step function of that share, and by the price that is named at each share.

References
----------
Fudenberg, D., Levine, D. and Tirole, J. (1985): Infinite-horizon models of bargaining with one-sided incomplete
information, in Roth (ed.), Game-Theoretic Models of Bargaining. Ausubel, L. and Deneckere, R. (1989): Reputation in
bargaining and durable goods monopoly. Econometrica 57, 511-531 (prices and shares as functions of the state).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from sim.progress import steps

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.deadline import Deadline
    from sim.games.offers.values_game import ValuesGame


@dataclass(frozen=True)
class Step:
    """Buyers next to each other who would pay the same at most.

    Parameters
    ----------
    upto : Fraction
        The share of buyers, from the highest value down, with which the step ends; it belongs to it.
    value : Fraction
        What the good is worth to them.
    pays : Fraction
        The highest price that they take.
    """

    upto: Fraction
    value: Fraction
    pays: Fraction


@dataclass(frozen=True)
class Naming:
    """From which share on which price is named.

    Parameters
    ----------
    since : Fraction
        The share who would have bought by now, from which on it is best; there the price before it is as good.
    step : int
        The last step of buyers who take it.
    """

    since: Fraction
    step: int


@dataclass(frozen=True)
class Stage:
    """What both do with a number of rounds to go: the steps of buyers, and the prices, both from share 0 on.

    Parameters
    ----------
    steps : tuple of Step
        What buyers would pay at most; only those with a value above what the good is worth to the seller.
    prices : tuple of Naming
        What is named at each share.
    """

    steps: tuple[Step, ...]
    prices: tuple[Naming, ...]

    def named(self, share: Fraction) -> int:
        """The step that is sold to at a share; where two are as good the higher price."""
        found = self.prices[0].step
        for naming in self.prices[1:]:
            if naming.since >= share:
                break
            found = naming.step
        return found


def stages(game: ValuesGame, deadline: Deadline) -> tuple[Stage, ...]:
    """What is done with 1, 2, … rounds to go; without a last round the one stage that repeats.

    Raises
    ------
    TimeLimitError
        If the time is up.
    """
    if game.horizon is None:
        return (_repeating(game, deadline),)
    found: list[Stage] = []
    worth: list[Fraction] = []
    for _ in steps("backward_induction", range(game.horizon)):
        deadline.check()
        stage, worth = _before(game, found[-1] if found else None, worth)
        found.append(stage)
    return tuple(found)


def _repeating(game: ValuesGame, deadline: Deadline) -> Stage:
    """The stage that repeats without a last round, from the lowest value up (Fudenberg, Levine and Tirole 1985).

    Where all but few would have bought, the rest are sold to at once at the lowest value. From there shares are gone
    through downwards: next to a share the price that is named is known, and with it what buyers there would pay; each
    end of a step is one more share up to which may be sold. It becomes worth that where its line crosses the one that
    is followed.
    """
    d, e = game.discount[game.buyer], game.discount[game.seller]
    share, ends = Fraction(0), []
    for value, chance in game.serious:
        share += chance
        ends.append((share, value))
    if not ends:
        return Stage((), ())
    upto, lowest = ends[-1]
    found = [Step(upto, lowest, lowest)]  # from the last share down
    lines = [((lowest - game.own) * upto, lowest - game.own)]  # what selling up to each pays: at share 0, and its slope
    prices: list[tuple[Fraction, int]] = []  # from which share on which of them is sold up to, from above
    followed, at, cut = 0, len(ends) - 1, upto
    while True:
        deadline.check()
        # The next share below at which the value or the price that is named changes.
        height, slope = lines[followed]
        below, then = Fraction(0), None
        for k, (other, steeper) in enumerate(lines):
            if steeper > slope:
                cross = (other - height) / (steeper - slope)
                if cross > below or (cross == below and then is not None and steeper > lines[then][1]):
                    below, then = cross, k
        next_value = ends[at - 1][0] if at else Fraction(0)
        if then is not None and below >= next_value and below > 0:
            prices.append((below, followed))
            followed = then
        cut = max(below if then is not None else Fraction(0), next_value)
        if cut <= 0:
            break
        while at and ends[at - 1][0] >= cut:
            at -= 1
        value = ends[at][1]
        pays = value - d * (value - found[followed].pays)
        height, slope = lines[followed]
        found.append(Step(cut, value, pays))
        lines.append(((pays - game.own) * cut + e * (height - slope * cut), pays - game.own))
    prices.append((Fraction(0), followed))
    last = len(found) - 1
    named = tuple(Naming(since, last - k) for since, k in reversed(prices))
    return Stage(tuple(reversed(found)), named)


def _before(game: ValuesGame, after: Stage | None, later: Sequence[Fraction]) -> tuple[Stage, list[Fraction]]:
    """The stage with one round more to go, and what each of its prices pays at share 0.

    What a price pays is a line in the share that would have bought by now, so that it is worth most to follow the upper
    envelope of these lines.
    """
    d, e = game.discount[game.buyer], game.discount[game.seller]
    found = _steps(game, after, d)
    # What selling up to a step pays at share 0, and by how much less for each buyer who would have bought by now.
    margins = [step.pays - game.own for step in found]
    heights = []
    for step, margin in zip(found, margins, strict=True):
        rest = Fraction(0) if after is None else _worth(game, after, later, step.upto)
        heights.append(margin * step.upto + e * rest)
    return Stage(found, _envelope(heights, margins)), heights


def _steps(game: ValuesGame, after: Stage | None, patience: Fraction) -> tuple[Step, ...]:
    """What buyers would pay at most: so much that the price of the next round is no better."""
    ends: list[tuple[Fraction, Fraction]] = []
    share = Fraction(0)
    for value, chance in game.serious:
        share += chance
        ends.append((share, value))
    if after is None:
        return tuple(Step(upto, value, value) for upto, value in ends)
    cuts = sorted({naming.since for naming in after.prices[1:]} | {upto for upto, _ in ends})
    found: list[Step] = []
    at, j = 0, 0
    for cut in cuts:
        while ends[at][0] < cut:
            at += 1
        while j + 1 < len(after.prices) and after.prices[j + 1].since < cut:
            j += 1
        value, price = ends[at][1], after.steps[after.prices[j].step].pays
        found.append(Step(cut, value, value - patience * (value - price)))
    return tuple(found)


def _worth(game: ValuesGame, stage: Stage, heights: Sequence[Fraction], share: Fraction) -> Fraction:
    """What a stage is worth to the seller at a share."""
    if not stage.steps or share >= stage.steps[-1].upto:
        return Fraction(0)
    k = stage.named(share)
    return heights[k] - (stage.steps[k].pays - game.own) * share


def _envelope(heights: Sequence[Fraction], slopes: Sequence[Fraction]) -> tuple[Naming, ...]:
    """The upper envelope of lines height - slope * share over shares from 0 on, steepest first.

    Slopes fall; of two that are alike the higher line counts.
    """
    kept: list[Naming] = []
    for k in range(len(heights)):
        since = Fraction(0)
        drop = False
        while kept:
            last = kept[-1].step
            if slopes[last] == slopes[k]:
                if heights[k] <= heights[last]:
                    drop = True
                    break
                kept.pop()
                continue
            cross = (heights[last] - heights[k]) / (slopes[last] - slopes[k])
            if cross <= kept[-1].since:  # at share 0 too: of two that are as good at the start the lower price
                kept.pop()
                continue
            since = cross
            break
        if drop:
            continue
        kept.append(Naming(since if kept else Fraction(0), k))
    return tuple(naming for naming in kept if naming.since < 1)
