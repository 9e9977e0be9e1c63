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
from sim.scenario.changes.layout import formatted
from sim.scenario.load import load
from sim.study.classroom.collection import read_folder
from tests.cli.terminal import Run
from tests.golden.described import faults, printed_by
from tests.golden.promised import COMMANDS, DOCUMENTS, FILES, laid_down

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


COMMENTS = st.sampled_from(["", "#", "# a comment: {[", "   # further in, with 'a quote", "\t# behind a tab"])


@given(names, st.lists(COMMENTS, max_size=8), st.lists(COMMENTS, max_size=8), st.booleans(), st.booleans(), seeds)
@settings(max_examples=60, deadline=None)
def test_an_old_file_means_the_same_with_other_line_ends_and_comments(
    name: str, between: list[str], behind: list[str], windows: bool, marked: bool, seed: int
) -> None:
    lines, draw = FILES[name].splitlines(), random.Random(seed)
    for comment in behind:
        k = draw.randrange(len(lines))
        if "#" not in lines[k]:
            lines[k] += f"  {comment.strip()}" if comment.strip() else "   "
    for comment in between:
        lines.insert(draw.randrange(len(lines) + 1), comment.replace("\t", "  "))
    text = ("\r\n" if windows else "\n").join(lines)
    raw = text.encode("utf-8-sig" if marked else "utf-8")
    other, same = load("it.yaml", text=raw), load("it.yaml", text=FILES[name])
    assert (other.kind, other.title, other.players, other.form) == (same.kind, same.title, same.players, same.form)
    assert (other.game, other.parameters, other.types) == (same.game, same.parameters, same.types)
    assert load("it.yaml", text=formatted("it.yaml", raw)).game == same.game


@given(st.sampled_from(sorted(COMMANDS)), seeds)
@settings(max_examples=40, deadline=None)
def test_an_old_document_fits_its_schema_with_keys_in_another_order_and_of_a_later_version(
    name: str, seed: int
) -> None:
    kept = json.loads((DOCUMENTS / f"{name}.json").read_text(encoding="utf-8"))
    draw = random.Random(seed)
    for document in kept if isinstance(kept, list) else [kept]:
        entries = [e for key in ("equilibria", "rows", "changes", "files") for e in document.get(key, ()) or ()]
        draw.choice([document, *(entry for entry in entries if isinstance(entry, dict) and "key" not in entry)])[
            NEW
        ] = 1
        assert faults(printed_by(tuple(COMMANDS[name].split())), turned(document, draw), closed=False) == []


def turned(value: Any, draw: random.Random) -> Any:
    """The same with the keys of all mappings in another order."""
    if isinstance(value, list):
        return [turned(item, draw) for item in value]
    if not isinstance(value, dict):
        return value
    return {key: turned(value[key], draw) for key in draw.sample(list(value), len(value))}


@pytest.mark.parametrize("name", sorted(FILES))
def test_a_later_format_is_refused_and_said_to_be_so(name: str) -> None:
    with pytest.raises(ScenarioError) as refused:
        load("it.yaml", text=FILES[name].replace("format: 1", "format: 2"))
    assert "it.yaml:1:9: format: expected format 1, the one this version reads, found 2" in str(refused.value)


def test_later_formats_of_other_files_are_refused_and_said_to_be_so(detente: Run, tmp_path: Path) -> None:
    laid_down(tmp_path)
    for file in (tmp_path / "answers.yaml", tmp_path / "autumn.yaml", tmp_path / "played" / "threat.json"):
        text = file.read_text(encoding="utf-8").replace('"format": 1', '"format": 2').replace("format: 1", "format: 2")
        file.write_text(text if "format" in text else f"format: 2\n{text}", encoding="utf-8")
    for line in (
        "calibrate ladder.yaml --answers answers.yaml",
        "explain-data shares.yaml autumn.yaml cost",
        "play --summary played",
    ):
        done = detente(*line.split())
        assert (done.code, done.out) == (1, "")
        assert "expected format 1" in done.err
        assert "found 2" in done.err


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
