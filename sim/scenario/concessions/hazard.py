"""The chance that stalled talks break down: one number, one number per round, or an expression of the round."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, Any

from pydantic import PlainValidator, TypeAdapter, ValidationInfo, WithJsonSchema
from pydantic_core import PydanticCustomError

from sim.scenario.fields import Probability, chance, fault, names_of
from sim.scenario.grammar import names_in
from sim.scenario.shapes import EXPRESSION

ROUND = "round"
"""What expressions of a hazard call the round, counted from 1, unless a parameter has that name."""

MOST_ROUNDS = 20_000
"""Rounds up to which an expression is evaluated; longer games are not solved."""

_CHANCES = TypeAdapter(list[Probability])


def of_round(value: object, parameters: object) -> bool:
    """Whether a hazard as it is written is an expression of the round, given the names of the parameters."""
    known = parameters if isinstance(parameters, dict) else {}
    return isinstance(value, str) and ROUND in names_in(value) and ROUND not in known


def _hazard(value: Any, info: ValidationInfo) -> Fraction | list[Fraction]:
    rounds = names_of(info).rounds
    by_round = isinstance(value, list) or of_round(value, names_of(info).parameters)
    if by_round and rounds == "infinite":
        remedy = "give 'horizon' a number of rounds, or write one hazard for all of them"
        raise fault("a hazard changes from round to round only in games with a last round", remedy)
    if isinstance(value, list):
        found: list[Fraction] = _CHANCES.validate_python(value, context=info.context)
        if isinstance(rounds, int) and len(found) != rounds:
            several = f"each of the {rounds:,} rounds" if rounds > 1 else "the one round that there is"
            raise fault(
                f"expected a chance for {several}, found {len(found):,}",
                "list as many as there are rounds, or write an expression of 'round'",
            )
        return found
    if not by_round:
        return chance(value, info)
    last = min(rounds, MOST_ROUNDS) if isinstance(rounds, int) else 1
    return [_in(value, t, info) for t in range(1, last + 1)]


def _in(value: str, round_: int, info: ValidationInfo) -> Fraction:
    """The hazard of a round."""
    names = names_of(info)
    try:
        return chance(value, names.with_parameter(ROUND, Fraction(round_)))
    except PydanticCustomError as error:
        context = error.context or {}
        raise fault(f"in round {round_:,}: {context['message']}", context["hint"], context["offset"]) from None


Hazard = Annotated[
    Fraction | list[Fraction],
    PlainValidator(_hazard),
    WithJsonSchema(
        {
            "anyOf": [
                {**EXPRESSION, "minimum": 0, "maximum": 1},
                {"type": "array", "minItems": 1, "items": {**EXPRESSION, "minimum": 0, "maximum": 1}},
            ]
        }
    ),
]
