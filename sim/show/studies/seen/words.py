"""Stretches of ranges and shares in a few words."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from sim.show.studies.require.words import exact
from sim.show.text.parameters import called, with_unit
from sim.show.text.words import is_exact, listed, number, percent, quoted, times

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

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
    more = ", and play may also go another way" if found.now.every is False else ""
    return f"With the file's own numbers some equilibrium has the course {name}{more}."


def alone_sentence(found: Explained) -> str:
    """With which values of single parameters what was seen is consistent."""
    parts = [line for line in found.lines if not line.everywhere and line.kept]
    # Whole stretches come before single values, at which somebody happens to be indifferent.
    parts.sort(key=lambda line: (not line.share, line.share))
    if parts:
        values = [f"{called(line.range)} {kept_words(line, _plainly(line))}{_rest(line)}" for line in parts]
        # Values of several parameters stand side by side: each is by itself.
        return (
            f"What was seen is consistent with {'; with '.join(values[:MOST_IN_SENTENCE])}{_more(parts)}: each by "
            f"itself, the others as in the file{looked_at(parts[:MOST_IN_SENTENCE], found.points)}."
        )
    said: list[str] = []
    for answer, one, many in (("yes", *EVERY), ("no", *NO)):
        lines = [line for line in found.lines if line.everywhere and line.stretches[0].answer == answer]
        if lines and len(lines) == len(found.lines):
            where = "its range" if len(lines) == 1 else "the ranges"
            each = ", one number at a time" if len(lines) > 1 and answer == "no" else ""
            return f"{one.format(where)}{each}{looked_at(lines, found.points)}."
        if lines:
            said.append(
                f"{many.format(listed([called(line.range) for line in lines]))}{looked_at(lines, found.points)}."
            )
    unknown = [called(line.range) for line in found.lines if not line.everywhere]
    if unknown and not said:
        where = "its range" if len(unknown) == 1 else "the ranges"
        return f"No value in {where} is known to make it an equilibrium course; some are open."
    return " ".join([*said, *([f"Of {listed(unknown)} none is known to, and some are open."] if unknown else [])])


EVERY = (
    "By itself every value in {} is consistent with what was seen",
    "By itself every value of {} that was asked for is consistent with what was seen",
)
NO = (
    "No value in {} makes it an equilibrium course",
    "No value of {} that was asked for makes it an equilibrium course by itself",
)
"""What is said of all parameters, and of some."""


def _more(parts: Sequence[SeenLine]) -> str:
    """What holds of the parameters that a sentence has no room for."""
    left = parts[MOST_IN_SENTENCE:]
    if not left:
        return ""
    others = "all others are not" if all(line.exact and line.only for line in left) else "some are not known to be"
    return f"; of {times(len(left), 'more number')} some values are, and {others}"


def _rest(line: SeenLine) -> str:
    """What holds of the values without the course."""
    return " only" if line.only else " (others are open or have no answer)"


def looked_at(lines: Sequence[SeenLine], points: int) -> str:
    """Of which parameters only some values were looked at."""
    names = [called(line.range) for line in lines if not line.exact]
    return f" (of {listed(names)} {points} values were looked at)" if names else ""


def box_sentence(found: Explained) -> str:
    """How much of all ranges together survives."""
    box = found.box
    if box is None or not box.done:
        return ""
    # Where the file says how likely its numbers are, that is what was held plausible.
    what = "all ranges together" if len(box.ranges) > 1 else "the range"
    if any(each.draw for each in box.those):
        what = "what the file holds likely"
    if not box.kept:
        known = "is known to have" if box.open else "has"
        return (
            f"Of {times(box.done, 'point')} drawn from {what} none {known} it: with 95 % certainty less than "
            f"{percent(Fraction(box.high).limit_denominator(10**6))} of what was held plausible does."
        )
    low, high = (percent(Fraction(v).limit_denominator(10**6)) for v in (box.low, box.high))
    known = "has" if box.kept == 1 else "have"
    return (
        f"Of {times(box.done, 'point')} drawn from {what} {box.kept:,} {known} it: "
        f"{percent(Fraction(box.kept, box.done))} of what was held plausible survives ({low} to {high} with 95 % "
        "certainty)."
    )


def kept_words(line: SeenLine, write: Callable[[Fraction], str]) -> str:
    """The values of a parameter with the course: above, below, between or at."""
    told = []
    last = len(line.stretches) - 1
    for k, stretch in line.kept:
        before, after = (line.edges[k - 1] if k else None), (line.edges[k] if k < last else None)
        # Where the ends of the range have no answer, what was looked at ends before.
        first, final = stretch.low == line.range.low, stretch.high == line.range.high
        if stretch.low == stretch.high:
            told.append(f"at {write(stretch.low)}")
        elif first and final:
            told.append("at every value that has an answer" if line.unsolved else "at every value")
        elif first and after is not None:
            told.append(f"{'up to' if _with(after) else 'below'} {write(stretch.high)}")
        elif final and before is not None:
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
