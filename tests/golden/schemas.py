"""What a schema of a document no longer promises of an older one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from sim.show.documents.table import DOCUMENTS

FILE = Path(__file__).resolve().parent / "schemas.json"

Shape = dict[str, Any]


def promised() -> dict[str, Shape]:
    """The schemas that are kept, by document."""
    kept = json.loads(FILE.read_text(encoding="utf-8"))
    return {name: {**shape, "$defs": kept["$defs"]} for name, shape in kept["documents"].items()}


def present() -> Shape:
    """All schemas as they are now, with what they refer to in one place."""
    documents: dict[str, Shape] = {}
    definitions: dict[str, Shape] = {}
    for name, document in DOCUMENTS.items():
        schema = document.schema(name)
        for called, shape in schema.pop("$defs").items():
            if definitions.setdefault(called, shape) != shape:
                raise ValueError(f"two things are called {called}")
        documents[name] = schema
    return {"documents": documents, "$defs": definitions}


def broken(golden: Shape, now: Shape) -> list[str]:
    """What has been promised by one schema and is not by another; what is added is none.

    Whoever reads a document relies on keys that are there, on the kinds of values behind them, and on words. Keys and
    words may be added, a key that may be left out may come to be always there, and a number may be whole.
    """
    return _Pair(golden, now).compare(_bare(golden), _bare(now), "")


def _bare(shape: Shape) -> Shape:
    return {key: value for key, value in shape.items() if not key.startswith("$") or key == "$ref"}


class _Pair:
    def __init__(self, golden: Shape, now: Shape) -> None:
        self.golden, self.now = golden.get("$defs", {}), now.get("$defs", {})
        self.seen: set[tuple[str, str]] = set()

    def compare(self, golden: Shape, now: Shape, place: str) -> list[str]:
        """What is broken at a place."""
        names = golden.get("$ref", ""), now.get("$ref", "")
        if all(names):
            if names in self.seen:
                return []
            self.seen.add(names)
        golden, now = _followed(golden, self.golden), _followed(now, self.now)
        if not golden or not _kinds(golden, self.golden):
            return []  # nothing was promised
        more = _kinds(now, self.now) - _kinds(golden, self.golden)
        if "number" in _kinds(golden, self.golden):
            more -= {"integer"}
        if more or not _kinds(now, self.now):
            return [f"{place or '.'}: may now be {', '.join(sorted(more)) or 'anything'}"]
        found = [f"{place}: the word {w!r} is gone" for w in golden.get("enum", ()) if w not in now.get("enum", [w])]
        found += self._mapping(golden, now, place)
        if "items" in golden:
            found += self.compare(golden["items"], now.get("items", {}), f"{place}[]")
        return found + self._variants(golden, now, place)

    def _mapping(self, golden: Shape, now: Shape, place: str) -> list[str]:
        there = now.get("properties", {})
        found = [f"{place}.{key}: is gone" for key in golden.get("properties", {}) if key not in there]
        kept = [key for key in golden.get("required", ()) if key in there]
        found += [f"{place}.{key}: may now be left out" for key in kept if key not in now.get("required", ())]
        for key, shape in golden.get("properties", {}).items():
            if key in there:
                found += self.compare(shape, there[key], f"{place}.{key}")
        values = golden.get("additionalProperties")
        if isinstance(values, dict):
            others = now.get("additionalProperties", {})
            found += self.compare(values, others if isinstance(others, dict) else {}, f"{place}.*")
        return found

    def _variants(self, golden: Shape, now: Shape, place: str) -> list[str]:
        """Types of which one fits, by their names; one that is not among several any more stands alone."""
        old, new = _named(golden), _named(now)
        found = [f"{place or '.'}: is no {name.rpartition('/')[2]} any more" for name in old if name not in new]
        for name in old:
            if name in new:
                found += self.compare({"$ref": name}, {"$ref": name}, place)
        return found


def _followed(shape: Shape, definitions: Shape) -> Shape:
    return definitions[shape["$ref"].rpartition("/")[2]] if "$ref" in shape else shape


def _named(shape: Shape) -> list[str]:
    return [variant["$ref"] for variant in shape.get("anyOf", ()) if "$ref" in variant]


def _kinds(shape: Shape, definitions: Shape) -> set[str]:
    """Kinds of values that a shape lets be; none where it says nothing."""
    if "$ref" in shape:
        return _kinds(_followed(shape, definitions), definitions)
    if "anyOf" in shape:
        return set().union(*(_kinds(variant, definitions) for variant in shape["anyOf"]))
    told = shape.get("type", [])
    return set(told) if isinstance(told, list) else {told}
