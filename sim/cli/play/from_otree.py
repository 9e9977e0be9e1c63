"""What oTree exports of an app becomes records of games, in a new folder."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING, Any

from sim.cli.failures import FailureError, answering, refused

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from sim.scenario.scenario import Scenario
    from sim.study.classroom.otree_csv import Imported, Played

LARGEST = 64_000_000
"""Bytes, most, of a table that is read."""


def is_table(files: Sequence[Path]) -> bool:
    """Whether the files to be imported are tables of oTree."""
    return any(file.suffix.lower() == ".csv" for file in files)


def import_otree(
    files: Sequence[Path], played: str | None, settings: list[str], folder: Path | None, time_limit: float
) -> str:
    """Read a table of oTree, and write a record for each game that was played to its end.

    Parameters
    ----------
    played : str or None
        The scenario that the app was written from: its file, or the name of a bundled one.
    folder : Path or None
        Where the records go; there is nothing there yet.

    Returns
    -------
    str
        What was written, and how many games were left out.
    """
    from sim.cli.loading import load_game
    from sim.errors import ScenarioError
    from sim.scenario.reading import contents_or_problem
    from sim.show.otree.app import app_name, otree_files
    from sim.study.classroom.otree_csv import read_otree

    if len(files) != 1:
        raise FailureError("a table of oTree (.csv) is imported by itself; name one file", 2)
    if played is None or folder is None:
        raise FailureError(
            f"{files[0]}: a table of oTree does not hold the rules; name the scenario that the app was written from "
            "with --scenario, and a new folder for the records with --records",
            2,
        )
    scenario = load_game(played, settings).scenario
    with answering(scenario):
        otree_files(scenario)  # what no app is written for has no table either
    try:
        text = contents_or_problem(files[0], LARGEST, str(files[0])).decode("utf-8")
    except ScenarioError as error:
        raise refused(error) from None
    except UnicodeDecodeError:
        raise FailureError(f"{files[0]}: not UTF-8, as oTree writes its tables") from None
    found = _read(files[0], lambda: read_otree(text, scenario, app_name(scenario), time_limit))
    if not found.games:
        raise FailureError(f"{files[0]}: no game in it was played to its end")
    _write(folder, scenario, found.games, time_limit)
    one = len(found.games) == 1
    left = f"; {found.unfinished} not played to the end, and left out" if found.unfinished else ""
    return f"{folder}: {len(found.games):,} {'record' if one else 'records'} of games{left}"


def _read(file: Path, reading: Callable[[], Imported]) -> Imported:
    from sim.errors import DetenteError

    try:
        return reading()
    except DetenteError as error:
        raise FailureError(f"{file}: {error}") from None


def _write(folder: Path, scenario: Scenario, games: Sequence[Played], time_limit: float) -> None:
    from sim.agents.arenas.replay import replay
    from sim.agents.arenas.seating import arena_of
    from sim.cli.delivery import write_text
    from sim.errors import OutputError
    from sim.show.output import write
    from sim.study.classroom.session_file import session_document

    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise OutputError(f"{folder} is there already; name a new folder for --records")
    ids = [player.id for player in scenario.players]
    arenas: dict[int | None, Any] = {}
    documents = []
    for number, game in enumerate(games, 1):
        record = game.record
        if record.rounds not in arenas:
            arenas[record.rounds] = arena_of(scenario, record.seats, record.select, record.rounds, time_limit)
        own = {
            "class": game.session,
            "rehearsal": record.rehearsal,
            "match": number,
            "part": 1,
            "round": game.round,
            "seats": {player: seat.person for player, seat in zip(ids, record.seats, strict=True)},
        }
        documents.append({**session_document(replay(arenas[record.rounds], record)), **own})
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for number, document in enumerate(documents, 1):
            text = json.dumps(document, ensure_ascii=False, indent=1) + "\n"
            write(folder / f"match-{number:04}.json", partial(write_text, text=text))
    except OSError as error:
        raise OutputError(f"{folder} cannot be written: {(error.strerror or str(error)).lower()}") from None
