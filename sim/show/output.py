"""Where results go: standard output, files written whole or not at all, messages with the line at fault."""

from __future__ import annotations

import os
import secrets
import shutil
import sys
from bisect import bisect_right
from pathlib import Path
from typing import TYPE_CHECKING

from sim.errors import OutputError
from sim.show.progress import clear_line
from sim.show.text.letters import harmless, width
from sim.show.text.plain import in_sentences, plain
from sim.show.text.style import bold, lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sim.errors import Problem, ScenarioError

CUT = "..."
"""Where a line goes on that is not shown whole; every console has these letters, so that a caret stays in its place."""


def check_target(path: Path, force: bool) -> None:
    """Refuse a target that exists or cannot be written, before any work is done.

    Parameters
    ----------
    path : Path
        The file to write.
    force : bool
        Whether an existing file may be replaced.

    Raises
    ------
    OutputError
        If the file exists and `force` is not given, or its folder neither exists nor can be made.
    """
    if path.is_dir():
        raise OutputError(f"{path} is a folder; name a file in it")
    if path.exists() and not force:
        raise OutputError(f"{path} exists; add --force to replace it")
    check_folder(path.absolute().parent)


def check_folder(folder: Path) -> None:
    """Refuse a folder that neither exists nor can be made, which is done when there is something to write.

    Raises
    ------
    OutputError
        If there is a file in its place or on the way to it, or nothing can be written there.
    """
    there = next(path for path in (folder, *folder.parents) if path.exists())
    if not there.is_dir():
        raise OutputError(f"the folder {folder} cannot be made: {'it' if there == folder else there} is a file")
    if not os.access(there, os.W_OK):
        raise OutputError(f"nothing can be written to the folder {there}")


def make_folder(folder: Path) -> None:
    """Make a folder, with those on the way to it, unless it exists.

    Raises
    ------
    OutputError
        If the file system refuses.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"the folder {folder} cannot be made: {(error.strerror or str(error)).lower()}") from None


def write(path: Path, fill: Callable[[Path], None]) -> None:
    """Write a file under a temporary name and rename it, so that it is never half-written; its folder is made.

    Parameters
    ----------
    path : Path
        The file to write.
    fill : callable
        Writes the content to the path it is given.

    Raises
    ------
    OutputError
        If the file system refuses.
    """
    make_folder(path.absolute().parent)
    temporary = _temporary(path)
    _UNFINISHED.append(temporary)  # before it is there, so that nothing can come between
    try:
        with temporary.open("xb"):
            pass
        fill(temporary)
        umask = os.umask(0)
        os.umask(umask)
        temporary.chmod(0o666 & ~umask)
        temporary.replace(path)
    except OSError as error:
        raise OutputError(f"{path} cannot be written: {(error.strerror or str(error)).lower()}") from None
    finally:
        temporary.unlink(missing_ok=True)
        _UNFINISHED.remove(temporary)


_UNFINISHED: list[Path] = []
"""Files that are being written, under their temporary names."""


def _temporary(path: Path) -> Path:
    """A name beside a file that nothing has yet."""
    return path.absolute().with_name(f".detente-{secrets.token_hex(6)}{path.suffix}")


def remove_unfinished() -> None:
    """Remove what is being written, because the program ends."""
    for path in _UNFINISHED:
        path.unlink(missing_ok=True)


def legible(text: str) -> str:
    """Text without letters that a file could use to play with a terminal; headings in bold are ours and stay."""
    if plain():
        return in_sentences(harmless(text))
    if "\x1b" not in text:
        return harmless(text)
    return "\n".join(bold(harmless(line)) if heading else harmless(line) for line, heading in lines(text))


def complain(message: str) -> None:
    """Print a message on standard error, if there is one."""
    if sys.stderr is not None:
        clear_line()
        print(in_sentences(harmless(message)) if plain() else harmless(message), file=sys.stderr)


def print_problems(error: ScenarioError) -> None:
    """Print every problem of a scenario on standard error, each with the line at fault and a caret under it."""
    text = error.text.splitlines()
    for problem in error.problems:
        complain(f"error: {problem}" if not problem.line else str(problem))
        _point(problem, text)


def print_warnings(problems: Iterable[Problem], text: str) -> None:
    """Print on standard error what is no error and yet may not be meant, each with its line and a caret under it."""
    for problem in problems:
        complain(f"warning: {problem}")
        _point(problem, text.splitlines())


def _point(problem: Problem, text: list[str]) -> None:
    """Print the line of a problem with a caret under its column, or what of it stands about there and fits."""
    if not 0 < problem.line <= len(text):
        return
    if plain():
        print(f"    The line is: {harmless(text[problem.line - 1].strip())}", file=sys.stderr)
        return
    room = max(shutil.get_terminal_size((104, 24)).columns - 4, 16)
    before, after = _about(text[problem.line - 1].replace("\t", " "), problem.column - 1, room)
    complain(f"    {before}{after}")
    complain(f"    {' ' * width(before)}^")


def _about(line: str, at: int, room: int) -> tuple[str, str]:
    """What of a line stands before a column and from there on, cut where it is wider than some room."""
    before, after = line[:at], line[at:]
    if width(line) > room and width(before) > room * 3 // 5:
        before = CUT + _fitting(before[::-1], room * 3 // 5 - len(CUT))[::-1]
    if width(before) + width(after) > room:
        after = _fitting(after, room - width(before) - len(CUT)) + CUT
    return before, after


def _fitting(text: str, room: int) -> str:
    """The start of a text that takes no more than so many columns."""
    return text[: bisect_right(range(len(text) + 1), room, key=lambda count: width(text[:count])) - 1]
