"""What everybody may see on the wall."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

StepName = Literal["lobby", "round", "debrief", "end"]


@dataclass(frozen=True)
class ProjectorView:
    """Where the class stands: nothing that a student may not read.

    Parameters
    ----------
    code : str
        What is typed to join.
    joined, present : int
        Seats in all, and those that take part now.
    decided, deciding : int
        Seats that have decided and are asked nothing more now, of those that play in the round.
    matches, finished : int
        Of the round.
    deadline : float or None
        When the last clock runs out.
    revealed : bool
        Whether the part's results may be seen.
    """

    code: str
    step: StepName
    part: int | None
    title: str
    round: int
    rounds: int
    joined: int
    present: int
    decided: int
    deciding: int
    matches: int
    finished: int
    paused: bool
    deadline: float | None
    revealed: bool
