"""Draws by the million: time per point against solving one, growth, and a sweep on local workers of 1 GiB each.

``python -m benchmarks.scale SECONDS WORKERS DRAWS`` gives the sweep so many draws, at most so many seconds, and so many
workers (2**21, 45 and 2 if nothing is said). What is not run is extrapolated from what is, and said to be. A worker is
killed on the way, and pieces of the results are compared with those of this process, byte by byte.
"""

from __future__ import annotations

import contextlib
import os
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import numpy as np
from numpy.typing import NDArray

from benchmarks.games import ladder_game
from benchmarks.timing import table
from sim.api.game import Game, load, loads
from sim.scenario.scenario import Scenario
from sim.study.ask import ask_sweep
from sim.study.options import SweepOptions
from sim.study.record import StudyFile
from sim.study.single import solve_points
from sim.study.solve import solver
from sim.study.sweeps.axes import Sample
from sim.study.sweeps.runner import run
from sim.study.sweeps.store import Store, new_store
from sim.study.sweeps.sweep import Piece, SweepJob, solve_piece
from sim.study.uncertain.draws import axes_of
from sim.study.uncertain.words import words_of_unique
from sim.study.verdicts import verdicts

Floats = NDArray[np.float64]
MOVES = ("alternating", "sequential", "simultaneous")
POINTS, ALONE, SETS = 8192, 6, 4
LIMIT = 1 << 30
"""Bytes of memory that a worker may have."""

COUNT = 1 << 21
"""Draws that are asked for if nothing is said, of which as many are solved as there is time for."""

TOLD = 60.0
"""Seconds between two lines about how far it is."""

WANTED = (10**8, 10**10)
PRICE = 0.05
"""What an hour of one core costs, in dollars; an assumption, of the order of what clouds ask."""

Process = subprocess.Popen[bytes]


def six_rounds(moves: str = "alternating") -> Game:
    """Step for step in six rounds, all of its parameters uncertain."""
    return load("action-for-action").with_(horizon=6, moves=moves)


def processor(work: object) -> float:
    """Processor seconds of this process, which other programs on the machine do not add to."""
    start = time.process_time()
    work()  # type: ignore[operator]
    return time.process_time() - start


def study(scenario: Scenario, count: int) -> tuple[StudyFile, tuple[str, ...], Floats]:
    """A scenario with draws of its parameters."""
    axes, _ = axes_of(scenario)
    return StudyFile.of(scenario), tuple(axis.name for axis in axes), Sample(axes, count, 0).points(0, count)


def row(moves: str) -> tuple[str, ...]:
    """Time per point together and singly, of how it ends and of what all equilibria say."""
    file, names, values = study(six_rounds(moves).scenario, POINTS)
    solve = solver(file, names)
    solve(values[:16])
    solve_points(file, names, values[:1])
    chunks = []
    together = median(processor(lambda: chunks.append(solve(values))) for _ in range(3)) / POINTS
    alone = processor(lambda: solve_points(file, names, values[:ALONE])) / ALONE
    sets = processor(lambda: verdicts(file, names, values[:SETS])) / SETS
    known = np.count_nonzero(words_of_unique(chunks[0]) != "") / POINTS
    words = together + (1 - known) * sets
    return (
        moves,
        f"{together * 1e6:.0f}",
        f"{alone * 1e3:.1f}",
        f"{alone / together:.0f}",
        f"{known:.1%}",
        f"{sets * 1e3:.0f}",
        f"{sets / words:.0f}",
    )


def per_point(text: str, count: int) -> str:
    """Microseconds per point of a ladder game with its status quo uncertain."""
    text = text.replace("status_quo: {us: -3", "parameters: {cost: {value: 3, min: 2, max: 4}}\nstatus_quo: {us: -cost")
    file, names, values = study(loads(text).scenario, count)
    solve = solver(file, names)
    solve(values[:16])
    return f"{processor(lambda: solve(values)) / count * 1e6:.0f}"


def growth() -> None:
    """Print how the time per point grows with steps, rounds and points."""
    steps = [(f"{k} x {k}", per_point(ladder_game(k, 12, "alternating"), 2048)) for k in (2, 4, 8)]
    rounds = [(str(t), per_point(ladder_game(4, t, "alternating"), 2048)) for t in (6, 12, 24, 48)]
    points = [(f"{n:,}", per_point(ladder_game(4, 6, "alternating"), n)) for n in (1024, 8192, 65_536)]
    table("Growth in steps, 12 rounds", [("steps", "µs a point"), *steps])
    table("Growth in rounds, 4 x 4 steps", [("rounds", "µs a point"), *rounds])
    table("Growth in points, 4 x 4 steps, 6 rounds", [("points", "µs a point"), *points])


def dask(*words: str, most: int | None = None) -> Process:
    """Start a part of a cluster on this machine, which can be given no more than so many bytes of memory."""
    command = [sys.executable, "-m", "dask", *words]
    threads = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")

    def limited() -> None:
        if most is not None:
            resource.setrlimit(resource.RLIMIT_DATA, (most, most))

    quiet = subprocess.DEVNULL
    return subprocess.Popen(command, env=os.environ | threads, stdout=quiet, stderr=quiet, preexec_fn=limited)


def peak(process: int | str = "self") -> int:
    """Most memory that a process has had, in bytes; 0 where that is not told."""
    try:
        status = Path(f"/proc/{process}/status").read_text()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmHWM")), 0)


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of a store."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def size_of(folder: Path) -> int:
    """Bytes of all files of a store."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def made(folder: Path, draws: int) -> Store:
    """A store for draws of the six-round game."""
    scenario = six_rounds().scenario
    names = [axis.name for axis in axes_of(scenario)[0]]
    return new_store(folder, ask_sweep(scenario, names, SweepOptions(samples=draws, seed=1)), scenario)


@dataclass
class Measured:
    """What a sweep on workers took: points that were done, seconds, processor seconds of the workers, bytes."""

    points: int = 0
    seconds: float = 0.0
    processor: float = 0.0
    stored: float = 0.0
    worker: int = 0
    own: int = 0
    killed: int = 0


class EnoughError(Exception):
    """The time for a sweep is up."""


def on_workers(seconds: float, workers: int, draws: int = COUNT) -> None:
    """Print what a sweep takes on local workers, one of which is killed, as far as it comes in so many seconds."""
    with tempfile.TemporaryDirectory(prefix="detente-") as name:
        folder = Path(name)
        found = swept(folder, seconds, workers, draws)
        pieces = sample_of_pieces(made(folder / "one.zarr", draws), folder / "sweep.zarr")
    mib = [f"{bytes_ / 2**20:.0f} MiB" for bytes_ in (found.worker, LIMIT, found.own)]
    speed = f"in {found.seconds:.0f} s, {found.points / found.seconds:,.0f} a second"
    each, size = found.processor / found.points, found.stored
    print(f"\nThe six-round game on {workers} local workers; {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    print(f"  measured: {found.points:,} draws {speed}; {found.killed} worker killed on the way, and replaced")
    print(f"  measured: {each * 1e6:.0f} µs of a core a draw; {size:.0f} bytes stored a draw")
    print(f"  measured: most memory of a worker {mib[0]}, which may have {mib[1]}; of the sweep itself {mib[2]}")
    print(f"  measured: {pieces} pieces solved again by one process, the same bytes")
    for wanted in (wanted for wanted in WANTED if wanted > found.points):
        hours = wanted * each / 3600
        told = f"{hours:,.1f} core hours, {hours / 4:,.1f} h on four cores, {wanted * size / 1e9:,.0f} GB"
        cost = f"{hours * PRICE:,.2f} dollars at {PRICE} a core hour"
        print(f"  extrapolated, not run: {wanted:.0e} draws: {told}, {cost}")


def swept(folder: Path, seconds: float, workers: int, draws: int) -> Measured:
    """Solve draws on workers until the time is up; half way one of them is killed and another started."""
    file, found = folder / "scheduler.json", Measured()
    scheduler = dask("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(file))
    team = [worker(file, k) for k in range(workers)]
    used = [0.0] * (workers + 1)
    try:
        wait_for(file)
        store = made(folder / "sweep.zarr", draws)
        before = size_of(store.path)
        start = told = time.perf_counter()

        def stored(k: int, piece: Piece) -> None:
            nonlocal told
            found.points += len(piece)
            found.seconds = time.perf_counter() - start
            for i, process in enumerate(team):
                found.worker, used[i] = max(found.worker, peak(process.pid)), max(used[i], ticks(process))
            if time.perf_counter() - told > TOLD:
                told = time.perf_counter()
                print(f"  {found.points:,} draws after {found.seconds:.0f} s", file=sys.stderr)
            if found.seconds > seconds:
                raise EnoughError
            half = found.seconds > seconds / 2 or found.points > draws / 2
            if half and not found.killed and workers > 1:
                team[0].kill()
                team.append(worker(file, workers))
                found.killed = 1

        with contextlib.suppress(EnoughError):
            run(store, cluster=f"file:{file}", stored=stored)
    finally:
        for process in (*team, scheduler):
            process.kill()
            process.wait()
    found.processor, found.own = sum(used), peak()
    found.stored = before / draws + (size_of(store.path) - before) / found.points
    return found


def worker(file: Path, number: int) -> Process:
    """Start a worker of one thread."""
    common = ("--scheduler-file", str(file), "--nthreads", "1", "--no-nanny", "--no-dashboard", "--memory-limit")
    return dask("worker", *common, str(LIMIT), "--local-directory", str(file.parent / f"worker-{number}"), most=LIMIT)


def ticks(process: Process) -> float:
    """Processor seconds of a process, from its start; 0 where that is not told."""
    try:
        fields = Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def wait_for(file: Path) -> None:
    """Wait until a scheduler has said where it is."""
    end = time.monotonic() + 60
    while not file.exists():
        if time.monotonic() > end:
            raise TimeoutError("the scheduler does not start")
        time.sleep(0.05)


def sample_of_pieces(store: Store, other: Path, most: int = 6) -> int:
    """Solve some pieces that another store has in this process, and compare their bytes; how many."""
    blocks, job = store.sweep.blocks, SweepJob.of(store.sweep)
    missing = set(Store.resume(other, store.sweep).missing)
    done = [k for k in range(len(blocks)) if k not in missing]
    chosen = done[:: max(1, len(done) // most)][:most]
    for k in chosen:
        store.write(k, solve_piece(job, *blocks.span(k)))
    for name, data in contents(store.path).items():
        if "/c/" in name and (other / name).read_bytes() != data:
            raise AssertionError(f"{name} is another one")
    return len(chosen)


def main() -> None:
    """Print the tables, and a sweep on two workers for a short time."""
    heading = ("moves", "µs a point", "alone, ms", "ratio", "one equilibrium", "its sets, ms", "ratio of words")
    table("Six rounds, all twelve parameters drawn", [heading, *map(row, MOVES)])
    growth()
    on_workers(45.0, 2)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        on_workers(float(sys.argv[1]), *map(int, sys.argv[2:] or "2"))
    else:
        main()
