"""Issues of numbers in profiles: a range, and how much each number of it is worth, read at some of its values.

An evaluator is linear, constant or triangular: 0 up to its start and from its end on, 1 at its middle, and straight in
between. Files of GENIUS and NegMAS call what it takes by names of their own or by numbers (``parameter0`` …).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from sim.errors import Problem, ScenarioError

if TYPE_CHECKING:
    from collections.abc import Callable
    from xml.etree.ElementTree import Element

    Read = Callable[[str, Element, str], Fraction]

MOST_VALUES = 21
"""Values at which a range is read, where it has more; both ends are among them, and tops of triangles beside them."""

KINDS = ("integer", "real")
"""Kinds of issues that are ranges."""

NAMES = {
    "linear": (("offset", "parameter0", "0"), ("slope", "parameter1", "1")),
    "constant": (("offset", "parameter0", "0"),),
    "triangular": (("start", "parameter0", ""), ("end", "parameter1", ""), ("middle", "parameter2", "")),
}
"""For each evaluator the two names of what it takes, and what it is where it is not stated; empty if it must be."""

INSTEAD = "replace the issue by some of its values, each an item with its evaluation"


@dataclass(frozen=True)
class Range:
    """Numbers from one to another, whole ones alone or all."""

    low: Fraction
    high: Fraction
    whole: bool


@dataclass(frozen=True)
class Worth:
    """How much each number is worth.

    Parameters
    ----------
    kind : {"linear", "constant", "triangular"}
        The evaluator.
    of : tuple of Fraction
        Offset and slope; the offset; or start, end and middle.
    """

    kind: str
    of: tuple[Fraction, ...]

    def __call__(self, x: Fraction) -> Fraction:
        """What a number is worth."""
        if self.kind == "linear":
            return self.of[0] + self.of[1] * x
        if self.kind == "constant":
            return self.of[0]
        start, end, middle = self.of
        if x == middle:
            return Fraction(1)
        if not start < x < end:
            return Fraction(0)
        return (x - start) / (middle - start) if x < middle else (end - x) / (end - middle)


def range_of(file: str, issue: Element, whole: bool, number: Read) -> Range | None:
    """The range that an issue states, on itself or below; None if it states none.

    Raises
    ------
    ScenarioError
        If it ends before it begins.
    """
    for holder in (issue, *issue.iter("range")):
        if holder.get("lowerbound") is not None and holder.get("upperbound") is not None:
            found = Range(number(file, holder, "lowerbound"), number(file, holder, "upperbound"), whole)
            if found.low > found.high or (whole and {found.low.denominator, found.high.denominator} != {1}):
                raise _refused(file, issue, "expected its range from a number to one that is as large, whole if it is")
            return found
    return None


def worth_of(file: str, issue: Element, number: Read) -> Worth:
    """How much each number of an issue is worth.

    Raises
    ------
    ScenarioError
        If no evaluator of a known kind says so.
    """
    evaluator = next(issue.iter("evaluator"), None)
    if evaluator is None:
        raise _refused(file, issue, "it has no evaluator")
    kind = evaluator.get("ftype", "").strip().lower()
    if kind not in NAMES:
        raise _refused(file, issue, f"its evaluator is '{kind[:40]}'; linear, constant and triangular ones are read")
    found = []
    for own, numbered, usual in NAMES[kind]:
        key = next((name for name in (own, numbered) if evaluator.get(name) is not None), None)
        if key is None and not usual:
            raise _refused(file, issue, f"its evaluator has no '{own}'")
        found.append(Fraction(usual) if key is None else number(file, evaluator, key))
    if kind == "triangular" and not found[0] <= found[2] <= found[1]:
        raise _refused(file, issue, "expected the middle of its triangle between start and end")
    return Worth(kind, tuple(found))


def grid(span: Range, *worths: Worth) -> list[Fraction]:
    """The numbers at which a range is read: all whole ones where they are few, else some at equal distances.

    Parameters
    ----------
    worths : Worth
        What numbers are worth to the sides; the tops of triangles, or the whole numbers next to them, are read as well.
    """
    width = span.high - span.low
    if span.whole and width < MOST_VALUES:
        return [span.low + k for k in range(int(width) + 1)]
    found = {span.low + width * k / (MOST_VALUES - 1) for k in range(MOST_VALUES)}
    tops = {worth.of[2] for worth in worths if worth.kind == "triangular"}
    if span.whole:
        found = {Fraction(round(x)) for x in found}
        tops = {Fraction(x) for top in tops for x in (top.__floor__(), top.__ceil__())}
    return sorted(found | {x for x in tops if span.low <= x <= span.high})


def told(name: str, span: Range, values: list[Fraction]) -> str:
    """What is said of a range that is read at some of its values alone; empty where it is at all of them."""
    if span.whole and len(values) == span.high - span.low + 1:
        return ""
    kind = "whole numbers" if span.whole else "numbers"
    ends, first = f"from {plain(span.low)} to {plain(span.high)}", ", ".join(map(plain, values[:3]))
    return (
        f"'{name[:80]}' is read at {len(values)} of its {kind} {ends} ({first} …); "
        "what lies between them is not in the scenario"
    )


def plain(value: Fraction) -> str:
    """A number as people read it, told apart from others at nine digits."""
    return str(value.numerator) if value.denominator == 1 else f"{float(value):.9g}"


def _refused(file: str, issue: Element, why: str) -> ScenarioError:
    name = issue.get("name", "")[:80]
    return ScenarioError([Problem(file, 0, 0, "", f"the issue '{name}' is a range of numbers: {why}", INSTEAD)])
