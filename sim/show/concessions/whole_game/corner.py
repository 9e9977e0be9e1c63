"""The story of a subgame-perfect equilibrium that is a corner of the set of all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.engine.concessions.corner_play.solution import CornerSolution
from sim.show.concessions.courses.course import told_endings, told_path, worth
from sim.show.concessions.courses.shown_course import ShownCourse
from sim.show.concessions.entries import concession_entries
from sim.show.concessions.notes import faking_notes
from sim.show.concessions.whole_game.agreed import SaysOfAll
from sim.show.text.blocks import Paragraph, Section
from sim.show.text.words import times

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sim.show.shown import Draw
    from sim.show.text.blocks import Text

LOOKED_FOR = (
    "Found are the equilibria in pure actions with public lots, and where a decision point has none some in which "
    "players mix. What a mediator could bring about, which holds every equilibrium, reaches further in this direction, "
    "or was not found in time."
)
"""What is said where the set from outside does not prove that a corner is the end of all equilibria."""


class ShownCorner(ShownCourse["CornerSolution"], SaysOfAll["CornerSolution"]):
    """A subgame-perfect equilibrium that is a corner of the set of all, as people see it."""

    solution: CornerSolution

    def story(self) -> Text:
        """The rules, the course, what it pays, how it ends, and how sure that is."""
        scenario, solution = self.scenario, self.solution
        return self.with_setting(
            Section("In short", self.in_short),
            Section("How it goes", told_path(scenario, solution)),
            Section("What each gets, per round", worth(scenario, solution)),
            Section("How it ends", told_endings(scenario, solution)),
            Section("How sure this is", tuple(map(Paragraph, [self.checked, *self.notes()]))),
        )

    def entries(self, all_states: bool = False) -> list[dict[str, Any]]:
        """The one equilibrium."""
        return concession_entries(self.solution, all_states)

    def notes(self) -> list[str]:
        """How what is done hangs on what was done before."""
        return [
            *faking_notes(self.scenario),
            "What is done depends on what was done before: whoever leaves the course is answered by the equilibrium of "
            "what is left that is worst for it. Where several things are to follow, a lot that both see is drawn.",
            *([] if self.solution.proven else [LOOKED_FOR]),
        ]

    def pictures(self) -> Mapping[str, Draw]:
        """The path of play."""
        from sim.show.concessions.courses import draw_path

        return {"path": lambda: draw_path.path_of_play(self.scenario, self.solution)}

    @property
    def rule(self) -> str:
        """The aim, as it is typed."""
        return self.solution.aim.named(self.solution.game.players)

    @property
    def checked(self) -> str:
        """That nobody gains by a deviation."""
        return (
            "Subgame-perfect: nobody gains by a deviation at any of the "
            f"{times(self.solution.decisions, 'decision point')}, told apart by what was done before, checked by a "
            "replay in exact numbers."
        )
