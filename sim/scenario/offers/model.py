"""The model that validates files of alternating offers."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from sim.scenario.common import FileModel, NegotiatorModel
from sim.scenario.fields import (
    Member,
    PerPlayer,
    PlayerId,
    Positive,
    Rounds,
    Slices,
    two,
)


class OffersModel(FileModel):
    """Alternating offers over a surplus."""

    kind: Literal["offers"] = Field(description="The kind of game.")
    players: Annotated[dict[PlayerId, NegotiatorModel], AfterValidator(two)] = Field(
        description="The two players by identifier.", json_schema_extra={"minProperties": 2, "maxProperties": 2}
    )
    surplus: Positive = Field(Fraction(1), validate_default=False, description="What there is to share, above 0.")
    grid: Slices = Field(100, description="Number of slices the surplus is cut into in the game on a grid.")
    first: Member | None = Field(None, description="Who makes the first offer; by default the first player.")
    rounds: Rounds = Field(description="Number of offers, made in turn, or infinite.")
    outside: PerPlayer = Field(
        default_factory=dict,
        description="What each gets in the round after the last if the last offer is refused (default 0).",
    )


MODEL = OffersModel
