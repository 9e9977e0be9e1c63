"""Perfect Bayesian equilibrium of prices named to somebody whose value is hidden, in exact numbers.

References
----------
Fudenberg, D. and Tirole, J. (1983): Sequential bargaining with incomplete information. Review of Economic Studies 50,
221-247. Sobel, J. and Takahashi, I. (1983): A multistage model of bargaining. Review of Economic Studies 50, 411-426.
Gul, F., Sonnenschein, H. and Wilson, R. (1986): Foundations of dynamic monopoly and the Coase conjecture. Journal of
Economic Theory 39, 155-190.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from math import nan
from typing import TYPE_CHECKING

from sim.deadline import Deadline
from sim.engine.offers.price_stages import stages
from sim.engine.offers.values_certificate import values_regret
from sim.engine.solution import SELECTED, UNIQUE, Answer, Solution, floats
from sim.errors import CertificateError, TimeLimitError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.engine.offers.price_stages import Stage
    from sim.engine.selection import Rule
    from sim.engine.solution import Request
    from sim.games.offers.values_game import ValuesGame
    from sim.types import Pair

LENGTHS = (1, 2, 3, 5, 10)
"""Numbers of rounds for which the game is solved beside its own, to show what more offers do."""

FEW = 200
"""Values, most, for which it is."""


@dataclass(frozen=True)
class Named:
    """A price on the way of play.

    Parameters
    ----------
    round : int
        When it is named, from 0.
    price : Fraction
        The price.
    before, upto : Fraction
        The shares of buyers, from the highest value down, who would have bought before it and with it.
    """

    round: int
    price: Fraction
    before: Fraction
    upto: Fraction

    @property
    def chance(self) -> Fraction:
        """How likely it is that the trade is made at it."""
        return self.upto - self.before


@dataclass(frozen=True)
class Shorter:
    """The game with another number of rounds: the first price, and what it pays; None where there is no last one."""

    rounds: int | None
    price: Fraction
    worth: Pair


@dataclass(frozen=True)
class PricesSolution(Solution):
    """The equilibrium of prices named to somebody whose value is hidden.

    Parameters
    ----------
    stages : tuple of Stage
        What is done with 1, 2, … rounds to go; without a last round the one stage that repeats.
    path : tuple of Named
        The prices that are named one after the other as long as they are refused and somebody is left to buy.
    payoffs : pair of Fraction
        What each expects before the value is drawn.
    regret : pair of Fraction
        Most that each could gain by one deviation anywhere.
    tied : bool
        Whether another first price would pay the seller as much.
    committed : tuple of (Fraction, Fraction)
        The one price that would pay the seller most if it could not change it, the lowest of them, and what that pays.
    shorter : tuple of Shorter
        The same game with other numbers of rounds.
    complete : bool
        Whether all equilibria pay the same.
    """

    game: ValuesGame
    stages: tuple[Stage, ...]
    path: tuple[Named, ...]
    payoffs: Pair
    regret: Pair
    tied: bool
    committed: tuple[Fraction, Fraction]
    shorter: tuple[Shorter, ...]
    complete: bool
    concept: str = "pbe"

    @property
    def certified(self) -> bool:
        """Whether no deviation pays."""
        return not any(self.regret)

    @property
    def trade(self) -> Fraction:
        """How likely there is a trade."""
        return self.path[-1].upto if self.path else Fraction(0)

    @property
    def mean_round(self) -> Fraction | None:
        """In which round on average the trade is made if it is, counted from 1."""
        if not self.path:
            return None
        return sum((named.chance * (named.round + 1) for named in self.path), Fraction(0)) / self.trade

    def answer(self, rule: Rule) -> Answer:
        """Whether all trade who could, and when."""
        del rule
        return Answer(floats(self.payoffs), self.ending, nan, UNIQUE if self.complete else SELECTED)

    @property
    def ending(self) -> str:
        """At how many prices there may be a trade, in a few words."""
        count = len(self.path)
        if not count:
            return "no trade"
        told = "trade at one price" if count == 1 else f"trade at one of {count} prices"
        return told if self.trade == 1 else f"{told} or none"


def solve(game: ValuesGame, ask: Request) -> PricesSolution:
    """The equilibrium, with what it is compared with."""
    return solve_prices(game, ask.time_limit)


def solve_prices(game: ValuesGame, time_limit: float | None = 60.0) -> PricesSolution:
    """The equilibrium of prices named to somebody whose value is hidden.

    Parameters
    ----------
    time_limit : float or None
        Seconds after which it is given up.

    Raises
    ------
    TimeLimitError
        If the time is up.
    CertificateError
        If a deviation pays, which would be an error of ours.
    """
    deadline = Deadline(time_limit)
    plan = stages(game, deadline)
    regret = values_regret(game, plan, deadline)
    if any(regret):
        raise CertificateError("a price or an answer of the equilibrium can be improved on")
    path = way(game, plan)
    payoffs = worth(game, path)
    tied = _tied(game, plan, payoffs[game.seller])
    return PricesSolution(
        game,
        plan,
        path,
        payoffs,
        regret,
        tied,
        committed_price(game),
        _shorter(game, deadline),
        # Uniqueness: Fudenberg, Levine and Tirole (1985), Gul, Sonnenschein and Wilson (1986). Without a last round it
        # needs a gap between the lowest value and what the good is worth to the seller; with patience 1 of the buyer
        # nobody is in less of a hurry than another one.
        not tied
        and game.discount[game.buyer] < 1
        and (game.horizon is not None or len(game.serious) == len(game.values)),
    )


def way(game: ValuesGame, plan: Sequence[Stage]) -> tuple[Named, ...]:
    """The prices that are named as long as they are refused, up to the last that anybody would take."""
    found: list[Named] = []
    share, t = Fraction(0), 0
    while game.horizon is None or t < game.horizon:
        stage = plan[0] if game.horizon is None else plan[game.horizon - t - 1]
        if not stage.steps or share >= stage.steps[-1].upto:
            break
        step = stage.steps[stage.named(share)]
        found.append(Named(t, step.pays, share, step.upto))
        share, t = step.upto, t + 1
    return tuple(found)


def worth(game: ValuesGame, path: Sequence[Named]) -> Pair:
    """What a way of play pays both before the value is drawn."""
    to_seller = to_buyer = Fraction(0)
    for named in path:
        to_seller += game.discount[game.seller] ** named.round * named.chance * (named.price - game.own)
        to_buyer += game.discount[game.buyer] ** named.round * sum(
            (chance * (value - named.price) for value, chance in who(game, named)), Fraction(0)
        )
    return (to_seller, to_buyer) if game.seller == 0 else (to_buyer, to_seller)


def who(game: ValuesGame, named: Named) -> tuple[tuple[Fraction, Fraction], ...]:
    """The values that buy at a price, with the chances that they do; a value may buy at two prices, by chance."""
    found, share = [], Fraction(0)
    for value, chance in game.serious:
        low, high = max(share, named.before), min(share + chance, named.upto)
        if low < high:
            found.append((value, high - low))
        share += chance
    return tuple(found)


def committed_price(game: ValuesGame) -> tuple[Fraction, Fraction]:
    """The one price that pays the seller most if it is named once and for all, and what it pays."""
    best, share = (game.own, Fraction(0)), Fraction(0)
    for value, chance in game.serious:
        share += chance
        paid = share * (value - game.own)
        best = (value, paid) if paid >= best[1] else best
    return best


def _tied(game: ValuesGame, plan: Sequence[Stage], got: Fraction) -> bool:
    """Whether another first price pays the seller as much."""
    stage = plan[-1]
    if not stage.steps:
        return False
    first, e = stage.named(Fraction(0)), game.discount[game.seller]
    for k, step in enumerate(stage.steps):
        if k == first:
            continue
        rest = _from(game, plan, step.upto, 0 if game.horizon is None else 1)
        if (step.pays - game.own) * step.upto + e * rest == got:
            return True
    return False


def _from(game: ValuesGame, plan: Sequence[Stage], share: Fraction, gone: int) -> Fraction:
    """What the plan pays the seller from a share on, after some rounds of a game with a last one."""
    total, weight, t = Fraction(0), Fraction(1), gone
    while game.horizon is None or t < game.horizon:
        stage = plan[0] if game.horizon is None else plan[game.horizon - t - 1]
        if not stage.steps or share >= stage.steps[-1].upto:
            break
        step = stage.steps[stage.named(share)]
        total += weight * (step.pays - game.own) * (step.upto - share)
        weight, share, t = weight * game.discount[game.seller], step.upto, t + 1
    return total


def _shorter(game: ValuesGame, deadline: Deadline) -> tuple[Shorter, ...]:
    """The game with other numbers of rounds, and without a last one where waiting costs."""
    if len(game.values) > FEW or not game.serious:
        return ()
    lengths: list[int | None] = list(LENGTHS)
    if max(game.discount) < 1:
        lengths.append(None)
    found = []
    for rounds in lengths:
        other = replace(game, horizon=rounds)
        try:
            path = way(other, stages(other, deadline))
        except TimeLimitError:  # the answer itself is there, and this stands beside it
            break
        found.append(Shorter(rounds, path[0].price, worth(other, path)))
    return tuple(found)
