"""What a file says of people who played its game, checked: whose choices, where, and how often each was made."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class Counted:
    """Choices that were counted at one point of a game.

    Parameters
    ----------
    sides : tuple of int
        Whose choices they are; both where both were counted together.
    counts : tuple of (str, int)
        How often each choice was made, in the file's order; of offers, how often each share was offered to the other
        side.
    at : str
        The information set, or the issue; empty elsewhere.
    round : int or None
        The round, from 0; None where the file names none.
    after : pair of str or None
        In a repeated game what was done in the round before: the own action and the other side's.
    accepted : tuple of int or None
        Of offers, how many of each were accepted; None where that was not counted.
    """

    sides: tuple[int, ...]
    counts: tuple[tuple[str, int], ...]
    at: str = ""
    round: int | None = None
    after: tuple[str, str] | None = None
    accepted: tuple[int | None, ...] | None = None

    @property
    def total(self) -> int:
        """Number of choices."""
        return sum(count for _, count in self.counts)

    @property
    def shares(self) -> dict[str, Fraction]:
        """The share of each choice among all."""
        return {choice: Fraction(count, self.total) for choice, count in self.counts}


@dataclass(frozen=True)
class Observed:
    """What one source counted.

    Parameters
    ----------
    source : str
        Where the counts come from.
    about : str
        Who the people were and how they played; may be empty.
    settings : tuple of (str, Fraction)
        Values of parameters that they played with; parameters that are not named were as the file has them.
    choices : tuple of Counted
        What was counted.
    """

    source: str
    about: str
    settings: tuple[tuple[str, Fraction], ...]
    choices: tuple[Counted, ...]
