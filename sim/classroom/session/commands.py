"""What the teacher can do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sim.classroom.refused import RefusedError
from sim.classroom.session.parts import PartSpec


@dataclass(frozen=True)
class Next:
    """One step on: the next round, the debrief, the next part."""


@dataclass(frozen=True)
class Back:
    """One step back, to look; nothing is undone."""


@dataclass(frozen=True)
class Redo:
    """The round at which the class stands is void, and begins anew."""


@dataclass(frozen=True)
class Finish:
    """All decisions of the round that are still open are made by whoever sits in."""


@dataclass(frozen=True)
class Pause:
    """Nobody can decide, and the clock stands."""


@dataclass(frozen=True)
class Go:
    """On after a pause."""


@dataclass(frozen=True)
class Reveal:
    """A chapter of the results of a part may be seen, or none of them any longer."""

    part: int
    on: bool = True
    chapter: str = "done"


@dataclass(frozen=True)
class Remove:
    """A seat takes no part any more."""

    seat: int


@dataclass(frozen=True)
class Readmit:
    """A seat that was removed takes part again, from the next round on."""

    seat: int


@dataclass(frozen=True)
class Merge:
    """From the next round on there is only the first treatment."""

    part: int


@dataclass(frozen=True)
class Change:
    """Other values for a part; what a match is made of only before it has begun."""

    part: int
    changes: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Add:
    """A further part, at the end."""

    spec: PartSpec


@dataclass(frozen=True)
class Drop:
    """A part that has not begun is taken off."""

    part: int


@dataclass(frozen=True)
class AddBots:
    """More seats that a bot plays."""

    count: int


Command = Next | Back | Redo | Finish | Pause | Go | Reveal | Remove | Readmit | Merge | Change | Add | Drop | AddBots

CHAPTERS = ("done", "theory", "others")
"""What can be revealed: what the class did, what theory says, what others did."""

PLAIN: dict[str, type[Next | Back | Redo | Finish | Pause | Go]] = {
    "next": Next,
    "back": Back,
    "redo": Redo,
    "finish": Finish,
    "pause": Pause,
    "go": Go,
}
"""Commands that say nothing more, by their words."""


def command_of(document: Mapping[str, Any]) -> Command:
    """A command from plain data, such as ``{"do": "remove", "seat": 7}``.

    Raises
    ------
    RefusedError
        If it is none.
    """
    word = document.get("do")
    if isinstance(word, str) and word in PLAIN:
        return PLAIN[word]()
    if word == "reveal":
        chapter = document.get("chapter", "done")
        if chapter not in CHAPTERS:
            raise RefusedError("unknown", "Results have no such chapter.")
        return Reveal(_number(document, "part"), document.get("on", True) is True, chapter)
    if word in ("remove", "readmit"):
        return (Remove if word == "remove" else Readmit)(_number(document, "seat"))
    if word == "merge":
        return Merge(_number(document, "part"))
    if word == "change":
        changes = document.get("changes")
        if not isinstance(changes, dict):
            raise RefusedError("unknown", "A change names the values that are changed.")
        return Change(_number(document, "part"), changes)
    if word == "add":
        spec = document.get("spec")
        if not isinstance(spec, dict):
            raise RefusedError("unknown", "A further part needs a scenario.")
        return Add(PartSpec.read(spec))
    if word == "drop":
        return Drop(_number(document, "part"))
    if word == "bots":
        return AddBots(_number(document, "count"))
    raise RefusedError("unknown", "That is nothing that a class can do.")


def _number(document: Mapping[str, Any], key: str) -> int:
    value = document.get(key)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 1_000_000:
        raise RefusedError("unknown", f"Expected a number for '{key}'.")
    return value
