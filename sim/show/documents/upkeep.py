"""Documents of commands about files and about the program itself."""

from __future__ import annotations

from typing import Annotated, Literal, NotRequired, TypedDict

from sim.show.documents.common import Format, Program
from sim.show.documents.json_schema import others


class Problem(TypedDict):
    """Something that is wrong with a file, or changes nothing in it; lines and columns are counted from 1."""

    line: Annotated[int, "0 where there is none."]
    column: int
    key: str
    message: str
    hint: str


@others(int)
class CheckedFile(TypedDict):
    """A file that was checked; of one that loads, the size of its game under the words that people read."""

    file: str
    valid: bool
    kind: NotRequired[str]
    errors: list[Problem]
    warnings: NotRequired[list[Problem]]


class Check(TypedDict):
    """Files that were checked."""

    format: Format
    files: list[CheckedFile]


class LaidOut(TypedDict):
    """A file that was laid out, or was to be."""

    file: str
    valid: bool
    changed: bool
    written: bool
    errors: list[Problem]


class Fmt(TypedDict):
    """Files that were laid out, or were to be."""

    format: Format
    files: list[LaidOut]


class Listed(TypedDict):
    """A scenario that comes along."""

    name: str
    title: str
    kind: str
    summary: str
    topic: str
    question: str


class Catalog(TypedDict):
    """The scenarios that come along."""

    format: Format
    scenarios: list[Listed]


class KnownAnswer(TypedDict):
    """A known answer, and what was found."""

    name: str
    source: str
    scenario: Annotated[str, "The bundled file, or empty."]
    expected: list[float]
    found: list[float]
    tolerance: Annotated[float, "0 where the engine is exact."]
    ok: bool
    error: str


class Selftest(TypedDict):
    """Games whose answers are known, solved on this machine."""

    format: Format
    ok: bool
    checks: list[KnownAnswer]


class Looked(TypedDict):
    """Something that was looked at on this machine."""

    area: str
    name: str
    state: Literal["ok", "note", "fails"]
    found: str
    advice: str


class Doctor(TypedDict):
    """What works on this machine."""

    format: Format
    ok: bool
    version: Program
    rows: list[Looked]
