"""Documents of classes: what their records come to together, and rehearsals."""

from __future__ import annotations

from typing import Annotated, Any, Literal, NotRequired, TypedDict

from sim.show.documents.common import ByPlayer, Format, Program
from sim.show.documents.observed import Observed
from sim.show.documents.options import Definition


class ChosenAction(TypedDict):
    """An action, and how often it was chosen."""

    action: str
    count: int
    share: float
    equilibria: Annotated[dict[str, float], "Its chance in each equilibrium."]
    quantal: Annotated[float | None, "Its chance with errors, as they were fitted."]


class ChoicePoint(TypedDict):
    """A decision point, and what was chosen there."""

    player: str
    point: str
    decisions: int
    given_away: float
    actions: list[ChosenAction]


class Student(TypedDict):
    """A person, and what its choices came to."""

    name: str
    player: str
    games: int
    finished: int
    decisions: int
    given_away: float
    mean_payoff: float | None


class ClassFit(TypedDict):
    """Play with errors fitted to a class's choices, by likelihood."""

    precision: float
    interval: list[float | None]
    log_likelihood: float
    log_likelihood_at_random: float
    choices: int
    edge: str
    searched_up_to: float
    never_in_equilibrium: Annotated[dict[str, int], "Choices that an equilibrium never makes."]


class AgreedPackage(TypedDict):
    """What a pair agreed on."""

    people: dict[str, str]
    round: int | None
    package: dict[str, str] | None
    payoffs: ByPlayer
    captured: Annotated[float | None, "Share of the gain over no deal."]
    efficient: bool | None


class AgreedPackages(TypedDict):
    """What a class agreed on."""

    games: list[AgreedPackage]
    agreed: int
    mean_captured: float | None


class PlayedShape(TypedDict):
    """The games of one scenario."""

    scenario: str
    file: str
    sha256: str
    settings: dict[str, str]
    kind: str
    rounds: int | None
    games: int
    finished: int
    rehearsed: int


class Played(PlayedShape):
    """The games of one scenario, beside theory."""

    concept: str
    select: str
    decisions: int
    points: list[ChoicePoint]
    agreements: NotRequired[AgreedPackages]
    students: list[Student]
    fit: ClassFit | None
    note: Annotated[str, "Why nothing was fitted."]
    observed: NotRequired[Annotated[list[Observed], "What people did elsewhere, as in `run`."]]


class ConflictEnd(TypedDict):
    """Where conflicts were left."""

    taken: list[str]
    games: int
    rests: int
    equilibrium: list[Definition]


class PlayedConflict(PlayedShape):
    """The games of one conflict over options."""

    concept: Literal["stability"]
    ends: list[ConflictEnd]
    made: Annotated[dict[str, dict[str, int]], "By player how many moves were what to it."]


class Summary(TypedDict):
    """What the records of a class come to together."""

    format: Format
    version: Program
    scenarios: list[Played | PlayedConflict]


class RehearsedPart(TypedDict):
    """A part of a rehearsed class; parts and rounds are counted from 1."""

    part: int
    scenario: str
    kind: str
    players: list[str]
    rounds: int
    matching: str
    treatments: list[dict[str, str]]
    in_advance: bool
    agent: str


class RehearsedTurn(TypedDict):
    """A turn of a rehearsed match."""

    round: int
    moves: dict[str, Any]
    chance: str | None


class PlaceAtEnd(TypedDict):
    """A place in a party's order, from 1, and of how many."""

    end: int
    of: int


class RehearsedMatch(TypedDict):
    """A rehearsed match; of a conflict over options the places of its end in place of payoffs."""

    match: int
    part: int
    round: int
    treatment: str
    seats: dict[str, int | None]
    agents: dict[str, str | None]
    finished: bool
    decisions: int
    turns: list[RehearsedTurn]
    payoffs: NotRequired[ByPlayer]
    end: NotRequired[list[str]]
    rests: NotRequired[bool]
    places: NotRequired[dict[str, PlaceAtEnd]]


class DecisionsBy(TypedDict):
    """Who made decisions."""

    person: int
    agent: int
    clock: int


class RecordsKept(TypedDict):
    """Records that were written and read back."""

    written: int
    read: int
    folder: str | None


RehearsedClass = TypedDict("RehearsedClass", {"class": Annotated[str, "Its code."]})


class Rehearsal(RehearsedClass):
    """A class rehearsed with bots."""

    format: Format
    document: Literal["rehearsal"]
    version: Program
    seed: int
    participants: int
    rounds: int
    parts: list[RehearsedPart]
    matches: list[RehearsedMatch]
    decisions: int
    decisions_by: DecisionsBy
    payoffs: Annotated[dict[str, float], "By seat."]
    records: RecordsKept
    lost: Annotated[int, "Answers that were confirmed and are not kept: 0, or something is wrong."]
