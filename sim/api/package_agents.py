"""Agents that bargain over packages: many runs of one pairing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.api.agents import Simulation
from sim.api.table import Table, share

if TYPE_CHECKING:
    from sim.agents.packages.runs import PackageRuns
    from sim.api.picture import Picture
    from sim.show.text.blocks import Text
    from sim.show.text.brief import Brief


class PackageSimulation(Simulation):
    """Many runs of offers of packages between two agents."""

    found: PackageRuns  # type: ignore[assignment]

    @property
    def endings(self) -> Table:
        """How the runs ended: kind and share of the runs."""
        return Table("Endings", ("ending", "share"), tuple((e["kind"], share(e["share"])) for e in self._data["endings"]))

    @property
    def brief(self) -> Brief:
        """What ``detente simulate`` shows on a terminal."""
        from sim.show.studies.package_runs import package_runs_brief

        return package_runs_brief(self.found)

    @property
    def story(self) -> str:
        """What ``detente simulate`` tells."""
        from sim.show.text.blocks import as_text

        return as_text(self.texts[0])

    @property
    def csv(self) -> str:
        """All runs as comma-separated values."""
        from sim.show.studies.package_runs import package_runs_rows

        return package_runs_rows(self.found)

    @property
    def texts(self) -> tuple[Text, ...]:
        """The story, as the appendix of a memo has it."""
        from sim.show.studies.package_runs import package_runs_text

        return (package_runs_text(self.found),)

    def plot(self) -> Picture:
        """Draw the offers of the likeliest run among all that packages pay."""
        from sim.show.studies.draw_package_runs import offers_made

        return self._picture(lambda: offers_made(self.found))

    @property
    def line(self) -> str:
        """The answer in one line."""
        from sim.show.studies.package_runs import package_runs_line

        return package_runs_line(self.found)

    def _document(self) -> dict[str, Any]:
        from sim.show.studies.package_runs import package_runs_document

        return package_runs_document(self.found)
