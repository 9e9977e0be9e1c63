"""Documents of studies, which solve a game at many points."""

from __future__ import annotations

from typing import Annotated, Literal, NotRequired, TypedDict

from sim.show.documents.common import (
    ByPlayer,
    ByPlayerIfKnown,
    Flip,
    Format,
    LookedAt,
    Named,
    Notes,
    Program,
    Regime,
    SelectedHead,
    Ways,
    Word,
)
from sim.show.documents.json_schema import LATER


class RegimeShare(Regime):
    """A way to end, and the share of the map where it does."""

    share: float


class MapGrid(TypedDict):
    """The first grid of a map."""

    points: Annotated[list[int], "How many across and up."]
    regimes: Annotated[list[list[int]], "For each row, from the lowest up, the numbers of the regimes."]


class OwnPoint(TypedDict):
    """The point of the file's own numbers."""

    regime: int
    values: dict[str, float]


class Boundary(TypedDict):
    """Where two regimes meet, as straight pieces."""

    between: list[int]
    segments: list[list[list[float]]]


class NearestOther(TypedDict):
    """The nearest point at which it ends in another way."""

    values: dict[str, float]
    distance: Annotated[float, "In shares of the ranges."]
    beyond: Regime


class MapCheck(TypedDict):
    """Points drawn at random that tested the map."""

    points: int
    right: int
    seed: int


class Map(SelectedHead):
    """Over which values of two parameters a game ends in which way."""

    parameters: list[LookedAt]
    grid: MapGrid
    precision: float
    regimes: list[RegimeShare]
    own: OwnPoint
    boundaries: list[Boundary]
    flips: dict[str, list[Flip]]
    nearest: NearestOther | None
    solved: Ways
    equilibria: Annotated[dict[str, int], "How many points had which kind of equilibrium."]
    check: MapCheck
    notes: Notes


class RegimePaid(Regime):
    """How it ends at a point, and what that pays."""

    payoffs: ByPlayerIfKnown


class RangeEnd(RegimePaid):
    """An end of a range."""

    value: float


class Influence(LookedAt):
    """What a parameter by itself changes."""

    deal_turns: Annotated[float, "Share of the range where a deal turns into none, or the other way."]
    ending_changes: Annotated[float, "Share of the range where it ends in another way."]
    swing: ByPlayerIfKnown
    ends: list[RangeEnd]
    flips: list[Flip]


class Shares(TypedDict):
    """Shares of the variance that hang on a parameter (Sobol' indices), with intervals."""

    first: float
    first_interval: list[float]
    total: float
    total_interval: list[float]


class Output(TypedDict):
    """An output, and what its variance hangs on."""

    mean: float
    variance: float
    shares: Annotated[dict[str, Shares] | None, "Null where nothing varies."]


class Variance(TypedDict):
    """What outputs hang on when all parameters vary."""

    samples: int
    dropped: int
    runs: int
    seed: int
    outputs: dict[str, Output]


class Sensitivity(SelectedHead):
    """Which parameter the ending hangs on most."""

    own: RegimePaid
    parameters: list[Influence]
    variance: Variance | None
    solved: Ways
    equilibria: dict[str, int]
    late: Annotated[list[str], LATER, "What the time was not enough for."]
    notes: Notes


class RobustRow(TypedDict):
    """The answer with one thing changed."""

    group: str
    name: str
    deal: Annotated[float | None, "Chance of a deal on the course that is told; null where it was not solved."]
    verdict: Word | None
    round: float | None
    payoffs: ByPlayer | None
    problem: Annotated[str | None, "Why it was not solved."]


class RobustDraws(TypedDict):
    """Payoffs drawn anew."""

    asked: int
    solved: int
    deals: int
    spread: float
    seed: int


class Robust(SelectedHead):
    """Whether the answer holds under other rules."""

    rows: list[RobustRow]
    draws: RobustDraws | None
    holds: str
    hangs: str
    notes: Notes


class Chance(TypedDict):
    """A chance over all equilibria, from where it certainly comes about to where it is possible."""

    low: float
    high: float
    interval: list[float]
    confidence: float
    method: str
    unless_chance_ends_it: bool
    over: Literal["all equilibria", "selected"]


class DrawnParameter(Named):
    """A parameter that is drawn, and the shares of the variance that hang on it."""

    draw: Annotated[dict[str, list[float | None]], "The distribution and its numbers; null for what has no end."]
    first: float | None
    first_interval: list[float | None] | None
    total: float | None
    total_interval: list[float | None] | None


class HangsOn(TypedDict):
    """How it was found what the answer hangs on."""

    method: Literal["sobol", "classes"]
    samples: int
    runs: int


class Quantiles(TypedDict):
    """What draws pay: the mean, and what 5%, 50% and 95% of them do not pass."""

    mean: float
    low: float
    median: float
    high: float


class Witness(TypedDict):
    """A draw at which a word does not hold."""

    set: dict[str, float]
    deal: Word
    checked: bool


class Proven(TypedDict):
    """What is proven over the whole box, in shares of it."""

    certain: float
    impossible: float
    points: int
    why_not_more: str | None
    bent: list[str]


class Worst(TypedDict):
    """The worst case over the box of the parameters."""

    box: dict[str, list[float | None]]
    everywhere: Word | None
    looked_at: int
    not_certain: Witness | None
    not_impossible: Witness | None
    proven: Proven | None


class Draws(SelectedHead):
    """A game whose numbers are uncertain."""

    draws: int
    seed: int
    solved: Ways
    assumed: Annotated[bool, "Whether ranges were taken for distributions."]
    event: str
    chance: Chance
    verdicts: Annotated[dict[str, int] | None, "Draws by their word; null where one equilibrium is told."]
    not_asked: int
    parameters: list[DrawnParameter]
    hangs_on: HangsOn | None
    endings: dict[str, int]
    payoffs: dict[str, Quantiles]
    worst: Worst | None
    answer: list[str]
    notes: Notes


class Point(TypedDict):
    """A point of a sweep; one stands on each line."""

    format: Format
    version: Program
    seed: int
    sha256: Annotated[str, "Hash of the scenario's text."]
    point: Annotated[int, "Its number, from 0."]
    set: dict[str, float]
    payoffs: ByPlayerIfKnown
    ending: str
    rounds: float | None
    equilibrium: str
    how: str
    message: str
    patience: NotRequired[Annotated[dict[str, ByPlayerIfKnown], "By roadmap the least that each side needs."]]
    verdict: NotRequired[Annotated[PointVerdict, "What all equilibria agree on."]]


class PointVerdict(TypedDict):
    """What all equilibria at a point agree on."""

    deal: str
    payoffs: dict[str, list[float | None]]
    earliest: int | None
    latest: int | None
