"""All that a mediator could bring about at a node at which actions may fail, and more: a polygon with its proofs."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

from sim.engine.repeated.equilibrium_sets.mediator import obedience_rules
from sim.exact.corner_programme import Programme
from sim.exact.polygon_sums import fewer_around, fewer_inside, rounded
from sim.exact.polygons import at_least, hull, outward_normals
from sim.exact.rationals import ONE, ZERO
from sim.exact.slots import Slot

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from sim.deadline import Deadline
    from sim.engine.concessions.equilibrium_sets.slip_stage import SlipStage
    from sim.exact.corner_programme import Bound
    from sim.exact.polygons import Polygon
    from sim.games.concessions.stochastic_game import Node
    from sim.types import Pair

    Floors = tuple[list[list[list[Fraction]]], list[list[list[Fraction]]]]

FEW = 8
"""Corners of what is known of a polygon, most, whose edges tell in which directions it is bounded."""

MOST = 12
"""Corners of a polygon that is kept, most."""


@dataclass(frozen=True)
class MeantPair:
    """A pair of actions that a mediator who is obeyed may recommend at a node.

    Parameters
    ----------
    pair : pair of int
        The actions.
    outcome : int
        Number of what they lead to if both come about.
    worth : Polygon
        What they can then be worth.
    """

    pair: tuple[int, int]
    outcome: int
    worth: Polygon

    def within(self, face: Polygon) -> Polygon:
        """What of it may have weight where the node is worth a face of its polygon: more is not said than all."""
        return self.worth if face else face


@dataclass(frozen=True)
class SlipProof:
    """The polygon of a node from outside, with what proves it.

    Parameters
    ----------
    stage : SlipStage
        What the pairs of actions can be worth.
    ruled_out : list of (int, int)
        Actions, by player and number, that are never meant, in an order in which each is worse than some other.
    pairs : list of (int, int)
        Pairs of the actions that are left.
    rules : list of (int, int, int)
        Player, action told and action instead of the rules that can fail.
    programme : Programme
        A slot per pair that is left.
    polygon : Polygon
        What the programme makes of it all.
    bounds : dict of Pair to Bound
        What proves its edges.
    kept : Polygon
        A polygon around it with few corners.
    """

    stage: SlipStage
    ruled_out: list[tuple[int, int]]
    pairs: list[tuple[int, int]]
    rules: list[tuple[int, int, int]]
    programme: Programme
    polygon: Polygon
    bounds: dict[Pair, Bound]
    kept: Polygon

    def cells(self, node: Node) -> list[MeantPair]:
        """The pairs of actions that may be meant."""
        meant = [self.pairs[slot] for slot in sorted(self.programme.weighed(range(len(self.pairs))))]
        return [MeantPair((i, j), node.cells[i][j], self.stage.table[i][j]) for i, j in meant]


def outside_at(stage: SlipStage, directions: Sequence[Pair], deadline: Deadline) -> SlipProof:
    """The polygon of a node from outside.

    Parameters
    ----------
    directions : sequence of Pair
        In which the worth of slips is bounded.
    """
    floors = stage.floors()
    ruled_out = _ruled_out(stage, floors)
    left = [[k for k in range(size) if (p, k) not in ruled_out] for p, size in enumerate(stage.shape)]
    low = stage.ends(0, min), _turned(stage.ends(1, min))
    rules = [
        (p, told, k)
        for p, told, k in obedience_rules(*stage.shape)
        if told in left[p] and any(low[p][told][o] < floors[p][told][k][o] for o in left[1 - p])
    ]
    pairs = list(product(left[0], left[1]))
    slots: list[Slot] = []
    known: list[Pair] = []
    for pair, worth in zip(pairs, stage.around(pairs, directions), strict=True):
        part, terms = worth, []
        for number, (p, told, k) in enumerate(rules):
            if told == pair[p]:
                floor = floors[p][told][k][pair[1 - p]]
                part = at_least(part, p, floor) if part else part
                terms.append((number, (ONE, ZERO, -floor) if p == 0 else (ZERO, ONE, -floor)))
        slots.append(Slot(worth, 0, tuple(terms)))
        known.extend(part)
    programme = Programme(slots, [ONE], len(rules), deadline)
    some = hull(known)
    polygon, bounds = programme.around(some, outward_normals(fewer_inside(some, FEW)))
    kept = rounded(fewer_around(polygon, MOST), inside=False)
    return SlipProof(stage, ruled_out, pairs, rules, programme, polygon, bounds, kept)


def _ruled_out(stage: SlipStage, floors: Floors) -> list[tuple[int, int]]:
    """Actions, by player and number, that are never meant, in an order in which each is worse than some other.

    Whatever the other side means, of what is not ruled out before, it pays less than the other action at least does.
    """
    best = stage.ends(0, max), _turned(stage.ends(1, max))
    left = [list(range(size)) for size in stage.shape]
    found: list[tuple[int, int]] = []
    while worse := [
        (p, own)
        for p in (0, 1)
        for own in left[p]
        if any(all(best[p][own][o] < f[o] for o in left[1 - p]) for k, f in enumerate(floors[p][own]) if k != own)
    ]:
        found.append(worse[0])
        left[worse[0][0]].remove(worse[0][1])
    return found


def _turned(values: list[list[Fraction]]) -> list[list[Fraction]]:
    return [list(line) for line in zip(*values, strict=True)]
