"""Stable states as people see them: where the conflict can rest, why, and what becomes of the status quo."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from sim.engine.options.definitions import DEFINITIONS
from sim.engine.options.reasons import ways_on
from sim.show.options.together import together, together_entries
from sim.show.options.views import views_entries, views_table, views_told
from sim.show.options.words import LONG, SHORT, state_words, way_words
from sim.show.shown import Shown, summary
from sim.show.text.blocks import Item, Paragraph, Points, Section, Table, Text
from sim.show.text.brief import Brief
from sim.show.text.typed import nexts
from sim.show.text.words import listed, there_are, times

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sim.engine.options.definitions import Definition
    from sim.engine.options.stability import StabilitySolution
    from sim.scenario.scenario import Scenario
    from sim.show.shown import Depth, Draw

MOST_TOLD, MOST_ON_SCREEN = 20, 8
"""Equilibria that a story lists, and one screen, most."""


def shown(scenario: Scenario, solution: StabilitySolution) -> ShownStability:
    """Stable states as people see them."""
    return ShownStability(scenario, solution)


class ShownStability(Shown["StabilitySolution"]):
    """Stable states as people see them."""

    solution: StabilitySolution

    def story(self) -> Text:
        """The rules, where it can rest, what becomes of the status quo, and how sure that is."""
        sections = (
            Section("In short", tuple(map(Paragraph, self._answer()))),
            Section("Where it can rest", (self._table(), *map(Paragraph, self._left_out()))),
            Section("From the status quo", tuple(map(Paragraph, self._from_start()))),
            *self._seen(),
            Section("If parties move together", tuple(map(Paragraph, together(self.scenario, self.solution)))),
            Section("What the words mean", (Points(tuple(Item(f"{LONG[d]}.", f"{SHORT[d]}:") for d in DEFINITIONS)),)),
            Section("How sure this is", tuple(map(Paragraph, self._sure()))),
        )
        return Text(self.scenario.title, sections, (*summary(self.scenario), Paragraph(self._rules())))

    def line(self) -> str:
        """How many equilibria there are, and whether the status quo is one."""
        return f"{self.scenario.title}: {' '.join(self._answer())}"

    def brief(self) -> Brief:
        """The equilibria by definition, and what becomes of the status quo."""
        then = nexts(
            self.scenario,
            ("explain", "why each is stable", ()),
            ("preferences", "how it hangs on what parties prefer", ()),
            ("plot", "states and moves", ("--view", "moves")),
        )
        return Brief(
            self.scenario.title,
            " ".join(self._sure()[:1]),
            (*self._answer(), *self._from_start()[:1]),
            (self._table(MOST_ON_SCREEN),),
            " ".join([*self.notes(), *self._left_out(MOST_ON_SCREEN)]),
            then,
            self.solution.certified,
            tuple(player.name for player in self.scenario.players),
        )

    def facts(self) -> dict[str, str]:
        """Equilibria, and whether the status quo is one."""
        told = {f"equilibria by {SHORT[d]}": f"{self._count(d)}" for d in DEFINITIONS}
        start = self._kinds(self.solution.game.start)
        return {"status quo is an equilibrium": ", ".join(start) if start else "by no definition", **told}

    def entries(self, all_states: bool = False) -> list[dict[str, Any]]:
        """The feasible states that are equilibria by some definition."""
        del all_states
        return [entry for entry in self._states() if entry["equilibrium"]]

    def extras(self) -> dict[str, Any]:
        """All feasible states, what coalitions would do, and what parties take for equilibria if some are mistaken."""
        views = views_entries(self.scenario, self.solution)
        return {
            "states": self._states(),
            "coalitions": together_entries(self.solution),
            **({} if views is None else {"views": views}),
        }

    def columns(self) -> dict[str, tuple[Any, ...]]:
        """The options taken in each equilibrium, and by which definitions it is one."""
        rows = self._rows()
        told = {"taken": tuple(", ".join(self.solution.game.taken(state)) for state in rows)}
        kinds: dict[str, tuple[Any, ...]] = {
            d: tuple(bool(self.solution.equilibrium(d)[state]) for state in rows) for d in DEFINITIONS
        }
        return {**told, **kinds}

    def explain(self, depth: Depth) -> Text:
        """Which moves each party would like in a state, and what deters it from them."""
        from sim.show.options.explain_stability import explanation

        return explanation(self.scenario, self.solution, depth)

    def pictures(self) -> Mapping[str, Draw]:
        """The table of options and equilibria, and the moves between states."""
        from sim.show.options import draw_stability

        return {
            "table": lambda: draw_stability.table(self.scenario, self.solution),
            "moves": lambda: draw_stability.moves(self.scenario, self.solution),
        }

    def notes(self) -> list[str]:
        """Who mistakes what."""
        solution = self.solution
        told = []
        for party, seen in enumerate(solution.game.seen):
            if seen is not None:
                name = self.scenario.players[party].name
                told.append(
                    f"{name} mistakes what others prefer: what is stable for it is told by what it takes them to like."
                )
        if not solution.certified:
            told.append("Not certified: there are too many moves to go through one by one.")
        return told

    def _seen(self) -> list[Section]:
        """What becomes of mistakes, where somebody makes one."""
        if not self.solution.mistaken:
            return []
        told = views_told(self.scenario, self.solution)
        return [Section("As parties see it", (views_table(self.scenario, self.solution), *map(Paragraph, told)))]

    def _states(self) -> list[dict[str, Any]]:
        solution, game = self.solution, self.solution.game
        equilibria = {d: solution.equilibrium(d) for d in DEFINITIONS}
        stable = {(i, d): solution.stable(i, d) for i in range(len(game.parties)) for d in DEFINITIONS}
        return [
            {
                "taken": list(game.taken(state)),
                "stable": {
                    party: [d for d in DEFINITIONS if stable[i, d][state]] for i, party in enumerate(game.parties)
                },
                "equilibrium": [d for d in DEFINITIONS if equilibria[d][state]],
            }
            for state in range(game.count)
        ]

    def _count(self, definition: Definition) -> int:
        return int(self.solution.equilibrium(definition).sum())

    def _kinds(self, state: int) -> list[str]:
        return [SHORT[d] for d in DEFINITIONS if self.solution.equilibrium(d)[state]]

    def _rules(self) -> str:
        game, scenario = self.solution.game, self.scenario
        parties = listed(
            [f"{p.name} ({times(game.owners.count(k), 'option')})" for k, p in enumerate(scenario.players)]
        )
        return (
            f"{parties} take their options or leave them, any number of their own at once, in no fixed order. "
            f"{there_are(game.count, 'feasible state')}. Likings are orders without numbers."
        )

    def _answer(self) -> list[str]:
        found = {d: self._count(d) for d in DEFINITIONS}
        strong = np.logical_and.reduce([self.solution.equilibrium(d) for d in DEFINITIONS])
        states = [int(state) for state in np.flatnonzero(strong)]
        of = f"of {times(self.solution.game.count, 'feasible state')}"
        if not any(found.values()):
            return [f"There is no equilibrium by any of the four definitions, {of}."]
        counts = listed([f"{SHORT[d]} {found[d]:,}" for d in DEFINITIONS])
        told = f"Equilibria by definition, {of}: {counts}."
        if 0 < len(states) <= 3:
            told += f" By all four: {'; '.join(state_words(self.scenario, self.solution.game, s) for s in states)}."
        elif not states:
            told += " No state is one by all four."
        return [told]

    def _rows(self) -> list[int]:
        """Equilibria, those by most definitions first."""
        each = np.stack([self.solution.equilibrium(d) for d in DEFINITIONS])
        count = each.sum(axis=0)
        return [int(state) for state in np.lexsort((np.arange(len(count)), -count)) if count[state]]

    def _table(self, most: int = MOST_TOLD) -> Table:
        game, rows = self.solution.game, self._rows()[:most]
        rows = rows if game.start in rows else [*rows, game.start]
        told = []
        for state in rows:
            here = " (status quo)" if state == game.start else ""
            kinds = self._kinds(state)
            marks = tuple("yes" if SHORT[d] in kinds else "no" for d in DEFINITIONS)
            told.append((f"{state_words(self.scenario, game, state)}{here}", *marks))
        return Table("Equilibria", ("options taken", *(SHORT[d] for d in DEFINITIONS)), tuple(told))

    def _left_out(self, most: int = MOST_TOLD) -> list[str]:
        every = len(self._rows())
        return [f"Not all of the {every} equilibria are shown; --json has them."] if every > most else []

    def _from_start(self) -> list[str]:
        game, scenario = self.solution.game, self.scenario
        kinds = self._kinds(game.start)
        here = state_words(scenario, game, game.start)
        if len(kinds) == len(DEFINITIONS):
            return [f"The status quo ({here}) is an equilibrium by all definitions: nobody has a move that it likes."]
        real = "By what parties really prefer: " if self.solution.mistaken else ""
        by = f"is an equilibrium by {listed(kinds)}" if kinds else "is no equilibrium by any definition"
        told = [f"The status quo ({here}) {by}."]
        told += [
            self._way(
                "gmr",
                "that the others cannot make it regret",
                "No move out of it is one that the others cannot make its mover regret.",
            )
        ]
        if SHORT["seq"] not in kinds:
            told += [self._way("seq", "that the others would not make it regret", "")]
        return [told[0], *(f"{real}{each[0].lower() if real else each[0]}{each[1:]}" for each in told[1:] if each)]

    def _way(self, definition: Definition, which: str, none: str) -> str:
        """Where moves lead that are not deterred, by the shortest chain to a state that is stable by the definition."""
        game, scenario = self.solution.game, self.scenario
        found = ways_on(self.solution, definition)
        if len(found) == 1:
            return none
        ends = [state for state in found if self.solution.found.equilibrium(definition)[state] and state != game.start]
        if not ends:
            told = times(len(found) - 1, "state")
            lead = f"Moves that the mover likes and {which} lead to {told}"
            return f"{lead}, none of them an equilibrium by {SHORT[definition]}."
        end = min(ends, key=lambda state: (len(found[state]), state))
        way = way_words(scenario, game, game.start, found[end])
        return (
            f"Each move an improvement for its mover {which}: {way}. That ends at {state_words(scenario, game, end)}, "
            f"an equilibrium by {SHORT[definition]}."
        )

    def _sure(self) -> list[str]:
        if not self.solution.certified:
            return ["Found by going through all states; not checked move by move, as there are too many."]
        return [
            "Certified: each state, move and counter-move was gone through by code that did not find the stable states."
        ]
