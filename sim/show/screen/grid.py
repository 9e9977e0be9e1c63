"""Tables on a terminal of any width: cells filled, rows in short, or columns in several groups below each other."""

from __future__ import annotations

import re
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

CORNER, CLOSE = 16, 4
"""Columns of a caption that always may stand in the corner of its table, and that it may be wider than the column."""

MOST_LINES = 2
"""Lines, most, that a cell takes before a table is rather shown in short."""

MARK = "\N{BLACK RIGHT-POINTING SMALL TRIANGLE}"
"""What stands before a cell that matters most."""

_PIECES = re.compile(
    "[\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff01-\uff60]|[^\\s\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff01-\uff60]+"
)
"""What a line cannot be broken in: a word, or a wide letter."""


def table(table: Table, room: int, ink: Ink) -> list[RenderableType]:
    """A table with its caption in so many columns, and below it what short cells stand for.

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
        return _titled(table, full, room, ink)
    key = [ink.prose(f"{about}: {told}" if about else told) for about, told in look.key]
    return [*_titled(table, _cells(table, look.short, ink), room, ink), *key]


def _titled(table: Table, rows: Rows, room: int, ink: Ink) -> list[RenderableType]:
    """A table below its caption, or with its caption in the corner where that is free and it takes no more room."""
    (corner, *head), *others = rows
    if not table.caption:
        return list(_groups(table, rows, room, ink))
    widest = max((cell_len(row[0]) for row in others), default=0)
    inside: Rows = [(ink.plain(table.caption), *head), *others]
    close = cell_len(inside[0][0]) <= max(widest + CLOSE, CORNER)
    if table.head and not corner and close and (_whole(inside) <= room or _same_parts(table, rows, inside, room)):
        return list(_groups(table, inside, room, ink))
    return [ink.text(table.caption, HEADING), *_groups(table, rows, room, ink)]


def _whole(rows: Rows) -> int:
    """Columns that it takes to break nothing."""
    return _width([max(map(cell_len, column)) for column in zip(*rows, strict=True)])


def _same_parts(table: Table, rows: Rows, others: Rows, room: int) -> bool:
    """Whether rows that are in parts anyway are so in no more with another heading of the first column."""
    parts = [
        _parts(max(map(cell_len, first)), least[1:], room)
        for first, least in (_columns(table, rows), _columns(table, others))
    ]
    return parts[1] <= parts[0] != 1


def _columns(table: Table, rows: Rows) -> tuple[tuple[str, ...], list[int]]:
    """The first column, and the narrowest that each can be."""
    columns = list(zip(*rows, strict=True))
    return columns[0], [_least(table, k, column) for k, column in enumerate(columns)]


def _cells(table: Table, rows: Rows, ink: Ink) -> Rows:
    """All cells as they are written, the heading first."""
    mark = ink.plain(MARK)
    head = table.head or ("",) * len(rows[0])
    found = [tuple(map(ink.plain, head))]
    for i, row in enumerate(rows):
        marked = [k for k in range(len(row)) if (i, k) in table.look.marked]
        found.append(tuple((mark if k in marked else "") + ink.plain(cell) for k, cell in enumerate(row)))
    return found


def _longest(cell: str) -> int:
    return max(map(cell_len, _PIECES.findall(cell)), default=0)


def _fits(rows: Rows, room: int) -> bool:
    """Whether all columns stand beside each other, headings of rows in one line and other cells in few."""
    first, *columns = zip(*rows, strict=True)
    least = [max(max(_longest(cell), -(-cell_len(cell) // MOST_LINES)) for cell in column) for column in columns]
    return _width([max(map(cell_len, first)), *least]) <= room


def _width(widths: Sequence[int]) -> int:
    return sum(widths) + GAP * (len(widths) - 1)


def _groups(table: Table, rows: Rows, room: int, ink: Ink) -> Iterator[RenderableType]:
    """The table in as many parts as it takes, each with the first column before it."""
    columns = list(zip(*rows, strict=True))
    labels, least = _columns(table, rows)
    first = _first(labels, least, room)
    for part, shown in enumerate(_shared(first, least, room)):
        here = [("", *column[1:]) if k == 0 and part else column for k, column in enumerate(columns)]
        widths = _widths(columns, [first, *least[1:]], shown, room)
        yield _grid(table, [here[k] for k in shown], shown, widths, ink)


def _first(labels: tuple[str, ...], least: list[int], room: int) -> int:
    """The width of the first column with which a table is the least high."""
    whole, tight = max(map(cell_len, labels)), min(least[0], room // 2)

    def height(width: int) -> int:
        return _parts(width, least[1:], room) * sum(max(1, -(-cell_len(label) // width)) for label in labels)

    return min((width for width in (whole, tight) if width <= max(tight, room // 2)), key=height)


def _parts(first: int, others: Sequence[int], room: int) -> int:
    """In how many parts columns have to stand below each other, each with the first column before it."""
    parts, used = 1, first
    for least in others:
        if used + GAP + least > room and used > first:
            parts, used = parts + 1, first
        used += GAP + least
    return parts


def _shared(first: int, least: list[int], room: int) -> Iterator[list[int]]:
    """The columns of each part, as many in each as can be."""
    parts, start = _parts(first, least[1:], room), 1
    while start < len(least):
        fair = -(-(len(least) - start) // parts)
        end = start + 1
        while end < len(least) and end - start < fair and _width([first, *least[start : end + 1]]) <= room:
            end += 1
        yield [0, *range(start, end)]
        start, parts = end, max(parts - 1, 1)
    if len(least) == 1:
        yield [0]


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
            cells.append(ink.text(cell, player_style(owner, MARKED if (i, k) in look.marked | look.emphasis else "")))
        grid.add_row(*cells)
    return grid
