"""What of a verdict survives slips, in a sentence or two and as plain data."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from sim.engine.concessions.equilibrium_sets.verdict import CERTAIN, IMPOSSIBLE, OPEN, POSSIBLE
from sim.show.text.words import amount, listed

if TYPE_CHECKING:
    from sim.engine.concessions.equilibrium_sets.survivors import SlipStudy, UnderSlips
    from sim.engine.concessions.equilibrium_sets.verdict import Verdict
    from sim.scenario.scenario import Scenario

_DEAL = {
    CERTAIN: "a deal is certain as long as none fails",
    POSSIBLE: "a deal is possible, not certain, as long as none fails",
    IMPOSSIBLE: "a deal is impossible as long as none fails",
    OPEN: "it is open whether a deal is certain, possible or impossible",
}


def slips_sentence(scenario: Scenario, study: SlipStudy) -> str:
    """What all equilibria agree on where actions may fail, and whether that is what they agree on without slips."""
    words = [found.verdict.deal for found in study.under]
    odds = [_odds(found.chance) for found in study.under]
    if len(set(words)) == 1:
        told = f"At slips of {listed(odds)} (an action that is meant fails, and another is taken) {_DEAL[words[0]]}."
    else:
        each = [f"at {at} {_DEAL[word]}" for at, word in zip(odds, words, strict=True)]
        told = f"Where an action that is meant fails with some chance and another is taken, {listed(each)}."
    last = study.under[-1]
    assert last.verdict.payoffs is not None
    pays = [
        f"{player.name} {' to '.join(dict.fromkeys((amount(low), amount(high))))}"
        for player, (low, high) in zip(scenario.players, last.verdict.payoffs, strict=True)
    ]
    paid = f"At {odds[-1]} no equilibrium pays beyond {listed(pays)}."
    return " ".join(filter(None, (told, _compared(study), paid, _limit(study))))


def _limit(study: SlipStudy) -> str:
    """What is proven of all chances that are small enough."""
    limit = study.limit
    if limit.deal == OPEN:
        return f"What holds at every chance below {_odds(study.under[-1].chance)} is not proven."
    alone = "there is one equilibrium, and " if limit.unique else ""
    return f"At every chance of a slip above 0 and up to {_odds(rarer(limit.up_to))} {alone}{_DEAL[limit.deal]}."


def rarer(chance: Fraction) -> Fraction:
    """A chance no larger than another, of two digits: 1 in 2,900 for 1 in 2,899.8."""
    many = -(-chance.denominator // chance.numerator)
    step = 10 ** max(0, len(str(many)) - 2)
    return Fraction(1, -(-many // step) * step)


def _compared(study: SlipStudy) -> str:
    plain = study.plain.deal
    if plain == OPEN:
        return "Without slips that is open."
    if study.survives:
        return "Without slips it is the same."
    if study.survives is False:
        turned = {found.verdict.deal for found in study.under}
        held = "what else is an equilibrium then" if turned <= {CERTAIN, POSSIBLE} else "what holds that up"
        return f"Without slips a deal is {plain}: {held} does not survive slips of this size."
    return f"Without slips a deal is {plain}."


def turned_by_slips(plain: Verdict, under: UnderSlips) -> str:
    """What the word for a deal is where actions rarely fail, if it is another.

    Parameters
    ----------
    plain : Verdict
        Without slips.
    under : UnderSlips
        With them.
    """
    return (
        f"That a deal is {plain.deal} does not survive slips: where an action that is meant fails with a chance of "
        f"{_odds(under.chance)} and another is taken, {_DEAL[under.verdict.deal]}."
    )


def slips_entry(players: tuple[str, str], study: SlipStudy) -> dict[str, Any]:
    """The ``slips`` of a document."""
    return {
        "survives": study.survives,
        "without": study.plain.deal,
        "limit": {"deal": study.limit.deal, "unique": study.limit.unique, "up_to": float(study.limit.up_to)},
        "at": [
            {
                "chance": float(found.chance),
                "deal": found.verdict.deal,
                "by_round": list(found.verdict.by_round),
                "steps": dict(zip(players, found.verdict.steps, strict=True)),
                "breakdown": found.verdict.breakdown,
                "payoffs": _ranges(players, found.verdict.payoffs),
                "attained": _ranges(players, found.attained),
                "earliest": found.verdict.earliest,
                "latest": found.verdict.latest,
                "settled": found.verdict.settled,
            }
            for found in study.under
        ],
    }


def _ranges(players: tuple[str, str], ranges: tuple[tuple[Fraction, Fraction], ...] | None) -> dict[str, list[float]]:
    assert ranges is not None
    return {player: [float(low), float(high)] for player, (low, high) in zip(players, ranges, strict=True)}


def _odds(chance: Fraction) -> str:
    """A chance as people say how rare something is."""
    return f"{chance.numerator:,} in {chance.denominator:,}"
