"""A sweep's results are the same whoever solves it, however often it is killed, and all of it is there at the end."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim.errors import StoreError
from sim.study.record import FAILED
from sim.study.sweeps.runner import run
from sim.study.sweeps.store import Store, open_results
from sim.study.sweeps.sweep import MISSING
from tests.cli.terminal import heed_interrupts
from tests.study import solvers
from tests.study.sweeps.sweeper import sweep_of

ROOT = Path(__file__).resolve().parents[3]


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of a store."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def points_in(store: Store) -> int:
    return sum(len(store.read(k)) for k in store.present)


def made(folder: Path, count: int, size: int | None = None, file: str = "stalled") -> Store:
    sweep, parameters = sweep_of(count, size, file)
    return Store.create(folder, sweep, {}, parameters)  # type: ignore[arg-type]


def begun(folder: Path, solver: str, count: int, workers: int, *more: str) -> subprocess.Popen[str]:
    words = [sys.executable, "-m", "tests.study.sweeps.sweeper", str(folder), solver, str(count), str(workers), *more]
    streams = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.Popen(words, cwd=ROOT, text=True, preexec_fn=heed_interrupts, **streams)


def until_some_are_there(store: Path, process: subprocess.Popen[str], least: int = 3) -> None:
    end = time.monotonic() + 30
    while len([p for p in store.joinpath("how", "c").rglob("*") if p.is_file()]) < least:
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < end
        time.sleep(0.02)


PROGRAM = """\
import sys
import sim
print("once", file=sys.stderr)
print(sim.load("stag-hunt").sweep("stag=3.5:5:3", workers=2).payoff.values.tolist())
"""


@pytest.mark.parametrize("how", ["file", "input", "module"])
def test_a_program_without_a_main_guard_may_ask_for_processes(tmp_path: Path, how: str) -> None:
    """It runs once: a process that is spawned would run it again if it knew where it comes from."""
    (tmp_path / "program.py").write_text(PROGRAM, encoding="utf-8")
    words = {"file": ["program.py"], "input": ["-"], "module": ["-m", "program"]}[how]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT), str(tmp_path)])}
    done = subprocess.run(
        [sys.executable, *words],
        input=PROGRAM,
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stderr, done.returncode) == ("once\n", 0)
    assert json.loads(done.stdout) == [[3.5, 3.5], [4.25, 4.25], [5.0, 5.0]]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """900 points in one go, in this process."""
    folder = tmp_path_factory.mktemp("whole") / "whole.zarr"
    run(made(folder, 30), workers=1, make=solvers.quick)
    return folder


def test_every_answer_is_at_its_place(whole: Path) -> None:
    with open_results(whole) as found:
        one, two = (found[name].values for name in found.payoff.dims[:2])
        total = one[:, None] + two[None, :]
        assert (found.payoff.sel(player="us").values == total).all()
        assert (found.payoff.sel(player="nk").values == -total).all()
        words = np.array(["agreement", "both hold out", "nk walks away"])
        assert (found.ending.values == words[(total * 10).astype(int) % 3]).all()
        assert ((found.rounds == 6) == (found.ending == "agreement")).all()
        assert (found.how.values == 0).all()
        assert found.how.attrs["flag_meanings"].split()[0] == "at_once"


def test_results_do_not_depend_on_the_number_of_workers(tmp_path: Path, whole: Path) -> None:
    run(made(tmp_path / "a.zarr", 30), workers=3, make=solvers.quick)
    assert contents(tmp_path / "a.zarr") == contents(whole)


def test_after_a_kill_at_any_moment_the_rest_completes_to_the_same_bytes(tmp_path: Path, whole: Path) -> None:
    folder = tmp_path / "killed.zarr"
    for _ in range(2):
        process = begun(folder, "slow", 30, 2)
        until_some_are_there(folder, process, 3 + len(contents(folder).keys()) // 8 if folder.exists() else 3)
        process.kill()
        process.communicate()
    (folder / "ending" / "c" / "0.1.partial").write_bytes(b"what a killed process leaves")
    store = Store.resume(folder, sweep_of(30)[0])
    there, total = points_in(store), len(store.sweep)
    assert 0 < there < total
    with open_results(folder) as partly:
        gone = partly.how.values == MISSING
        assert gone.sum() == total - there
        told = partly.payoff.values[gone]  # of a piece that was being written, some arrays may be there
        assert np.isnan(told).any()
        with open_results(whole) as right:
            assert (np.isnan(told) | (told == right.payoff.values[gone])).all()
    assert run(store, workers=1, make=solvers.quick).points == total - there
    assert contents(folder) == contents(whole)


def test_workers_leave_when_the_process_that_started_them_is_killed(tmp_path: Path) -> None:
    process = begun(tmp_path / "a.zarr", "slow", 30, 2)
    until_some_are_there(tmp_path / "a.zarr", process)
    listed = subprocess.run(["ps", "-o", "pid=", "--ppid", str(process.pid)], capture_output=True, text=True)
    children = [int(pid) for pid in listed.stdout.split()]
    assert len(children) >= 2
    process.kill()
    process.communicate()
    end = time.monotonic() + 10
    while any(Path(f"/proc/{pid}").exists() for pid in children):
        assert time.monotonic() < end
        time.sleep(0.05)


def test_a_worker_that_dies_is_replaced_and_a_point_that_kills_every_worker_fails_alone(tmp_path: Path) -> None:
    store = made(tmp_path / "a.zarr", 5, size=2, file=str(tmp_path / "once"))
    run(store, workers=2, make=solvers.fatal)
    with open_results(store.path) as found:
        assert np.argwhere(found.how.values == FAILED).tolist() == [[2, 2]]
        assert "died" in found.message.values[2, 2]
        assert np.argwhere(found.message.values != "").tolist() == [[2, 2]]
        total = sum(np.meshgrid(*(found[name].values for name in found.payoff.dims[:2]), indexing="ij"))
        total[2, 2] = np.nan
        assert np.array_equal(found.payoff.values[..., 0], total, equal_nan=True)


def test_a_fault_of_the_solver_costs_no_more_than_the_points_that_bring_it_out(tmp_path: Path) -> None:
    store = made(tmp_path / "a.zarr", 5)
    tally = run(store, workers=1, make=solvers.faulty)
    assert tally.ways == (20, 0, 0, 5, 0)
    assert tally.told == 5
    assert {text for k in store.present for _, text in store.read(k).chunk.messages} == {
        "an error in detente itself: KeyError: 'a fault'"
    }


def test_an_interrupt_waits_for_the_piece_that_is_being_written(tmp_path: Path) -> None:
    folder = tmp_path / "a.zarr"
    process = begun(folder, "slow", 30, 1)
    until_some_are_there(folder, process)
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=10)
    assert "StoppedError" in told
    assert not list(folder.rglob("*.partial"))
    assert points_in(Store.resume(folder, sweep_of(30)[0])) > 0


def test_results_of_another_sweep_are_not_continued(tmp_path: Path, whole: Path) -> None:
    with pytest.raises(StoreError, match="holds another sweep: axes is"):
        Store.resume(whole, sweep_of(31)[0])
    with pytest.raises(StoreError, match="does not hold results"):
        Store.resume(tmp_path, sweep_of(30)[0])


def test_a_million_points_take_little_memory(tmp_path: Path) -> None:
    """RSS at the peak, of the process that stores and of each worker; the bound asked for is a gibibyte in all."""
    process = begun(tmp_path / "a.zarr", "quick", 1000, 2)
    out, told = process.communicate(timeout=120)
    assert not process.returncode, told
    found: dict[str, Any] = json.loads(out)
    assert found["points"] == 1_000_000
    assert found["own"] + 2 * found["children"] < 512 * 2**20
    assert os.path.exists(tmp_path / "a.zarr")
