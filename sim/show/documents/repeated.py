"""Documents of repeated matrix games."""

from __future__ import annotations

from typing import Annotated, Literal, TypedDict

from sim.show.documents.common import ByPlayer, ByPlayerIfKnown, Mixed
from sim.show.documents.matrix import SolvedMatrix
from sim.show.documents.solved import Checked, NoPath


class Threat(TypedDict):
    """What follows a deviation."""

    strategies: Mixed
    payoffs: ByPlayer


class RepeatedEntry(Checked):
    """An outcome of every round that holds itself."""

    strategies: Mixed
    threat: dict[str, Threat | None]
    critical_patience: ByPlayerIfKnown
    path: NoPath


class RepeatedOutcome(TypedDict):
    """A pair of actions, and the patience that it takes to have it in every round."""

    actions: dict[str, str]
    payoffs: ByPlayer
    critical_patience: ByPlayerIfKnown
    patience_bound: ByPlayerIfKnown
    self_enforcing: bool


class Dilemma(TypedDict):
    """Which actions are those of a prisoner's dilemma."""

    cooperate: dict[str, str]
    defect: dict[str, str]


class RepeatedStrategy(TypedDict):
    """A known strategy against itself; patience is in intervals."""

    name: str
    path: list[dict[str, str]]
    nash_patience: dict[str, list[list[float]]]
    perfect_patience: dict[str, list[list[float]]]
    nash: bool
    subgame_perfect: bool


class RiskDominance(TypedDict):
    """Whether it takes little trust to cooperate."""

    patience: ByPlayerIfKnown
    least_trust: ByPlayerIfKnown
    dominant: bool


class AllRepeated(TypedDict):
    """What all equilibria of a repeated game pay."""

    payoffs: dict[str, list[float]]
    attained: dict[str, list[float]] | None
    corners: list[list[float]]
    outer_corners: list[list[float]]
    settled: bool
    gap: float


class RepeatedWhole(TypedDict):
    """What is said of a repeated game without a last round."""

    rounds: Literal["infinite"]
    patience: ByPlayerIfKnown
    minmax: ByPlayerIfKnown
    pure_minmax: ByPlayerIfKnown
    feasible: list[list[float]]
    individually_rational: list[list[float]]
    outcomes: list[RepeatedOutcome]
    dilemma: Dilemma | None
    strategies: list[RepeatedStrategy]
    punish: Annotated[int | str, "Rounds of punishment, or `infinite`."]
    risk_dominance: RiskDominance | None
    verdict: AllRepeated


class RepeatedRounds(TypedDict):
    """What is said of a repeated game with a last round."""

    rounds: int
    patience: ByPlayerIfKnown


class RepeatedMatrix(SolvedMatrix):
    """A repeated matrix game."""

    concept: Literal["repeated"]
    equilibria: list[RepeatedEntry]
    repeated: RepeatedWhole | RepeatedRounds
