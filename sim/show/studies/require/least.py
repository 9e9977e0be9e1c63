"""The least change of all parameters together, told."""

from __future__ import annotations

from fractions import Fraction
from math import floor
from typing import TYPE_CHECKING

from sim.show.studies.require.words import verb
from sim.show.text.words import percent, times

if TYPE_CHECKING:
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
            return "However all parameters are moved within their ranges, nothing changes: that is proven."
        return f"No move of all parameters together was found that changes it{_below(least)}."
    assert change.share is not None
    what = times(len(change.values), "parameter")
    told = f"{what} moved at once, {percent(change.share)} of the range of each at the most, {_does(found)}"
    return f"{told[0].upper()}{told[1:]}{_below(least)}."


def _does(found: Required) -> str:
    assert found.least is not None
    assert found.least.change is not None
    told = verb(found.least.change.judged, found.be)
    many = len(found.least.change.values) > 1
    first, _, rest = told.partition(" ")
    plural = {"undoes": "undo", "makes": "make", "leaves": "leave"}
    return f"{plural.get(first, first) if many else first} {rest}"


def _below(least: Least) -> str:
    """What is known of smaller moves."""
    if least.without or least.free < SMALLEST:
        return "; that no smaller move does is not proven"
    share = floored(least.free)
    if least.change is None:
        return f"; that none of up to {share} of each range does is proven"
    between = "" if least.closed else ", and between the two none was found"
    return f"; that no move of up to {share} of each range does is proven{between}"


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
