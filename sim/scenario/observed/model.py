"""The models of what people did, for each kind in which choices have names."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AfterValidator, Field, PlainValidator, WithJsonSchema

from sim.scenario.common import Model
from sim.scenario.fields import ACTIONS, Count, Member, Number, ParameterName, Text, describe, fault, number
from sim.scenario.names import Names
from sim.scenario.shapes import EXPRESSION, WHOLE

MAX_COUNTED = 1_000_000_000
_NOTHING = Names((), {}, ())
"""Counts are what they are, whatever the parameters."""


def _tally(value: Any) -> int:
    result = number(value, _NOTHING)
    if result.denominator != 1 or not 0 <= result <= MAX_COUNTED:
        raise fault(f"expected a whole number from 0 to {MAX_COUNTED:,}, found {describe(value)}")
    return int(result)


def _share(value: Any) -> str:
    if not 0 <= number(value, _NOTHING) <= 1:
        raise fault(f"expected a share of the surplus from 0 to 1, found {describe(value)}")
    return str(value)


Tally = Annotated[int, PlainValidator(_tally), WithJsonSchema({**WHOLE, "minimum": 0, "maximum": MAX_COUNTED})]
Share = Annotated[str, PlainValidator(_share), WithJsonSchema({"type": "string", "pattern": EXPRESSION["pattern"]})]
"""A share of a surplus, as it is written."""
Counts = Annotated[dict[str, Tally], Field(min_length=1)]


def _some(value: dict[str, int]) -> dict[str, int]:
    if not any(value.values()):
        raise fault("nothing was counted here, every count is 0", "leave it out, or count at least one choice")
    return value


CountsOfChoices = Annotated[Counts, AfterValidator(_some)]
_ROUND = Field(None, description="The round, counted from 1.")
_COUNTS = Field(description="How often each was chosen, by its label.")


class StudyModel(Model):
    """What one source counted."""

    source: Text = Field(description="Where the counts come from.")
    about: Text | None = Field(None, description="Who the people were and how they played.")
    set: dict[ParameterName, Number] = Field(
        default_factory=dict,
        description="Values of parameters that they played with; others are as the file has them.",
    )


class ActionsModel(Model):
    """Actions of a matrix game that were counted."""

    player: Member | None = Field(None, description="Whose actions; left out, those of both sides together.")
    round: Count | None = _ROUND
    after: Annotated[list[Text], Field(min_length=2, max_length=2)] | None = Field(
        None, description="In a repeated game, what was done in the round before: [own action, the other side's]."
    )
    counts: CountsOfChoices = _COUNTS


class OfActions(StudyModel):
    """What people did in a matrix game."""

    choices: list[ActionsModel] = Field(min_length=1, description="What was counted.")


class DecisionsModel(Model):
    """Choices at a decision of a tree that were counted."""

    at: Text = Field(description="The information set.")
    counts: CountsOfChoices = _COUNTS


class OfDecisions(StudyModel):
    """What people did in a game tree."""

    choices: list[DecisionsModel] = Field(min_length=1, description="What was counted.")


class StepsModel(Model):
    """Actions in rounds of concessions that were counted."""

    player: Member = Field(description="Whose actions.")
    round: Count | None = _ROUND
    counts: CountsOfChoices = Field(description=f"How often each was chosen: {', '.join(ACTIONS)} or fake.")


class OfSteps(StudyModel):
    """What people did in talks about concessions."""

    choices: list[StepsModel] = Field(min_length=1, description="What was counted.")


class SharesModel(Model):
    """Offers that were counted, and how many of each were accepted."""

    round: Count | None = Field(None, description="The round, counted from 1; by default the first offer.")
    offered: Annotated[dict[Share, Tally], Field(min_length=1), AfterValidator(_some)] = Field(
        description="How often each share of the surplus was offered to the other side, by the share, from 0 to 1."
    )
    accepted: dict[Share, Tally] | None = Field(None, description="How many of them were accepted, by the share.")


class OfOffers(StudyModel):
    """What people offered and accepted."""

    choices: list[SharesModel] = Field(min_length=1, description="What was counted.")


class SettledModel(Model):
    """How an issue was settled."""

    at: Text = Field(description="The issue, by its identifier.")
    counts: CountsOfChoices = Field(description="How often each option was agreed on, by its identifier.")


class OfPackages(StudyModel):
    """What people agreed on."""

    choices: list[SettledModel] = Field(min_length=1, description="What was counted.")


_FIELD = "What people did who played this game, with its source; it changes no result."
ObservedActions = Annotated[list[OfActions], Field(default_factory=list, description=_FIELD)]
ObservedDecisions = Annotated[list[OfDecisions], Field(default_factory=list, description=_FIELD)]
ObservedSteps = Annotated[list[OfSteps], Field(default_factory=list, description=_FIELD)]
ObservedOffers = Annotated[list[OfOffers], Field(default_factory=list, description=_FIELD)]
ObservedPackages = Annotated[list[OfPackages], Field(default_factory=list, description=_FIELD)]
