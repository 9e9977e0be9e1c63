"""Offers without a last round that repeat: the payoffs from which one round leads back to the same ones, exactly.

Which side agrees, refuses or leaves in each round is found by playing a long game back from its end in floats; given
that, what the rounds are worth solves linear equations in exact numbers, and the play that those lead to must be the
one assumed. Where there is no first guess of Rubinstein's kind that does, it is said so.

References
----------
Rubinstein, A. (1982): Perfect equilibrium in a bargaining model. Econometrica 50, 97-109. Binmore, K., Rubinstein, A.
and Wolinsky, A. (1986): The Nash bargaining solution in economic modelling. RAND Journal of Economics 17, 176-188.
Merlo, A. and Wilson, C. (1995): A stochastic model of sequential bargaining with complete information. Econometrica 63,
371-399.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from sim.engine.offers.round_play import Offer, expected, play, waiting
from sim.errors import NoEquilibriumFoundError
from sim.exact.elimination import inverse

if TYPE_CHECKING:
    from sim.deadline import Deadline
    from sim.games.offers.offers_game import OffersGame
    from sim.types import Pair

    Rounds = tuple[tuple[Offer, ...], ...]

MOST_SWEEPS = 20_000
"""Rounds, most, that are played back in floats."""

MOST_TRIES = 30
"""Times, most, that the play which exact payoffs lead to is tried in its turn."""

STILL = 1e-13
"""Share of the surplus by which payoffs may still change when the playing back ends."""


def stationary(game: OffersGame, deadline: Deadline) -> tuple[Rounds, bool]:
    """The rounds that repeat, and whether every step is without a tie that others could break differently.

    Raises
    ------
    NoEquilibriumFoundError
        If no play that repeats leads back to itself.
    TimeLimitError
        If the time is up.
    """
    period = game.period
    worth = _long_game(game, deadline)
    found: Rounds | None = None
    for _ in range(MOST_TRIES):
        deadline.check()
        plays = [_round(game, t, worth[(t + 1) % period]) for t in range(period)]
        rounds = tuple(offers for offers, _ in plays)
        now = [expected(offers) for offers in rounds]
        if found is not None and now == worth:
            return rounds, all(sure for _, sure in plays)
        found = rounds
        solved = _worth(game, rounds, worth)
        if solved is None:
            break
        worth = solved
    raise NoEquilibriumFoundError(
        "no equilibrium of offers that repeat was found: what each would get by waiting does not settle. Where waiting "
        "costs both sides the same sum per round there are many; give the game a last round or a patience below 1"
    )


def _round(game: OffersGame, t: int, later: Pair) -> tuple[tuple[Offer, ...], bool]:
    wait = waiting(game, later)
    plays = [play(game, draw, wait, t) for draw in game.draws(t)]
    return tuple(offer for offer, _ in plays), all(sure for _, sure in plays)


def _long_game(game: OffersGame, deadline: Deadline) -> list[Pair]:
    """About what each round is worth, far from an end that pays nothing."""
    period, still = game.period, STILL * float(game.surplus)
    d = [float(v) * (1 - float(game.hazard)) for v in game.discount]
    base = [
        float(m) + float(p) * float(game.hazard) * float(b)
        for m, p, b in zip(game.meanwhile, game.discount, game.broken, strict=True)
    ]
    left = [None if v is None else float(w) for v, w in zip(game.opt_out, game.left, strict=True)]
    away = [float(v) for v in game.left]
    draws = [[(float(w.chance), float(w.size), w.proposer) for w in game.draws(t)] for t in range(period)]
    worth = [[0.0, 0.0] for _ in range(period)]
    for sweep in range(MOST_SWEEPS):
        if not sweep % 100:
            deadline.check()
        change = 0.0
        for t in reversed(range(period)):
            after = worth[(t + 1) % period]
            wait = [base[k] + d[k] * after[k] for k in (0, 1)]
            new = [0.0, 0.0]
            for chance, size, i in draws[t]:
                other = left[1 - i]
                otherwise = away if other is not None and other > wait[1 - i] else wait
                least = max(otherwise[1 - i], 0.0)
                agrees = least <= size and size - least >= otherwise[i]
                new[i] += chance * (size - least if agrees else otherwise[i])
                new[1 - i] += chance * (least if agrees else otherwise[1 - i])
            change = max(change, abs(new[0] - worth[t][0]), abs(new[1] - worth[t][1]))
            worth[t] = new
        if change <= still:
            break
    return [(Fraction(one), Fraction(two)) for one, two in worth]


def _worth(game: OffersGame, rounds: Rounds, near: list[Pair]) -> list[Pair] | None:
    """What the rounds are worth if they agree, refuse and leave as they do; None if that is not determined.

    Each unknown (a round, a player) is a constant and a multiple of what the next round is worth.
    """
    period = len(rounds)
    size = 2 * period
    table = [[Fraction(int(r == c)) for c in range(size)] for r in range(size)]
    right = [Fraction(0)] * size
    for t, offers in enumerate(rounds):
        after = (t + 1) % period
        wait = waiting(game, near[after])
        for offer in offers:
            draw_of = _parts(game, offer, wait)
            for player, (constant, on) in enumerate(draw_of):
                row = 2 * t + player
                right[row] += offer.chance * constant
                for other, weight in on:
                    table[row][2 * after + other] -= offer.chance * weight
    solved = inverse(table)
    if solved is None:
        return None
    values = [sum((a * b for a, b in zip(line, right, strict=True)), Fraction(0)) for line in solved]
    return [(values[2 * t], values[2 * t + 1]) for t in range(period)]


Part = tuple[Fraction, list[tuple[int, Fraction]]]
"""A constant, and the players whose later payoff counts, with its weight."""


def _parts(game: OffersGame, offer: Offer, wait: Pair) -> tuple[Part, Part]:
    """What an offer is worth to both, as sums over what follows."""
    own: Part
    other: Part
    i, j = offer.proposer, 1 - offer.proposer
    keep = [d * (1 - game.hazard) for d in game.discount]
    base = [m + d * game.hazard * b for m, d, b in zip(game.meanwhile, game.discount, game.broken, strict=True)]
    if offer.demand is not None:
        if offer.leaves or wait[j] <= 0:
            least = max(game.left[j], Fraction(0)) if offer.leaves else Fraction(0)
            own, other = (offer.size - least, []), (least, [])
        else:
            own, other = (offer.size - base[j], [(j, -keep[j])]), (base[j], [(j, keep[j])])
    elif offer.leaves:
        own, other = (game.left[i], []), (game.left[j], [])
    else:
        own, other = (base[i], [(i, keep[i])]), (base[j], [(j, keep[j])])
    return (own, other) if i == 0 else (other, own)
