"""Parameters found from what an analyst is indifferent between."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from sim.api.report import Report
from sim.api.table import Table

if TYPE_CHECKING:
    from sim.study.calibrate.result import Calibration


@dataclass(frozen=True, eq=False, repr=False)
class Calibrated(Report):
    """What the answers come to.

    Parameters
    ----------
    found : Calibration
        The parameters, with what is known of them.
    """

    found: Calibration

    @property
    def title(self) -> str:
        """Title of the scenario."""
        return self.found.scenario.title

    @property
    def parameters(self) -> Table:
        """The parameters; columns ``name``, ``before``, ``value``, ``min``, ``max`` and ``free``."""
        rows = tuple(
            (name, p["before"], p["value"], p["min"], p["max"], p["free"])
            for name, p in self.document["parameters"].items()
        )
        return Table("Parameters", ("name", "before", "value", "min", "max", "free"), rows)

    @property
    def agree(self) -> bool:
        """Whether all answers hold at the values found."""
        return self.found.agree

    @cached_property
    def text(self) -> str:
        """The file with the values found and a note above, for `sim.loads`; all else stays as it is written."""
        return self._written[0]

    @property
    def keeps_comments(self) -> bool:
        """Whether the comments of the file are all in `text`."""
        return self._written[1]

    @cached_property
    def _written(self) -> tuple[str, bool]:
        from sim.show.studies.calibrate import calibrate_note
        from sim.study.calibrate.written import calibrated_text

        return calibrated_text(self.found, calibrate_note(self.found))

    @property
    def story(self) -> str:
        """What ``detente calibrate`` tells."""
        from sim.show.studies.calibrate import calibrate_story

        return calibrate_story(self.found)

    @property
    def line(self) -> str:
        """The answer in one line."""
        from sim.show.studies.calibrate import answer_line

        return f"{self.title}: {answer_line(self.found)}"

    @property
    def document(self) -> dict[str, Any]:
        """What ``detente calibrate`` prints with ``--json``."""
        from sim.show.studies.calibrate import calibrate_document

        return calibrate_document(self.found)

    def __repr__(self) -> str:
        names = ", ".join(entry.sought.name for entry in self.found.found)
        return f"<Calibrated {self.title!r} ({names})>"
