"""What can be asked for where a file's numbers are uncertain, with what it is if nothing is said."""

from __future__ import annotations

from dataclasses import dataclass

from sim.errors import AskError
from sim.study.options import SELECT, TIME_LIMIT

MOST_DRAWS = 10_000_000
"""Draws, most; for more there are sweeps, which are stored and can be resumed."""


@dataclass(frozen=True, eq=False)
class DrawsOptions:
    """How the numbers of a file are drawn.

    Parameters
    ----------
    draws : int
        How often.
    seed : int
        What chance draws; the draws are those of ``sweep --samples`` with the same seed.
    select : str
        The selection rule, where an equilibrium has to be selected.
    time_limit : float or None
        Seconds for the whole answer; None for no limit. What is not found by then is said to be missing.
    """

    draws: int = 1000
    seed: int = 0
    select: str = SELECT
    time_limit: float | None = TIME_LIMIT

    def check(self) -> None:
        """Refuse numbers of draws that there cannot be.

        Raises
        ------
        AskError
            If it is one.
        """
        if not 1 <= self.draws <= MOST_DRAWS:
            raise AskError("draws", f"expected 1 to {MOST_DRAWS:,} draws, found {self.draws:,}")
        if self.seed < 0:
            raise AskError("seed", f"expected a whole number from 0 on, found {self.seed}")
