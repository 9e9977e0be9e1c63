"""What can be told at length, in one line, as plain data, as rows and as a picture."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any

from sim.errors import AskError

if TYPE_CHECKING:
    from pathlib import Path

    from sim.api.picture import Picture
    from sim.scenario.scenario import Scenario
    from sim.show.text.blocks import Block, Text
    from sim.show.text.brief import Brief

ASKS = {
    "run": "The answer",
    "roadmaps": "Orders of the steps",
    "require": "What it would take",
    "robust": "Under other rules, horizons and numbers",
    "map": "Over which numbers it holds",
    "sensitivity": "What the ending hangs on",
}
"""What the questions of a report are called in a memo, whether they have an answer or not."""


class Report(ABC):
    """Something to tell, in all the forms in which the command line delivers it."""

    @property
    @abstractmethod
    def title(self) -> str:
        """What it is about."""

    @property
    @abstractmethod
    def story(self) -> str:
        """It at length, as the command line tells it."""

    @property
    def brief(self) -> Brief | None:
        """It on one screen; None where the story is no longer than that."""
        return None

    @property
    def line(self) -> str:
        """It in one line, as ``--quiet`` prints it; the story where that is no longer."""
        return self.story

    @property
    @abstractmethod
    def document(self) -> dict[str, Any]:
        """It as plain data, as the command line prints it with ``--json``; rounds are counted from 0."""

    @property
    def csv(self) -> str:
        """Its single cases as comma-separated values.

        Raises
        ------
        AskError
            If it has none.
        """
        raise AskError("csv", "there are no single cases to list")

    def plot(self) -> Picture:
        """Draw it.

        Raises
        ------
        AskError
            If there is no picture of it.
        """
        raise AskError("view", "there is no picture of it")

    asks = ASKS["run"]
    """What it answers, as the heading of its chapter in a memo."""

    @property
    def scenarios(self) -> tuple[Scenario, ...]:
        """What it was found for."""
        return ()

    @property
    def in_memo(self) -> Brief:
        """It as the chapter of a memo has it: on one screen, also where the story is no longer than that."""
        from sim.show.text.brief import Brief

        return self.brief or Brief(self.title, "", () if self.line == self.story else (self.line,))

    @property
    def over_all(self) -> tuple[Block, ...]:
        """What every equilibrium agrees on; empty where that is no question or not found out."""
        return ()

    @property
    def texts(self) -> tuple[Text, ...]:
        """It at length, as the appendix of a memo has it."""
        from sim.show.text.blocks import Lines, Section, Text
        from sim.show.text.style import bare

        return (Text(self.title, (Section("", (Lines(tuple(bare(self.story).splitlines())),)),)),)

    def save(self, path: str | Path, date: str = "") -> None:
        """Write it as a memo, whole or not at all; a file of that name is replaced.

        A memo has the answer, the picture, the tables, the assumptions, the sources, what made it, and the full story.

        Parameters
        ----------
        path : str or Path
            The file; its suffix, .md, .html or .docx, says what.
        date : str
            The date that it bears; by default none, so that the same answer gives the same file.

        Raises
        ------
        OutputError
            If the suffix is another one, or the file cannot be written.
        """
        from sim.api.memo import Memorandum

        Memorandum((self,), date=date).save(path)

    def __str__(self) -> str:
        return self.story
