"""Subgame-perfect equilibria of offers of packages made in turn.

Whoever's turn it is offers a package, offers none, or walks away; the other accepts, waits or walks away, which ends
the talks at once. What follows waiting comes a round later: with the chance of a breakdown both walk away, else the
other side offers; after the last round both walk away. With a last round equilibria are found from it back. Without one
those are found in which each side always does the same; there may be others. Who is indifferent accepts, rather than
walk away waits, and of offers makes the one that is better for the other side.

References
----------
Rubinstein, A. (1982): Perfect equilibrium in a bargaining model. Econometrica 50, 97-109. Binmore, K., Rubinstein, A.
and Wolinsky, A. (1986): The Nash bargaining solution in economic modelling. RAND Journal of Economics 17, 176-188.
Binmore, K., Shaked, A. and Sutton, J. (1989): An outside option experiment. Quarterly Journal of Economics 104, 753-770
(an outside option counts only where it is worth more than waiting). Van Damme, E., Selten, R. and Winter, E. (1990):
Alternating bid bargaining with a smallest money unit. Games and Economic Behavior 2, 188-201 (with finitely many offers
there may be many equilibria).
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from math import nan
from typing import TYPE_CHECKING

from sim.deadline import Deadline
from sim.engine.issues.bargaining import NO_AGREEMENT
from sim.engine.issues.certificate import is_frontier
from sim.engine.issues.frontier import frontier
from sim.engine.issues.offers_certificate import faults, ties
from sim.engine.issues.package_offer import PackageOffer, last_waits, never_agreed, refused, waits
from sim.engine.solution import SELECTED, UNIQUE, Answer, Solution, floats
from sim.errors import CertificateError, NoEquilibriumFoundError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from sim.engine.issues.frontier import Efficient
    from sim.engine.selection import Rule
    from sim.engine.solution import Request
    from sim.games.issues.issues_game import IssuesGame
    from sim.types import Pair


@dataclass(frozen=True)
class PackageOffersSolution(Solution):
    """An equilibrium of offers of packages.

    Parameters
    ----------
    rounds : tuple of PackageOffer
        What is done in each round; without a last round the two that are repeated for ever.
    further : tuple of tuple of PackageOffer
        Without a last round: further equilibria of this form.
    tied : tuple of int or None
        Rounds in which somebody is indifferent, so that another equilibrium may do otherwise there; None where there
        are too many packages to tell.
    certified : bool
        Whether no single deviation pays in any round, by a check of its own.
    """

    game: IssuesGame
    rounds: tuple[PackageOffer, ...]
    further: tuple[tuple[PackageOffer, ...], ...]
    tied: tuple[int, ...] | None
    certified: bool
    concept: str = "subgame-perfect"

    @property
    def endless(self) -> bool:
        """Whether there is no last round."""
        return self.game.offers is not None and self.game.offers.rounds is None

    @property
    def complete(self) -> bool:
        """Whether no other equilibrium pays anything else."""
        return not self.endless and self.tied == ()

    @property
    def others(self) -> bool:
        """Whether other equilibria are known in which each side always does the same."""
        return bool(self.further)

    @property
    def agreed(self) -> int | None:
        """The round in which a package is accepted, from 0, unless the talks have broken down; None if none is."""
        ends = next((t for t, each in enumerate(self.rounds) if each.ending != "waits"), None)
        return None if ends is None or self.rounds[ends].offer is None else ends

    @property
    def payoffs(self) -> Pair:
        """What the first round is worth to both."""
        return self.rounds[0].worth

    def answer(self, rule: Rule) -> Answer:
        """What is agreed on, and when."""
        del rule
        at = self.agreed
        ending = NO_AGREEMENT if at is None else self.game.label(self._offered(at).package)
        kind = UNIQUE if self.complete else SELECTED
        return Answer(floats(self.payoffs), ending, nan if at is None else float(at + 1), kind)

    def _offered(self, t: int) -> Efficient:
        offer = self.rounds[t].offer
        assert offer is not None
        return offer


def solve(game: IssuesGame, ask: Request) -> PackageOffersSolution:
    """Equilibria of offers in turn, as they are asked for."""
    return solve_package_offers(game, Deadline(ask.time_limit))


def solve_package_offers(game: IssuesGame, deadline: Deadline) -> PackageOffersSolution:
    """An equilibrium of offers of packages in turn.

    Raises
    ------
    NoEquilibriumFoundError
        If there is no last round, and none in which each side always does the same.
    GameTooLargeError, TimeLimitError
        If the frontier takes too much.
    CertificateError
        If a deviation pays, which would be an error of ours.
    """
    assert game.offers is not None
    found = frontier(game, deadline)
    checked = is_frontier(game, found, deadline)
    if checked is False:
        raise CertificateError("the frontier of packages is not what is found by halves")
    menu = _Menu(game, found)
    if game.offers.rounds is None:
        every = menu.stationary(deadline)
        if not every:
            raise NoEquilibriumFoundError(
                "there is no subgame-perfect equilibrium in which each side always makes the same offer and accepts "
                "for certain; others were not looked for. Give a number of rounds"
            )
    else:
        every = [menu.backward(game.offers.rounds, deadline)]
    for each in every:
        if faults(game, each, found, deadline):
            raise CertificateError("in an equilibrium of offers of packages a deviation pays")
    begins = game.offers.first
    first = max(every, key=lambda each: (each[0].worth[begins], each[0].worth[1 - begins]))
    further = tuple(each for each in every if each is not first)
    return PackageOffersSolution(game, first, further, ties(game, first, deadline), bool(checked))


class _Menu:
    """What may sensibly be offered: the frontier, from the best for the first side on."""

    def __init__(self, game: IssuesGame, found: Sequence[Efficient]) -> None:
        self.game, self.found = game, found
        self.falling = [-each.payoffs[0] for each in found]
        self.rising = [each.payoffs[1] for each in found]

    def best(self, proposer: int, least: Fraction) -> Efficient | None:
        """The proposer's best of what leaves the other side as much as something; None if nothing does."""
        if proposer == 0:
            k = bisect_left(self.rising, least)
            return self.found[k] if k < len(self.found) else None
        k = bisect_left(self.falling, -least)
        if k < len(self.found) and self.falling[k] == -least:
            return self.found[k]
        return self.found[k - 1] if k else None

    def round(self, proposer: int, wait: Pair) -> PackageOffer:
        """What is done in a round in which waiting is worth something."""
        left = refused(self.game, 1 - proposer, wait)
        floor = self.game.walk_away
        offer = self.best(proposer, left[1 - proposer])
        if offer is not None and offer.payoffs[proposer] >= max(left[proposer], floor[proposer]):
            return PackageOffer(proposer, offer, wait, left, offer.payoffs, "accepted")
        if floor[proposer] > left[proposer]:
            return PackageOffer(proposer, None, wait, left, floor, "walks", proposer)
        if floor[1 - proposer] > wait[1 - proposer]:
            return PackageOffer(proposer, None, wait, left, floor, "walks", 1 - proposer)
        return PackageOffer(proposer, None, wait, left, wait, "waits")

    def backward(self, rounds: int, deadline: Deadline) -> tuple[PackageOffer, ...]:
        """From the last round back to the first."""
        assert self.game.offers is not None
        made: list[PackageOffer] = []
        wait = last_waits(self.game)
        for t in reversed(range(rounds)):
            deadline.check()
            made.append(self.round((self.game.offers.first + t) % 2, wait))
            wait = waits(self.game, made[-1].worth)
        return tuple(reversed(made))

    def stationary(self, deadline: Deadline) -> list[tuple[PackageOffer, ...]]:
        """All pairs of rounds each of which is what is best where the other one follows, for ever."""
        assert self.game.offers is not None
        first = self.game.offers.first
        made: list[tuple[PackageOffer, ...]] = []
        for start in self._starts():
            deadline.check()
            one = self.round(first, waits(self.game, start))
            two = self.round(1 - first, waits(self.game, one.worth))
            if two.worth == start and (one, two) not in made:
                made.append((one, two))
        return made

    def _starts(self) -> list[Pair]:
        """All that the second of two rounds may be worth: how it may end, or what the first is worth a round later."""
        for_ever = never_agreed(self.game)
        after = [*(each.payoffs for each in self.found), self.game.walk_away]
        return list(dict.fromkeys([*after, *(waits(self.game, pays) for pays in after), for_ever]))
