"""Documents of files side by side, and of parameters that were sought."""

from __future__ import annotations

from typing import Annotated, Any, Literal, NotRequired, TypedDict

from sim.show.documents.common import Format, Head, Notes


class Leaf(TypedDict):
    """What stands at a key, as it is written and as it is read."""

    text: str
    value: Any


class Difference(TypedDict):
    """A key that two files do not have alike."""

    key: str
    how: Literal["added", "removed", "changed", "rewritten", "follows"]
    before: Leaf | None
    after: Leaf | None
    changes_results: bool


class ChangedAnswer(TypedDict):
    """A question that two games answer differently."""

    question: str
    before: str
    after: str


class Diff(TypedDict):
    """What two files differ in, and how their answers do."""

    format: Format
    scenarios: list[Head]
    same: bool
    differences: list[Difference]
    answers: list[ChangedAnswer]


class CalibratedParameter(TypedDict):
    """A parameter that was sought."""

    before: float
    value: float
    exact: str
    min: float | None
    max: float | None
    free: bool


class Indifference(TypedDict):
    """An answer: what is as good as what."""

    player: str
    this: str | list[str]
    as_good_as: str | list[str]
    share: NotRequired[Annotated[str | list[str], "Of rounds; two where it lies between them."]]
    after: NotRequired[Annotated[str | list[str], "The round from which on."]]
    otherwise: NotRequired[str | list[str]]


class Calibrated(Head):
    """Parameters found from what is as good as what; a file of answers too."""

    parameters: dict[str, CalibratedParameter]
    linear: bool
    agree: bool
    answers: list[Indifference]
    residuals: list[float]
    implied: list[float | None]
    contradiction: list[int]
    beyond: dict[str, float]
    free: list[dict[str, float]]
    unit_kept_by: list[str]
    notes: Notes
