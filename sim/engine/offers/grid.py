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
from itertools import accumulate, chain
from math import gcd, lcm
from typing import TYPE_CHECKING

from sim.errors import TimeLimitError
from sim.progress import steps

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


def grid_payoffs(game: OffersGame, rounds: int, deadline: Deadline) -> GridRange | None:
    """Payoffs of all equilibria on the grid; None if there are too many or the time is up.

    Parameters
    ----------
    rounds : int
        Number of rounds.
    """
    piece = game.surplus / game.grid
    factor = lcm(*(share.denominator for share in game.discount))
    shrink = [int(share * factor) for share in game.discount]
    # In whole numbers over a common denominator: they are compared a hundred times faster than fractions.
    scale = lcm(piece.denominator, *(payoff.denominator for payoff in game.outside))
    later = {(int(game.outside[0] * scale), int(game.outside[1] * scale))}
    for t in steps("grid", range(rounds)[::-1]):
        try:
            deadline.check()
        except TimeLimitError:
            return None
        if len(later) > MOST_PAYOFFS:
            return None
        i = game.proposer(t)
        scale *= factor
        step = int(piece * scale)
        waits = [(shrink[1 - i] * pair[1 - i], shrink[i] * pair[i]) for pair in later]
        found = _earlier(waits, [step * k for k in range(game.grid + 1)])
        common = gcd(scale, step, *chain.from_iterable(found))
        scale //= common
        pairs = ((own // common, other // common) for own, other in found)
        later = {(own, other) if i == 0 else (other, own) for own, other in pairs}
    one, two = ([Fraction(pair[player], scale) for pair in later] for player in (0, 1))
    return GridRange(game.grid, len(later), (min(one), min(two)), (max(one), max(two)))


def payoffs_before(game: OffersGame, later: set[Pair], round_: int) -> set[Pair]:
    """Equilibrium payoffs on the grid of a round with an offer, from those of the next one.

    Parameters
    ----------
    later : set of pair of Fraction
        What equilibria pay from the next round on, seen from it.
    round_ : int
        The round.
    """
    i = game.proposer(round_)
    waits = [(game.discount[1 - i] * pair[1 - i], game.discount[i] * pair[i]) for pair in later]
    piece = game.surplus / game.grid
    numbers = [piece, *chain.from_iterable(waits)]
    scale = lcm(*(number.denominator for number in numbers))
    slices = [int(piece * scale) * k for k in range(game.grid + 1)]
    found = _earlier([(int(a * scale), int(b * scale)) for a, b in waits], slices)
    pairs = ((Fraction(own, scale), Fraction(other, scale)) for own, other in found)
    return {(own, other) if i == 0 else (other, own) for own, other in pairs}


def _earlier(waits: list[tuple[int, int]], slices: list[int]) -> set[tuple[int, int]]:
    """Equilibrium payoffs of a round, the proposer's first.

    Parameters
    ----------
    waits : list of pair of int
        What waiting can pay the one who answers, and the proposer.
    slices : list of int
        What can be offered, from nothing to the surplus.
    """
    waits.sort()
    by_answer = [answer for answer, _ in waits]
    # The worst that a refusal can mean for the proposer, among continuations from the k-th on.
    worst = list(accumulate(reversed([own for _, own in waits]), min))[::-1]
    refusals = [bisect_left(by_answer, y) for y in slices]
    kept = slices[::-1]
    threats = []
    for y, own, k in zip(slices, kept, refusals, strict=True):
        answers = [own] if y >= by_answer[0] else []
        answers += [worst[k]] if k < len(waits) else []
        threats.append(min(answers))
    *_, second, first = sorted(range(len(slices)), key=threats.__getitem__)
    found: set[tuple[int, int]] = set()
    refused_from: dict[int, int] = {}
    for n, (y, own, k) in enumerate(zip(slices, kept, refusals, strict=True)):
        bar = threats[second if n == first else first]
        if y >= by_answer[0] and own >= bar:
            found.add((own, y))
        refused_from[bar] = min(k, refused_from.get(bar, k))
    for bar, k in refused_from.items():
        found.update((own, answer) for answer, own in waits[k:] if own >= bar)
    return found
