"""What files of all kinds have in common, as models: parameters, hidden types, the lesson."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

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


# Type checkers want the names of a Literal in letters; pydantic takes them from the table.
if TYPE_CHECKING:
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
        description="Named numbers that expressions may use: a number, or a mapping of value, min, max, about, label "
        "and unit.",
    )


class NegotiatorModel(Model):
    """A player of a concession game."""

    name: Text | None = Field(None, description="What people read; by default the identifier.")
    patience: Patience = Field(description="Discount factor per round, from 0 up to but not including 1.")


def leader_of(players: dict[str, Any], commit: str | None) -> int | None:
    """Number of the player who can commit, None if nobody can."""
    return list(players).index(commit) if commit else None
