"""Documents of roadmaps, of what a deal would take, of inspection, and of what explains what was seen."""

from __future__ import annotations

from typing import Annotated, Any, Literal, NotRequired, TypedDict

from sim.show.documents.common import (
    ByPlayer,
    ByPlayerIfKnown,
    FileHead,
    Head,
    LookedAt,
    Notes,
    Order,
    Program,
    Ranged,
    StudyHead,
)
from sim.show.documents.courses import TwoGames
from sim.show.documents.json_schema import LATER, others


class WayOut(TypedDict):
    """Where somebody leaves a roadmap."""

    round: int
    step: str | None
    deviation: str
    undoes: NotRequired[list[str]]


class Slack(TypedDict):
    """By how much leaving is worse, where it is least."""

    value: float
    round: NotRequired[int]
    step: NotRequired[str | None]
    deviation: NotRequired[str]
    undoes: NotRequired[list[str]]


class NeededAt(TypedDict):
    """The chance of discovery that is needed at a patience."""

    patience: float
    needed: float | None


class Verification(TypedDict):
    """How well the step has to be verified that asks for most."""

    needed: Annotated[float | None, "Null where no chance is enough."]
    round: int
    step: str
    curve: list[NeededAt]


class CheapestDeparture(TypedDict):
    """The cheapest way to leave."""

    player: str
    round: int
    action: str
    cost: float


class OwnGame(TypedDict):
    """An order of steps in the file's own game."""

    holds: Annotated[bool | None, "Null where it is open."]
    how: str
    payoffs: ByPlayer | None
    cheapest_departure: CheapestDeparture | None


class HeldOrder(OwnGame):
    """An order that the worst equilibrium holds up."""

    order: Order


class Roadmap(TypedDict):
    """An order of the steps, and what it takes to keep to it; rounds are counted from 0."""

    name: Annotated[str | None, "Null where it was searched for."]
    origin: Annotated[str, "`file`, `standard` or `search`."]
    order: Order
    patience: Annotated[ByPlayerIfKnown, "The least that each needs; null where none is enough."]
    self_enforcing: bool
    binding: dict[str, WayOut | None]
    slack: dict[str, Slack | None]
    payoffs: ByPlayer
    share_of_nash_gain: ByPlayerIfKnown
    complete: bool
    prerequisites_kept: bool
    verification: dict[str, Verification]
    confirmed: bool
    punishment_is_equilibrium: NotRequired[bool | None]
    own_game: NotRequired[OwnGame]


class Search(TypedDict):
    """How the best was looked for."""

    proven: bool
    at_least: float
    cut: bool
    frontier_points: int


class WorstOrders(TypedDict):
    """Of all orders those that the worst equilibrium holds up."""

    counts: dict[str, int]
    held: list[HeldOrder]


class NeedsOf(TypedDict):
    """The patience that a roadmap needs."""

    name: str
    patience: ByPlayerIfKnown


class BestNeeds(TypedDict):
    """The patience that the best needs, and its rounds."""

    patience: ByPlayerIfKnown
    rounds: int


class Split(TypedDict):
    """The same with steps cut into parts."""

    parts: int
    roadmaps: list[NeedsOf]
    best: BestNeeds | None


class Roadmaps(Head):
    """In which order steps can be taken so that nobody prefers to stop."""

    punishment: str
    hazard: float
    walk_away: bool
    certified: bool
    roadmaps: list[Roadmap]
    best: Roadmap | None
    search: Search
    holding: Roadmap | None
    worst: NotRequired[WorstOrders]
    best_within_prerequisites: NotRequired[Roadmap | None]
    search_within_prerequisites: NotRequired[Search]
    split: NotRequired[list[Split]]
    beside: NotRequired[Annotated[TwoGames, "What solving the game itself says."]]
    notes: NotRequired[Notes]


class Piece(TypedDict):
    """A share of a step."""

    player: str
    step: str
    share: float
    exactly: str
    total: Annotated[float, "With what was taken of it before."]


class Design(Head):
    """The best order of the steps, and the best sizes of those that can be cut; rounds are counted from 0."""

    by: Literal["patience", "margin", "sum"]
    parts: int
    punishment: Annotated[str | None, "Null where players wait for each other."]
    wait: Annotated[bool, LATER, "Whether a side that does not take its piece is waited for."]
    walk_away: bool
    prerequisites_kept: bool
    divisible: list[str]
    either: Annotated[list[str], "Steps that either side may take."]
    assignments: int
    found: bool
    certified: bool
    proven: bool
    confirmed: bool
    late: bool
    bound: float | None
    needed: float | None
    patience: ByPlayerIfKnown
    margin: float | None
    sum: float | None
    payoffs: ByPlayer
    self_enforcing: bool
    rounds: list[list[Piece]]
    leaving_costs: list[ByPlayerIfKnown]
    cuttings: int
    refused: int
    programmes: int
    answer: str
    notes: Notes


class Threshold(TypedDict):
    """Where along a parameter the verdict changes."""

    between: list[str]
    below: str
    above: str
    value: Annotated[float | None, "Null where it was not found exactly."]
    exactly: str | None
    at: Annotated[str | None, "The word at the value itself."]


@others(str | bool | None)
class Change(TypedDict):
    """A change, and under the words of the claim, and the word that it should be, what comes of it."""

    set: NotRequired[dict[str, float]]
    size: NotRequired[float]
    sizes: NotRequired[dict[str, float]]
    share: NotRequired[Annotated[float | None, "Of the range."]]
    exactly: NotRequired[dict[str, str]]
    key: NotRequired[Annotated[str, "The key of the file that is changed."]]
    to: NotRequired[Annotated[Any, "What it is to hold."]]
    also: NotRequired[dict[str, Any]]
    rule: NotRequired[str]
    threshold: NotRequired[Threshold]
    certified: bool
    words: str


class Thresholds(LookedAt):
    """A parameter alone, and where along it the verdict changes."""

    thresholds: list[Threshold]


class Crossing(TypedDict):
    """Two points with different verdicts."""

    between: list[list[float]]
    below: str
    above: str


class TogetherCrossed(TypedDict):
    """Two parameters at once."""

    parameters: list[str]
    boundary: list[Crossing]


class Least(TypedDict):
    """The least change over all parameters."""

    parameters: list[str]
    change: Change | None
    none_below: Annotated[float, "No smaller change does, in shares of the ranges."]
    proven: bool
    why_not: str | None
    boxes: int


class NeededStep(TypedDict):
    """How well a step has to be verified."""

    order: str
    player: str
    key: str
    now: float
    needed: float | None


class Require(FileHead):
    """What it would take for a claim to hold, or to undo it."""

    version: Program
    kind: str
    variant: NotRequired[Annotated[dict[str, str], "What stands at other keys of the file instead, by path."]]
    claim: str
    be: Annotated[Literal["certain", "possible"] | None, "What it should be."]
    now: str
    certified: bool
    changes: list[Change]
    parameters: list[Thresholds]
    together: TogetherCrossed | None
    least: Annotated[Least | None, LATER]
    verification: Annotated[list[NeededStep], LATER]
    solved: int
    late: list[str]
    answer: list[str]
    notes: Notes


class End(TypedDict):
    """Where a stretch ends, as fractions."""

    holds: str
    fails: str
    exact: bool


# "from" is a word of Python.
_From = TypedDict("_From", {"from": float})


class Stretch(_From):
    """Values for which something holds."""

    to: float
    start: Annotated[End | None, "Null where the range ends."]
    stop: End | None


class Side(TypedDict):
    """A player, or a type of it."""

    player: str
    type: str | None


class Act(TypedDict):
    """Something done otherwise."""

    round: int
    act: str
    step: str | None


class NearestWay(Side):
    """What somebody could do otherwise, and by how much it is worse."""

    acts: list[Act]
    margin: float


class BreaksAt(NearestWay):
    """What somebody would do otherwise at a value."""

    at: str


class HoldsBy(Side):
    """For which values a side keeps to the roadmap."""

    way: str
    holds: list[Stretch]


class Inspected(Ranged):
    """A parameter of inspection: what is needed, what is accepted, and the window between."""

    needed: list[Stretch]
    accepted: list[Stretch]
    window: list[Stretch]
    sides: list[HoldsBy]
    breaks: list[BreaksAt]


class HiddenAct(Side):
    """A step that may be faked, and the chance of discovery that is enough."""

    step: str | None
    round: int
    chance: float | None
    margin: float
    enough: list[Stretch]


class InspectedRoadmap(TypedDict):
    """The roadmap that is looked at."""

    name: str
    rounds: Order


class Inspection(StudyHead):
    """How much inspection a roadmap needs, and how much is accepted; rounds are counted from 0."""

    roadmap: InspectedRoadmap
    holds: bool
    nearest: NearestWay | None
    certified: bool
    parameters: list[Inspected]
    hidden: list[HiddenAct]
    solved: int
    answer: list[str]
    notes: Notes
