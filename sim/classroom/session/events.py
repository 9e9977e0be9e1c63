"""What has happened in a class, as it is kept: each event is plain data, and none holds a name."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

Status = Literal["here", "away", "left", "removed"]

By = Literal["person", "agent", "clock"]
"""Who made a decision: whoever sits there, an agent in an empty seat, or one because the clock had run out."""


@dataclass(frozen=True)
class Opened:
    """The class begins; later parts are changes."""

    code: str
    seed: int
    parts: tuple[dict[str, Any], ...]
    rehearsal: bool = False


@dataclass(frozen=True)
class Joined:
    """A seat is taken."""

    seat: int
    bot: bool = False


@dataclass(frozen=True)
class StatusSet:
    """A seat takes part or does not."""

    seat: int
    status: Status


@dataclass(frozen=True)
class Pair:
    """A match as it begins: seats of all sides (None for nobody), and who sits in for nobody."""

    match: int
    treatment: int
    seats: tuple[int | None, ...]
    agents: tuple[str, ...]


@dataclass(frozen=True)
class RoundBegan:
    """Everybody who is present has a match.

    Parameters
    ----------
    treatments : tuple of (int, int)
        Seats with the treatment that they are under from now on.
    """

    part: int
    round: int
    pairs: tuple[Pair, ...]
    treatments: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Decided:
    """A side has answered a question.

    Parameters
    ----------
    question : str
        How many questions the side had before in the match, or ``a2`` for the second of the answers given in advance:
        nothing that would tell a player how many turns have gone by unseen.
    turn : int or None
        Number of the turn; None for an answer given in advance.
    seconds : float
        How long it took.
    """

    match: int
    question: str
    turn: int | None
    side: int
    seat: int | None
    choice: str
    by: By
    seconds: float


@dataclass(frozen=True)
class Turned:
    """All sides of a match that were to move have moved, and chance has drawn."""

    match: int
    moves: tuple[str, ...]
    chance: str


@dataclass(frozen=True)
class TakenOver:
    """An agent plays a side to the end of the match."""

    match: int
    side: int
    agent: str


@dataclass(frozen=True)
class Moved:
    """The class stands at another step."""

    cursor: int


@dataclass(frozen=True)
class Paused:
    """Nobody can decide, or everybody can again."""

    on: bool


@dataclass(frozen=True)
class Revealed:
    """A chapter of the results of a part may be seen, or none of them any longer."""

    part: int
    on: bool
    chapter: str = "done"


@dataclass(frozen=True)
class Voided:
    """The matches of a round do not count."""

    part: int
    round: int


@dataclass(frozen=True)
class Changed:
    """A part is another than before, or a further one."""

    part: int
    spec: dict[str, Any]


@dataclass(frozen=True)
class Dropped:
    """A part is taken off."""

    part: int


@dataclass(frozen=True)
class Merged:
    """From the next round on there is one treatment."""

    part: int


@dataclass(frozen=True)
class Restarted:
    """The server was down, and is back."""


Event = (
    Opened
    | Joined
    | StatusSet
    | RoundBegan
    | Decided
    | Turned
    | TakenOver
    | Moved
    | Paused
    | Revealed
    | Voided
    | Changed
    | Dropped
    | Merged
    | Restarted
)

KINDS: dict[str, type[Any]] = {
    kind.__name__: kind
    for kind in (
        Opened,
        Joined,
        StatusSet,
        Decided,
        Turned,
        TakenOver,
        Moved,
        Paused,
        Revealed,
        Voided,
        Changed,
        Dropped,
        Merged,
        Restarted,
        RoundBegan,
    )
}
"""Events by the names under which they are kept."""


def document_of(event: Event) -> dict[str, Any]:
    """An event as plain data, without its kind."""
    return asdict(event)


def event_of(kind: str, document: dict[str, Any]) -> Event:
    """An event as it was kept.

    Raises
    ------
    KeyError
        If there is no such kind.
    """
    data = dict(document)
    if kind == "RoundBegan":
        data["pairs"] = tuple(
            Pair(p["match"], p["treatment"], tuple(p["seats"]), tuple(p["agents"])) for p in data["pairs"]
        )
        data["treatments"] = tuple((seat, treatment) for seat, treatment in data["treatments"])
    if kind == "Turned":
        data["moves"] = tuple(data["moves"])
    if kind == "Opened":
        data["parts"] = tuple(data["parts"])
    event: Event = KINDS[kind](**data)
    return event
