"""One command line on one file, in this process: what came of it, and whether anybody should have to see that."""

from __future__ import annotations

import atexit
import contextlib
import io
import json
import math
import os
import re
import shutil
import signal
import sys
import tempfile
import traceback
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from unittest.mock import patch

import typer.main

from sim.cli import main
from sim.errors import ScenarioError
from sim.scenario.load import load
from tests.fuzz.courses import COURSE
from tests.fuzz.lines import FILE, Line

SECONDS = 4.0
"""After so much of a processor's time a command has failed, whose time limit is a fraction of a second."""

WAITING = 240.0
"""After so long by the clock any command has failed: one that waits for ever uses no processor."""

MANY_SECONDS = 1.0
"""After so much one of `MANY` is broken off."""

MOVES = "1\n2\n\n1\nx\n1\n1\n2\n1\n1\n?\n1\n1\nq\n"
"""What is typed where people play."""

NO_NUMBER = re.compile(
    r"(?<![\w.])[-+\u2212]?(nan|inf)(?![\w])|\bNone\b(?![:,.]| was)|<.+ object at 0x|Fraction\(|mpq\(|np\.float"
)
"""What no output says of a number or a thing."""


MANY = (
    "map",
    "sensitivity",
    "robust",
    "report",
    "sweep",
    "tournament",
    "simulate",
    "lesson",
    "export",
    "require",
    "design",
    "inspection",
)
"""Commands that solve many points, each of which has the time limit, or have none; these are broken off."""

MEMORY = Path("/dev/shm")
"""Where files are kept in memory, if there is such a place: folders on disks are slow to make and to remove."""


class TooSlowError(BaseException):
    """A command that went on for too long; no code takes it for an error of its own."""


class EndlessError(TooSlowError):
    """One that waited for something."""


@dataclass(frozen=True)
class Fault:
    """What was wrong with how a command ended.

    Parameters
    ----------
    what : str
        The kind of fault and where it came from, the same for all inputs that fail in the same way.
    told : str
        All that is known of it.
    """

    what: str
    told: str


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    code: int | None
    out: str
    err: str
    fault: Fault | None


_command = cache(typer.main.get_command)


def attempt(line: Line, text: str) -> Ended:
    """Run a command on a file with a text, in a folder of its own."""
    name = "file.efg" if line[0] == "import" else "file.yaml"
    with contextlib.chdir(_folder()):
        for left in Path().iterdir():
            shutil.rmtree(left) if left.is_dir() else left.unlink()
        Path(name).write_bytes(text.encode("utf-8", errors="surrogatepass"))
        arguments = ["detente", *(_laid_down(word, name) for word in line)]
        out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
        with _place_of_its_own(arguments, out, err), warnings.catch_warnings(record=True) as warned:
            warnings.simplefilter("always")
            code, fault = _run(line[0])
        made = Path("game.yaml")
        read_in = made.read_text(encoding="utf-8") if code == 0 and made.exists() else ""
    said, complained = (stream.buffer.getvalue().decode("utf-8") for stream in (out, err))  # type: ignore[attr-defined]
    seen = fault or _seen(line, code, said, complained, warned, text) or _promised(line, code, said, read_in)
    return Ended(code, said, complained, seen)


def _laid_down(word: str, name: str) -> str:
    """A word of a line as it is typed; a course that stands in it is put into a file."""
    if not word.startswith(COURSE):
        return name if word == FILE else word
    Path("course.yaml").write_bytes(word.removeprefix(COURSE).encode("utf-8", errors="surrogatepass"))
    return "course.yaml"


@cache
def _folder() -> str:
    """A folder for this process, which goes when the process does."""
    folder = tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None)
    atexit.register(folder.cleanup)
    return folder.name


@contextlib.contextmanager
def _place_of_its_own(arguments: list[str], out: Any, err: Any) -> Iterator[None]:
    typed = io.TextIOWrapper(io.BytesIO(MOVES.encode()), encoding="utf-8")
    with (
        patch.object(sys, "argv", arguments),
        patch.object(sys, "stdout", out),
        patch.object(sys, "stderr", err),
        patch.object(sys, "stdin", typed),
        patch("typer.main.get_command", _command),
        patch("sim.cli.app.get_command", _command),
        patch("sim.study.sliders.WORTH_STARTING", math.inf),
        patch.dict(os.environ, {"COLUMNS": "88"}),
    ):
        yield


def _run(command: str) -> tuple[int | None, Fault | None]:
    def up(number: int, _: object) -> None:
        raise TooSlowError if number == signal.SIGPROF else EndlessError

    timers = {signal.SIGPROF: signal.ITIMER_PROF, signal.SIGALRM: signal.ITIMER_REAL}
    before = {number: signal.signal(number, up) for number in timers}
    signal.setitimer(signal.ITIMER_PROF, MANY_SECONDS if command in MANY else SECONDS)
    signal.setitimer(signal.ITIMER_REAL, WAITING)
    try:
        main()
    except SystemExit as leave:
        code = leave.code if isinstance(leave.code, int) else 1
        return code, None if code in (0, 1, 2) else Fault(f"exit {code}", "")
    except EndlessError as error:
        return None, Fault(f"waits for ever in {_where(error)}", traceback.format_exc(limit=-12))
    except TooSlowError as error:
        if command in MANY:
            return None, None
        return None, Fault(f"too slow in {_where(error)}", traceback.format_exc(limit=-12))
    except BaseException as error:  # whatever it is, nobody should see it
        return None, Fault(f"{type(error).__name__} in {_where(error)}", traceback.format_exc(limit=-12))
    finally:
        for number, timer in timers.items():
            signal.setitimer(timer, 0)
            signal.signal(number, before[number])
    return None, Fault("main came back", "")  # pragma: no cover - it never returns


def _where(error: BaseException) -> str:
    """The last line of our own that an error passed."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [f for f in frames if f"{os.sep}sim{os.sep}" in f.filename] or frames
    last = ours[-1]
    return f"{last.filename.rpartition(f'{os.sep}sim{os.sep}')[2]} {last.name}"


def _seen(line: Line, code: int | None, out: str, err: str, warned: list[Any], text: str) -> Fault | None:
    """What is wrong with what a command showed."""
    for sign in ("Traceback", "an error in detente itself"):
        if sign in err + out:
            said = next(part for part in (err + out).splitlines() if sign in part)
            return Fault(f"says: {said.rpartition(': ')[2][:80]}", err)
    if warned:
        first = warned[0]
        at = f"{Path(first.filename).name}:{first.lineno}"
        return Fault(f"warns: {first.category.__name__} {str(first.message)[:60]} ({at})", str(first))
    if code and not err.strip():
        return Fault(f"{line[0]}: exit {code} without a word", out)
    if code == 0 and out and "--json" in line and line[0] != "sweep":
        try:
            json.loads(out)
        except ValueError as error:
            return Fault(f"{line[0]}: no JSON", f"{error}\n{out[:500]}")
    found = NO_NUMBER.search(out + err)
    if found and found.group().lstrip("-+") not in text + " ".join(line):
        return Fault(f"{line[0]}: shows {found.group()}", (out + err)[max(0, found.start() - 200) : found.end() + 200])
    return None


def _promised(line: Line, code: int | None, out: str, read_in: str) -> Fault | None:
    """What is wrong with an answer that promises something of a file."""
    if line[0] == "check" and "--json" in line and code in (0, 1) and out:
        for file in json.loads(out)["files"]:
            if file["valid"] == bool(file.get("errors")):
                return Fault(f"check: valid is {file['valid']}, errors are {file.get('errors')}", out)
    if line[0] == "import" and code == 0:
        try:
            load("game.yaml", text=read_in or out)
        except ScenarioError as error:
            return Fault(f"import: check refuses it: {error.problems[0].message[:60]}", f"{error}\n{read_in or out}")
    return None
