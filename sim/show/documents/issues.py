"""Documents of solved packages over many issues."""

from __future__ import annotations

from typing import Annotated, Any, Literal, NotRequired, TypedDict

from sim.show.documents.common import ByPlayer
from sim.show.documents.solved import NoPath, Paid, Solved


class PackageAndPayoffs(TypedDict):
    """A package, option by issue, and what it pays."""

    package: dict[str, str]
    payoffs: ByPlayer


class PackageEntry(PackageAndPayoffs):
    """A bargaining solution over packages."""

    solution: str
    strategies: Annotated[dict[str, Any], "Empty."]
    path: NoPath


class Picked(PackageAndPayoffs):
    """The package that a solution picks."""

    ties: NotRequired[Annotated[int, "How many packages are as good, where several are."]]


class BargainedIssues(Solved):
    """Bargaining solutions over packages."""

    kind: Literal["issues"]
    concept: Literal["bargaining"]
    equilibria: list[PackageEntry]
    frontier: list[PackageAndPayoffs]
    packages: int
    solutions: dict[str, Picked | None]
    walk_away: ByPlayer
    with_lots: dict[str, ByPlayer | None]


class PackageRound(TypedDict):
    """A round of offers of packages."""

    round: int
    proposer: str
    package: dict[str, str] | None
    payoffs: ByPlayer | None
    accepts_from: float
    accepted: bool
    walks_away: str | None


class OfferedPackages(Paid):
    """An equilibrium of offers of packages."""

    strategies: Annotated[dict[str, Any], "Empty."]
    path: list[PackageRound]


class PerfectIssues(Solved):
    """Offers of packages."""

    kind: Literal["issues"]
    concept: Literal["subgame-perfect"]
    equilibria: list[OfferedPackages]
    ties: Annotated[list[int] | None, "Rounds in which somebody is indifferent; null where that was not found."]
    without_end: bool
