"""The folder of a class: a record for each match that is over, and all decisions as rows."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

from sim.classroom.records.rows import decision_rows
from sim.classroom.records.sessions import record_of
from sim.classroom.refused import RefusedError

if TYPE_CHECKING:
    from pathlib import Path

    from sim.classroom.games.tables import Tables
    from sim.classroom.session.state import State

RECORDS = "records"
ROWS = "decisions.csv"


def record_file(folder: Path, match: int) -> Path:
    """Where the record of a match stands."""
    return folder / RECORDS / f"match-{match:04}.json"


def write_records(state: State, tables: Tables, folder: Path) -> int:
    """Write what is not written yet; a record of a match that does not count any more is taken away.

    Returns
    -------
    int
        How many records are new.

    Raises
    ------
    RefusedError
        If the folder cannot be written to.
    """
    new = 0
    try:
        (folder / RECORDS).mkdir(parents=True, exist_ok=True)
        for match in state.matches.values():
            path = record_file(folder, match.number)
            if match.void:
                path.unlink(missing_ok=True)
            elif match.over and not path.exists():
                document = record_of(state, match, tables)
                _whole(path, json.dumps(document, ensure_ascii=False, indent=1) + "\n")
                new += 1
        _whole(folder / ROWS, decision_rows(state, tables))
    except OSError as error:
        raise RefusedError("folder", f"{folder} cannot be written to: {error.strerror}.") from None
    return new


def _whole(path: Path, text: str) -> None:
    """Write a file as a whole, or leave what there was."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    beside.write_text(text, encoding="utf-8", newline="")
    beside.replace(path)
