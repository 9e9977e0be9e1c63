"""Checks of commitments against their definition, by code that has no part in finding them."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.types import Matrix


def reply_regret(other: Matrix, mixture: Sequence[Fraction], reply: int) -> Fraction:
    """Most that the follower could gain by another reply; 0 exactly for a best reply.

    Parameters
    ----------
    other : sequence of sequence of Fraction, shape (m, n)
        Payoffs of the follower; a row per action of the leader.
    mixture : sequence of Fraction, shape (m,)
        What the leader has announced.
    reply : int
        The follower's action.

    Raises
    ------
    ValueError
        If the mixture is not a probability distribution.
    """
    if len(mixture) != len(other) or sum(mixture) != 1 or min(mixture) < 0:
        raise ValueError("not a mixed strategy of this game")
    pays = [sum(p * line[j] for p, line in zip(mixture, other, strict=True)) for j in range(len(other[0]))]
    return Fraction(max(pays) - pays[reply])


def most_with_reply(own: Matrix, other: Matrix, reply: int, weights: Sequence[Fraction]) -> Fraction:
    """What no announcement to which a reply is a best reply can pay the leader more than (weak duality).

    With weights y >= 0 on the other replies, a mixture to which ``reply`` is a best reply pays the leader at most what
    it would if each gain of ``reply`` over another one were paid to the leader too, y times; and that is at most what
    the best single action would then pay.

    Parameters
    ----------
    own, other : sequence of sequence of Fraction, shape (m, n)
        Payoffs of the leader and of the follower.
    reply : int
        The follower's action.

    Raises
    ------
    ValueError
        If a weight is negative.
    """
    if min(weights) < 0:
        raise ValueError("weights must not be negative")
    return max(
        mine[reply] + sum((y * (theirs[reply] - theirs[k]) for k, y in enumerate(weights) if y), Fraction(0))
        for mine, theirs in zip(own, other, strict=True)
    )
