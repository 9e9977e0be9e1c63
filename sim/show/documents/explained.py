"""Documents of quotas of inspections, and of which numbers explain what was seen."""

from __future__ import annotations

from typing import Annotated, Literal, TypedDict

from sim.show.documents.common import Notes, Ranged, StudyHead
from sim.show.documents.json_schema import LATER


class Period(TypedDict):
    """What a round is worth to the inspector, and both sides' chances in it."""

    value: float
    exactly: str
    inspect: float
    violate: float


class QuotaWorth(Period):
    """What a quota is worth."""

    inspections: int


class Planned(Period):
    """A round of the plan, by what is left of both."""

    round: int
    left: int
    violations: int


class QuotaActions(TypedDict):
    """What the file calls the four actions."""

    inspect: str
    wait: str
    legal: str
    violate: str


class Quota(StudyHead, Period):
    """Inspections spread over rounds, of which there are fewer; rounds are counted from 0."""

    rounds: int
    inspections: int
    violations: int
    actions: QuotaActions
    caught: float
    harm: float
    blind: bool
    certified: bool
    quotas: list[QuotaWorth]
    plan: list[Planned]
    loss: float | None
    least: int | None
    answer: list[str]
    notes: Notes


class SeenStep(TypedDict):
    """Something that was seen."""

    round: int
    player: str
    action: str
    step: str | None


class SeenCourse(TypedDict):
    """The course that was seen."""

    title: str
    summary: str
    sources: list[str]
    seen: list[SeenStep]
    through: int
    then: str


# "from" is a word of Python.
_From = TypedDict("_From", {"from": float})


class ConsistentStretch(_From):
    """Values of a parameter with one answer."""

    to: float
    exactly: list[str]
    consistent: Annotated[bool | None, "Null where it is open."]
    word: str
    certified: bool


class Edge(TypedDict):
    """Where along a parameter the answer changes."""

    between: list[str]
    value: float | None
    exactly: str | None
    consistent: bool | None


class ConsistentRange(Ranged):
    """For which values of a parameter what was seen is consistent with an equilibrium."""

    exact: bool
    share: float
    stretches: list[ConsistentStretch]
    edges: list[Edge]
    open: Annotated[int, LATER, "Single values that are not decided."]
    unsolved: Annotated[int, LATER, "Values that were looked at and have no answer."]
    problem: str


class RowStretch(TypedDict):
    """A stretch of a row, up to a value."""

    to: float
    consistent: bool | None


class PlaneRow(TypedDict):
    """A row of a map of two parameters."""

    at: float
    stretches: list[RowStretch]


class Plane(TypedDict):
    """Two parameters at once."""

    across: str
    up: str
    exact: bool
    share: float
    rows: list[PlaneRow]


class Box(TypedDict):
    """Points drawn from the box of all ranges, and those that survive."""

    asked: int
    done: int
    kept: int
    open: int
    unsolved: Annotated[int, LATER, "Points that make no game or have no answer."]
    draws: Annotated[dict[str, str], LATER, "What parameters are drawn from, unless evenly."]
    share: float | None
    interval: list[float]
    spread: dict[str, list[float]] | None
    seed: int


class ExplainedCourse(StudyHead):
    """Which numbers are consistent with a course that was seen."""

    observed: Literal["course"]
    course: SeenCourse
    now: str
    consistent: bool | None
    certified: bool
    parameters: list[ConsistentRange]
    map: Plane | None
    box: Box | None
    solved: int
    late: list[str]
    answer: list[str]
    notes: Notes


class PeopleFit(TypedDict):
    """Play with errors fitted by likelihood."""

    value: float
    interval: list[float | None]
    loglik: float
    random: float
    edge: str


class LikelihoodAt(TypedDict):
    """How likely the choices are at a value."""

    at: float
    loglik: float
    precision: float


class Profile(Ranged):
    """For which value of a parameter the choices are likeliest."""

    likeliest: float | None
    interval: list[float] | None
    share: float | None
    precision: PeopleFit | None
    points: list[LikelihoodAt]
    problem: str


class ExplainedRecords(StudyHead):
    """Which numbers make the choices of a class likeliest."""

    observed: Literal["records"]
    games: int
    choices: int
    precision: PeopleFit | None
    parameters: list[Profile]
    left_out: list[str]
    late: list[str]
    answer: list[str]
    notes: Notes
