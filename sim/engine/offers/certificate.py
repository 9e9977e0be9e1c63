"""Deviations from a plan of offers and answers, by code that has no part in making it."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from sim.deadline import Deadline

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.games.offers.offers_game import OffersGame
    from sim.types import Pair

    Plan = Sequence[tuple[int, Fraction | None, Fraction]]


def offers_regret(game: OffersGame, plan: Plan, deadline: Deadline | None = None) -> Pair:
    """Most that each player could gain by one other offer or answer in any round, also after refusals.

    That no single deviation pays is enough for subgame perfection, since payoffs are discounted and bounded (the
    one-shot deviation principle, Blackwell 1965).

    Parameters
    ----------
    plan : sequence of (int, Fraction or None, Fraction)
        Per round the proposer, its demand (None if it makes no acceptable one) and the least share that the other side
        accepts; without a last round the rounds that repeat.

    Returns
    -------
    pair of Fraction
        In units of payoff, as of the round in which the player would depart; (0, 0) for an equilibrium.

    Raises
    ------
    ValueError
        If the plan makes an offer that is refused, or none in a round that repeats for ever.
    TimeLimitError
        If the time is up.
    """
    deadline = deadline or Deadline()
    worth = _worth(game, plan, deadline)
    gain = [Fraction(0), Fraction(0)]
    for t, (i, demand, accepts) in enumerate(plan):
        deadline.check()
        j = 1 - i
        after = worth[t + 1] if t + 1 < len(worth) else worth[0]
        wait = [d * v for d, v in zip(game.discount, after, strict=True)]
        # The answer: taking less than waiting pays, or refusing more, up to the whole surplus.
        gain[j] = max(
            gain[j], min(wait[j], game.surplus) - accepts, min(accepts, game.surplus) - max(wait[j], Fraction(0))
        )
        # The offer: just what is accepted, or nothing that is.
        best = max(game.surplus - accepts, wait[i]) if accepts <= game.surplus else wait[i]
        got = wait[i] if demand is None else demand
        gain[i] = max(gain[i], best - got)
        if demand is not None and game.surplus - demand < accepts:
            raise ValueError("a plan makes an offer that is refused")
    return gain[0], gain[1]


def _worth(game: OffersGame, plan: Plan, deadline: Deadline) -> list[Pair]:
    """What each expects from each round on, seen from it; with a last round also what follows it."""
    if game.horizon is None:
        # Offers that are made are accepted, so each of the rounds that repeat is worth its own division.
        return [_division(game, i, demand) for i, demand, _ in plan]
    worth = [game.outside]
    for i, demand, _ in reversed(plan):
        deadline.check()
        later = worth[-1]
        waiting = game.discount[0] * later[0], game.discount[1] * later[1]
        worth.append(waiting if demand is None else _division(game, i, demand))
    return worth[::-1]


def _division(game: OffersGame, i: int, demand: Fraction | None) -> Pair:
    if demand is None:
        raise ValueError("without a last round every round needs an offer that is accepted")
    rest = game.surplus - demand
    return (demand, rest) if i == 0 else (rest, demand)
