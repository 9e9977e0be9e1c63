"""Bargaining over issues as the file states it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fractions import Fraction

    from sim.types import Pair


@dataclass(frozen=True)
class Choice:
    """A way to settle an issue: identifier, what people read, and the points of both sides, weights applied."""

    id: str
    name: str
    points: Pair


@dataclass(frozen=True)
class Issue:
    """Something to be settled: identifier, what people read, and the ways to settle it."""

    id: str
    name: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class PairOfChoices:
    """Points on top where two issues, the earlier one first, are settled in certain ways."""

    issues: tuple[int, int]
    choices: tuple[int, int]
    points: Pair


@dataclass(frozen=True)
class PackageOffers:
    """Offers of packages in turn: how many, who begins, and the chance that a refusal ends the talks."""

    rounds: int | None  # None: there is no last round
    first: int
    breakdown: Fraction


@dataclass(frozen=True)
class Issues:
    """Bargaining over issues as the file states it; the first of each pair belongs to the first player."""

    issues: tuple[Issue, ...]
    extras: tuple[PairOfChoices, ...]
    walk_away: Pair
    offers: PackageOffers | None = None
