"""The rules of alternating offers in words: for the head of a story, for a class, and for those who play.

The three say the same to different readers. They stand side by side here, so that a rule that changes is changed once.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from sim.show.text.address import called, pays, pays_shares, seats_for
from sim.show.text.blocks import Item, Paragraph, Points
from sim.show.text.words import number, there_are, times

if TYPE_CHECKING:
    from sim.games.offers.offers_game import OffersGame
    from sim.scenario.scenario import Offers, Scenario
    from sim.show.text.blocks import Block
    from sim.types import Pair


def setting_words(scenario: Scenario, game: OffersGame) -> str:
    """What is shared, who begins, how long it goes on, and what waiting costs: for stories."""
    names = [player.name for player in scenario.players]
    rounds = "There is no last round" if game.horizon is None else f"There are at most {times(game.horizon, 'offer')}"
    patience = " and ".join(f"{number(d)} to {name}" for d, name in zip(game.discount, names, strict=True))
    text = (
        f"{number(game.surplus)} is to be shared. {names[game.first]} makes the first offer, then they take turns. "
        f"{rounds}. A share got a round later is worth {patience} of the same share now."
    )
    if game.horizon is not None and any(game.outside):
        text += _left(scenario, game.outside)
    return text


def class_rules(scenario: Scenario, game: Offers) -> list[Block]:
    """The same as a teacher would write it on the board."""
    rounds = "for as long as it takes" if game.rounds is None else f"{times(game.rounds, 'round')} long"
    patience = [
        Item(f"{number(p.patience or Fraction(0))} per round.", f"Patience of {p.name}:") for p in scenario.players
    ]
    told = (
        f"There is a surplus of {number(game.surplus)} to share. They take turns to make an offer, {rounds}; "
        f"{scenario.players[game.first].name} begins. What is agreed later is worth less, by each side's patience."
    )
    if game.rounds is not None and any(game.outside):
        told += _left(scenario, game.outside)
    return [Paragraph(told), Points(tuple(patience))]


def _left(scenario: Scenario, outside: Pair) -> str:
    return f" If the last offer is refused, the round after it pays {pays_shares(scenario, outside, None)}."


def player_rules(scenario: Scenario, game: OffersGame, last: int, you: int | None) -> list[str]:
    """The same for those who play.

    Parameters
    ----------
    last : int
        After how many rounds a game without a last one is stopped.
    you : int or None
        Who is spoken to.
    """
    rates = " and ".join(f"{number(game.discount[s])} to {called(scenario, s, you)}" for s in seats_for(you))
    return [
        _player_order(scenario, game, you),
        f"Waiting costs: of what is got a round later only a part is worth it now, {rates}.",
        _player_end(scenario, game, last, you),
    ]


def _player_order(scenario: Scenario, game: OffersGame, you: int | None) -> str:
    first, second = game.proposer(0), game.proposer(1)
    return (
        f"{number(game.surplus)} is to be shared. {called(scenario, first, you, True)} "
        f"{'name' if first == you else 'names'} a division first; "
        f"{called(scenario, second, you)} {'accept' if second == you else 'accepts'} it, and that is what "
        f"both get, or {'refuse' if second == you else 'refuses'} and {'name' if second == you else 'names'} one "
        "in the next round, and so on in turn."
    )


def _player_end(scenario: Scenario, game: OffersGame, last: int, you: int | None) -> str:
    if game.horizon is not None:
        outside = pays(scenario, game.outside, you)
        return (
            f"{there_are(game.horizon, 'round')}. If the last offer is refused too, the round after it pays {outside}."
        )
    return (
        f"There is no last round. After {times(last, 'round')} without an agreement the game is "
        "stopped, and what follows is paid as if both agreed as in equilibrium."
    )
