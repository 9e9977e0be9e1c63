"""Who takes the steps that either side may take: every assignment, as ladders of its own.

A step that the other side takes does to that side what it did to the first: all its numbers are exchanged. It leaves
the ladder of its file, and may stand anywhere among the steps of the other one; those that are taken over from one
ladder keep their order. What is named as its prerequisite is still needed, its place on the old ladder is not.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations, product
from math import comb
from typing import TYPE_CHECKING

from sim.scenario.scenario import JointEffect

MOST_FREE = 14
"""Steps that either side may take, most, of which the places are counted."""

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.games.roadmaps.ladders import Ladders
    from sim.scenario.scenario import Step

    Key = tuple[int, int]
    Order = tuple[Key, ...]


def count_assignments(ladders: Ladders) -> int:
    """Number of what `assignments` gives; of more free steps than can be looked at, how many ways to share them."""
    free = sum(step.either for ladder in ladders.steps for step in ladder)
    if free > MOST_FREE:
        return 1 << free
    total = 0
    for moved in _moved(ladders):
        ways = 1
        for p in (0, 1):
            comes = sum(who != p for who, _ in moved)
            stays = len(ladders.steps[p]) - len(moved) + comes
            ways *= comb(stays + comes, comes)
        total += ways
    return total


def assignments(ladders: Ladders) -> Iterator[Ladders]:
    """The ladders with each step that either side may take on one of both, that of the file first."""
    for moved in _moved(ladders):
        stays, comes = (
            [tuple((p, k) for k in range(len(ladders.steps[p])) if ((p, k) in moved) == gone) for p in (0, 1)]
            for gone in (False, True)
        )
        for one, two in product(_merged(stays[0], comes[1]), _merged(stays[1], comes[0])):
            yield _arranged(ladders, (one, two))


def _moved(ladders: Ladders) -> Iterator[frozenset[Key]]:
    """Steps that the other side takes, none first."""
    free = [(p, k) for p in (0, 1) for k, step in enumerate(ladders.steps[p]) if step.either]
    for count in range(len(free) + 1):
        yield from map(frozenset, combinations(free, count))


def _merged(own: Order, new: Order) -> Iterator[Order]:
    """All ladders with both, each in its order."""
    count = len(own) + len(new)
    for places in combinations(range(count), len(new)):
        left, right = iter(own), iter(new)
        yield tuple(next(right) if k in places else next(left) for k in range(count))


def _arranged(ladders: Ladders, orders: tuple[Order, Order]) -> Ladders:
    where = {key: (p, k) for p in (0, 1) for k, key in enumerate(orders[p])}

    def placed(key: Key, owner: int) -> Step:
        step = ladders.steps[key[0]][key[1]]
        joint = tuple(JointEffect(e.effect, tuple(where[other] for other in e.when)) for e in step.joint)
        step = replace(step, after=tuple(where[other] for other in step.after), joint=joint)
        if owner == key[0]:
            return step
        return replace(
            step,
            # Steps of both ladders may have the same identifier.
            id=f"{ladders.players[key[0]]}.{step.id}",
            owner=owner,
            effect=step.effect[::-1],
            once=step.once[::-1],
            joint=tuple(JointEffect(e.effect[::-1], e.when) for e in joint),
        )

    one, two = (tuple(placed(key, p) for key in orders[p]) for p in (0, 1))
    rests = tuple(frozenset(where[key] for key in deal) for deal in ladders.rests)
    return replace(ladders, steps=(one, two), rests=rests)
