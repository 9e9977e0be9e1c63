"""Subgame-perfect equilibrium of alternating offers, by backward induction or in closed form, in exact numbers.

References
----------
Ståhl, I. (1972): Bargaining Theory. Stockholm School of Economics. Rubinstein, A. (1982): Perfect equilibrium in a
bargaining model. Econometrica 50, 97-109.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from math import nan
from typing import TYPE_CHECKING

from sim.deadline import Deadline
from sim.engine.offers.certificate import offers_regret
from sim.engine.offers.grid import GridRange, grid_payoffs
from sim.engine.solution import SELECTED, UNIQUE, Answer, Solution, floats
from sim.errors import CertificateError
from sim.progress import steps

if TYPE_CHECKING:
    from sim.engine.selection import Rule
    from sim.engine.solution import Request
    from sim.games.offers.offers_game import OffersGame
    from sim.types import Pair


@dataclass(frozen=True)
class Offer:
    """What is done in a round.

    Parameters
    ----------
    proposer : int
        Who proposes.
    demand : Fraction or None
        Share it asks for itself; None if it makes no offer that the other side accepts.
    accepts_from : Fraction
        Least share that the other side accepts; above the surplus if it accepts none.
    worth : pair of Fraction
        What each expects from this round on, seen from this round.
    """

    proposer: int
    demand: Fraction | None
    accepts_from: Fraction
    worth: Pair


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
        What is done in each round; without a last round the two that repeat.
    limit : tuple of Fraction
        Rubinstein's division when the first proposer begins and there is no last round.
    regret : tuple of Fraction
        Most that each could gain by one deviation anywhere.
    grid : GridRange or None
        What can be an equilibrium on the grid; None where there is no last round or it was not found in time.
    shorter : tuple of Shorter
        The same game with other numbers of rounds.
    complete : bool
        Whether there is no other subgame-perfect equilibrium payoff.
    """

    game: OffersGame
    offers: tuple[Offer, ...]
    limit: Pair
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
        return self.offers[0].worth

    @property
    def agreed(self) -> int | None:
        """Round of the agreement; None if there is none."""
        return next((t for t, offer in enumerate(self.offers) if offer.demand is not None), None)

    def answer(self, rule: Rule) -> Answer:
        """Whether and when there is an agreement."""
        del rule
        ending = "agreement" if self.agreed is not None else "no agreement"
        rounds = nan if self.agreed is None else float(self.agreed + 1)
        return Answer(floats(self.payoffs), ending, rounds, UNIQUE if self.complete else SELECTED)


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
    offers, unique = (rubinstein(game), True) if game.horizon is None else backward(game, game.horizon, deadline)
    regret = offers_regret(game, [(o.proposer, o.demand, o.accepts_from) for o in offers], deadline)
    if any(regret):
        raise CertificateError("a player could gain by another offer or answer")
    grid = None if game.horizon is None else grid_payoffs(game, game.horizon, deadline)
    # A game without a last round has no payoffs for the time after it; those that are cut short have none either.
    cut = game if game.horizon is not None else replace(game, outside=(Fraction(0), Fraction(0)))
    shorter = []
    for rounds in LENGTHS:
        worth = backward(cut, rounds, deadline)[0][0].worth
        shorter.append(Shorter(rounds, worth, grid_payoffs(cut, rounds, deadline)))
    return OffersSolution(game, offers, rubinstein(game)[0].worth, regret, grid, tuple(shorter), unique)


def backward(game: OffersGame, rounds: int, deadline: Deadline | None = None) -> tuple[tuple[Offer, ...], bool]:
    """Offers of a game with a last round, and whether the equilibrium payoffs are the only ones (Ståhl 1972).

    The other side accepts what it would get by waiting, and the proposer offers just that if the rest is worth at
    least what waiting is worth to it. Where both are equal to the proposer it makes the offer.

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
    offers: list[Offer] = []
    for t in steps("backward_induction", range(rounds)[::-1]):
        deadline.check()
        i = game.proposer(t)
        wait = game.discount[0] * later[0], game.discount[1] * later[1]
        least = max(wait[1 - i], Fraction(0))
        rest = game.surplus - least
        agrees = least <= game.surplus and rest >= wait[i]
        # Indifferent between agreeing and waiting, the proposer may do either, and the other side may care.
        unique &= not (least <= game.surplus and rest == wait[i] and wait[1 - i] < 0)
        later = ((rest, least) if i == 0 else (least, rest)) if agrees else wait
        offers.append(Offer(i, rest if agrees else None, least, later))
    return tuple(reversed(offers)), unique


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
        offers.append(Offer(i, share, rest, (share, rest) if i == 0 else (rest, share)))
    return offers[0], offers[1]
