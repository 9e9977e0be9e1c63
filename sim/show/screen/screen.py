"""An answer laid out for one screen: what comes out, the numbers, what it hangs on, and what to type next."""

from __future__ import annotations

import shutil
from io import StringIO
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.padding import Padding
from rich.table import Table as Grid

from sim.show.screen.grid import table
from sim.show.screen.palette import DOUBTFUL, HEADING, SURE, TITLE, Ink, console
from sim.show.text.blocks import Lines
from sim.show.text.style import styled

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

    from sim.show.text.brief import Brief, Next

NARROWEST, WIDEST = 40, 120
LONGEST_LINE = 100
"""Columns, most, of lines of words."""

INDENT = 2


def room() -> int:
    """Columns to write in: the terminal's, between 40 and 120."""
    return max(NARROWEST, min(WIDEST, shutil.get_terminal_size((88, 24)).columns))


def as_screen(brief: Brief, encoding: str | None, width: int | None = None, colour: bool | None = None) -> str:
    """An answer as it is printed: no letter of it is an order to a terminal but its own colours.

    Parameters
    ----------
    brief : Brief
        The answer.
    encoding : str or None
        What letters the console has; None for all.
    width : int, optional
        Columns; by default those of the terminal.
    colour : bool, optional
        Whether there are colours and bold letters; by default whatever is wanted.
    """
    width = room() if width is None else width
    out, ink = console(width, styled() if colour is None else colour), Ink(encoding, brief.players)
    wide = max(1, min(width, LONGEST_LINE))
    out.print(ink.text(brief.title, TITLE), width=wide)
    if brief.certificate:
        _indented(out, ink.text(brief.certificate, SURE if brief.certified else DOUBTFUL), wide)
    out.print()
    for told in brief.answer:
        _indented(out, ink.prose(told), wide)
    for block in brief.tables:
        out.print()
        if isinstance(block, Lines):
            for line in block.lines:
                _indented(out, ink.prose(line), width)
            continue
        if block.caption:
            out.print(ink.text(block.caption, HEADING), width=wide)
        for part in table(block, width - INDENT, ink):
            _indented(out, part, width)
    if brief.caveat:
        out.print()
        _indented(out, ink.prose(brief.caveat, HEADING), wide, indent=0)
    if brief.then:
        out.print()
        out.print(ink.text("Next", HEADING))
        _indented(out, _next(brief.then, wide - INDENT, ink), wide)
    assert isinstance(out.file, StringIO)
    return "\n".join(line.rstrip() for line in out.file.getvalue().split("\n"))


def _indented(out: Console, part: RenderableType, width: int, indent: int = INDENT) -> None:
    out.print(Padding(part, (0, 0, 0, indent)), width=width)


def _next(steps: tuple[Next, ...], width: int, ink: Ink) -> RenderableType:
    """Commands, with what they show beside them or, where there is no room, below."""
    longest = max(cell_len(ink.plain(step.command)) for step in steps)
    beside = longest + 2 + max(cell_len(ink.plain(step.what)) for step in steps) <= width
    grid = Grid(box=None, pad_edge=False, padding=(0, 2, 0, 0), show_header=False)
    grid.add_column(overflow="fold")
    if beside:
        grid.add_column()
    for step in steps:
        if beside:
            grid.add_row(ink.text(step.command), ink.text(step.what))
        else:
            grid.add_row(ink.text(step.command))
            grid.add_row(Padding(ink.text(step.what), (0, 0, 0, 2)))
    return grid
