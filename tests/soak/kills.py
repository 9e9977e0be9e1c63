"""Sweeps, draws, sweeps on a cluster and servers of classes, killed at any moment and gone on with."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from random import Random

from sim.classroom.kept_class import FILE
from sim.classroom.open_class import OpenClass
from sim.classroom.refused import RefusedError
from sim.study.sweeps.runner import run
from sim.study.sweeps.store import Store
from tests.classroom.parts import TABLES
from tests.classroom.test_storage import PHONES
from tests.soak.outcome import Outcome
from tests.soak.processes import LONGEST, ROOT, Process, ended, started
from tests.study import solvers
from tests.study.sweeps.sweeper import sweep_of
from tests.study.sweeps.test_runner import contents, made

KILLS = "processes killed"
COUNT = 24
OVER = "The class is at its end."
"""Why a server of `PHONES` ends by itself, which is quicker than who kills it."""


def once(seed: str, number: int, folder: Path) -> Outcome:
    """Kill something and go on; the sorts take turns."""
    sorts = (_sweep, _class, _draws, _cluster)
    return sorts[number % len(sorts)](Random(f"kills {seed} {number}"), folder)


def _killed(process: Process, after: float, ready: Callable[[], bool], outcome: Outcome) -> tuple[str, str]:
    """Kill a process some time after it has begun to write; those that it has started leave by themselves.

    What it has printed until then is returned, on standard output and on standard error.
    """
    end = time.monotonic() + LONGEST
    while not ready() and process.poll() is None and time.monotonic() < end:
        time.sleep(0.01)
    time.sleep(after)
    process.kill()
    outcome.counts[KILLS] += 1
    code, out, err = ended(process)
    outcome.expect(code is not None, "processes outlive the one that started them", err)
    return out, err


def _pieces(store: Path) -> int:
    return sum(1 for path in (store / "how" / "c").rglob("*") if path.is_file())


def _sweep(draw: Random, folder: Path) -> Outcome:
    """A sweep, killed up to three times; at the end it has the bytes of one that was left alone."""
    outcome, store = Outcome(), folder / "killed.zarr"
    run(made(folder / "whole.zarr", COUNT), workers=1, make=solvers.quick)
    words = ("-m", "tests.study.sweeps.sweeper", str(store), "slow", str(COUNT), str(draw.randint(1, 2)))
    for _ in range(draw.randint(1, 3)):
        before = _pieces(store)
        process = started(*words)
        more: Callable[[], bool] = lambda before=before: _pieces(store) > before  # type: ignore[misc]  # noqa: E731
        _killed(process, draw.uniform(0, 0.5), more, outcome)
    if store.exists():
        run(Store.resume(store, sweep_of(COUNT)[0]), workers=1, make=solvers.quick)
    outcome.expect(contents(store) == contents(folder / "whole.zarr"), "a sweep that was killed has other bytes")
    outcome.counts["sweeps killed and completed"] += 1
    return outcome


def _draws(draw: Random, folder: Path) -> Outcome:
    """Draws of uncertain numbers by the command line, killed and gone on with by the same words."""
    outcome, file = Outcome(), str(ROOT / "scenarios" / "korea" / "action-for-action.yaml")
    seed, both = str(draw.randrange(1000)), ("leakage", "pressure")
    words = ("-m", "sim", "sweep", file, *both, "--samples", "6000", "--seed", seed, "--chunk", "300", "--workers")
    for name in ("whole.zarr", "killed.zarr"):
        workers, more = str(draw.randint(1, 2)), ("--quiet", "--out", str(folder / name))
        if name == "killed.zarr":
            process = started(*words, workers, *more, cwd=folder)
            _killed(process, draw.uniform(0, 1.0), lambda: _pieces(folder / "killed.zarr") > 0, outcome)
            more = (*more, "--resume")
        code, _, err = ended(started(*words, workers, *more, cwd=folder))
        outcome.expect(code == 0, f"sweep ends with {code}", err)
    whole, killed = contents(folder / "whole.zarr"), contents(folder / "killed.zarr")
    differing = [name for name, text in whole.items() if name != "zarr.json" and killed.get(name) != text]
    outcome.expect(
        not differing and whole.keys() == killed.keys(), "draws that were killed have other bytes", differing
    )
    outcome.counts["studies of draws killed and completed"] += 1
    return outcome


def _class(draw: Random, folder: Path) -> Outcome:
    """A class's server, killed while answers come: all that was told as sent is there, each once."""
    outcome, told, tokens = Outcome(), set(), {}
    for _ in range(draw.randint(1, 3)):
        server = started("-c", PHONES, str(folder / "class"))
        out, err = _killed(server, draw.uniform(0, 2.0), (folder / "class" / FILE).exists, outcome)
        whole = [line.split() for line in out.splitlines(keepends=True) if line.endswith("\n")]
        told |= {tuple(line[1:]) for line in whole if line[0] == "sent"}
        tokens |= {line[2]: int(line[1]) for line in whole if line[0] == "joined"}
        outcome.expect("Traceback" not in err or OVER in err, "a server of a class fails", err)
        try:
            room = OpenClass.resume(folder / "class", tables=TABLES)
        except RefusedError as error:
            never = not told and "stopped while it was being made" in str(error)
            outcome.expect(never, "a class that was killed cannot be opened", error)
            continue
        kept = [
            (str(d.seat), str(m.number), d.question, d.choice.replace(" ", "_"))
            for m in room.state.matches.values()
            for d in m.decisions
            if d.by == "person"
        ]
        outcome.expect(len(kept) == len(set(kept)), "an answer is kept twice")
        outcome.expect(told <= set(kept), "a confirmed answer is lost", sorted(told - set(kept)))
        outcome.expect(len(set(kept) - told) <= 1, "answers are kept that nobody sent", sorted(set(kept) - told))
        outcome.expect(all(room.seat_of(token) == seat for token, seat in tokens.items()), "a seat is lost")
        told |= set(kept)
        room.abandon()
    outcome.counts["confirmed answers found again after a kill"] += len(told)
    return outcome


def _cluster(draw: Random, folder: Path) -> Outcome:
    """A sweep on a scheduler with two workers, one of which is killed."""
    outcome, file = Outcome(), folder / "scheduler.json"
    run(made(folder / "whole.zarr", COUNT), workers=1, make=solvers.quick)
    common = ("--scheduler-file", str(file))
    own = ("--nthreads", "1", "--no-nanny", "--no-dashboard")
    processes = [started("-m", "dask", "scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", *common)]
    try:
        processes += [
            started("-m", "dask", "worker", *common, *own, "--local-directory", str(folder / name)) for name in "ab"
        ]
        end = time.monotonic() + LONGEST
        while not file.exists() and time.monotonic() < end:
            time.sleep(0.05)
        words = (
            "-m",
            "tests.study.sweeps.sweeper",
            str(folder / "there.zarr"),
            "slow",
            str(COUNT),
            "1",
            f"file:{file}",
        )
        sweep = started(*words)
        processes.append(sweep)
        while _pieces(folder / "there.zarr") < 3 and sweep.poll() is None and time.monotonic() < end:
            time.sleep(0.02)
        time.sleep(draw.uniform(0, 0.5))
        processes[draw.randint(1, 2)].kill()
        outcome.counts[KILLS] += 1
        code, _, err = ended(sweep)
    finally:
        for process in processes:
            process.kill()
            ended(process)
    outcome.expect(code == 0, f"a sweep on a cluster ends with {code} when a worker dies", err)
    same = code != 0 or contents(folder / "there.zarr") == contents(folder / "whole.zarr")
    outcome.expect(same, "a sweep on a cluster has other bytes when a worker dies")
    outcome.counts["sweeps on a cluster that lost a worker"] += 1
    return outcome
