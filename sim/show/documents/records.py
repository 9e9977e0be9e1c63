"""What is kept as JSON: records of games, and what results of a sweep say of themselves."""

from __future__ import annotations

from typing import Annotated, Literal, NotRequired, TypedDict

from sim.show.documents.common import ByPlayer, Format, Program
from sim.show.documents.options import Definition


class Person(TypedDict):
    """A person at a seat."""

    person: Annotated[str, "The name that was given; it may be empty."]


class Agent(TypedDict):
    """An agent at a seat."""

    agent: str


class RecordHead(TypedDict):
    """What records of games begin with."""

    format: Format
    document: Literal["session"]
    version: Program
    played: Annotated[str, "When, as RFC 3339 has it."]
    finished: bool
    scenario: Annotated[str, "Title of the scenario."]
    file: Annotated[str, "Name of its file, without a folder."]
    sha256: Annotated[str, "Hash of the file's text."]
    settings: dict[str, str]
    rounds: Annotated[int | None, "After how many rounds play was to stop."]
    seed: int
    players: dict[str, Person | Agent]
    text: Annotated[str, "The scenario file, whole."]


class Turn(TypedDict):
    """A turn of a game."""

    round: Annotated[int, "From 0."]
    moves: dict[str, str]
    chance: Annotated[str | None, "What chance did."]
    payoffs: ByPlayer | None


class Account(TypedDict):
    """Where the payoff of a player came from."""

    equilibrium: float
    given_away: float
    other: float
    chance: float
    payoff: float


class ReplayedDecision(TypedDict):
    """A decision, held against equilibrium."""

    turn: int
    round: int
    player: str
    point: str
    options: list[str]
    choice: str
    equilibrium: dict[str, float]
    given_away_here: float
    given_away: float


class Replay(TypedDict):
    """A game, held against equilibrium; reading a record does not rely on it."""

    concept: str
    given_away: ByPlayer
    accounts: dict[str, Account] | None
    decisions: list[ReplayedDecision]


class Record(RecordHead):
    """The record of a game."""

    kind: Annotated[str, "Kind of the scenario, other than `options`."]
    select: str
    turns: list[Turn]
    stand_ins: NotRequired[Annotated[list[list[int | str]], "Turns and players where an agent chose for a person."]]
    replay: Replay


class ConflictTurn(TypedDict):
    """A move in a conflict over options."""

    round: int
    player: str
    taken: Annotated[list[str], "The options that are taken after it."]


class Places(TypedDict):
    """Places in a party's order, from 1, and of how many."""

    start: list[int]
    end: list[int]


# "from" is a word of Python.
_From = TypedDict("_From", {"from": list[str]})


class ConflictDecision(_From):
    """A move, held against what is stable."""

    round: int
    player: str
    to: list[str]
    made: str
    stable: list[Definition]
    undeterred: bool


class ConflictReplay(TypedDict):
    """A conflict, held against what is stable; reading a record does not rely on it."""

    concept: Literal["stability"]
    end: list[str]
    rests: bool
    equilibrium: list[Definition]
    places: dict[str, Places]
    decisions: list[ConflictDecision]


class ConflictRecord(RecordHead):
    """The record of a conflict over options."""

    kind: Literal["options"]
    turns: list[ConflictTurn]
    stand_ins: NotRequired[Annotated[list[int], "Turns where an agent chose for a person."]]
    replay: ConflictReplay


class ClassAnswer(TypedDict):
    """An answer that somebody gave in a class."""

    question: str
    turn: int
    player: str
    seat: int | None
    choice: str
    by: str
    seconds: float


OfClass = TypedDict("OfClass", {"class": Annotated[str, "The code of the class."]})


class InClass(OfClass):
    """Where in a class a record belongs."""

    rehearsal: bool
    match: int
    part: int
    round: int
    treatment: str
    matching: str
    seats: dict[str, int | None]
    answers: list[ClassAnswer]


class ClassRecord(Record, InClass):
    """The record of a game that was played in a class."""

    payoffs: ByPlayer


class ClassConflictRecord(ConflictRecord, InClass):
    """The record of a conflict over options that was played in a class."""


class Store(TypedDict):
    """What results of a sweep say of themselves: `attributes` of the `zarr.json` in their folder."""

    maker: Literal["detente sweep"]
    format: Format
    version: Program
    sha256: str
    axes: Annotated[list[str], "Parameters with their values, as they were typed."]
    samples: int | None
    seed: int
    settings: list[str]
    select: str
    time_limit: Annotated[float | str, "Seconds for each point, or `none`."]
    roadmaps: list[str]
    verdict: NotRequired[bool]
    block: Annotated[list[int], "Points of a piece along each axis."]
    scenario: Annotated[str, "The scenario file, whole."]
    title: str
    file: str
    command: NotRequired[str]
    player_names: list[str]
