"""Numbers on a range, from:to:step: the actions of a player, or its types.

``types: {buyer: {value: 0:1:1/8}}`` stands for nine types, each of another value of a parameter and as likely as each
other one.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from sim.scenario.fields import MAX_TYPE_VALUES, MAX_TYPES, NAME, describe, fault, names_of, number
from sim.scenario.shapes import identifier

if TYPE_CHECKING:
    from pydantic import GetJsonSchemaHandler, ValidationInfo, ValidatorFunctionWrapHandler
    from pydantic_core import CoreSchema

    from sim.scenario.names import Names

RANGE = r"^[^:]+:[^:]+:[^:]+$"
"""What stands behind the name of a number, for readers of the schema."""

NUMBERS = {
    "type": "object",
    "propertyNames": identifier(NAME),
    "additionalProperties": {"type": "string", "pattern": RANGE},
    "minProperties": 1,
    "maxProperties": 1,
}
"""A number with its range, for readers of the schema."""


class RangedTypes(dict[str, Any]):
    """A player's types, each of another value of one parameter.

    Parameters
    ----------
    parameter : str
        The parameter.
    types : dict of str to TypeModel
        The types.
    """

    def __init__(self, parameter: str, types: dict[str, Any]) -> None:
        super().__init__(types)
        self.parameter = parameter


class RangeOrTypes:
    """A validator of a player's types, which stand one by one or as a range of a parameter."""

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> CoreSchema:
        from pydantic_core.core_schema import with_info_wrap_validator_function

        return with_info_wrap_validator_function(_range_or_types, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {"anyOf": [{**handler(schema), "maxProperties": MAX_TYPES}, NUMBERS]}


def written(value: Fraction) -> str:
    """A number as a label: with all its decimals if they end, else as a quotient."""
    rest = value.denominator
    for prime in (2, 5):
        while not rest % prime:
            rest //= prime
    if value.denominator == 1 or rest != 1:
        return str(value)
    places = next(k for k in range(value.denominator.bit_length() + 1) if not 10**k % value.denominator)
    digits = f"{abs(value.numerator) * 10**places // value.denominator:0{places + 1}d}"
    return f"{'-' if value < 0 else ''}{digits[:-places]}.{digits[-places:]}"


def spaced(span: Any, names: Names, most: int, what: str) -> tuple[Fraction, ...]:
    """The numbers of a range.

    Parameters
    ----------
    span : object
        The range, as from:to:step.
    names : Names
        What its parts may name.
    most : int
        Numbers, most.
    what : str
        What the numbers are, for messages.

    Raises
    ------
    PydanticCustomError
        If it is no range, or one that is too long or whose steps do not meet its end.
    """
    parts = span.split(":") if isinstance(span, str) else []
    if len(parts) != 3:
        raise fault(f"expected a range as from:to:step, found {describe(span)}", "as in {demand: 0:100:1}")
    first, last, step = (number(part, names) for part in parts)
    if step <= 0 or last < first:
        raise fault(f"expected a range that goes up, in steps above 0, found {span}")
    count = (last - first) // step + 1
    if count > most:
        raise fault(f"expected at most {most:,} {what}, found {count:,}", "take a larger step")
    if first + (count - 1) * step != last:
        near = written(first + (count - 1) * step)
        raise fault(
            f"steps of {written(step)} from {written(first)} on do not lead to {written(last)}", f"end at {near}"
        )
    return tuple(first + k * step for k in range(count))


def _range_or_types(value: Any, handler: ValidatorFunctionWrapHandler, info: ValidationInfo) -> dict[str, Any]:
    """The types of a player: one by one, or those of a range."""
    if not isinstance(value, dict) or not any(isinstance(entry, str) for entry in value.values()):
        if isinstance(value, dict) and len(value) > MAX_TYPES:
            raise fault(f"expected at most {MAX_TYPES} entries, found {len(value)}")
        return handler(value)  # type: ignore[no-any-return]
    if len(value) != 1:
        message = f"expected one parameter with its range, found {len(value)} entries"
        raise fault(message, "as in {value: 0:1:0.125}, or types with a probability each")
    (name, span), names = *value.items(), names_of(info)
    if name not in names.parameters:
        raise fault(f"'{name}' has to be a parameter", "types on a range have different values of one parameter")
    values = spaced(span, names, MAX_TYPE_VALUES, "types")
    made = {written(v): {"probability": f"1/{len(values)}", "set": {name: str(v)}} for v in values}
    return RangedTypes(name, handler(made))
