"""Why choices with errors have the chances that they have: what each pays, and what the precision makes of it."""

from __future__ import annotations

from math import exp
from typing import TYPE_CHECKING

from sim.engine.matrix.quantal import QuantalSolution
from sim.engine.matrix.reasons import matrix_decision
from sim.engine.tree.reasons import places
from sim.show.text.blocks import Item, Paragraph, Points, Section, Text
from sim.show.text.reason_words import figure, worth
from sim.show.text.words import percent, quoted, times
from sim.show.tree.explain_nash import belief_items, node_labels

if TYPE_CHECKING:
    from sim.engine.logit import QuantalPoint
    from sim.engine.matrix.reasons import DecisionReasons
    from sim.engine.tree.quantal import TreeQuantalSolution
    from sim.scenario.scenario import Scenario
    from sim.show.explain import Depth

FULL, BRIEF = (2, 3, 5), (3,)
"""Which of the listed precisions are told."""

MOST_PLACES = 8
"""Information sets of a tree, most, that are told for one precision."""


def explanation(scenario: Scenario, solution: QuantalSolution | TreeQuantalSolution, depth: Depth) -> Text:
    """Explain points of the logit path.

    Parameters
    ----------
    solution : QuantalSolution or TreeQuantalSolution
        The path.
    depth : {"brief", "full"}
        ``brief``: one precision. ``full``: three, of trees one with what is believed.
    """
    shown = FULL if depth == "full" and isinstance(solution, QuantalSolution) else BRIEF
    points = [solution.points[k] for k in shown if k < len(solution.points)]
    rule = (
        "Everybody errs, and the more a mistake would cost the rarer it is. Of two choices one is e to the power of "
        "(precision \N{MULTIPLICATION SIGN} what it pays more) times as likely as the other. At precision 0 all "
        "choices are equally likely; the higher it is, the more surely the best is chosen."
    )
    if not isinstance(solution, QuantalSolution):
        rule += " What a choice pays counts the errors that follow it, those of its own side too."
    sections = [Section("The rule", (Paragraph(rule),))]
    for point in points or list(solution.points[-1:]):
        sections.append(Section(f"At precision {figure(point.precision)}", _point(scenario, solution, point, depth)))
    return Text(f"{scenario.title}: why these chances", tuple(sections))


def _point(
    scenario: Scenario, solution: QuantalSolution | TreeQuantalSolution, point: QuantalPoint, depth: Depth
) -> tuple[Paragraph | Points, ...]:
    items, left = [], 0
    if isinstance(solution, QuantalSolution):
        sides = point.strategies[0].tolist(), point.strategies[1].tolist()
        for player in (0, 1):
            decision = matrix_decision(solution.game, sides, player)
            items.append(
                Item("", f"{scenario.players[player].name}:", _odds(scenario, decision, point.precision, {}, depth))
            )
    else:
        found = places(solution.profile(point))
        left = max(0, len(found) - MOST_PLACES)
        for place in found[:MOST_PLACES]:
            assert place.decision is not None
            labels = node_labels(solution.game, place.members)
            seen = belief_items(scenario, place, labels) if depth == "full" else []
            odds = _odds(scenario, place.decision, point.precision, labels, depth)
            about = f"{scenario.players[place.player].name} at {quoted(place.name)}:"
            items.append(Item("", about, (*seen, *odds)))
    blocks: list[Paragraph | Points] = [Points(tuple(items))]
    if left:
        blocks.append(Paragraph(f"{times(left, 'more decision', 'more decisions')} of the same kind are left out."))
    return tuple(blocks)


def _odds(
    scenario: Scenario, decision: DecisionReasons, precision: float, labels: dict[int, str], depth: Depth
) -> tuple[Item, ...]:
    """The best choice, and of every other how far it is behind and what that makes of its chance."""
    ordered = sorted(decision.choices, key=lambda choice: -choice.value)
    best = ordered[0]
    cross, nearly = "\N{MULTIPLICATION SIGN}", "\N{ALMOST EQUAL TO}"
    items = []
    for choice in ordered:
        pays = worth(choice, scenario, labels) if depth == "full" else figure(choice.value)
        chance = percent(float(choice.chance))
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
    return tuple(items)
