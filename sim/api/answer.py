"""What all answers to questions about a game have in common."""

from __future__ import annotations

from abc import abstractmethod
from copy import deepcopy
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from sim.api.report import Report
from sim.show.text.blocks import Item, Paragraph, Points, Section, Text, as_html, as_text
from sim.show.text.escapes import in_html, in_notebook

if TYPE_CHECKING:
    from collections.abc import Callable

    from matplotlib.figure import Figure

    from sim.api.picture import Picture
    from sim.api.table import Table
    from sim.scenario.scenario import Scenario
    from sim.show.text.brief import Brief

MOST_ROWS = 12
"""Rows, most, of the table that a notebook shows of an answer."""


class Answer(Report):
    """An answer: a sentence, a table, a story to print, data to go on with, and a picture.

    A notebook shows the sentence, the table and what must be known before it is believed; ``print(answer)`` tells the
    story.
    """

    scenario: Scenario

    @property
    def title(self) -> str:
        """Title of the scenario."""
        return self.scenario.title

    @property
    def scenarios(self) -> tuple[Scenario, ...]:
        """What it was found for."""
        return (self.scenario,)

    @property
    @abstractmethod
    def text(self) -> Text:
        """The story as a title and parts, each made of paragraphs, points and tables."""

    @property
    def story(self) -> str:
        """It at length, as the command line tells it."""
        return as_text(self.text)

    @property
    def texts(self) -> tuple[Text, ...]:
        """It at length, as the appendix of a memo has it."""
        return (self.text,)

    @property
    def in_memo(self) -> Brief:
        """It as the chapter of a memo has it: on one screen, also where the story is no longer than that."""
        from sim.show.text.brief import Brief

        told = self.brief or Brief(self.title, " ".join(self._sure()), (self.headline,))
        return told if told.tables or not len(self.table) else replace(told, tables=(self.table.block(),))

    @property
    def headline(self) -> str:
        """The answer in one sentence or two."""
        told = self.line.removeprefix(f"{self.title}: ")
        return told[:1].upper() + told[1:]

    @property
    @abstractmethod
    def table(self) -> Table:
        """The answer as a table to read."""

    @property
    def document(self) -> dict[str, Any]:
        """The answer as plain data, as the command line prints it with ``--json``; rounds are counted from 0."""
        return deepcopy(self._data)

    @property
    def notes(self) -> tuple[str, ...]:
        """What must be known before it is believed."""
        return tuple(self._data.get("notes", ()))

    @abstractmethod
    def plot(self) -> Picture:
        """Draw the answer."""

    def _repr_html_(self) -> str:
        table = self.table
        sure: list[Any] = [Paragraph(told) for told in self._sure()]
        if self.notes:
            sure.append(Points(tuple(Item(note) for note in self.notes)))
        parts = [f"<h4>{in_html(self.title)}</h4>\n", _html(Paragraph(self.headline))]
        parts += [shown.html(MOST_ROWS) for shown in (table, *self._more()) if len(shown)]
        return in_notebook("".join([*parts, _html(*sure)]))

    @cached_property
    def _data(self) -> dict[str, Any]:
        return self._document()

    @abstractmethod
    def _document(self) -> dict[str, Any]:
        """The answer as plain data."""

    def _more(self) -> tuple[Table, ...]:
        """Tables that a notebook shows below the first."""
        return ()

    @property
    def doubt(self) -> str:
        """What `certified` misses, where it is not true."""
        return "the result is not certified"

    def _sure(self) -> tuple[str, ...]:
        """How sure the answer is."""
        return ()


@dataclass(frozen=True, eq=False, repr=False)
class Study(Answer):
    """An answer that was found for a scenario.

    Parameters
    ----------
    found : object
        What was found, as the engine holds it.
    """

    scenario: Scenario
    found: Any

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.title!r}: {self.headline}>"

    def _picture(self, draw: Callable[[], Figure]) -> Picture:
        from sim.api.picture import Picture

        title = f"{self.title}: {type(self).__name__.lower()}"
        return Picture(title, f"{title}. {self.headline}", draw)


def _html(*blocks: Paragraph | Points) -> str:
    return as_html(Text("", (Section("", blocks),))) if blocks else ""
