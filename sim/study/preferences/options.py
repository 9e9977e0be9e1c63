"""What can be asked for about preferences, with what it means and what it is if nothing is said."""

from __future__ import annotations

from dataclasses import dataclass

from sim.errors import AskError
from sim.study.options import TIME_LIMIT


@dataclass(frozen=True, eq=False)
class PreferencesOptions:
    """How it is found out what a conflict over options owes to what its parties prefer.

    Parameters
    ----------
    stable : str, optional
        The state for which it is asked which orders of preference make it stable: the options taken, behind commas, or
        ``nothing``; by default it is told how often each state is an equilibrium.
    party : str, optional
        Whose orders are asked about; by default everybody's, one party at a time.
    statements : int, optional
        How many statements of each party are taken as given, from the first on; by default all. What they leave tied
        may be either way.
    draws : int
        How many orders are drawn where there are too many to go through.
    seed : int
        What is drawn by chance.
    time_limit : float or None
        Seconds for the whole answer; None for no limit.
    """

    stable: str | None = None
    party: str | None = None
    statements: int | None = None
    draws: int = 1000
    seed: int = 0
    time_limit: float | None = TIME_LIMIT

    def check(self) -> None:
        """Refuse what does not go together, and numbers that are none.

        Raises
        ------
        AskError
            If something is asked for that there is not.
        """
        if self.party is not None and self.stable is None:
            raise AskError("party", "it goes with --stable: whose preferences are to make a state stable")
        if self.statements is not None and self.stable is not None:
            raise AskError("statements", "with --stable the others prefer what the whole file says; leave one out")
        if self.statements is not None and self.statements < 0:
            raise AskError("statements", f"expected 0 or a positive number, found {self.statements}")
        if not 1 <= self.draws <= 1_000_000:
            raise AskError("draws", f"expected 1 to 1,000,000 draws, found {self.draws:,}")
