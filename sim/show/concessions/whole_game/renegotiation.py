"""What equilibria that are proof against renegotiation agree on, in a sentence and as plain data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.engine.concessions.equilibrium_sets.verdict import CERTAIN, IMPOSSIBLE, OPEN, POSSIBLE
from sim.show.text.words import amount, listed, or_more

if TYPE_CHECKING:
    from sim.engine.concessions.equilibrium_sets.renegotiation.verdict import RenegotiationProof
    from sim.engine.concessions.equilibrium_sets.verdict import Verdict
    from sim.scenario.scenario import Scenario

_DEAL = {
    CERTAIN: "a deal is certain",
    POSSIBLE: "a deal is possible, not certain",
    IMPOSSIBLE: "a deal is impossible",
    OPEN: "it is open whether a deal is certain, possible or impossible",
}


def renegotiation_sentence(scenario: Scenario, found: RenegotiationProof) -> str:
    """What they agree on, and what they pay."""
    verdict = found.verdict
    assert verdict.payoffs is not None
    pays = [
        f"{player.name} {' to '.join(dict.fromkeys((amount(low), amount(high))))}"
        for player, (low, high) in zip(scenario.players, verdict.payoffs, strict=True)
    ]
    return (
        "Over all equilibria in pure actions with public lots that are proof against renegotiation (whatever has been "
        f"done, nothing follows that both would rather replace) {_DEAL[verdict.deal]}{_aside(verdict)}: they pay "
        f"{listed(pays)} per round{_when(verdict)}."
    )


def _aside(verdict: Verdict) -> str:
    if verdict.deal == CERTAIN and verdict.chance is not None and verdict.chance[0] < 1:
        return f" unless chance ends the talks first (its chance is {or_more(verdict.chance[0])})"
    return ""


def _when(verdict: Verdict) -> str:
    first, last = verdict.earliest, verdict.latest
    if first is None or last is None:
        return ""
    return f"; it is complete in round {first}" if first == last else f"; it is complete in round {first} to {last}"


def renegotiation_entry(players: tuple[str, str], found: RenegotiationProof) -> dict[str, Any]:
    """The ``renegotiation`` of a document."""
    verdict = found.verdict
    assert verdict.payoffs is not None
    assert verdict.chance is not None
    return {
        "deal": verdict.deal,
        "by_round": list(verdict.by_round),
        "steps": dict(zip(players, verdict.steps, strict=True)),
        "breakdown": verdict.breakdown,
        "payoffs": {p: [float(v) for v in pair] for p, pair in zip(players, verdict.payoffs, strict=True)},
        "corners": [dict(zip(players, map(float, corner), strict=True)) for corner in found.sets.payoffs],
        "earliest": verdict.earliest,
        "latest": verdict.latest,
        "chance": [float(v) for v in verdict.chance],
        "unique": verdict.unique,
    }
