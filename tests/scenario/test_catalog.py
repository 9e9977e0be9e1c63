"""Bundled scenarios: listed, found by name, suggested when misspelt."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from sim.errors import ScenarioError
from sim.scenario.catalog import entries, find, root, suggestion
from sim.scenario.load import load

STEMS = [entry.name.rpartition("/")[2] for entry in entries()]


def test_every_file_of_the_folder_is_listed_by_name() -> None:
    assert {entry.path for entry in entries()} == set(root().glob("*/*.yaml"))
    assert [entry.name for entry in entries()] == sorted(entry.name for entry in entries())
    assert "korea/action-for-action" in {entry.name for entry in entries()}


def test_no_name_is_used_in_two_folders() -> None:
    assert len(set(STEMS)) == len(STEMS)


@pytest.mark.parametrize("entry", entries(), ids=lambda entry: entry.name)
def test_a_scenario_is_found_by_every_form_of_its_name(entry: object) -> None:
    name = entry.name  # type: ignore[attr-defined]
    stem = name.rpartition("/")[2]
    assert {find(form) for form in (name, stem, f"{name}.yaml", f"{stem}.yaml")} == {entry.path}  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "name", ["", ".", "korea", "korea/", "../chicken", "korea/chicken", "chick", "CHICKEN", "a\0b"]
)
def test_nothing_else_is_found(name: str) -> None:
    assert find(name) is None


def test_a_misspelt_name_is_corrected_and_a_strange_one_is_answered_with_what_there_is() -> None:
    assert suggestion("staled") == "did you mean 'stalled'?"
    assert suggestion("korea/staled.yaml") == "did you mean 'stalled'?"
    assert suggestion("xyz") == "'detente catalog' lists the bundled ones"  # they are too many to name


@pytest.mark.parametrize("name", ["no-such-file", "no/such/file.yaml", "actin-for-action", "a\0b", "x" * 5000, ""])
def test_what_cannot_be_opened_is_refused_by_name(name: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        load(name)
    (problem,) = caught.value.problems
    assert problem.file == name
    assert problem.line == 0


def test_a_folder_and_a_file_without_permission_are_refused_by_name(tmp_path: Path) -> None:
    locked = tmp_path / "locked.yaml"
    locked.write_text("format: 1\n", encoding="utf-8")
    locked.chmod(0)
    with pytest.raises(ScenarioError, match="the file cannot be read: is a directory"):
        load(tmp_path)
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        return  # the superuser may read everything
    with pytest.raises(ScenarioError, match="the file cannot be read: permission denied"):
        load(locked)


def test_a_file_comes_before_a_bundled_scenario_of_the_same_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert load("chicken").title == "Chicken"
    text = next(e.path for e in entries() if e.name.endswith("stag-hunt")).read_text(encoding="utf-8")
    Path("chicken").write_text(text, encoding="utf-8")
    assert load("chicken").title == "Stag hunt"
    assert load(Path("chicken")).file == "chicken"


def test_the_catalog_asks_of_each_file_what_sets_it_apart() -> None:
    asked = [scenario.lesson.questions[0].question for entry in entries() for scenario in [load(entry.path)]]
    assert len(set(asked)) == len(asked)
