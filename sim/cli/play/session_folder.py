"""The folder into which records of games go, each a file of its own that never takes another's place."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from sim.agents.arenas.match import Session
    from sim.agents.conflicts.table import ConflictSession

LONGEST = 40
"""Characters, most, of a part of a file's name."""


def now() -> str:
    """The time, to the second, as in a record."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def ready(folder: Path) -> None:
    """Make the folder if there is none, before anybody plays.

    Raises
    ------
    OutputError
        If it cannot be made or is no folder.
    """
    from sim.errors import OutputError
    from sim.show.output import check_folder, make_folder

    try:
        check_folder(folder)
        make_folder(folder)
    except OutputError as error:
        raise OutputError(f"--sessions: {error}") from None


def save(folder: Path, session: Session | ConflictSession, text: str) -> Path:
    """Write a record under a name that is not taken: the time, the scenario, the people.

    Parameters
    ----------
    text : str
        Its record.
    """
    from sim.cli.delivery import write_text
    from sim.errors import OutputError
    from sim.show.output import write

    ids = [player.id for player in session.scenario.players]
    people = [
        f"{ids[s]}-{seat.person}" if seat.person else ids[s] for s, seat in enumerate(session.seats) if seat.human
    ]
    stem = "-".join(filter(None, [session.played.replace(":", ""), *map(_plain, [session.scenario.title, *people])]))
    number = 1
    while True:
        path = folder / (f"{stem}.json" if number == 1 else f"{stem}-{number}.json")
        try:
            path.open("x").close()  # the name is ours from here on
            break
        except FileExistsError:
            number += 1
        except OSError as error:
            raise OutputError(f"{path} cannot be written: {(error.strerror or str(error)).lower()}") from None
    try:
        write(path, lambda to: write_text(to, text + "\n"))
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return path


def _plain(text: str) -> str:
    """A text as part of a file's name on any system."""
    letters = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-")[:LONGEST].rstrip("-")
