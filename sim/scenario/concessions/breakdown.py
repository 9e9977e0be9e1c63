"""What a file says of the end of talks: what it pays, what is kept, and the chance of it after stalled rounds."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, PlainValidator, TypeAdapter, ValidationInfo, WithJsonSchema
from pydantic_core import PydanticCustomError

from sim.scenario.common import Model
from sim.scenario.expressions.grammar import names_in
from sim.scenario.fields import BothPlayers, Probability, Reference, chance, describe, distinct, fault, names_of, one_of
from sim.scenario.shapes import EXPRESSION, REFERENCE

KEEPS = ("irreversible", "nothing", "all")
STALLS = ("without_progress", "without_change")
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
            "type": ["number", "string", "array"],
            "if": {"type": "array"},
            "then": {"minItems": 1, "items": {**EXPRESSION, "minimum": 0, "maximum": 1}},
            "else": {**EXPRESSION, "minimum": 0, "maximum": 1},
        }
    ),
]
"""A probability, a list of them, or an expression of the round."""

Keeps = Annotated[
    str,
    PlainValidator(one_of(KEEPS, "what a breakdown keeps")),
    WithJsonSchema({"type": "string", "enum": list(KEEPS)}),
]
Stalls = Annotated[
    str,
    PlainValidator(one_of(STALLS, "a rule of when talks stall")),
    WithJsonSchema({"type": "string", "enum": list(STALLS)}),
]


def _a_deal(value: Any) -> Any:
    if not isinstance(value, list):
        found = describe(value)
        raise fault(f"expected a list of steps, found {found}", "each interim deal is a list, as in [[us.x, nk.y]]")
    return value


Deal = Annotated[list[Reference], BeforeValidator(_a_deal), AfterValidator(distinct("the step")), Field(min_length=1)]
"""Steps, on either side, at which talks may rest."""


class BreakdownModel(Model):
    """What happens when the talks end without an agreement."""

    payoff: BothPlayers = Field(description="Payoff per round of every round once the talks have ended.")
    hazard: Hazard = Field(
        default_factory=Fraction,
        description="Chance that the talks end after a stalled round: a number, a list with one per round, or an "
        "expression of `round`, which counts from 1.",
    )
    rests: Annotated[
        list[Deal],
        WithJsonSchema(
            {"type": "array", "items": {"type": "array", "minItems": 1, "items": REFERENCE, "uniqueItems": True}}
        ),
    ] = Field(
        default_factory=list,
        description="Interim deals: where just the steps of one of these lists stand, talks may rest without hazard.",
    )
    keeps: Keeps = Field(
        "irreversible",
        description="Steps that stay given up when the talks end, so that their effects are added to the payoff for "
        "ever after: those that nobody can take back, all that stand, or nothing.",
    )
    stalls: Stalls = Field(
        "without_progress",
        description="Which rounds are stalled before the agreement is complete: those in which nobody took a step, or "
        "only those in which nothing changed at all, so that taking back keeps the talks going.",
    )
