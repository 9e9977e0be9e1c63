"""To what verification has to be raised, told."""

from __future__ import annotations

from math import floor
from typing import TYPE_CHECKING, Any

from sim.show.roadmaps.words import chance_needed, label
from sim.show.studies.inspection.words import NONE_FOUND, doing
from sim.show.text.blocks import Look, Paragraph, Section, Table
from sim.show.text.words import percent
from sim.study.inspection.sides import Side

if TYPE_CHECKING:
    from fractions import Fraction

    from sim.scenario.scenario import Scenario, Step
    from sim.study.inspection.stretches import Stretch
    from sim.study.require.required import Required
    from sim.study.require.verification import Watched

APART = (
    "The verdict takes every step at its word. That a side keeps it is another question, answered for agreed orders of "
    "the steps: the least chance per round of finding a fake, the same for all its steps that may be faked, with which "
    "the side gains by nothing, at its own patience: not by a fake, nor by others and an open departure after it."
)
LACKS = {
    "orders": "Verification: there are too many orders to look for the best of all; the best that was found is told.",
    "fakes": "Verification: one side has more steps that may be faked than can be looked at, so that what those "
    "need was not found out.",
}
"""What it is not known of."""


def verification_section(scenario: Scenario, found: Required) -> list[Section]:
    """How well steps have to be verified in each order; nothing where no step may be faked."""
    if found.verification is None or not found.verification.watched:
        return []
    study, rows = found.verification.study, []
    for each in found.verification.watched:
        way = doing(scenario, Side(each.player), each.asks)
        now = percent(_step(found, each).verification or 0)
        rows.append((label(study, each.entry), scenario.players[each.player].name, way, now, needed_words(each)))
    head = ("order of the steps", "whom it keeps", "else it gains by", "now", "needed")
    table = Table("Verification", head, tuple(rows), Look(words=frozenset({2, 4})))
    return [Section("Verification that an order of the steps needs", (Paragraph(APART), table))]


def verification_notes(found: Required) -> list[str]:
    """What is not known of it, and whether it was checked."""
    if found.verification is None:
        return []
    told = [LACKS[found.verification.lacks]] if found.verification.lacks else []
    if not found.verification.confirmed:
        told.append("Not all of what is said of verification could be checked by playing every plan.")
    return told


def needed_words(each: Watched) -> str:
    """The least chance that is enough, that none is, or that none was found."""
    if each.leaves:
        return "no chance is enough"
    if not each.enough:
        return NONE_FOUND
    if len(each.enough) == 1 and each.needed is not None:
        return chance_needed(each.needed)
    return "; ".join(map(_from_to, each.enough))


def _from_to(stretch: Stretch) -> str:
    return f"{chance_needed(stretch.low)} to {percent(_floored(stretch.high))}"


def _floored(chance: Fraction) -> float:
    return floor(1000 * chance) / 1000


def verification_document(scenario: Scenario, found: Required) -> list[dict[str, Any]]:
    """The same as plain data."""
    if found.verification is None:
        return []
    return [
        {
            "order": label(found.verification.study, each.entry),
            "player": scenario.players[each.player].id,
            "key": f"concessions.{scenario.players[each.player].id}.{_step(found, each).id}.verification",
            "now": float(_step(found, each).verification or 0),
            "needed": None if each.needed is None else float(each.needed),
            "enough": [[float(stretch.low), float(stretch.high)] for stretch in each.enough],
            "none_found": not each.leaves and not each.enough,
            "way": doing(scenario, Side(each.player), each.asks),
        }
        for each in found.verification.watched
    ]


def _step(found: Required, each: Watched) -> Step:
    """The first step that is faked on the way out; of an open one the first of the side's that may be."""
    assert found.verification is not None
    steps = found.verification.study.ladders.steps[each.player]
    faked = next((step for _, act, step in each.asks.acts if act == "fake"), None)
    return steps[faked] if faked is not None else next(step for step in steps if step.verification is not None)
