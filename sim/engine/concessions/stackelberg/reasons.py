"""What holds the follower to an announced course: at each of its decisions, what leaving the course would bring."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.engine.concessions.stackelberg.certificate import Reply

if TYPE_CHECKING:
    from fractions import Fraction

    from sim.engine.concessions.courses.path import Place
    from sim.engine.concessions.stackelberg.solution import AnnouncedSolution


@dataclass(frozen=True)
class Leaving:
    """A choice by which the follower leaves the course.

    Parameters
    ----------
    action : str
        The choice.
    value : Fraction
        What it is worth at best, when from then on the leader holds the follower to the least.
    loss : Fraction
        What that is less than keeping to the course.
    answer : tuple of (place, str) or None
        Where the leader moves next, and what it has announced to do there; None if it is not the next to move.
    """

    action: str
    value: Fraction
    loss: Fraction
    answer: tuple[Place, str] | None


@dataclass(frozen=True)
class Kept:
    """A decision of the follower on the course.

    Parameters
    ----------
    place : tuple of int
        Round, phase and node.
    action : str
        What the course asks of it.
    value : Fraction
        What the rest of the course is worth to it.
    leavings : tuple of Leaving
        What else it could do.
    """

    place: Place
    action: str
    value: Fraction
    leavings: tuple[Leaving, ...]


def kept_decisions(solution: AnnouncedSolution) -> tuple[Kept, ...]:
    """The follower's decisions on the course at which it has a choice."""
    game, leader, found = solution.game, solution.leader, solution.announcement
    course = tuple(
        ((c.round, c.phase, c.node), (c.leader, c.follower) if leader == 0 else (c.follower, c.leader))
        for c in found.course
    )
    reply = Reply(game, leader, course, found.punishment)
    told = []
    for c in found.course:
        node = game.phases(c.round)[c.phase].nodes[c.node]
        actions = node.actions[1 - leader]
        if len(actions) == 1:
            continue
        layer = reply.places.index((c.round, c.phase))
        leavings = []
        for b, action in enumerate(actions):
            if b != c.follower:
                cell = node.cells[c.leader][b] if leader == 0 else node.cells[b][c.leader]
                value = reply.left(layer, cell)
                leavings.append(Leaving(action, value, c.value[1] - value, _answer(solution, reply, layer, cell)))
        told.append(Kept((c.round, c.phase, c.node), actions[c.follower], c.value[1], tuple(leavings)))
    return tuple(told)


def _answer(solution: AnnouncedSolution, reply: Reply, layer: int, cell: int) -> tuple[Place, str] | None:
    """The leader's move after an outcome, where it is the next to move."""
    game, leader = solution.game, solution.leader
    t, p = reply.places[layer]
    outcome = game.phases(t)[p].outcomes[cell]
    if outcome.over or layer + 1 == len(reply.places):
        return None
    layer, k = layer + 1, outcome.successor
    t, p = reply.places[layer]
    actions = game.phases(t)[p].nodes[k].actions[leader]
    if actions == ("",):
        return None
    return (t, p, k), actions[solution.announcement.punishment[layer][k]]
