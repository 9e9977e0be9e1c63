"""What pydantic finds wrong, in plain words, and what the format knows at a place of a file."""

from __future__ import annotations

import types
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel

from sim.scenario.options.points import PointsText

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sim.scenario.source import Path as KeyPath


@dataclass(frozen=True)
class Also:
    """What may stand in the place of a field's type, for fields whose validator takes either.

    Parameters
    ----------
    kind : type
        The other type.
    """

    kind: Any


def keys_at(model: type[BaseModel], path: KeyPath) -> list[str]:
    """Keys that the format knows at a path."""
    return list(dict.fromkeys(key for found in _models_at(model, path) for key in found.model_fields))


def about(model: type[BaseModel], path: KeyPath) -> str:
    """What the format says about the key at a path; empty if it does not know it."""
    for found in _models_at(model, path[:-1]):
        field = found.model_fields.get(str(path[-1]))
        if field and field.description:
            return field.description
    return ""


def expected(kind: str, context: Mapping[str, Any]) -> str:
    """What a pydantic error type stands for."""
    words = {
        "dict_type": "a mapping",
        "model_type": "a mapping",
        "model_attributes_type": "a mapping",
        "list_type": "a list",
        "string_type": "text",
        "literal_error": f"{context.get('expected', 'another value')}",
        "too_short": f"at least {_entries(context.get('min_length', 1))}",
        "too_long": f"at most {_entries(context.get('max_length', 1))}",
    }
    return words.get(kind, "another value")


def _entries(count: int) -> str:
    return f"{count} {'entry' if count == 1 else 'entries'}"


def _models_at(model: type[BaseModel], path: KeyPath) -> list[type[BaseModel]]:
    """Models whose keys may stand at a path, which goes through keys, labels and positions in lists."""
    reached: list[Any] = [model]
    for part in path:
        reached = [inner for kind in reached for inner in _inside(kind, part)]
    return [kind for kind in reached if isinstance(kind, type) and issubclass(kind, BaseModel)]


def _inside(kind: Any, part: str | int) -> Iterator[Any]:
    """Types of what a key, a label or a position of a type leads to."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        if part in kind.model_fields:
            field = kind.model_fields[str(part)]
            yield from _choices(field.annotation)
            for other in field.metadata:
                if isinstance(other, Also):
                    yield from _choices(other.kind)
        elif isinstance(part, int):  # a mapping that may be shortened to a list, as the points of an option may
            for field in kind.model_fields.values():
                yield from (inner for one in _choices(field.annotation) for inner in _inside(one, part))
    elif get_origin(kind) is dict:
        yield from _choices(get_args(kind)[1])
    elif get_origin(kind) is list and isinstance(part, int):
        yield from _choices(get_args(kind)[0])


def _choices(annotation: Any) -> Iterator[Any]:
    """Types that an annotation allows, each without its decoration."""
    origin = get_origin(annotation)
    if origin is Annotated:
        yield from _choices(get_args(annotation)[0])
        for other in annotation.__metadata__:
            if isinstance(other, Also):
                yield from _choices(other.kind)
    elif origin in (Union, types.UnionType):
        for choice in get_args(annotation):
            yield from _choices(choice)
    else:
        yield annotation


def holds_numbers(model: type[BaseModel], path: KeyPath) -> bool:
    """Whether what the format has at a path is a number, or true or false, and so may be an expression."""
    reached: list[Any] = [model]
    for part in path:
        reached = [inner for kind in reached for inner in _inside(kind, part)]
    # A mapping that may be shortened to one of its values, as a parameter may, stands for this value.
    return any(kind in (Fraction, int, bool, PointsText) or _shortens(kind) for kind in reached)


def _shortens(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel) and "value" in kind.model_fields
