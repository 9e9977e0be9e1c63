"""The best roadmap over orders of the steps and shares of the divisible ones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sim.api.answer import Study
from sim.api.table import Table

if TYPE_CHECKING:
    from sim.api.picture import Picture
    from sim.engine.roadmaps.design.designed import Designed
    from sim.scenario.scenario import Scenario
    from sim.show.text.blocks import Text
    from sim.show.text.brief import Brief
    from sim.study.design.options import DesignOptions


@dataclass(frozen=True, eq=False, repr=False)
class Design(Study):
    """The best roadmap that was found, and whether it is proven that there is no better one."""

    asks = "The best roadmap by design"

    found: Designed

    @classmethod
    def ask(cls, scenario: Scenario, options: DesignOptions) -> Design:
        """Find it; see `sim.engine.roadmaps.design.design.ask_design`."""
        from sim.engine.roadmaps.design.design import ask_design

        found = ask_design(
            scenario,
            options.by,
            options.parts,
            options.punishment,
            options.walk_away,
            options.any_order,
            options.time_limit,
            options.wait,
        )
        return cls(scenario, found)

    @property
    def certified(self) -> bool:
        """Whether the roadmap has been checked, and it is proven that there is no better one."""
        return self.found.certified

    @property
    def table(self) -> Table:
        """A row for each piece: the round, whose step it is, its share, and how much of the step then stands."""
        rows = tuple(
            (number, entry["player"], entry["step"], entry["share"], entry["total"])
            for number, taken in enumerate(self._data["rounds"], 1)
            for entry in taken
        )
        return Table("What is taken when", ("round", "player", "step", "share", "total"), rows)

    @property
    def brief(self) -> Brief:
        """What ``detente design`` shows on a terminal."""
        from sim.show.roadmaps.design.text import design_brief

        return design_brief(self.scenario, self.found)

    @property
    def text(self) -> Text:
        """The story, as a title and parts."""
        from sim.show.roadmaps.design.text import design_text

        return design_text(self.scenario, self.found)

    def plot(self) -> Picture:
        """Draw what stands of both ladders round by round, and what leaving would cost each side."""
        from sim.show.roadmaps.design.draw import draw_design

        return self._picture(lambda: draw_design(self.scenario, self.found))

    @property
    def line(self) -> str:
        """The answer in one line."""
        from sim.show.roadmaps.design.text import design_line

        return design_line(self.scenario, self.found)

    def _document(self) -> dict[str, Any]:
        from sim.show.roadmaps.design.document import design_document

        return design_document(self.scenario, self.found)
