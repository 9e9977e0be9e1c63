"""Why a state is stable for a party or not: which moves it would like, and which answers deter it from them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.engine.options.definitions import DEFINITIONS, WITH_SANCTIONS
from sim.engine.options.reasons import deterrent, improvements
from sim.show.options.words import LONG, SHORT, move_words, state_words, way_words
from sim.show.text.blocks import Item, Paragraph, Points, Section, Text
from sim.show.text.words import listed, times

if TYPE_CHECKING:
    from sim.engine.options.definitions import Definition
    from sim.engine.options.stability import StabilitySolution
    from sim.scenario.scenario import Scenario
    from sim.show.shown import Depth

MOST_STATES = {"brief": 4, "full": 12}
"""States that are explained, most: the status quo, and equilibria by most definitions first."""

MOST_MOVES = {"brief": 4, "full": 16}
"""Improvements of a party that are told one by one, most; those that it likes most first."""


def explanation(scenario: Scenario, solution: StabilitySolution, depth: Depth) -> Text:
    """Why states are stable.

    Parameters
    ----------
    depth : {"brief", "full"}
        ``brief``: the status quo and the strongest equilibria. ``full``: more of both, and more moves of each.
    """
    explained = _Explained(scenario, solution, depth)
    states = explained.states()
    parts = [explained.part(state) for state in states[: MOST_STATES[depth]]]
    more = len(states) - len(parts)
    if more:
        told = f"{times(more, 'more equilibrium', 'more equilibria')} not explained here"
        parts.append(Section("What is left out", (Paragraph(f"{told}; 'detente run --json' lists them all."),)))
    key = Points(tuple(Item(f"{LONG[d]}.", f"{SHORT[d]}:") for d in DEFINITIONS))
    return Text(
        f"{scenario.title}: why states are stable", (*parts, Section("What the words mean", (key,))), explained.lead()
    )


class _Explained:
    """A solution as it is explained."""

    def __init__(self, scenario: Scenario, solution: StabilitySolution, depth: Depth) -> None:
        self.scenario, self.solution, self.game = scenario, solution, solution.game
        self.depth: Depth = depth

    def lead(self) -> tuple[Paragraph, ...]:
        """How to read it."""
        told = (
            "A state is stable for a party if it has no move that it likes, or if an answer of the others deters it "
            "from each. An equilibrium is stable for all."
        )
        mistaken = [self.scenario.players[i].name for i, seen in enumerate(self.game.seen) if seen is not None]
        if not mistaken:
            return (Paragraph(told),)
        return Paragraph(told), Paragraph(f"What {listed(mistaken)} fears is told as it sees the others.")

    def states(self) -> list[int]:
        """The status quo, then equilibria by most definitions first."""
        count = np.sum([self.solution.equilibrium(d) for d in DEFINITIONS], axis=0)
        ordered = [int(state) for state in np.lexsort((np.arange(len(count)), -count)) if count[state]]
        return [self.game.start, *(state for state in ordered if state != self.game.start)]

    def part(self, state: int) -> Section:
        """Why a state is stable, party by party."""
        kinds = [SHORT[d] for d in DEFINITIONS if self.solution.equilibrium(d)[state]]
        here = "The status quo: " if state == self.game.start else ""
        sort = f"An equilibrium by {listed(kinds)}." if kinds else "No equilibrium by any of the four definitions."
        items = tuple(self._party(party, state) for party in range(len(self.game.parties)))
        title = f"{here}{state_words(self.scenario, self.game, state)}"
        return Section(title[:1].upper() + title[1:], (Paragraph(sort), Points(items)))

    def _party(self, party: int, state: int) -> Item:
        name = self.scenario.players[party].name
        if not self.game.moves(party, state):
            return Item(f"{name} has no move.")
        better = improvements(self.game, party, state)
        if not better:
            return Item(f"{name} likes nothing more that it could move to: stable by all four.")
        kinds = [SHORT[d] for d in self.solution.definitions(party, state)]
        stable = f"stable by {listed(kinds)}" if kinds else "not stable by any"
        shown = better[: MOST_MOVES[self.depth]]
        below = [self._move(party, state, there) for there in shown]
        if len(better) > len(shown):
            below.append(Item(f"{times(len(better) - len(shown), 'more move')} that it likes."))
        return Item(f"{name} has {times(len(better), 'move')} that it likes: {stable}.", below=tuple(below))

    def _move(self, party: int, state: int, there: int) -> Item:
        """An improvement, and by each definition what deters from it."""
        does = move_words(self.scenario, self.game, party, state, there)
        answers: dict[str, list[Definition]] = {}
        for definition in WITH_SANCTIONS:
            answers.setdefault(self._answer(party, state, there, definition), []).append(definition)
        told = [f"by {listed([SHORT[d] for d in by])} {answer}" for answer, by in answers.items()]
        return Item(f"{does}: {'; '.join(told)}.")

    def _answer(self, party: int, state: int, there: int, definition: Definition) -> str:
        """What deters from an improvement."""
        sanctions = self.solution.taken[party].sanctions[definition][party]
        if sanctions.worst[there] > self.game.levels[party][state]:
            return "nothing deters it"
        game = self.game.seen[party] or self.game
        way = deterrent(game, party, state, there, definition)
        assert way is not None, "what the least over the others' moves says is no walk"
        return f"it is deterred, since {way_words(self.scenario, game, there, way)}"
