"""Deviations from a plan of offers and answers, by code that has no part in making it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from sim.deadline import Deadline

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.games.offers.offers_game import OffersGame
    from sim.types import Pair

    Plan = Sequence[Sequence["Planned"]]


@dataclass(frozen=True)
class Planned:
    """What a plan does once chance has drawn in a round.

    Parameters
    ----------
    proposer : int
        Who proposes.
    demand : Fraction or None
        What it asks for; None if it makes no acceptable offer.
    accepts_from : Fraction
        The least share that the other side accepts.
    leaves : bool
        Whether the other side leaves where it does not accept.
    size, chance : Fraction
        What there is to share, and how likely this draw is.
    """

    proposer: int
    demand: Fraction | None
    accepts_from: Fraction
    leaves: bool = False
    size: Fraction = Fraction(1)
    chance: Fraction = Fraction(1)


def offers_regret(game: OffersGame, plan: Plan, deadline: Deadline | None = None) -> Pair:
    """Most that each player could gain by one other offer or answer in any round, also after refusals.

    That no single deviation pays is enough for subgame perfection, since payoffs are discounted and bounded, or waiting
    for ever is worse than any end of it (the one-shot deviation principle, Blackwell 1965).

    Parameters
    ----------
    plan : sequence of sequence of Planned
        Per round what is done for each draw; without a last round the rounds that repeat.

    Returns
    -------
    pair of Fraction
        In units of payoff, as of the round in which the player would depart; (0, 0) for an equilibrium.

    Raises
    ------
    ValueError
        If the plan makes an offer that is refused, lets somebody leave who cannot, is not a plan for the chances of
        the game, or without a last round waits for ever at no loss.
    TimeLimitError
        If the time is up.
    """
    deadline = deadline or Deadline()
    gain = [Fraction(0), Fraction(0)]
    after = _after(game, plan, deadline)
    for t, (draws, later) in enumerate(zip(plan, after, strict=True)):
        deadline.check()
        if sorted((p.chance, p.size, p.proposer) for p in draws) != sorted(
            (d.chance, d.size, d.proposer) for d in game.draws(t)
        ):
            raise ValueError("a plan is not one for the draws of the game")
        wait = _passing(game, later, game.horizon is not None and t + 1 == game.horizon)
        for planned in draws:
            i, j = planned.proposer, 1 - planned.proposer
            away = game.opt_out[j]
            if planned.leaves and away is None:
                raise ValueError("a plan lets somebody leave who cannot")
            if planned.demand is not None and planned.size - planned.demand < planned.accepts_from:
                raise ValueError("a plan makes an offer that is refused")
            no = (game.opt_out[0] or Fraction(0), game.opt_out[1] or Fraction(0)) if planned.leaves else wait
            best_no = wait[j] if away is None else max(wait[j], away)
            # The answer: taking less than what else there is, or refusing more, up to all that there is; and the
            # better of waiting and leaving.
            gain[j] = max(
                gain[j],
                min(best_no, planned.size) - planned.accepts_from,
                min(planned.accepts_from, planned.size) - max(best_no, Fraction(0)),
                best_no - no[j],
            )
            # The offer: just what is accepted, or nothing that is.
            best = no[i]
            if planned.accepts_from <= planned.size:
                best = max(best, planned.size - planned.accepts_from)
            gain[i] = max(gain[i], best - (no[i] if planned.demand is None else planned.demand))
    return gain[0], gain[1]


def _passing(game: OffersGame, later: Pair, last: bool) -> Pair:
    """What it is worth to both to let a round pass."""
    found = []
    for k in (0, 1):
        goes_on = later[k] if last else later[k] - game.hazard * (later[k] - game.broken[k])
        found.append(game.meanwhile[k] + game.discount[k] * goes_on)
    return found[0], found[1]


def _after(game: OffersGame, plan: Plan, deadline: Deadline) -> list[Pair]:
    """What each expects after each round of the plan, seen from there."""
    if game.horizon is not None:
        worth = [game.outside]
        for t in range(len(plan))[::-1]:
            deadline.check()
            wait = _passing(game, worth[-1], t + 1 == game.horizon)
            one, two = (_expected(game, plan[t], k, wait[k]) for k in (0, 1))
            worth.append((one, two))
        return worth[-2::-1]
    own = [_repeating(game, plan, k) for k in (0, 1)]
    return [(own[0][(t + 1) % len(plan)], own[1][(t + 1) % len(plan)]) for t in range(len(plan))]


def _expected(game: OffersGame, draws: Sequence[Planned], player: int, wait: Fraction) -> Fraction:
    """What a round is worth to a player, given what letting it pass is."""
    total = Fraction(0)
    for planned in draws:
        if planned.demand is not None:
            share = planned.demand if planned.proposer == player else planned.size - planned.demand
        else:
            share = game.opt_out[player] or Fraction(0) if planned.leaves else wait
        total += planned.chance * share
    return total


def _repeating(game: OffersGame, plan: Plan, player: int) -> list[Fraction]:
    """What each round that repeats is worth to a player: a round is what it pays, and a part of the next one."""
    nothing, one = Fraction(0), Fraction(1)
    base, slope = nothing, one
    for t in range(len(plan)):
        # Going round once from the first: worth = base + slope times the worth of the round that comes next.
        at_nothing = _expected(game, plan[t], player, _passing(game, (nothing, nothing), False)[player])
        at_one = _expected(game, plan[t], player, _passing(game, (one, one), False)[player])
        base, slope = base + slope * at_nothing, slope * (at_one - at_nothing)
    if slope == 1:
        raise ValueError("without a last round every course of a plan needs an end or a loss by waiting")
    worth = [base / (1 - slope)]
    for t in range(1, len(plan))[::-1]:
        wait = _passing(game, (worth[-1], worth[-1]), False)[player]
        worth.append(_expected(game, plan[t], player, wait))
    return [worth[0], *worth[:0:-1]]
