"""Texts of the rules as pieces of a page: paragraphs, and tables of letters as tables of a page."""

from __future__ import annotations

import re
from dataclasses import dataclass

_GUTTER = 2
"""Columns of a text between two columns of a table, at least."""


@dataclass(frozen=True)
class ToldTable:
    """A table that stood in letters.

    Parameters
    ----------
    head : tuple of str
        Its first line.
    rows : tuple of tuple of str
        The others.
    notes : tuple of str
        What stood above or below it.
    """

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...]

    @property
    def wide(self) -> bool:
        """Whether it has too many columns for a phone, which then shows its rows as cards."""
        return len(self.head) > 3


def told(text: str) -> ToldTable | str:
    """A text of the rules: a table if its lines stand in columns, else the text.

    Parameters
    ----------
    text : str
        With line breaks where it is a table.
    """
    lines = [line.rstrip() for line in text.splitlines() if line.strip()]
    if len(lines) < 2:
        return text.strip()
    notes = tuple(line.strip() for line in lines if line.strip().startswith("("))
    lines = [line for line in lines if not line.strip().startswith("(")]
    cuts = _cuts(lines)
    if not cuts:
        return "\n".join([*lines, *notes])
    head, *rows = [_cells(line, cuts) for line in lines]
    return ToldTable(head, tuple(rows), notes)


def _cuts(lines: list[str]) -> list[tuple[int, int]]:
    """Where the columns of a table part: spaces in all of its lines, at least two in a row."""
    width = max(map(len, lines), default=0)
    blank = "".join(" " if all(line[k : k + 1] in ("", " ") for line in lines) else "x" for k in range(width))
    found = [match.span() for match in re.finditer(rf" {{{_GUTTER},}}", blank.rstrip())]
    return [(a, b) for a, b in found if a > 0]


def _cells(line: str, cuts: list[tuple[int, int]]) -> tuple[str, ...]:
    starts = [0, *(b for _, b in cuts)]
    ends = [*(a for a, _ in cuts), len(line)]
    return tuple(line[a:b].strip() for a, b in zip(starts, ends, strict=True))
