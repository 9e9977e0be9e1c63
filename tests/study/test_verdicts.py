"""What all equilibria agree on at many points, against regions that are known in closed form."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import pytest

from sim.errors import AskError
from sim.scenario.load import load
from sim.show.studies.map import map_line, map_notes
from sim.show.studies.sweep_files import records
from sim.study.ask import ask_map, ask_sweep
from sim.study.options import MapOptions, SweepOptions
from sim.study.record import StudyFile
from sim.study.sweeps.runner import run
from sim.study.sweeps.store import new_store, open_results
from sim.study.verdicts import verdicts
from tests.study.pay_first import PAY_FIRST

if TYPE_CHECKING:
    from pathlib import Path

# A stag hunt of one round: together both get the bonus, and whoever goes alone has the cost.
HUNT = """\
format: 1
title: Stag hunt by steps
players: {a: {patience: 0.5}, b: {patience: 0.5}}
parameters: {bonus: {value: 3, min: 0, max: 4}, cost: {value: 1, min: 0, max: 4}}
status_quo: {a: 0, b: 0}
concessions: {a: [{id: x, effect: {a: -cost}}], b: [{id: y, effect: {b: -cost}}]}
agreement: {a: bonus, b: bonus}
actions: [concede, hold_out]
horizon: 1
"""


def test_who_pays_first_does_so_in_every_equilibrium_or_in_none() -> None:
    # The deal is worth it if cost < patience * gain = 2 * patience; where they are equal both are equilibria.
    points = np.array([[0.5, 0.9], [0.5, 1.1], [0.75, 1.4], [0.75, 1.6], [0.5, 1.0]])
    found, told = verdicts(StudyFile("test.yaml", PAY_FIRST), ("patience", "cost"), points)
    assert told == ()
    assert found.deal.tolist() == ["certain", "impossible", "certain", "impossible", "possible"]
    assert found.rounds[0].tolist() == [2, 2]
    assert np.isnan(found.rounds[1]).all()
    # In round 1 the first pays 0.9, in round 2 and after it gets 2 - 0.9; half of the weight is on either.
    assert found.payoffs[0, 0].tolist() == pytest.approx([0.1, 0.1])
    # Nothing happens: both get 0.
    assert found.payoffs[1].ravel().tolist() == [0, 0, 0, 0]


def test_a_stag_hunt_has_both_where_the_bonus_is_above_the_cost() -> None:
    points = np.array([[3, 1], [1, 3], [2, 2]])
    found, _ = verdicts(StudyFile("test.yaml", HUNT), ("bonus", "cost"), points)
    assert found.deal.tolist() == ["possible", "impossible", "possible"]
    assert found.payoffs[0].tolist() == [[0, 2], [0, 2]]
    assert found.rounds[0].tolist() == [1, 1]


def test_a_map_shades_what_is_certain_and_what_is_possible() -> None:
    options = MapOptions(grid=5, precision=0.02, checks=20, every=True)
    found = ask_map(load("test.yaml", text=HUNT), "bonus", "cost", options)
    area = {regime.ending: share for regime, share in zip(found.regimes, found.shares, strict=True)}
    assert area["a deal is possible"] == pytest.approx(0.5, abs=0.02)
    assert area["a deal is impossible"] == pytest.approx(0.5, abs=0.02)
    assert "a deal is possible until bonus falls below 1 or cost passes 3" in map_line(
        load("test.yaml", text=HUNT), found
    )
    assert any(
        "all subgame-perfect equilibria" in note
        for note in map_notes(load("test.yaml", text=HUNT), found, "payoff-dominant")
    )
    assert not any("picks one" in note for note in map_notes(load("test.yaml", text=HUNT), found, "payoff-dominant"))


def test_sweeps_keep_what_all_agree_on_in_every_format(tmp_path: Path) -> None:
    scenario = load("test.yaml", text=HUNT)
    made = ask_sweep(scenario, ["bonus=0:4:3"], SweepOptions(verdict=True))
    store = new_store(tmp_path / "found.zarr", made, scenario)
    run(store, workers=1)
    found = open_results(tmp_path / "found.zarr")
    assert found.deal.values.tolist() == ["impossible", "possible", "possible"]
    assert found.payoff_bounds.sel(bonus=4, player="a", bound="most") == 3
    last = json.loads([line for k in store.present for line in records(store, k)][-1])
    assert last["verdict"] == {"deal": "possible", "payoffs": {"a": [0, 3], "b": [0, 3]}, "earliest": 1, "latest": 1}


def test_what_has_no_sets_is_refused() -> None:
    with pytest.raises(AskError, match="last round"):
        ask_map(load("stag-hunt"), "stag", "hare", MapOptions(every=True))
    with pytest.raises(AskError, match="last round"):
        ask_sweep(
            load("test.yaml", text=HUNT.replace("horizon: 1", "horizon: infinite")),
            ["cost=0:1:2"],
            SweepOptions(verdict=True),
        )
    with pytest.raises(AskError, match="leave the other option out"):
        ask_map(load("test.yaml", text=HUNT), "bonus", "cost", MapOptions(every=True, coarse=True))
