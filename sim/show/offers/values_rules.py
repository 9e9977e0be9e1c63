"""The rules of prices named to somebody whose value is hidden, in words: for stories, a class, and those who play."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from sim.show.text.address import called, seats_for
from sim.show.text.blocks import Item, Paragraph, Points
from sim.show.text.words import listed, number, there_are, times

if TYPE_CHECKING:
    from sim.games.offers.values_game import ValuesGame
    from sim.scenario.scenario import Scenario
    from sim.show.text.blocks import Block

MOST_NAMED = 6
"""Values, most, that are all named with their chances."""


def setting_words(scenario: Scenario, game: ValuesGame) -> str:
    """Who names prices, what the value may be, how long it goes on, and what waiting costs: for stories."""
    names = [player.name for player in scenario.players]
    patience = " and ".join(f"{number(d)} to {name}" for d, name in zip(game.discount, names, strict=True))
    return (
        f"{_naming(scenario, game, None)} {values_words(scenario, game, None)} {_long(game)} What is got a round later "
        f"is worth {patience} of the same now."
    )


def values_words(scenario: Scenario, game: ValuesGame, you: int | None) -> str:
    """What the good may be worth to the one, and what it is worth to the other."""
    buyer, seller = (called(scenario, seat, you) for seat in (game.buyer, game.seller))
    lots, chances = game.values, {chance for _, chance in game.values}
    ups = [value for value, _ in reversed(lots)]
    even = len({ups[k + 1] - ups[k] for k in range(len(ups) - 1)}) == 1
    if len(lots) == 1:
        drawn = f"It is worth {number(ups[0])} to {buyer}"
    elif len(lots) <= MOST_NAMED:
        each = listed([f"{number(value)} with chance {number(chance)}" for value, chance in lots], "or")
        drawn = f"Only {buyer} {_knows(game.buyer, you)} what it is worth to {_itself(game.buyer, you)}: {each}"
    else:
        grid = f" in steps of {number(ups[1] - ups[0])}" if even else f", {len(ups)} values in all"
        how = "all as likely as each other" if len(chances) == 1 else "some likelier than others"
        drawn = (
            f"Only {buyer} {_knows(game.buyer, you)} what it is worth to {_itself(game.buyer, you)}: from "
            f"{number(ups[0])} to {number(ups[-1])}{grid}, {how}"
        )
    own = (
        f"keeping it is worth {number(game.own)} to {seller}"
        if game.own
        else f"keeping it is worth nothing to {seller}"
    )
    return f"{drawn}; {own}."


def _knows(seat: int, you: int | None) -> str:
    return "know" if seat == you else "knows"


def _itself(seat: int, you: int | None) -> str:
    return "you" if seat == you else "it"


def _naming(scenario: Scenario, game: ValuesGame, you: int | None) -> str:
    seller = called(scenario, game.seller, you, True)
    buyer = called(scenario, game.buyer, you)
    names, takes, waits = (
        "name" if game.seller == you else "names",
        "take" if game.buyer == you else "takes",
        "wait" if game.buyer == you else "waits",
    )
    return f"{seller} {names} a price in each round, and {buyer} {takes} it or {waits} for the next."


def _long(game: ValuesGame) -> str:
    if game.horizon is None:
        return "There is no last round."
    return f"{there_are(game.horizon, 'round')}."


def class_rules(scenario: Scenario, game: ValuesGame) -> list[Block]:
    """The same as a teacher would write it on the board."""
    told = f"{_naming(scenario, game, None)} {values_words(scenario, game, None)} {_long(game)}"
    patience = tuple(
        Item(f"{number(p.patience or Fraction(0))} per round.", f"Patience of {p.name}:") for p in scenario.players
    )
    return [Paragraph(told), Points(patience)]


def player_rules(scenario: Scenario, game: ValuesGame, last: int, you: int | None) -> list[str]:
    """The same for those who play.

    Parameters
    ----------
    last : int
        After how many rounds a game without a last one is stopped.
    you : int or None
        Who is spoken to.
    """
    rates = " and ".join(f"{number(game.discount[s])} to {called(scenario, s, you)}" for s in seats_for(you))
    ends = _long(game)
    if game.horizon is None:
        ends += f" After {times(last, 'round')} without a trade the game is stopped, and nobody gets anything."
    return [
        _naming(scenario, game, you),
        values_words(scenario, game, you),
        f"Waiting costs: of what is got a round later only a part is worth it now, {rates}.",
        ends,
    ]
