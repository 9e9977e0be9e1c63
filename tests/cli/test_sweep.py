"""``detente sweep``: each point is what a single run says, tables say where they come from, and nothing gets lost."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
import time
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.cli.terminal import Run, environment, terminal

SMALL = """\
format: 1
kind: concessions
title: Freeze for relief
players:
  us: {name: United States, patience: 0.9}
  nk: {name: North Korea, patience: nk_patience}
parameters:
  nk_patience: {value: 0.8, min: 0.5, max: 0.99}
  pressure: {value: 2, min: 0, max: 6, about: cost of sanctions per round}
  ending: {value: 1, min: 0, max: 2}
status_quo: {us: -2, nk: -pressure}
concessions:
  us: [{id: relief, effect: {us: -0.5, nk: pressure}, reversible: true}]
  nk: [{id: freeze, effect: {us: 1.5, nk: -1}, reversible: true}]
agreement: {us: ending, nk: 0.5}
breakdown: {payoff: {us: -3, nk: -4}, hazard: 0.1}
actions: [concede, hold_out, walk_away, renege]
horizon: 4
"""


HUSHED = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}


@pytest.fixture
def small(tmp_path: Path) -> str:
    (tmp_path / "small.yaml").write_text(SMALL, encoding="utf-8")
    return "small.yaml"


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def single(detente: Run, file: str, settings: dict[str, str]) -> dict[str, Any]:
    words = [word for name, value in settings.items() for word in ("--set", f"{name}={value}")]
    found: dict[str, Any] = json.loads(detente("run", file, "--json", *words).out)
    return found


def test_each_point_pays_what_a_single_run_with_the_row_s_own_values_pays(
    detente: Run, small: str, tmp_path: Path
) -> None:
    done = detente("sweep", small, "pressure=0:6:4", "nk_patience=normal(0.8, 0.1, 0.5, 0.99)", "--samples", "3",
                   "--seed", "5", "--out", "a.csv", "--workers", "1")  # fmt: skip
    assert done.code == 0, done.err
    table = rows(tmp_path / "a.csv")
    assert len(table) == 12
    assert list(table[0])[:6] == ["pressure", "nk_patience", "payoff_us", "payoff_nk", "ending", "rounds"]
    for row in table:
        run = single(detente, small, {name: row[name] for name in ("pressure", "nk_patience")})
        payoffs = run["equilibria"][0]["payoffs"]
        assert float(row["payoff_us"]) == pytest.approx(payoffs["us"], rel=1e-12)
        assert float(row["payoff_nk"]) == pytest.approx(payoffs["nk"], rel=1e-12)
    assert len({row["ending"] for row in table}) > 1


def test_all_forms_of_the_results_hold_the_same(detente: Run, small: str, tmp_path: Path) -> None:
    import pyarrow.parquet
    import xarray

    words = ("sweep", small, "pressure=0:6:3", "ending=0,1", "--workers", "1", "--roadmaps")
    for name in ("a.zarr", "a.csv", "a.parquet", "a.ndjson"):
        assert detente(*words, "--out", name).code == 0
    table = rows(tmp_path / "a.csv")
    assert list(table[0])[:2] == ["pressure", "parameter_ending"]  # 'ending' is how it ends
    parquet = pyarrow.parquet.read_table(tmp_path / "a.parquet")
    assert parquet.column_names == list(table[0])
    lines = [json.loads(line) for line in (tmp_path / "a.ndjson").read_text().splitlines()]
    assert lines == [json.loads(line) for line in detente(*words, "--json").out.splitlines()]
    with xarray.open_zarr(tmp_path / "a.zarr") as arrays:
        assert arrays.payoff.dims == ("pressure", "parameter_ending", "player")
        payoffs = arrays.payoff.values.reshape(-1, 2)
        needed = arrays.patience_needed.sel(roadmap="together", player="nk").values.ravel()
        assert "best" in arrays.roadmap.values
    for k, (row, line, other) in enumerate(zip(table, lines, parquet.to_pylist(), strict=True)):
        assert line["format"] == 1
        assert line["point"] == k
        assert float(row["payoff_us"]) == line["payoffs"]["us"] == other["payoff_us"] == payoffs[k, 0]
        assert row["ending"] == line["ending"] == other["ending"]
        assert float(row["parameter_ending"]) == line["set"]["ending"] == other["parameter_ending"]
        threshold = line["patience"]["together"]["nk"]
        assert threshold == other["patience_together_nk"]
        assert (
            np.isnan(needed[k]) if threshold is None else threshold == needed[k] == float(row["patience_together_nk"])
        )


def test_thresholds_are_those_of_the_roadmaps_command(detente: Run, small: str) -> None:
    done = detente("sweep", small, "pressure=1,3", "--roadmaps", "--json")
    for line in map(json.loads, done.out.splitlines()):
        told = json.loads(detente("roadmaps", small, "--json", "--set", f"pressure={line['set']['pressure']}").out)
        assert line["patience"]["best"] == told["best"]["patience"]
        assert {r["name"]: r["patience"] for r in told["roadmaps"]}.items() <= line["patience"].items()


def test_every_export_says_where_it_comes_from(detente: Run, small: str, tmp_path: Path) -> None:
    import pyarrow.parquet

    words = ("sweep", small, "pressure=uniform(1, 2)", "--samples", "4", "--seed", "9", "--set", "ending=2")
    for name in ("a.zarr", "a.csv", "a.parquet"):
        assert detente(*words, "--out", name).code == 0
    told = {
        "a.zarr": json.loads((tmp_path / "a.zarr" / "zarr.json").read_text())["attributes"],
        "a.csv": json.loads((tmp_path / "a.csv-metadata.json").read_text())["notes"][0],
        "a.parquet": json.loads(pyarrow.parquet.read_schema(tmp_path / "a.parquet").metadata[b"detente"]),
    }
    for name, about in told.items():
        assert about["scenario"] == SMALL
        assert about["sha256"] == sha256(SMALL.encode()).hexdigest()
        assert about["version"]
        assert about["seed"] == 9
        assert about["settings"] == ["ending=2"]
        assert about["command"] == (
            "detente sweep small.yaml 'pressure=uniform(1, 2)' --samples 4 --seed 9 --set ending=2 --out " + name
        )
    again = detente(*words, "--json")
    assert again.out == detente(*words, "--json", "--chunk", "1").out


def test_a_failed_point_has_its_message_and_the_rest_goes_on(detente: Run, small: str, tmp_path: Path) -> None:
    done = detente("sweep", small, "pressure=2,7,3", "--out", "a.csv")
    assert done.code == 1
    table = rows(tmp_path / "a.csv")
    assert [row["how"] == "failed" for row in table] == [False, True, False]
    assert "expected at most its max 6" in table[1]["message"]
    assert table[1]["payoff_us"] == table[1]["ending"] == ""
    assert "pressure=7.0: parameters.pressure" in done.err
    assert done.err.splitlines()[-1].endswith("1 failed")


def test_nothing_is_overwritten_without_being_asked_to(detente: Run, small: str, tmp_path: Path) -> None:
    for name in ("a.zarr", "a.csv"):
        words = ("sweep", small, "pressure=1,2", "--out", name)
        assert detente(*words).code == 0
        again = detente(*words)
        assert again.code == 1
        assert "exists" in again.err
        assert detente(*words, "--force").code == 0
    (tmp_path / "mine.zarr").mkdir()
    (tmp_path / "mine.zarr" / "thesis.txt").write_text("precious")
    assert detente("sweep", small, "pressure=1,2", "--out", "mine.zarr", "--force").code == 1
    assert (tmp_path / "mine.zarr" / "thesis.txt").exists()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("presure=1,2",), "did you mean 'pressure'?"),
        (("pressure=1,2", "--set", "pressure=3"), "leave one of the two out"),
        (("pressure=1,2", "--samples", "3"), "none is"),
        (("pressure=1,2", "--out", "a.xlsx"), "ends in .zarr, .csv, .parquet, .ndjson"),
        (("pressure=1,2", "--json", "--resume"), "--resume goes on"),
        (("pressure=1,2", "--select", "best"), "--select"),
    ],
)
def test_wrong_usage_is_told_before_anything_is_computed(
    detente: Run, small: str, tmp_path: Path, words: tuple[str, ...], told: str
) -> None:
    done = detente("sweep", small, *words)
    assert done.code == 2
    assert told in done.err
    assert not list(tmp_path.glob("*.zarr"))


def test_resuming_a_finished_sweep_solves_nothing_and_another_one_is_refused(detente: Run, small: str) -> None:
    assert detente("sweep", small, "pressure=1,2").code == 0
    again = detente("sweep", small, "pressure=1,2", "--resume")
    assert again.code == 0
    assert "2 points were there already" in again.err
    other = detente("sweep", small, "pressure=1,3", "--resume")
    assert other.code == 1
    assert "holds another sweep" in other.err


def test_without_a_name_the_same_sweep_is_found_again_and_another_one_gets_a_folder_of_its_own(
    detente: Run, small: str, tmp_path: Path
) -> None:
    first = detente("sweep", small, "pressure=1,2")
    assert first.out.splitlines()[-1] == "All points are in small.zarr; --out NAME.csv makes a table of them."
    again = detente("sweep", small, "pressure=1,2")
    assert (again.code, again.out) == (0, first.out)
    assert "2 points were there already" in again.err
    other = detente("sweep", small, "pressure=1,3")
    assert "All points are in small-2.zarr" in other.out
    assert detente("sweep", small, "pressure=1,3", "--resume", "--quiet").out == "small-2.zarr\n"
    assert detente("sweep", small, "pressure=1,4", "--force", "--quiet").out == "small.zarr\n"
    assert sorted(path.name for path in tmp_path.glob("*.zarr")) == ["small-2.zarr", "small.zarr"]


@pytest.mark.parametrize("name", ["new/newer/a.zarr", "new/newer/a.csv"])
def test_the_folder_of_the_results_is_made(detente: Run, small: str, tmp_path: Path, name: str) -> None:
    assert detente("sweep", small, "pressure=1,2", "--out", name).code == 0
    assert (tmp_path / name).exists()


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_ctrl_c_on_a_terminal_leaves_what_resume_completes_to_the_same_bytes(
    detente: Run, small: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = ["sweep", str(tmp_path / small), "pressure=0:6:300", "--chunk", "2", "--workers", "2"]
    for name in ("whole", "cut"):
        (tmp_path / name).mkdir()
    with terminal([sys.executable, "-m", "sim", *words], tmp_path / "cut") as begun:
        wait_for(tmp_path / "cut" / "small.zarr", begun.process, 3)
        begun.read_until(b"left\x1b[K")  # the bar appears after a second
        os.killpg(begun.process.pid, signal.SIGINT)  # a terminal sends it to the workers as well
        begun.read_until()
        assert begun.process.wait(timeout=20) == 130
    text = begun.shown.decode()
    assert "Traceback" not in text
    assert "%, " in text
    assert "left" in text
    assert "of 300 points are in small.zarr; continue with --resume" in text
    monkeypatch.chdir(tmp_path / "cut")
    resumed = detente(*words, "--resume")
    assert resumed.code == 0, resumed.err
    assert "points were there already" in resumed.err
    monkeypatch.chdir(tmp_path / "whole")
    assert detente(*words).code == 0
    assert contents(tmp_path / "cut" / "small.zarr") == contents(tmp_path / "whole" / "small.zarr")


def wait_for(store: Path, begun: subprocess.Popen[bytes], pieces: int) -> None:
    """Wait until a sweep under way has stored some pieces."""
    end = time.monotonic() + 60
    while len([path for path in (store / "how" / "c").rglob("*") if path.is_file()]) < pieces:
        assert time.monotonic() < end
        assert begun.poll() is None
        time.sleep(0.01)


def test_a_table_that_was_killed_is_completed_from_its_hidden_store(detente: Run, small: str, tmp_path: Path) -> None:
    words = ["sweep", small, "pressure=0:6:30", "--chunk", "2", "--out", "a.csv", "--workers", "1"]
    begun = subprocess.Popen([sys.executable, "-m", "sim", *words], cwd=tmp_path, env=environment(), **HUSHED)
    wait_for(tmp_path / ".a.csv.zarr", begun, 2)
    begun.kill()
    begun.wait()
    assert not (tmp_path / "a.csv").exists()
    refused = detente(*words)
    assert refused.code == 1
    assert "an unfinished sweep to a.csv is there" in refused.err
    assert detente(*words, "--resume").code == 0
    assert detente(*words[:5], "--out", "b.csv").code == 0
    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()
    assert not (tmp_path / ".a.csv.zarr").exists()


def test_the_seed_decides_what_is_drawn(detente: Run, small: str) -> None:
    words = ("sweep", small, "pressure", "--samples", "3", "--json")
    one, same, two = (detente(*words, "--seed", seed).out for seed in ("1", "1", "2"))
    assert one == same
    assert one != two
