"""The records of a class: read from a folder, sorted by scenario, and without names if that is wished."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from sim.agents.arenas.match import Seat, Session
from sim.study.classroom.conflict_file import is_conflict
from sim.study.classroom.session_file import SessionFileError, read_session

if TYPE_CHECKING:
    from pathlib import Path


def read_folder(folder: Path) -> tuple[list[Session], list[str]]:
    """The records of games in a folder, by name of file, and what is wrong with files that hold none.

    Parameters
    ----------
    folder : Path
        The folder; files whose names end in ``.json`` are read.

    Returns
    -------
    list of Session
        Games in which a person plays, each once, however many files hold it.
    list of str
        A message per file that holds no such game, with its path.
    """
    sessions: dict[tuple[object, ...], tuple[Session, Path]] = {}
    troubles = []
    for path in sorted(folder.glob("*.json")):
        if is_conflict(path):  # read by `read_conflicts`
            continue
        try:
            s = read_session(path)
        except SessionFileError as error:
            troubles.append(str(error))
            continue
        key = s.scenario.sha256, s.scenario.settings, s.seats, s.select, s.rounds, s.seed, s.played, s.turns
        if not any(seat.human for seat in s.seats):
            troubles.append(f"{path}: no person plays in it")
        elif key in sessions:
            troubles.append(f"{path}: the same game as {sessions[key][1]}")
        else:
            sessions[key] = s, path
    return [s for s, _ in sessions.values()], troubles


def grouped(sessions: Sequence[Session]) -> list[list[Session]]:
    """Games of the same file with the same settings, in the order in which they are first met."""
    groups: dict[tuple[object, ...], list[Session]] = {}
    for s in sessions:
        key = s.scenario.sha256, s.scenario.settings, s.select, s.rounds
        groups.setdefault(key, []).append(s)
    return list(groups.values())


def without_people(sessions: Sequence[Session]) -> list[Session]:
    """The games with numbers in place of the names of people.

    Parameters
    ----------
    sessions : sequence of Session
        The games.
    """
    names = dict.fromkeys(seat.person for s in sessions for seat in s.seats if seat.person)
    numbers = {name: f"student {k}" for k, name in enumerate(names, 1)}

    def masked(seat: Seat) -> Seat:
        return replace(seat, person=numbers.get(seat.person, "")) if seat.person is not None else seat

    return [replace(s, seats=(masked(s.seats[0]), masked(s.seats[1]))) for s in sessions]
