"""The worst case: what holds of a deal whatever values the drawn parameters have, however likely they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.engine.concessions.equilibrium_sets.verdict import CERTAIN, IMPOSSIBLE
from sim.errors import TimeLimitError
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
    """A point that shows that something does not hold everywhere.

    Parameters
    ----------
    point : tuple of float
        Values of the drawn parameters.
    word : str
        What all equilibria say of a deal there, from their sets, solved by itself.
    """

    point: tuple[float, ...]
    word: str


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
    looked = int(np.count_nonzero((words != "") & (words != "open")))
    return Worst(tuple(map(float, low)), tuple(map(float, high)), found[0], found[1], looked, proven)


def _witness(study: CompiledStudy, points: Floats, words: Words, but: str) -> Witness | None:
    """The draw nearest to the middle of all at which another word holds than the one named, solved once more."""
    there = np.flatnonzero((words != but) & (words != "") & (words != "open"))
    spread = np.ptp(points, axis=0) if len(points) else np.ones(points.shape[1])
    middle = np.median(points, axis=0)
    far = (((points[there] - middle) / np.where(spread > 0, spread, 1.0)) ** 2).sum(axis=1)
    for k in there[np.argsort(far, kind="stable")][:1]:
        try:
            found, _ = verdicts(study.file, study.names, points[k : k + 1])
        except TimeLimitError:
            return None
        if found.deal[0] not in ("", "open", but):
            return Witness(tuple(map(float, points[k])), str(found.deal[0]))
    return None
