"""What can be asked for about the best roadmap, with what it is if nothing is said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sim.study.options import TIME_LIMIT


@dataclass(frozen=True, eq=False)
class DesignOptions:
    """How the best roadmap over orders and shares is looked for.

    Parameters
    ----------
    by : {"patience", "margin", "sum"}
        What it is to be best at: the least patience that both must have; the largest error in every payoff with which
        nobody prefers to leave; the highest sum of payoffs.
    parts : int
        Pieces, most, of a step that is divisible.
    punishment : {"snapback", "breakdown"}, optional
        What follows when somebody leaves; by default what the file says.
    walk_away : bool
        Whether players may also end the talks, as long as the agreement is not complete.
    any_order : bool
        Whether steps may be taken before their prerequisites stand.
    wait : bool
        Whether a side that does not take its piece is waited for: the other side takes it a round later, and all that
        is still to come is taken with the roles exchanged.
    time_limit : float or None
        Seconds after which the best is told that has been found by then.
    """

    by: Literal["patience", "margin", "sum"] = "patience"
    parts: int = 2
    punishment: Literal["snapback", "breakdown"] | None = None
    walk_away: bool = False
    any_order: bool = False
    wait: bool = False
    time_limit: float | None = TIME_LIMIT
