"""Whether the answer holds under other rules, horizons and numbers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from sim.api.answer import Study
from sim.api.report import ASKS
from sim.api.table import Table
from sim.show.text import blocks

if TYPE_CHECKING:
    from sim.api.picture import Picture
    from sim.scenario.scenario import Scenario
    from sim.show.text.blocks import Text
    from sim.show.text.brief import Brief
    from sim.study.options import RobustOptions
    from sim.study.robust.robust import Robustness


@dataclass(frozen=True, eq=False, repr=False)
class Robust(Study):
    """Whether there is a deal, and what it pays, under other rules, horizons and numbers."""

    asks = ASKS["robust"]

    found: Robustness

    @classmethod
    def ask(cls, scenario: Scenario, options: RobustOptions) -> Robust:
        """Solve a scenario and its variants; see `sim.study.robust.robust.robustness`."""
        from sim.study.robust.robust import robustness

        return cls(scenario, robustness(scenario, options))

    @property
    def table(self) -> Table:
        """A row for the file's own game and each variant, with the chance of a deal and the payoffs."""
        ids = [player.id for player in self.scenario.players]
        rows = tuple(
            (*row[:4], *((row[4] or {}).get(player) for player in ids)) for row in map(_row, self._data["rows"])
        )
        return Table("Variants", ("group", "name", "deal", "round", *ids), rows)

    @property
    def brief(self) -> Brief:
        """What ``detente robust`` shows on a terminal."""
        from sim.show.studies.briefs import robust_brief

        return robust_brief(self.scenario, self.found)

    @property
    def in_memo(self) -> Brief:
        """It on one screen, with all rows."""
        rows = tuple(block for block in self.text.sections[0].blocks if isinstance(block, blocks.Table))
        return replace(super().in_memo, tables=rows)

    @property
    def text(self) -> Text:
        """The story, as a title and parts."""
        from sim.show.studies.robust import robust_text

        return robust_text(self.scenario, self.found)

    def plot(self) -> Picture:
        """Draw what both get in each variant."""
        from sim.show.studies.draw_robust import draw_robust

        return self._picture(lambda: draw_robust(self.scenario, self.found))

    @property
    def line(self) -> str:
        """The answer in one line."""
        from sim.show.studies.robust import robust_line

        return robust_line(self.scenario, self.found)

    def _document(self) -> dict[str, Any]:
        from sim.show.studies.robust import robust_document

        return robust_document(self.scenario, self.found)


def _row(entry: dict[str, Any]) -> tuple[Any, ...]:
    return entry["group"], entry["name"], entry["deal"], entry["round"], entry["payoffs"]
