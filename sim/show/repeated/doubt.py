"""That cooperation can hold does not say that it will: risk dominance of grim trigger, and what people did."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.engine.repeated.laboratory import PUNISHMENT, SUCKER, TEMPTATION, TREATMENTS, of_that_sort
from sim.show.repeated.words import patience
from sim.show.text.blocks import Item, Paragraph, Points, Table
from sim.show.text.words import number, percent

MINUS = "\N{MINUS SIGN}"

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.engine.repeated.laboratory import Treatment
    from sim.engine.repeated.repeated import RepeatedSolution
    from sim.engine.repeated.risk_dominance import RiskDominance
    from sim.scenario.scenario import Scenario
    from sim.show.text.blocks import Block


def doubt(scenario: Scenario, solution: RepeatedSolution) -> tuple[Block, ...]:
    """From which patience on grim trigger is best for who doubts the other side, and counts of what people did."""
    risk, found = solution.risk, solution.dilemma
    if risk is None or found is None:
        return ()
    lead = (
        "That cooperation can hold does not say that it will. Suppose that a side doubts whether the other plays grim "
        "trigger or always defects. Against equal odds of the two, grim trigger is best from a patience of "
        f"(T + P {MINUS} S {MINUS} R) / (T {MINUS} S) on, where T is what defecting alone pays, R what cooperating "
        "together does, P defecting together and S cooperating alone (Blonski, Ockenfels and Spagnolo 2011)."
    )
    sides = Points(tuple(Item(_side(scenario, solution, risk, k)) for k in (0, 1)))
    both = risk_words(risk)
    blocks: tuple[Block, ...] = (Paragraph(lead), sides, Paragraph(both))
    return (*blocks, *_laboratory()) if of_that_sort(solution.game, found) else blocks


def risk_words(risk: RiskDominance) -> str:
    """Whether cooperating is the safer equilibrium at the players' patience."""
    if risk.dominant:
        return (
            "At their patience grim trigger risk-dominates constant defection (Harsanyi and Selten 1988): it is the "
            "safer of the two equilibria."
        )
    return (
        "At their patience grim trigger does not risk-dominate constant defection (Harsanyi and Selten 1988): "
        "defecting is safer."
    )


def _side(scenario: Scenario, solution: RepeatedSolution, risk: RiskDominance, k: int) -> str:
    name, own, need, trust = scenario.players[k].name, solution.game.patience[k], risk.patience[k], risk.least_trust[k]
    enough = "is enough" if own >= need else "is too little"
    told = f"{name} needs patience {patience(need)}; its own, {number(own)}, {enough}."
    if trust is None:
        return f"{told} At its own patience always defecting is best whatever the other side does."
    least = percent(trust)
    return f"{told} Grim trigger is best for it if it expects the other side's with a chance of {least} or more."


def _shares(chosen: Callable[[Treatment], bool]) -> str:
    """Shares of cooperation over some treatments."""
    shares = [float(t.share) for t in TREATMENTS if chosen(t)]
    ends = dict.fromkeys((percent(min(shares)), percent(max(shares))))
    return " to ".join(ends)


def _laboratory() -> tuple[Block, ...]:
    held = _shares(lambda t: t.critical <= t.continuation < t.safe)
    lead = (
        "What people did in dilemmas of this sort: students played with others, over and over, games that went on with "
        f"a given chance; defecting alone paid {TEMPTATION}, both defecting {PUNISHMENT}, cooperating alone {SUCKER} "
        f"(Dal Bó and Fréchette 2011, later matches). Where cooperation cannot hold "
        f"{_shares(lambda t: t.continuation < t.critical)} of first choices were to cooperate, where it can but is not "
        f"safe {held}, where it is safe {_shares(lambda t: t.safe <= t.continuation)}."
    )
    head = ("chance to go on", "both cooperate pays", "can hold from", "is safe from", "cooperated in first rounds")
    rows = tuple(
        (
            number(t.continuation),
            str(t.reward),
            patience(t.critical),
            patience(t.safe),
            f"{percent(t.share)} of {t.choices}",
        )
        for t in TREATMENTS
    )
    return Paragraph(lead), Table("First rounds in the laboratory", head, rows)
