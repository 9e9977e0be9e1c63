"""What becomes of the agreement in many runs at once: when it is made and broken, by whom and how."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.agents.runner import ACTIONS

if TYPE_CHECKING:
    from sim.engine.concessions.courses.endings import Breaking
    from sim.engine.concessions.courses.outcome import Fate
    from sim.types import Flags, Index

RENEGE, WALK_AWAY = ACTIONS.index("renege"), ACTIONS.index("walk_away")

WAYS: tuple[Breaking, ...] = (
    ("chance", ()),
    ("taken_back", (0,)),
    ("taken_back", (1,)),
    ("taken_back", (0, 1)),
    ("walked_away", (0,)),
    ("walked_away", (1,)),
    ("walked_away", (0, 1)),
)
"""How an agreement can be broken."""


FATES: tuple[Fate, ...] = ("never", "kept", "broken", "made_again", "broken_again", "on_and_off")


@dataclass(frozen=True)
class AgreementRecord:
    """What becomes of the agreement, run by run.

    Parameters
    ----------
    times : ndarray of int, shape (runs,)
        How often it was made.
    made, broken : ndarray of int, shape (runs,)
        Round, from 0, in which it was made for the first time and broken for the last time.
    how : ndarray of int, shape (runs,)
        How it was broken for the last time, as an index of `WAYS`.
    standing, for_ever : ndarray of bool, shape (runs,)
        Whether it is complete; whether it is made and broken over and over, for ever.
    left : ndarray of int, shape (runs,)
        Who walked away: 1 for the first player, 2 for the second, 3 for both, 0 for nobody.
    """

    times: Index
    made: Index
    broken: Index
    how: Index
    standing: Flags
    for_ever: Flags
    left: Index

    @classmethod
    def of(cls, runs: int) -> AgreementRecord:
        """The record of runs that have not begun."""
        zeros = [np.zeros(runs, dtype=np.intp) for _ in range(5)]
        flags = np.zeros(runs, dtype=bool), np.zeros(runs, dtype=bool)
        return cls(zeros[0], zeros[1], zeros[2], zeros[3], *flags, zeros[4])

    def make(self, who: Index, t: int) -> None:
        """Note that the agreement is complete after a round."""
        self.made[who[self.times[who] == 0]] = t
        self.times[who] += 1
        self.standing[who] = True

    def lose(self, who: Index, t: int, done: tuple[Index, Index]) -> None:
        """Note that it is not complete any more, whoever takes steps back before whoever walks away.

        Parameters
        ----------
        done : pair of ndarray of int
            What both did in the round, as numbers of `ACTIONS`.
        """
        back = (done[0] == RENEGE) + 2 * (done[1] == RENEGE)
        walked = (done[0] == WALK_AWAY) + 2 * (done[1] == WALK_AWAY)
        self.how[who] = np.where(back > 0, back, np.where(walked > 0, 3 + walked, 0))
        self.broken[who], self.standing[who] = t, False

    def undo(self, who: Index, t: int) -> None:
        """Note that chance ends it."""
        self.how[who], self.broken[who], self.standing[who] = 0, t, False

    def leave(self, who: Index, done: tuple[Index, Index]) -> None:
        """Note who walks away."""
        self.left[who] = (done[0] == WALK_AWAY) + 2 * (done[1] == WALK_AWAY)

    @property
    def fate(self) -> Index:
        """What became of it in each run, as an index of `FATES`, shape (runs,)."""
        once = self.times == 1
        ended = np.where(self.standing, np.where(once, 1, 3), np.where(once, 2, 4))
        found: Index = np.where(self.for_ever, 5, np.where(self.times == 0, 0, ended))
        return found
