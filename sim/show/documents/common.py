"""What many documents have in common: their head, numbers by player, parameters with their ranges."""

from __future__ import annotations

from typing import Annotated, Literal, NotRequired, TypedDict

ByPlayer = dict[str, float]
"""A number for each player, under its identifier."""

ByPlayerIfKnown = dict[str, float | None]
RangeByPlayer = dict[str, list[float]]
"""The least and the most for each player."""

Mixed = dict[str, dict[str, float]]
"""For each player its actions with their chances."""

Standing = dict[str, list[str]]
"""For each player the steps that stand."""

Order = list[list[str]]
"""Steps as ``player.step``, those of a round together."""

Word = Literal["certain", "possible", "impossible", "open"]
"""In every equilibrium, in some, in none; not decided."""

Format = Annotated[Literal[1], "The format of the document."]
Notes = Annotated[list[str], "What must be known before it is believed, in sentences."]
Program = Annotated[str, "The version of the program that wrote it."]


class FileHead(TypedDict):
    """Which scenario a document is about."""

    format: Format
    scenario: Annotated[str, "Title of the scenario."]
    file: Annotated[str, "Its file, as it was named."]
    sha256: Annotated[str, "Hash of the file's text."]
    settings: Annotated[dict[str, str], "Parameters that were set, with the expressions as they were typed."]


class Head(FileHead):
    """What a document about a scenario begins with."""

    changes: NotRequired[Annotated[dict[str, str], "What stands at other keys of the file instead, by path."]]


class StudyHead(Head):
    """What a document of a study begins with."""

    version: Program
    kind: Annotated[str, "Kind of the scenario."]


class SelectedHead(StudyHead):
    """What a document of a study begins with that picks one equilibrium."""

    select: Annotated[str, "The rule that picks one equilibrium where there are several."]


class Named(TypedDict):
    """A parameter as its file describes it."""

    name: str
    label: str
    unit: str
    about: str
    value: Annotated[float, "What the file has."]


class Ranged(Named):
    """A parameter and the range that it was looked at over."""

    min: float
    max: float


class LookedAt(Ranged):
    """A parameter, its range, and how closely it was looked at."""

    looked_at: Annotated[int, "How many values."]
    widest_gap: Annotated[float, "The widest gap between values with the same answer, which may hide another."]


class Regime(TypedDict):
    """How a game ends."""

    ending: Annotated[str, "A code for how it ends."]
    round: Annotated[int | None, "The round of a deal, from 0; null where rounds are not told apart."]
    words: Annotated[str, "The same for people."]


class Flip(TypedDict):
    """Where along the range of a parameter the ending changes."""

    value: float
    between: Annotated[list[float], "Two values with different answers, between which it changes."]
    below: Regime
    above: Regime


class Ways(TypedDict):
    """How many points were solved in which way."""

    batch: int
    near_tie: int
    singly: int
    failed: int
    lacking: int


class Mean(TypedDict):
    """A mean of many runs with its interval of 95%."""

    mean: float
    low: float
    high: float
    standard_error: float
