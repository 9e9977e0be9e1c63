"""Whether documents are as they are described, judged by jsonschema, which shares nothing with those who write them."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import jsonschema

from sim.show.documents.table import DOCUMENTS

MOST = 5


@cache
def judges(name: str, closed: bool) -> tuple[tuple[str, jsonschema.Draft202012Validator], ...]:
    """A judge for each of the types that a document may be of, by what it is called."""
    schema = DOCUMENTS[name].schema(name, closed)
    jsonschema.Draft202012Validator.check_schema(schema)
    if "anyOf" not in schema:
        return ((name, jsonschema.Draft202012Validator(schema)),)
    rest = {key: value for key, value in schema.items() if key != "anyOf"}
    return tuple(
        (shape["$ref"].rpartition("/")[2], jsonschema.Draft202012Validator(rest | shape)) for shape in schema["anyOf"]
    )


def faults(name: str, document: Any, closed: bool = True) -> list[str]:
    """Where a document is not as it is described; of several types the one is told that it is nearest to."""
    nearest: list[str] | None = None
    for called, judge in judges(name, closed):
        found = []
        for error in judge.iter_errors(document):
            place = "/".join(map(str, error.absolute_path))
            found.append(f"{called} {place}: {error.message[:300]}")
            if len(found) > MOST and nearest:
                break
        if not found:
            return []
        if nearest is None or len(found) < len(nearest):
            nearest = found
    return nearest or []


def printed_by(words: tuple[str, ...]) -> str:
    """The document that a command line with ``--json`` prints."""
    return "draws" if words[0] == "run" and any(word.startswith("--draws") for word in words) else words[0]


def faults_printed(words: tuple[str, ...], printed: str) -> list[str]:
    """The same of what a command line with ``--json`` has printed: a document, a list of them, or one a line."""
    name = printed_by(words)
    if name == "sweep":
        documents = [json.loads(line) for line in printed.splitlines()]
    else:
        read = json.loads(printed)
        documents = read if isinstance(read, list) else [read]
    return [fault for document in documents for fault in faults(name, document)][:MOST]
