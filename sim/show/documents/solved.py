"""Documents of solved games: what ``run --json`` prints for each kind of scenario and each concept."""

from __future__ import annotations

from typing import Annotated, Any, Literal, NotRequired, TypedDict

from sim.show.documents.common import ByPlayer, Head, Notes
from sim.show.documents.courses import (
    CourseEnding,
    Decision,
    Ending,
    PathRound,
    Renegotiation,
    Slips,
    TwoGames,
    Verdict,
)
from sim.show.documents.observed import Observed

Regret = Annotated[float, "The most that a player could gain by deviating."]
NoPath = Annotated[list[Any], "Empty: there is no course of rounds."]
Outcome = Annotated[int, "Equilibria of the same number do the same where play gets to."]


class Solved(Head):
    """A solved game, whatever its kind."""

    complete: Annotated[bool, "Whether it is proven that there is no other than those listed."]
    notes: Notes
    observed: NotRequired[Annotated[list[Observed], "What people did in the game, beside theory."]]


class Paid(TypedDict):
    """An equilibrium, or a point of another concept."""

    payoffs: Annotated[ByPlayer, "Expected payoffs; where there are rounds, discounted averages per round."]


class Checked(Paid):
    """An equilibrium that was checked."""

    regret: Regret


class CourseEntry(Checked):
    """An equilibrium of a concession game that is told by its likeliest course."""

    strategies: Annotated[dict[str, list[Decision]], "By player what it does at each decision point that is reached."]
    path: Annotated[list[PathRound], "The likeliest course."]
    path_chance: Annotated[float, "The chance of exactly that course."]
    ending: CourseEnding
    endings: list[Ending]


class CornerEntry(CourseEntry):
    """A corner of the set of equilibrium payoffs, with an equilibrium that pays it."""

    number: int
    of: Annotated[Literal["all", "with_deal", "without_deal"], "Whose corner it is."]
    attained_by: Annotated[str, "The selection rule that tells it."]


class SolvedConcessions(Solved):
    """A solved concession game."""

    kind: Literal["concessions"]
    beside: NotRequired[Annotated[TwoGames, "What roadmaps say of the same steps."]]
    slips: NotRequired[Slips | None]
    renegotiation: NotRequired[Renegotiation | None]


class PerfectConcessions(SolvedConcessions):
    """Subgame-perfect equilibria of a concession game; none is listed where none was found."""

    concept: Literal["subgame-perfect", "markov-perfect"]
    equilibria: list[CourseEntry]
    verdict: NotRequired[Annotated[Verdict, "What all subgame-perfect equilibria agree on."]]


class AllConcessions(SolvedConcessions):
    """All subgame-perfect payoffs of a concession game, by their corners, counterclockwise."""

    concept: Literal["subgame-perfect"]
    equilibria: list[CornerEntry]
    verdict: NotRequired[Verdict]
    with_deal: list[ByPlayer]
    without_deal: list[ByPlayer]
    bounds: Annotated[list[ByPlayer] | None, "Corners of a set that holds all; null if not found in time."]
    with_deal_bounds: list[ByPlayer] | None
    without_deal_bounds: list[ByPlayer] | None


class CorrelatedConcessions(SolvedConcessions):
    """A plan of a mediator for a concession game."""

    concept: Literal["correlated"]
    equilibria: list[CourseEntry]
    without_recommendations: ByPlayer


class Temptation(TypedDict):
    """What the leader would gain at a decision if nobody could commit from then on."""

    round: int
    action: str
    gain: float


class WithoutCommitment(TypedDict):
    """The game in which nobody can commit."""

    concept: str
    complete: bool
    payoffs: ByPlayer


class StackelbergConcessions(SolvedConcessions):
    """An announced course of a concession game."""

    concept: Literal["stackelberg"]
    equilibria: list[CourseEntry]
    leader: str
    punishment: Annotated[list[Decision], "What the leader does once the follower has left the course."]
    temptations: list[Temptation]
    without_commitment: WithoutCommitment


class QuantalCourses(Checked):
    """Play with errors in a concession game at one precision."""

    precision: float
    strategies: dict[str, list[Decision]]
    residual: float
    path: NoPath
    endings: list[Ending]


class QuantalConcessions(SolvedConcessions):
    """Play with errors in a concession game."""

    concept: Literal["quantal"]
    equilibria: list[QuantalCourses]


class DecisionAfter(Decision):
    """What a player does after a history."""

    history: str


class HistoryEntry(Checked):
    """A Nash equilibrium of a concession game."""

    strategies: dict[str, list[DecisionAfter]]
    outcome: Outcome
    path: NoPath


class NashConcessions(SolvedConcessions):
    """Nash equilibria of a concession game."""

    concept: Literal["nash"]
    equilibria: list[HistoryEntry]
