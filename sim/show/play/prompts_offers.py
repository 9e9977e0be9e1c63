"""What is said to people who bargain by alternating offers."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from sim.show.offers.rules import player_rules
from sim.show.play.prompts import NO_RIVALRY, Prompts
from sim.show.text.address import called, pays_shares
from sim.show.text.scale import told_at_scale
from sim.show.text.words import number

if TYPE_CHECKING:
    from sim.agents.arenas.match import MatchTurn
    from sim.agents.arenas.offers import OffersArena, Place


@told_at_scale
class OffersPrompts(Prompts):
    """Words for alternating offers."""

    def __init__(self, arena: OffersArena) -> None:
        self.arena, self.game, self.scenario = arena, arena.game, arena.scenario

    def rules(self, you: int | None) -> list[str]:
        """Who offers when, and what waiting costs."""
        return [*player_rules(self.scenario, self.game, self.arena.last, you), NO_RIVALRY]

    def header(self, place: Place) -> str:
        """The round."""
        last = "" if self.game.horizon is None else f" of {self.game.horizon}"
        return f"Round {place.round + 1}{last}"

    def situation(self, place: Place, seat: int) -> list[str]:
        """The offer that stands, or that one is to be made."""
        assert place.draw is not None
        t, demand, size = place.round, place.demand, place.draw.size
        other = self.scenario.players[1 - seat].name
        worth = self._worth(t, seat)
        if demand is None:
            whole = number(size)
            return [f"You make an offer: how much of {whole} do you ask for yourself? {other} gets the rest.{worth}"]
        rest = size - demand
        return [f"{other} asks for {number(demand)} and offers you {number(rest)}.{worth}"]

    def options(self, place: Place, seat: int, hints: bool) -> list[list[str]]:
        """The answers, each with what it brings now."""
        t, demand, game = place.round, place.demand, self.game
        if demand is None or place.draw is None:
            return []
        rest = place.draw.size - demand
        later = number(game.discount[seat])
        if t + 1 == game.horizon:
            refused = f"the talks are over; you get {number(game.outside[seat])}, a round later"
        elif game.proposing:
            refused = f"the next round begins; what you get then is worth {later} times as much"
        else:
            refused = f"you make the next offer; what you get then is worth {later} times as much"
        if game.meanwhile[seat]:
            pays = "get" if game.meanwhile[seat] > 0 else "pay"
            refused = f"you {pays} {number(abs(game.meanwhile[seat]))} now; {refused}"
        if game.hazard and t + 1 != game.horizon:
            refused += f", unless the talks break down (chance {number(game.hazard)})"
        bare = not game.hazard and not game.meanwhile[seat] and not game.proposing
        if hints and bare and t + 1 != game.horizon and game.discount[seat]:
            refused += f", so {number(rest / game.discount[seat])} then is as good as {number(rest)} now"
        rows = [["", ""], ["accept", f"you get {number(rest)} now"], ["refuse", refused]]
        if game.may_leave(seat):
            rows.append(["leave", f"the talks are over; you get {number(game.left[seat])} now"])
        return rows

    def action(self, place: Place, seat: int, action: str, form: str) -> str:
        """A demand, or an answer."""
        del seat
        ending = {"take": "", "takes": "s", "taking": "ing"}[form]
        if place.demand is None:
            return f"ask{ending} for {number(Fraction(action))}"
        if form == "taking":
            return {"accept": "accepting", "refuse": "refusing", "leave": "leaving"}[action]
        return f"{action}{ending}"

    def _worth(self, t: int, you: int | None) -> str:
        """How much less a round counts than the first."""
        if you is None or not t:
            return ""
        counts = float(self.game.discount[you]) ** t
        return f" What you get in this round counts {number(counts)} times as much as in the first."

    def happened(self, place: Place, turn: MatchTurn, you: int | None) -> list[str]:
        """What was done, and what both get by it."""
        if place.draw is None:
            return [self._drawn(turn, you)]
        seat = self.arena.movers(place)[0]
        if place.demand is None and you is not None:
            return []  # one has typed it, and to the other it stands at the head of the answer
        form = "take" if seat == you else "takes"
        told = f"{called(self.scenario, seat, you, True)} {self.action(place, seat, turn.moves[seat], form)}."
        if turn.shown is not None:
            told += f" That gives {pays_shares(self.scenario, turn.shown, you)}.{self._worth(place.round, you)}"
        if turn.event == "hazard":
            told += (
                f" The talks break down, which gives {pays_shares(self.scenario, self.game.broken, you)} a round later."
            )
        return [told]

    def _drawn(self, turn: MatchTurn, you: int | None) -> str:
        """What chance has drawn."""
        size, _, proposer = turn.event.removeprefix("surplus ").partition(", ")
        told = f"{number(Fraction(size))} is to be shared"
        if not proposer:
            return f"{told}."
        seat = self.game.players.index(proposer)
        makes = "make" if seat == you else "makes"
        return f"{told}, and {called(self.scenario, seat, you)} {makes} the offer."

    def hidden(self, place: Place) -> bool:
        """Everybody sees everything."""
        del place
        return False
