"""The model that validates files of conflicts over options."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field, PlainValidator, ValidationInfo, WithJsonSchema

from sim.deadline import check_time
from sim.errors import nearest
from sim.scenario.common import FileModel, Model
from sim.scenario.expressions.grammar import ExpressionError
from sim.scenario.fields import Id, PlayerId, Text, Truth, describe, distinct, fault, names_of
from sim.scenario.options.points import PointsText
from sim.scenario.options.statements import MAX_LENGTH, Statement, option_named, parse_statement
from sim.scenario.shapes import EXPRESSION, Shape

FEWEST_PARTIES, MOST_PARTIES = 2, 8
MOST_OPTIONS = 20
MOST_STATEMENTS = 200

OPTION: Shape = {"type": "string", "pattern": r"^[^.]+(\.[^.]+)?$"}
STATEMENT: Shape = {"type": ["string", "boolean"], "pattern": r"\S", "maxLength": MAX_LENGTH}


def _statement(value: Any, info: ValidationInfo) -> Statement:
    check_time()
    if isinstance(value, bool):
        return Statement("true" if value else "false")
    if not isinstance(value, str) or not value.strip():
        raise fault(f"expected a statement about options, found {describe(value)}", "such as 'us.relief -> !nk.test'")
    try:
        return parse_statement(value, names_of(info).options)
    except ExpressionError as error:
        raise fault(error.message, error.hint, error.offset) from None


def _taken(value: Any, info: ValidationInfo) -> str:
    known = names_of(info).options
    if not isinstance(value, str):
        raise fault(
            f"expected an option as party.option, found {describe(value)}", lambda: nearest(str(value), tuple(known))
        )
    try:
        return option_named(value, known)
    except ExpressionError as error:
        raise fault(error.message, error.hint) from None


def _points(value: Any, info: ValidationInfo) -> PointsText:
    # What it is worth is found out for each state, once it is known which there are.
    if not isinstance(value, str) or not value.strip():
        raise fault(
            f"expected an expression in the options, found {describe(value)}", "such as '2 * us.relief - nk.test'"
        )
    return PointsText(value, names_of(info).parameters)


def _as_mapping(value: Any) -> Any:
    if not isinstance(value, list | dict):
        hint = f"write ['{value}']" if isinstance(value, str) else ""
        raise fault(f"expected a list of statements, or a mapping with order or points, found {describe(value)}", hint)
    return {"statements": value} if isinstance(value, list) else value


def _options(value: Any) -> Any:
    if isinstance(value, list):
        plain = all(isinstance(option, str) for option in value)
        hint = f"write {{{', '.join(f'{option}: {{}}' for option in value)}}}" if plain else ""
        raise fault("expected a mapping, found a list", hint)
    return value


def _option(value: Any) -> Any:
    if isinstance(value, str):
        raise fault(f"expected a mapping, found {describe(value)}", f"write {{name: {value}}}")
    return value


def _state(value: Any) -> Any:
    if not isinstance(value, list):
        raise fault(
            f"expected a state, as a list of the options taken, found {describe(value)}",
            "each place of the order is a list of such lists, as in [[us.relief, nk.freeze]]",
        )
    return value


def _parties(value: dict[str, Any]) -> dict[str, Any]:
    if not FEWEST_PARTIES <= len(value) <= MOST_PARTIES:
        raise fault(f"expected two to eight players, found {len(value)}")
    return value


Stated = Annotated[Statement, PlainValidator(_statement), WithJsonSchema(STATEMENT)]
Taken = Annotated[str, PlainValidator(_taken), WithJsonSchema(OPTION)]
TakenList = Annotated[list[Taken], AfterValidator(distinct("the option"))]
Points = Annotated[PointsText, PlainValidator(_points), WithJsonSchema(EXPRESSION)]


class OptionModel(Model):
    """Something that a party does or does not do."""

    name: Text | None = Field(None, description="What people read; by default the identifier.")
    irreversible: Truth = Field(
        False, validate_default=False, description="Whether it cannot be dropped once it is taken."
    )
    lapses: Truth = Field(
        False, validate_default=False, description="Whether it cannot be taken, or not again, once it is not taken."
    )


class PrefersModel(Model):
    """What a party likes more, in one of three ways."""

    statements: list[Stated] | None = Field(
        None,
        min_length=1,
        max_length=MOST_STATEMENTS,
        description="Statements that it likes to be true, the first outweighing all later ones together.",
    )
    order: list[list[Annotated[TakenList, BeforeValidator(_state)]]] | None = Field(
        None,
        min_length=1,
        description="All feasible states from best to worst, each a list of the options taken; what stands in one list "
        "is liked as much.",
    )
    points: Points | None = Field(
        None, description="An expression in the options, each 1 if it is taken and 0 if not; more is liked more."
    )


def _prefers(shape: Shape) -> None:
    """A bare list holds statements."""
    reference = {"$ref": shape.pop("$ref")} if "$ref" in shape else {"allOf": shape.pop("allOf", [])}
    items: Shape = {"type": "array", "items": STATEMENT, "minItems": 1, "maxItems": MOST_STATEMENTS}
    shape |= {"if": {"type": "array"}, "then": items, "else": reference}


Prefers = Annotated[PrefersModel, BeforeValidator(_as_mapping), Field(json_schema_extra=_prefers)]


class PartyModel(Model):
    """A party to a conflict."""

    name: Text | None = Field(None, description="What people read; by default the identifier.")
    options: Annotated[dict[Id, Annotated[OptionModel | None, BeforeValidator(_option)]], BeforeValidator(_options)] = (
        Field(default_factory=dict, description="What it may do or not do; by identifier.")
    )
    prefers: Prefers = Field(
        description="What it likes: a list of statements, the first outweighing all later ones; or order; or points."
    )
    misperceives: dict[PlayerId, Prefers] = Field(
        default_factory=dict, description="What it takes for what others prefer, where that is not so."
    )

    @property
    def patience(self) -> None:
        """What is stable does not hang on patience."""


class OptionsModel(FileModel):
    """A conflict of two to eight parties over options that each takes or leaves."""

    model_config = ConfigDict(json_schema_extra={})

    kind: Literal["options"] = Field(description="The kind of game.")
    players: Annotated[dict[PlayerId, PartyModel], AfterValidator(_parties)] = Field(
        description="The parties by identifier.",
        json_schema_extra={"minProperties": FEWEST_PARTIES, "maxProperties": MOST_PARTIES},
    )
    infeasible: list[Stated] = Field(
        default_factory=list, max_length=MOST_STATEMENTS, description="States in which one of these holds cannot be."
    )
    status_quo: TakenList = Field(default_factory=list, description="The options that are taken at the start.")


MODEL = OptionsModel
