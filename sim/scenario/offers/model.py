"""The model that validates files of alternating offers."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, PlainValidator, WithJsonSchema

from sim.scenario.common import FileModel, Model
from sim.scenario.fields import (
    Member,
    NotNegative,
    PerPlayer,
    PlayerId,
    Positive,
    Probability,
    Rounds,
    Slices,
    Text,
    one_of,
    two,
)
from sim.scenario.observed.model import ObservedOffers
from sim.scenario.offers.by_round import ChanceByRound, SurplusByRound
from sim.scenario.offers.values import WorthOfGood

DRAWN = ("each_round", "once")

DEADLINES = ("offer", "demands")

Deadline = Annotated[
    str,
    PlainValidator(one_of(DEADLINES, "what the last round is")),
    WithJsonSchema({"type": "string", "enum": list(DEADLINES)}),
]

Drawn = Annotated[
    str, PlainValidator(one_of(DRAWN, "when it is drawn")), WithJsonSchema({"type": "string", "enum": list(DRAWN)})
]


class BargainerModel(Model):
    """A player of alternating offers."""

    name: Text | None = Field(None, description="What people read; by default the identifier.")
    patience: Probability = Field(
        description="Discount factor per round, from 0 to 1; 1 needs a last round, a hazard, or a cost that presses."
    )


class TalksBreakModel(Model):
    """How talks may break down between offers."""

    hazard: Probability = Field(description="Chance after each refusal that there is no further offer.")
    payoffs: PerPlayer = Field(
        default_factory=dict, description="What each gets then, in the round after the refusal (default 0)."
    )


class SizeModel(Model):
    """A surplus that may be drawn."""

    size: Positive = Field(description="What there is to share, above 0.")
    probability: Probability = Field(description="Its chance; all add up to 1.")


class OffersModel(FileModel):
    """Alternating offers over a surplus."""

    kind: Literal["offers"] = Field(description="The kind of game.")
    players: Annotated[dict[PlayerId, BargainerModel], AfterValidator(two)] = Field(
        description="The two players by identifier.", json_schema_extra={"minProperties": 2, "maxProperties": 2}
    )
    surplus: SurplusByRound = Field(
        default_factory=lambda: [Fraction(1)],  # not every pydantic can write these into the schema
        validate_default=False,
        description="What there is to share, above 0: a number, a list with one per round, or an expression of "
        "`round`, which counts from 1 (default 1).",
    )
    sizes: list[SizeModel] = Field(
        default_factory=list, description="In place of `surplus`: what there may be to share, drawn by chance and seen."
    )
    drawn: Drawn = Field(
        "each_round", description="When one of `sizes` is drawn: `each_round` before each offer, or `once`."
    )
    values: Annotated[dict[Member, WorthOfGood], Field(json_schema_extra={"maxProperties": 2})] = Field(
        default_factory=dict,
        description="In place of `surplus`: what the traded good is worth to each, a number (default 0) or, for the "
        "one whose value is hidden, a range `0:1:0.01`, `{range: 0:1:0.01, weight: 1 - value}` or a list of values "
        "with their probabilities. The other side names a price in every round.",
    )
    grid: Slices = Field(100, description="Number of slices the surplus is cut into in the game on a grid.")
    first: Member | None = Field(None, description="Who makes the first offer; by default the first player.")
    proposer: ChanceByRound | None = Field(
        None,
        description="Chance that `first` makes the offer of a round: a number, a list, or an expression of `round`. By "
        "default they take turns.",
    )
    rounds: Rounds = Field(description="Number of offers, or infinite.")
    deadline: Deadline = Field(
        "offer",
        description="What the last round is: an `offer` like the others, or `demands` that both name at once; these "
        "leave many equilibria, of which all are listed.",
    )
    outside: PerPlayer = Field(
        default_factory=dict,
        description="What each gets in the round after the last if the last offer is refused (default 0).",
    )
    opt_out: PerPlayer = Field(
        default_factory=dict,
        description="Who is named may leave in place of accepting or refusing; each then gets its value here at once "
        "(default 0).",
    )
    breakdown: TalksBreakModel | None = Field(None, description="How talks may break down after a refusal.")
    inside: PerPlayer = Field(
        default_factory=dict, description="What each gets in each round that ends with a refusal (default 0)."
    )
    cost: Annotated[dict[Member, NotNegative], Field(json_schema_extra={"maxProperties": 2})] = Field(
        default_factory=dict, description="What each pays for each round that ends with a refusal (default 0)."
    )
    observed: ObservedOffers


MODEL = OffersModel
