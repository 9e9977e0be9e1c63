"""Which parameters are moved to explain what was seen: over which ranges, and how likely their values are held."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, isfinite
from typing import TYPE_CHECKING

import numpy as np

from sim.errors import RangeError
from sim.study.maps.ranges import Range, parse_range, range_of
from sim.study.sweeps.axes import drawn_axis

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sim.scenario.expressions.draws import Draw
    from sim.scenario.scenario import Parameter, Scenario

PARTS = 2**32
"""Parts of a range that draws are taken from."""


@dataclass(frozen=True)
class Moved:
    """A parameter that is moved.

    Parameters
    ----------
    range : Range
        Its values.
    draw : Draw or None
        How likely they are, as the file says it; None where all of the range are as likely.
    """

    range: Range
    draw: Draw | None = None

    def value(self, part: int) -> Fraction:
        """The value that a number of `PARTS` stands for."""
        low, span = self.range.low, self.range.span
        if self.draw is None:
            return low + span * Fraction(part, PARTS)
        drawn = float(self.draw.quantile(np.array([(part + 0.5) / PARTS]))[0])
        share = (drawn - float(low)) / float(span)
        return low + span * Fraction(min(max(round(share * PARTS), 0), PARTS), PARTS)


def moved(scenario: Scenario, texts: Iterable[str]) -> list[Moved]:
    """The parameters that are moved, by default all whose plausible values the file gives, but for whole numbers.

    Parameters
    ----------
    texts : iterable of str
        Each as NAME, which is moved and drawn as the file says, or as NAME=FROM:TO, whose values are as likely.

    Raises
    ------
    RangeError
        If there is no such parameter or range, one has to be whole, or one is named twice.
    """
    found = [moved_one(text, scenario) for text in texts] or [
        each for each in map(_of_file, scenario.parameters) if each is not None
    ]
    names = [each.range.name for each in found]
    if len(set(names)) < len(names):
        raise RangeError("a parameter is named twice")
    return found


def moved_one(text: str, scenario: Scenario) -> Moved:
    """A parameter that is moved, of a word of the command line.

    Raises
    ------
    RangeError
        If there is no such parameter or range, or it has to be whole.
    """
    name, sign, _ = text.partition("=")
    known = next((p for p in scenario.parameters if p.name == name.strip()), None)
    if known is not None and not sign and (own := _of_file(known)) is not None:
        return own
    found = parse_range(text, scenario)
    if found.whole:
        raise RangeError(
            f"{found.name}: it has to be a whole number, and what explains a course is looked for along ranges without "
            f"gaps; set it, as in --set {found.name}={ceil(found.low)}, and ask again"
        )
    return Moved(found)


def _of_file(parameter: Parameter) -> Moved | None:
    """A parameter with the values that its file holds plausible; None if it says nothing, or they are whole numbers."""
    if parameter.whole:
        return None
    axis = drawn_axis(parameter) if parameter.draw else None
    draw = None if axis is None else axis.draw
    if parameter.range is not None:
        return Moved(range_of(parameter), draw)
    if draw is None or not all(map(isfinite, draw.support)) or draw.support[0] >= draw.support[1]:
        return None
    low, high = (Fraction(str(end)) for end in draw.support)
    told = parameter.about, parameter.label, parameter.unit
    return Moved(Range(parameter.name, parameter.value, low, high, None, *told), draw)
