"""The story of all subgame-perfect equilibria of a concession game: the corners of the set of their payoffs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.engine.concessions.corner_play.corners import CornersSolution
from sim.show.concessions.courses.course import setting
from sim.show.concessions.courses.endings import brief_words
from sim.show.concessions.entries import ending_entries, outcome_entry, path_entry
from sim.show.concessions.notes import faking_notes
from sim.show.concessions.whole_game.agreed import SaysOfAll
from sim.show.text.blocks import Look, Paragraph, Section, Table, Text
from sim.show.text.brief import Brief
from sim.show.text.typed import nexts
from sim.show.text.words import amount, percent, times

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sim.engine.concessions.corner_play.corners import AttainedCorner, Group
    from sim.engine.concessions.equilibrium_sets.endings import EndingSets
    from sim.engine.concessions.equilibrium_sets.outer import OuterSets
    from sim.exact.polygons import Polygon
    from sim.scenario.scenario import Scenario
    from sim.show.shown import Draw
    from sim.show.text.blocks import Block

TITLES: dict[Group, str] = {
    "all": "Corners of the set of equilibria",
    "with_deal": "Corners of the set of those that end with the agreement complete",
    "without_deal": "Corners of the set of those that do not",
}


MOST_CORNERS = 6
"""Corners of a set, most, that one screen lists."""


class ShownCorners(SaysOfAll["CornersSolution"]):
    """The set of all subgame-perfect payoffs of a concession game as people see it."""

    solution: CornersSolution

    def story(self) -> Text:
        """The rules, what all equilibria agree on, the corners, and how sure that is."""
        return Text(
            self.scenario.title,
            (
                Section("What can be an equilibrium", (Paragraph(self.of_all()), *self._open())),
                *(Section(TITLES[group], self._table(group)) for group in TITLES if self.solution.of(group)),
                Section("How sure this is", tuple(map(Paragraph, [self._checked(), *self.notes()]))),
            ),
            setting(self.scenario),
        )

    def line(self) -> str:
        """How many corners there are."""
        count = len(self.solution.of("all"))
        if count == 1 and self.solution.complete:
            return f"{self.scenario.title}: all subgame-perfect equilibria pay the same."
        return f"{self.scenario.title}: the set of subgame-perfect payoffs{self._pure()} has {times(count, 'corner')}."

    def brief(self) -> Brief:
        """What all equilibria agree on, and the corners of the set of all that they pay."""
        corners = self.solution.of("all")
        tables = [table for group in TITLES for table in self._table(group, MOST_CORNERS) if self.solution.of(group)]
        return Brief(
            self.scenario.title,
            " ".join([self._sure(), *faking_notes(self.scenario)]),
            (self._in_words(), self.of_all()),
            tuple(tables),
            then=nexts(
                self.scenario,
                *((("run", "the course of a corner", ("--show", str(corners[0].number))),) if corners else ()),
                *((("plot", "the set of all that they pay", ("--all",)),) if len(corners) > 1 else ()),
                ("run", "all of it at length", ("--all", "--detail")),
            ),
            certified=self.solution.certified,
            players=tuple(player.name for player in self.scenario.players),
        )

    def _in_words(self) -> str:
        told = self.line().removeprefix(f"{self.scenario.title}: ")
        return told[:1].upper() + told[1:]

    def _sure(self) -> str:
        if not self.solution.certified:
            return "Not certified: the corners are replayed, but not all is proven."
        told = "Certified: each corner was replayed in exact numbers"
        if self.solution.complete:
            return f"{told}, and no equilibrium pays anything outside."
        if self.solution.outer is None:
            return f"{told}. Whether some equilibrium in which players mix pays more or less was not found out in time."
        return f"{told}. Whether some equilibrium in which players mix pays more or less than these is open."

    def entries(self, all_states: bool = False) -> list[dict[str, Any]]:
        """An entry for each corner with the equilibrium that attains it."""
        del all_states
        players = self.solution.game.players
        found: list[dict[str, Any]] = []
        for corner in self.solution.corners:
            told = corner.solution
            found.append(
                {
                    "number": corner.number,
                    "of": corner.group,
                    "payoffs": dict(zip(players, told.values, strict=True)),
                    "strategies": {player: [] for player in players},
                    "attained_by": f"corner:{corner.number}",
                    "regret": 0.0,
                    "path": [path_entry(told.game, r) for r in told.path],
                    "path_chance": told.path_chance,
                    "ending": outcome_entry(players, told.outcome),
                    "endings": ending_entries(players, told.endings),
                }
            )
        return found

    def notes(self) -> list[str]:
        """What the sets from inside and from outside are."""
        told = faking_notes(self.scenario)
        if self.solution.outer is None:
            told.append(
                "The corners are those of equilibria in which public lots are drawn and nobody mixes but where a "
                "decision point has no such one. The time was up before what holds every equilibrium was found, so "
                "that it is open whether some pay more or less; --time-limit allows more."
            )
        elif not self.solution.complete:
            told.append(
                "The corners are those of equilibria in which public lots are drawn and nobody mixes but where a "
                "decision point has no such one. What a mediator could bring about who tells each side in private what "
                "to do, which holds every equilibrium, reaches further: --json has its corners, as bounds, "
                "also for courses with and without a deal."
            )
        return told

    def extras(self) -> dict[str, Any]:
        """The polygons: of all equilibria, of those with and without a deal, and what holds all of them."""
        solution, players = self.solution, self.solution.game.players
        return {
            "with_deal": _points(players, solution.with_deal.payoffs),
            "without_deal": _points(players, solution.without_deal.payoffs),
            "bounds": _bounds(players, solution.outer),
            "with_deal_bounds": _bounds(players, solution.with_deal_bounds),
            "without_deal_bounds": _bounds(players, solution.without_deal_bounds),
        }

    def pictures(self) -> Mapping[str, Draw]:
        """The set of payoffs in the plane."""
        from sim.show.concessions.whole_game.draw_corners import payoff_set

        return {"payoffs": lambda: payoff_set(self.scenario, self.solution)}

    def _pure(self) -> str:
        """Which equilibria the corners are of, where they are not proven to be those of all."""
        return "" if self.solution.complete else " in pure actions with public lots"

    def _open(self) -> tuple[Block, ...]:
        """How a corner is opened."""
        count = len(self.solution.corners)
        if count == 1:
            return ()
        return (
            Paragraph(
                f"The payoffs of equilibria{self._pure()} fill the polygon between its corners. Each corner below is "
                "attained by an equilibrium; --show with its number tells its course."
            ),
        )

    def _table(self, group: Group, most: int | None = None) -> tuple[Table, ...]:
        """The corners of some equilibria, the first of them where so many are enough."""
        corners = self.solution.of(group)[:most]
        head = ("corner", *(p.name for p in self.scenario.players), "sum", "how it ends")
        rows = tuple(
            (str(c.number), *map(amount, c.solution.payoffs), amount(sum(c.solution.payoffs)), self._ending(c))
            for c in corners
        )
        left = len(self.solution.of(group)) - len(corners)
        rows += (("\N{HORIZONTAL ELLIPSIS}", "", "", "", f"and {times(left, 'corner')} more"),) if left else ()
        return (Table(TITLES[group], head, rows, Look(columns={1: 0, 2: 1}, words=frozenset({4}))),)

    def _ending(self, corner: AttainedCorner) -> str:
        """How it most likely ends, with the chance of that where it is not certain."""
        told = corner.solution
        likely = told.endings[0]
        words = brief_words(self.scenario, told.game, likely)
        return words if len(told.endings) == 1 else f"{percent(likely.chance)}: {words}"

    def _checked(self) -> str:
        one = len(self.solution.corners) == 1
        replayed = (
            f"{'The corner is' if one else 'Each corner is'} attained by a strategy that was replayed in exact "
            "numbers: it pays what is said, and after no history does anybody gain by a deviation."
        )
        if self.solution.outer is None:
            return replayed
        outside = "anything outside" if self.solution.complete else "anything outside the bounds"
        return (
            f"{replayed} That no equilibrium pays {outside} is proven edge by edge by linear programmes whose prices "
            "were checked."
        )


def _points(players: tuple[str, str], polygon: Polygon) -> list[dict[str, float]]:
    return [dict(zip(players, map(float, pair), strict=True)) for pair in polygon]


def _bounds(players: tuple[str, str], sets: OuterSets | EndingSets | None) -> list[dict[str, float]] | None:
    """Corners of what holds all equilibria; None if it was not found in time."""
    return None if sets is None else _points(players, sets.payoffs)


def shown(scenario: Scenario, solution: CornersSolution) -> ShownCorners:
    """The set of all subgame-perfect payoffs of a concession game as people see it."""
    return ShownCorners(scenario, solution)
