"""Draws whose workers are killed on the way: what is stored has the bytes that one process stores that nobody disturbs.

The game is the one of six rounds that `benchmarks/scale.py` takes, with all of its parameters drawn, and the solver is
the real one. That it is asked in pieces of 60 draws is what leaves pieces to solve when a worker is gone.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from multiprocessing import active_children
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from sim.api.game import load
from sim.study.ask import ask_sweep
from sim.study.options import SweepOptions
from sim.study.processes import Processes
from sim.study.sweeps.runner import run
from sim.study.sweeps.store import Store, new_store, open_results
from sim.study.uncertain.draws import axes_of
from tests.study.uncertain.test_at_scale import contents

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.study.sweeps.sweep import Piece

DRAWS, SIZE, SOON = 1200, 60, 3
ROOT = Path(__file__).resolve().parents[3]
Process = subprocess.Popen[bytes]


def made(folder: Path) -> Store:
    scenario = load("action-for-action").with_(horizon=6).scenario
    names = [axis.name for axis in axes_of(scenario)[0]]
    assert len(names) == 12
    return new_store(folder, ask_sweep(scenario, names, SweepOptions(samples=DRAWS, seed=3), SIZE), scenario)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What one process stores."""
    store = made(tmp_path_factory.mktemp("whole") / "whole.zarr")
    run(store, workers=1)
    with open_results(store.path) as found:
        assert set(found.how.values.tolist()) == {0}  # all of them at once, so that it is the batch that is compared
        assert len(set(found.ending.values.tolist())) > 1
    return contents(store.path)


def test_a_process_killed_among_draws_changes_nothing(
    tmp_path: Path, whole: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    before, killed, renewed = set(active_children()), [], []
    renew = Processes.renew

    def noted(self: Processes) -> None:
        renewed.append(1)
        renew(self)

    monkeypatch.setattr(Processes, "renew", noted)

    def stored(k: int, piece: Piece) -> None:
        if len(store.present) == SOON:
            worker = min(set(active_children()) - before, key=lambda child: child.pid or 0)
            worker.kill()
            killed.append(worker)

    store = made(tmp_path / "killed.zarr")
    assert run(store, workers=2, stored=stored).points == DRAWS
    assert [worker.exitcode for worker in killed] == [-signal.SIGKILL]
    assert renewed  # its pieces were under way, and were solved again
    assert contents(store.path) == whole


def dask(*words: str) -> Process:
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    quiet = subprocess.DEVNULL
    return subprocess.Popen([sys.executable, "-m", "dask", *words], env=environment, stdout=quiet, stderr=quiet)


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[tuple[Path, list[Process]]]:
    """The file of a scheduler, and two workers of one thread."""
    file = tmp_path / "scheduler.json"
    scheduler = dask("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(file))
    common = ("--scheduler-file", str(file), "--nthreads", "1", "--no-nanny", "--no-dashboard", "--local-directory")
    workers = [dask("worker", *common, str(tmp_path / name)) for name in "ab"]
    try:
        yield file, workers
    finally:
        for process in (*workers, scheduler):
            process.kill()
            process.wait()


def test_a_worker_of_a_cluster_killed_among_draws_changes_nothing(
    tmp_path: Path, whole: dict[str, bytes], cluster: tuple[Path, list[Process]]
) -> None:
    from distributed import Client

    file, workers = cluster
    end = time.monotonic() + 30
    while not file.exists():
        assert time.monotonic() < end
        time.sleep(0.05)
    with Client(scheduler_file=str(file)) as client:
        client.wait_for_workers(2, timeout=30)
    left = []

    def stored(k: int, piece: Piece) -> None:
        if len(store.present) == SOON:
            assert [worker.poll() for worker in workers] == [None, None]
            workers[0].kill()
            workers[0].wait()
            left.append(len(store.missing))

    store = made(tmp_path / "killed.zarr")
    assert run(store, cluster=f"file:{file}", stored=stored).points == DRAWS
    assert (workers[0].returncode, workers[1].poll(), left) == (-signal.SIGKILL, None, [DRAWS // SIZE - SOON])
    assert contents(store.path) == whole
