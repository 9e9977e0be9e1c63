"""What a good may be worth to a player: a number that both know, or a list or grid of which only the player knows."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import PlainValidator, ValidationInfo, WithJsonSchema

from sim.scenario.fields import chance, describe, fault, names_of, number
from sim.scenario.ranges import spaced
from sim.scenario.shapes import EXPRESSION
from sim.scenario.translate import Also

if TYPE_CHECKING:
    from sim.scenario.names import Names

MOST_VALUES = 1_001
"""Values that may be drawn, most."""

VALUE = "value"
"""What expressions of a weight call the value, unless a parameter has that name."""

EXAMPLE = "as in 0:1:0.01, or a list such as [{value: 3, probability: 0.4}, {value: 1, probability: 0.6}]"


@dataclass(frozen=True)
class Worth:
    """What a good is worth to a player.

    Parameters
    ----------
    lots : tuple of (Fraction, Fraction)
        Values with their chances.
    hidden : bool
        Whether only the player knows which it is.
    """

    lots: tuple[tuple[Fraction, Fraction], ...]
    hidden: bool


def _worth(value: Any, info: ValidationInfo) -> Worth:
    names = names_of(info)
    if isinstance(value, list):
        return Worth(_listed(value, names), True)
    if isinstance(value, dict):
        return Worth(_weighted(value, names), True)
    if isinstance(value, str) and ":" in value:
        drawn = _grid(value, names)
        return Worth(tuple((each, Fraction(1, len(drawn))) for each in drawn), True)
    return Worth(((number(value, names), Fraction(1)),), False)


def _grid(span: Any, names: Names) -> tuple[Fraction, ...]:
    return spaced(span, names, MOST_VALUES, "values")


def _weighted(value: dict[Any, Any], names: Names) -> tuple[tuple[Fraction, Fraction], ...]:
    unknown = [key for key in value if key not in ("range", "weight")]
    if unknown or "range" not in value:
        found = f"'{unknown[0]}'" if unknown else "no 'range'"
        raise fault(f"expected a 'range' and a 'weight', found {found}", "as in {range: 0:1:0.01, weight: 1 - value}")
    drawn = _grid(value["range"], names)
    weight = value.get("weight", "1")
    if not isinstance(weight, str):
        raise fault(f"expected an expression of 'value' for the weight, found {describe(weight)}")
    named = VALUE in names.parameters
    weights = [number(weight, names if named else names.with_parameter(VALUE, each)) for each in drawn]
    for each, got in zip(drawn, weights, strict=True):
        if got < 0:
            raise fault(f"the weight of the value {float(each):g} is {float(got):g}", "weights are 0 or more")
    total = sum(weights, Fraction(0))
    if not total:
        raise fault("all weights are 0", "some value has to be possible")
    return tuple((each, got / total) for each, got in zip(drawn, weights, strict=True))


def _listed(value: list[Any], names: Names) -> tuple[tuple[Fraction, Fraction], ...]:
    if not value or len(value) > MOST_VALUES:
        raise fault(f"expected from 1 to {MOST_VALUES:,} values, found {len(value):,}", EXAMPLE)
    lots = []
    for k, entry in enumerate(value):
        if not isinstance(entry, dict) or set(entry) != {"value", "probability"}:
            raise fault(f"expected a value and its probability in entry {k + 1}, found {describe(entry)}", EXAMPLE)
        lots.append((number(entry["value"], names), chance(entry["probability"], names)))
    total = sum((p for _, p in lots), Fraction(0))
    if total != 1:
        raise fault(f"expected probabilities that add up to 1, found {float(total):g}")
    return tuple(lots)


_LOT = {
    "type": "object",
    "required": ["value", "probability"],
    "additionalProperties": False,
    "properties": {"value": EXPRESSION, "probability": {**EXPRESSION, "minimum": 0, "maximum": 1}},
}
_RANGE = {"type": "string", "pattern": "^[^:]+:[^:]+:[^:]+$"}
_WEIGHTED = {
    "type": "object",
    "required": ["range"],
    "additionalProperties": False,
    "properties": {"range": _RANGE, "weight": {"type": ["string", "number"]}},
}

WorthOfGood = Annotated[
    Worth,
    PlainValidator(_worth),
    Also(Fraction),
    Also(dict[str, Fraction]),
    Also(list[dict[str, Fraction]]),
    WithJsonSchema(
        {
            "anyOf": [
                EXPRESSION,
                _RANGE,
                _WEIGHTED,
                {"type": "array", "minItems": 1, "maxItems": MOST_VALUES, "items": _LOT},
            ]
        }
    ),
]
"""A number; a range as from:to:step, all alike likely or with a weight; or values with their probabilities."""
