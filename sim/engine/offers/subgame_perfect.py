"""Subgame-perfect equilibrium of alternating offers, by backward induction or in closed form, in exact numbers.

References
----------
Ståhl, I. (1972): Bargaining Theory. Stockholm School of Economics. Rubinstein, A. (1982): Perfect equilibrium in a
bargaining model. Econometrica 50, 97-109. Binmore, K., Shaked, A. and Sutton, J. (1989): An outside option experiment.
Quarterly Journal of Economics 104, 753-770.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from math import nan
from typing import TYPE_CHECKING

from sim.deadline import Deadline
from sim.engine.offers.bounds import one_payoff
from sim.engine.offers.certificate import Planned, offers_regret
from sim.engine.offers.endings import Endings, endings
from sim.engine.offers.grid import GridRange, grid_payoffs
from sim.engine.offers.round_play import Offer, expected, play, waiting
from sim.engine.offers.stationary import stationary
from sim.engine.solution import SELECTED, UNIQUE, Answer, Solution, floats
from sim.errors import CertificateError, NoEquilibriumFoundError
from sim.progress import steps

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.engine.selection import Rule
    from sim.engine.solution import Request
    from sim.games.offers.offers_game import OffersGame
    from sim.types import Pair


LENGTHS = (1, 2, 3, 4, 5, 6, 10, 11, 20, 21, 50, 51)
"""Numbers of rounds for which the game is solved to show what becomes of it as they grow: odd ones, in which whoever
proposes first also proposes last, and even ones."""


@dataclass(frozen=True)
class Shorter:
    """The game with a given number of rounds: what it pays, and what can be an equilibrium on the grid."""

    rounds: int
    worth: Pair
    grid: GridRange | None


@dataclass(frozen=True)
class OffersSolution(Solution):
    """The subgame-perfect equilibrium of alternating offers.

    Parameters
    ----------
    offers : tuple of Offer
        What is done in each round, for each draw of chance; without a last round in those that repeat.
    limit : tuple of Fraction or None
        What the game without a last round pays; None where rounds differ or nothing that repeats was found.
    regret : tuple of Fraction
        Most that each could gain by one deviation anywhere.
    grid : GridRange or None
        What can be an equilibrium on the grid; None where there is no last round or it was not found in time.
    shorter : tuple of Shorter
        The same game with other numbers of rounds; none where the rounds differ by their number.
    complete : bool
        Whether there is no other subgame-perfect equilibrium payoff.
    """

    game: OffersGame
    offers: tuple[Offer, ...]
    limit: Pair | None
    regret: Pair
    grid: GridRange | None
    shorter: tuple[Shorter, ...]
    complete: bool
    concept: str = "subgame-perfect"

    @property
    def certified(self) -> bool:
        """Whether no deviation pays."""
        return not any(self.regret)

    @property
    def payoffs(self) -> Pair:
        """What each expects at the start."""
        return expected(tuple(offer for offer in self.offers if offer.round == 0))

    @property
    def agreed(self) -> int | None:
        """First round in which there may be an agreement; None if there is none."""
        return self.endings.first

    @cached_property
    def endings(self) -> Endings:
        """How likely the talks end in which way."""
        return endings(self.game, self.offers)

    def later(self, offer: Offer) -> Pair:
        """What each expects after a refusal from the next round on, seen from there; outside after the last round."""
        game, t = self.game, offer.round + 1
        if t == game.horizon:
            return game.outside
        following = [o for o in self.offers if o.round == (t if game.horizon is not None else t % game.period)]
        if game.once and game.sizes:
            # What is drawn once is known by then, who proposes is not.
            following = [o for o in following if o.size == offer.size]
            drawn = sum((o.chance for o in following), Fraction(0))
            following = [replace(o, chance=o.chance / drawn) for o in following]
        return expected(tuple(following))

    def answer(self, rule: Rule) -> Answer:
        """Whether and when there is an agreement."""
        del rule
        found = self.endings
        rounds = nan if found.mean_round is None else float(found.mean_round)
        return Answer(floats(self.payoffs), found.name, rounds, UNIQUE if self.complete else SELECTED)


def solve(game: OffersGame, ask: Request) -> OffersSolution:
    """Subgame-perfect equilibria, as they are asked for."""
    return solve_offers(game, ask.time_limit)


def solve_offers(game: OffersGame, time_limit: float | None = 60.0) -> OffersSolution:
    """The subgame-perfect equilibrium of alternating offers.

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
    offers, unique, regret = _solved(game, deadline)
    if any(regret):
        raise CertificateError("a player could gain by another offer or answer")
    grid = grid_payoffs(game, game.horizon, deadline) if game.horizon is not None and game.plain else None
    return OffersSolution(game, offers, _limit(game, deadline), regret, grid, _shorter(game, deadline), unique)


def _solved(game: OffersGame, deadline: Deadline) -> tuple[tuple[Offer, ...], bool, Pair]:
    """What is done, whether nothing else is an equilibrium payoff, and the most that a deviation pays."""
    all_offers: list[Offer] = []
    unique, regret = True, (Fraction(0), Fraction(0))
    for chance, drawn in game.drawn():
        offers, sure = plan_of(drawn, deadline)
        lost = offers_regret(drawn, planned(offers), deadline)
        regret = max(regret[0], lost[0]), max(regret[1], lost[1])
        unique &= sure
        all_offers += [replace(offer, chance=offer.chance * chance) for offer in offers]
    return tuple(sorted(all_offers, key=lambda offer: offer.round)), unique, regret


def plan_of(game: OffersGame, deadline: Deadline | None = None) -> tuple[tuple[Offer, ...], bool]:
    """What is done in each round of a game in which nothing is drawn before the first, and whether that is proven.

    Raises
    ------
    NoEquilibriumFoundError
        If there is no last round and nothing that repeats was found.
    TimeLimitError
        If the time is up.
    """
    deadline = deadline or Deadline()
    if game.horizon is not None:
        return backward(game, game.horizon, deadline)
    if game.plain:
        return rubinstein(game), True
    rounds, sure = stationary(game, deadline)
    offers = tuple(offer for round_ in rounds for offer in round_)
    return offers, (sure and one_payoff(game, deadline)) or by_cost_alone(game)


def planned(offers: Sequence[Offer]) -> list[list[Planned]]:
    """Offers as the certificate takes them, by round."""
    found: list[list[Planned]] = [[] for _ in range(max(offer.round for offer in offers) + 1)]
    for o in offers:
        found[o.round].append(Planned(o.proposer, o.demand, o.accepts_from, o.leaves, o.size, o.chance))
    return found


def by_cost_alone(game: OffersGame) -> bool:
    """Whether different costs per round alone press, which leaves one equilibrium (Rubinstein 1982)."""
    costs = [-value for value in game.meanwhile]
    bare = not game.uneven and not game.hazard and game.opt_out == (None, None)
    return bare and game.discount == (Fraction(1), Fraction(1)) and 0 < min(costs) < max(costs) < game.surplus


def _limit(game: OffersGame, deadline: Deadline) -> Pair | None:
    """What the game without a last round pays."""
    if game.plain and all(pressing(game, k) for k in (0, 1)):
        return rubinstein(game)[0].worth
    endless = replace(game, horizon=None, outside=(Fraction(0), Fraction(0)))
    if game.by_round or len(game.proposing) > 1 or not all(pressing(endless, k) for k in (0, 1)):
        return None
    try:
        found = [(chance, stationary(drawn, deadline)[0][0]) for chance, drawn in endless.drawn()]
    except NoEquilibriumFoundError:
        return None
    worth = [(chance, expected(first)) for chance, first in found]
    return sum((p * v[0] for p, v in worth), Fraction(0)), sum((p * v[1] for p, v in worth), Fraction(0))


def pressing(game: OffersGame, player: int) -> bool:
    """Whether waiting for ever costs a player anything."""
    return game.discount[player] < 1 or bool(game.hazard) or game.meanwhile[player] < 0


def _shorter(game: OffersGame, deadline: Deadline) -> tuple[Shorter, ...]:
    """The game with other numbers of rounds, where these do not differ."""
    if game.by_round or len(game.proposing) > 1:
        return ()
    # A game without a last round has no payoffs for the time after it; those that are cut short have none either.
    cut = game if game.horizon is not None else replace(game, outside=(Fraction(0), Fraction(0)))
    shorter = []
    for rounds in LENGTHS:
        one = two = Fraction(0)
        for chance, drawn in cut.drawn():
            offers, _ = backward(replace(drawn, horizon=rounds), rounds, deadline)
            worth = expected(tuple(offer for offer in offers if offer.round == 0))
            one, two = one + chance * worth[0], two + chance * worth[1]
        grid = grid_payoffs(cut, rounds, deadline) if game.plain else None
        shorter.append(Shorter(rounds, (one, two), grid))
    return tuple(shorter)


def backward(game: OffersGame, rounds: int, deadline: Deadline | None = None) -> tuple[tuple[Offer, ...], bool]:
    """Offers of a game with a last round, and whether the equilibrium payoffs are the only ones (Ståhl 1972).

    The other side accepts what it would get by waiting or leaving, and the proposer offers just that if the rest is
    worth at least what it gets otherwise. Where both are equal to the proposer it makes the offer.

    Parameters
    ----------
    rounds : int
        Number of rounds.
    deadline : Deadline, optional
        When it is given up: exact payoffs of many rounds are long.

    Raises
    ------
    TimeLimitError
        If the time is up.
    """
    later, unique, deadline = game.outside, True, deadline or Deadline()
    found: list[tuple[Offer, ...]] = []
    for t in steps("backward_induction", range(rounds)[::-1]):
        deadline.check()
        wait = waiting(game, later, last=t + 1 == rounds)
        plays = [play(game, draw, wait, t) for draw in game.draws(t)]
        unique &= all(sure for _, sure in plays)
        found.append(tuple(offer for offer, _ in plays))
        later = expected(found[-1])
    return tuple(offer for offers in reversed(found) for offer in offers), unique


def rubinstein(game: OffersGame) -> tuple[Offer, Offer]:
    """The two rounds that repeat in the only equilibrium without a last round (Rubinstein 1982).

    Each proposer i asks for (1 - d_j) / (1 - d_i d_j) of the surplus, and the other side accepts the rest.

    Parameters
    ----------
    game : OffersGame
        The game; its number of rounds and outside payoffs do not matter.
    """
    offers = []
    for t in (0, 1):
        i = game.proposer(t)
        own, other = game.discount[i], game.discount[1 - i]
        share = game.surplus * (1 - other) / (1 - own * other)
        rest = game.surplus - share
        offers.append(Offer(i, share, rest, (share, rest) if i == 0 else (rest, share), t, game.surplus))
    return offers[0], offers[1]
