"""What else can be asked for of all equilibria of a concession game, in words under headings and as plain data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.show.concessions.whole_game.renegotiation import renegotiation_entry, renegotiation_sentence
from sim.show.concessions.whole_game.slips import slips_entry, slips_sentence
from sim.show.text.scale import scaled

if TYPE_CHECKING:
    from sim.engine.ask_sets import AlsoAsked
    from sim.scenario.scenario import Scenario


_NOT_FOUND = {
    "slips": "What of this survives slips was not found out: the time was up. Allow more with --time-limit.",
    "renegotiation": (
        "Which equilibria are proof against renegotiation was not found out: the time was up. Allow more with "
        "--time-limit."
    ),
}

_HEADINGS = {"slips": "Slips", "renegotiation": "Renegotiation"}


@scaled
def also_told(scenario: Scenario, also: AlsoAsked) -> dict[str, str]:
    """Sentences under headings; none for what was not asked for."""
    told = {_HEADINGS[name]: _NOT_FOUND[name] for name in also.unanswered}
    if also.slips is not None:
        told["Slips"] = slips_sentence(scenario, also.slips)
    if also.renegotiation is not None:
        told["Renegotiation"] = renegotiation_sentence(scenario, also.renegotiation)
    return told


def also_entries(scenario: Scenario, also: AlsoAsked) -> dict[str, Any]:
    """Keys of the document; none for what was not asked for, null for what was not found in time."""
    found: dict[str, Any] = dict.fromkeys(also.unanswered)
    ids = scenario.players[0].id, scenario.players[1].id
    if also.slips is not None:
        found["slips"] = slips_entry(ids, also.slips)
    if also.renegotiation is not None:
        found["renegotiation"] = renegotiation_entry(ids, also.renegotiation)
    return found
