"""Documents of agents that play."""

from __future__ import annotations

from typing import Annotated, TypedDict

from sim.show.documents.common import ByPlayer, Head, Mean, Notes, Program
from sim.show.documents.courses import EndingOfRuns
from sim.show.documents.json_schema import others


class PackageShare(TypedDict):
    """A package, and how often it was agreed on."""

    share: float
    mean_round: float
    package: dict[str, str]
    payoffs: ByPlayer


class EndingShare(TypedDict):
    """A way to end, and how often it did."""

    kind: str
    share: float


class SimulatedShape(Head):
    """Two agents playing a scenario many times."""

    version: Program
    seed: int
    runs: int
    agents: dict[str, str]
    payoffs: dict[str, Mean]
    expected: ByPlayer | None
    notes: Notes


class Simulated(SimulatedShape):
    """Two agents playing a game many times."""

    endings: list[EndingOfRuns]
    rounds_to_agreement: Annotated[dict[str, float], "Shares of runs by the round of the agreement."]
    undiscovered_fakes: float


class SimulatedPackages(SimulatedShape):
    """Two agents agreeing on packages many times."""

    endings: list[EndingShare]
    packages: list[PackageShare]


class Rank(TypedDict):
    """An agent's place."""

    rank: int
    agent: str
    score: float
    seats: ByPlayer


@others(str)
class Pairing(TypedDict):
    """Two agents, under the identifiers of the players whom they played, and what they got."""

    payoffs: ByPlayer
    standard_errors: ByPlayer


class Tournament(Head):
    """Every agent against every agent."""

    version: Program
    seed: int
    runs: int
    scale: dict[str, list[float]]
    ranking: list[Rank]
    pairings: list[Pairing]
