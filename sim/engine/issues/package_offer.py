"""A round of offers of packages, and what a refusal in it is worth."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.engine.issues.frontier import Efficient
    from sim.games.issues.issues_game import IssuesGame
    from sim.types import Pair


@dataclass(frozen=True)
class PackageOffer:
    """What is done in a round.

    Parameters
    ----------
    proposer : int
        Whose turn it is.
    offer : Efficient or None
        What it offers, which is accepted; None where it lets the round pass.
    waits : pair of Fraction
        What a refusal is worth to each side, in this round's terms; whoever answers accepts what is worth as much.
    worth : pair of Fraction
        What the round is worth to each side, in its own terms.
    """

    proposer: int
    offer: Efficient | None
    waits: Pair
    worth: Pair


def waits(game: IssuesGame, later: Pair) -> Pair:
    """What a refusal is worth to both where the next round is worth something, in this round's terms."""
    assert game.offers is not None
    assert game.discount is not None
    p = game.offers.breakdown
    one, two = (
        d * (p * w + (1 - p) * v) for d, w, v in zip(game.discount, game.walk_away, later, strict=True)
    )
    return one, two


def last_waits(game: IssuesGame) -> Pair:
    """What a refusal in the last round is worth: walking away, a round later."""
    assert game.discount is not None
    one, two = (d * w for d, w in zip(game.discount, game.walk_away, strict=True))
    return one, two


def never_agreed(game: IssuesGame) -> Pair:
    """What it is worth never to agree, where only a breakdown ends the talks."""
    assert game.offers is not None
    assert game.discount is not None
    p = game.offers.breakdown
    one, two = (d * p * w / (1 - d * (1 - p)) for d, w in zip(game.discount, game.walk_away, strict=True))
    return one, two
