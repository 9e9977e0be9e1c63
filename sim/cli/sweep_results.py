"""How the sweep command goes about its work: where the results go, what is said meanwhile, and how it ends."""

from __future__ import annotations

import shutil
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, count
from pathlib import Path
from typing import TYPE_CHECKING

from sim.cli.delivery import command_line, deliver, hand_over, write_text
from sim.cli.failures import FailureError, answering, say
from sim.cli.loading import STANDARD_INPUT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.scenario.scenario import Scenario
    from sim.show.studies.sweep import Summary
    from sim.study.sweeps.store import Store
    from sim.study.sweeps.sweep import Piece, Sweep

STORE, TABLES = ".zarr", (".csv", ".parquet", ".ndjson")


@dataclass(frozen=True)
class Target:
    """Where the results of a sweep go.

    Parameters
    ----------
    out : Path or None
        The folder or file; None if they are only printed.
    named : bool
        Whether ``--out`` names it.
    there : bool
        Whether it holds this sweep already, or a part of it.
    """

    out: Path | None
    named: bool = True
    there: bool = False

    @staticmethod
    def of(scenario: Scenario, sweep: Sweep, out: Path | None, json: bool, force: bool, resume: bool) -> Target:
        """What ``--out`` names, or a folder named after the scenario unless the results are printed.

        Of such folders it is the one that holds this sweep, or else the first that is not there.
        """
        from sim.study.sweeps.store import Store

        if out is not None or json:
            return Target(out)
        stem = "sweep" if scenario.file == STANDARD_INPUT else Path(scenario.file).stem
        first = Path(f"{stem}{STORE}")
        if force:
            return Target(first, named=False)
        names = chain([first], (Path(f"{stem}-{k}{STORE}") for k in count(2)))
        found = next(path for path in names if not path.exists() or Store.holds(path, sweep))
        if resume and not found.exists():  # there is nothing to go on with, and the first says in what it differs
            found = first
        return Target(found, named=False, there=found.exists())

    @property
    def table(self) -> bool:
        """Whether the results are to be a table in the end."""
        return self.out is not None and self.out.suffix.lower() in TABLES

    @property
    def metadata(self) -> Path | None:
        """The file beside a CSV file that says what it holds."""
        csv = self.out is not None and self.out.suffix.lower() == ".csv"
        return self.out.with_name(f"{self.out.name}-metadata.json") if csv and self.out else None

    @property
    def store(self) -> Path:
        """The folder of the arrays; for a table a hidden one beside it."""
        assert self.out is not None
        return self.out.with_name(f".{self.out.name}{STORE}") if self.table else self.out

    def check(self, force: bool, resume: bool) -> None:
        """Refuse a target that cannot work, before anything is computed, and clear what is to be replaced."""
        from sim.errors import OutputError, StoreError
        from sim.show.output import check_folder, check_target
        from sim.study.sweeps.store import attributes

        out = self.out
        if out is None:
            return
        if not self.table and out.suffix.lower() != STORE:
            raise FailureError(f"--out {out}: expected a name that ends in {', '.join((STORE, *TABLES))}", 2)
        if self.table:
            unfinished = resume and self.store.exists()  # then what is there may be what a kill has left of the table
            for path in filter(None, (out, self.metadata)):
                check_target(path, force or unfinished)
            if force and not resume:
                shutil.rmtree(self.store, ignore_errors=True)
            if self.store.exists() and not resume:
                raise OutputError(f"an unfinished sweep to {out} is there: go on with --resume, or begin with --force")
            return
        check_folder(out.absolute().parent)
        if not out.exists() or resume or self.there:
            return
        if not force:
            raise OutputError(f"{out} exists; add --resume to complete it, or --force to replace it")
        try:
            attributes(out)
        except StoreError as error:
            raise OutputError(f"{error}, so --force does not remove it") from None
        shutil.rmtree(out)

    @property
    def told(self) -> str:
        """Where the results are; how to have them elsewhere if nobody has said where."""
        return str(self.out) if self.named else f"All points are in {self.out}; --out NAME.csv makes a table of them."

    @contextmanager
    def opened(self, sweep: Sweep, scenario: Scenario) -> Iterator[Store]:
        """The arrays, new or as they were left; those that are only printed go when that is done."""
        from sim.show.output import make_folder
        from sim.study.sweeps.store import Store, new_store

        if self.out is None:
            with tempfile.TemporaryDirectory(prefix="detente-") as folder:
                yield new_store(Path(folder) / f"sweep{STORE}", sweep, scenario, command_line())
        elif self.store.exists():
            yield Store.resume(self.store, sweep)
        else:
            make_folder(self.store.absolute().parent)
            yield new_store(self.store, sweep, scenario, command_line())

    def finish(self, store: Store) -> None:
        """Make the table, if one is wanted, out of the complete arrays."""
        from sim.show.output import write
        from sim.show.studies.sweep_files import csv_metadata, write_csv, write_parquet, write_records

        if self.out is None or not self.table:
            return
        makers = {".csv": write_csv, ".parquet": write_parquet, ".ndjson": write_records}
        make, metadata = makers[self.out.suffix.lower()], self.metadata
        write(self.out, lambda path: make(store, path))
        if metadata is not None:
            text = csv_metadata(store, self.out.name)
            write(metadata, lambda path: write_text(path, text))
        shutil.rmtree(self.store, ignore_errors=True)


def carry_out(
    scenario: Scenario,
    sweep: Sweep,
    target: Target,
    *,
    workers: int | None,
    cluster: str | None,
    resume: bool,
    json: bool,
    quiet: bool,
) -> None:
    """Run a sweep, show how far it is, and say what came of it."""
    from sim.progress import stage
    from sim.show.progress import showing
    from sim.show.studies.sweep import Summary, last_line, sweep_story
    from sim.study.sweeps.runner import run

    shown = not (quiet or (json and target.out is None))
    with showing(shown), answering(scenario), target.opened(sweep, scenario) as store:
        summary = Summary(sweep)
        for k in store.present if resume or target.there else ():
            summary.add(k, store.read(k))
        before = summary.tally.points
        begun = time.monotonic()
        printer = _Printer(store) if json else None

        def stored(k: int, piece: Piece) -> None:
            summary.add(k, piece)
            told.done = summary.tally.points
            if printer:
                printer.go_on()

        try:
            if printer:
                printer.go_on()
            with stage("points", len(sweep), before) as told:
                tally = run(store, workers=workers, cluster=cluster, stored=stored)
        except BaseException as error:
            _stopped(error, summary, target)
            raise
        seconds = time.monotonic() - begun
        target.finish(store)
    if not json:
        deliver(str(target.out) if quiet else f"{sweep_story(scenario, summary)}{target.told}")
    failed = summary.tally.told
    _tell_failures(summary.failures, failed)
    if before:
        say(f"{before:,} points were there already")
    if not quiet or failed:
        say(last_line(tally, seconds))
    if failed:
        raise FailureError()


def _stopped(error: BaseException, summary: Summary, target: Target) -> None:
    """Say how much of a sweep that ends before its end is kept."""
    from sim.study.sweeps.runner import StoppedError

    interrupted = isinstance(error, StoppedError | KeyboardInterrupt)
    if target.out is not None:
        done, total = summary.tally.points, len(summary.sweep)
        word = "interrupted" if interrupted else "stopped"
        say(f"{word}: {done:,} of {total:,} points are in {target.store}; continue with --resume")
    elif interrupted:
        say("interrupted; nothing is kept without --out")
    if isinstance(error, StoppedError):
        raise FailureError(code=128 + error.number) from None


def _tell_failures(messages: list[tuple[str, str]], failed: int) -> None:
    for place, message in messages:
        say(f"{place}: {message}")
    if failed > len(messages):
        say(f"{failed - len(messages):,} more points failed; each has its message in the results")


class _Printer:
    """Prints the points in the order of the study as soon as those before them are there."""

    def __init__(self, store: Store) -> None:
        self._store, self._next = store, 0

    def go_on(self) -> None:
        from sim.show.studies.sweep_files import records

        while self._next < len(self._store.sweep.blocks) and self._store.done(self._next):
            hand_over("\n".join(records(self._store, self._next)))
            self._next += 1
