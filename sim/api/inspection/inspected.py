"""Inspection by design: the least that a roadmap needs, the most that is accepted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sim.api.answer import Study
from sim.api.table import Table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sim.api.picture import Picture
    from sim.scenario.scenario import Scenario
    from sim.show.text.blocks import Text
    from sim.show.text.brief import Brief
    from sim.study.inspection.inspection import Inspection
    from sim.study.inspection.options import InspectionOptions


@dataclass(frozen=True, eq=False, repr=False)
class Inspected(Study):
    """How much inspection a roadmap needs, and how much is accepted."""

    asks = "How much inspection"

    found: Inspection

    @classmethod
    def ask(cls, scenario: Scenario, parameters: Iterable[str], options: InspectionOptions) -> Inspected:
        """Find it; see `sim.study.inspection.inspection.inspect`."""
        from sim.study.inspection.inspection import inspect

        return cls(scenario, inspect(scenario, parameters, options))

    @property
    def certified(self) -> bool:
        """Whether playing every plan gave the same numbers at each end and just beside it."""
        return self.found.confirmed

    @property
    def table(self) -> Table:
        """A row for each step that may be faked: the file's chance of discovery, and the least that is enough."""
        rows = tuple(
            (
                h["step"] or "all",
                h["type"] or h["player"],
                h["chance"],
                h["enough"][0]["from"] if h["enough"] else None,
                h["margin"],
            )
            for h in self._data["hidden"]
        )
        return Table("Steps that may be faked", ("step", "by", "chance", "least", "margin"), rows)

    @property
    def window(self) -> dict[str, list[tuple[float, float]]]:
        """By parameter, the stretches along which the roadmap holds."""
        return {p["name"]: [(s["from"], s["to"]) for s in p["window"]] for p in self._data["parameters"]}

    @property
    def brief(self) -> Brief:
        """What ``detente inspection`` shows on a terminal."""
        from sim.show.studies.inspection.text import inspection_brief

        return inspection_brief(self.scenario, self.found)

    @property
    def text(self) -> Text:
        """The story, as a title and parts."""
        from sim.show.studies.inspection.text import inspection_text

        return inspection_text(self.scenario, self.found)

    def plot(self) -> Picture:
        """Draw what faking and leaving cost, and the window between the two."""
        from sim.show.studies.inspection.draw import draw_inspection

        return self._picture(lambda: draw_inspection(self.scenario, self.found))

    @property
    def line(self) -> str:
        """The answer in one line."""
        from sim.show.studies.inspection.text import inspection_line

        return inspection_line(self.scenario, self.found)

    def _document(self) -> dict[str, Any]:
        from sim.show.studies.inspection.document import inspection_document

        return inspection_document(self.scenario, self.found)
