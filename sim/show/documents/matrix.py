"""Documents of solved matrix games."""

from __future__ import annotations

from typing import Annotated, Any, Literal, NotRequired, TypedDict

from sim.show.documents.common import ByPlayer, Mixed
from sim.show.documents.courses import (
    TwoGames,
)
from sim.show.documents.json_schema import others
from sim.show.documents.solved import Checked, NoPath, Paid, Solved


class BargainEntry(Paid):
    """A bargaining solution."""

    solution: str
    disagreement: ByPlayer
    frontier: list[list[float]]
    strategies: Annotated[dict[str, Any], "Empty."]
    path: NoPath


class Bargained(Solved):
    """Bargaining solutions of a game."""

    kind: Literal["matrix", "concessions", "offers"]
    concept: Literal["bargaining"]
    equilibria: list[BargainEntry]
    beside: NotRequired[TwoGames]


class SolvedMatrix(Solved):
    """A solved matrix game."""

    kind: Literal["matrix"]


class NashEntry(Checked):
    """An extreme Nash equilibrium of a matrix game."""

    strategies: Mixed
    component: Annotated[int, "Equilibria of the same number are corners of one connected set."]
    index: Annotated[int | None, "Shapley's index, +1 or -1; null where the equilibrium is degenerate."]
    strict: bool
    admissible: Annotated[bool, "No weakly dominated strategy is played."]
    path: NoPath


@others(list[dict[str, float]])
class NashSubset(TypedDict):
    """Under each player strategies of which any mixture goes with any of the other side's."""

    component: int


class NashMatrix(SolvedMatrix):
    """Nash equilibria of a matrix game."""

    concept: Literal["nash"]
    equilibria: list[NashEntry]
    nash_subsets: NotRequired[Annotated[list[NashSubset], "The maximal Nash subsets of a degenerate game."]]


class Told(TypedDict):
    """Actions that are recommended together."""

    actions: dict[str, str]
    probability: float


class CorrelatedEntry(Checked):
    """A correlated equilibrium."""

    aim: str
    distribution: list[Told]
    strategies: Mixed
    path: NoPath


class CorrelatedMatrix(SolvedMatrix):
    """Correlated equilibria of a matrix game, one for each aim."""

    concept: Literal["correlated"]
    equilibria: list[CorrelatedEntry]


class QuantalEntry(Checked):
    """Play with errors in a matrix game at one precision."""

    precision: float
    strategies: Mixed
    residual: float
    path: NoPath


class QuantalMatrix(SolvedMatrix):
    """Play with errors in a matrix game."""

    concept: Literal["quantal"]
    equilibria: list[QuantalEntry]


class NearestEquilibrium(TypedDict):
    """The equilibria that learning comes nearest to."""

    equilibria: Annotated[list[int], "Numbers among the Nash equilibria of the game, from 0."]
    distance: float


class Start(TypedDict):
    """Where learning leads from another start."""

    verdict: str
    nearest: list[int] | None
    regret: float


class Moment(TypedDict):
    """A point of the course of learning."""

    time: float
    strategies: Mixed


class LearningEntry(Checked):
    """A way of learning, and where it leads."""

    process: str
    average_payoffs: ByPlayer
    strategies: Mixed
    settled: bool
    verdict: str
    moved: float
    turns: int
    turn_growth: float | None
    nearest: NearestEquilibrium | None
    average: Mixed | None
    residual: float | None
    error: float | None
    starts: list[Start]
    trajectory: list[Moment]
    path: NoPath


class LearningMatrix(SolvedMatrix):
    """Ways of learning in a matrix game."""

    concept: Literal["learning"]
    equilibria: list[LearningEntry]


class CommitmentEntry(Checked):
    """An announcement and the reply to it, in a matrix game."""

    strategies: Mixed
    path: NoPath


class PureCommitment(TypedDict):
    """The best single action to announce."""

    announced: str
    reply: str
    payoffs: ByPlayer


class NashRange(TypedDict):
    """The Nash equilibria that are worst and best for the leader."""

    concept: str
    complete: bool
    worst: ByPlayer | None
    best: ByPlayer | None


class StackelbergMatrix(SolvedMatrix):
    """The best announcement in a matrix game."""

    concept: Literal["stackelberg"]
    equilibria: list[CommitmentEntry]
    leader: str
    pure: PureCommitment
    temptation: Annotated[float, "What the leader would gain by another action once the reply is made."]
    without_commitment: NashRange
