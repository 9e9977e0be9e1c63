"""What is called otherwise now and still works: keys of files, commands, options, and keywords of Python.

Each is a row of a table here, and whoever reads such a name asks the table. docs/stability.md has the same rows, and
says how long they stay. An old key of a document is written beside the new one, and marked in its type
(`sim.show.documents.json_schema.Old`).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Renamed:
    """A name that is another now.

    Parameters
    ----------
    where : str
        Whose name it is: the kind of a file, a command, or the class that options have in Python.
    old, new : str
        What it was and is called.
    since, until : str
        The version that calls it so, and the one that knows the old name no more.
    path : tuple of str
        Of a key of a file: those around it, a star for a name of the file's own or a place in a list.
    """

    where: str
    old: str
    new: str
    since: str
    until: str
    path: tuple[str, ...] = ()

    @property
    def told(self) -> str:
        """That it is called otherwise, as a clause."""
        return f"'{self.old}' is called '{self.new}' since version {self.since}; version {self.until} will refuse it"


KEYS: tuple[Renamed, ...] = ()
"""Keys of scenario files."""

COMMANDS: tuple[Renamed, ...] = ()
"""Commands; the place is empty."""

OPTIONS: tuple[Renamed, ...] = ()
"""Options of commands, with their dashes."""

KEYWORDS: tuple[Renamed, ...] = (Renamed("MapOptions", "plain", "coarse", "0.1", "1.0"),)
"""Keywords of functions of Python."""


def renamed(table: tuple[Renamed, ...], where: str, name: str, path: tuple[str | int, ...] = ()) -> Renamed | None:
    """The row of a table that a name stands in, at its place; None if it is no old name."""
    for row in table:
        if row.old == name and row.where == where and _fits(row.path, path):
            return row
    return None


def _fits(pattern: tuple[str, ...], path: tuple[str | int, ...]) -> bool:
    return len(pattern) == len(path) and all(part in ("*", at) for part, at in zip(pattern, path, strict=True))
