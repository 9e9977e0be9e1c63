"""What is said to people who bargain by alternating offers."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from sim.show.play.prompts import called, pays
from sim.show.text.words import times

if TYPE_CHECKING:
    from sim.agents.arenas.match import MatchTurn
    from sim.agents.arenas.offers import OffersArena, Place


def share(value: Fraction | float) -> str:
    """A share, short."""
    text = f"{float(value):.4g}"
    return text.replace("-", "\N{MINUS SIGN}")


class OffersTalk:
    """Words for alternating offers."""

    def __init__(self, arena: OffersArena) -> None:
        self.arena, self.game, self.scenario = arena, arena.game, arena.scenario

    def rules(self, you: int | None) -> list[str]:
        """Who offers when, and what waiting costs."""
        first, second = self.game.proposer(0), self.game.proposer(1)
        offers = (
            f"{share(self.game.surplus)} is to be shared. {called(self.scenario, first, you, True)} "
            f"{'name' if first == you else 'names'} a division first; "
            f"{called(self.scenario, second, you)} {'accept' if second == you else 'accepts'} it, and that is what "
            f"both get, or {'refuse' if second == you else 'refuses'} and {'name' if second == you else 'names'} one "
            "in the next round, and so on in turn."
        )
        rates = " and ".join(
            f"{float(self.game.discount[s]):g} to {called(self.scenario, s, you)}"
            for s in ((1, 0) if you == 1 else (0, 1))
        )
        waiting = f"Waiting costs: of what is got a round later only a part is worth it now, {rates}."
        return [offers, waiting, self._end(you), "Getting more than the other side is worth nothing in itself."]

    def _end(self, you: int | None) -> str:
        if self.game.horizon is not None:
            outside = pays(self.scenario, [float(v) for v in self.game.outside], you)
            return (
                f"There are {times(self.game.horizon, 'round')}. If the last offer is refused too, the round after it "
                f"pays {outside}."
            )
        return (
            f"There is no last round. After {times(self.arena.last, 'round')} without an agreement the game is "
            "stopped, and what follows is paid as if both agreed as in equilibrium."
        )

    def reminder(self, seat: int) -> list[str]:
        """Nothing is hidden, and no screen is cleared."""
        del seat
        return []

    def header(self, place: Place) -> str:
        """The round."""
        last = "" if self.game.horizon is None else f" of {self.game.horizon}"
        return f"Round {place[0] + 1}{last}"

    def situation(self, place: Place, seat: int) -> list[str]:
        """The offer that stands, or that one is to be made."""
        t, demand = place
        other = self.scenario.players[1 - seat].name
        counts = float(self.game.discount[seat]) ** t
        worth = f" What you get in this round counts {share(counts)} times as much as in the first." if t else ""
        if demand is None:
            whole = share(self.game.surplus)
            return [f"You make an offer: how much of {whole} do you ask for yourself? {other} gets the rest.{worth}"]
        rest = self.game.surplus - demand
        return [f"{other} asks for {share(demand)} and offers you {share(rest)}.{worth}"]

    def options(self, place: Place, seat: int, hints: bool) -> list[list[str]]:
        """The answers, each with what it brings now."""
        t, demand = place
        if demand is None:
            return []
        rest = self.game.surplus - demand
        later = float(self.game.discount[seat])
        if t + 1 == self.game.horizon:
            refused = f"the talks are over; you get {share(self.game.outside[seat])}, a round later"
        else:
            refused = f"you make the next offer; what you get then is worth {later:g} times as much"
        if hints and t + 1 != self.game.horizon:
            refused += f", so {share(rest / self.game.discount[seat])} then is as good as {share(rest)} now"
        return [["", ""], ["accept", f"you get {share(rest)} now"], ["refuse", refused]]

    def action(self, place: Place, seat: int, action: str, form: str) -> str:
        """A demand, or an answer."""
        del seat
        ending = {"take": "", "takes": "s", "taking": "ing"}[form]
        if place[1] is None:
            return f"ask{ending} for {share(Fraction(action))}"
        if form == "taking":
            return {"accept": "accepting", "refuse": "refusing"}[action]
        return f"{action}{ending}"

    def happened(self, place: Place, turn: MatchTurn, you: int | None) -> list[str]:
        """What was done, and what both get by it."""
        seat = self.arena.movers(place)[0]
        if place[1] is None and you is not None:
            return []  # one has typed it, and to the other it stands at the head of the answer
        form = "take" if seat == you else "takes"
        told = f"{called(self.scenario, seat, you, True)} {self.action(place, seat, turn.moves[seat], form)}."
        if turn.shown is not None:
            told += f" That gives {pays_shares(self, turn.shown, you)}."
        return [told]

    def hidden(self, place: Place) -> bool:
        """Everybody sees everything."""
        del place
        return False


def pays_shares(talk: OffersTalk, pair: tuple[float, float], you: int | None) -> str:
    """Shares of both: ``you 0.6 and North Korea 0.4``."""
    order = (1, 0) if you == 1 else (0, 1)
    return " and ".join(f"{called(talk.scenario, s, you)} {share(pair[s])}" for s in order)
