"""Commands that are interrupted at any moment, as Ctrl-C does it: they end soon and leave nothing half-done."""

from __future__ import annotations

import json
import shutil
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random

from sim.classroom.kept_class import FILE
from sim.classroom.open_class import OpenClass
from sim.classroom.refused import RefusedError
from sim.cli.interrupts import CODE
from tests.classroom.parts import TABLES
from tests.soak.outcome import Outcome
from tests.soak.processes import LONGEST, Process, ended, gone, session, signalled, started
from tests.study.sweeps.test_runner import contents

SOON = 2.0
"""Seconds after which a command that was interrupted should be gone."""

LATE = 10.0
"""After so many something is wrong, however busy the machine is."""

TIMES = 3
"""Interrupts of a command whose whole answer is known."""

SERVED = 4.0
"""Seconds, most, for which a class is open before it is interrupted."""

Judge = Callable[[Path, Path, Outcome], None]
"""Looks at what is in a folder, and in that of the same command when nobody interrupted it."""


def once(seed: str, number: int, folder: Path) -> Outcome:
    """Interrupt a command some times; the commands take turns."""
    draw, outcome, case = Random(f"interrupts {seed} {number}"), Outcome(), CASES[number % len(CASES)]
    words, whole = ("-m", "sim", *case.words(draw)), folder / "whole"
    whole.mkdir()
    seconds = SERVED
    if case.ends:
        begun = time.monotonic()
        code, _, err = ended(started(*words, cwd=whole), 3 * LONGEST)
        seconds = time.monotonic() - begun
        outcome.expect(code == 0, f"{case.name} ends with {code}", err)
    for k in range(TIMES):
        here = folder / str(k)
        here.mkdir()
        _interrupted(case, words, draw, draw.uniform(0, seconds), here, whole, outcome)
        shutil.rmtree(here)
    return outcome


def _interrupted(
    case: Case, words: tuple[str, ...], draw: Random, after: float, here: Path, whole: Path, outcome: Outcome
) -> None:
    """Interrupt a command after some seconds, once or twice, it alone or all that it has started."""
    process = started(*words, cwd=here)
    send = draw.choice((_to_all, process.send_signal))
    _wait(process, after)
    begun = time.monotonic()
    running = process.poll() is None
    for pause in draw.choice(((0.0,), (0.0,), (0.0, draw.uniform(0, 0.5)))):
        time.sleep(pause)
        send(signal.SIGINT) if send == process.send_signal else send(process)
    code, out, err = ended(process, LATE)
    took = time.monotonic() - begun
    told = f"{' '.join(words)}\ninterrupted after {after:.3f} seconds, ended with {code} after {took:.3f}\n{err}{out}"
    if ("Traceback" in err and "/sim/" not in err) or code == -signal.SIGINT:
        return  # Python had not come to the program yet
    outcome.counts["commands interrupted" if running else "commands that were over before they were interrupted"] += 1
    outcome.counts[f"of these gone within {SOON:g} seconds"] += running and took <= SOON
    outcome.expect(code is not None, f"{case.name} does not end when it is interrupted", told)
    if running:
        outcome.expect(code in (CODE, 0, None), f"{case.name} ends with {code} when it is interrupted", told)
    outcome.expect("Traceback" not in err, f"{case.name} shows a traceback when it is interrupted", told)
    if not gone(process, LATE):
        outcome.expect(False, f"{case.name} leaves processes when it is interrupted", f"{told}\n{session(process)}")
        signalled(process, signal.SIGKILL)
    # What is not whole yet stands under a name with a dot before it.
    left = [str(path.relative_to(here)) for path in here.rglob(".*")]
    outcome.expect(not left, f"{case.name} leaves unfinished files when it is interrupted", f"{told}\n{left}")
    before = len(outcome.findings)
    case.judge(here, whole, outcome)
    outcome.findings[before:] = [found.after(told) for found in outcome.findings[before:]]


def _wait(process: Process, seconds: float) -> None:
    end = time.monotonic() + seconds
    while process.poll() is None and (left := end - time.monotonic()) > 0:
        time.sleep(min(left, 0.05))


def _to_all(process: Process) -> None:
    """What a terminal does: everybody hears of it."""
    signalled(process, signal.SIGINT)


def _same_file(here: Path, whole: Path, outcome: Outcome) -> None:
    """What is written is the whole answer or not there."""
    for path in here.iterdir():
        same = path.read_bytes() == (whole / path.name).read_bytes()
        outcome.expect(same, "a command that was interrupted leaves another file", path.name)
        outcome.counts["whole files found after an interrupt"] += same


def _resumed_sweep(here: Path, whole: Path, outcome: Outcome) -> None:
    """A sweep that is gone on with has the bytes of one that nobody interrupted."""
    store = here / "points.zarr"
    if not store.exists():
        return
    words = ("-m", "sim", "sweep", *SWEEP, "--workers", "1", "--resume")
    code, out, err = ended(started(*words, cwd=here))
    outcome.expect(code == 0, f"a sweep that was interrupted is gone on with, and ends with {code}", f"{err}{out}")
    ours, theirs = contents(store), contents(whole / store.name)
    differing = [name for name, text in theirs.items() if name != "zarr.json" and ours.get(name) != text]
    outcome.expect(
        not differing and ours.keys() == theirs.keys(), "a sweep that was interrupted has other bytes", differing
    )
    outcome.counts["sweeps gone on with after an interrupt"] += 1


def _resumed_class(here: Path, whole: Path, outcome: Outcome) -> None:
    """A class that has a file can be opened again; whoever makes one takes it away if it is interrupted."""
    del whole
    if (here / "class" / FILE).exists():
        try:
            OpenClass.resume(here / "class", tables=TABLES).abandon()
            outcome.counts["classes opened again after an interrupt"] += 1
        except RefusedError as error:
            outcome.expect(False, "a class that was interrupted cannot be opened", error)


def _legible_records(here: Path, whole: Path, outcome: Outcome) -> None:
    """Records of a rehearsal are whole, each of them."""
    del whole
    for path in here.rglob("records/*.json"):
        try:
            json.loads(path.read_text(encoding="utf-8"))
            outcome.counts["whole files found after an interrupt"] += 1
        except ValueError:
            outcome.expect(False, "a record is half-written after an interrupt", path.name)


SWEEP = (
    *("action-for-action", "leakage", "pressure", "--samples", "4000", "--seed", "3", "--chunk", "200"),
    *("--quiet", "--out", "points.zarr"),
)
"""Arguments of the sweep that is interrupted and gone on with."""


@dataclass(frozen=True)
class Case:
    """A command that is interrupted.

    Parameters
    ----------
    arguments : tuple of str
        Of the command, whose name comes first.
    judge : callable
        Of what it leaves.
    ends : bool
        Whether it ends by itself.
    workers : bool
        Whether it may have processes of its own, so that their number is drawn.
    """

    arguments: tuple[str, ...]
    judge: Judge = _same_file
    ends: bool = True
    workers: bool = False

    @property
    def name(self) -> str:
        """Name of the command."""
        return self.arguments[0]

    def words(self, draw: Random) -> tuple[str, ...]:
        """The command line."""
        return (*self.arguments, "--workers", str(draw.randint(1, 2))) if self.workers else self.arguments


CASES = (
    Case(("run", "action-for-action", "--json", "--out", "answer.json")),
    Case(("sweep", *SWEEP), _resumed_sweep, workers=True),
    Case(("map", "action-for-action", "leakage", "pressure", "--out", "map.png")),
    Case(("class", "ultimatum", "--bots", "3", "--out", "class"), _resumed_class, ends=False),
    Case(("tournament", "stalled", "--runs", "300", "--json", "--out", "ranks.json")),
    Case(("sensitivity", "action-for-action", "--json", "--out", "shares.json")),
    Case(("require", "action-for-action", "deal", "leakage", "--points", "5", "--json", "--out", "changes.json")),
    Case(("class", "chicken", "--rehearse", "20", "--rounds", "3", "--out", "class"), _legible_records),
)
