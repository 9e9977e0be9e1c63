"""From types of documents to JSON Schema (draft 2020-12).

Taken are what JSON has: ``str``, ``int``, ``float``, ``bool``, ``None``, lists, mappings from ``str``, words that are
listed (``Literal``), unions of these, and classes of `typing.TypedDict`. ``Annotated`` says what something means.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import NoneType, UnionType
from typing import Any, Literal, NotRequired, TypeVar, Union, get_args, get_origin, get_type_hints, is_typeddict

DRAFT = "https://json-schema.org/draft/2020-12/schema"

Shape = dict[str, Any]
C = TypeVar("C", bound=type)

LATER = object()
"""Marks a key that came when documents without it had been written already; `Annotated` takes it."""


@dataclass(frozen=True)
class Old:
    """Marks a key that is called otherwise now and is written beside the new one; `Annotated` takes it.

    Parameters
    ----------
    new : str
        What it is called.
    since, until : str
        The version that calls it so, and the one that writes the old name no more.
    """

    new: str
    since: str
    until: str

    @property
    def told(self) -> str:
        """That it is called otherwise, in a sentence."""
        return f"Is called '{self.new}' since version {self.since}; version {self.until} will not write it."


_PLAIN = {str: "string", int: "integer", float: "number", bool: "boolean", NoneType: "null"}
_OTHERS = "_other_keys"


class others:  # noqa: N801 - a decorator
    """Says that a class has keys of its users' own choice besides, such as players, and what stands behind them."""

    def __init__(self, values: Any) -> None:
        self.values = values

    def __call__(self, described: C) -> C:
        """Note it at the class."""
        setattr(described, _OTHERS, self.values)
        return described


def schema_of(document: Any, title: str, about: str, closed: bool = False) -> Shape:
    """The JSON Schema of a document.

    Parameters
    ----------
    document : type
        What it is.
    title, about : str
        What the schema says of it.
    closed : bool
        Whether it is to be just what this version writes, to which tests hold it: keys that are not described are
        errors, and keys that came later may not be missing. Else documents of earlier and later versions fit as well.
    """
    writer = _Writer(closed)
    shape = writer.shape(document)
    if "$ref" in shape:
        shape = writer.definitions.pop(shape["$ref"].rpartition("/")[2])
    head = {"$schema": DRAFT, "title": title, "description": about}
    return head | {k: v for k, v in shape.items() if k != "description"} | {"$defs": writer.definitions}


class _Writer:
    def __init__(self, closed: bool) -> None:
        self.closed = closed
        self.definitions: dict[str, Shape] = {}
        self.classes: dict[str, Any] = {}

    def shape(self, kind: Any) -> Shape:
        """The schema of a type; classes are defined once and referred to."""
        if kind is Any:
            return {}
        if kind in _PLAIN:
            return {"type": _PLAIN[kind]}
        if is_typeddict(kind):
            return self._refer(kind)
        origin, parts = get_origin(kind), get_args(kind)
        if hasattr(kind, "__metadata__"):
            words = [note for note in kind.__metadata__ if isinstance(note, str)]
            old = [note for note in kind.__metadata__ if isinstance(note, Old)]
            shape = self.shape(parts[0]) | ({"description": words[0]} if words else {})
            return shape | ({"description": old[0].told, "deprecated": True} if old else {})
        if origin is Literal:
            return _words(parts)
        if origin is list:
            return {"type": "array", "items": self.shape(parts[0])}
        if origin is dict:
            return {"type": "object", "additionalProperties": self.shape(parts[1])}
        if origin in (Union, UnionType):
            return _either([self.shape(part) for part in parts])
        raise TypeError(f"no document has a {kind!r}")

    def _refer(self, kind: Any) -> Shape:
        name = kind.__name__
        if self.classes.setdefault(name, kind) is not kind:
            raise TypeError(f"two classes of documents are called {name}")
        if name not in self.definitions:
            self.definitions[name] = {}  # it may refer to itself
            self.definitions[name] = self._mapping(kind)
        return {"$ref": f"#/$defs/{name}"}

    def _mapping(self, kind: Any) -> Shape:
        hints = get_type_hints(kind, include_extras=True)
        values = getattr(kind, _OTHERS, None)
        shape: Shape = {"type": "object"}
        if kind.__doc__:
            shape["description"] = " ".join(kind.__doc__.split())
        shape["properties"] = {key: self.shape(_bare(hint)) for key, hint in hints.items()}
        shape["required"] = [key for key, hint in hints.items() if self._is_required(hint)]
        if values is not None:
            shape["additionalProperties"] = self.shape(values)
        elif self.closed:
            shape["additionalProperties"] = False
        return shape

    def _is_required(self, hint: Any) -> bool:
        later = LATER in getattr(hint, "__metadata__", ())
        return get_origin(hint) is not NotRequired and (self.closed or not later)


def _bare(hint: Any) -> Any:
    """A type without the mark that its key may be left out; classes do not see it where annotations are texts."""
    return get_args(hint)[0] if get_origin(hint) is NotRequired else hint


def _words(words: tuple[Any, ...]) -> Shape:
    kinds = list(dict.fromkeys(_PLAIN[type(word)] for word in words))
    return {"type": kinds[0] if len(kinds) == 1 else kinds, "enum": list(words)}


def _either(shapes: list[Shape]) -> Shape:
    """One of several; plain types stand in one list."""
    plain = [shape["type"] for shape in shapes if shape.keys() == {"type"}]
    rest = [shape for shape in shapes if shape.keys() != {"type"}]
    if len(rest) == 1 and plain == ["null"] and "enum" in rest[0]:
        kinds = rest[0]["type"] if isinstance(rest[0]["type"], list) else [rest[0]["type"]]
        return {**rest[0], "type": [*kinds, "null"], "enum": [*rest[0]["enum"], None]}
    if not rest:
        return {"type": plain}
    if len(rest) == 1 and plain == ["null"] and isinstance(rest[0].get("type"), str):
        return {**rest[0], "type": [rest[0]["type"], "null"]}
    return {"anyOf": [*rest, *([{"type": plain if len(plain) > 1 else plain[0]}] if plain else [])]}
