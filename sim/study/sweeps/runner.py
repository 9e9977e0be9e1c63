"""Runs a sweep: gives its missing pieces to whoever solves them, and stores what comes back."""

from __future__ import annotations

import os
import signal
import threading
import time
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any

from sim.study.solve import solver
from sim.study.sweeps.cluster import Cluster
from sim.study.sweeps.sweep import SweepJob, Tally
from sim.study.sweeps.workers import here, processes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sim.study.solve import MakeSolver
    from sim.study.sweeps.store import Store
    from sim.study.sweeps.sweep import Piece
    from sim.study.sweeps.workers import Answers


SMALL = 512
"""Points of which some are solved first to see whether other processes are worth their start."""

SOON = 3.0
"""Seconds of work that are not."""


class StoppedError(BaseException):
    """A signal has ended a sweep before its end.

    Parameters
    ----------
    number : int
        Of the signal.
    """

    def __init__(self, number: int) -> None:
        super().__init__(f"signal {number}")
        self.number = number


def cores() -> int:
    """Cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def run(
    store: Store,
    *,
    workers: int | None = None,
    cluster: str | None = None,
    make: MakeSolver = solver,
    stored: Callable[[int, Piece], None] = lambda k, piece: None,
) -> Tally:
    """Solve what is missing of a sweep.

    Parameters
    ----------
    store : Store
        Where the answers go.
    workers : int, optional
        Processes; by default as many as there are cores, or none if that is quicker. With one, everything happens here.
    cluster : str, optional
        Address of a Dask scheduler that solves the pieces instead.
    make : callable
        Makes the solver.
    stored : callable
        Told of each piece that has been stored.

    Returns
    -------
    Tally
        What was solved now.

    Raises
    ------
    StoppedError
        If a signal ends it; what is stored stays.
    WorkError
        If there is no cluster at the address, or no process can be started.
    """
    job, blocks = SweepJob.of(store.sweep, make), store.sweep.blocks
    spans = [(k, blocks.span(k)) for k in store.missing]
    total = Tally()
    if not spans:
        return total
    with _Signals() as signals:
        answers = Cluster(cluster).solve(job, spans) if cluster else _on_this_machine(job, spans, workers)
        with closing(answers):  # type: ignore[type-var]
            for k, piece in answers:
                with signals.held():
                    store.write(k, piece)
                total += Tally.of(piece.chunk.how, len(piece.chunk.messages))
                stored(k, piece)
    return total


def _on_this_machine(job: SweepJob, spans: list[tuple[int, tuple[int, int]]], workers: int | None) -> Answers:
    """Solve pieces here as long as starting processes would take longer than it may save."""
    small = workers is None and spans[-1][1][1] - spans[0][1][0] <= SMALL
    if small:
        begun = time.monotonic()
        yield from here(job, spans[:1])
        spans, each = spans[1:], time.monotonic() - begun
        small = each * len(spans) <= SOON
    workers = min(workers or cores(), len(spans))
    yield from here(job, spans) if small or workers <= 1 else processes(job, spans, workers)


class _Signals:
    """Turns an interrupt into an exception, but not while a piece is being written."""

    def __init__(self) -> None:
        self._before: dict[int, Any] = {}
        self._holding = False
        self._came: int | None = None

    def __enter__(self) -> _Signals:
        if threading.current_thread() is threading.main_thread():
            for number in (signal.SIGINT, signal.SIGTERM):
                self._before[number] = signal.signal(number, self._notice)
        return self

    def __exit__(self, *rest: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def _notice(self, number: int, frame: object) -> None:
        if self._holding:
            self._came = number
        else:
            raise StoppedError(number)

    @contextmanager
    def held(self) -> Iterator[None]:
        self._holding = True
        try:
            yield
        finally:
            self._holding = False
        if self._came is not None:
            raise StoppedError(self._came)
