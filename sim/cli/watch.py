"""The command that solves a file again on every save."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

from sim.cli.app import app
from sim.cli.delivery import deliver
from sim.cli.failures import FailureError, answering, refused, say
from sim.cli.loading import load_game
from sim.cli.options import File, Quiet, Select, Settings, TimeLimit
from sim.deadline import within
from sim.study.options import SELECT, TIME_LIMIT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from sim.api.result import Result

POLL = 0.25
"""Seconds between two looks at the file."""

SETTLED = 0.1
"""Seconds that a file has to stay as it is before it is read: editors write in steps."""

Stamp = tuple[int, int, int, int]


@app.command()
def watch(
    file: File,
    settings: Settings = [],  # noqa: B006 - typer copies it
    select: Select = SELECT,
    quiet: Quiet = False,
    time_limit: TimeLimit = TIME_LIMIT,
) -> None:
    """Solve a file again whenever it is saved, and say what has changed in it and in the answer; Ctrl-C ends.

    \b
    detente watch my.yaml
    """
    path = _path(file)
    say(f"{path}: watched, and solved again at every save; Ctrl-C ends")
    last: Result | None = None
    for raw in saves(path, time.sleep):
        try:
            found = _solved(path, raw, settings, select, time_limit)
        except FailureError as failure:
            if str(failure):
                say(str(failure))
            say(f"{path}: the next save is waited for")
            continue
        _tell(last, found, quiet)
        last = found


def _path(name: str) -> Path:
    """The file of a scenario, which has to be one that can be saved."""
    from pathlib import Path

    from sim.scenario import catalog

    if name == "-":
        raise FailureError("standard input is not saved; name a file to watch", 2)
    path = Path(name) if Path(name).exists() else catalog.find(name)
    if path is None:
        raise FailureError(f"{name}: there is no such file, and no bundled scenario of that name")
    if not path.is_file():
        raise FailureError(f"{name}: expected a file to watch", 2)
    return path


def saves(path: Path, wait: Callable[[float], None]) -> Iterator[bytes | None]:
    """What a file holds: at once, and then whenever it holds something else; None when it has gone.

    A file that is being written, or is replaced by another under its name, is left alone until it stays as it is.

    Parameters
    ----------
    path : Path
        The file.
    wait : callable
        Lets so many seconds pass.
    """
    seen: Stamp | None = (0, 0, 0, 0)
    last: bytes | None = b""
    first = True
    while True:
        stamp = _stamp(path)
        if stamp != seen or first:
            if not first:
                wait(SETTLED)
                if _stamp(path) != stamp:
                    continue
            raw = _content(path)
            if raw != last or first:
                last = raw
                yield raw
            seen, first = stamp, False
        wait(POLL)


def _stamp(path: Path) -> Stamp | None:
    """What changes when a file is written; None if there is none."""
    try:
        about = path.stat()
    except OSError:
        return None
    # Tools that put back the time of writing cannot put back that of the change (st_ctime).
    return about.st_mtime_ns, about.st_ctime_ns, about.st_size, about.st_ino


def _content(path: Path) -> bytes | None:
    from sim.errors import ScenarioError
    from sim.scenario.reading import contents_or_problem
    from sim.scenario.source import MAX_BYTES

    if not path.exists():
        return None
    try:
        return contents_or_problem(path, MAX_BYTES, str(path))
    except ScenarioError as error:
        refused(error)
        return None


def _solved(path: Path, raw: bytes | None, settings: list[str], select: str, time_limit: float) -> Result:
    if raw is None:
        raise FailureError(f"{path}: the file is gone or cannot be read")
    with within(time_limit):
        game = load_game(str(path), settings, raw)
        with answering(game.scenario):
            return game.solve(select=select, time_limit=time_limit)


def _tell(last: Result | None, found: Result, quiet: bool) -> None:
    from sim.api.difference import Diff

    if last is None:
        told = found.line
    else:
        changed = Diff(last, found)
        told = changed.line if quiet or changed.same else changed.saved
    deliver(told)
    if sys.stdout is not None:
        sys.stdout.flush()
