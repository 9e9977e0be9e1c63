"""Plain text for terminals: bold where it is wanted and allowed, columns that line up, lines that fit."""

from __future__ import annotations

import os
import shutil
import sys
import textwrap
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def width() -> int:
    """Columns to write in: the terminal's, between 60 and 100."""
    return max(60, min(100, shutil.get_terminal_size((88, 24)).columns))


def heading(text: str) -> str:
    """A heading: bold on a terminal, plain text elsewhere and under NO_COLOR."""
    styled = (
        sys.stdout is not None
        and sys.stdout.isatty()
        and "NO_COLOR" not in os.environ
        and os.environ.get("TERM") != "dumb"
    )
    return f"\x1b[1m{text}\x1b[0m" if styled else text


def paragraph(text: str, indent: str = "  ", hanging: str = "") -> str:
    """Text filled to the width."""
    return textwrap.fill(
        text,
        width(),
        initial_indent=indent,
        subsequent_indent=indent + hanging,
        break_long_words=False,
        break_on_hyphens=False,
    )


def columns(rows: Sequence[Sequence[str]], indent: str = "  ") -> str:
    """A table: the first column to the left, all others to the right.

    Parameters
    ----------
    rows : sequence of sequence of str
        Cells; all rows are of one length.
    indent : str
        What each line starts with.
    """
    widths = [max(len(row[k]) for row in rows) for k in range(len(rows[0]))]
    return "\n".join(
        (
            indent
            + "  ".join(c.rjust(w) if k else c.ljust(w) for k, (c, w) in enumerate(zip(row, widths, strict=True)))
        ).rstrip()
        for row in rows
    )
