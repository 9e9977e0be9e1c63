"""Who meets whom in a round of a game of more than two: groups, with sides kept, changed in turn or shared out.

Whether everybody can meet somebody new in each round is a hard question for groups (Kirkman's schoolgirls are a case of
it), so groups are searched for: from a few draws, two seats are exchanged for as long as fewer meet once more.

References
----------
Kirkman, T. P. (1850): Query VI. Lady's and Gentleman's Diary, 48.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sim.classroom.matching.past import Met, Past
    from sim.classroom.session.parts import Matching

DRAWS = 6
"""Draws, most, from which groups are bettered."""

Group = list[int | None]


def in_groups(matching: Matching, order: Sequence[int], past: Past, size: int, rng: np.random.Generator) -> list[Met]:
    """Matches of a round, in which each seat stands once; at most one of them lacks sides.

    Parameters
    ----------
    order : sequence of int
        Who is present, in the order that was drawn.
    size : int
        How many sides there are.
    """
    if not order:
        return []
    if matching == "strangers":
        found = _strangers(order, past, size, rng)
    elif matching == "round-robin":
        found = _shared_out(order, past, size, rng)
    else:
        found = _partners(order, past, size, turn=matching == "swap")
    return [tuple(group) for group in found]


def _by_side(order: Sequence[int], past: Past, size: int) -> list[list[int]]:
    """Who plays which side: as before, and whoever is new where it is needed."""
    sides: list[list[int]] = [[] for _ in range(size)]
    for seat in order:
        side = past.side(seat)
        if side is not None:
            sides[side].append(seat)
    for seat in order:
        if past.side(seat) is None:
            min(sides, key=len).append(seat)
    while len(most := max(sides, key=len)) > len(least := min(sides, key=len)) + 1:  # some have left
        least.append(most.pop())
    return sides


def _strangers(order: Sequence[int], past: Past, size: int, rng: np.random.Generator) -> list[Group]:
    """Everybody keeps a side, and as few as a search finds meet once more."""
    sides = _by_side(order, past, size)
    count = -(-len(order) // size)
    lists: list[Group] = [[*own, *([None] * (count - len(own)))] for own in sides]
    return _fewest(past, rng, lambda: _drawn(lists, rng), same_side=True)


def _drawn(lists: Sequence[Group], rng: np.random.Generator) -> list[Group]:
    """Groups of one of each list; those of nobody come last, so that one group lacks sides where that can be."""
    mixed = []
    for own in lists:
        seats = [seat for seat in own if seat is not None]
        mixed.append([*(seats[int(k)] for k in rng.permutation(len(seats))), *([None] * (len(own) - len(seats)))])
    return [list(group) for group in zip(*mixed, strict=True)]


def _shared_out(order: Sequence[int], past: Past, size: int, rng: np.random.Generator) -> list[Group]:
    """As few as a search finds meet once more, and whoever has played a side least often plays it."""

    def drawn() -> list[Group]:
        seats: Group = [order[int(k)] for k in rng.permutation(len(order))]
        seats += [None] * (-len(seats) % size)
        return [seats[k : k + size] for k in range(0, len(seats), size)]

    return [_seated(group, _often(group, past)) for group in _fewest(past, rng, drawn, same_side=False)]


def _often(group: Group, past: Past) -> list[list[float]]:
    """How often each of a group has played each side."""
    return [[float(sum(met[side] == seat for met in past.pairs)) for side in range(len(group))] for seat in group]


def _seated(group: Group, costs: list[list[float]]) -> Group:
    """A group on the sides at which it costs least."""
    from scipy.optimize import linear_sum_assignment

    weights = np.array([[0.0] * len(group) if seat is None else own for seat, own in zip(group, costs, strict=True)])
    rows, columns = linear_sum_assignment(weights)
    found: Group = [None] * len(group)
    for row, column in zip(rows, columns, strict=True):
        found[int(column)] = group[int(row)]
    return found


def _partners(order: Sequence[int], past: Past, size: int, turn: bool) -> list[Group]:
    """The same as before, on the same sides or on the next ones; those whose group is broken fill up new ones."""
    present = set(order)
    whole: list[Group] = []
    loose: dict[Met, list[int]] = {}
    new: list[int] = []
    for seat in order:
        last = past.last(seat)
        if last is None:
            new.append(seat)
        elif all(_still(other, last, present, past) for other in last):
            if seat == last[0]:
                whole.append([*last[-1:], *last[:-1]] if turn else [*last])
        else:
            loose.setdefault(last, []).append(seat)
    rest = [*(seat for own in loose.values() for seat in own), *new]
    for k in range(0, len(rest), size):
        own = rest[k : k + size]
        group: Group = [*own, *([None] * (size - len(own)))]
        whole.append(_seated(group, [_wished(seat, past, size, turn) for seat in group]))
    return whole


def _still(seat: int | None, last: Met, present: set[int], past: Past) -> bool:
    """Whether a seat is there to go on with those whom it met last."""
    return seat is not None and seat in present and past.last(seat) == last


def _wished(seat: int | None, past: Past, size: int, turn: bool) -> list[float]:
    """The side that a seat is to play costs it nothing, others do."""
    last = None if seat is None else past.side(seat)
    if last is None:
        return [0.0] * size
    wanted = (last + turn) % size
    return [float(side != wanted) for side in range(size)]


def _fewest(past: Past, rng: np.random.Generator, drawn: Callable[[], list[Group]], same_side: bool) -> list[Group]:
    """The groups in which fewest meet once more, of those that a search from a few draws comes to."""
    best: tuple[float, list[Group]] | None = None
    for _ in range(DRAWS):
        found = _Search(drawn(), past)
        found.better(same_side)
        if best is None or found.cost < best[0]:
            best = found.cost, found.groups
        if best[0] == 0:
            break
    assert best is not None
    return best[1]


class _Search:
    """Groups under a search; to meet twice more weighs more than two who meet once more.

    Parameters
    ----------
    groups : list of Group
        As they were drawn; changed in place.
    """

    def __init__(self, groups: list[Group], past: Past) -> None:
        self.groups = groups
        places = [(g, side, seat) for g, own in enumerate(groups) for side, seat in enumerate(own) if seat is not None]
        self.group = np.array([g for g, _, _ in places])
        self.side = np.array([side for _, side, _ in places])
        self.seats = [seat for _, _, seat in places]
        self.met = _meetings(self.seats, past) ** 2
        self.sums = np.stack([self.met[self.group == g].sum(axis=0) for g in range(len(groups))])

    @property
    def cost(self) -> float:
        """How much all groups have met before."""
        return float(self._own().sum())

    def _own(self) -> NDArray[np.int64]:
        """How much each has met the others of its group."""
        found: NDArray[np.int64] = self.sums[self.group, np.arange(len(self.seats))]
        return found

    def better(self, same_side: bool) -> None:
        """Exchange two seats for as long as that leaves fewer to meet once more."""
        found = True
        while found:
            found = False
            for a in np.flatnonzero(self._own()):
                found |= self._exchanged(int(a), same_side)

    def _exchanged(self, a: int, same_side: bool) -> bool:
        """Whether a seat was exchanged with another, the one with which that brings most."""
        here = self.group[a]
        change = self.sums[here] - self.sums[here, a] - 2 * self.met[a] + self.sums[self.group, a] - self._own()
        fixed = self.group == here
        if same_side:
            fixed |= self.side != self.side[a]
        change[fixed] = 0
        b = int(change.argmin())
        if change[b] >= 0:
            return False
        there = self.group[b]
        self.sums[here] += self.met[b] - self.met[a]
        self.sums[there] += self.met[a] - self.met[b]
        self.group[a], self.group[b] = there, here
        self.side[a], self.side[b] = self.side[b], self.side[a]
        for k in (a, b):
            self.groups[self.group[k]][self.side[k]] = self.seats[k]
        return True


def _meetings(seats: Sequence[int], past: Past) -> NDArray[np.int64]:
    """How often each two have met."""
    number = {seat: k for k, seat in enumerate(seats)}
    found = np.zeros((len(seats), len(seats)), dtype=np.int64)
    for group in past.pairs:
        here = [number[seat] for seat in group if seat in number]
        for one, two in combinations(here, 2):
            found[one, two] += 1
            found[two, one] += 1
    return found
