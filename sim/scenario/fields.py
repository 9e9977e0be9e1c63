"""The values that scenario files are made of, checked and evaluated while a file is validated.

The `Names` of the file come in as pydantic's validation context.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    Field,
    PlainValidator,
    ValidationInfo,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from sim.deadline import check_time
from sim.errors import nearest
from sim.exact.chances import is_chance
from sim.scenario.expressions.exact import evaluate
from sim.scenario.expressions.grammar import FUNCTIONS, ExpressionError
from sim.scenario.names import Names
from sim.scenario.shapes import EXPRESSION, REFERENCE, TEXT, TRUTH, WHOLE, identifier
from sim.scenario.source import NumberText

ACTIONS = ("concede", "hold_out", "walk_away", "renege")
MOVES = ("simultaneous", "alternating", "sequential")
PUNISHMENTS = ("snapback", "breakdown")
AGENTS: dict[str, tuple[str, ...]] = {
    "equilibrium": ("select",),
    "quantal_response": ("precision",),
    "hold_out": (),
    "conceder": (),
    "tit_for_tat": (),
    "grit": ("waits",),
    "grim": (),
    "hard_liner": (),
    "salami_slicer": ("waits",),
    "impatient_walker": ("waits",),
}
"""The built-in agents, and the options that each has."""
FAKING_AGENTS = ("salami_slicer",)
"""Those of them that fake steps where they can."""
MAX_HORIZON = 1_000_000
MAX_ACTIONS, MAX_WORKED = 1000, 100
"""Actions of a player, most, and in games that are repeated or have hidden types."""
MAX_SLICES = 10_000
MAX_STEPS = 1_000
MAX_TYPES, MAX_TYPE_VALUES = 8, 25
"""Types of a player, most, that stand one by one, and on a range."""
LARGEST, SMALLEST = 10**100, Fraction(1, 10**100)
ID = r"^[A-Za-z_][A-Za-z0-9_-]*$"
"""What identifiers are: words that YAML takes for no number, without a dot, which references have."""
NAME = r"^[A-Za-z_][A-Za-z0-9_]*$"


def fault(message: str, hint: str | Callable[[], str] = "", offset: int = 0) -> PydanticCustomError:
    """Error of a value, with what to do about it, or how to find that out, and how far into the text it stands."""
    return PydanticCustomError("fault", "{message}", {"message": message, "hint": hint, "offset": offset})


def no_identifier(text: str) -> tuple[str, str]:
    """What to say of a text that stands where an identifier belongs, as (message, hint)."""
    allowed = "letters from a to z, digits, _ and -, the first of them a letter or _"
    why = "other places refer to it, a step as player.step, so it is one plain word; what people read goes into 'name'"
    return f"expected an identifier of {allowed}, found '{text}'", why


def describe(value: Any) -> str:
    """Say what was found, the way the file has it."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    return str(value) if isinstance(value, NumberText) else f"'{value}'"


def names_of(info: ValidationInfo) -> Names:
    """The names of the file that is validated."""
    return info.context if isinstance(info.context, Names) else Names((), {}, ())


def number(value: Any, names: Names) -> Fraction:
    """Value of a number or expression.

    Raises
    ------
    PydanticCustomError
        If it is neither, or has no finite value.
    """
    check_time()
    if not isinstance(value, str) or not value.strip():
        raise fault(f"expected a number or an expression, found {describe(value)}")
    try:
        result = evaluate(value, names.parameters)
    except ExpressionError as error:
        raise fault(error.message, error.hint, error.offset) from None
    if abs(result) > LARGEST:
        raise fault("expected a number between -1e100 and 1e100, found a larger one", "choose another unit")
    if 0 < abs(result) < SMALLEST:
        raise fault(
            f"expected 0, or a number that is 1e-100 or more away from it, found {value}", "choose another unit"
        )
    return result


def _number(value: Any, info: ValidationInfo) -> Fraction:
    return number(value, names_of(info))


def _from_0_on(what: str) -> Callable[[Any, ValidationInfo], Fraction]:
    def check(value: Any, info: ValidationInfo) -> Fraction:
        result = _number(value, info)
        if result < 0:
            raise fault(f"expected {what}, found {_shown(value, result)}")
        return result

    return check


def _shown(value: Any, result: Fraction) -> str:
    plain = isinstance(value, NumberText)
    return str(value) if plain else f"{float(result):g} (from '{value}')"


def chance(value: Any, info: ValidationInfo | Names) -> Fraction:
    """Value of a probability.

    Raises
    ------
    PydanticCustomError
        If it is none.
    """
    result = number(value, info if isinstance(info, Names) else names_of(info))
    if not 0 <= result <= 1:
        raise fault(f"expected a probability from 0 to 1, found {_shown(value, result)}")
    return _apart(value, result)


def _probability(value: Any, info: ValidationInfo) -> Fraction:
    return chance(value, info)


def _patience(value: Any, info: ValidationInfo) -> Fraction:
    result = number(value, names_of(info))
    if not 0 <= result < 1:
        raise fault(f"expected a discount factor from 0 up to but not including 1, found {_shown(value, result)}")
    return _apart(value, result)


def _apart(value: Any, result: Fraction) -> Fraction:
    """A chance that can be computed with, which one that is next to 0 or 1 cannot."""
    if not is_chance(result):
        raise fault(f"expected a number that is 1e-100 or more away from 1, or is it, found {value}")
    return result


def _rounds(value: Any, info: ValidationInfo) -> int | None:
    return rounds(value, names_of(info))


def rounds(value: Any, names: Names) -> int | None:
    """Number of rounds; None if there is no last one.

    Raises
    ------
    PydanticCustomError
        If it is neither.
    """
    if value == "infinite":
        return None
    try:
        result = number(_ungrouped(value), names)
    except PydanticCustomError as error:
        context = error.context or {}
        near = nearest(str(value), ("infinite",)) if isinstance(value, str) else ""
        raise fault(
            f"expected infinite or a whole number of rounds: {context['message']}",
            near or context["hint"],  # which may be how to find it out
            context["offset"],
        ) from None
    if result.denominator != 1 or not 1 <= result <= MAX_HORIZON:
        raise fault(
            f"expected infinite or a whole number of rounds from 1 to {MAX_HORIZON:,}, found {_shown(value, result)}"
        )
    return int(result)


def _ungrouped(value: Any) -> Any:
    """A whole number as it is printed, such as 1,000, without the signs between its thousands."""
    grouped = isinstance(value, str) and re.fullmatch(r"[0-9]{1,3}(,[0-9]{3})+", value.strip())
    return value.replace(",", "") if grouped else value


def _positive(value: Any, info: ValidationInfo) -> Fraction:
    result = number(value, names_of(info))
    if result <= 0:
        raise fault(f"expected a number above 0, found {_shown(value, result)}")
    return result


def _slices(value: Any, info: ValidationInfo) -> int:
    result = number(_ungrouped(value), names_of(info))
    if result.denominator != 1 or not 1 <= result <= MAX_SLICES:
        raise fault(f"expected a whole number of slices from 1 to {MAX_SLICES:,}, found {_shown(value, result)}")
    return int(result)


def _truth(value: Any, info: ValidationInfo) -> bool:
    if isinstance(value, bool):
        return value
    if not isinstance(value, str) or value in ("yes", "no", "on", "off"):
        raise fault(
            f"expected true or false, found {describe(value)}",
            "in YAML 1.2 only true and false are truth values",
        )
    return number(value, names_of(info)) != 0


def _count(value: Any, info: ValidationInfo) -> int:
    result = number(_ungrouped(value), names_of(info))
    if result.denominator != 1 or not 1 <= result <= MAX_HORIZON:
        raise fault(f"expected a whole number from 1 to {MAX_HORIZON:,}, found {_shown(value, result)}")
    return int(result)


def _selection(value: Any, info: ValidationInfo) -> str:
    players = names_of(info).players
    known = ("payoff-dominant", "risk-dominant", "welfare", *(f"first-best:{player}" for player in players))
    return one_of(known, "a selection rule")(value)


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise fault(f"expected text, found {describe(value)}")
    return str(value)


def _member(value: Any, info: ValidationInfo) -> str:
    players = names_of(info).players
    # Without two players there is nothing to compare with, and that is reported where they are missing.
    if len(players) == 2 and value not in players:
        raise fault(f"there is no player {describe(value)}", lambda: nearest(str(value), players))
    return str(value)


def one_of(known: tuple[str, ...], what: str) -> Callable[[Any], str]:
    """Refuse what is none of some words."""

    def check(value: Any) -> str:
        if value not in known or not isinstance(value, str):
            raise fault(f"expected {what}, found {describe(value)}", nearest(str(value), known))
        return value

    return check


def _reference(value: Any, info: ValidationInfo) -> str:
    names = names_of(info)
    if not isinstance(value, str) or "." not in value:
        raise fault(
            f"expected a step as player.step, found {describe(value)}",
            lambda: nearest(str(value), names.steps),
        )
    if value not in names.steps and names.steps:
        raise fault(f"there is no step '{value}'", lambda: nearest(value, names.steps))
    return value


def _format(value: Any) -> int:
    # A number may be written in many ways, and to a JSON Schema they are the same.
    if not (value == "1" or (isinstance(value, NumberText) and _is_one(value))):
        raise fault(f"expected format 1, the one this version reads, found {describe(value)}")
    return 1


def _is_one(text: NumberText) -> bool:
    try:
        return evaluate(text, {}) == 1
    except ExpressionError:
        return False


def _both(value: dict[str, Fraction], info: ValidationInfo) -> dict[str, Fraction]:
    players = names_of(info).players
    for player in players if len(players) == 2 else ():
        if player not in value:
            raise fault(
                f"expected a number for each player, found none for '{player}'",
                f"add '{player}: 0' or what it gets",
            )
    return value


def many(count: int) -> str:
    """A count of numbers in words."""
    return f"{count} number" if count == 1 else f"{count} numbers"


def two(value: dict[str, Any]) -> dict[str, Any]:
    """Refuse any number of players but two."""
    if len(value) != 2:
        raise fault(f"expected exactly two players, found {len(value)}")
    return value


def distinct(what: str) -> Callable[[list[str]], list[str]]:
    """Refuse a list in which something stands twice."""

    def check(value: list[str]) -> list[str]:
        met: set[str] = set()
        for item in value:
            if item in met:
                raise fault(f"{what} '{item}' stands twice", "remove one of them")
            met.add(item)
        return value

    return check


MEMBER = identifier(ID)

Number = Annotated[Fraction, PlainValidator(_number), WithJsonSchema(EXPRESSION)]
Probability = Annotated[
    Fraction,
    PlainValidator(_probability),
    WithJsonSchema({**EXPRESSION, "minimum": 0, "maximum": 1}),
]
Cost = Annotated[
    Fraction,
    PlainValidator(_from_0_on("a cost, which is 0 or more")),
    WithJsonSchema({**EXPRESSION, "minimum": 0}),
]
Patience = Annotated[
    Fraction,
    PlainValidator(_patience),
    WithJsonSchema({**EXPRESSION, "minimum": 0, "exclusiveMaximum": 1}),
]
Positive = Annotated[Fraction, PlainValidator(_positive), WithJsonSchema({**EXPRESSION, "exclusiveMinimum": 0})]
Slices = Annotated[int, PlainValidator(_slices), WithJsonSchema({**WHOLE, "maximum": MAX_SLICES})]
Rounds = Annotated[
    int | None,
    PlainValidator(_rounds),
    WithJsonSchema({**WHOLE, "maximum": MAX_HORIZON, "examples": ["infinite"]}),
]
Truth = Annotated[bool, PlainValidator(_truth), WithJsonSchema(TRUTH)]
Text = Annotated[str, PlainValidator(_text), WithJsonSchema(TEXT)]
Id = Annotated[str, PlainValidator(_text), WithJsonSchema(identifier(ID))]
"""Any text while a file is validated, so that what refers to it is understood; `no_identifier` is told afterwards."""
Action = Annotated[
    str,
    PlainValidator(one_of(ACTIONS, "an action")),
    WithJsonSchema({"type": "string", "enum": list(ACTIONS)}),
]
Order = Annotated[
    str,
    PlainValidator(one_of(MOVES, "an order of moves")),
    WithJsonSchema({"type": "string", "enum": list(MOVES)}),
]
Member = Annotated[str, PlainValidator(_member), WithJsonSchema(MEMBER)]
Punishment = Annotated[
    str,
    PlainValidator(one_of(PUNISHMENTS, "a punishment")),
    WithJsonSchema({"type": "string", "enum": list(PUNISHMENTS)}),
]
PlayerId = Annotated[str, WithJsonSchema(MEMBER)]
ParameterName = Annotated[
    str, WithJsonSchema({**identifier(NAME), "not": {"anyOf": [{"pattern": r"\n"}, {"enum": list(FUNCTIONS)}]}})
]
AgentName = Annotated[
    str,
    PlainValidator(one_of(tuple(AGENTS), "an agent")),
    WithJsonSchema({"type": "string", "enum": list(AGENTS)}),
]
Selection = Annotated[
    str,
    PlainValidator(_selection),
    WithJsonSchema(identifier(rf"^(payoff-dominant|risk-dominant|welfare|first-best:{ID[1:-1]})$")),
]
Count = Annotated[int, PlainValidator(_count), WithJsonSchema({**WHOLE, "maximum": MAX_HORIZON})]
NotNegative = Annotated[
    Fraction,
    PlainValidator(_from_0_on("a number from 0 on")),
    WithJsonSchema({**EXPRESSION, "minimum": 0}),
]
Reference = Annotated[str, PlainValidator(_reference), WithJsonSchema(REFERENCE)]
Format = Annotated[int, PlainValidator(_format), WithJsonSchema({"enum": [1, "1"]})]
PerPlayer = Annotated[dict[Member, Number], Field(json_schema_extra={"maxProperties": 2})]
BothPlayers = Annotated[
    dict[Member, Number], AfterValidator(_both), Field(json_schema_extra={"minProperties": 2, "maxProperties": 2})
]
