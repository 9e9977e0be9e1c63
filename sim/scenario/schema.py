"""The JSON Schema of scenario files, made from the models that validate them.

It says of a file what a JSON Schema can say. Whatever it refuses, loading refuses too; what it lets pass and loading
refuses is of one of the sorts in `BEYOND`. Numbers are those that readers of JSON have, who may round what a file says.
"""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter

from sim import deprecated
from sim.kinds import NAMES
from sim.scenario.fields import AGENTS
from sim.scenario.kind import model_of
from sim.scenario.shapes import EXPRESSION, Shape

if TYPE_CHECKING:
    from collections.abc import Iterator

BEYOND = {
    "names": "that a player, step or parameter that is named is one that the file has",
    "expressions": "what an expression is worth, and whether it can be read",
    "sums": "that chances add up to 1",
    "counts": "that something was counted, where there is such a choice, and no more accepted than offered",
    "rounds": "that what is given by round has a number for each round, and a hazard is a chance in each of them",
    "states": "which states of a conflict over options can be, and that an order of them names each once",
    "tables": "that a table has a row and a column for each action",
    "ranges": "that a value and what is drawn lie between the min and the max of the parameter, and that the numbers "
    "of a draw fit",
    "order": "that prerequisites form no circle, roadmaps climb each ladder from its foot, and the nodes of an "
    "information set look alike",
    "difference": "that labels, names and identifiers of a list differ",
    "types": "that each hidden type makes a file that loads, and changes no rules",
    "size": "that the game is small enough to be worked with",
    "demands": "what goes with demands at the deadline: a last round, a surplus that stays, and few other keys",
    "values": "what goes with a hidden value: that it is the only one, that the other side names the prices and loses "
    "by waiting, and few other keys",
    "waiting": "that waiting costs something where there is no last round",
    "digits": "numbers that differ from a bound by less than readers of JSON tell apart, or have more digits than can "
    "be worked with; and .nan, which JSON does not have",
    "text": "what is no YAML 1.2, as a key that stands twice, a tag, or nesting too deep",
}
"""What a JSON Schema cannot say of a scenario file and loading checks, by a word for each sort."""


def json_schema() -> dict[str, Any]:
    """JSON Schema of scenario files, for editors and other programs (draft 2020-12)."""
    models = {kind: model_of(kind) for kind in NAMES}
    made = TypeAdapter(reduce(or_, models.values())).json_schema()["$defs"]
    definitions = {name: _plain(definition, made) for name, definition in made.items()}
    for model in models.values():
        # A bare number is taken for a parameter's value before the models see it.
        _also(definitions[model.__name__]["properties"]["parameters"], EXPRESSION)
    _also(definitions["ConcessionsModel"]["properties"]["agents"], {"type": "string", "enum": list(AGENTS)})
    for row in deprecated.KEYS:
        found = {id(shape): shape for shape in _at(definitions[models[row.where].__name__], row.path, definitions)}
        for shape in found.values():
            _by_old_name(shape, row)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Detente scenario, format 1",
        "description": "Steps, a matrix game, a tree, offers or packages of two sides, or a conflict of two to eight.",
        "$comment": f"Loading a file also checks: {'; '.join(BEYOND.values())}.",
        "type": "object",
        "properties": {"kind": {"enum": list(NAMES), "description": "The kind of game; by default concessions."}},
        # One kind at a time, so that what is wrong is told of the file's own kind.
        "allOf": [
            {"if": _of_kind(kind, k == 0), "then": {"$ref": f"#/$defs/{model.__name__}"}}
            for k, (kind, model) in enumerate(models.items())
        ],
        "$defs": definitions,
    }


def _of_kind(kind: str, default: bool) -> Shape:
    """A file of a kind; the default kind need not be named."""
    shape: Shape = {"type": "object", "properties": {"kind": {"const": kind}}}
    return shape if default else {**shape, "required": ["kind"]}


def _also(mapping: Shape, plain: Shape) -> None:
    """Let the values of a mapping be plain ones in place of mappings."""
    mapping["additionalProperties"] = {"if": {"type": "object"}, "then": mapping["additionalProperties"], "else": plain}


def _plain(shape: Any, definitions: dict[str, Shape]) -> Any:
    """A schema in which errors are told at their place, and keys that do not fit are errors.

    What may be left empty is no choice of two, and the names of keys are said apart from what stands behind them.
    """
    if isinstance(shape, list):
        return [_plain(item, definitions) for item in shape]
    if not isinstance(shape, dict):
        return shape
    if "patternProperties" in shape:
        ((pattern, values),) = shape["patternProperties"].items()
        names = {**shape.get("propertyNames", {}), "pattern": pattern}
        rest = {key: value for key, value in shape.items() if key != "patternProperties"}
        shape = {**rest, "additionalProperties": values, "propertyNames": names}
    choices = shape.get("anyOf")
    if isinstance(choices, list) and len(choices) == 2 and choices[1] == {"type": "null"}:
        rest = {key: value for key, value in shape.items() if key not in ("anyOf", "default")}
        shape = {**_or_nothing(choices[0], definitions), **rest}
    return {key: _plain(value, definitions) for key, value in shape.items()}


def _or_nothing(shape: Shape, definitions: dict[str, Shape]) -> Shape:
    """A shape, or null."""
    if "$ref" in shape:
        shape = definitions[shape["$ref"].rpartition("/")[2]]
    kinds = shape["type"] if isinstance(shape["type"], list) else [shape["type"]]
    either = {**shape, "type": [*kinds, "null"]}
    return {**either, "enum": [*shape["enum"], None]} if "enum" in shape else either


def _at(shape: Any, path: tuple[str, ...], definitions: dict[str, Shape]) -> Iterator[Shape]:
    """The mappings at a path of files, whichever of several shapes these have on the way."""
    if not isinstance(shape, dict):
        return
    if "$ref" in shape:
        yield from _at(definitions[shape["$ref"].rpartition("/")[2]], path, definitions)
        return
    for word in ("anyOf", "oneOf", "allOf"):
        for one in shape.get(word, ()):
            yield from _at(one, path, definitions)
    for word in ("then", "else"):
        yield from _at(shape.get(word), path, definitions)
    if not path:
        if "properties" in shape:
            yield shape
        return
    inner = shape.get("properties", {}).get(path[0])
    if path[0] == "*":
        yield from _at(shape.get("items"), path[1:], definitions)
        inner = shape.get("additionalProperties")
    yield from _at(inner, path[1:], definitions)


def _by_old_name(shape: Shape, row: deprecated.Renamed) -> None:
    """Let a key of a mapping have its old name as well, not both."""
    new = shape["properties"].get(row.new)
    if new is None:
        return
    about = f"Is called '{row.new}' since version {row.since}."
    shape["properties"][row.old] = {**new, "description": about, "deprecated": True}
    rules: list[Shape] = [{"not": {"required": [row.old, row.new]}}]
    if row.new in shape.get("required", ()):
        shape["required"] = [key for key in shape["required"] if key != row.new]
        rules.append({"anyOf": [{"required": [row.new]}, {"required": [row.old]}]})
    shape["allOf"] = [*shape.get("allOf", ()), *rules]
