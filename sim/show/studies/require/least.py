"""The least change of all parameters together, told."""

from __future__ import annotations

from fractions import Fraction
from math import floor
from typing import TYPE_CHECKING

from sim.show.studies.require.words import exact, verb
from sim.show.text.blocks import Look, Paragraph, Section, Table
from sim.show.text.parameters import called
from sim.show.text.words import listed, percent, times

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sim.study.maps.ranges import Range
    from sim.study.require.least import Least
    from sim.study.require.required import Required

WITHOUT = {
    "endless": "the game has no last round",
    "rules": "a parameter that is moved sets the rules of the game, and not only its numbers",
    "word": "this is proven of boxes of parameters where every equilibrium has the claim, or none",
    "numbers": "for some number of the file no bounds are known over a box of parameters",
}
"""Why it is proven for no box that nothing changes in it."""

SMALLEST = Fraction(1, 10_000)
"""The smallest share of a range that is told."""


def least_sentence(found: Required) -> str:
    """The smallest move of all parameters at once, and up to where there is none; empty if it was not asked for."""
    least = found.least
    if least is None:
        return ""
    change = least.change
    if change is None:
        if least.free >= 1:
            return f"However {_all(found)} are moved within their ranges, nothing changes: that is proven."
        return f"No move of {_all(found)} together was found that changes it{_below(found, least)}."
    assert change.share is not None
    count = len(change.values)
    what = "1 parameter" if count == 1 else f"{count} parameters at once"
    whose = "its range" if count == 1 else "their ranges"
    told, amount = verb(change.judged, found.be), percent(change.share)
    by = amount if amount.startswith("less") else f"up to {amount}"
    return f"Moving {what} by {by} of {whose} {told}{_below(found, least)}."


def _all(found: Required, parameters: str = " parameters") -> str:
    """All parameters that are moved together."""
    whole = [called(line.range) for line in found.lines if line.range.whole]
    return f"all{parameters} but {listed(whole)}" if whole else f"all{parameters}"


def least_section(found: Required) -> list[Section]:
    """The same with a table of what is moved, and how far; nothing if it was not asked for."""
    least = found.least
    if least is None:
        return []
    blocks: list[Paragraph | Table] = [Paragraph(least_sentence(found))]
    if least.change is not None:
        values = least.change.values
        rows = tuple(
            (called(r), exact(r.own), exact(values.get(r.name, r.own)), _moved(r, values)) for r in least.ranges
        )
        head = ("parameter", "now", "then", "moved by")
        blocks.append(Table("The least change of all together", head, rows, Look(words=frozenset({3}))))
    return [Section("All together", tuple(blocks))]


def _moved(r: Range, values: Mapping[str, Fraction]) -> str:
    return f"{percent(abs(values[r.name] - r.own) / r.span)} of its range" if r.name in values else "not at all"


def _below(found: Required, least: Least) -> str:
    """What is known of smaller moves."""
    if least.without or least.free < SMALLEST:
        return "; that no smaller move does is not proven"
    between = "" if least.closed or least.change is None else "; between the two none was found"
    return f"; it is proven that no move of {_all(found, '')} by up to {floored(least.free)} does{between}"


def floored(share: Fraction) -> str:
    """A share in per cent that is not rounded to more than it is."""
    return f"{floor(share * 10_000) / 100:g}%"


def least_notes(found: Required) -> list[str]:
    """How sure that is."""
    least = found.least
    if least is None:
        return []
    told = (
        "All parameters together: a change counts as much as the largest share of its range by which a parameter is "
        "moved. The smallest one was looked for in the directions in which the comparisons of the game give way, each "
        "parameter tried turned and left out."
    )
    if least.without:
        return [told, f"That there is no smaller one is not proven: {WITHOUT[least.without]}."]
    return [
        told,
        "That nothing changes in a box of parameters is proven by backward induction in bounds, rounded outwards, over "
        f"the whole box at once ({times(least.boxes, 'box', 'boxes')}).",
    ]
