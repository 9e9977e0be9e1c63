"""What is common to all that is shown of a concession game by a course of play."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from sim.show.concessions.courses.course import headline, setting, what_happens
from sim.show.concessions.facts import concession_facts
from sim.show.concessions.notes import faking_notes
from sim.show.shown import Shown
from sim.show.text.blocks import Text
from sim.show.text.brief import Brief
from sim.show.text.typed import how_asked, nexts

if TYPE_CHECKING:
    from sim.engine.concessions.courses.course import WithCourse
    from sim.show.shown import Depth
    from sim.show.text.blocks import Section
    from sim.show.text.brief import Next

S = TypeVar("S", bound="WithCourse")


class ShownCourse(Shown[S]):
    """A solution of a concession game that is shown by a course of play."""

    def line(self) -> str:
        """Who moves first, how it ends, who gains."""
        return f"{self.scenario.title}: {headline(self.scenario, self._course)}"

    def brief(self) -> Brief:
        """What comes of the talks, the course round by round, what each gets, and what it hangs on."""
        from sim.show.concessions.courses.brief import tables

        return Brief(
            self.scenario.title,
            " ".join([self.certificate, *faking_notes(self.scenario)]),
            tuple(filter(None, self.answer)),
            tables(self.scenario, self._course),
            self.hangs_on,
            self.then,
            self.solution.certified,
            tuple(player.name for player in self.scenario.players),
        )

    @property
    def certificate(self) -> str:
        """How sure it is, in short."""
        return f"Certified. {self.checked}" if self.solution.certified else self.checked

    @property
    def checked(self) -> str:
        """What has been checked, in a sentence."""
        return " ".join(self.notes()[:1])

    @property
    def answer(self) -> tuple[str, ...]:
        """What comes of the talks, and what all equilibria agree on."""
        told = what_happens(self.scenario, self._course)
        return told[:1].upper() + told[1:], self.of_all()

    @property
    def hangs_on(self) -> str:
        """What it hangs on most, in a sentence."""
        from sim.show.concessions.courses.brief import hangs_on

        return hangs_on(self.scenario, self._course)

    @property
    def rule(self) -> str:
        """What ``--select`` takes for it; empty where nothing is selected."""
        return ""

    @property
    def then(self) -> tuple[Next, ...]:
        """What to type next."""
        asked = how_asked(self.scenario, self.solution.concept, self.rule)
        return nexts(
            self.scenario,
            ("explain", "why nobody does otherwise", asked),
            *self.more,
            *((("plot", "a picture", asked),) if self.pictures() else ()),
            ("run", "all of it at length", (*asked, "--detail")),
        )

    @property
    def more(self) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
        """Commands about other equilibria, as `nexts` takes them."""
        return ()

    def facts(self) -> dict[str, str]:
        """How it ends, who moves first, and what it pays."""
        return concession_facts(self.scenario, self._course)

    def explain(self, depth: Depth) -> Text:
        """Each decision on the course, and what holds it up off it."""
        from sim.show.concessions.courses.explain_course import explanation

        return explanation(self.scenario, self._course, depth, self.of_all())

    def with_setting(self, *sections: Section) -> Text:
        """A text of these parts, opened by the scenario's title and the rules of its game."""
        return Text(self.scenario.title, sections, setting(self.scenario))

    @property
    def _course(self) -> Any:
        """The solution as words about courses take it: each of these classes has what they read."""
        return self.solution
