"""Tables on a terminal of any width: cells filled, rows in short, or columns in several groups below each other."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.table import Table as Grid

from sim.show.screen.palette import HEADING, MARKED, player_style

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import RenderableType

    from sim.show.screen.palette import Ink
    from sim.show.text.blocks import Table

    Rows = Sequence[tuple[str, ...]]

GAP = 2
"""Columns between two columns."""

MOST_LINES = 3
"""Lines, most, that a cell takes before a table is rather shown in short."""

MARK = " \N{BLACK LEFT-POINTING SMALL TRIANGLE}"
"""What stands behind a cell that matters most."""

_PIECES = re.compile(
    "[\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff01-\uff60]|[^\\s\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff01-\uff60]+"
)
"""What a line cannot be broken in: a word, or a wide letter."""


def table(table: Table, room: int, ink: Ink) -> list[RenderableType]:
    """A table in so many columns, and below it what short cells stand for.

    Parameters
    ----------
    table : Table
        The table.
    room : int
        Columns that there are.
    ink : Ink
        Makes words fit for the terminal.
    """
    look = table.look
    full = _cells(table, table.rows, ink)
    if not look.short or _fits(full, room):
        return list(_groups(table, full, room, ink))
    key = [ink.prose(f"{about}: {told}" if about else told) for about, told in look.key]
    return [*_groups(table, _cells(table, look.short, ink), room, ink), *key]


def _cells(table: Table, rows: Rows, ink: Ink) -> Rows:
    """All cells as they are written, the heading first."""
    mark = ink.plain(MARK)
    head = table.head or ("",) * len(rows[0])
    found = [tuple(map(ink.plain, head))]
    for i, row in enumerate(rows):
        marked = [k for k in range(len(row)) if (i, k) in table.look.marked]
        found.append(tuple(ink.plain(cell) + (mark if k in marked else "") for k, cell in enumerate(row)))
    return found


def _longest(cell: str) -> int:
    return max(map(cell_len, _PIECES.findall(cell)), default=0)


def _fits(rows: Rows, room: int) -> bool:
    """Whether all columns stand beside each other, with no cell much higher than it is wide."""
    least = [
        [max(_longest(cell), -(-cell_len(cell) // MOST_LINES)) for cell in column] for column in zip(*rows, strict=True)
    ]
    return _width([max(column) for column in least]) <= room


def _width(widths: Sequence[int]) -> int:
    return sum(widths) + GAP * (len(widths) - 1)


def _groups(table: Table, rows: Rows, room: int, ink: Ink) -> Iterator[RenderableType]:
    """The table in as many parts as it takes, each with the first column before it."""
    columns = list(zip(*rows, strict=True))
    least = [_least(table, k, column) for k, column in enumerate(columns)]
    least[0] = min(least[0], max(room // 2, 1))
    starts, used = [1], least[0]
    for k in range(1, len(columns)):
        if used + GAP + least[k] > room and k > starts[-1]:
            starts, used = [*starts, k], least[0]
        used += GAP + least[k]
    for start, end in pairwise([*starts, len(columns)]):
        shown = [0, *range(start, end)]
        yield _grid(table, [columns[k] for k in shown], shown, _widths(columns, least, shown, room), ink)


def _least(table: Table, k: int, column: tuple[str, ...]) -> int:
    """The narrowest that a column can be: numbers are not broken, words and headings are between words."""
    head, *cells = column
    if k == 0 or k in table.look.words or table.look.short:
        return max(map(_longest, column))
    return max(_longest(head), *(cell_len(cell) for cell in cells), 0)


def _widths(columns: Sequence[tuple[str, ...]], least: list[int], shown: list[int], room: int) -> list[int]:
    """Room shared among columns: whoever has the highest cell gets the next column."""
    wanted = [max(map(cell_len, columns[k])) for k in shown]
    widths = [max(least[k], 1) for k in shown]
    spare = room - _width(widths)
    if spare < 0:  # a word is wider than there is room
        widths[-1] = max(1, widths[-1] + spare)
    while spare > 0 and any(w > now for w, now in zip(wanted, widths, strict=True)):
        at = max(range(len(widths)), key=lambda k: wanted[k] / widths[k])
        widths[at] += 1
        spare -= 1
    return widths


def _grid(
    table: Table, columns: Sequence[tuple[str, ...]], shown: list[int], widths: list[int], ink: Ink
) -> RenderableType:
    look = table.look
    grid = Grid(box=None, pad_edge=False, padding=(0, GAP, 0, 0), show_header=bool(table.head), header_style=HEADING)
    for k, column, width in zip(shown, columns, widths, strict=True):
        left = k == 0 or k in look.words
        grid.add_column(
            ink.text(column[0], player_style(look.columns.get(k), HEADING)),
            justify="left" if left else "right",
            vertical="top",
            width=width,
            overflow="fold",
        )
    for i, row in enumerate(zip(*(column[1:] for column in columns), strict=True)):
        cells = []
        for k, cell in zip(shown, row, strict=True):
            owner = look.columns.get(k, look.rows.get(i))
            cells.append(ink.text(cell, player_style(owner, MARKED if (i, k) in look.marked else "")))
        grid.add_row(*cells)
    return grid
