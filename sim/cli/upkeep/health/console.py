"""What the console can show: its encoding, its width, colours, and the signs that answers use."""

from __future__ import annotations

import os
import shutil
import sys
from typing import TYPE_CHECKING

from sim.cli.upkeep.health.row import Row

if TYPE_CHECKING:
    from collections.abc import Iterator

AREA = "Console"
NARROWEST = 40
"""Columns that an answer on one screen needs."""

SIGNS = {
    "dashes": "\N{EN DASH}\N{EM DASH}\N{MINUS SIGN}",
    "lines of boxes": "\N{BOX DRAWINGS LIGHT HORIZONTAL}\N{BOX DRAWINGS LIGHT VERTICAL}"
    "\N{BOX DRAWINGS LIGHT DOWN AND RIGHT}\N{BOX DRAWINGS LIGHT UP AND RIGHT}",
    "signs": "\N{LESS-THAN OR EQUAL TO}\N{GREATER-THAN OR EQUAL TO}\N{RIGHTWARDS ARROW}\N{MULTIPLICATION SIGN}"
    "\N{BLACK RIGHT-POINTING SMALL TRIANGLE}",
    "letters of Korean names": "\ubd81\ud55c",
}
_WIDER = (
    "set PYTHONUTF8 to 1 ('export PYTHONUTF8=1' in bash and zsh, '$env:PYTHONUTF8 = 1' in PowerShell, after "
    "'chcp 65001'); answers are right without it"
)


def rows() -> Iterator[Row]:
    """Encoding, width and colours, then groups of signs."""
    if sys.stdout is None:
        yield Row(AREA, "output", "note", "there is none", "run it from a terminal, or with --out doctor.txt")
        return
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    terminal = sys.stdout.isatty()
    yield Row(AREA, "output", "ok", "a terminal" if terminal else "a pipe or a file")
    yield _encoding(encoding)
    yield _width()
    yield _colours()
    yield from (_signs(name, letters, encoding) for name, letters in SIGNS.items())


def _encoding(encoding: str) -> Row:
    typed = getattr(sys.stdin, "encoding", None) or encoding
    told = encoding if typed.lower() == encoding.lower() else f"{encoding}, and {typed} for what is typed"
    if encoding.lower().replace("-", "").replace("_", "") in ("utf8", "utf8sig", "cp65001"):
        return Row(AREA, "encoding", "ok", told)
    return Row(AREA, "encoding", "note", f"{told}: signs that it lacks are told by others", _WIDER)


def _width() -> Row:
    columns = shutil.get_terminal_size((88, 24)).columns
    if columns < NARROWEST:
        return Row(AREA, "width", "note", f"{columns} columns; tables need {NARROWEST}", "make the window wider")
    return Row(AREA, "width", "ok", f"{columns} columns")


def _colours() -> Row:
    from sim.show.text.style import on_terminal, styled

    if styled():
        return Row(AREA, "colours", "ok", "yes")
    if os.environ.get("NO_COLOR"):
        return Row(AREA, "colours", "ok", "no, since NO_COLOR is set; --color always has them all the same")
    if on_terminal():
        return Row(AREA, "colours", "ok", "no, since TERM is 'dumb'; --color always has them all the same")
    return Row(AREA, "colours", "ok", "no, since this is no terminal")


def _signs(name: str, letters: str, encoding: str) -> Row:
    from sim.show.text.letters import within

    shown = within(letters, encoding)
    if shown == letters:
        return Row(AREA, name, "ok", f"{letters} can be written")
    return Row(AREA, name, "note", f"cannot be written; {shown} stands for them", _WIDER)
