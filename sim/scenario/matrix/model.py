"""The model that validates files of matrix games."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, Literal

from pydantic import AfterValidator, ConfigDict, Field, WithJsonSchema, WrapValidator

from sim.scenario.common import Commits, FileModel, Model, Types
from sim.scenario.fields import (
    MAX_ACTIONS,
    Number,
    Patience,
    PlayerId,
    Rounds,
    Text,
    distinct,
    two,
)
from sim.scenario.matrix.numeric import formulas_or_table, numbers_or_labels
from sim.scenario.matrix.profile import StatedProfile, stated_profile
from sim.scenario.observed.model import ObservedActions
from sim.scenario.ranges import NUMBERS
from sim.scenario.shapes import EXPRESSION, TEXT, excludes, filled, has, requires
from sim.scenario.translate import Also

CELL = {"type": "array", "items": EXPRESSION, "minItems": 2, "maxItems": 2}
ROW = {"type": "array", "items": CELL, "minItems": 1, "maxItems": MAX_ACTIONS}
PAYOFFS = {
    "anyOf": [
        {"type": "array", "items": ROW, "minItems": 1, "maxItems": MAX_ACTIONS},
        {"type": "object", "additionalProperties": EXPRESSION, "minProperties": 2, "maxProperties": 2},
    ]
}
PROFILE = {"type": "object", "additionalProperties": EXPRESSION, "minProperties": 2, "maxProperties": 2}
ACTIONS = {
    "anyOf": [
        {"type": "array", "items": TEXT, "minItems": 1, "maxItems": MAX_ACTIONS},
        NUMBERS,
    ]
}


class ChooserModel(Model):
    """A player of a matrix game."""

    name: Text | None = Field(None, description="What people read; by default the identifier.")
    actions: Annotated[
        Annotated[list[Text], Field(min_length=1), AfterValidator(distinct("the action"))],
        WrapValidator(numbers_or_labels),
        Also(dict[str, Fraction]),
        WithJsonSchema(ACTIONS),
    ] = Field(
        description="Labels of the actions, in the order of the rows or columns; or the name of a number and its range "
        "as from:to:step, such as {demand: 0:100:1}.",
    )
    patience: Patience | None = Field(None, description="Discount factor, for games that are repeated.")


class PunishModel(Model):
    """How long whoever leaves an outcome is punished."""

    rounds: Rounds = Field(description="Number of rounds, or infinite.")


class RepeatModel(Model):
    """How often a matrix game is played."""

    rounds: Rounds = Field(description="Number of rounds, or infinite.")
    punish: PunishModel | None = Field(
        None,
        description="In a game without end, for how many rounds whoever leaves an outcome is punished before both "
        "return to it; by default for ever.",
    )


class MatrixModel(FileModel):
    """A game in strategic form."""

    # The same as in `checks`, for readers of the schema.
    model_config = ConfigDict(
        json_schema_extra={
            "allOf": [
                excludes("commit", filled("types")),
                excludes("commit", has("repeat")),
                requires(has("repeat"), {"properties": {"types": {"maxProperties": 0}}}),
                requires(has("repeat"), {"properties": {"players": {"additionalProperties": has("patience")}}}),
            ]
        }
    )

    kind: Literal["matrix"] = Field(description="The kind of game.")
    players: Annotated[dict[PlayerId, ChooserModel], AfterValidator(two)] = Field(
        description="The two players by identifier; the first is the row player.",
        json_schema_extra={"minProperties": 2, "maxProperties": 2},
    )
    payoffs: Annotated[
        Annotated[list[list[list[Number]]], Field(min_length=1)],
        WrapValidator(formulas_or_table),
        Also(dict[str, Fraction]),
        WithJsonSchema(PAYOFFS),
    ] = Field(
        description="A row per action of the first player, a cell [first, second] per action of the second; or for "
        "each player an expression in what both choose.",
    )
    repeat: RepeatModel | None = Field(
        None, description="Play the game more than once; each player then needs its patience."
    )
    commit: Commits = None
    types: Types
    profile: Annotated[
        StatedProfile | None, WrapValidator(stated_profile), Also(dict[str, Fraction]), WithJsonSchema(PROFILE)
    ] = Field(
        None,
        description="In a game with hidden types and actions that are numbers, what each player chooses, as an "
        "expression in what it knows; it is judged, and equilibria are looked for from there on.",
    )
    observed: ObservedActions


MODEL = MatrixModel
