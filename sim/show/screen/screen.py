"""An answer laid out for one screen: what comes out, the numbers, what it hangs on, and what to type next."""

from __future__ import annotations

import shutil
from dataclasses import replace
from io import StringIO
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.padding import Padding
from rich.table import Table as Grid
from rich.text import Text

from sim.show.screen.grid import GAP, table
from sim.show.screen.palette import ANSWER, DOUBTFUL, HEADING, SURE, TITLE, Ink, console
from sim.show.text.blocks import Lines, Table
from sim.show.text.style import styled
from sim.show.text.words import times

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console, RenderableType

    from sim.show.text.brief import Brief, Next

NARROWEST, WIDEST = 40, 120
LONGEST_LINE = 100
"""Columns, most, of lines of words."""

INDENT = 2

NEXT = "Next:"


def room() -> int:
    """Columns to write in: the terminal's, between 40 and 120."""
    return max(NARROWEST, min(WIDEST, shutil.get_terminal_size((88, 24)).columns))


def as_screen(
    brief: Brief, encoding: str | None, width: int | None = None, colour: bool | None = None, height: int = 0
) -> str:
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
    height : int
        Lines of the terminal, into which it is fitted if it can be; 0 for as many as it takes.
    """
    width = room() if width is None else width
    colour = styled() if colour is None else colour
    found = _laid_out(brief, encoding, width, colour)
    if height and found.count("\n") >= height:
        found = _laid_out(brief, encoding, width, colour, tight=True)
        cuts = (_laid_out(less, encoding, width, colour, tight=True, left=k) for k, less in _with_less(brief))
        found = next((cut for cut in (found, *cuts) if cut.count("\n") < height), found)
    return found


def _with_less(brief: Brief) -> Iterator[tuple[int, Brief]]:
    """It without the last of its tables, the last two, and so on, with how many are left out; the first is kept."""
    left = [k for k, block in enumerate(brief.tables) if k and isinstance(block, Table)][::-1]
    for count in range(1, len(left) + 1):
        kept = tuple(block for k, block in enumerate(brief.tables) if k not in left[:count])
        yield count, replace(brief, tables=kept)


def _laid_out(brief: Brief, encoding: str | None, width: int, colour: bool, tight: bool = False, left: int = 0) -> str:
    """An answer in so many columns.

    Parameters
    ----------
    tight : bool
        Whether to do without empty lines and without what commands show.
    left : int
        How many of its tables are left out.
    """
    out, ink, wide = console(width, colour), Ink(encoding, brief.players), max(1, min(width, LONGEST_LINE))

    def gap() -> None:
        if not tight:
            out.print()

    out.print(ink.text(brief.title, TITLE), width=wide)
    if brief.certificate:
        _indented(out, ink.text(brief.certificate, SURE if brief.certified else DOUBTFUL), wide)
    gap()
    for number, told in enumerate(brief.answer):
        _indented(out, ink.prose(told, "" if number else ANSWER), wide)
    for block in brief.tables:
        gap()
        parts = map(ink.prose, block.lines) if isinstance(block, Lines) else table(block, width - INDENT, ink)
        for part in parts:
            _indented(out, part, width)
    if left:
        _indented(out, ink.text(f"({times(left, 'more table')} in a taller window)"), wide)
    if brief.caveat:
        gap()
        _indented(out, ink.prose(brief.caveat), wide)
    if brief.then:
        gap()
        out.print(_next(brief.then, wide, ink, tight), width=wide)
    assert isinstance(out.file, StringIO)
    return "\n".join(line.rstrip() for line in out.file.getvalue().split("\n"))


def _indented(out: Console, part: RenderableType, width: int) -> None:
    out.print(Padding(part, (0, 0, 0, INDENT)), width=width)


def _next(steps: tuple[Next, ...], width: int, ink: Ink, tight: bool) -> RenderableType:
    """Commands, with what they show where there is room for that; where it is tight the first alone."""
    if tight:
        return Text.assemble((f"{NEXT} ", HEADING), ink.plain(steps[0].command))
    longest = max(cell_len(ink.plain(step.command)) for step in steps)
    widest = max(cell_len(ink.plain(step.what)) for step in steps)
    grid = Grid(box=None, pad_edge=False, padding=(0, GAP, 0, 0), show_header=False)
    if cell_len(NEXT) + longest + widest + 2 * GAP <= width:
        for number, step in enumerate(steps):
            grid.add_row(ink.text("" if number else NEXT, HEADING), ink.text(step.command), ink.text(step.what))
        return grid
    grid.add_column(overflow="fold")
    grid.add_row(ink.text(NEXT, HEADING))
    for step in steps:
        command, what = ink.plain(step.command), ink.plain(step.what)
        fits = INDENT + cell_len(command) + GAP + cell_len(what) <= width
        grid.add_row(Padding(Text(f"{command}{' ' * GAP}{what}" if fits else command), (0, 0, 0, INDENT)))
    return grid
