"""Who solves the pieces of a sweep on this machine: this process, or others that it starts."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections import deque
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sim.errors import WorkError
from sim.study.sweeps.sweep import Piece, SweepJob, failed_piece, joined_pieces, solve_piece

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    Span = tuple[int, int]
    Answers = Iterator[tuple[int, Piece]]

AHEAD = 2
"""Pieces that each worker has been given or is working on; more would only fill memory."""

TRIES = 2
"""Times that a run of points may take its process down before it is halved, or given up if it is one point."""

DIED = "the process that solved this point died, several times: it may need more memory than there is"


def here(job: SweepJob, spans: Sequence[tuple[int, Span]]) -> Answers:
    """Solve pieces in this process.

    Parameters
    ----------
    spans : sequence of (int, (int, int))
        Number of each piece, with its first point and the first after it.
    """
    for k, (start, stop) in spans:
        yield k, solve_piece(job, start, stop)


def processes(job: SweepJob, spans: Sequence[tuple[int, Span]], workers: int) -> Answers:
    """Solve pieces in processes of their own; one that dies is replaced, and what it was at is done again.

    Parameters
    ----------
    spans : sequence of (int, (int, int))
        Number of each piece, with its first point and the first after it.
    workers : int
        Number of processes.
    """
    waiting = deque(spans)
    with _single_threaded(), _Pool(job, workers) as pool:
        flying: dict[Future[Piece], tuple[int, Span]] = {}
        while waiting or flying:
            suspects = []
            try:
                while waiting and len(flying) < AHEAD * workers:
                    flying[pool.submit(waiting[0][1])] = waiting[0]
                    waiting.popleft()
            except BrokenProcessPool:
                suspects = list(flying.values())
            done = [] if suspects else wait(flying, return_when=FIRST_COMPLETED).done
            for future in done:
                k, span = flying.pop(future)
                try:
                    piece = future.result()
                except BrokenProcessPool:
                    suspects.append((k, span))
                else:
                    yield k, piece
            if suspects:
                # Nobody says which process died, so each piece that was under way is done again by itself.
                suspects = sorted({*suspects, *flying.values()})
                flying.clear()
                pool.renew()
                for k, span in suspects:
                    yield k, _alone(pool, span)


def _alone(pool: _Pool, span: Span) -> Piece:
    """Solve a run of points with nothing else going on, so that it is known what takes a process down."""
    for _ in range(TRIES):
        try:
            return pool.submit(span).result()
        except BrokenProcessPool:
            pool.renew()
    start, stop = span
    if stop - start == 1:
        return failed_piece(pool.job, DIED)
    middle = (start + stop) // 2
    return joined_pieces(_alone(pool, (start, middle)), _alone(pool, (middle, stop)))


class _Pool:
    """Processes that can be had anew."""

    def __init__(self, job: SweepJob, workers: int) -> None:
        self.job, self.workers = job, workers
        self._executor = self._started()

    def _started(self) -> ProcessPoolExecutor:
        from multiprocessing import get_context

        return ProcessPoolExecutor(self.workers, get_context("spawn"), _begin, (self.job,))

    def submit(self, span: Span) -> Future[Piece]:
        with _started_quietly():  # the first piece starts the processes
            return self._executor.submit(_solve, *span)

    def renew(self) -> None:
        self._executor.shutdown(wait=True, cancel_futures=True)
        self._executor = self._started()
        try:
            with _started_quietly():
                asked = self._executor.submit(os.getpid)
            asked.result()
        except BrokenProcessPool:
            raise WorkError(
                "processes to solve points in cannot be started; ask for 1 worker to do without them"
            ) from None

    def __enter__(self) -> _Pool:
        from multiprocessing import active_children

        self._others = set(active_children())
        return self

    def __exit__(self, kind: Any, *rest: object) -> None:
        from multiprocessing import active_children

        if kind is None:
            self._executor.shutdown(wait=True)
            return
        self._executor.shutdown(wait=False, cancel_futures=True)
        for child in set(active_children()) - self._others:
            child.terminate()


@contextmanager
def _started_quietly() -> Iterator[None]:
    """Start processes that hear no interrupts, and that do not run the program anew which has asked for them."""
    with _interrupts_held(), _program_hidden():
        yield


@contextmanager
def _program_hidden() -> Iterator[None]:
    """Hide for a moment where the running program comes from.

    A process that is spawned runs it once more, to have what it defines, and a program without a main guard would then
    start processes again. What is solved here is defined in modules, which are imported by name.
    """
    program = sys.modules["__main__"]
    names: dict[str, Any] = vars(program)
    kept = {name: names[name] for name in ("__spec__", "__file__") if name in names}
    try:
        names["__spec__"] = None
        names.pop("__file__", None)
        yield
    finally:
        for name, value in kept.items():
            names[name] = value


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Keep interrupts back for a moment: processes that are started in it hold them back from their first breath on."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


_AT_WORK: dict[str, SweepJob] = {}
"""In a worker: its job, which would be too large to come with every piece."""


def _begin(job: SweepJob) -> None:
    """Get a worker ready: interrupts are for the process that started it, and it leaves when that one is gone."""
    from multiprocessing import parent_process

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    parent = parent_process()

    def follow() -> None:
        if parent is not None:
            parent.join()
            os._exit(1)

    threading.Thread(target=follow, daemon=True).start()
    _AT_WORK["job"] = job


def _solve(start: int, stop: int) -> Piece:
    return solve_piece(_AT_WORK["job"], start, stop)


@contextmanager
def _single_threaded() -> Iterator[None]:
    """One thread for linear algebra in each process started meanwhile: there is a process per core already."""
    names = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")
    added = [name for name in names if name not in os.environ]
    os.environ.update(dict.fromkeys(added, "1"))
    try:
        yield
    finally:
        for name in added:
            os.environ.pop(name, None)
