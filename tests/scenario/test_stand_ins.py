"""All mistakes of a file in one run: what is wrong in one place does not hide what is wrong in another."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest
import yaml

from sim.errors import ScenarioError
from sim.scenario.catalog import entries
from sim.scenario.common import FileModel
from sim.scenario.load import load
from sim.scenario.source import dotted
from tests.scenario.attempt import attempt

CONCESSIONS = """format: 1
title: Two ladders
players:
  a: {name: Alpha, patience: 1}
  b: {name: Alpha, patience: 0.8}
status_quo: {a: 0}
concessions:
  a: [{id: x, effect: {a: -1, c: 3}, after: [b.z]}]
  b: [{id: z, effect: {a: 3, b: foo}, after: [a.x]}]
actions: [concede, walk_away, dance]
horizon: 0
moves: simultanious
"""
MATRIX = """format: 1
kind: matrix
title: Bad
players:
  a: {actions: [u, u]}
  b: {actions: [l, r, m]}
payoffs:
  - [[1, 1], [0, 1]]
  - [[1, 1], [2], [1, x]]
  - [[1, 2], [3, 4], [5, 6]]
repeat: {rounds: 2.5}
"""
TREE = """format: 1
kind: tree
title: Bad
players: {a: {}, b: {}}
tree:
  chance:
    weak: {probability: 0.3, then: {player: a, infoset: w, actions: {beer: {payoffs: [0, 1, 2]}, quiche: {}}}}
    strong: {probability: 0.8, then: {player: b, actions: {beer: {payoffs: [1]}}}}
"""


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            CONCESSIONS,
            [
                "players.a.patience: expected a discount factor",
                "both players are called 'Alpha'",
                "status_quo: expected a number for each player",
                "there is no player 'c'",
                "there is no parameter 'foo'",
                "form a circle",
                "expected an action, found 'dance'",
                "horizon: expected infinite or a whole number",
                "moves: expected an order of moves",
                "'breakdown' does not say",
            ],
        ),
        (
            MATRIX,
            [
                "the action 'u' stands twice",
                "expected 2 rows",
                "payoffs[0]: expected 3 cells",
                "payoffs[1][1]: expected a cell [first, second], found 1 number",
                "there is no parameter 'x'",
                "repeat.rounds: expected infinite",
                "players.a.patience: this key is missing",
                "players.b.patience: this key is missing",
            ],
        ),
        (
            TREE,
            [
                "add up to 1.1",
                "weak.then.actions.beer: expected payoffs [first, second], found 3 numbers",
                "weak.then.actions.quiche: expected one of",
                "strong.then.actions.beer: expected payoffs [first, second], found 1 number",
            ],
        ),
    ],
)
def test_every_mistake_is_told_at_once(text: str, words: list[str]) -> None:
    with pytest.raises(ScenarioError) as caught:
        load("bad", text=text)
    told = [f"{p.key}: {p.message}" for p in caught.value.problems]
    for word in words:
        assert any(word in line for line in told), (word, told)
    assert len(told) == len(words)


class NoRepair:
    """In the place of Repair: what the first validation alone can tell."""

    model: FileModel | None = None
    revealed: list[Any] = []  # noqa: RUF012

    def __init__(self, *_: object) -> None:
        pass


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Paths of everything in plain data."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return (
        [path, *(place for key, item in inside for place in places(item, (*path, key)))]
        if path
        else [place for key, item in inside for place in places(item, (key,))]
    )


def spoiled(data: Any, path: tuple[Any, ...], value: Any) -> str:
    copy = json.loads(json.dumps(data))
    box = copy
    for key in path[:-1]:
        box = box[key]
    box[path[-1]] = value
    return json.dumps(copy)


@pytest.mark.parametrize("name", [e.name for e in entries()])
def test_a_single_mistake_brings_no_others_to_light(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # The file is right but for one value, so that whatever stand-ins reveal would be their own fault.
    (entry,) = [e for e in entries() if e.name == name]
    data = yaml.safe_load(entry.path.read_text(encoding="utf-8"))
    draw = random.Random(name)
    for path in draw.sample(places(data), min(25, len(places(data)))):
        text = spoiled(data, path, draw.choice(["no such thing", -1000, {}, [], ["a"], None, True]))
        with_repair = attempt(text)
        with monkeypatch.context() as patched:
            patched.setattr("sim.scenario.load.Repair", NoRepair)
            without = attempt(text)
        if isinstance(without, ScenarioError):
            assert isinstance(with_repair, ScenarioError)
            new = set(with_repair.problems) - set(without.problems)
            # A list put in the place of another may be wrong as a whole and in its parts. Sliders and formulas without
            # their parameters are wrong indeed; without repair the first formulas that lack them are told alone.
            lost = {
                p.key
                for p in new
                if (path[:1] == ("parameters",) and p.key.startswith("lesson.sliders"))
                or (path == ("parameters",) and "there is no parameter" in p.message)
            }
            due = {dotted(path[:k]) for k in range(len(path) + 1)} | lost
            assert {p.key for p in new} <= due, (path, str(with_repair))
