"""What is said to people where one names prices to somebody whose value only that one knows."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from sim.agents.arenas.values import TAKE
from sim.show.offers.values_rules import player_rules
from sim.show.play.prompts import NO_RIVALRY, Prompts
from sim.show.text.address import called
from sim.show.text.scale import told_at_scale
from sim.show.text.words import listed, number

if TYPE_CHECKING:
    from sim.agents.arenas.match import MatchTurn
    from sim.agents.arenas.values import ValuesArena
    from sim.engine.offers.price_play import Priced


@told_at_scale
class ValuesPrompts(Prompts):
    """Words for prices and a hidden value."""

    def __init__(self, arena: ValuesArena) -> None:
        self.arena, self.game, self.scenario = arena, arena.game, arena.scenario

    def rules(self, you: int | None) -> list[str]:
        """Who names prices, what the value may be, and what waiting costs."""
        return [*player_rules(self.scenario, self.game, self.arena.last, you), NO_RIVALRY]

    def header(self, place: Priced) -> str:
        """The round."""
        last = "" if self.game.horizon is None else f" of {self.game.horizon}"
        return f"Round {place.round + 1}{last}"

    def situation(self, place: Priced, seat: int) -> list[str]:
        """The price that stands, with the value for whoever knows it; or that a price is to be named."""
        counts = float(self.game.discount[seat]) ** place.round
        worth = f" What you get in this round counts {number(counts)} times as much as in the first."
        worth = worth if place.round else ""
        if place.price is None:
            keeps = f"Keeping the good is worth {number(self.game.own)} to you." if self.game.own else ""
            return [f"You name a price. {keeps}{worth}".replace("  ", " ").strip()]
        other = self.scenario.players[1 - seat].name
        assert place.value is not None
        return [
            f"The good is worth {number(place.value)} to you; {other} does not know it, and names "
            f"{number(place.price)}.{worth}"
        ]

    def options(self, place: Priced, seat: int, hints: bool) -> list[list[str]]:
        """The answers, each with what it brings now."""
        if place.price is None or place.value is None:
            return []
        d = self.game.discount[seat]
        gain = place.value - place.price
        over = self.arena.play.ends(place.round)
        waits = (
            "the talks are over, and you get nothing"
            if over
            else f"another price is named; what you get then is worth {number(d)} times as much"
        )
        if hints and not over and d and gain > 0:
            waits += f", so {number(gain / d)} then is as good as {number(gain)} now"
        return [["", ""], ["take", f"you get {number(gain)} now"], ["wait", waits]]

    def action(self, place: Priced, seat: int, action: str, form: str) -> str:
        """A price, or an answer."""
        del seat
        ending = {"take": "", "takes": "s", "taking": "ing"}[form]
        if place.price is None:
            return f"{ {'take': 'name', 'takes': 'names', 'taking': 'naming'}[form] } {number(Fraction(action))}"
        if action == TAKE:
            return {"take": "take it", "takes": "takes it", "taking": "taking it"}[form]
        return f"wait{ending}"

    def happened(self, place: Priced, turn: MatchTurn, you: int | None) -> list[str]:
        """What was done, and what that brings to whoever is told; what the other gains would tell the value."""
        if place.value is None:
            if you != self.game.buyer:
                return []
            return [f"The good is worth {number(Fraction(turn.event.removeprefix('value ')))} to you."]
        seat = self.arena.movers(place)[0]
        if place.price is None and you is not None:
            return []  # one has typed it, and to the other it stands at the head of the answer
        form = "take" if seat == you else "takes"
        told = f"{called(self.scenario, seat, you, True)} {self.action(place, seat, turn.moves[seat], form)}."
        if place.price is not None and you == self.game.seller:
            told = told.replace(" takes it.", f" takes {number(place.price)}.").replace(
                " waits.", f" does not take {number(place.price)}."
            )
        if turn.shown is not None and you is not None:
            told += f" That gives you {number(turn.shown[you])}."
        return [told]

    def hidden(self, place: Priced) -> bool:
        """Whoever answers sees its value, which the other must not."""
        return place.price is not None

    def course(self, turns: tuple[MatchTurn, ...], places: list[Priced], you: int | None) -> str:
        """What was hidden.

        Parameters
        ----------
        places : list of Priced
            Where each turn happened.
        you : int or None
            Who is spoken to.
        """
        value = next((place.value for place in places if place.value is not None), None)
        if value is None:
            return ""
        named = [
            number(Fraction(turn.moves[self.game.seller]))
            for place, turn in zip(places, turns, strict=True)
            if place.value is not None and place.price is None
        ]
        prices = (
            f"; the prices were {listed(named)}" if len(named) > 1 else f"; the price was {named[0]}" if named else ""
        )
        return f"The good was worth {number(value)} to {called(self.scenario, self.game.buyer, you)}{prices}."
