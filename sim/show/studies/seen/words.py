"""Stretches of ranges and shares in a few words."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from sim.show.studies.require.words import exact
from sim.show.text.parameters import called, with_unit
from sim.show.text.words import is_exact, listed, number, percent, quoted

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.study.require.paths import Threshold
    from sim.study.seen.explained import Explained
    from sim.study.seen.lines import SeenLine

MOST_IN_SENTENCE = 4
"""Parameters, most, that a sentence names."""

LONG = 99_999
"""Largest denominator of a fraction that is written out."""


def now_sentence(found: Explained) -> str:
    """What holds with the file's own numbers."""
    name = quoted(found.course.title)
    if found.now.some is None:
        return f"With the file's own numbers it is open whether some equilibrium has the course {name}."
    if not found.now.some:
        return f"With the file's own numbers no equilibrium has the course {name}."
    if found.now.every:
        return f"With the file's own numbers every equilibrium has the course {name}."
    more = ", and others have another" if found.now.every is False else ""
    return f"With the file's own numbers some equilibrium has the course {name}{more}."


def alone_sentence(found: Explained) -> str:
    """With which values of single parameters what was seen is consistent."""
    if not found.lines:
        return ""
    parts = sorted((line for line in found.lines if not line.whole and line.kept), key=lambda line: line.share)
    if parts:
        told = [f"{called(line.range)} {kept_words(line, _plainly(line))} only" for line in parts[:MOST_IN_SENTENCE]]
        more = len(parts) - len(told)
        # Values of several parameters stand side by side: each is by itself.
        rest = f"; of {more} more numbers some values are, and some are not" if more > 0 else ""
        return (
            f"What was seen is consistent with {'; with '.join(told)}{rest}: each by itself, the others as in the file."
        )
    whole = "the ranges" if len(found.lines) > 1 else "its range"
    if all(line.stretches and line.stretches[0].answer == "yes" for line in found.lines):
        return f"By itself every value in {whole} is consistent with what was seen."
    if all(line.stretches and line.stretches[0].answer == "no" for line in found.lines):
        return f"No value in {whole} makes it an equilibrium course{_by_itself(found)}."
    return f"No value in {whole} is known to make it an equilibrium course{_by_itself(found)}; some are open."


def _by_itself(found: Explained) -> str:
    looked = [called(line.range) for line in found.lines if not line.exact]
    told = ", one number at a time" if len(found.lines) > 1 else ""
    return f"{told} (of {listed(looked)} {found.points} values were looked at)" if looked else told


def box_sentence(found: Explained) -> str:
    """How much of all ranges together survives."""
    box = found.box
    if box is None or not box.done:
        return ""
    what = "all ranges together" if len(box.ranges) > 1 else "the range"
    if not box.kept:
        known = "is known to have" if box.open else "has"
        return (
            f"Of {box.done:,} points drawn from {what} none {known} it: with 95 % certainty less than "
            f"{percent(Fraction(box.high).limit_denominator(10**6))} of what was held plausible does."
        )
    low, high = (percent(Fraction(v).limit_denominator(10**6)) for v in (box.low, box.high))
    known = "has" if box.kept == 1 else "have"
    return (
        f"Of {box.done:,} points drawn from {what} {box.kept:,} {known} it: {percent(Fraction(box.kept, box.done))} of "
        f"what was held plausible survives ({low} to {high} with 95 % certainty)."
    )


def kept_words(line: SeenLine, write: Callable[[Fraction], str]) -> str:
    """The values of a parameter with the course: above, below or between."""
    told = []
    last = len(line.stretches) - 1
    for k, stretch in line.kept:
        before, after = (line.edges[k - 1] if k else None), (line.edges[k] if k < last else None)
        if before is None and after is None:
            told.append("at every value")
        elif before is None and after is not None:
            told.append(f"{'up to' if _with(after) else 'below'} {write(stretch.high)}")
        elif after is None and before is not None:
            told.append(f"from {write(stretch.low)} on" if _with(before) else f"above {write(stretch.low)}")
        else:
            told.append(f"between {write(stretch.low)} and {write(stretch.high)}")
    return " or ".join(told) if told else "at no value"


def _with(edge: Threshold) -> bool:
    """Whether what is just at an edge has the course."""
    return edge.at is not None and edge.at.some is True


def _plainly(line: SeenLine) -> Callable[[Fraction], str]:
    return lambda value: with_unit(number(value), line.range)


def in_full(value: Fraction) -> str:
    """A place of a change as it is: a fraction is written out where its decimals do not end soon."""
    text = exact(value)
    short = is_exact(value, number(value)) or value.denominator > LONG
    return text if short else f"{value} \N{ALMOST EQUAL TO} {text}"
