"""What all subgame-perfect equilibria of a game agree on, in a sentence, in a word and as plain data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.engine.concessions.equilibrium_sets.verdict import CERTAIN, IMPOSSIBLE, OPEN, POSSIBLE
from sim.show.text.words import apart, at_most, listed, or_more

if TYPE_CHECKING:
    from sim.engine.concessions.equilibrium_sets.verdict import Verdict
    from sim.scenario.scenario import Scenario

_DEAL = {
    CERTAIN: "a deal is certain",
    POSSIBLE: "a deal is possible, not certain",
    IMPOSSIBLE: "a deal is impossible",
    OPEN: "it is open whether a deal is certain, possible or impossible",
}


_NOT_SURE = "a deal is possible; whether it is certain is open"


def deal_words(verdict: Verdict) -> str:
    """What is known of a deal, as a clause."""
    return _NOT_SURE if verdict.deal == OPEN and verdict.has_deal else _DEAL[verdict.deal]


def verdict_sentence(scenario: Scenario, verdict: Verdict) -> str:
    """What every equilibrium agrees on, in a sentence or two; of a unique one that it is."""
    if verdict.unique:
        return "This is the only way for play to go: every subgame-perfect equilibrium has the same course and payoffs."
    told = f"Over all subgame-perfect equilibria {deal_words(verdict)}{_aside(verdict)}"
    if verdict.payoffs is None:
        return f"{told}; what they pay is open too: the time for finding the set of all of them was up."
    told += f": they pay {_pays(scenario, verdict)} per round{_when(verdict)}."
    if not verdict.settled:
        told += (
            " These are bounds, which no equilibrium passes: whether some equilibrium gets to each of them was not "
            "decided."
        )
    return told


def verdict_word(verdict: Verdict) -> str:
    """Whether there is a deal, in a word, for one line of text."""
    if verdict.deal == OPEN and verdict.has_deal:
        return f"Over all equilibria {_NOT_SURE}."
    if verdict.deal == OPEN:
        return "Whether some equilibrium has a deal, and whether all have, is open."
    aside = " unless chance ends the talks first" if verdict.deal == CERTAIN and _aside(verdict) else ""
    return f"Over all equilibria a deal is {verdict.deal}{aside}."


def _aside(verdict: Verdict) -> str:
    """That chance may come between, where it may."""
    if verdict.chance is None or verdict.chance[0] == 1:
        return ""
    if verdict.deal == POSSIBLE and verdict.chance[1] < 1:
        return f", with a chance of {at_most(verdict.chance[1])}"
    if verdict.deal != CERTAIN:
        return ""
    least = verdict.chance[0]
    told = f", and has a chance of {or_more(least)}" if 1_000 * least >= 1 else ""
    return f" unless chance ends the talks first{told}"


def _pays(scenario: Scenario, verdict: Verdict) -> str:
    assert verdict.payoffs is not None
    sides = []
    for player, (low, high) in zip(scenario.players, verdict.payoffs, strict=True):
        ends = dict.fromkeys(apart(float(low), float(high)))
        sides.append(f"{player.name} {' to '.join(ends)}")
    return listed(sides)


def _when(verdict: Verdict) -> str:
    first, last = verdict.earliest, verdict.latest
    if first is None:
        return ""
    rounds = f"in round {first} at the earliest"
    if last is not None:
        rounds = f"in round {first}" if first == last else f"{rounds} and {last} at the latest"
    told = f"; where the agreement becomes complete, it first does so {rounds}"
    return f"{told}, and it does not stand in the end" if verdict.deal == IMPOSSIBLE else told


def verdict_entry(players: tuple[str, str], verdict: Verdict) -> dict[str, Any]:
    """The ``verdict`` of a document."""
    payoffs, chance = verdict.payoffs, verdict.chance
    return {
        "deal": verdict.deal,
        "by_round": list(verdict.by_round),
        "steps": dict(zip(players, verdict.steps, strict=True)),
        "breakdown": verdict.breakdown,
        "payoffs": None
        if payoffs is None
        else {p: [float(v) for v in pair] for p, pair in zip(players, payoffs, strict=True)},
        "earliest": verdict.earliest,
        "latest": verdict.latest,
        "chance": None if chance is None else [float(v) for v in chance],
        "chance_attained": None if chance is None else list(verdict.attained),
        "survives_slips": verdict.survives_slips,
        "settled": verdict.settled,
        "has_deal": verdict.has_deal,
        "unique": verdict.unique,
        "lacks": verdict.lacks,
    }
