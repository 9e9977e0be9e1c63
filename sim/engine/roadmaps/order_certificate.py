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
    from collections.abc import Iterator, Sequence

    from sim.engine.roadmaps.own_game import HeldOrder, OwnGame, Played
    from sim.engine.roadmaps.threats import Threats
    from sim.games.concessions.stochastic_game import Outcome, Phase
    from sim.types import Pair


def order_confirmed(own: OwnGame, order: HeldOrder) -> bool:
    """Whether an order is played as it says, pays what is said, and holds or fails as is said."""
    if order.how not in (HOLDS, FAILS, OPEN):
        return not order.course
    if _taken(own, order) != [sorted(movers) for movers in order.rounds] and len(own.game.cycle) == 1:
        return False
    if own.game.horizon is None and not _comes_again(own, order):
        return False
    near, far = (_costs(own, order, threats) for threats in (own.inner, own.outer))
    holds = all(cost is not None and cost >= 0 for cost in near)
    fails = any(cost is not None and cost < 0 for cost in far)
    said = {HOLDS: holds, FAILS: fails and not holds, OPEN: not holds and not fails}
    return said[order.how] and order.payoffs == _sum(own, order, 0)


def _phase(own: OwnGame, played: Played) -> Phase:
    """The phase of a place of a course."""
    width = len(own.game.cycle[0])
    return own.game.phases(played.layer // width)[played.layer % width]


def _outcome(own: OwnGame, played: Played) -> Outcome:
    phase = _phase(own, played)
    return phase.outcomes[phase.nodes[played.node].cells[played.pair[0]][played.pair[1]]]


def _taken(own: OwnGame, order: HeldOrder) -> list[list[int]]:
    """Who takes a step in each round of a course, up to the last step."""
    width = len(own.game.cycle[0])
    found: list[list[int]] = [[] for _ in range(order.course[-1].layer // width + 1)]
    for played in order.course:
        actions = _phase(own, played).nodes[played.node].actions
        found[played.layer // width] += [p for p in (0, 1) if actions[p][played.pair[p]] == CONCEDE]
    while found and not found[-1]:
        found.pop()
    return [sorted(movers) for movers in found]


def _again(own: OwnGame, order: HeldOrder) -> list[Played]:
    """The rounds of a course that come again for ever: as many as there are before the same player begins again."""
    width = len(own.game.cycle[0])
    first = order.course[-1].layer + 1 - width * len(own.game.cycle)
    return [played for played in order.course if played.layer >= first]


def _comes_again(own: OwnGame, order: HeldOrder) -> bool:
    """Whether the rounds at the end of a course lead back to where they begin, or the talks are over."""
    end = _outcome(own, order.course[-1])
    return end.over or end.successor == _again(own, order)[0].node


def _sum(own: OwnGame, order: HeldOrder, start: int) -> Pair:
    """What a course pays from one of its places on: each round counts what patience and chance leave of it."""
    total, counts = _rounds(own, order.course[start:])
    end = _outcome(own, order.course[-1])
    if end.over:
        return total[0], total[1]
    if own.game.horizon is not None:
        rest = own.game.final[end.successor]
    else:
        # Rounds that come again pay x, and what is left of the time after them is c: x + c x + c^2 x + ...
        again, left = _rounds(own, _again(own, order))
        rest = again[0] / (1 - left[0]), again[1] / (1 - left[1])
    return total[0] + counts[0] * rest[0], total[1] + counts[1] * rest[1]


def _rounds(own: OwnGame, course: Sequence[Played]) -> tuple[list[Fraction], list[Fraction]]:
    """What some places of a course pay, and what patience and chance leave of the time after them."""
    total, counts = [Fraction(0), Fraction(0)], [Fraction(1), Fraction(1)]
    for played in course:
        if not _phase(own, played).closes_round:
            continue
        outcome = _outcome(own, played)
        for p in (0, 1):
            d = own.game.discount[p]
            total[p] += counts[p] * ((1 - d) * outcome.reward[p] + d * outcome.risk * outcome.ended[p])
            counts[p] *= d * (1 - outcome.risk)
    return total, counts


def _costs(own: OwnGame, order: HeldOrder, threats: Threats) -> Iterator[Fraction | None]:
    """What each deviation costs; None where nothing is known to follow."""
    for k, played in enumerate(order.course):
        phase = _phase(own, played)
        node = phase.nodes[played.node]
        follow = _sum(own, order, k)
        for p in (0, 1):
            for other in range(len(node.actions[p])):
                if other == played.pair[p]:
                    continue
                pair = (other, played.pair[1]) if p == 0 else (played.pair[0], other)
                outcome = phase.outcomes[node.cells[pair[0]][pair[1]]]
                d = own.game.discount[p] if phase.closes_round else Fraction(1)
                now = outcome.reward[p] if phase.closes_round else Fraction(0)
                risk = Fraction(1) if outcome.successor == BROKEN else outcome.risk
                later: Fraction | None = outcome.ended[p]
                if risk < 1:
                    least = threats.least(played.layer + 1, outcome.successor, p)
                    later = None if least is None else (1 - risk) * least + risk * outcome.ended[p]
                yield None if later is None else follow[p] - ((1 - d) * now + d * later)
