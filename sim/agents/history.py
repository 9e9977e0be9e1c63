"""What a player has seen of a game so far, round by round."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Seen:
    """What a player has seen of a round.

    Parameters
    ----------
    mine : str
        What it did itself; empty in a round in which it did not move.
    theirs : str
        What it saw the other side do; a fake looks like ``concede``.
    could : bool
        Whether the other side could have taken a step.
    """

    mine: str
    theirs: str
    could: bool


@dataclass(frozen=True, eq=False)
class History:
    """All rounds so far: those before, and the last one. Equal only to itself, so that long ones compare at once."""

    before: History | None = None
    last: Seen | None = None

    @property
    def rounds(self) -> list[Seen]:
        """The rounds in the order in which they were played."""
        found, at = [], self
        while at.last is not None:
            found.append(at.last)
            assert at.before is not None
            at = at.before
        return found[::-1]
