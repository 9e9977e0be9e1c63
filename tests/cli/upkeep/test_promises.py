"""What docs/stability.md promises holds: old files load, old records are read, documents keep what they had."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from sim.cli.upkeep.health import answers
from sim.kinds import NAMES
from sim.scenario.load import load
from sim.study.known.answers import CHECKS
from tests.cli.terminal import Run
from tests.golden.promised import COMMANDS, DOCUMENTS, FILES, SHAPES, differences, laid_down, read

ROOT = Path(__file__).resolve().parents[3]
EXITS = json.loads((ROOT / "tests" / "golden" / "exit_codes.json").read_text(encoding="utf-8"))


@pytest.fixture(autouse=True)
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    laid_down(tmp_path)
    monkeypatch.setattr(answers, "ASKED", answers.ASKED[:1])
    monkeypatch.setattr("sim.study.known.answers.CHECKS", CHECKS[:1])


@pytest.mark.parametrize("name", FILES)
def test_a_file_of_format_1_loads_and_is_of_its_kind(name: str) -> None:
    scenario = load(f"{name}.yaml", text=FILES[name])
    written = re.search(r"^kind: (\w+)$", FILES[name], re.MULTILINE)
    assert scenario.kind == (written[1] if written else "concessions")
    assert scenario.title == re.search(r"^title: (.+)$", FILES[name], re.MULTILINE)[1]  # type: ignore[index]


def test_there_is_an_old_file_of_every_kind() -> None:
    assert {load("x", text=text).kind for text in FILES.values()} == set(NAMES)


@pytest.mark.parametrize("name", COMMANDS)
def test_a_document_keeps_what_it_had(detente: Run, name: str) -> None:
    golden = json.loads((DOCUMENTS / f"{name}.json").read_text(encoding="utf-8"))
    done = detente(*COMMANDS[name].split(), "--json")
    assert done.out, done.err
    assert differences(golden, read(done.out), values=name not in SHAPES) == []


def test_every_document_that_is_kept_is_made_by_a_command() -> None:
    assert {file.stem for file in DOCUMENTS.glob("*.json")} == set(COMMANDS)


def test_every_document_says_its_format() -> None:
    for name in COMMANDS:
        golden = json.loads((DOCUMENTS / f"{name}.json").read_text(encoding="utf-8"))
        documents = golden if isinstance(golden, list) else [golden]
        assert all(document["format"] == 1 for document in documents), name


@pytest.mark.parametrize(
    ("golden", "found", "values", "told"),
    [
        ({"a": 1}, {"a": 1, "b": 2}, True, []),
        ({"a": 1}, {"b": 1}, True, [".a: is gone"]),
        ({"a": 1}, {"a": "1"}, True, [".a: was 1, now '1'"]),
        ({"a": 1}, {"a": "1"}, False, [".a: was 1, now '1'"]),
        ({"a": 1}, {"a": 2}, True, [".a: was 1, now 2"]),
        ({"a": 1}, {"a": 2}, False, []),
        ({"a": 1}, {"a": 1.0 + 1e-9}, True, []),
        ({"a": "certain"}, {"a": "possible"}, True, [".a: was 'certain', now 'possible'"]),
        ({"a": "A sentence."}, {"a": "Another sentence."}, True, []),
        ({"a": [1, 2]}, {"a": [1]}, True, [".a: 2 entries, now 1"]),
        ({"a": [{"b": 1}]}, {"a": [{"c": 1}, {}]}, False, [".a[0].b: is gone"]),
        ({"a": True}, {"a": 1}, True, [".a: was True, now 1"]),
        ({"a": None}, {"a": 1}, True, [".a: was None, now 1"]),
        ({"version": "0.1.0"}, {"version": "0.2.0"}, True, []),
    ],
)
def test_what_a_document_has_lost_is_noticed(golden: Any, found: Any, values: bool, told: list[str]) -> None:
    assert differences(golden, found, values) == told


def test_an_old_record_is_summed_up(detente: Run) -> None:
    done = detente("play", "--summary", "records")
    assert done.code == 0, done.err
    assert "Threat" in done.out
    (scenario,) = json.loads(detente("play", "--summary", "records", "--json").out)["scenarios"]
    assert scenario["scenario"] == "Threat"


@pytest.mark.parametrize(("typed", "code"), EXITS["commands"].items())
def test_the_exit_code_says_what_kind_of_failure_it_is(detente: Run, typed: str, code: int) -> None:
    """130, for what was interrupted, is tested where commands are interrupted (tests/cli/test_interrupts.py)."""
    assert detente(*typed.split()).code == code


def test_the_page_names_what_is_kept() -> None:
    page = (ROOT / "docs" / "stability.md").read_text(encoding="utf-8")
    for promised in ("`format: 1`", "exit codes", "tests/golden/", "Nothing else is deprecated"):
        assert promised in page
    assert all(f"{code} {words}" in page for code, words in EXITS["codes"].items())
