"""A comparison says first in what files differ: all of it, and nothing that only follows from it."""

from __future__ import annotations

import pytest

from sim.scenario.load import load
from sim.show.studies.differences import difference_rows

FILE = """\
format: 1
title: Swap
players: {a: {name: Ann, patience: 0.9}, b: {name: Bob, patience: 0.8}}
parameters: {worth: 2}
status_quo: {a: 0, b: -worth}
concessions:
  a: [{id: x, effect: {a: -1, b: worth}, reversible: true}]
  b: [{id: y, effect: {a: worth, b: -1}, after: [a.x]}]
breakdown: {payoff: {a: -1, b: -1}, hazard: 0.1}
moves: alternating
first: a
actions: [concede, hold_out, walk_away]
horizon: 8
"""

CHANGES = [
    ("moves: alternating", "moves: simultaneous", ["moves", "alternating, Ann first", "simultaneous"]),
    ("first: a", "first: b", ["moves", "alternating, Ann first", "alternating, Bob first"]),
    ("horizon: 8", "horizon: infinite", ["kind", "concessions", "concessions without a last round"]),
    ("horizon: 8", "horizon: 9", ["rounds", "8", "9"]),
    (", walk_away]", "]", ["actions", "concede, hold out, walk away", "concede, hold out"]),
    ("after: [a.x]", "after: []", ["b.y waits for", "a.x", "nothing"]),
    (", reversible: true", "", ["a.x can be taken back", "yes", "no"]),
    # What the status quo and the effects are worth follows from the parameter, which has the one row.
    ("worth: 2", "worth: 3", ["worth", "2", "3"]),
    ("b: -worth", "b: -1", ["status quo, Bob", "\N{MINUS SIGN}2", "\N{MINUS SIGN}1"]),
    ("patience: 0.8", "patience: 0.7", ["patience of Bob", "0.8", "0.7"]),
    ("hazard: 0.1", "hazard: 0.2", ["chance of a breakdown", "0.1", "0.2"]),
    ("payoff: {a: -1", "payoff: {a: -2", ["breakdown, Ann", "\N{MINUS SIGN}1", "\N{MINUS SIGN}2"]),
    ("hazard: 0.1}", "hazard: 0.1, keeps: all}", ["a breakdown keeps", "what cannot be taken back", "all"]),
    (
        "hazard: 0.1}",
        "hazard: 0.1, stalls: without_change}",
        ["stalled is a round", "without progress", "without change"],
    ),
    ("hazard: 0.1}", "hazard: 0.1, rests: [[b.y, a.x]]}", ["talks may rest at", "\N{EM DASH}", "a.x, b.y"]),
    (
        "hazard: 0.1}",
        'hazard: "min(round / 10, 0.2)"}',
        ["chance of a breakdown", "0.1", "0.1, 0.2, 0.2, 0.2, 0.2, 0.2, 0.2, 0.2"],
    ),
    (
        "reversible: true",
        "reversible: true, effects: [{when: [b.y], effect: {a: 1}}]",
        ["a.x with others", "\N{EM DASH}", "1, 0 with b.y"],
    ),
    ("effect: {a: -1", "effect: {a: -2", ["a.x to Ann", "\N{MINUS SIGN}1", "\N{MINUS SIGN}2"]),
]


@pytest.mark.parametrize(("old", "new", "row"), CHANGES)
def test_one_change_makes_one_row(old: str, new: str, row: list[str]) -> None:
    assert old in FILE
    one, two = load("one.yaml", text=FILE), load("two.yaml", text=FILE.replace(old, new))
    assert difference_rows([one, two]) == [row]
    assert difference_rows([two, one]) == [[row[0], row[2], row[1]]]


def test_what_is_alike_is_not_told() -> None:
    scenario = load("one.yaml", text=FILE)
    assert difference_rows([scenario, scenario]) == []


def test_steps_that_not_all_have_are_told_as_such() -> None:
    more = FILE.replace("  b: [", "  b: [{id: z, effect: {a: 1}}, ")
    rows = difference_rows([load("one.yaml", text=FILE), load("two.yaml", text=more)])
    assert ["steps of Bob", "\N{EM DASH}", "z"] in rows
    assert not any("b.z" in row[0] for row in rows)
