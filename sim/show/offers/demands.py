"""Talks whose last round is one of demands, as people see them: all ways for them to go, and none told as the one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.engine.offers.demands import CERTAIN, IMPOSSIBLE
from sim.show.offers.rules import demands_words, setting_words
from sim.show.shown import Shown, summary
from sim.show.text.blocks import Paragraph, Section, Table, Text
from sim.show.text.words import listed, number

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from fractions import Fraction

    from sim.engine.offers.demands import DemandsSolution, Way
    from sim.scenario.scenario import Scenario
    from sim.show.shown import Depth, Draw
    from sim.show.text.brief import Brief

MOST_BRIEF = 7
"""Rounds, most, that are listed on one screen."""


def shown(scenario: Scenario, solution: DemandsSolution) -> ShownDemands:
    """Talks whose last round is one of demands, as people see them."""
    return ShownDemands(scenario, solution)


class ShownDemands(Shown["DemandsSolution"]):
    """Talks whose last round is one of demands, as people see them."""

    solution: DemandsSolution

    def story(self) -> Text:
        """The rules, what all equilibria agree on, how talks may go, and how sure that is."""
        sections = (
            Section("What can happen", tuple(map(Paragraph, [*self._course(), self.of_all()]))),
            Section("The ways for talks to go", (self._table(),)),
            Section("How sure this is", tuple(map(Paragraph, [self._checked(), *self.notes()]))),
        )
        rules = Paragraph(setting_words(self.scenario, self.solution.game))
        return Text(self.scenario.title, sections, (*summary(self.scenario), rules))

    def brief(self) -> Brief:
        """What all equilibria agree on, and the rounds in which an agreement may be made."""
        return self.on_screen([*self._course(), self.of_all()], [self._table(MOST_BRIEF)], self.notes()[0])

    def line(self) -> str:
        """What an agreement is over all equilibria, and between what both get."""
        return f"{self.scenario.title}: an agreement is {self.solution.deal}; {self._between()}."

    def of_all(self) -> str:
        """What all equilibria agree on."""
        told = {
            CERTAIN: "An agreement is certain: it is made in all of these equilibria",
            IMPOSSIBLE: "An agreement is impossible: it is made in none of these equilibria",
        }.get(self.solution.deal, "An agreement is possible: it is made in some of these equilibria, and in others not")
        return f"{told}. Over all of them {self._between()}."

    def facts(self) -> dict[str, str]:
        """What an agreement is over all equilibria, in which rounds one may be made, and between what both get."""
        rounds = self._rounds()
        told = {
            "an agreement is": self.solution.deal,
            "may be made in": f"round {listed([str(t + 1) for t in rounds], 'or')}" if rounds else "no round",
        }
        return told | {f"{p.name} gets": _span(*self.solution.payoffs(k)) for k, p in enumerate(self.scenario.players)}

    def entries(self, all_states: bool = False) -> list[dict[str, Any]]:
        """The ends of what equilibria pay, by the round of the agreement."""
        del all_states
        players = self.solution.game.players
        found: list[dict[str, Any]] = []
        for t in (-1, *self._rounds()):
            ways = self.solution.in_round(t)
            if not ways:
                continue
            for way in dict.fromkeys((ways[0], ways[-1])):
                share = None
                if way.share is not None:
                    rest = self.solution.game.surplus - way.share
                    share = dict(zip(players, (float(way.share), float(rest)), strict=True))
                found.append(
                    {
                        "payoffs": dict(zip(players, map(float, way.payoffs), strict=True)),
                        "agreement": None if t < 0 else t,
                        "shares": share,
                        "strategies": {},
                        "regret": 0.0 if self.solution.certified else None,
                        "path": [],
                    }
                )
        return found

    def extras(self) -> dict[str, Any]:
        """What all equilibria agree on, as data."""
        game = self.solution.game
        return {
            "agreement": self.solution.deal,
            "rounds": self._rounds(),
            "payoffs": {
                player: [float(end) for end in self.solution.payoffs(k)] for k, player in enumerate(game.players)
            },
            "payoff_pairs": len({way.payoffs for way in self.solution.ways}),
        }

    def notes(self) -> list[str]:
        """That none of them is told as what happens, and which were not looked for."""
        told = []
        if len(self.solution.ways) > 1:
            told.append(
                "Nothing in the game picks one of these equilibria, so none is told as what happens; what both expect "
                "of the last round decides."
            )
        piece = number(self.solution.game.surplus / self.solution.game.grid)
        return [
            *told,
            f"Looked at are demands and offers in whole slices of {piece} that are not drawn by chance; where demands "
            "are drawn there may be further equilibria.",
        ]

    def explain(self, depth: Depth) -> Text:
        """Why the last round leaves so much open, and what that does to the offers before it."""
        from sim.show.offers.explain_demands import explanation

        return explanation(self.scenario, self.solution, depth)

    def pictures(self) -> Mapping[str, Draw]:
        """What both can get, by the round of the agreement."""
        from sim.show.offers import draw_demands

        return {"payoffs": lambda: draw_demands.payoffs(self.scenario, self.solution)}

    def _rounds(self) -> list[int]:
        """Rounds in which an agreement may be made."""
        return sorted({way.round for way in self.solution.ways if way.round >= 0})

    def _between(self) -> str:
        each = [
            f"{player.name} gets {_span(*self.solution.payoffs(k))}" for k, player in enumerate(self.scenario.players)
        ]
        return " and ".join(each)

    def _course(self) -> list[str]:
        rounds = self._rounds()
        if not rounds:
            return ["No division is as good to both as none, and there is no agreement."]
        told = [demands_words(self.scenario, self.solution.game, None)]
        when = listed([str(t + 1) for t in rounds], "or")
        some = f"An agreement may be made in round {when}"
        none = "; there may also be none, since both may demand too much" if self.solution.in_round(-1) else ""
        return [*told, f"{some}{none}."]

    def _table(self, most: int | None = None) -> Table:
        """By the round of the agreement, what the first player may get of the surplus, and what both get."""
        names = [player.name for player in self.scenario.players]
        rows = []
        for t in (*self._rounds(), -1):
            ways = self.solution.in_round(t)
            if ways:
                label = "none" if t < 0 else str(t + 1)
                rows.append((label, _shares(ways), *(_range(ways, k) for k in (0, 1))))
        if most is not None and len(rows) > most:
            rows = [*rows[: most - 2], ("...", "", "", ""), rows[-1]]
        head = ("agreement in round", f"share of {names[0]}", *(f"{name} gets" for name in names))
        return Table("The ways for talks to go", head, tuple(rows))

    def _checked(self) -> str:
        return (
            "Subgame-perfect: the payoffs were found twice from the last round back, by ways of going on and by "
            "payoffs alone, and are the same."
            if self.solution.certified
            else "Not certified: two ways of finding the payoffs differ."
        )


def _span(low: Fraction, high: Fraction) -> str:
    return number(low) if low == high else f"from {number(low)} to {number(high)}"


def _range(ways: Sequence[Way], player: int) -> str:
    got = [way.payoffs[player] for way in ways]
    low, high = min(got), max(got)
    return number(low) if low == high else f"{number(low)} to {number(high)}"


def _shares(ways: Sequence[Way]) -> str:
    shares = [way.share for way in ways if way.share is not None]
    if not shares:
        return ""
    low, high = min(shares), max(shares)
    return number(low) if low == high else f"{number(low)} to {number(high)}"
