"""A quota of inspections over rounds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sim.api.answer import Study
from sim.api.table import Table

if TYPE_CHECKING:
    from sim.api.picture import Picture
    from sim.scenario.scenario import Scenario
    from sim.show.text.blocks import Text
    from sim.show.text.brief import Brief
    from sim.study.inspection.quota import Quota, QuotaOptions


@dataclass(frozen=True, eq=False, repr=False)
class InspectionQuota(Study):
    """What a quota of inspections over rounds is worth, and what both sides do."""

    asks = "What a quota of inspections is worth"

    found: Quota

    @classmethod
    def ask(cls, scenario: Scenario, options: QuotaOptions) -> InspectionQuota:
        """Solve it; see `sim.study.inspection.quota.ask_quota`."""
        from sim.study.inspection.quota import ask_quota

        return cls(scenario, ask_quota(scenario, options))

    @property
    def certified(self) -> bool:
        """Whether the value of each quota was proven by best replies."""
        return self.found.confirmed

    @property
    def value(self) -> float:
        """What it is worth to the inspector."""
        return float(self.found.first.value)

    @property
    def table(self) -> Table:
        """A row for each quota: what it is worth, and the chances of the first round."""
        rows = tuple((q["inspections"], q["value"], q["inspect"], q["violate"]) for q in self._data["quotas"])
        return Table("How it hangs on the quota", ("quota", "value", "inspect", "violate"), rows)

    @property
    def brief(self) -> Brief:
        """What ``detente quota`` shows on a terminal."""
        from sim.show.studies.inspection.quota import quota_brief

        return quota_brief(self.scenario, self.found)

    @property
    def text(self) -> Text:
        """The story, as a title and parts."""
        from sim.show.studies.inspection.quota import quota_text

        return quota_text(self.scenario, self.found)

    def plot(self) -> Picture:
        """Draw what each quota is worth."""
        from sim.show.studies.inspection.quota import draw_quota

        return self._picture(lambda: draw_quota(self.scenario, self.found))

    @property
    def line(self) -> str:
        """The answer in one line."""
        from sim.show.studies.inspection.quota import quota_line

        return quota_line(self.scenario, self.found)

    def _document(self) -> dict[str, Any]:
        from sim.show.studies.inspection.quota import quota_document

        return quota_document(self.scenario, self.found)
