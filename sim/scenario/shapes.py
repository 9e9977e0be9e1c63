"""Pieces of the JSON Schema of scenario files: what the values of the format look like to readers of JSON."""

from __future__ import annotations

from typing import Any

from sim.scenario.expressions.exact import MAX_LENGTH
from sim.scenario.expressions.grammar import MINUS

Shape = dict[str, Any]

TINY: Shape = {"exclusiveMinimum": -1e-100, "exclusiveMaximum": 1e-100, "type": "number", "not": {"const": 0}}
"""What is so near 0 that it is neither 0 nor another number of the format."""

_SIGNS = r"A-Za-z0-9_.+\-*/()<>=!,%\s" + MINUS
EXPRESSION: Shape = {
    "type": ["number", "string"],
    "description": "a number, or an expression over the parameters",
    "minimum": -1e100,
    "maximum": 1e100,
    "pattern": rf"^\s*[A-Za-z0-9_.(+\-{MINUS}][{_SIGNS}]*$",
    "maxLength": MAX_LENGTH,
    "not": TINY,
}
"""A number or an expression, of which a schema sees no more than the signs that it is made of."""

WHOLE: Shape = {**EXPRESSION, "type": ["integer", "string"], "minimum": 1}
TEXT: Shape = {"type": ["string", "number"], "pattern": r"\S"}
TRUTH: Shape = {
    "type": ["boolean", "number", "string"],
    **{key: EXPRESSION[key] for key in ("minimum", "maximum", "pattern", "maxLength")},
    "not": {"anyOf": [TINY, {"enum": ["yes", "no", "on", "off"]}]},
}
REFERENCE: Shape = {"type": "string", "pattern": r"^[^.]+\.[^.]+$"}
EMPTY: Shape = {"type": "null"}


def identifier(pattern: str) -> Shape:
    """A word of a pattern; in some programs ``$`` also matches before a line end."""
    return {"type": "string", "pattern": pattern, "not": {"pattern": r"\n"}}


def has(key: str) -> Shape:
    """A mapping in which something stands behind a key."""
    return {"required": [key], "properties": {key: {"not": EMPTY}}}


def holds(**properties: Any) -> Shape:
    """A mapping in which keys have these values."""
    return {"required": list(properties), "properties": {key: {"const": value} for key, value in properties.items()}}


def requires(condition: Shape, then: Shape) -> Shape:
    """What follows from a condition."""
    return {"if": condition, "then": then}


def excludes(key: str, other: Shape) -> Shape:
    """A key behind which nothing may stand if something else is so."""
    return requires(other, {"properties": {key: EMPTY}})


def filled(key: str) -> Shape:
    """A mapping in which a key has a mapping that is not empty."""
    return {"required": [key], "properties": {key: {"type": "object", "minProperties": 1}}}
