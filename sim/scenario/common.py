"""What files of all kinds have in common, as models: parameters, hidden types, the lesson."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema, model_validator

from sim.concepts import NAMES
from sim.scenario.fields import (
    NAME,
    Format,
    Member,
    Number,
    ParameterName,
    Patience,
    Probability,
    Text,
    fault,
)
from sim.scenario.ranges import RangeOrTypes
from sim.scenario.shapes import identifier
from sim.scenario.translate import Also


class Model(BaseModel):
    """A mapping of a file; keys that it does not know are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


Commits = Annotated[
    Member | None,
    Field(description="Who announces its strategy first; the other side then replies. By default nobody can commit."),
]


class TypeModel(Model):
    """What a player may be, which it knows and the other side does not."""

    name: Text | None = Field(None, description="What people read; by default the identifier.")
    probability: Probability = Field(
        description="Chance that the player is of this type; those of a player add up to 1."
    )
    set: dict[ParameterName, Number] = Field(
        default_factory=dict,
        description="Parameters that have another value for this type, and with them all that is computed from them.",
    )


Types = Annotated[
    dict[
        Member,
        Annotated[
            dict[str, TypeModel],
            Field(min_length=1),
            RangeOrTypes(),
        ],
    ],
    Also(dict[str, dict[str, Fraction]]),
    Field(
        default_factory=dict,
        json_schema_extra={"maxProperties": 2},
        description="Hidden types: per player what it may be. The player knows its type, the other side the "
        "probabilities. A range of a parameter, such as {value: 0:1:0.125}, stands for as many types, as likely as "
        "each other.",
    ),
]


def _value_only(value: Any) -> Any:
    return value if isinstance(value, dict) else {"value": value}


def _numbers(meaning: str, most: int) -> Any:
    return Field(None, min_length=2, max_length=most, description=meaning)


class DrawModel(Model):
    """A distribution: one of these. Numbers may be expressions, which have the values that the file gives them."""

    model_config = ConfigDict(extra="forbid", frozen=True, json_schema_extra={"minProperties": 1, "maxProperties": 1})

    uniform: list[Number] | None = _numbers("Lowest and highest value; all between are equally likely.", 2)
    triangular: list[Number] | None = _numbers("Lowest, likeliest and highest value.", 3)
    normal: list[Number] | None = _numbers("Mean and standard deviation; with bounds, the least and the most.", 4)
    lognormal: list[Number] | None = _numbers("The same two of the logarithm; with bounds of the value itself.", 4)
    beta: list[Number] | None = _numbers("A and B, between 0 and 1; with bounds, between those.", 4)

    @model_validator(mode="after")
    def _one(self) -> DrawModel:
        if len(self.model_fields_set) != 1:
            raise fault(f"expected one distribution, found {len(self.model_fields_set)}", "uniform: [LOW, HIGH], say")
        self.as_draw()
        return self

    def as_draw(self) -> Draw:
        """The distribution."""
        from sim.scenario.expressions.draws import Draw, DrawError  # arrays are for those who draw

        (name,) = self.model_fields_set
        try:
            return Draw(name, tuple(map(float, getattr(self, name) or ())))
        except DrawError as error:
            raise fault(str(error)) from None


class ParameterModel(Model):
    """A named number."""

    value: Number = Field(description="Its value: a number, or an expression over parameters written above it.")
    min: Number | None = Field(None, description="Smallest value held plausible.")
    max: Number | None = Field(None, description="Largest value held plausible.")
    about: Text | None = Field(None, description="What it stands for, in a sentence or part of one.")
    label: Text | None = Field(
        None, description="What people read in the place of its name, as in the middle of a sentence: cost of relief."
    )
    unit: Text | None = Field(None, description="What its values are counted in, as read behind a number: points, %.")
    draw: DrawModel | None = Field(
        None, description="How likely its values are held to be; run --draws and sweep --samples draw from it."
    )


# Type checkers want the names of a Literal in letters; pydantic takes them from the table.
if TYPE_CHECKING:
    from sim.scenario.expressions.draws import Draw

    ConceptName = str
else:
    ConceptName = Literal[NAMES]


class QuestionModel(Model):
    """A question to a class, and its answer."""

    question: Text = Field(description="What is asked.")
    answer: Text = Field(description="The answer, at the values that the file gives its parameters.")


class LessonModel(Model):
    """What a teacher adds for a class."""

    topic: Text | None = Field(None, description="What the scenario teaches; the catalog lists it.")
    questions: list[QuestionModel] = Field(
        default_factory=list, description="Questions to a class with their answers, the main one first."
    )
    solve: ConceptName | None = Field(
        None, description="What `explain` and `lesson` solve it for, as in --solve; by default as `run` does."
    )
    sliders: list[Annotated[Text, WithJsonSchema(identifier(NAME))]] = Field(
        default_factory=list,
        max_length=3,
        description="Parameters with min and max that readers of the lesson's page can move; by default the two that "
        "change most.",
    )


class FileModel(Model):
    """What files of all kinds have in common."""

    format: Format = Field(description="Version of the format: 1.")
    title: Text = Field(description="Name of the scenario.")
    summary: Text | None = Field(None, description="What it is about, in a sentence or two.")
    sources: list[Text] = Field(default_factory=list, description="Where the facts come from.")
    lesson: LessonModel | None = Field(None, description="What a teacher adds for a class; it changes no result.")
    parameters: dict[ParameterName, Annotated[ParameterModel, BeforeValidator(_value_only)]] = Field(
        default_factory=dict,
        description="Named numbers that expressions may use: a number, or a mapping of value, min, max, about, label, "
        "unit and draw.",
    )


class NegotiatorModel(Model):
    """A player of a concession game."""

    name: Text | None = Field(None, description="What people read; by default the identifier.")
    patience: Patience = Field(description="Discount factor per round, from 0 up to but not including 1.")


def leader_of(players: dict[str, Any], commit: str | None) -> int | None:
    """Number of the player who can commit, None if nobody can."""
    return list(players).index(commit) if commit else None
