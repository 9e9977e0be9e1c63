"""A second opinion on quotas of inspections: what each side can get at best against what the other one plays.

No game is solved here: one side's chances are held fixed, and the other side is let do whatever is best for it, in
every state. The value is proven where neither gets more than it.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.engine.matrix.quota import QuotaGame

    State = tuple[int, int, int]


def proven(game: QuotaGame, state: State) -> bool:
    """Whether both sides' chances secure the value of a state: the inspector no less, the owner no more."""
    return _secured(game, state) == game.periods[state].value == _allowed(game, state)


def _secured(game: QuotaGame, state: State) -> Fraction:
    """The least that the inspector's chances leave it, whatever the owner does."""

    @cache
    def least(n: int, k: int, left: int) -> Fraction:
        if n == 0:
            return Fraction(0)
        look = game.periods[n, k, left].inspect
        miss = 1 - look
        legal = miss * least(n - 1, k, left) + (look * least(n - 1, k - 1, left) if look else 0)
        if left == 0:
            return legal
        return min(legal, look * game.caught + miss * (least(n - 1, k, left - 1) - game.harm))

    return least(*state)


def _allowed(game: QuotaGame, state: State) -> Fraction:
    """The most that the owner's chances allow the inspector, whatever that does."""

    @cache
    def most(n: int, k: int, left: int) -> Fraction:
        if n == 0:
            return Fraction(0)
        breach = game.periods[n, k, left].violate
        missed = breach * (most(n - 1, k, left - 1) - game.harm) if breach else Fraction(0)
        wait = (1 - breach) * most(n - 1, k, left) + missed
        if k == 0:
            return wait
        return max(wait, (1 - breach) * most(n - 1, k - 1, left) + breach * game.caught)

    return most(*state)
