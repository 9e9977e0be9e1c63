"""To what verification has to be raised, told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.show.roadmaps.words import chance_needed, label
from sim.show.text.blocks import Paragraph, Section, Table
from sim.show.text.words import percent, quoted

if TYPE_CHECKING:
    from sim.scenario.scenario import Scenario, Step
    from sim.study.require.required import Required
    from sim.study.require.verification import Watched


def verification_section(scenario: Scenario, found: Required) -> list[Section]:
    """How well steps have to be verified in each order; nothing where no step may be faked."""
    if found.verification is None:
        return []
    study, rows = found.verification.study, []
    for each in found.verification.watched:
        step, who = _step(found, each), scenario.players[each.player]
        needed = "no chance is enough" if each.found.needed is None else chance_needed(each.found.needed)
        rows.append((label(study, each.entry), who.name, quoted(step.name), percent(step.verification or 0), needed))
    head = ("order of the steps", "whom it keeps", "the step that asks for most", "now", "needed")
    told = (
        "The verdict takes every step at its word. That a side keeps it is another question, answered for agreed "
        "orders of the steps: the least chance per round of finding a fake with which the order holds that side at "
        "its own patience. Looked at is one fake, and nothing after it, so that more may be needed."
    )
    table = Table("Verification", head, tuple(rows))
    return [Section("Verification that an order of the steps needs", (Paragraph(told), table))]


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
            "needed": None if each.found.needed is None else float(each.found.needed),
        }
        for each in found.verification.watched
    ]


def _step(found: Required, each: Watched) -> Step:
    assert found.verification is not None
    return found.verification.study.ladders.steps[each.player][each.found.step]
