"""Why choices with errors in a game tree have the chances that they have, information set by information set."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.engine.tree.reasons import places
from sim.show.matrix.explain_quantal import BRIEF, RULE, at_precisions, odds
from sim.show.text.blocks import Item, Paragraph, Points
from sim.show.text.words import quoted, times
from sim.show.tree.explain_nash import belief_items, node_labels

if TYPE_CHECKING:
    from sim.engine.logit import QuantalPoint
    from sim.engine.tree.quantal import TreeQuantalSolution
    from sim.scenario.scenario import Scenario
    from sim.show.shown import Depth
    from sim.show.text.blocks import Text

MOST_PLACES = 8
"""Information sets, most, that are told for one precision."""


def explanation(scenario: Scenario, solution: TreeQuantalSolution, depth: Depth) -> Text:
    """Explain a point of the logit path.

    Parameters
    ----------
    solution : TreeQuantalSolution
        The path.
    depth : {"brief", "full"}
        ``full``: with what is believed.
    """

    def at_point(point: QuantalPoint) -> tuple[Paragraph | Points, ...]:
        items, found = [], places(solution.profile(point))
        for place in found[:MOST_PLACES]:
            assert place.decision is not None
            labels = node_labels(solution.game, place.members)
            seen = belief_items(scenario, place, labels) if depth == "full" else []
            choices = odds(scenario, place.decision, point.precision, labels, depth)
            about = f"{scenario.players[place.player].name} at {quoted(place.name)}:"
            items.append(Item("", about, (*seen, *choices)))
        left = len(found) - MOST_PLACES
        more = f"{times(left, 'more decision', 'more decisions')} of the same kind are left out."
        return Points(tuple(items)), *([Paragraph(more)] if left > 0 else [])

    rule = f"{RULE} What a choice pays counts the errors that follow it, those of its own side too."
    return at_precisions(scenario, solution.points, BRIEF, rule, at_point)
