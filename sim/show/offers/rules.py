"""The rules of alternating offers in words: for the head of a story, for a class, and for those who play.

The three say the same to different readers. They stand side by side here, so that a rule that changes is changed once.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from sim.games.offers.offers_game import from_offers
from sim.show.text.address import called, pays, pays_shares, seats_for
from sim.show.text.blocks import Item, Paragraph, Points
from sim.show.text.words import listed, number, there_are, times

if TYPE_CHECKING:
    from sim.games.offers.offers_game import OffersGame
    from sim.scenario.scenario import Offers, Scenario
    from sim.show.text.blocks import Block
    from sim.types import Pair


def setting_words(scenario: Scenario, game: OffersGame) -> str:
    """What is shared, who begins, how long it goes on, and what waiting costs: for stories."""
    names = [player.name for player in scenario.players]
    rounds = "There is no last round" if game.horizon is None else f"There are at most {times(game.horizon, 'offer')}"
    if game.demands and game.horizon is not None:
        rounds = there_are(game.horizon, "round")
    patience = " and ".join(f"{number(d)} to {name}" for d, name in zip(game.discount, names, strict=True))
    text = (
        f"{shared_words(game)} {_order_words(scenario, game)} "
        f"{rounds}. A share got a round later is worth {patience} of the same share now."
    )
    if game.demands:
        return f"{text} {demands_words(scenario, game, None)}"
    if game.horizon is not None and any(game.outside):
        text += _left(scenario, game.outside)
    return " ".join([text, *pressure_words(scenario, game, None)])


def demands_words(scenario: Scenario, game: OffersGame, you: int | None) -> str:
    """What the last round is where both name demands at once."""
    when = "In the one round" if game.horizon == 1 else f"In round {game.horizon}, the last,"
    return (
        f"{when} both name at once what they demand: both get that if there is enough, and otherwise the round after "
        f"it pays {pays_shares(scenario, game.outside, you)}."
    )


def shared_words(game: OffersGame) -> str:
    """What there is to share."""
    if game.sizes:
        lots = [f"{number(size)} with chance {number(chance)}" for chance, size in game.sizes if chance]
        when = "once, before the first offer" if game.once else "before each offer"
        return f"What is to be shared is drawn {when}, and both see it: {listed(lots, 'or')}."
    if game.by_round:
        sizes = list(map(number, game.by_round))
        told = sizes if len(sizes) <= MOST_SIZES else [*sizes[: MOST_SIZES - 2], "...", sizes[-1]]
        return f"What is to be shared changes from round to round: {', '.join(told)}."
    return f"{number(game.surplus)} is to be shared."


MOST_SIZES = 8
"""Surpluses by round, most, that are all named."""


def _order_words(scenario: Scenario, game: OffersGame) -> str:
    names = [player.name for player in scenario.players]
    if not game.proposing:
        return f"{names[game.first]} makes the first offer, then they take turns."
    return _by_chance(game, names[game.first], names[1 - game.first])


def _by_chance(game: OffersGame, first: str, second: str) -> str:
    chances = list(map(number, game.proposing))
    told = chances if len(chances) <= MOST_SIZES else [*chances[: MOST_SIZES - 2], "...", chances[-1]]
    with_ = f"chance {told[0]}" if len(told) == 1 else f"the chances {', '.join(told)} by round"
    return f"Who makes the offer of a round is drawn: {first} with {with_}, otherwise {second}."


def pressure_words(scenario: Scenario, game: OffersGame, you: int | None) -> list[str]:
    """What presses beside time: leaving, a breakdown, what rounds without agreement pay."""
    told = []
    may = [seat for seat in seats_for(you) if game.may_leave(seat)]
    if may:
        who = " and ".join(called(scenario, seat, you, k == 0) for k, seat in enumerate(may))
        told.append(
            f"{who} may leave when made an offer, in place of accepting or refusing; that ends the game and pays "
            f"{pays_shares(scenario, game.left, you)} at once."
        )
    if any(game.meanwhile):
        parts = [
            f"{'pays' if game.meanwhile[seat] > 0 else 'costs'} {called(scenario, seat, you)} "
            f"{number(abs(game.meanwhile[seat]))}"
            for seat in seats_for(you)
            if game.meanwhile[seat]
        ]
        told.append(f"Each round that ends with a refusal {' and '.join(parts)}.")
    if game.hazard:
        last = "" if game.horizon is None else " but the last"
        told.append(
            f"After each refusal{last} the talks break down with chance {number(game.hazard)}; the round after then "
            f"pays {pays_shares(scenario, game.broken, you)}."
        )
    return told


def class_rules(scenario: Scenario, game: Offers) -> list[Block]:
    """The same as a teacher would write it on the board."""
    rounds = "for as long as it takes" if game.rounds is None else f"{times(game.rounds, 'round')} long"
    patience = [
        Item(f"{number(p.patience or Fraction(0))} per round.", f"Patience of {p.name}:") for p in scenario.players
    ]
    compiled = from_offers(scenario)
    if compiled.uneven:
        long = "There is no last round." if game.rounds is None else f"There are at most {times(game.rounds, 'round')}."
        told = (
            f"{shared_words(compiled)} {_order_words(scenario, compiled)} {long} What is agreed later is worth less, "
            "by each side's patience."
        )
    else:
        told = (
            f"There is a surplus of {number(game.surplus)} to share. They take turns to make an offer, {rounds}; "
            f"{scenario.players[game.first].name} begins. What is agreed later is worth less, by each side's patience."
        )
    if game.demands:
        told += f" {demands_words(scenario, compiled, None)}"
    elif game.rounds is not None and any(game.outside):
        told += _left(scenario, game.outside)
    return [Paragraph(" ".join([told, *pressure_words(scenario, compiled, None)])), Points(tuple(patience))]


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
        *pressure_words(scenario, game, you),
        _player_end(scenario, game, last, you),
    ]


def _player_order(scenario: Scenario, game: OffersGame, you: int | None) -> str:
    if game.uneven:
        order = "They take turns to name a division"
        if game.proposing:
            one, other = (called(scenario, seat, you) for seat in (game.first, 1 - game.first))
            order = _by_chance(game, one, other)[:-1]
        else:
            order += f", beginning with {called(scenario, game.first, you)}"
        return (
            f"{shared_words(game)} {order}. The other side accepts the division, and that is what both get, or refuses "
            "it, and the next round begins."
        )
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
