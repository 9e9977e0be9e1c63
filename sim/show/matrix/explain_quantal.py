"""Why choices with errors have the chances that they have: what each pays, and what the precision makes of it."""

from __future__ import annotations

from math import exp
from typing import TYPE_CHECKING

from sim.engine.matrix.reasons import matrix_decision
from sim.show.text.blocks import Item, Paragraph, Points, Section, Text
from sim.show.text.reason_words import figure, worth
from sim.show.text.words import percent, quoted

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.engine.logit import QuantalPoint
    from sim.engine.matrix.quantal import QuantalSolution
    from sim.engine.matrix.reasons import DecisionReasons
    from sim.scenario.scenario import Scenario
    from sim.show.shown import Depth

    Blocks = tuple[Paragraph | Points, ...]

MOST, LISTED = 10, 7
"""Choices that are all told; of more the best ones, and the others in one sentence."""

FULL, BRIEF = (2, 3, 5), (3,)
"""Which of the listed precisions are told."""

RULE = (
    "Everybody errs, and the more a mistake would cost the rarer it is. Of two choices one is e to the power of "
    "(precision \N{MULTIPLICATION SIGN} what it pays more) times as likely as the other. At precision 0 all "
    "choices are equally likely; the higher it is, the more a difference of payoffs decides."
)


def explanation(scenario: Scenario, solution: QuantalSolution, depth: Depth) -> Text:
    """Explain points of the logit path.

    Parameters
    ----------
    solution : QuantalSolution
        The path.
    depth : {"brief", "full"}
        ``brief``: one precision. ``full``: three.
    """

    def at_point(point: QuantalPoint) -> Blocks:
        sides = point.strategies[0].tolist(), point.strategies[1].tolist()
        items = []
        for player in (0, 1):
            decision = matrix_decision(solution.game, sides, player)
            choices = odds(scenario, decision, point.precision, {}, depth)
            items.append(Item("", f"{scenario.players[player].name}:", choices))
        return (Points(tuple(items)),)

    return at_precisions(scenario, solution.points, FULL if depth == "full" else BRIEF, RULE, at_point)


def at_precisions(
    scenario: Scenario,
    points: tuple[QuantalPoint, ...],
    places: tuple[int, ...],
    rule: str,
    at_point: Callable[[QuantalPoint], Blocks],
) -> Text:
    """The rule, and some points of a path.

    Parameters
    ----------
    points : tuple of QuantalPoint
        Those that are listed.
    places : tuple of int
        Which of them are told; the last if there are not so many.
    at_point : callable
        Explains a point.
    """
    chosen = [points[k] for k in places if k < len(points)] or list(points[-1:])
    sections = [Section(f"At precision {figure(point.precision)}", at_point(point)) for point in chosen]
    return Text(f"{scenario.title}: why these chances", (Section("The rule", (Paragraph(rule),)), *sections))


def odds(
    scenario: Scenario, decision: DecisionReasons, precision: float, labels: dict[int, str], depth: Depth
) -> tuple[Item, ...]:
    """The best choice, and of every other how far it is behind and what that makes of its chance."""
    ordered = sorted(decision.choices, key=lambda choice: -choice.value)
    best = ordered[0]
    cross, nearly = "\N{MULTIPLICATION SIGN}", "\N{ALMOST EQUAL TO}"
    items = []
    told = ordered if len(ordered) <= MOST else ordered[:LISTED]
    for choice in told:
        pays = worth(choice, scenario, labels) if depth == "full" else figure(choice.value)
        chance = percent(choice.chance)
        if choice is best:
            items.append(Item(f"{quoted(choice.action)} pays {pays}; it is played with {chance}."))
            continue
        behind = float(decision.behind(choice))
        if not behind:
            items.append(Item(f"{quoted(choice.action)} pays {pays}, the same: {chance}."))
            continue
        power = precision * behind
        less = f"{figure(precision)} {cross} {figure(behind)} {nearly} {figure(power)}"
        odds = f"e to the power of \N{MINUS SIGN}{figure(power)} {nearly} {figure(exp(-power))}"
        items.append(
            Item(
                f"{quoted(choice.action)} pays {pays}, less by {figure(behind)}. {less}, so it is {odds} times as "
                f"likely: {chance}."
            )
        )
    if left := ordered[len(told) :]:
        least, chance = left[-1], percent(sum(choice.chance for choice in left))
        items.append(
            Item(
                f"The {len(left)} others pay no more than that, down to {figure(least.value)} of "
                f"{quoted(least.action)}: together {chance}."
            )
        )
    return tuple(items)
