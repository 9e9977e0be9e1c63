"""What is said to people who bargain over packages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.agents.arenas.issues import ACCEPT, BREAKDOWN, WAIT, WALK
from sim.show.issues.offer_words import offer_rules, package_rules, points_table
from sim.show.issues.words import package_words
from sim.show.play.prompts import NO_RIVALRY, Prompts
from sim.show.text.address import called, pays_shares
from sim.show.text.scale import told_at_scale
from sim.show.text.words import number

if TYPE_CHECKING:
    from sim.agents.arenas.issues import IssuesArena, Place
    from sim.agents.arenas.match import MatchTurn


@told_at_scale
class IssuesPrompts(Prompts):
    """Words for offers of packages."""

    def __init__(self, arena: IssuesArena) -> None:
        self.arena, self.game, self.scenario = arena, arena.game, arena.scenario

    def rules(self, you: int | None) -> list[str]:
        """What is settled, what it is worth, and who offers when."""
        return [
            package_rules(self.scenario, self.game, you),
            points_table(self.scenario, you),
            offer_rules(self.scenario, self.game),
            NO_RIVALRY,
        ]

    def header(self, place: Place) -> str:
        """The round."""
        last = "" if self.arena.horizon is None else f" of {self.arena.horizon}"
        return f"Round {place[0] + 1}{last}"

    def situation(self, place: Place, seat: int) -> list[str]:
        """The package that is offered, or that one is to be."""
        t, package = place
        worth = self._worth(t, seat)
        away = f"walking away {number(self.game.walk_away[seat])}"
        if package is None:
            return [f"You offer a package; {away} points.{worth}"]
        other = self.scenario.players[1 - seat].name
        mine = number(self.game.pays(package)[seat])
        return [f"{other} offers {package_words(self.scenario, package)}: {mine} points for you, {away}.{worth}"]

    def options(self, place: Place, seat: int, hints: bool) -> list[list[str]]:
        """The answers with what they bring."""
        t, package = place
        if package is None:
            return []
        wait = "both walk away" if t + 1 == self.arena.horizon else "the next round comes, and you offer"
        if hints:
            wait += f"; in equilibrium worth {number(self.arena.plan(t).waits[seat])} points of now"
        return [
            ["", ""],
            [ACCEPT, f"you get {number(self.game.pays(package)[seat])} now"],
            [WAIT, wait],
            ["walk away", f"you get {number(self.game.walk_away[seat])} now, and the talks are over"],
        ]

    def action(self, place: Place, seat: int, action: str, form: str) -> str:
        """A package, or an answer."""
        del seat
        ending = {"take": "", "takes": "s", "taking": "ing"}[form]
        if action == WALK:
            return f"walk{ending} away"
        if action == WAIT:
            return f"wait{ending}"
        if action == ACCEPT:
            return f"accept{ending}"
        return f"offer{ending} {package_words(self.scenario, self.arena.package(action))}"

    def _worth(self, t: int, you: int | None) -> str:
        """How much less a round counts than the first."""
        counts = 1.0 if you is None else float(self.arena.discount[you]) ** t
        return (
            f" What you get in this round counts {number(counts)} times as much as in the first." if counts != 1 else ""
        )

    def happened(self, place: Place, turn: MatchTurn, you: int | None) -> list[str]:
        """What was done, and what both get by it."""
        seat = self.arena.movers(place)[0]
        if place[1] is None and you is not None and turn.moves[seat] not in (WAIT, WALK):
            return []  # one has typed it, and to the other it stands at the head of the answer
        form = "take" if seat == you else "takes"
        told = f"{called(self.scenario, seat, you, True)} {self.action(place, seat, turn.moves[seat], form)}."
        if turn.event == BREAKDOWN:
            told += " The talks break down, and both walk away."
        if turn.shown is not None:
            told += f" That gives {pays_shares(self.scenario, turn.shown, you)}.{self._worth(place[0], you)}"
        return [told]

    def hidden(self, place: Place) -> bool:
        """Offers and answers are seen by everybody."""
        del place
        return False
