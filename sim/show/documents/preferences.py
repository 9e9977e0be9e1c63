"""Documents of which likings make a state stable."""

from __future__ import annotations

from typing import Annotated, TypedDict

from sim.show.documents.common import Notes, StudyHead


class Share(TypedDict):
    """A share of all orders."""

    value: float
    low: float
    high: float
    exact: bool


class StateShares(TypedDict):
    """How often a state is an equilibrium, by definition."""

    taken: list[str]
    share: dict[str, Share]


class Completions(StudyHead):
    """How often states are equilibria over all orders that agree with the file."""

    statements: int | None
    orders: Annotated[str, "How many there are; it may be more than a number of JSON holds."]
    draws: int
    states: list[StateShares]
    notes: Notes


class Condition(TypedDict):
    """What has to be so for a move not to pay."""

    move_to: list[str]
    or_answers: list[list[list[str]]]


class AskedParty(TypedDict):
    """What a party has to like for a state to be stable for it."""

    party: str
    definition: str
    holds: bool
    share: float | None
    conditions: list[Condition]


class Conditions(StudyHead):
    """Which likings make a state stable."""

    state: list[str]
    orders: str
    asked: list[AskedParty]
    notes: Notes
