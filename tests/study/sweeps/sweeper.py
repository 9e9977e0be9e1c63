"""Runs a sweep with a stand-in for the solver, as a process of its own: ``FOLDER SOLVER COUNT WORKERS [ADDRESS]``."""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path

from sim.scenario.load import load
from sim.study.record import StudyFile
from sim.study.sweeps.axes import parse_axes
from sim.study.sweeps.runner import run
from sim.study.sweeps.store import Store
from sim.study.sweeps.sweep import Sweep
from tests.study import solvers


def sweep_of(count: int, size: int | None = None, file: str = "stalled") -> tuple[Sweep, dict[str, object]]:
    scenario = load("stalled")
    parameters = {parameter.name: parameter for parameter in scenario.parameters}
    names = [name for name, p in parameters.items() if p.maximum is not None][:2]
    design = parse_axes([f"{name}=0:1:{count}" for name in names], scenario.parameters)
    return Sweep(StudyFile(file, scenario.text), design, ("us", "nk"), size=size), parameters


def own_peak() -> int:
    """Most memory that this process has had, in KiB.

    ``ru_maxrss`` also counts what the process had that started this one, up to the moment at which this one took over.
    """
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return int(next(line for line in status.read_text().splitlines() if line.startswith("VmHWM")).split()[1])


if __name__ == "__main__":
    folder, solver, count, workers = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
    made, known = sweep_of(count)
    store = Store.resume(folder, made) if folder.exists() else Store.create(folder, made, {}, known)
    address = sys.argv[5] if len(sys.argv) > 5 else None
    tally = run(store, workers=workers, cluster=address, make=getattr(solvers, solver))
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    print(json.dumps({"points": tally.points, "own": own_peak() * 1024, "children": children * 1024}))
