"""Old files and records with keys in another order, left out, or of a later version: each loads or is refused."""

from __future__ import annotations

import json
import random
from copy import deepcopy
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.classroom.session.events import Decided, document_of, event_of
from sim.errors import ScenarioError
from sim.scenario.load import load
from sim.study.classroom.collection import read_folder
from tests.golden.promised import FILES, laid_down

NEW = "something_later"
"""A key that no version has."""

names, seeds = st.sampled_from(sorted(FILES)), st.integers(0, 10**6)


def shuffled(value: Any, draw: random.Random) -> Any:
    """The same with all keys in another order; of players, options and issues the order is a part of what is said."""
    if isinstance(value, dict):
        keys = list(value)
        draw.shuffle(keys)
        return {key: value[key] if isinstance(value[key], dict) else shuffled(value[key], draw) for key in keys}
    return value


def places(value: Any) -> list[dict[str, Any]]:
    """All mappings, the outermost first."""
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return ([value] if isinstance(value, dict) else []) + [place for item in inner for place in places(item)]


def as_text(data: Any) -> str:
    return str(yaml.safe_dump(data, sort_keys=False))


@given(names, seeds)
@settings(max_examples=40, deadline=None)
def test_an_old_file_means_the_same_with_its_keys_in_another_order(name: str, seed: int) -> None:
    data = yaml.safe_load(FILES[name])
    other = load("it.yaml", text=as_text(shuffled(data, random.Random(seed))))
    same = load("it.yaml", text=as_text(data))
    assert (other.kind, other.title, other.players) == (same.kind, same.title, same.players)
    assert {p.name: p.value for p in other.parameters} == {p.name: p.value for p in same.parameters}
    assert other.form == same.form


@given(names, seeds, st.integers(1, 3))
@settings(max_examples=80, deadline=None)
def test_an_old_file_without_some_keys_loads_or_is_refused_at_its_place(name: str, seed: int, many: int) -> None:
    data, draw = yaml.safe_load(FILES[name]), random.Random(seed)
    for _ in range(many):
        place = draw.choice([p for p in places(data) if p])
        del place[draw.choice(list(place))]
    refused_in_words(as_text(data))


@given(names, seeds)
@settings(max_examples=60, deadline=None)
def test_a_key_of_a_later_version_is_refused_by_its_name_or_is_a_name_of_the_file(name: str, seed: int) -> None:
    data = yaml.safe_load(FILES[name])
    random.Random(seed).choice(places(data))[NEW] = 1
    told = refused_in_words(as_text(data))
    assert told is None or NEW in told or "expected" in told


def test_a_later_format_is_refused_and_said_to_be_so() -> None:
    with pytest.raises(ScenarioError) as refused:
        load("it.yaml", text=FILES["hunt"].replace("format: 1", "format: 2"))
    assert "format" in str(refused.value)


def refused_in_words(text: str) -> str | None:
    """What is said where a file is refused: each problem with its line and column."""
    try:
        load("it.yaml", text=text)
    except ScenarioError as error:
        refused = error
    else:
        return None
    assert refused.problems
    assert all(problem.line >= 1 and problem.column >= 1 and problem.message for problem in refused.problems)
    return str(refused)


@given(seeds, st.booleans(), st.integers(0, 2))
@settings(max_examples=60, deadline=None)
def test_an_old_record_with_keys_left_out_or_of_a_later_version_is_read_or_refused(
    seed: int, new: bool, gone: int
) -> None:
    draw = random.Random(seed)
    with TemporaryDirectory() as made:
        folder = Path(made)
        laid_down(folder)
        file = folder / "records" / "one.json"
        record = json.loads(file.read_text(encoding="utf-8"))
        before = deepcopy(record)
        if new:
            draw.choice([place for place in places(record) if place is not record.get("settings")])[NEW] = [1]
        for _ in range(gone):
            place = draw.choice([p for p in places(record) if p])
            del place[draw.choice(list(place))]
        file.write_text(json.dumps(shuffled(record, draw)), encoding="utf-8")
        sessions, troubles = read_folder(folder / "records")
        assert len(sessions) + len(troubles) == 1
        assert all("one.json" in trouble for trouble in troubles)
        if record == before:
            assert len(sessions) == 1


def test_what_has_happened_in_a_class_is_kept_under_names_that_stay() -> None:
    decided = Decided(1, "0", 0, 1, 4, "yield", "person", 2.5)
    assert document_of(decided) == {
        "match": 1, "question": "0", "turn": 0, "side": 1, "seat": 4, "choice": "yield", "by": "person", "seconds": 2.5
    }  # fmt: skip
    assert event_of("Decided", document_of(decided)) == decided
