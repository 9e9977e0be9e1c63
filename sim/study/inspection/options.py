"""What can be asked for about inspection, with what it is if nothing is said."""

from __future__ import annotations

from dataclasses import dataclass

from sim.errors import AskError
from sim.study.options import TIME_LIMIT

LEAST_POINTS, MOST_POINTS = 3, 1001
"""Values along a range, least and most."""


@dataclass(frozen=True, eq=False)
class InspectionOptions:
    """How it is found out how much inspection a roadmap needs, and how much is accepted.

    Parameters
    ----------
    roadmap : str, optional
        Which order of the steps: one that the file names, a standard one, or ``best``; by default the first that the
        file names, else the best that keeps to the prerequisites.
    points : int
        Values along each range that are looked at first, equally far apart; what lies between two of them and is alike
        at both is missed.
    time_limit : float or None
        Seconds for the whole answer; None for no limit.
    """

    roadmap: str | None = None
    points: int = 33
    time_limit: float | None = TIME_LIMIT

    def check(self) -> None:
        """Refuse numbers that make no mesh.

        Raises
        ------
        AskError
            If they make none.
        """
        if not LEAST_POINTS <= self.points <= MOST_POINTS:
            raise AskError("points", f"expected {LEAST_POINTS} to {MOST_POINTS} values, found {self.points}")
