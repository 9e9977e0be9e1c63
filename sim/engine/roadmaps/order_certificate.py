"""A second opinion on orders in the file's own game: payoffs summed forward, and each deviation paid out.

It shares nothing with `sim.engine.roadmaps.own_game` but the course that is claimed and the certified sets.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from sim.engine.roadmaps.own_game import FAILS, HOLDS, OPEN
from sim.games.concessions.rules import CONCEDE
from sim.games.concessions.stochastic_game import BROKEN

if TYPE_CHECKING:
    from sim.engine.concessions.equilibrium_sets.inner import InnerSets
    from sim.engine.concessions.equilibrium_sets.outer import OuterSets
    from sim.engine.roadmaps.own_game import HeldOrder, OwnGame
    from sim.types import Pair


def order_confirmed(own: OwnGame, order: HeldOrder) -> bool:
    """Whether an order is played as it says, pays what is said, and holds or fails as is said."""
    if order.how not in (HOLDS, FAILS, OPEN):
        return not order.course
    if _taken(own, order) != [sorted(movers) for movers in order.rounds] and len(own.game.cycle) == 1:
        return False
    near, far = (_cheapest(own, order, sets) for sets in (own.inner, own.outer))
    said = {HOLDS: near >= 0, FAILS: far < 0, OPEN: near < 0 <= far}
    return said[order.how] and order.payoffs == _sum(own, order, 0)


def _taken(own: OwnGame, order: HeldOrder) -> list[list[int]]:
    """Who takes a step in each round of a course, up to the last step."""
    width = len(own.game.cycle[0])
    found: list[list[int]] = [[] for _ in range(own.game.rounds)]
    for played in order.course:
        actions = own.inner.phases[played.layer].nodes[played.node].actions
        found[played.layer // width] += [p for p in (0, 1) if actions[p][played.pair[p]] == CONCEDE]
    while found and not found[-1]:
        found.pop()
    return [sorted(movers) for movers in found]


def _sum(own: OwnGame, order: HeldOrder, start: int) -> Pair:
    """What a course pays from one of its places on: each round counts what patience and chance leave of it."""
    game = own.game
    total = [Fraction(0), Fraction(0)]
    counts = [Fraction(1), Fraction(1)]
    state = 0
    for played in order.course[start:]:
        phase = own.inner.phases[played.layer]
        outcome = phase.outcomes[phase.nodes[played.node].cells[played.pair[0]][played.pair[1]]]
        state = outcome.successor
        if not phase.closes_round:
            continue
        for p in (0, 1):
            d = game.discount[p]
            total[p] += counts[p] * ((1 - d) * outcome.reward[p] + d * outcome.risk * outcome.ended[p])
            counts[p] *= d * (1 - outcome.risk)
    one, two = (total[p] + counts[p] * game.final[state][p] for p in (0, 1))
    return one, two


def _cheapest(own: OwnGame, order: HeldOrder, sets: InnerSets | OuterSets) -> Fraction:
    """The least that a deviation costs; 0 if there is none."""
    costs = [Fraction(0)] if not order.course else []
    for k, played in enumerate(order.course):
        phase = own.inner.phases[played.layer]
        node = phase.nodes[played.node]
        follow = _sum(own, order, k)
        for p in (0, 1):
            for other in range(len(node.actions[p])):
                pair = (other, played.pair[1]) if p == 0 else (played.pair[0], other)
                outcome = phase.outcomes[node.cells[pair[0]][pair[1]]]
                d = own.game.discount[p] if phase.closes_round else Fraction(1)
                now = outcome.reward[p] if phase.closes_round else Fraction(0)
                risk = Fraction(1) if outcome.successor == BROKEN else outcome.risk
                later = outcome.ended[p]
                if risk < 1:
                    least = min(corner[p] for corner in sets.values[played.layer + 1][outcome.successor])
                    later = (1 - risk) * least + risk * later
                costs += [follow[p] - ((1 - d) * now + d * later)] if other != played.pair[p] else []
    return min(costs, default=Fraction(0))
