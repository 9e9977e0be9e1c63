"""What was found of what it would take."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.study.maps.ranges import Range
    from sim.study.require.changes import Change
    from sim.study.require.claim import Claim
    from sim.study.require.judge import Judged
    from sim.study.require.least import Least
    from sim.study.require.options import Wanted
    from sim.study.require.paths import Walked
    from sim.study.require.two import Together
    from sim.study.require.verification import Verification


@dataclass(frozen=True)
class Line:
    """A parameter by itself: its range, and what is known along it."""

    range: Range
    walked: Walked


@dataclass(frozen=True)
class Required:
    """What it would take.

    Parameters
    ----------
    claim : Claim
        The claim.
    be : {"certain", "possible"}, optional
        What it is to be.
    now : Judged
        What holds in the file's own game.
    changes : tuple of Change
        All that change it: parameters by the share of their range, the smallest first, then rules.
    lines : tuple of Line
        Each parameter by itself.
    together : Together or None
        Two parameters together.
    least : Least or None
        All parameters together but those that have to be whole numbers; None where that was not asked for, or there
        is one.
    verification : Verification or None
        What verification orders of the steps need; None where no step may be faked, or the claim is not about a deal.
    rules : int
        How many changes of rules were looked at.
    failed : tuple of (str, str)
        Rules that could not be solved, and why.
    late : tuple of str
        What the time was not enough for: ``rules``, ``mesh``, ``brackets``, ``two``, ``least``,
        ``certificates``, ``verification``.
    solved : int
        How many games were solved.
    points : int
        Values that were looked at first along each range.
    """

    claim: Claim
    be: Wanted | None
    now: Judged
    changes: tuple[Change, ...]
    lines: tuple[Line, ...]
    together: Together | None
    least: Least | None
    verification: Verification | None
    rules: int
    failed: tuple[tuple[str, str], ...]
    late: tuple[str, ...]
    solved: int
    points: int

    @property
    def certified(self) -> bool:
        """Whether the file's own verdict and all changes are certified, and the time was enough for all."""
        return self.now.certified and not self.late and all(change.certified for change in self.changes)
