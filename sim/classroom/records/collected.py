"""The records of a class's folder read back, each with where in the class it belongs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from sim.classroom.records.files import RECORDS
from sim.classroom.refused import RefusedError
from sim.classroom.session.state import Decision
from sim.study.classroom.collection import without_people
from sim.study.classroom.conflict_file import is_conflict
from sim.study.classroom.session_file import SessionFileError, read_document, read_session

if TYPE_CHECKING:
    from pathlib import Path

    from sim.agents.arenas.match import Session
    from sim.scenario.scenario import Scenario


@dataclass(frozen=True)
class Collected:
    """A match that was played, as its record has it, without names.

    Parameters
    ----------
    session : Session
        The game.
    part, round, match : int
        Where in the class it belongs, from 0; 0 in records that `play` left.
    decisions : tuple of Decision
        All answers, those in advance included.
    rehearsal : bool
        Whether bots sat in all seats.
    """

    session: Session
    part: int
    round: int
    match: int
    decisions: tuple[Decision, ...]
    rehearsal: bool


def records_folder(folder: Path) -> Path:
    """Where the records of a class are: in its folder, or that itself.

    Raises
    ------
    RefusedError
        If there is no such folder.
    """
    if not folder.is_dir():
        raise RefusedError("folder", f"There is no folder {folder}.")
    own = folder / RECORDS
    return own if own.is_dir() else folder


def collected(folder: Path, scenario: Scenario) -> list[Collected]:
    """The matches of a scenario that were played to their end, in the order of the class.

    Parameters
    ----------
    folder : Path
        Of a class, or with the records of games in it.
    scenario : Scenario
        What was played; its settings are not looked at.

    Raises
    ------
    RefusedError
        If there are none: with what was played instead.
    """
    found, others = [], dict[str, bool]()
    for path in sorted(records_folder(folder).glob("*.json")):
        if is_conflict(path):
            continue
        try:
            session, document = read_session(path), read_document(path)
        except SessionFileError:
            continue
        if session.scenario.sha256 != scenario.sha256:
            others[session.scenario.title] = session.scenario.title == scenario.title
        elif session.finished and any(seat.human for seat in session.seats):
            found.append(_collected(session, document))
    if not found:
        raise RefusedError("records", _none(folder, scenario, others))
    masked = without_people([match.session for match in found])
    whole = [replace(match, session=session) for match, session in zip(found, masked, strict=True)]
    return sorted(whole, key=lambda match: (match.part, match.round, match.match))


def _none(folder: Path, scenario: Scenario, others: dict[str, bool]) -> str:
    if others.get(scenario.title):
        return f"In {folder} another version of “{scenario.title}” was played: the file has been changed since."
    if others:
        return f"In {folder} nobody played “{scenario.title}” to its end; played were: {', '.join(others)}."
    return f"In {folder} there are no records of games."


def _collected(session: Session, document: dict[str, Any]) -> Collected:
    ids = [player.id for player in session.scenario.players]
    try:
        decisions = tuple(
            Decision(str(a["question"]), a["turn"], ids.index(a["player"]), a["seat"], str(a["choice"]), a["by"], 0, 0)
            for a in document.get("answers", [])
        )
    except (KeyError, TypeError, ValueError):
        decisions = ()
    return Collected(
        session,
        _place(document, "part"),
        _place(document, "round"),
        _place(document, "match"),
        decisions,
        document.get("rehearsal") is True,
    )


def _place(document: dict[str, Any], key: str) -> int:
    value = document.get(key, 1)
    return value - 1 if isinstance(value, int) and not isinstance(value, bool) and value > 0 else 0
