"""Flips in sentences: until where it ends as it does, and what comes beyond."""

from __future__ import annotations

from math import ceil, log10
from typing import TYPE_CHECKING

from sim.show.studies.regime_words import has_deals, regime_words
from sim.study.maps.regime import BROKEN_DEAL, NO_DEAL

if TYPE_CHECKING:
    from sim.scenario.scenario import Scenario
    from sim.study.maps.bisection import Flip, Line
    from sim.study.maps.ranges import Range
    from sim.study.maps.regime import Regime


def value(number: float, span: float) -> str:
    """A parameter's value, to a thousandth of its range.

    Parameters
    ----------
    number : float
        The value.
    span : float
        Length of the range.
    """
    digits = max(0, ceil(3 - log10(span))) if span > 0 else 3
    text = f"{number:.{min(digits, 9)}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text.replace("-", "\N{MINUS SIGN}")


def at(r: Range, number: float) -> str:
    """A value of a range."""
    return value(number, float(r.span))


def survival(scenario: Scenario, line: Line) -> list[str]:
    """Where the deal, or else the ending, is lost as a parameter moves to either side.

    Parameters
    ----------
    line : Line
        The line of one parameter.
    """
    return [told for up in (True, False) if (told := _one_way(scenario, line, up))]


def _one_way(scenario: Scenario, line: Line, up: bool) -> str:
    flips = line.beyond(up)
    edge = line.range.high if up else line.range.low
    if line.range.own == edge:
        return ""
    name = line.range.name
    past = f"{name} {'passes' if up else 'falls below'}"
    if not flips:
        return ""
    if not has_deals(scenario):
        return f"{past} {at(line.range, flips[0].value)}"
    lost = next((flip for flip in flips if _deal(_far(flip, up)) != _deal(line.own)), None)
    if lost is None:
        return ""
    unknown = "" if _far(lost, up).answered else " (beyond it there is no answer)"
    return f"{past} {at(line.range, lost.value)}{unknown}"


def _deal(regime: Regime) -> tuple[bool, bool]:
    """Whether there is a deal, and whether one is made that does not last."""
    return regime.agreed, regime.broken


def _far(flip: Flip, up: bool) -> Regime:
    return flip.above if up else flip.below


def along(scenario: Scenario, line: Line) -> str:
    """What comes, stretch by stretch, along the range of one parameter.

    Parameters
    ----------
    line : Line
        The line of one parameter.
    """
    told = []
    for low, high, regime in line.stretches():
        ends = f"{at(line.range, low)} to {at(line.range, high)}"
        here = " (here)" if low <= float(line.range.own) <= high and regime == line.own else ""
        told.append(f"{ends}: {regime_words(scenario, regime)}{here}")
    return "; ".join(told)


def conclusion(scenario: Scenario, lines: tuple[Line, ...]) -> str:
    """One sentence: how it ends with the file's numbers, and where that ends.

    Parameters
    ----------
    lines : tuple of Line
        The lines of the parameters; all have the same own regime.
    """
    own = lines[0].own
    ways = [way for line in lines for way in survival(scenario, line)]
    words = regime_words(scenario, own)
    ranges = " or ".join(line.range.name for line in lines)
    if not own.answered:
        return "the scenario's own numbers have no answer"
    if has_deals(scenario) and own.agreed:
        words = "the deal survives"
    elif has_deals(scenario):
        kind = "a deal that does not last" if own.broken else "no deal"
        words = kind if own.ending in (NO_DEAL, BROKEN_DEAL) else f"{kind} (here: {words})"
    if ways:
        return f"{words} until {_or(ways)}"
    return f"{words}, whatever value {ranges} takes in its range, one at a time"


def _or(ways: list[str]) -> str:
    return ways[0] if len(ways) == 1 else f"{', '.join(ways[:-1])} or {ways[-1]}"
