"""Changes that make a verdict another one, each solved anew with its sets certified, as is its other side."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from sim.study.require.numbers import shortest_decimal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sim.study.require.judge import Judged
    from sim.study.require.paths import Threshold, Walked, Way
    from sim.study.require.solver import Solver
    from sim.study.require.structures import Structure

MARGINS = Fraction(1, 500), Fraction(1, 500_000)
"""Shares of a range by which a value that is short to write may be beyond the change; the second if the first fails."""

SHORT = 10_000
"""A number with so many parts in 1 is short to write as it is."""


@dataclass(frozen=True)
class Beyond:
    """A change along a way after which the answer is not that of the file.

    Parameters
    ----------
    walked : Walked
        The way.
    threshold : Threshold
        Where the answer changes.
    far, near : Fraction
        The last places known on its side away from the file's own values, and on the side towards them.
    judged : Judged
        What holds on the far side.
    """

    walked: Walked
    threshold: Threshold
    far: Fraction
    near: Fraction
    judged: Judged

    @property
    def share(self) -> Fraction:
        """How far it is from the file's own values, as a share of the range."""
        return self.walked.way.share(self.far)


@dataclass(frozen=True)
class Change:
    """A change and what comes of it.

    Parameters
    ----------
    judged : Judged
        What holds with it.
    values : mapping of str to Fraction
        Parameters that are set; none where a rule is changed.
    share : Fraction or None
        The share of its range by which a parameter is moved, or the largest of several; None for a rule.
    beyond : Beyond or None
        Where along the way the answer changes.
    near : Judged or None
        What holds just before, at ``near`` of it.
    structure : Structure or None
        The rule that is changed.
    """

    judged: Judged
    values: Mapping[str, Fraction]
    share: Fraction | None = None
    beyond: Beyond | None = None
    near: Judged | None = None
    structure: Structure | None = None

    @property
    def certified(self) -> bool:
        """Whether the sets that it rests on have passed their check, on both sides."""
        return self.judged.certified and (self.near is None or self.near.certified)

    @property
    def threshold(self) -> Threshold | None:
        """Where the answer changes as a value of the one parameter that is moved; None if it is not one."""
        if self.beyond is None or len(self.values) != 1:
            return None
        (name,) = self.values
        values = self.beyond.walked.way.values
        return self.beyond.threshold.measured(lambda place: values(place)[name])


def beyond(walked: Sequence[Walked], own: str, solver: Solver) -> list[Beyond]:
    """Changes after which the answer is not the file's, the nearest first."""
    found = [entry for each in walked for t in each.thresholds for entry in _sides(each, t, own, solver)]
    return sorted(found, key=lambda entry: entry.share)


def _sides(walked: Walked, t: Threshold, own: str, solver: Solver) -> Iterator[Beyond]:
    """What there is to say of a threshold: the answer beyond it; where that is as before, another one just at it."""
    up = t.low >= walked.way.own or t.high > walked.way.own
    far, near, judged = (t.high, t.low, t.above) if up else (t.low, t.high, t.below)
    there, before = solver.answer(judged), solver.answer(t.below if up else t.above)
    if there != own:
        yield Beyond(walked, t, far, near, judged)
    elif there == before and t.value is not None and t.at is not None and solver.answer(t.at) != there:
        yield Beyond(walked, t, t.value, near, t.at)


def certified(entry: Beyond, solver: Solver) -> Change:
    """A change with a value that is short to write, and both its sides, solved anew with their sets checked.

    Raises
    ------
    TimeLimitError
        If the time is up.
    """
    way = entry.walked.way
    place, judged = _written(entry, solver)
    near = solver.at(way.values(entry.near), certify=True)
    return Change(judged, way.values(place), way.share(place), entry, near)


def uncertified(entry: Beyond) -> Change:
    """The same as it is known where the time was up."""
    way = entry.walked.way
    return Change(entry.judged, way.values(entry.far), entry.share, entry)


def _written(entry: Beyond, solver: Solver) -> tuple[Fraction, Judged]:
    """The place that is named: of a short decimal if the answer is the same there, else the last one known."""
    way, own = entry.walked.way, solver.answer(entry.judged)
    if (entry.far * SHORT).denominator > 1 or entry.far != entry.threshold.value:
        for margin in MARGINS:
            edge = _limit(way, entry, margin)
            place = shortest_decimal(min(entry.far, edge), max(entry.far, edge))
            judged = solver.at(way.values(place), certify=True)
            if solver.answer(judged) == own:
                return place, judged
    return entry.far, solver.at(way.values(entry.far), certify=True)


def _limit(way: Way, entry: Beyond, margin: Fraction) -> Fraction:
    """How far beyond a change a value may be named: not beyond the next change, nor the range."""
    up = entry.far > entry.near
    reach = entry.far + (1 if up else -1) * margin * way.span
    others = [t.low if up else t.high for t in entry.walked.thresholds if t is not entry.threshold]
    ends = [way.high if up else way.low, *(p for p in others if (p >= entry.far if up else p <= entry.far))]
    return min(reach, *ends) if up else max(reach, *ends)
