"""What can be a subgame-perfect equilibrium if offers are whole slices of the surplus.

On a grid the other side may be indifferent, and what follows a refusal may depend on what was refused; so there can
be many equilibria, which with a fine grid and impatient players lie close together (van Damme, Selten and Winter
1990). All payoffs are found from the last round back. After an offer y the other side may accept if some
continuation pays it no more than y by waiting, and refuse if some pays it no less; the proposer can make an offer in
equilibrium if no other offer pays it more with the worst answer to it.

References
----------
van Damme, E., Selten, R. and Winter, E. (1990): Alternating bid bargaining with a smallest money unit. Games and
Economic Behavior 2, 188-201.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate
from typing import TYPE_CHECKING

from sim.errors import TimeLimitError

if TYPE_CHECKING:
    from sim.deadline import Deadline
    from sim.games.offers.offers_game import OffersGame
    from sim.types import Pair


MOST_PAYOFFS = 200_000
"""Different payoffs, most, that are followed up."""


@dataclass(frozen=True)
class GridRange:
    """Payoffs of all subgame-perfect equilibria in pure strategies on the grid.

    Parameters
    ----------
    size : int
        Slices.
    count : int
        Number of different payoffs.
    lowest, highest : pair of Fraction
        Least and most that each player can get in one of them.
    """

    size: int
    count: int
    lowest: Pair
    highest: Pair


def grid_payoffs(game: OffersGame, rounds: int, deadline: Deadline, size: int | None = None) -> GridRange | None:
    """Payoffs of all equilibria on the grid; None if there are too many or the time is up.

    Parameters
    ----------
    rounds : int
        Number of rounds.
    deadline : Deadline
        When to give up.
    size : int, optional
        Slices, if not the game's own.
    """
    size = size or game.grid
    slices = [game.surplus * k / size for k in range(size + 1)]
    later: set[Pair] = {game.outside}
    for t in reversed(range(rounds)):
        try:
            deadline.check()
        except TimeLimitError:
            return None
        if len(later) > MOST_PAYOFFS:
            return None
        later = _earlier(game, game.proposer(t), slices, later)
    return GridRange(
        size,
        len(later),
        (min(p[0] for p in later), min(p[1] for p in later)),
        (max(p[0] for p in later), max(p[1] for p in later)),
    )


def _earlier(game: OffersGame, i: int, slices: list[Fraction], later: set[Pair]) -> set[Pair]:
    """Equilibrium payoffs of a round, given those of the next."""
    j = 1 - i
    # What waiting pays the one who answers and the one who proposes, in the order of the former.
    waits = sorted((game.discount[j] * pair[j], game.discount[i] * pair[i]) for pair in later)
    by_answer = [wait[0] for wait in waits]
    # The worst that a refusal can mean for the proposer, among continuations from the k-th on.
    worst = list(accumulate(reversed([wait[1] for wait in waits]), min))[::-1]
    refusals = [bisect_left(by_answer, y) for y in slices]
    threats = []
    for y, k in zip(slices, refusals, strict=True):
        answers = [game.surplus - y] if y >= by_answer[0] else []
        answers += [worst[k]] if k < len(waits) else []
        threats.append(min(answers))
    top = sorted(range(len(slices)), key=lambda n: threats[n])[-2:]
    found: set[Pair] = set()
    for n, (y, k) in enumerate(zip(slices, refusals, strict=True)):
        others = [threats[m] for m in top if m != n]
        bar = max(others) if others else None
        if y >= by_answer[0] and (bar is None or game.surplus - y >= bar):
            found.add(_ordered(i, game.surplus - y, y))
        if k < len(waits):
            found.update(_ordered(i, own, answer) for answer, own in waits[k:] if bar is None or own >= bar)
    return found


def _ordered(i: int, own: Fraction, other: Fraction) -> Pair:
    return (own, other) if i == 0 else (other, own)
