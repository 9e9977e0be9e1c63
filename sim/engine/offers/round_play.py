"""What is offered and answered in one round, given what follows a refusal: one step of backward induction.

The other side accepts what refusing or leaving would bring it, whichever is more, and the proposer offers just that
unless letting it refuse or leave brings itself more (Ståhl 1972; with leaving Binmore, Shaked and Sutton 1989).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.games.offers.offers_game import Draw, OffersGame
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
        What each expects from this offer on, seen from this round.
    round : int
        When, from 0.
    size : Fraction
        What there is to share.
    chance : Fraction
        How likely this surplus and this proposer are, once talks have come to the round.
    leaves : bool
        Whether the other side leaves rather than refuse.
    """

    proposer: int
    demand: Fraction | None
    accepts_from: Fraction
    worth: Pair
    round: int = 0
    size: Fraction = Fraction(1)
    chance: Fraction = Fraction(1)
    leaves: bool = False


def waiting(game: OffersGame, later: Pair, last: bool = False) -> Pair:
    """What a refusal is worth to each, seen from its round.

    Parameters
    ----------
    later : pair of Fraction
        What each expects from the next round on, seen from there; after the last round what it gets outside.
    last : bool
        Whether it is the last round, after which nothing more can break down.
    """
    hazard = Fraction(0) if last else game.hazard
    one, two = (
        now + d * ((1 - hazard) * after + hazard * broken)
        for now, d, after, broken in zip(game.meanwhile, game.discount, later, game.broken, strict=True)
    )
    return one, two


def play(game: OffersGame, draw: Draw, wait: Pair, round_: int) -> tuple[Offer, bool]:
    """What is done once chance has drawn, and whether nothing else pays differently.

    Parameters
    ----------
    wait : pair of Fraction
        What a refusal is worth to each.
    """
    i, j = draw.proposer, 1 - draw.proposer
    left = game.left
    leaves = game.may_leave(j) and left[j] > wait[j]
    otherwise = left if leaves else wait
    least = max(otherwise[j], Fraction(0))
    rest = draw.size - least
    agrees = least <= draw.size and rest >= otherwise[i]
    # Indifferent between agreeing and waiting, the proposer may do either, and the other side may care.
    sure = not (least <= draw.size and rest == otherwise[i] and otherwise[j] < 0)
    if game.may_leave(j) and left[j] == wait[j] and left[i] != wait[i]:
        # Whether an indifferent side refuses or leaves makes a difference unless they agree in either case.
        sure &= least <= draw.size and rest >= max(left[i], wait[i])
    worth = ((rest, least) if i == 0 else (least, rest)) if agrees else otherwise
    return Offer(i, rest if agrees else None, least, worth, round_, draw.size, draw.chance, leaves), sure


def expected(offers: tuple[Offer, ...]) -> Pair:
    """What a round is worth before chance has drawn."""
    one, two = (sum((o.chance * o.worth[k] for o in offers), Fraction(0)) for k in (0, 1))
    return one, two
