"""What all subgame-perfect equilibria of a game agree on, in a sentence and as plain data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.engine.concessions.equilibrium_sets.verdict import CERTAIN, IMPOSSIBLE, OPEN, POSSIBLE
from sim.show.text.words import amount, listed, percent

if TYPE_CHECKING:
    from sim.engine.concessions.equilibrium_sets.verdict import Verdict
    from sim.scenario.scenario import Scenario

_DEAL = {
    CERTAIN: "A deal is certain",
    POSSIBLE: "A deal is possible, not certain",
    IMPOSSIBLE: "A deal is impossible",
    OPEN: "Whether any equilibrium has a deal is open",
}


def verdict_sentence(scenario: Scenario, verdict: Verdict) -> str:
    """What every equilibrium agrees on, in a sentence or two; of a unique one that it is."""
    if verdict.unique:
        return "This is the only way for play to go: every subgame-perfect equilibrium has the same course and payoffs."
    told = f"{_DEAL[verdict.deal]}{_aside(verdict)}: {_range(scenario, verdict)}{_when(verdict)}."
    if not verdict.settled:
        told += " The sets from inside and from outside differ, so that these are bounds."
    return told


def _aside(verdict: Verdict) -> str:
    """That chance may come between, where it may."""
    if verdict.deal == CERTAIN and verdict.chance[0] < 1:
        return f" unless chance ends the talks first (its chance is at least {percent(float(verdict.chance[0]))})"
    return ""


def _range(scenario: Scenario, verdict: Verdict) -> str:
    sides = [
        f"{player.name} {amount(float(low))}" + ("" if low == high else f" to {amount(float(high))}")
        for player, (low, high) in zip(scenario.players, verdict.payoffs, strict=True)
    ]
    return f"equilibria give {listed(sides)} per round"


def _when(verdict: Verdict) -> str:
    if verdict.earliest is None or verdict.latest is None:
        return ""
    if verdict.earliest == verdict.latest:
        return f"; where there is a deal it is complete in round {verdict.earliest}"
    return f"; where there is a deal it is complete in round {verdict.earliest} to {verdict.latest}"


def verdict_entry(players: tuple[str, str], verdict: Verdict) -> dict[str, Any]:
    """The ``verdict`` of a document."""
    return {
        "deal": verdict.deal,
        "by_round": list(verdict.by_round),
        "steps": dict(zip(players, verdict.steps, strict=True)),
        "breakdown": verdict.breakdown,
        "payoffs": {p: [float(v) for v in pair] for p, pair in zip(players, verdict.payoffs, strict=True)},
        "earliest": verdict.earliest,
        "latest": verdict.latest,
        "chance": [float(v) for v in verdict.chance],
        "settled": verdict.settled,
        "unique": verdict.unique,
    }
