"""Documents of first steps that tell hidden types apart."""

from __future__ import annotations

from typing import Annotated, Any, TypedDict

from sim.show.documents.common import Head


class SeparatingRound(TypedDict):
    """A first round that tells the types apart."""

    actions: Annotated[dict[str, Any], "By player what each type does; of a follower by the leader's action."]
    payoffs_by_type: dict[str, dict[str, float]]
    certified: bool


class Would(TypedDict):
    """The type that would do something else beyond the end of an interval."""

    type: str
    would: str


# "from" is a word of Python.
_Interval = TypedDict("_Interval", {"from": float})


class SizeInterval(_Interval):
    """Sizes of the first step at which a first round is an equilibrium."""

    to: float
    actions: dict[str, Any]
    below: Annotated[Would | None, "Null where the range ends."]
    above: Would | None


class Sizes(TypedDict):
    """A first step, or a parameter, and the sizes that were looked at."""

    player: Annotated[str | None, "Null where a parameter was varied."]
    name: str
    now: float
    low: float
    high: float
    looked_at: int
    intervals: list[SizeInterval]


class SeparatingSteps(TypedDict):
    """First steps that tell types apart."""

    separating: Annotated[list[SeparatingRound], "The first rounds that are equilibria at the present size."]
    open: Annotated[int, "Number of first rounds of which it stayed undecided."]
    sizes: list[Sizes]


class Reassurance(Head, SeparatingSteps):
    """First steps that tell types apart, for a file."""
