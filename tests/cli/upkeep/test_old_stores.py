"""What earlier commits have left on disk is read, with the numbers that it has; or a sentence says why not."""

from __future__ import annotations

import json
import shutil
import sqlite3
from pathlib import Path

import numpy as np
import pytest

from sim.classroom.kept_class import FILE
from sim.classroom.open_class import OpenClass
from sim.classroom.refused import RefusedError
from sim.classroom.session.commands import Finish, Next
from sim.study.sweeps.store import open_results
from tests.cli.terminal import Run
from tests.golden.stores import DRAWN, GRID, kept, unpacked

SWEEPS, CLASSES = kept("sweeps"), kept("class")


@pytest.fixture(params=SWEEPS)
def sweeps(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return unpacked("sweeps", request.param, tmp_path)


def test_stores_of_the_first_commit_with_sweeps_of_later_ones_and_of_this_form_are_kept() -> None:
    assert {"f1afaacb", "3bc63543", "74b6bb3e"} <= set(SWEEPS)
    assert {"0f226de3", "2db91bbe", "74b6bb3e"} <= set(CLASSES)


@pytest.mark.parametrize(("words", "name"), [(GRID, "grid.zarr"), (DRAWN, "drawn.zarr")])
def test_an_old_store_has_the_numbers_that_are_found_today(
    sweeps: Path, detente: Run, words: tuple[str, ...], name: str
) -> None:
    done = detente(*words, "--out", name, "--resume")
    assert (done.code, done.out.strip()) == (0, name), done.err
    assert "6 points were there already" in done.err
    assert detente(*words, "--out", f"new-{name}").code == 0
    with open_results(sweeps / name) as old, open_results(sweeps / f"new-{name}") as new:
        assert set(old.variables) <= set(new.variables)
        for variable in old.variables:
            if old[variable].dtype.kind == "f":  # sums of floats were once added up in another order
                np.testing.assert_allclose(old[variable], new[variable], rtol=0, atol=1e-12)
            elif variable != "how":  # by which way a point is solved is not promised
                assert (old[variable].values == new[variable].values).all(), variable


def test_what_is_missing_of_an_old_store_is_solved_and_the_rest_is_left_alone(sweeps: Path, detente: Run) -> None:
    with open_results(sweeps / "grid.zarr") as found:
        before = found.payoff.values.copy()
    shutil.rmtree(sweeps / "grid.zarr" / "how" / "c" / "1")
    there = {path: path.read_bytes() for path in (sweeps / "grid.zarr").rglob("c/0/*") if path.is_file()}
    done = detente(*GRID, "--out", "grid.zarr", "--resume")
    assert done.code == 0
    assert "4 points were there already" in done.err
    assert all(path.read_bytes() == content for path, content in there.items())
    with open_results(sweeps / "grid.zarr") as found:
        np.testing.assert_allclose(found.payoff.values, before, rtol=0, atol=1e-12)


def of_version(store: Path, **changes: object) -> None:
    file = store / "zarr.json"
    document = json.loads(file.read_text(encoding="utf-8"))
    document["attributes"].update(changes)
    file.write_text(json.dumps(document), encoding="utf-8")


def test_a_store_of_another_version_that_is_complete_is_read(sweeps: Path, detente: Run) -> None:
    of_version(sweeps / "grid.zarr", version="0.0.9")
    done = detente(*GRID, "--out", "grid.zarr", "--resume")
    assert done.code == 0, done.err


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"version": "0.0.9"}, "was begun by detente 0.0.9"),
        ({"format": 2, "version": "7.0.0"}, "holds results in format 2, by detente 7.0.0"),
    ],
)
def test_a_store_that_another_version_has_to_complete_says_what_to_do_and_is_left_alone(
    sweeps: Path, detente: Run, changes: dict[str, object], told: str
) -> None:
    store = sweeps / "grid.zarr"
    of_version(store, **changes)
    shutil.rmtree(store / "how" / "c" / "1")
    before = {path: path.read_bytes() for path in store.rglob("*") if path.is_file()}
    done = detente(*GRID, "--out", "grid.zarr", "--resume")
    assert done.code == 1
    assert told in done.err
    assert "go on with that version, or" in done.err
    assert {path: path.read_bytes() for path in store.rglob("*") if path.is_file()} == before


@pytest.fixture(params=CLASSES)
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    return unpacked("class", request.param, tmp_path) / "class"


def test_an_old_class_is_gone_on_with(folder: Path) -> None:
    """Four people have played a round of chicken; in the second the fourth has still to answer."""
    room = OpenClass.resume(folder, careful=False)
    assert list(room.names().values()) == ["Anna", "Bela", "Cato", "Dora"]
    decided = [(m.number, d.seat, d.choice, d.by) for m in room.state.matches.values() for d in m.decisions]
    assert decided == [
        (1, 1, "yield", "person"),
        (1, 4, "stand firm", "person"),
        (2, 2, "yield", "person"),
        (2, 3, "stand firm", "person"),
        (3, 3, "yield", "person"),
        (4, 1, "stand firm", "person"),
        (4, 2, "yield", "person"),
    ]
    assert [m.paid for m in room.state.matches.values() if m.over] == [(-1, 1), (1, -1), (1, -1)]  # gain and loss are 1
    question = room.seat_view(4).question
    assert question is not None
    room.decide(4, question.match, question.id, question.options[0].value)
    room.teach(Finish())
    room.teach(Next())
    room.teacher_view(), room.projector_view()
    assert all(room.seat_view(seat).question is not None for seat in room.state.seats)
    room.close()
    rows = (folder / "decisions.csv").read_text(encoding="utf-8").splitlines()
    assert len(rows) == 1 + 8


def test_records_of_an_old_class_are_summed_up(folder: Path, detente: Run) -> None:
    done = detente("play", "--summary", str(folder / "records"), "--json")
    assert done.code == 0, done.err
    (scenario,) = json.loads(done.out)["scenarios"]
    assert scenario["scenario"].startswith("Chicken")


def test_a_class_of_another_format_is_left_alone(folder: Path) -> None:
    with sqlite3.connect(folder / FILE) as db:
        db.execute("update about set value = '2' where key = 'format'")
    db.close()
    before = (folder / FILE).read_bytes()
    with pytest.raises(RefusedError, match="another version of detente"):
        OpenClass.resume(folder)
    assert (folder / FILE).read_bytes() == before
