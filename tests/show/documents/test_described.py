"""Documents are as they are described, old ones too; what was promised of them stays. See docs/stability.md.

Every document that a test of the command line has printed is judged as well, in `tests/cli/conftest.py`.
"""

from __future__ import annotations

import json
from copy import deepcopy
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, get_args, get_type_hints

import jsonschema
import pytest

from sim.cli.upkeep.health.row import State
from sim.concepts import CONCEPTS
from sim.engine.concessions.corner_play.corners import Group
from sim.engine.options.definitions import Definition
from sim.engine.roadmaps.design.aims import By
from sim.kinds import NAMES
from sim.show.documents.designs import Design, Require
from sim.show.documents.json_schema import schema_of
from sim.show.documents.options import StateOfView
from sim.show.documents.side_by_side import Difference
from sim.show.documents.solved import CornerEntry
from sim.show.documents.table import DOCUMENTS, Run
from sim.show.documents.upkeep import Looked
from sim.study.difference import How
from sim.study.require.options import Wanted
from tests.golden.described import faults, judges, printed_by
from tests.golden.promised import COMMANDS, FILES, RECORD, RECORDS
from tests.golden.promised import DOCUMENTS as KEPT
from tests.golden.schemas import broken, present, promised
from tests.golden.stores import kept as stores_kept
from tests.golden.stores import unpacked


def old(name: str) -> list[Any]:
    """The documents of a golden file."""
    found = json.loads((KEPT / f"{name}.json").read_text(encoding="utf-8"))
    return found if isinstance(found, list) else [found]


@pytest.mark.parametrize("name", COMMANDS)
def test_an_old_document_is_as_the_schema_says(name: str) -> None:
    words = tuple(COMMANDS[name].split())
    for document in old(name):
        assert faults(printed_by(words), document, closed=False) == []


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_schema_is_one_and_says_its_format(name: str) -> None:
    schema = DOCUMENTS[name].schema(name)
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["title"] == f"Detente document '{name}', format 1"
    variants = [schema["$defs"][v["$ref"].rpartition("/")[2]] for v in schema.get("anyOf", ())] or [schema]
    assert all(variant["properties"]["format"]["enum"] == [DOCUMENTS[name].version] for variant in variants)
    assert all("format" in variant["required"] for variant in variants)


def test_what_was_promised_of_a_document_stays() -> None:
    """One that fails here breaks a promise: what a program relies on would no longer be there."""
    now = present()
    for name, golden in promised().items():
        assert name in now["documents"]
        assert broken(golden, {**now["documents"][name], "$defs": now["$defs"]}) == []


def test_what_is_promised_is_all_that_is_there() -> None:
    """One that fails here is mended by ``python -m tests.golden.write_documents``."""
    now = present()
    assert promised() == {name: {**shape, "$defs": now["$defs"]} for name, shape in now["documents"].items()}


def test_every_kind_and_concept_has_a_type_and_none_has_one_for_nothing() -> None:
    described = {
        (kind, concept)
        for variant in get_args(Run)
        for kind in get_args(get_type_hints(variant)["kind"])
        for concept in get_args(get_type_hints(variant)["concept"])
    }
    forms = {(place.form.split()[-1] if place.form == "repeated matrix" else place.form.split()[0], concept.name)
             for concept in CONCEPTS for place in concept.places}  # fmt: skip
    assert described == forms
    assert {kind for kind, _ in described} == set(NAMES)


def test_there_is_an_old_document_of_every_type() -> None:
    """One that fails here has its line in ``COMMANDS``, or its file among the records."""
    kept: dict[str, list[Any]] = {"record": old_records(), "store": old_stores()}
    for name, typed in COMMANDS.items():
        kept.setdefault(printed_by(tuple(typed.split())), []).extend(old(name))
    assert kept.keys() == set(DOCUMENTS)
    for name, documents in kept.items():
        missing = [called for called, judge in judges(name, closed=False) if not any(map(judge.is_valid, documents))]
        assert missing == [], name


def test_old_records_are_as_the_schema_says() -> None:
    assert [faults("record", record, closed=False) for record in old_records()] == [[]] * len(old_records())


def test_what_old_stores_say_of_themselves_is_as_the_schema_says() -> None:
    assert [faults("store", store, closed=False) for store in old_stores()] == [[]] * len(old_stores())


def old_records() -> list[Any]:
    filled = RECORD % {"sha256": "", "text": json.dumps(FILES["threat"])}
    return [json.loads(filled), *(json.loads(file.read_text(encoding="utf-8")) for file in RECORDS.rglob("*.json"))]


@cache
def old_stores() -> list[Any]:
    found = []
    for commit in stores_kept("sweeps"):
        with TemporaryDirectory() as made:
            folder = unpacked("sweeps", commit, Path(made))
            about = [json.loads(file.read_text(encoding="utf-8")) for file in folder.glob("*.zarr/zarr.json")]
            found += [each["attributes"] for each in about]
    assert found
    return found


GOLDEN: dict[str, Any] = {
    "type": "object",
    "properties": {
        "number": {"type": "number"},
        "word": {"type": ["string", "null"], "enum": ["a", "b", None]},
        "list": {"type": "array", "items": {"$ref": "#/$defs/Entry"}},
        "map": {"type": "object", "additionalProperties": {"type": "integer"}},
        "maybe": {"type": "boolean"},
    },
    "required": ["number", "word", "list", "map"],
    "$defs": {"Entry": {"type": "object", "properties": {"x": {"type": "string"}}, "required": ["x"]}},
}


def changed(*path: str, to: Any) -> dict[str, Any]:
    """The schema with something else at a place; what is set to None is taken away."""
    made = deepcopy(GOLDEN)
    place = made
    for key in path[:-1]:
        place = place[key]
    if to is None:
        del place[path[-1]]
    else:
        place[path[-1]] = to
    return made


PROPERTIES, ENTRY = ("properties",), ("$defs", "Entry", "properties")


@pytest.mark.parametrize(
    ("now", "told"),
    [
        (GOLDEN, []),
        (changed(*PROPERTIES, "new", to={"type": "string"}), []),
        (changed(*PROPERTIES, "number", to={"type": "integer"}), []),
        (changed(*PROPERTIES, "word", "enum", to=["a", "b", "c", None]), []),
        (changed("required", to=["number", "word", "list", "map", "maybe"]), []),
        (changed(*PROPERTIES, "number", to=None), [".number: is gone"]),
        (changed(*PROPERTIES, "number", to={"type": "string"}), [".number: may now be string"]),
        (changed(*PROPERTIES, "number", to={"type": ["number", "null"]}), [".number: may now be null"]),
        (changed(*PROPERTIES, "number", to={}), [".number: may now be anything"]),
        (changed(*PROPERTIES, "word", "enum", to=["a", None]), [".word: the word 'b' is gone"]),
        (changed(*PROPERTIES, "map", "additionalProperties", "type", to="string"), [".map.*: may now be string"]),
        (changed(*ENTRY, "x", to=None), [".list[].x: is gone"]),
        (changed(*ENTRY, "x", "type", to="number"), [".list[].x: may now be number"]),
        (changed("$defs", "Entry", "required", to=[]), [".list[].x: may now be left out"]),
        (changed("required", to=["number", "word", "list"]), [".map: may now be left out"]),
        (changed("type", to="array"), [".: may now be array"]),
    ],
)
def test_what_a_schema_no_longer_promises_is_noticed(now: dict[str, Any], told: list[str]) -> None:
    assert broken(GOLDEN, now) == told


def test_a_type_of_several_that_is_gone_is_noticed() -> None:
    one, two = {"$ref": "#/$defs/One"}, {"$ref": "#/$defs/Two"}
    entry = {"type": "object", "properties": {"x": {"type": "string"}}, "required": ["x"]}
    golden = {"anyOf": [one, two], "$defs": {"One": entry, "Two": entry}}
    assert broken(golden, golden) == []
    assert broken(golden, golden | {"anyOf": [one]}) == [".: is no #/$defs/Two any more".replace("#/$defs/", "")]
    poorer = {"One": entry, "Two": {**entry, "required": []}}
    assert broken(golden, golden | {"$defs": poorer}) == [".x: may now be left out"]


@pytest.mark.parametrize(
    ("described", "key", "words"),
    [
        (Difference, "how", How),
        (Design, "by", By),
        (Require, "be", Wanted),
        (CornerEntry, "of", Group),
        (Looked, "state", State),
        (StateOfView, "equilibrium", Definition),
    ],
)
def test_words_are_those_of_the_code(described: Any, key: str, words: Any) -> None:
    """Types of documents repeat them, since what lists documents is not to load what solves games."""
    schema = schema_of(described, "It", "")["properties"][key]
    assert set(schema.get("items", schema)["enum"]) - {None} == set(get_args(words))
