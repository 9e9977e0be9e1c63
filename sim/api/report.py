"""What can be told at length, in one line, as plain data, as rows and as a picture."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any

from sim.errors import AskError

if TYPE_CHECKING:
    from sim.api.picture import Picture
    from sim.show.text.brief import Brief


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

    def __str__(self) -> str:
        return self.story
