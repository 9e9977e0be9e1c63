"""Plain text for terminals: bold where it is wanted and allowed, columns that line up, lines that fit."""

from __future__ import annotations

import os
import re
import shutil
import sys
import textwrap
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Literal

from sim.show.text.letters import harmless
from sim.show.text.letters import width as columns_of
from sim.show.text.plain import in_sentences, plain, rows_told

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

NARROW = 12
"""Letters to which a column is made narrower, at least."""

ROOM = 60
"""Columns of a terminal, least, in which columns of words have room beside each other."""

_BOLD, _PLAIN = "\x1b[1m", "\x1b[0m"
_HEADING = re.compile(r"\x1b\[1m([^\x1b\n]*)\x1b\[0m")
_BREAKS = re.compile(r"\s*[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]\s*|\t")
_ENDS = re.compile(r"(?<=[+,;/=])(?![+,;/=])(?=.)|(?<=[-._])(?=[^\W\d_])")
"""Where a line may end within a word: behind signs, and behind dots and hyphens of names, not of numbers."""

_WIDE = re.compile("([\u2e80-\u303e\u3041-\ua4cf\uf900-\ufaff\uff01-\uff60])")


Colour = Literal["auto", "always", "never"]
"""Whether there are colours and bold letters: on terminals unless ``NO_COLOR`` is set, or always, or never."""

_wanted: ContextVar[Colour] = ContextVar("colour", default="auto")


@contextmanager
def coloured(wanted: Colour) -> Iterator[None]:
    """Write with colours or without as long as this lasts."""
    token = _wanted.set(wanted)
    try:
        yield
    finally:
        _wanted.reset(token)


def styled() -> bool:
    """Whether what is written now may have colours and bold letters."""
    if plain():
        return False
    if (wanted := _wanted.get()) != "auto":
        return wanted == "always"
    return on_terminal() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def on_terminal() -> bool:
    """Whether standard output is a terminal."""
    return sys.stdout is not None and sys.stdout.isatty()


def width() -> int:
    """Columns to write in: the terminal's, between 40 and 100."""
    return max(40, min(100, shutil.get_terminal_size((88, 24)).columns))


def by_rows() -> bool:
    """Whether a table is told row by row, because texts are plain or there is no room for columns of words."""
    return plain() or width() < ROOM


def heading(text: str) -> str:
    """A heading: bold on a terminal, plain text elsewhere and under NO_COLOR."""
    return "\n".join(map(heading_line, paragraph(text, "").split("\n")))


def heading_line(line: str) -> str:
    """A heading that stays on its line, as the first row of a table does."""
    return bold(line) if styled() else line


def bare(text: str) -> str:
    """Text whose headings are no longer bold."""
    return "\n".join(words for words, _ in lines(text))


def lines(text: str) -> list[tuple[str, bool]]:
    """The lines of a text, each with whether it is a heading in bold.

    No label can make itself bold: a line is a heading only if it is one as a whole and has no other escape in it.
    """
    found = ((line, _HEADING.fullmatch(line)) for line in text.split("\n"))
    return [(match.group(1), True) if match else (line, False) for line, match in found]


def bold(line: str) -> str:
    """A line in bold."""
    return f"{_BOLD}{line}{_PLAIN}"


def one_line(text: str) -> str:
    """Text in which a space stands for line ends and tabs, so that no label can begin a line of its own."""
    return _BREAKS.sub(" ", text)


def inline(text: str) -> str:
    """Text as it stands in a line of the terminal, whatever is in it."""
    text = text if text.isascii() and text.isprintable() else harmless(one_line(text))
    return in_sentences(text) if plain() else text


def paragraph(text: str, indent: str = "  ", hanging: str = "") -> str:
    """Text filled to the width."""
    text = _breakable(inline(text), width() - len(indent + hanging))
    if not text.isascii() and columns_of(text) != len(text):
        return _filled(text, indent, indent + hanging)
    return textwrap.fill(
        text,
        width(),
        initial_indent=indent,
        subsequent_indent=indent + hanging,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _breakable(text: str, room: int) -> str:
    """Text in which words that no line can hold end lines behind their signs."""
    if len(text) <= room:
        return text
    told = []
    for word in text.split(" "):
        parts = _broken(word, room) if columns_of(word) > room else [word]
        told += parts
    return " ".join(told)


def _filled(text: str, first: str, others: str) -> str:
    """Text filled to the width where letters are not all one column wide; lines also end between wide letters."""
    room, done, line = width(), [], first
    for piece in (part for word in re.split(r"( +)", text) for part in _WIDE.split(word) if part):
        if columns_of(line) + columns_of(piece) > room and line.strip() and piece.strip():
            done.append(line.rstrip())
            line = others
        line += piece if piece.strip() or line.strip() else ""
    return "\n".join([*done, line.rstrip()])


def columns(rows: Sequence[Sequence[str]], indent: str = "  ", headed: bool = True) -> str:
    """A table: the first column to the left, all others to the right; the widest are broken where lines would not fit.

    Where texts are plain there is a paragraph for each row, in which each cell stands behind its heading.

    See Also
    --------
    in_rows : the same on any terminal.

    Parameters
    ----------
    rows : sequence of sequence of str
        Cells; all rows are of one length.
    indent : str
        What each line starts with.
    headed : bool
        Whether the first row holds headings.
    """
    if plain():
        return in_rows(rows, indent, headed)
    cells = [[inline(cell) for cell in row] for row in rows]
    natural = [max(columns_of(row[k]) for row in cells) for k in range(len(cells[0]))]
    room = width() - len(indent)
    widths = _fitted(natural, room)
    if len(widths) > 2 and sum(widths) + 2 * (len(widths) - 1) > room:
        return "\n\n".join(_laid(panel, indent) for panel in _panels(cells, widths, room))
    return _laid(cells, indent)


def in_rows(rows: Sequence[Sequence[str]], indent: str = "  ", headed: bool = True) -> str:
    """A table as a paragraph for each row."""
    told = rows_told(rows[0], rows[1:]) if headed else rows_told((), rows)
    return "\n".join(paragraph(line, indent, indent) for line in told)


def _panels(cells: Sequence[Sequence[str]], widths: Sequence[int], room: int) -> list[list[list[str]]]:
    """A table in parts below each other, each with the first column and as many others as fit."""
    parts: list[list[int]] = [[]]
    for k in range(1, len(widths)):
        whole = widths[0] + sum(2 + widths[j] for j in (*parts[-1], k))
        if parts[-1] and whole > room:
            parts.append([])
        parts[-1].append(k)
    return [[[row[0], *(row[k] for k in part)] for row in cells] for part in parts]


def _laid(cells: Sequence[Sequence[str]], indent: str) -> str:
    """The lines of a table that fits."""
    natural = [max(columns_of(row[k]) for row in cells) for k in range(len(cells[0]))]
    widths = _fitted(natural, width() - len(indent))
    told = []
    for row in cells:
        broken = [_broken(cell, wide) for cell, wide in zip(row, widths, strict=True)]
        for at in range(max(map(len, broken))):
            parts = [lines_[at] if at < len(lines_) else "" for lines_ in broken]
            aligned = (
                left(part, wide) if k == 0 or wide < natural[k] else right(part, wide)
                for k, (part, wide) in enumerate(zip(parts, widths, strict=True))
            )
            told.append((indent + "  ".join(aligned)).rstrip())
    return "\n".join(told)


def _fitted(widths: Sequence[int], room: int) -> list[int]:
    """Widths of columns, the widest made narrower until all fit, none of them below `NARROW` for that."""
    fitted = list(widths)
    while sum(fitted) + 2 * (len(fitted) - 1) > room and max(fitted) > NARROW:
        fitted[fitted.index(max(fitted))] -= 1
    return fitted


def _broken(cell: str, room: int) -> list[str]:
    """A cell in lines of a width; a word that is longer stands in a line of its own, or ends lines behind its signs."""
    if columns_of(cell) <= room:
        return [cell]
    lines_ = [""]
    for word, gap in _pieces(cell, room):
        longer = f"{lines_[-1]}{gap}{word}".strip()
        if columns_of(longer) <= room or not lines_[-1]:
            lines_[-1] = longer
        else:
            lines_.append(word)
    return lines_


def _pieces(cell: str, room: int) -> Iterator[tuple[str, str]]:
    """The words of a cell with what stands before each; long ones in parts."""
    for word in cell.split():
        parts = _ENDS.split(word) if columns_of(word) > room else [word]
        for k, part in enumerate(parts):
            yield part, "" if k else " "


def left(text: str, room: int) -> str:
    """Text at the left of so many columns."""
    return text + " " * (room - columns_of(text))


def right(text: str, room: int) -> str:
    """Text at the right of so many columns."""
    return " " * (room - columns_of(text)) + text
