"""Who takes the steps that either side may take: every assignment, as ladders of its own.

A step that the other side takes does to that side what it did to the first: all its numbers are exchanged. It leaves
the ladder of its file, and may stand anywhere among the steps of the other one; those that are taken over from one
ladder keep their order. What is named as its prerequisite is still needed, its place on the old ladder is not. A
divisible step may be taken by both, each in pieces of its own: then it stands on both ladders, and what waits for it
waits for both parts.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations, product
from math import comb, prod
from typing import TYPE_CHECKING

from sim.games.roadmaps.ladders import turned
from sim.scenario.scenario import JointEffect

MOST_SHARED_OUT = 1 << 14
"""Ways, most, to say which side takes which steps, of which the places are counted."""

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sim.games.roadmaps.ladders import Ladders
    from sim.scenario.scenario import Step

    Key = tuple[int, int]
    Order = tuple[Key, ...]


def count_assignments(ladders: Ladders, parts: int = 1) -> int:
    """Number of what `assignments` gives; of more free steps than can be looked at, how many ways to share them.

    Parameters
    ----------
    parts : int
        Pieces, most, of a divisible step.
    """
    ways = prod(len(who) for who in _takers(ladders, parts).values())
    if ways > MOST_SHARED_OUT:
        return ways
    total = 0
    for own in _given(ladders, parts):
        total += prod(comb(len(stays) + len(comes), len(comes)) for stays, comes in own)
    return total


def assignments(ladders: Ladders, parts: int = 1) -> Iterator[Ladders]:
    """The ladders with each step that either side may take on one of both or on both, that of the file first.

    Parameters
    ----------
    parts : int
        Pieces, most, of a divisible step.
    """
    for one, two in _given(ladders, parts):
        yield from (_arranged(ladders, orders) for orders in product(_merged(*one), _merged(*two)))


def _takers(ladders: Ladders, parts: int) -> dict[Key, tuple[tuple[int, ...], ...]]:
    """Who may take each step that either side may take: its owner, the other side or, where it is cut, both."""
    return {
        (p, k): ((p,), (1 - p,), *([(0, 1)] if step.divisible and parts > 1 else []))
        for p in (0, 1)
        for k, step in enumerate(ladders.steps[p])
        if step.either
    }


def _given(ladders: Ladders, parts: int) -> Iterator[tuple[tuple[Order, Order], tuple[Order, Order]]]:
    """For each side, the steps of its own ladder that it takes and those of the other one; the file's first."""
    free = _takers(ladders, parts)
    every = [(p, k) for p in (0, 1) for k in range(len(ladders.steps[p]))]
    for chosen in product(*free.values()):
        takers = dict(zip(free, chosen, strict=True))
        one, two = (
            (
                tuple(key for key in every if key[0] == p and p in takers.get(key, (p,))),
                tuple(key for key in every if key[0] != p and p in takers.get(key, ())),
            )
            for p in (0, 1)
        )
        yield one, two


def _merged(own: Order, new: Order) -> Iterator[Order]:
    """All ladders with both, each in its order."""
    count = len(own) + len(new)
    for places in combinations(range(count), len(new)):
        left, right = iter(own), iter(new)
        yield tuple(next(right) if k in places else next(left) for k in range(count))


def _arranged(ladders: Ladders, orders: tuple[Order, Order]) -> Ladders:
    where: dict[Key, Order] = {}
    for p in (0, 1):
        for k, key in enumerate(orders[p]):
            where[key] = (*where.get(key, ()), (p, k))

    def placed(key: Key, owner: int) -> Step:
        step = ladders.steps[key[0]][key[1]]
        joint = tuple(JointEffect(e.effect, _all(where, e.when)) for e in step.joint)
        step = replace(step, after=_all(where, step.after), joint=joint)
        if owner == key[0]:
            return step
        # Steps of both ladders may have the same identifier.
        return replace(turned(step), id=f"{ladders.players[key[0]]}.{step.id}", owner=owner)

    one, two = (tuple(placed(key, p) for key in orders[p]) for p in (0, 1))
    rests = tuple(frozenset(_all(where, deal)) for deal in ladders.rests)
    shared = tuple((one[1], two[1]) for one, two in (at for at in where.values() if len(at) > 1))
    return replace(ladders, steps=(one, two), rests=rests, shared=shared)


def _all(where: dict[Key, Order], keys: Iterable[Key]) -> Order:
    """Where the parts of some steps stand."""
    return tuple(at for key in keys for at in where[key])
