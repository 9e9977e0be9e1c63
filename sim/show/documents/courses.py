"""Courses of concession games in documents: rounds, decisions, endings, and what all equilibria agree on."""

from __future__ import annotations

from typing import Annotated, NotRequired, TypedDict

from sim.show.documents.common import ByPlayer, Order, RangeByPlayer, Standing, Word


class Decision(TypedDict):
    """What a player does at a decision point; rounds are counted from 0."""

    round: Annotated[int | None, "Null where it is the same in all rounds."]
    state: Annotated[Standing, "The steps that stand."]
    leader: NotRequired[Annotated[str, "What the leader of the same round has done, where the player answers it."]]
    actions: Annotated[dict[str, float], "Actions with their chances; those that are not played are left out."]
    worth: NotRequired[Annotated[ByPlayer, "What play is worth from there on."]]
    recommendations: NotRequired[Annotated[list[Recommendation], "What both are told, where they are told it jointly."]]


class Recommendation(TypedDict):
    """What both players are told together."""

    actions: dict[str, str]
    chance: float


class PathRound(TypedDict):
    """A round of the likeliest course."""

    round: Annotated[int, "From 0."]
    state: Annotated[Standing, "The steps that stand when it begins."]
    actions: dict[str, str]
    payoffs: ByPlayer
    costs: NotRequired[
        Annotated[dict[str, float | None], "What doing otherwise costs per round; null where nothing else can be done."]
    ]


class Broken(TypedDict):
    """How an agreement is broken."""

    round: int
    how: Annotated[str, "`taken_back`, `walked_away` or `chance`."]
    by: list[str]


class Agreement(TypedDict):
    """A time at which the agreement is complete."""

    round: int
    by: Annotated[list[str], "Who takes the last steps."]
    broken: Annotated[Broken | None, "Null if it is kept."]


class Cycle(TypedDict):
    """Rounds that repeat for ever."""

    start: int
    length: int
    complete: Annotated[list[bool], "Whether the agreement is complete at the start of each."]
    moves: Annotated[bool, "Whether anything is done in them."]
    certain: Annotated[bool, "Whether nothing in them is left to chance."]


class CourseEnding(TypedDict):
    """What becomes of the agreement on a course; rounds are counted from 0."""

    kind: Annotated[str, "`agreement`, `walk_away`, `hazard`, `discovery` or `unfinished`."]
    agreement: Annotated[str, "`never`, `kept`, `broken`, `made_again`, `broken_again` or `on_and_off`."]
    round: Annotated[int | None, "Round in which the talks end; null if they do not."]
    by: list[str]
    complete: list[Agreement]
    cycle: Cycle | None


class MeanRound(TypedDict):
    """When something happens, on average."""

    mean_round: float


class BrokenWay(TypedDict):
    """One way for an agreement to be broken."""

    how: str
    by: list[str]


class BrokenWays(TypedDict):
    """When an agreement is last broken, on average, and how."""

    mean_round: float
    ways: list[BrokenWay]


class EndingShape(TypedDict):
    """A way for the talks to end; rounds are counted from 0 and means over all courses that end so."""

    kind: str
    agreement: str
    mean_round: float
    by: list[list[str]]
    complete: Annotated[MeanRound | None, "When the agreement is first made."]
    broken: BrokenWays | None


class Ending(EndingShape):
    """A way for the talks to end, with its chance."""

    chance: float


class EndingOfRuns(EndingShape):
    """A way for the talks to end, with the share of runs that end so."""

    share: float


class Agreed(TypedDict):
    """What equilibria agree on, in words and numbers; rounds are counted from 1."""

    deal: Annotated[Word, "Play ends with the agreement complete."]
    by_round: Annotated[list[Word], "The agreement is complete at the end of that round or of one before."]
    steps: Annotated[dict[str, dict[str, Word]], "By player and step: it is taken at some time."]
    breakdown: Word
    earliest: int | None
    latest: int | None


class Verdict(Agreed):
    """What all subgame-perfect equilibria agree on."""

    payoffs: Annotated[RangeByPlayer | None, "The least and the most; null if not found in time."]
    chance: Annotated[list[float] | None, "The lowest and the highest chance of a deal."]
    chance_attained: Annotated[list[bool] | None, "Whether some equilibrium is known that has just this chance."]
    survives_slips: Annotated[bool | None, "Whether the word for a deal is the same if 1 action in 100 fails."]
    settled: Annotated[bool, "Whether the sets from inside and from outside say the same."]
    has_deal: bool
    unique: bool
    lacks: Annotated[str, "`time` where words are open because the time was up; else empty."]


class UnderSlips(Agreed):
    """What equilibria agree on where actions fail with a chance."""

    chance: Annotated[float, "With which an action that is meant fails."]
    payoffs: RangeByPlayer
    attained: RangeByPlayer
    settled: bool


class SlipLimit(TypedDict):
    """What holds for every chance of a slip up to one."""

    deal: Word
    unique: bool
    up_to: float


class Slips(TypedDict):
    """What of the verdict survives slips."""

    survives: bool | None
    without: Annotated[Word, "The word for a deal without slips."]
    limit: SlipLimit
    at: list[UnderSlips]


class Renegotiation(Agreed):
    """What equilibria agree on that nobody would renegotiate."""

    payoffs: RangeByPlayer
    corners: list[ByPlayer]
    chance: list[float]
    unique: bool


class SolvedBeside(TypedDict):
    """What solving the file's own game says, beside roadmaps."""

    complete_at_end: bool
    order: Order | None


class RoadmapsBeside(TypedDict):
    """What roadmaps say of the same steps."""

    punishment: str
    order_holds: bool | None
    hold: list[str] | None


class TwoGames(TypedDict):
    """Solving a file and its roadmaps, side by side."""

    solved: SolvedBeside
    roadmaps: RoadmapsBeside
    agree: bool
    differences: Annotated[list[str], "What the two games differ in here."]
    agree_without: Annotated[list[list[str]], "Smallest sets of differences without which they agree."]
    open: bool
    several: Annotated[bool, "Whether the game may have several equilibria."]
