"""What is said to people who bargain by offers, and in the last round by demands that both name at once."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from sim.show.offers.rules import demands_words, shared_words
from sim.show.play.prompts import NO_RIVALRY
from sim.show.play.prompts_offers import OffersPrompts
from sim.show.text.address import called, pays, seats_for
from sim.show.text.scale import told_at_scale
from sim.show.text.words import number

if TYPE_CHECKING:
    from sim.agents.arenas.demands import DemandsArena
    from sim.agents.arenas.match import MatchTurn
    from sim.agents.arenas.offers import Place


@told_at_scale
class DemandsPrompts(OffersPrompts):
    """Words for offers with demands at the deadline."""

    arena: DemandsArena

    def __init__(self, arena: DemandsArena) -> None:
        super().__init__(arena)

    def rules(self, you: int | None) -> list[str]:
        """Who offers when, what waiting costs, and what the last round is."""
        game = self.arena.whole
        rates = " and ".join(f"{number(game.discount[s])} to {called(self.scenario, s, you)}" for s in seats_for(you))
        told = [shared_words(game)]
        if self.arena.deadline:
            first = called(self.scenario, game.first, you, True)
            makes = "make" if game.first == you else "makes"
            told = [
                f"{shared_words(game)} There are {self.arena.last} rounds. {first} {makes} the first offer, then both "
                "take turns; the other side accepts it or refuses it.",
                f"Waiting costs: of what is got a round later only a part is worth it now, {rates}.",
            ]
        return [*told, demands_words(self.scenario, game, you), NO_RIVALRY]

    def header(self, place: Place) -> str:
        """The round."""
        return f"Round {place.round + 1} of {self.arena.last}" if self.arena.deadline else ""

    def situation(self, place: Place, seat: int) -> list[str]:
        """That both demand, in the last round."""
        if not self.arena.at_once(place):
            return super().situation(place, seat)
        game, other = self.arena.whole, self.scenario.players[1 - seat].name
        counts = float(game.discount[seat]) ** place.round
        worth = f" What you get in this round counts {number(counts)} times as much as in the first."
        return [
            f"You and {other} name at once how much of {number(game.surplus)} you demand. If there is enough for both "
            f"demands each gets its own; if not, you get {number(game.outside[seat])}, a round later."
            f"{worth if place.round else ''}"
        ]

    def options(self, place: Place, seat: int, hints: bool) -> list[list[str]]:
        """The answers; before the last round a refusal is followed by demands."""
        rows = super().options(place, seat, hints)
        if place.round + 1 == self.arena.deadline:
            d = number(self.game.discount[seat])
            told = f"both name their demands; what you get then is worth {d} times as much"
            rows = [[row[0], told] if row[0] == "refuse" else row for row in rows]
        return rows

    def action(self, place: Place, seat: int, action: str, form: str) -> str:
        """A demand, or what is done before."""
        if not self.arena.at_once(place):
            return super().action(place, seat, action, form)
        return f"{ {'take': 'demand', 'takes': 'demands', 'taking': 'demanding'}[form] } {number(Fraction(action))}"

    def happened(self, place: Place, turn: MatchTurn, you: int | None) -> list[str]:
        """What was done, and what both get by it."""
        if not self.arena.at_once(place):
            return super().happened(place, turn, you)
        assert turn.shown is not None
        told = [
            f"{called(self.scenario, s, you, True)} {self.action(place, s, turn.moves[s], form)}."
            for s in seats_for(you)
            for form in ("take" if s == you else "takes",)
        ]
        asked = sum((Fraction(move) for move in turn.moves), Fraction(0))
        if asked <= self.arena.whole.surplus:
            end = f"There is enough for both. That gives {pays(self.scenario, turn.shown, you)}."
        else:
            end = f"That is more than there is. A round later it gives {pays(self.scenario, turn.shown, you)}."
        return [f"{' '.join(told)} {end}"]

    def hidden(self, place: Place) -> bool:
        """Demands are made at once."""
        return self.arena.at_once(place)
