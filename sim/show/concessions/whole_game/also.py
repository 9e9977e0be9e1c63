"""What else can be asked for of all equilibria of a concession game, in words under headings and as plain data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.show.concessions.whole_game.renegotiation import renegotiation_entry, renegotiation_sentence
from sim.show.concessions.whole_game.slips import slips_entry, slips_sentence
from sim.show.text.scale import scaled

if TYPE_CHECKING:
    from sim.engine.concessions.equilibrium_sets.renegotiation_verdict import RenegotiationProof
    from sim.engine.concessions.equilibrium_sets.survivors import SlipStudy
    from sim.scenario.scenario import Scenario


@scaled
def also_told(scenario: Scenario, slips: SlipStudy | None, proof: RenegotiationProof | None) -> dict[str, str]:
    """Sentences under headings; none for what was not asked for."""
    told = {}
    if slips is not None:
        told["Slips"] = slips_sentence(scenario, slips)
    if proof is not None:
        told["Renegotiation"] = renegotiation_sentence(scenario, proof)
    return told


def also_entries(scenario: Scenario, slips: SlipStudy | None, proof: RenegotiationProof | None) -> dict[str, Any]:
    """Keys of the document; none for what was not asked for."""
    found: dict[str, Any] = {}
    ids = scenario.players[0].id, scenario.players[1].id
    if slips is not None:
        found["slips"] = slips_entry(ids, slips)
    if proof is not None:
        found["renegotiation"] = renegotiation_entry(ids, proof)
    return found
