"""An answer on one screen: what comes out, in a table, what it hangs on, and what to type next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.show.text.blocks import Item, Paragraph, Points, Section, Text

if TYPE_CHECKING:
    from sim.show.text.blocks import Lines, Table


@dataclass(frozen=True)
class Next:
    """A command that is worth typing next.

    Parameters
    ----------
    command : str
        The whole command, as it is typed.
    what : str
        What it shows, in a few words.
    """

    command: str
    what: str


@dataclass(frozen=True)
class Brief:
    """An answer in short; the terminal, a memo and a page lay it out in the same order.

    Parameters
    ----------
    title : str
        What it is about.
    certificate : str
        How sure it is, in one line.
    answer : tuple of str
        What comes out, in a sentence or two.
    tables : tuple of Table or Lines
        The numbers behind it, the one that matters most first.
    caveat : str
        What it hangs on, in one line; empty where nothing does.
    then : tuple of Next
        What to type next.
    certified : bool
        Whether it is certified, which colours say as well.
    players : tuple of str
        Names that have colours.
    lines : int
        Lines, most, that it takes on a terminal of 80 columns; tables that matter least are left out there.
    """

    title: str
    certificate: str
    answer: tuple[str, ...]
    tables: tuple[Table | Lines, ...] = ()
    caveat: str = ""
    then: tuple[Next, ...] = ()
    certified: bool = True
    players: tuple[str, ...] = ()
    lines: int = 40

    @property
    def text(self) -> Text:
        """It as a text of blocks."""
        lead = (Paragraph(self.certificate), *map(Paragraph, self.answer))
        caveat = (Section("What it hangs on", (Paragraph(self.caveat),)),) if self.caveat else ()
        tables = tuple(Section(getattr(table, "caption", ""), (table,)) for table in self.tables)
        then = Points(tuple(Item(step.what, step.command) for step in self.then))
        return Text(self.title, (*tables, *caveat, *((Section("Next", (then,)),) if self.then else ())), lead)
