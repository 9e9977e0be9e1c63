"""What it would take: the smallest changes that make a verdict true, or undo it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sim.api.answer import Study
from sim.api.report import ASKS
from sim.api.table import Table, share

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sim.api.picture import Picture
    from sim.scenario.scenario import Scenario
    from sim.show.text.blocks import Text
    from sim.show.text.brief import Brief
    from sim.study.require.options import RequireOptions
    from sim.study.require.required import Required


@dataclass(frozen=True, eq=False, repr=False)
class Requirement(Study):
    """Which smallest changes make a claim true, or undo it."""

    asks = ASKS["require"]

    found: Required

    @classmethod
    def ask(cls, scenario: Scenario, claim: str, parameters: Iterable[str], options: RequireOptions) -> Requirement:
        """Find them; see `sim.study.require.require.require`."""
        from sim.study.require.require import require

        return cls(scenario, require(scenario, claim, parameters, options))

    @property
    def certified(self) -> bool:
        """Whether the file's own verdict and all changes are certified, and the time was enough for all."""
        return self.found.certified

    @property
    def table(self) -> Table:
        """A row for each change: what it is, its share of the range, and what then holds."""
        claim = self.found.claim.text
        rows = tuple(
            (c["words"], None if c.get("share") is None else share(c["share"]), c[claim], c["certified"])
            for c in self._data["changes"]
        )
        return Table("What changes it", ("change", "share", "verdict", "certified"), rows)

    @property
    def brief(self) -> Brief:
        """What ``detente require`` shows on a terminal."""
        from sim.show.studies.require.text import require_brief

        return require_brief(self.scenario, self.found)

    @property
    def text(self) -> Text:
        """The story, as a title and parts."""
        from sim.show.studies.require.text import require_text

        return require_text(self.scenario, self.found)

    def plot(self) -> Picture:
        """Draw what holds along each range."""
        from sim.show.studies.require.draw import draw_require

        return self._picture(lambda: draw_require(self.scenario, self.found))

    @property
    def line(self) -> str:
        """The answer in one line."""
        from sim.show.studies.require.text import require_line

        return require_line(self.scenario, self.found)

    def _document(self) -> dict[str, Any]:
        from sim.show.studies.require.document import require_document

        return require_document(self.scenario, self.found)
