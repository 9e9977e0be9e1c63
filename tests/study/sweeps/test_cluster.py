"""A real Dask scheduler with two workers on this machine: same pieces, same store, same bytes, though a worker dies."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from distributed import Client
from distributed.client import FutureCancelledError
from distributed.scheduler import KilledWorker

from sim.errors import WorkError
from sim.study.record import FAILED
from sim.study.sweeps.cluster import Cluster, _solve_there, _threads
from sim.study.sweeps.runner import run
from sim.study.sweeps.sweep import Piece, SweepJob, solve_piece
from tests.study import solvers
from tests.study.sweeps.sweeper import sweep_of
from tests.study.sweeps.test_runner import ROOT, begun, contents, made, until_some_are_there

Process = subprocess.Popen[bytes]


def dask(*words: str) -> Process:
    command = [sys.executable, "-m", "dask", *words]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[tuple[str, list[Process]]]:
    """The scheduler file, and the workers."""
    file = tmp_path / "scheduler.json"
    scheduler = dask("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(file))
    common = ("--scheduler-file", str(file), "--nthreads", "1", "--no-nanny", "--no-dashboard")
    workers = [dask("worker", *common, "--local-directory", str(tmp_path / name)) for name in "ab"]
    try:
        yield f"file:{file}", workers
    finally:
        for process in (*workers, scheduler):
            process.kill()
            process.wait()


def test_a_worker_that_is_killed_changes_nothing(tmp_path: Path, cluster: tuple[str, list[Process]]) -> None:
    address, workers = cluster
    run(made(tmp_path / "here.zarr", 40), workers=1, make=solvers.quick)
    end = time.monotonic() + 30
    while not Path(address.removeprefix("file:")).exists():
        assert time.monotonic() < end
        time.sleep(0.05)
    with Client(scheduler_file=address.removeprefix("file:")) as client:
        client.wait_for_workers(2, timeout=30)
    folder = tmp_path / "there.zarr"
    process = begun(folder, "slow", 40, 1, address)
    until_some_are_there(folder, process, 6)
    workers[0].kill()
    out, told = process.communicate(timeout=60)
    assert not process.returncode, told
    assert '"points": 1600' in out
    assert contents(folder) == contents(tmp_path / "here.zarr")


def test_an_address_without_a_scheduler_is_told() -> None:
    with pytest.raises(WorkError, match="no scheduler answers there"):
        list(Cluster("tcp://127.0.0.1:9", timeout=0.5).solve(SweepJob.of(sweep_of(3)[0]), [(0, (0, 1))]))


class Lost:
    """A future of a task that takes its worker down if the span has the point 13 in it; else the answer."""

    def __init__(self, span: tuple[int, int]) -> None:
        self.span, self.status = span, "finished"

    def result(self) -> Piece:
        start, stop = self.span
        if start <= 13 < stop:
            raise KilledWorker("task", None, 4)
        return solve_piece(SweepJob.of(sweep_of(5)[0], solvers.quick), start, stop)

    def release(self) -> None:
        """As the real one has it."""


class Losing:
    """A client whose tasks are of that sort."""

    def submit(self, work: Any, job: Any, *span: int, **options: Any) -> Lost:
        return Lost((span[0], span[1]))


def test_a_point_that_takes_worker_after_worker_down_fails_alone() -> None:
    job = SweepJob.of(sweep_of(5)[0], solvers.quick)
    piece = Cluster("none")._result(Losing(), None, job, Lost((0, 25)), (0, 25))
    whole = solve_piece(job, 0, 25).chunk
    assert [at for at, _ in piece.chunk.messages] == [13]
    rest = [k for k in range(25) if k != 13]
    assert (piece.chunk.payoffs[rest] == whole.payoffs[rest]).all()
    assert piece.chunk.how[13] == FAILED


class Late:
    """A future of a task that was done when its worker died, in the state that Dask has it in: it is done again."""

    def __init__(self, answer: Piece | None) -> None:
        self.answer, self.status = answer, "cancelled" if answer is None else "lost"

    def result(self) -> Piece:
        if self.answer is None:
            raise FutureCancelledError("task", "scheduler-connection-lost")
        return self.answer

    def release(self) -> None:
        """As the real one has it."""


def test_an_answer_that_is_lost_with_its_worker_is_waited_for() -> None:
    job = SweepJob.of(sweep_of(5)[0], solvers.quick)
    whole = solve_piece(job, 0, 25)
    assert Cluster("none")._result(Losing(), None, job, Late(whole), (0, 25)) is whole


class Unanswered:
    """A client whose scheduler does not answer."""

    def nthreads(self) -> dict[str, int]:
        raise OSError("Timed out trying to connect to tcp://127.0.0.1:9 after 15 s")


def test_a_scheduler_that_does_not_answer_any_more_is_told() -> None:
    with pytest.raises(WorkError, match="the scheduler of the cluster is gone"):
        _threads(Unanswered())


def test_a_scheduler_that_is_gone_is_told() -> None:
    job = SweepJob.of(sweep_of(5)[0], solvers.quick)
    with pytest.raises(WorkError, match="the scheduler of the cluster is gone"):
        Cluster("none")._result(Losing(), None, job, Late(None), (0, 25))


def test_a_worker_of_another_version_is_refused() -> None:
    job = replace(SweepJob.of(sweep_of(3)[0], solvers.quick), version="0.0.0")
    with pytest.raises(WorkError, match=r"0\.0\.0 is needed"):
        _solve_there(job, 0, 1)
