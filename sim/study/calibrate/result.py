"""What a calibration has found: parameters, how sure they are, and what stays free."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fractions import Fraction

    from sim.scenario.scenario import Scenario
    from sim.study.calibrate.answers import Answer
    from sim.study.calibrate.payoffs import Sought

    Bound = Fraction | None


@dataclass(frozen=True)
class Found:
    """A parameter with what the answers make of it.

    Parameters
    ----------
    sought : Sought
        The parameter as the file has it.
    value : Fraction
        What it comes to.
    least, most : Fraction or None
        Between which it lies: over all values that agree with all answers, and where none do over the fits without one
        of the answers each; None where that has no end.
    free : bool
        Whether the answers leave it open, so that it stays as near to the file as they allow.
    """

    sought: Sought
    value: Fraction
    least: Bound
    most: Bound
    free: bool


@dataclass(frozen=True)
class Calibration:
    """What the answers come to.

    Parameters
    ----------
    scenario : Scenario
        The scenario that they are about.
    answers : tuple of Answer
        The answers.
    found : tuple of Found
        The parameters.
    linear : bool
        Whether the answers are linear in them, so that all of this is exact.
    agree : bool
        Whether all answers hold at the values found (within rounding where it is not linear).
    surpluses : tuple of Fraction
        Per answer how much more the one outcome pays than what it was said to be as good as.
    implied : tuple of Fraction or None
        Per answer the weight of the other outcome at which both are as good at the values found.
    directions : tuple of mapping of str to Fraction
        Ways to change the values that change no answer.
    contradiction : tuple of int
        Answers, by number from 0, that cannot all hold whatever the parameters are, and could without any of them.
    beyond : tuple of (str, Fraction)
        Parameters that would have to lie outside of their range, and where the fit without ranges puts them.
    anchors : tuple of str
        Parameters that were kept since the answers say nothing of the unit of payoffs.
    """

    scenario: Scenario
    answers: tuple[Answer, ...]
    found: tuple[Found, ...]
    linear: bool
    agree: bool
    surpluses: tuple[Fraction, ...]
    implied: tuple[Fraction | None, ...]
    directions: tuple[dict[str, Fraction], ...]
    contradiction: tuple[int, ...] = ()
    beyond: tuple[tuple[str, Fraction], ...] = ()
    anchors: tuple[str, ...] = ()

    @property
    def values(self) -> dict[str, Fraction]:
        """The values found by parameter."""
        return {entry.sought.name: entry.value for entry in self.found}
