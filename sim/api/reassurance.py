"""First steps that tell hidden types apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.api.answer import Study
from sim.api.table import Table
from sim.deadline import within

if TYPE_CHECKING:
    from sim.api.picture import Picture
    from sim.scenario.scenario import Scenario
    from sim.show.text.blocks import Section, Text
    from sim.show.text.brief import Brief
    from sim.study.options import ReassuranceOptions
    from sim.study.reassurance import ReassuranceStudy


class FirstSteps(Study):
    """Which first steps tell hidden types apart, and how large they have to be."""

    asks = "First steps that tell types apart"

    found: ReassuranceStudy

    @classmethod
    def ask(cls, scenario: Scenario, options: ReassuranceOptions) -> FirstSteps:
        """Look for first steps that tell types apart; see `sim.study.reassurance.study_reassurance`."""
        from sim.engine.solve import rule_of
        from sim.study.reassurance import study_reassurance

        rule = rule_of(scenario, options.select)
        with within(options.time_limit):
            return cls(scenario, study_reassurance(scenario, options.by, rule, options.time_limit))

    @property
    def certified(self) -> bool:
        """Whether each first round that is named was checked by deviations of every type."""
        return all(one.certified for one in self.found.found if one.verdict == "equilibrium")

    @property
    def table(self) -> Table:
        """A row for each range of sizes at which types are told apart."""
        rows = tuple(
            (sized["name"], sized["now"], interval["from"], interval["to"])
            for sized in self._data["sizes"]
            for interval in sized["intervals"]
        )
        return Table("Sizes at which the first step tells the types apart", ("size of", "now", "from", "to"), rows)

    @property
    def brief(self) -> Brief:
        """What ``detente reassurance`` shows on a terminal."""
        from sim.show.reassurance.reassurance import reassurance_brief

        return reassurance_brief(self.found, self.certified)

    @property
    def section(self) -> Section:
        """Its part of the story of the game."""
        from sim.show.reassurance.reassurance import reassurance_section

        return reassurance_section(self.found)

    @property
    def text(self) -> Text:
        """The story, as a title and parts."""
        from sim.show.reassurance.reassurance import reassurance_text

        return reassurance_text(self.found)

    @property
    def entry(self) -> dict[str, Any]:
        """Its part of the document of the game."""
        from sim.show.reassurance.reassurance import reassurance_entry

        return reassurance_entry(self.found)

    def plot(self) -> Picture:
        """There is no picture of first steps.

        Raises
        ------
        AskError
            Always; solve the game and plot that.
        """
        from sim.errors import AskError

        raise AskError("view", "first steps have no picture; solve the game and plot the result")

    @property
    def line(self) -> str:
        """The answer in one line."""
        from sim.show.reassurance.reassurance import reassurance_line

        return reassurance_line(self.found)

    def _document(self) -> dict[str, Any]:
        from sim.show.reassurance.reassurance import reassurance_document

        return reassurance_document(self.found)
