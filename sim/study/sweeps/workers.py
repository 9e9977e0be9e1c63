"""Who solves the pieces of a sweep on this machine: this process, or others that it starts."""

from __future__ import annotations

from collections import deque
from concurrent.futures import FIRST_COMPLETED, Future, wait
from concurrent.futures.process import BrokenProcessPool
from typing import TYPE_CHECKING

from sim.study.processes import Processes, single_threaded
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
    with single_threaded(), Processes(workers, _begin, (job,)) as pool:
        flying: dict[Future[Piece], tuple[int, Span]] = {}
        while waiting or flying:
            suspects = []
            try:
                while waiting and len(flying) < AHEAD * workers:
                    flying[pool.submit(_solve, *waiting[0][1])] = waiting[0]
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
                    yield k, _alone(pool, job, span)


def _alone(pool: Processes, job: SweepJob, span: Span) -> Piece:
    """Solve a run of points with nothing else going on, so that it is known what takes a process down."""
    for _ in range(TRIES):
        try:
            return pool.submit(_solve, *span).result()
        except BrokenProcessPool:
            pool.renew()
    start, stop = span
    if stop - start == 1:
        return failed_piece(job, DIED)
    middle = (start + stop) // 2
    return joined_pieces(_alone(pool, job, (start, middle)), _alone(pool, job, (middle, stop)))


_AT_WORK: dict[str, SweepJob] = {}
"""In a worker: its job, which would be too large to come with every piece."""


def _begin(job: SweepJob) -> None:
    _AT_WORK["job"] = job


def _solve(start: int, stop: int) -> Piece:
    return solve_piece(_AT_WORK["job"], start, stop)
