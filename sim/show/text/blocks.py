"""Texts made of a few kinds of blocks, which the terminal, Markdown and a page of HTML each show in their own way."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sim.show.text.escapes import fence, in_html, in_markdown, in_table, unmarked
from sim.show.text.plain import plain
from sim.show.text.style import columns, heading, inline, one_line, paragraph

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of plain words."""

    text: str


@dataclass(frozen=True)
class Item:
    """A point of a list.

    Parameters
    ----------
    text : str
        What is said.
    about : str
        What it is about; may be empty.
    below : tuple of Item
        Points that belong below it.
    number : int, optional
        Its number in a numbered list, where it is not its place in it; 0 for none.
    flush : bool
        On a terminal further lines start where the first one does.
    """

    text: str
    about: str = ""
    below: tuple[Item, ...] = ()
    number: int | None = None
    flush: bool = False


@dataclass(frozen=True)
class Points:
    """A list of points; numbered where their order matters.

    Parameters
    ----------
    items : tuple of Item
        The points.
    numbered : bool
        Whether they carry numbers.
    level : int
        How far in they stand on a terminal, where they belong to what stands before them: 0 or 1.
    """

    items: tuple[Item, ...]
    numbered: bool = False
    level: int = 0


@dataclass(frozen=True)
class Look:
    """What a table may show beside its words, where there are colours or there is little room.

    Parameters
    ----------
    rows, columns : mapping of int to int
        The player that a row or a column belongs to, by its number; the first column is number 0.
    marked : frozenset of (int, int)
        Cells that matter most, by row and column; a mark stands before them.
    emphasis : frozenset of (int, int)
        Cells in bold where there are bold letters.
    words : frozenset of int
        Columns of words beside the first, which stand to the left and may be filled.
    short : tuple of tuple of str
        The same rows for where there is no room for them; empty if they cannot be shorter.
    key : tuple of tuple of str
        What stands for what in them: what a line is about, then the line itself.
    """

    rows: Mapping[int, int] = field(default_factory=dict)
    columns: Mapping[int, int] = field(default_factory=dict)
    marked: frozenset[tuple[int, int]] = frozenset()
    emphasis: frozenset[tuple[int, int]] = frozenset()
    words: frozenset[int] = frozenset()
    short: tuple[tuple[str, ...], ...] = ()
    key: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Table:
    """A table with a heading for each column; the first column says what the row is about.

    Parameters
    ----------
    caption : str
        What the table shows, for those who cannot see it.
    head : tuple of str, length k
        Headings of the columns; empty if there are none.
    rows : tuple of tuple of str, each of length k
        Cells.
    look : Look
        Whose rows and columns are whose, what matters most, and how it can be shorter.
    """

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    look: Look = Look()


@dataclass(frozen=True)
class Lines:
    """Lines that stand as they are, such as a drawing made of letters; on a terminal they are indented by two.

    Parameters
    ----------
    lines : tuple of str
        The drawing.
    instead : tuple of str
        Sentences that say what it shows, for those who cannot see it.
    """

    lines: tuple[str, ...]
    instead: tuple[str, ...] = ()


Block = Paragraph | Points | Table | Lines

PLAYERS = ("one", "two")
"""Classes in HTML of what belongs to a player."""

_ONE = r"[<>\u2264\u2265]?[-+~\u2212]?\d[\d.]*(e[-+\u2212]?\d+)?[*%]?"
_NUMBER = re.compile(rf"{_ONE}((,| to)? +{_ONE})*|\u2013")
"""A cell that holds a number, a range or a pair of them, or a dash for none."""


@dataclass(frozen=True)
class Section:
    """A part of a text: its heading, and what stands below it."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Text:
    """A whole text: its title, what stands directly below it, and its parts in order."""

    title: str
    sections: tuple[Section, ...]
    lead: tuple[Block, ...] = ()


def word_columns(table: Table) -> tuple[bool, ...]:
    """Whether each column of a table holds words, which stand to the left, and not numbers; the first always does."""
    columns = list(zip(*table.rows, strict=True)) or [()] * len(table.head)
    return tuple(not k or k in table.look.words or _wordy(column) for k, column in enumerate(columns))


def _wordy(cells: tuple[str, ...]) -> bool:
    """Whether cells hold something else than numbers, or nothing at all."""
    told = [cell for cell in map(str.strip, cells) if cell]
    return not told or not all(map(_NUMBER.fullmatch, told))


def as_text(text: Text) -> str:
    """A text for the terminal, filled to its width."""
    lead = "\n".join([heading(text.title), *map(_plain, text.lead)])
    return "\n\n".join([lead, *map(_section, text.sections)]) + "\n"


def sections_as_text(sections: Iterable[Section]) -> str:
    """Parts of a text for the terminal, without its title."""
    return "\n\n".join(map(_section, sections)) + "\n"


def _section(section: Section) -> str:
    body = "\n".join(_plain(block) for block in section.blocks)
    return f"{heading(section.title)}\n{body}" if section.title else body


def _plain(block: Block) -> str:
    if isinstance(block, Paragraph):
        return paragraph(block.text)
    if isinstance(block, Table):
        return columns([block.head, *block.rows] if block.head else list(block.rows), headed=bool(block.head))
    if isinstance(block, Lines) and block.instead and plain():
        return "\n".join(map(paragraph, block.instead))
    if isinstance(block, Lines):
        return "\n".join(f"  {inline(line)}" if line else "" for line in block.lines)
    return "\n".join(_plain_items(block.items, "  " * (1 + block.level), block.numbered))


def _plain_items(items: Iterable[Item], indent: str, numbered: bool) -> Iterable[str]:
    for place, item in enumerate(items, 1):
        yield paragraph(told(item, place, numbered), indent, "" if item.flush else "   " if numbered else "  ")
        yield from _plain_items(item.below, indent + ("   " if numbered else "  "), False)


def told(item: Item, place: int, numbered: bool) -> str:
    """A point by itself, at its place from 1, after its number if it has one."""
    return " ".join(filter(None, [_mark(item, place) if numbered else "", item.about, item.text]))


def _mark(item: Item, place: int) -> str:
    """The number of a point of a numbered list; empty if it has none."""
    return "" if item.number == 0 else f"{item.number or place}."


def as_markdown(text: Text, level: int = 1) -> str:
    """A text as Markdown (CommonMark with tables).

    Parameters
    ----------
    level : int
        Level of its title; the headings of its parts are one below.
    """
    mark = "#" * level
    parts = [f"{mark} {in_markdown(text.title)}", *map(_marked, text.lead)]
    for section in text.sections:
        if section.title:
            parts.append(f"{mark}# {in_markdown(section.title)}")
        parts += [_marked(block) for block in section.blocks]
    return "\n\n".join(parts) + "\n"


def _marked(block: Block) -> str:
    if isinstance(block, Paragraph):
        return in_markdown(block.text, start=True)
    if isinstance(block, Table):
        return "\n".join("| " + " | ".join(row) + " |" for row in _marked_rows(block))
    if isinstance(block, Lines):
        fences = fence(block.lines)
        return "\n".join([fences, *(unmarked(one_line(line)) for line in block.lines), fences])
    return "\n".join(_marked_items(block.items, "", block.numbered))


def _marked_rows(table: Table) -> Iterable[Iterable[str]]:
    """The rows of a table in Markdown; what matters most is strong."""
    yield map(in_table, table.head or ("",) * len(table.rows[0]))
    yield ["---" if words else "---:" for words in word_columns(table)]
    for k, row in enumerate(table.rows):
        cells = map(in_table, row)
        yield [f"**{cell}**" if cell and (k, j) in table.look.marked else cell for j, cell in enumerate(cells)]


def _marked_items(items: Iterable[Item], indent: str, numbered: bool) -> Iterable[str]:
    for place, item in enumerate(items, 1):
        mark = (_mark(item, place) if numbered else "") or "-"
        about = f"**{in_markdown(item.about)}** " if item.about.strip() else ""
        yield f"{indent}{mark} {about}{in_markdown(item.text, start=not about)}".rstrip()
        yield from _marked_items(item.below, indent + " " * (len(mark) + 1), False)


def as_html(text: Text, level: int = 2) -> str:
    """A text as HTML, without its title.

    Parameters
    ----------
    level : int
        Level of the headings of its parts.
    """
    parts = [_tagged(block) for block in text.lead]
    for section in text.sections:
        title = f"<h{level}>{in_html(section.title)}</h{level}>\n" if section.title else ""
        parts.append(f"<section>\n{title}{''.join(_tagged(block) for block in section.blocks)}</section>\n")
    return "".join(parts)


def _tagged(block: Block) -> str:
    if isinstance(block, Paragraph):
        return f"<p>{in_html(block.text)}</p>\n"
    if isinstance(block, Table):
        return _tagged_table(block)
    if isinstance(block, Lines):
        return f"<pre>{in_html(chr(10).join(map(one_line, block.lines)))}</pre>\n"
    return _tagged_items(block.items, "ol" if block.numbered else "ul")


def _tagged_table(table: Table) -> str:
    """A table; what holds words, and what belongs to a player, is so by its class, and what matters most is strong."""
    told = word_columns(table)

    def cell(text: str, row: int | None, column: int) -> str:
        scope = ' scope="col"' if row is None else ' scope="row"' if column == 0 else ""
        tag, look = "th" if scope else "td", table.look
        owner = look.columns.get(column, None if row is None else look.rows.get(row))
        classes = [*(["told"] * (told[column] and column > 0)), *([] if owner is None else [PLAYERS[owner]])]
        kind = f' class="{" ".join(classes)}"' if classes else ""
        words = in_html(text)
        return f"<{tag}{scope}{kind}>{f'<strong>{words}</strong>' if (row, column) in look.marked else words}</{tag}>"

    def line(row: tuple[str, ...], place: int | None) -> str:
        return f"<tr>{''.join(cell(text, place, column) for column, text in enumerate(row))}</tr>"

    head = f"<thead>{line(table.head, None)}</thead>\n" if table.head else ""
    rows = "".join(f"{line(row, place)}\n" for place, row in enumerate(table.rows))
    caption = f"<caption>{in_html(table.caption)}</caption>" if table.caption else ""
    return f"<table>{caption}\n{head}<tbody>\n{rows}</tbody></table>\n"


def _tagged_items(items: Iterable[Item], tag: str) -> str:
    told = ""
    for item in items:
        about = f"<strong>{in_html(item.about)}</strong> " if item.about else ""
        below = _tagged_items(item.below, "ul") if item.below else ""
        value = f' value="{item.number}"' if item.number else ""
        told += f"<li{value}>{about}{in_html(item.text)}{below}</li>\n"
    return f"<{tag}>\n{told}</{tag}>\n"
