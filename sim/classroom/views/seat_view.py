"""What one seat may see: its own role, its own question, and what has happened as far as it has seen it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

SeatPhase = Literal["lobby", "wait", "ask", "sent", "paused", "round_over", "debrief", "end", "removed", "left", "away"]

QuestionKind = Literal["choice", "number", "package", "threshold"]


@dataclass(frozen=True)
class Option:
    """Something that can be chosen.

    Parameters
    ----------
    value : str
        What is sent back.
    label : str
        What is shown.
    cells : tuple of str
        What it pays or leads to, under the headings of the question.
    """

    value: str
    label: str
    cells: tuple[str, ...] = ()


@dataclass(frozen=True)
class IssueOption:
    """An option of an issue, with what it is worth to whoever looks."""

    id: str
    name: str
    points: float


@dataclass(frozen=True)
class Issue:
    """An issue of a package."""

    id: str
    name: str
    options: tuple[IssueOption, ...]


@dataclass(frozen=True)
class PayoffTable:
    """A matrix as its player sees it: own actions down, the other's across; cells are (you, the other)."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[tuple[tuple[float, float], ...], ...]


@dataclass(frozen=True)
class Question:
    """What a seat is asked.

    Parameters
    ----------
    id : str
        What the answer names, beside the match.
    match : int
        The match.
    kind : str
        ``choice`` of options, a ``number`` from `low` to `high`, a ``package`` of issues, or the least number that is
        accepted (``threshold``).
    heading : str
        The round inside the match; may be empty.
    situation : tuple of str
        What the seat knows: paragraphs.
    columns : tuple of str
        Headings of the options' cells.
    options : tuple of Option
        What can be chosen; beside a package what can be done otherwise.
    low, high, step : float
        Of a number.
    label : str
        What a number is; empty for what one asks for of a whole, and for an action.
    issues : tuple of Issue
        Of a package.
    number, of : int
        Which of the answers given in advance it is.
    payoffs : PayoffTable or None
        The matrix, where one is played.
    deadline : float or None
        When the clock runs out, by the clock of the class.
    """

    id: str
    match: int
    kind: QuestionKind
    heading: str = ""
    situation: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    options: tuple[Option, ...] = ()
    low: float = 0.0
    high: float = 0.0
    step: float = 0.0
    label: str = ""
    issues: tuple[Issue, ...] = ()
    number: int = 1
    of: int = 1
    payoffs: PayoffTable | None = None
    deadline: float | None = None


@dataclass(frozen=True)
class Told:
    """Something that has happened, as the seat has seen it."""

    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class SeatView:
    """What a seat sees now.

    Parameters
    ----------
    phase : str
        Where it stands.
    rules : tuple of str
        What there is to know of the game; a text with line breaks is a table.
    story : tuple of Told
        What it has seen in this match.
    open : tuple of int
        How many have decided, of how many.
    paid, other_paid : float or None
        Of the match once it is over; None for the other where that would tell what is hidden.
    score : str
        Once the match is over, how its rounds add up to what it paid; empty where there is nothing to add up.
    total : float or None
        Of all finished matches of the part; None where nothing is paid.
    note : str
        A sentence where something needs to be said.
    revealed : bool
        Whether the part's results may be seen.
    """

    seat: int
    name: str
    phase: SeatPhase
    part: int | None = None
    title: str = ""
    round: int = 0
    rounds: int = 0
    side: int | None = None
    role: str = ""
    other: str = ""
    rules: tuple[str, ...] = ()
    story: tuple[Told, ...] = ()
    question: Question | None = None
    match: int | None = None
    open: tuple[int, int] = (0, 0)
    paid: float | None = None
    other_paid: float | None = None
    score: str = ""
    total: float | None = 0.0
    deadline: float | None = None
    note: str = ""
    revealed: bool = False
