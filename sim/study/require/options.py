"""What can be asked for about the changes that a verdict takes, with what it is if nothing is said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sim.errors import AskError
from sim.study.options import TIME_LIMIT, point_limit

Wanted = Literal["certain", "possible"]
"""In every equilibrium; in some."""

LEAST_POINTS, MOST_POINTS = 3, 1001
"""Values along a range, least and most."""


@dataclass(frozen=True, eq=False)
class RequireOptions:
    """How it is found out what would make a verdict true, or undo it.

    Parameters
    ----------
    be : {"certain", "possible"}, optional
        What the claim is to be: ``certain``, in every equilibrium, or ``possible``, in some; by default every change
        of its word is told.
    points : int
        Values along each range that are looked at first, equally far apart; what lies between two of them and is alike
        at both is missed.
    two : pair of str, optional
        Two parameters that are moved together as well, each as NAME or NAME=FROM:TO.
    jointly : bool
        Move all parameters together as well, if there are several.
    time_limit : float or None
        Seconds for the whole answer; None for no limit. What is not found by then is said to be missing.
    point_limit : float, optional
        Seconds that a single one may take; by default a tenth of those.
    """

    be: Wanted | None = None
    points: int = 17
    two: tuple[str, str] | None = None
    jointly: bool = True
    time_limit: float | None = TIME_LIMIT
    point_limit: float | None = None

    def check(self) -> None:
        """Refuse numbers that make no mesh, and words that are none.

        Raises
        ------
        AskError
            For the first of them.
        """
        if self.be not in (None, "certain", "possible"):
            raise AskError("be", f"expected certain or possible, found '{self.be}'")
        if not LEAST_POINTS <= self.points <= MOST_POINTS:
            raise AskError("points", f"expected {LEAST_POINTS} to {MOST_POINTS} values, found {self.points}")

    @property
    def each(self) -> float | None:
        """Seconds that a single point may take."""
        return point_limit(self.time_limit, self.point_limit)
