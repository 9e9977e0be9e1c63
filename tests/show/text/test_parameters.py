"""What parameters are called where people read; in data, messages about files and commands they keep their names."""

from __future__ import annotations

import json

import pytest

import sim
from sim.errors import ScenarioError
from sim.scenario.catalog import entries
from sim.scenario.load import load
from sim.show.text.parameters import called, called_in, heading, with_unit
from tests.cli.terminal import process

KOREA = [entry.name for entry in entries() if entry.name.startswith("korea/")]

TEXT = """\
format: 1
kind: matrix
title: T
players: {us: {actions: [a, b]}, nk: {actions: [c, d]}}
parameters:
  plain: 2
  share: {value: 30, min: 10, max: 50, label: share of the pie, unit: "%"}
  cost: {value: 1, min: 0, max: 3, about: what it costs, label: cost of it, unit: points}
payoffs: [[[plain, share], [0, 0]], [[cost, 0], [1, 1]]]
"""


def test_labels_stand_for_names_and_units_behind_values() -> None:
    plain, share, cost = load("t", text=TEXT).parameters
    assert [called(p) for p in (plain, share, cost)] == ["plain", "share of the pie", "cost of it"]
    assert [heading(p) for p in (plain, share, cost)] == ["plain", "share of the pie (%)", "cost of it (points)"]
    assert [with_unit("3", p) for p in (plain, share, cost)] == ["3", "3%", "3 points"]
    assert called_in(load("t", text=TEXT), "cost") == "cost of it"
    assert called_in(load("t", text=TEXT), "other") == "other"


@pytest.mark.parametrize(
    ("label", "words"),
    [("share of the pie", "'share' and 'cost' are both read as 'share of the pie'"), ("plain", "'plain' and 'cost'")],
)
def test_two_parameters_cannot_be_called_alike(label: str, words: str) -> None:
    with pytest.raises(ScenarioError, match=words):
        load("t", text=TEXT.replace("cost of it", label))


@pytest.mark.parametrize("name", KOREA)
def test_all_parameters_of_the_korean_files_have_labels(name: str) -> None:
    for parameter in load(name).parameters:
        assert parameter.label, parameter.name
        assert len(parameter.label) <= 30


def test_people_read_labels_and_data_keep_names() -> None:
    told = process("sensitivity", "relief-first", "--detail").out
    names = {p.name for p in load("relief-first").parameters if "_" in p.name}
    assert "cost of relief" in told
    assert not [name for name in names if name in told]
    entry = json.loads(process("sensitivity", "relief-first", "--json").out)["parameters"][0]
    assert entry["name"] == "relief_cost"
    assert (entry["label"], entry["unit"]) == ("cost of relief", "points")


def test_lessons_and_the_interface_have_them() -> None:
    game = sim.load("action-for-action")
    row = dict(zip(game.parameters["name"], game.parameters["label"], strict=True))
    assert row["leakage"] == "leakage of sanctions"
