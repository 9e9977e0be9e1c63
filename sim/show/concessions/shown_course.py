"""What is common to all that is shown of a concession game by a course of play."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from sim.show.concessions.courses.course import headline, setting
from sim.show.concessions.facts import concession_facts
from sim.show.shown import Shown
from sim.show.text.blocks import Text

if TYPE_CHECKING:
    from sim.engine.concessions.courses.course import WithCourse
    from sim.show.shown import Depth
    from sim.show.text.blocks import Section

S = TypeVar("S", bound="WithCourse")


class ShownCourse(Shown[S]):
    """A solution of a concession game that is shown by a course of play."""

    def line(self) -> str:
        """Who moves first, how it ends, who gains."""
        return f"{self.scenario.title}: {headline(self.scenario, self._course)}"

    def facts(self) -> dict[str, str]:
        """How it ends, who moves first, and what it pays."""
        return concession_facts(self.scenario, self._course)

    def explain(self, depth: Depth) -> Text:
        """Each decision on the course, and what holds it up off it."""
        from sim.show.concessions.courses.explain_course import explanation

        return explanation(self.scenario, self._course, depth)

    def with_setting(self, *sections: Section) -> Text:
        """A text of these parts, opened by the scenario's title and the rules of its game."""
        return Text(self.scenario.title, sections, setting(self.scenario))

    @property
    def _course(self) -> Any:
        """The solution as words about courses take it: each of these classes has what they read."""
        return self.solution
