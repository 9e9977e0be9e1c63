"""A round of offers of packages, and what it is worth not to agree in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from fractions import Fraction

    from sim.engine.issues.frontier import Efficient
    from sim.games.issues.issues_game import IssuesGame
    from sim.types import Pair

Ending = Literal["accepted", "waits", "walks"]
"""What becomes of a round: a package is accepted, the next round comes, or somebody walks away."""


@dataclass(frozen=True)
class PackageOffer:
    """What is done in a round.

    Parameters
    ----------
    proposer : int
        Whose turn it is.
    offer : Efficient or None
        What it offers, which is accepted; None where it makes no such offer.
    waits : pair of Fraction
        What the next round is worth to each side, in this round's terms.
    refused : pair of Fraction
        What both have where the other side does not accept: it waits, or walks away where that is worth more to it.
    worth : pair of Fraction
        What the round is worth to each side, in its own terms.
    ending : {"accepted", "waits", "walks"}
        What becomes of the round.
    walker : int or None
        Who walks away, where somebody does.
    """

    proposer: int
    offer: Efficient | None
    waits: Pair
    refused: Pair
    worth: Pair
    ending: Ending
    walker: int | None = None

    @property
    def accepts_from(self) -> Fraction:
        """What a package must be worth to the other side to be accepted."""
        return self.refused[1 - self.proposer]


def waits(game: IssuesGame, later: Pair) -> Pair:
    """What waiting is worth to both where the next round is worth something, in this round's terms."""
    assert game.offers is not None
    assert game.discount is not None
    p = game.offers.breakdown
    one, two = (d * (p * w + (1 - p) * v) for d, w, v in zip(game.discount, game.walk_away, later, strict=True))
    return one, two


def last_waits(game: IssuesGame) -> Pair:
    """What waiting in the last round is worth: walking away, a round later."""
    assert game.discount is not None
    one, two = (d * w for d, w in zip(game.discount, game.walk_away, strict=True))
    return one, two


def never_agreed(game: IssuesGame) -> Pair:
    """What it is worth to wait for ever, where only a breakdown ends the talks."""
    assert game.offers is not None
    assert game.discount is not None
    p = game.offers.breakdown
    one, two = (d * p * w / (1 - d * (1 - p)) for d, w in zip(game.discount, game.walk_away, strict=True))
    return one, two


def refused(game: IssuesGame, answers: int, wait: Pair) -> Pair:
    """What both have where a side does not accept: who answers waits if that is worth as much as walking away."""
    return game.walk_away if game.walk_away[answers] > wait[answers] else wait
