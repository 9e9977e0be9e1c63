"""The worst case: what holds of a deal whatever values the drawn parameters have, however likely they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.engine.concessions.equilibrium_sets.verdict import CERTAIN, IMPOSSIBLE, OPEN
from sim.errors import CertificateError, TimeLimitError
from sim.study.uncertain.box import Proven, prove
from sim.study.verdicts import verdicts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.deadline import Deadline
    from sim.study.record import Words
    from sim.study.sweeps.axes import Axis
    from sim.study.vectorised.batch import CompiledStudy
    from sim.types import Floats


@dataclass(frozen=True)
class Witness:
    """A draw that shows that something does not hold everywhere.

    Parameters
    ----------
    point : tuple of float
        Values of the drawn parameters.
    word : str
        What all equilibria say of a deal there.
    checked : bool
        Whether that was found once more from their sets, the point solved by itself; False where there was no time.
    """

    point: tuple[float, ...]
    word: str
    checked: bool


@dataclass(frozen=True)
class Worst:
    """What is known of a box.

    Parameters
    ----------
    low, high : tuple of float
        The least and the greatest value of each parameter; infinite where its draws have no end.
    not_certain, not_impossible : Witness or None
        Where a deal is not certain, and where it is not impossible; None where no such point was met.
    looked : int
        Draws whose word is known.
    proven : Proven or None
        What is proven of all points; None where a parameter has no end.
    """

    low: tuple[float, ...]
    high: tuple[float, ...]
    not_certain: Witness | None
    not_impossible: Witness | None
    looked: int
    proven: Proven | None

    @property
    def word(self) -> str:
        """``certain`` or ``impossible`` where that is proven of every point, else empty."""
        if self.proven is None or not self.proven.everywhere:
            return ""
        return CERTAIN if self.proven.certain else IMPOSSIBLE


def worst_case(study: CompiledStudy, axes: Sequence[Axis], points: Floats, words: Words, deadline: Deadline) -> Worst:
    """Look for what holds over a whole box, and for points that show that something does not.

    Parameters
    ----------
    points : ndarray of float, shape (n, k)
        Draws.
    words : ndarray of str, shape (n,)
        What all equilibria say of a deal at each; empty where that is not known.
    """
    ends = [axis.draw.support for axis in axes if axis.draw is not None]
    low, high = (np.array(side) for side in zip(*ends, strict=True))
    finite = bool(np.isfinite([low, high]).all())
    found = [_witness(study, points, words, word) for word in (CERTAIN, IMPOSSIBLE)]
    proven = prove(study, low, high, deadline) if finite else None
    looked = int(np.count_nonzero((words != "") & (words != OPEN)))
    return Worst(tuple(map(float, low)), tuple(map(float, high)), found[0], found[1], looked, proven)


def _witness(study: CompiledStudy, points: Floats, words: Words, but: str) -> Witness | None:
    """The draw nearest to the middle of all at which another word holds than the one named; None if there is none.

    Raises
    ------
    CertificateError
        If solving it by itself gives another word, which would be an error of ours.
    """
    there = np.flatnonzero((words != but) & (words != "") & (words != OPEN))
    if not len(there):
        return None
    spread = np.ptp(points, axis=0)
    off = (points[there] - np.median(points, axis=0)) / np.where(spread > 0, spread, 1.0)
    k = there[np.argmin((off**2).sum(axis=1))]
    point, word = tuple(map(float, points[k])), str(words[k])
    try:
        found, _ = verdicts(study.file, study.names, points[k : k + 1])
    except TimeLimitError:
        return Witness(point, word, False)
    again = str(found.deal[0])
    if again not in (word, "", OPEN):
        raise CertificateError(f"a deal is {word} at a draw, and {again} where it is solved by itself")
    return Witness(point, word, again == word)
