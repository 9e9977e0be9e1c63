"""Sweeps in memory: a game solved at many points, and all results as one dataset."""

from __future__ import annotations

import tempfile
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from xarray import Dataset

    from sim.scenario.scenario import Scenario
    from sim.study.options import SweepOptions


def swept(scenario: Scenario, axes: Iterable[str], options: SweepOptions, workers: int) -> Dataset:
    """Solve a scenario at many points, and hold all results in memory; see `sim.api.game.Game.sweep`."""
    from sim.study.ask import ask_sweep
    from sim.study.sweeps.runner import StoppedError, run
    from sim.study.sweeps.store import new_store, open_results

    made = ask_sweep(scenario, axes, options)
    with tempfile.TemporaryDirectory(prefix="detente-") as folder:
        store = new_store(Path(folder) / "sweep.zarr", made, scenario)
        try:
            tally = run(store, workers=workers)
        except StoppedError:
            raise KeyboardInterrupt from None
        found = open_results(store.path).load()
    if tally.told:
        warnings.warn(f"{tally.told:,} points could not be solved; 'message' says why", stacklevel=3)
    return found
