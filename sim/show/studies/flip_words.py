"""Flips in sentences: until where it ends as it does, and what comes beyond."""

from __future__ import annotations

from math import ceil, floor, log10
from typing import TYPE_CHECKING

from sim.show.studies.regime_words import has_deals, regime_words
from sim.show.text.parameters import called, with_unit
from sim.show.text.words import listed
from sim.study.maps.regime import BROKEN_DEAL, NO_DEAL

if TYPE_CHECKING:
    from collections.abc import Sequence

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
    name = called(line.range)
    past = f"{name} {'passes' if up else 'falls below'}"
    if not flips:
        return ""
    if not has_deals(scenario, line.own):
        return f"{past} {with_unit(at(line.range, flips[0].value), line.range)}"
    lost = next((flip for flip in flips if _deal(_far(flip, up)) != _deal(line.own)), None)
    if lost is None:
        return ""
    unknown = "" if _far(lost, up).answered else " (beyond it there is no answer)"
    return f"{past} {with_unit(at(line.range, lost.value), line.range)}{unknown}"


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
    if not line.flips:
        return f"{_span(line.range)}: {regime_words(scenario, line.own)} {_each(line)}"
    for low, high, regime in line.stretches():
        whole = line.range.whole
        start, end = at(line.range, ceil(low) if whole else low), at(line.range, floor(high) if whole else high)
        ends = f"{start} to {end}" if start != end else f"{'at' if whole else 'near'} {start}"
        here = " (here)" if low <= float(line.range.own) <= high and regime == line.own else ""
        told.append(f"{ends}: {regime_words(scenario, regime)}{here}")
    return "; ".join(told)


def _span(r: Range) -> str:
    return f"{at(r, float(r.low))} to {at(r, float(r.high))}"


def _each(line: Line) -> str:
    return f"at each of the {len(line.values):,} values looked at"


def values_along(lines: Sequence[Line]) -> str:
    """How many values were looked at along ranges."""
    return f"{many(lines)} values along {'the range' if len(lines) == 1 else 'each range'}"


def many(lines: Sequence[Line]) -> str:
    """How many values were looked at along each range."""
    counts = sorted({len(line.values) for line in lines})
    return f"{counts[0]:,}" if len(counts) == 1 else f"{counts[0]:,} to {counts[-1]:,}"


def as_seen(lines: Sequence[Line]) -> str:
    """What claims on ranges rest on, before them."""
    return f"As {values_along(lines)} show, with flips bisected between them:"


def looked_at(lines: Sequence[Line]) -> str:
    """How many values were looked at along ranges, and what lies between them.

    Parameters
    ----------
    lines : sequence of Line
        The lines of the parameters, at least one.
    """
    parts = int(1 / max(line.widest for line in lines) + 1e-9)
    apart = f", at most 1/{parts:,} of it apart" if parts > 1 else ""
    return (
        f"{values_along(lines)} were looked at{apart}, and flips between two of them bisected to a millionth; "
        "what comes and goes between two values is not seen."
    )


def conclusion(scenario: Scenario, lines: tuple[Line, ...]) -> str:
    """One sentence: how it ends with the file's numbers, and where that ends.

    Parameters
    ----------
    lines : tuple of Line
        The lines of the parameters; all have the same own regime.
    """
    own = lines[0].own
    ways = [way for line in lines for way in survival(scenario, line)]
    if not own.answered:
        return "the scenario's own numbers have no answer"
    words, here = regime_words(scenario, own), ""
    if has_deals(scenario, own) and own.agreed:
        words = "the deal survives"
    elif has_deals(scenario, own):
        kind = "a deal that does not last" if own.broken else "no deal"
        here, words = "" if own.ending in (NO_DEAL, BROKEN_DEAL) else f" ({words})", kind
    if ways:
        return f"{words}{here} until {_or(ways)}"
    counts = listed([f"{len(line.values):,} values of {called(line.range)}" for line in lines])
    told = f"{words} at each of the {counts} looked at, one at a time"
    return f"{told}; here {here[2:-1]}" if here else told


def _or(ways: list[str]) -> str:
    return ways[0] if len(ways) == 1 else f"{', '.join(ways[:-1])} or {ways[-1]}"
