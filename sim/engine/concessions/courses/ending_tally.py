"""Courses that end alike, put together: their chance, when the agreement was made and broken on them, and by whom."""

from __future__ import annotations

from collections import defaultdict
from math import inf
from typing import TYPE_CHECKING

from sim.engine.concessions.courses.endings import Ending, When, in_order
from sim.engine.concessions.courses.outcome import fate_of

if TYPE_CHECKING:
    from sim.engine.concessions.courses.endings import Breaking
    from sim.engine.concessions.courses.outcome import Fate, Kind


class Tally:
    """Courses with the same fate: their chance, when the agreement was first made on them, and when it last changed.

    Of each round that is noted there are the chance times the round, added up over the courses, and the first and the
    last that it can be.
    """

    __slots__ = ("breaking", "by", "chance", "changed", "made")

    def __init__(self, chance: float = 0.0) -> None:
        self.chance = chance
        self.made: tuple[float, float, float] = NOTED
        self.changed: tuple[float, float, float] = NOTED
        self.breaking: frozenset[Breaking] = frozenset()
        self.by: frozenset[tuple[int, ...]] = frozenset()

    def pour(self, other: Tally, share: float) -> None:
        """Add the share of other courses as they are."""
        if share:
            self.made = added(self.made, other.made, share)
            self._pour(other, share)
            self.changed = added(self.changed, other.changed, share)
            if other.breaking:
                self.breaking |= other.breaking

    def turn(self, other: Tally, share: float, t: int, first: bool, how: Breaking | None) -> None:
        """Add the share of other courses on which the agreement is made or broken in a round.

        Parameters
        ----------
        t : int
            The round.
        first : bool
            Whether it is made for the first time.
        how : tuple or None
            How it is broken; None if it is made.
        """
        if share:
            here = other.chance * share * t, t, t
            self.made = added(self.made, here if first else other.made, 1.0 if first else share)
            self._pour(other, share)
            self.changed = added(self.changed, here, 1.0)
            if how is not None:
                self.breaking |= {how}

    def _pour(self, other: Tally, share: float) -> None:
        self.chance += other.chance * share
        if other.by:
            self.by |= other.by

    def ending(self, kind: Kind, fate: Fate, when: When | None) -> Ending:
        """The ending that all of these courses come to, in a round that is left to be when the agreement was made."""
        broken = fate in ("broken", "broken_again")
        changed = self._at(self.changed)
        return Ending(
            kind,
            fate,
            self.chance,
            when or changed,
            None if fate == "never" else self._at(self.made),
            changed if broken else None,
            tuple(sorted(self.breaking)) if broken else (),
            tuple(sorted(self.by)),
        )

    def _at(self, noted: tuple[float, float, float]) -> When:
        return When(noted[0] / self.chance, noted[1] == noted[2])


NOTED = (0.0, inf, -inf)
"""A round of which nothing is noted."""


def added(
    one: tuple[float, float, float], other: tuple[float, float, float], share: float
) -> tuple[float, float, float]:
    """Rounds that are noted, together with a share of others: their sum by chance, the first and the last."""
    if other is NOTED:
        return one
    total, first, last = other
    return (
        one[0] + total * share,
        first if first < one[1] else one[1],
        last if last > one[2] else one[2],
    )


class Ends:
    """The endings that courses have come to."""

    def __init__(self) -> None:
        self._found: dict[tuple[Kind, Fate], Tally] = defaultdict(Tally)
        self._when: dict[tuple[Kind, Fate], tuple[float, float, float]] = defaultdict(lambda: NOTED)

    def at(self, kind: Kind, times: int, standing: bool, t: int, chance: float) -> Tally:
        """Where courses are noted that end.

        Parameters
        ----------
        kind : str
            How.
        times : int
            How often the agreement was made on them: 0, 1, or 2 for more.
        standing : bool
            Whether it is complete in the end.
        t : int
            In which round they end.
        chance : float
            Their chance.
        """
        end = kind, fate_of(times, standing)
        if chance:
            self._when[end] = added(self._when[end], (chance * t, t, t), 1.0)
        return self._found[end]

    def found(self) -> tuple[Ending, ...]:
        """All endings, the likeliest first."""
        return in_order(
            tally.ending(*end, None if end[0] == "agreement" else when_of(self._when[end], tally.chance))
            for end, tally in self._found.items()
            if tally.chance
        )


def when_of(noted: tuple[float, float, float], chance: float) -> When:
    """When something happens whose rounds are noted, given its chance."""
    return When(noted[0] / chance, noted[1] == noted[2])


def closed(
    into: Tally, courses: Tally, share: float, times: int, before: bool, stands: bool, t: int, how: Breaking
) -> None:
    """Note courses when a round is over.

    Parameters
    ----------
    into : Tally
        Where to.
    courses, share : Tally, float
        Which of them.
    times : int
        How often the agreement had been made before it.
    before, stands : bool
        Whether it was complete before the round, and is after it.
    t : int
        The round.
    how : tuple
        How it ends if it does.
    """
    if before == stands:
        into.pour(courses, share)
    else:
        into.turn(courses, share, t, stands and not times, None if stands else how)


def times_made(times: int, before: bool, stands: bool) -> int:
    """How often the agreement has been made after a round: 0, 1, or 2 for more."""
    return min(times + 1, 2) if stands and not before else times
