"""Numbers that may differ from round to round: one, a list with one per round, or an expression of the round."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import PlainValidator, ValidationInfo, WithJsonSchema
from pydantic_core import PydanticCustomError

from sim.scenario.expressions.grammar import names_in
from sim.scenario.fields import chance, fault, names_of, number
from sim.scenario.shapes import EXPRESSION
from sim.scenario.translate import Also

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.scenario.names import Names

ROUND = "round"
"""What expressions call the round, counted from 1, unless a parameter has that name."""

MOST_ROUNDS = 20_000
"""Rounds, most, for which numbers that differ are worked out."""


def _by_round(what: str, read: Callable[[Any, Names], Fraction]) -> Callable[[Any, ValidationInfo], list[Fraction]]:
    def check(value: Any, info: ValidationInfo) -> list[Fraction]:
        names = names_of(info)
        hangs = isinstance(value, str) and ROUND in names_in(value) and ROUND not in names.parameters
        if not isinstance(value, list) and not hangs:
            return [read(value, names)]
        if names.rounds == "infinite":
            raise fault(
                f"{what} changes from round to round only in games with a last round",
                "give 'rounds' a number, or write one number for all of them; what melts by the same share each round "
                "is patience",
            )
        if isinstance(names.rounds, int) and names.rounds > MOST_ROUNDS:
            raise fault(f"{what} is worked out for {MOST_ROUNDS:,} rounds at most", "give 'rounds' a smaller number")
        if isinstance(value, list):
            if isinstance(names.rounds, int) and len(value) != names.rounds:
                raise fault(
                    f"expected a number for each of the {names.rounds:,} rounds, found {len(value):,}",
                    "list as many as there are rounds, or write an expression of 'round'",
                )
            if not value:
                raise fault("expected a number for each round, found an empty list")
            return [_in(read, entry, k + 1, names) for k, entry in enumerate(value)]
        last = names.rounds if isinstance(names.rounds, int) else 1
        return [_in(read, value, t, names.with_parameter(ROUND, Fraction(t))) for t in range(1, last + 1)]

    return check


def _in(read: Callable[[Any, Names], Fraction], value: Any, round_: int, names: Names) -> Fraction:
    try:
        return read(value, names)
    except PydanticCustomError as error:
        context = error.context or {}
        raise fault(f"in round {round_:,}: {context['message']}", context["hint"], context["offset"]) from None


def _surplus(value: Any, names: Names) -> Fraction:
    result = number(value, names)
    if result <= 0:
        raise fault(f"expected a number above 0, found {float(result):g}")
    return result


def _shape(one: dict[str, Any]) -> WithJsonSchema:
    several = {"type": ["number", "string", "array"], "if": {"type": "array"}, "then": {"minItems": 1, "items": one}}
    return WithJsonSchema({**several, "else": one})


SurplusByRound = Annotated[
    list[Fraction],
    Also(Fraction),
    PlainValidator(_by_round("the surplus", _surplus)),
    _shape({**EXPRESSION, "exclusiveMinimum": 0}),
]
"""What there is to share: above 0, for all rounds or for each."""

ChanceByRound = Annotated[
    list[Fraction],
    Also(Fraction),
    PlainValidator(_by_round("the chance of who proposes", chance)),
    _shape({**EXPRESSION, "minimum": 0, "maximum": 1}),
]
"""A probability, for all rounds or for each."""
