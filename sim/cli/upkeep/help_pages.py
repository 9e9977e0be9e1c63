"""Pages of help on any terminal: in columns where there is room, row by row on narrow ones and for screen readers."""

from __future__ import annotations

import shutil
import textwrap
from typing import TYPE_CHECKING, Any

import typer

from sim.show.text.plain import plain, spoken_line
from sim.show.text.style import by_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    class _Formatter:
        width: int

        def __init__(self, **given: Any) -> None: ...
        def write(self, string: str) -> None: ...
        def write_text(self, text: str) -> None: ...
        def write_dl(self, rows: Sequence[tuple[str, str]], *widths: Any, **spaces: Any) -> None: ...
        def indent(self) -> None: ...
        def dedent(self) -> None: ...
        def getvalue(self) -> str: ...
else:
    _Formatter = typer.Context.formatter_class

LEAST = 20
"""Columns of a page, least; the terminal breaks what is wider than itself."""


class HelpPage(_Formatter):
    """What a page of help is written into; made of what typer uses, wherever it has it from."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        if given.get("width") is None:
            self.width = min(self.width, max(shutil.get_terminal_size().columns - 2, LEAST))

    def write_dl(self, rows: Sequence[tuple[str, str]], *widths: Any, **spaces: Any) -> None:
        """Write what names mean: in two columns, or each by itself where there are none."""
        if not by_rows():
            super().write_dl(rows, *widths, **spaces)
            return
        for name, told in rows:
            if plain():
                self.write_text(f"{name}: {told}" if told else name)
                continue
            self.write_text(name)
            self.indent()
            self.indent()
            if told:
                self.write_text(told)
            self.dedent()
            self.dedent()

    def getvalue(self) -> str:
        """The page, in which no line is broken within a word; examples go on further in."""
        page, room = super().getvalue(), max(shutil.get_terminal_size().columns, LEAST)
        lines = (spoken_line(page) if plain() else page).split("\n")
        return "\n".join(_filled(line, room) if len(line) > room else line.rstrip() for line in lines)


def _filled(line: str, width: int) -> str:
    words = line.lstrip(" ")
    indent = " " * (len(line) - len(words))
    return textwrap.fill(
        words,
        width,
        initial_indent=indent,
        subsequent_indent=indent + "    ",
        break_long_words=False,
        break_on_hyphens=False,
    )
