"""What the records of a class's games come to together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sim.api.report import Report
from sim.cli.delivery import FILES, Delivery
from sim.cli.failures import FailureError, say

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from sim.api.picture import Picture
    from sim.scenario.scenario import Scenario
    from sim.show.text.blocks import Text
    from sim.study.classroom.class_table import ClassTable
    from sim.study.classroom.conflict_file import ConflictClass


@dataclass(frozen=True)
class ClassSummary(Report):
    """A class's choices.

    Parameters
    ----------
    tables : list of ClassTable
        The games, by scenario.
    conflicts : list of ConflictClass
        The conflicts over options, by scenario.
    """

    asks = "What was chosen"

    tables: list[ClassTable]
    conflicts: list[ConflictClass]

    @property
    def title(self) -> str:
        """What it is about."""
        return "A class's choices"

    @property
    def scenarios(self) -> tuple[Scenario, ...]:
        """The scenarios that were played."""
        return (*(table.scenario for table in self.tables), *(table.scenario for table in self.conflicts))

    @property
    def story(self) -> str:
        """The summary at length."""
        from sim.show.play.class_summary import class_story
        from sim.show.play.conflict_class import conflicts_story

        told = [class_story(self.tables)] if self.tables else []
        return "\n".join([*told, *([conflicts_story(self.conflicts)] if self.conflicts else [])])

    @property
    def texts(self) -> tuple[Text, ...]:
        """The summary with its headings, for parts of it."""
        from sim.show.text.blocks import Lines, Section, Text
        from sim.show.text.style import bare

        sections: list[tuple[str, list[str]]] = []
        for line in bare(self.story).splitlines():
            if line and not line.startswith(" "):
                sections.append((line, []))
            elif sections:
                sections[-1][1].append(line.removeprefix("  "))
        told = (Section(title, (Lines(tuple("\n".join(lines).strip("\n").split("\n"))),)) for title, lines in sections)
        return (Text(self.title, tuple(told)),)

    @property
    def document(self) -> dict[str, Any]:
        """The summary as plain data."""
        from sim.show.play.class_document import class_document

        return class_document(self.tables, self.conflicts)

    @property
    def csv(self) -> str:
        """Every action at every decision point as comma-separated values."""
        from sim.show.play.class_document import class_rows

        return class_rows(self.tables, self.conflicts)

    def plot(self) -> Picture:
        """Draw what was chosen how often."""
        from sim.api.picture import Picture
        from sim.show.play.draw_class import class_bars

        return Picture(self.title, self.title, lambda: class_bars(self.tables, self.conflicts))


def summarise(
    folder: Path,
    anonymous: bool,
    json: bool,
    out: Path | None,
    force: bool,
    time_limit: float,
    part: Sequence[str] = (),
) -> None:
    """Put the records in a folder together, and deliver what they come to, or parts of it."""
    from sim.study.classroom.classroom import tabulate
    from sim.study.classroom.collection import grouped, read_folder, without_people
    from sim.study.classroom.conflict_file import read_conflicts

    delivery = Delivery(out, json, False, tuple(s for s in FILES if s != ".txt"), json_beside=FILES, part=part)
    delivery.check(FILES, force)
    if not folder.is_dir():
        raise FailureError(f"--summary: there is no folder {folder}")
    records, troubles = read_folder(folder)
    conflicts, more = read_conflicts(folder, anonymous)
    for trouble in (*troubles, *more):
        say(f"skipped: {trouble}")
    tables = []
    for group in grouped(without_people(records) if anonymous else records):
        table, odd = tabulate(group, time_limit)
        for trouble in odd:
            say(f"skipped: {trouble}")
        if table is not None:
            tables.append(table)
    if not tables and not conflicts:
        raise FailureError(f"--summary: in {folder} there is no record of a game; detente play FILE makes one")
    delivery.one(ClassSummary(tables, conflicts))
