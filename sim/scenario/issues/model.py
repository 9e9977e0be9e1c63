"""The model that validates files of bargaining over issues."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field, ValidationInfo

from sim.scenario.common import FileModel, Model, Types
from sim.scenario.fields import (
    Id,
    Member,
    NotNegative,
    Number,
    Patience,
    PlayerId,
    Probability,
    Reference,
    Rounds,
    Text,
    describe,
    fault,
    names_of,
    two,
)
from sim.scenario.observed.model import ObservedPackages
from sim.scenario.shapes import EXPRESSION, Shape, has, requires

MOST_ISSUES, MOST_OPTIONS, MOST_EXTRAS = 50, 100, 500

BOTH_POINTS: Shape = {"type": "array", "items": EXPRESSION, "minItems": 2, "maxItems": 2}


class SideModel(Model):
    """A side of a negotiation over issues."""

    name: Text | None = Field(None, description="What people read; by default the identifier.")
    walk_away: Number = Field(Fraction(0), validate_default=False, description="Points without an agreement.")
    weights: dict[Id, NotNegative] = Field(
        default_factory=dict, description="What its points on an issue count, by issue (default 1)."
    )
    patience: Patience | None = Field(None, description="Discount factor per round, where offers are made in turn.")


def _as_points(value: Any, info: ValidationInfo) -> Any:
    sides = names_of(info).players
    if isinstance(value, list):
        return {"points": value}
    by_side = isinstance(value, dict) and value.keys() == set(sides)
    if isinstance(value, dict) and not by_side:
        return value
    shown = [value[side] for side in sides] if by_side else []
    hint = f"write [{', '.join(shown)}]" if by_side and all(isinstance(points, str) for points in shown) else ""
    raise fault(f"expected [points of the first side, points of the second], found {describe(value)}", hint)


class ChoiceModel(Model):
    """An option of an issue."""

    name: Text | None = Field(None, description="What people read; by default the identifier.")
    points: list[Number] = Field(
        min_length=2, max_length=2, description="What it is worth to the first side and to the second."
    )


def _or_points(shape: Shape) -> None:
    """A bare list holds the points."""
    reference = {"$ref": shape.pop("$ref")} if "$ref" in shape else {"allOf": shape.pop("allOf", [])}
    shape |= {"if": {"type": "array"}, "then": BOTH_POINTS, "else": reference}


class IssueModel(Model):
    """Something to be settled."""

    name: Text | None = Field(None, description="What people read; by default the identifier.")
    options: dict[Id, Annotated[ChoiceModel, BeforeValidator(_as_points), Field(json_schema_extra=_or_points)]] = Field(
        min_length=1, max_length=MOST_OPTIONS, description="How it may be settled: [first side, second side]."
    )


class ExtraModel(Model):
    """Points on top where two issues are settled in certain ways."""

    when: list[Reference] = Field(
        min_length=2, max_length=2, description="Two options of different issues, as issue.option."
    )
    points: list[Number] = Field(
        min_length=2, max_length=2, description="What both together add for the first side and for the second."
    )


class OffersOverPackagesModel(Model):
    """Offers of whole packages, made in turn."""

    rounds: Rounds = Field(description="Number of offers, made in turn, or infinite.")
    first: Member | None = Field(None, description="Who makes the first offer; by default the first player.")
    breakdown: Probability = Field(
        Fraction(0), validate_default=False, description="Chance after each refusal that both walk away."
    )


class IssuesModel(FileModel):
    """Bargaining over packages: an option of each issue."""

    model_config = ConfigDict(
        json_schema_extra={
            "allOf": [requires(has("offers"), {"properties": {"players": {"additionalProperties": has("patience")}}})]
        }
    )

    kind: Literal["issues"] = Field(description="The kind of game.")
    players: Annotated[dict[PlayerId, SideModel], AfterValidator(two)] = Field(
        description="The two sides by identifier.", json_schema_extra={"minProperties": 2, "maxProperties": 2}
    )
    issues: dict[Id, IssueModel] = Field(
        min_length=1, max_length=MOST_ISSUES, description="What is to be settled, by identifier."
    )
    extras: list[ExtraModel] = Field(
        default_factory=list, max_length=MOST_EXTRAS, description="Points on top for pairs of options."
    )
    offers: OffersOverPackagesModel | None = Field(
        None, description="Offers made in turn; each player then needs its patience."
    )
    types: Types
    observed: ObservedPackages


MODEL = IssuesModel
