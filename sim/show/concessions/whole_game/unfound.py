"""The story of a concession game without a last round of which no Markov perfect equilibrium was found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.show.concessions.courses.course import setting
from sim.show.concessions.whole_game.agreed import SaysOfAll
from sim.show.text.blocks import Paragraph, Section, Text

if TYPE_CHECKING:
    from sim.engine.concessions.markov_perfect.unfound import UnfoundMarkov
    from sim.show.shown import Depth, Draw

NONE_FOUND = "no Markov perfect equilibrium was found"


class ShownUnfound(SaysOfAll["UnfoundMarkov"]):
    """What is known of a game of which no Markov perfect equilibrium was found, as people see it."""

    solution: UnfoundMarkov

    def story(self) -> Text:
        """The rules, that no course is told, what all equilibria agree on, and how sure that is."""
        short = Section("In short", self.in_short)
        sure = Section("How sure this is", tuple(map(Paragraph, self.notes())))
        return Text(self.scenario.title, (short, sure), setting(self.scenario))

    def line(self) -> str:
        """That there is none to tell."""
        return f"{self.scenario.title}: no course is told, since {NONE_FOUND}."

    def entries(self, all_states: bool = False) -> list[dict[str, Any]]:
        """None."""
        del all_states
        return []

    def notes(self) -> list[str]:
        """What the search reported, and what is said without it."""
        told = str(self.solution.error)
        return [
            f"{told[:1].upper()}{told[1:]}.",
            "What all subgame-perfect equilibria agree on is found without one: sets of payoffs that hold all of "
            "them, also of those that remember more than the state, checked in exact numbers.",
        ]

    def facts(self) -> dict[str, str]:
        """That there is none."""
        return {"ends": "not found", "certified": "no"}

    def explain(self, depth: Depth) -> Text:
        """Refused, as a picture is: there is no equilibrium to speak of."""
        raise self.solution.error

    def picture(self, view: str | None = None) -> Draw:
        """Refused."""
        raise self.solution.error
