"""Documents of solved conflicts over options."""

from __future__ import annotations

from typing import Annotated, Literal, NotRequired, TypedDict

from sim.show.documents.solved import Solved

Definition = Literal["nash", "gmr", "smr", "seq"]


class StateOfView(TypedDict):
    """A state, by the options taken, and by which definitions it is an equilibrium."""

    taken: list[str]
    equilibrium: list[Definition]


class StableState(StateOfView):
    """A state, and for each party the definitions by which it is stable."""

    stable: dict[str, list[Definition]]


class Departure(TypedDict):
    """Parties that would leave a state together, and where to."""

    parties: list[str]
    to: list[str]


class Together(StateOfView):
    """A state, and which coalitions would leave it."""

    leave: dict[str, list[Departure]]


class Stability(Solved):
    """A conflict over options."""

    kind: Literal["options"]
    concept: Literal["stability"]
    equilibria: Annotated[list[StableState], "States that are equilibria by some definition."]
    states: Annotated[list[StableState], "All that can be."]
    coalitions: list[Together] | None
    views: NotRequired[
        Annotated[dict[str, list[StateOfView]], "As it is, and as parties see it that mistake what others prefer."]
    ]
