"""Draws by the study machinery: interrupted and resumed, in other pieces, and as `run --draws` has them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from sim.scenario.load import load
from sim.study.ask import ask_sweep
from sim.study.options import SweepOptions
from sim.study.sweeps.runner import run
from sim.study.sweeps.store import Store, new_store, open_results
from sim.study.uncertain.draws import draw_game
from sim.study.uncertain.options import DrawsOptions
from tests.study.uncertain.test_draws import BOTH

if TYPE_CHECKING:
    from pathlib import Path

    from sim.study.sweeps.sweep import Piece


class StoppedError(Exception):
    """What stops a sweep on the way here."""


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def made(folder: Path, size: int) -> Store:
    scenario = load("it.yaml", text=BOTH)
    return new_store(folder, ask_sweep(scenario, (), SweepOptions(samples=600, seed=9), size), scenario)


def test_draws_that_are_interrupted_and_resumed_are_the_same_to_the_last_byte(tmp_path: Path) -> None:
    run(made(tmp_path / "whole.zarr", 50), workers=1)
    broken = made(tmp_path / "broken.zarr", 50)
    done = 0

    def stored(k: int, piece: Piece) -> None:
        nonlocal done
        done += 1
        if done == 5:
            raise StoppedError

    with pytest.raises(StoppedError):
        run(broken, workers=1, stored=stored)
    assert len(broken.missing) == 7
    tally = run(Store.resume(broken.path, broken.sweep), workers=1)
    assert tally.points == 350
    assert contents(tmp_path / "broken.zarr") == contents(tmp_path / "whole.zarr")


@pytest.mark.parametrize("size", [37, 600])
def test_a_sweep_of_the_draws_has_the_deals_that_run_tells_of(tmp_path: Path, size: int) -> None:
    found = draw_game(load("it.yaml", text=BOTH), DrawsOptions(600, 9))
    store = made(tmp_path / "sweep.zarr", size)
    run(store, workers=1)
    results = open_results(store.path)
    deals = results.ending.values == "agreement"
    assert deals.tolist() == found.hits.tolist()
    assert np.array_equal(results.payoff.transpose("sample", "player").values, found.chunk.payoffs)
    # A deal where cost < 2 * patience, as the closed form has it.
    names = [axis.name for axis in found.axes]
    patience, cost = (found.points[:, names.index(name)] for name in ("patience", "cost"))
    assert deals.tolist() == (cost < 2 * patience).tolist()
