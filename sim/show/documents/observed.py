"""What people did, beside theory, in documents."""

from __future__ import annotations

from typing import Annotated, Any, NotRequired, TypedDict


class Held(TypedDict):
    """Whether a pair of actions holds itself if the game is repeated."""

    holds: bool
    critical_patience: list[float | None]


class ObservedChoice(TypedDict):
    """What was chosen how often."""

    players: list[str]
    at: NotRequired[Annotated[str, "The information set."]]
    round: NotRequired[Annotated[int, "From 0."]]
    after: NotRequired[list[str | None]]
    total: int
    counts: dict[str, int]
    shares: dict[str, float]
    accepted: NotRequired[Annotated[dict[str, int | None] | None, "Of offers: how many of them were accepted."]]
    predicted: Annotated[list[Any], "For each equilibrium the chances of the choices; of offers the share offered."]
    held: NotRequired[dict[str, Held]]


class BestReply(TypedDict):
    """What answers these people best."""

    player: str
    at: str
    best: list[str]
    worths: dict[str, float | None]


class ObservedFit(TypedDict):
    """Play with errors fitted to choices, by likelihood."""

    precision: float
    interval: list[float | None]
    choices: int
    edge: str


class Observed(TypedDict):
    """A study of people who played the game."""

    source: str
    about: str
    settings: dict[str, float]
    at_these_values: Annotated[bool, "Whether they played with the numbers that the scenario has."]
    choices: list[ObservedChoice]
    best_replies: list[BestReply]
    quantal: ObservedFit | None
