"""What can be asked for about the numbers that explain what was seen, with what it is if nothing is said."""

from __future__ import annotations

from dataclasses import dataclass

from sim.errors import AskError
from sim.study.options import TIME_LIMIT, point_limit
from sim.study.require.options import LEAST_POINTS, MOST_POINTS

MOST_DRAWS = 100_000
"""Draws from the ranges, most."""


@dataclass(frozen=True, eq=False)
class SeenOptions:
    """How it is found out which numbers explain what was seen.

    Parameters
    ----------
    points : int
        Values along each range that are looked at first where it cannot be gone through without gaps.
    two : pair of str, optional
        The two parameters of the map, each as NAME or NAME=FROM:TO; by default the two that matter most.
    draws : int
        Points that are drawn from all ranges together; 0 for none.
    seed : int
        Of the draws.
    time_limit : float or None
        Seconds for the whole answer; None for no limit. What is not found by then is said to be missing.
    point_limit : float, optional
        Seconds that a single game may take; by default a tenth of those.
    """

    points: int = 17
    two: tuple[str, str] | None = None
    draws: int = 400
    seed: int = 1
    time_limit: float | None = TIME_LIMIT
    point_limit: float | None = None

    def check(self) -> None:
        """Refuse numbers that make no mesh and no draws.

        Raises
        ------
        AskError
            For the first of them.
        """
        if not LEAST_POINTS <= self.points <= MOST_POINTS:
            raise AskError("points", f"expected {LEAST_POINTS} to {MOST_POINTS} values, found {self.points}")
        if not 0 <= self.draws <= MOST_DRAWS:
            raise AskError("draws", f"expected 0 to {MOST_DRAWS:,} draws, found {self.draws:,}")

    @property
    def each(self) -> float | None:
        """Seconds that a single game may take."""
        return point_limit(self.time_limit, self.point_limit)
