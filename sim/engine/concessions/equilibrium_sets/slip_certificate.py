"""Checks of sets under slips by code that has no part in finding them, in exact numbers.

From inside: at every node each play is worked out anew, chance by chance, and neither player gains by meaning anything
else; the polygon lies within what the plays are worth. From outside: what an action pays at least is worked out anew,
actions are ruled out again in their order, and at every edge no pair of actions that is left, whatever follows what
comes about, is worth more at the prices of the rules than the bound says.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from sim.engine.concessions.equilibrium_sets.certificate import Recount, lies_in, proven
from sim.engine.concessions.equilibrium_sets.slip_inside import SlipPlay
from sim.exact.polygons import hull
from sim.exact.rationals import ONE, ZERO

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from sim.deadline import Deadline
    from sim.engine.concessions.equilibrium_sets.slip_inside import MixedSlipPlay
    from sim.engine.concessions.equilibrium_sets.slip_outside import SlipProof
    from sim.engine.concessions.equilibrium_sets.slips import SlipSets
    from sim.exact.corner_programme import Bound
    from sim.exact.polygons import Polygon
    from sim.types import Pair

    Line = tuple[Fraction, Fraction, Fraction]
    Odds = tuple[list[list[Fraction]], list[list[Fraction]]]
    Cells = list[list[tuple[Pair, ...]]]
    Floors = tuple[list[list[list[Fraction]]], list[list[list[Fraction]]]]


def faults_of_slips(sets: SlipSets, deadline: Deadline) -> list[str]:
    """Where a set under slips is not what it is said to be.

    Returns
    -------
    list of str
        Codes with layer and node, such as ``"play 3 7"`` and ``"bound 3 7"``; empty if all is as it should be.
    """
    worth = Recount(sets.game, sets.values)
    faults = []
    for layer, phase in enumerate(sets.phases):
        for k, polygon in sets.values[layer].items():
            deadline.check()
            table = [[worth.corners(layer, o) for o in line] for line in phase.nodes[k].cells]
            if sets.proofs:
                sound, what = _proof_holds(table, sets.proofs[layer, k], sets.chance, polygon), "bound"
            else:
                sound, what = _plays_hold(table, sets.plays[layer, k], sets.chance, polygon), "play"
            if not sound:
                faults.append(f"{what} {layer} {k}")
    return faults


def _odds(size: int, chance: Fraction) -> list[list[Fraction]]:
    """For each action that is meant the chances of all that may come about."""
    if size == 1:
        return [[ONE]]
    return [[ONE - chance if k == meant else chance / (size - 1) for k in range(size)] for meant in range(size)]


def _plays_hold(table: Cells, plays: Sequence[SlipPlay | MixedSlipPlay], chance: Fraction, polygon: Polygon) -> bool:
    attained = hull(payoffs for play in plays for payoffs in play.payoffs)
    if not all(lies_in(attained, corner) for corner in polygon):
        return False
    odds = _odds(len(table), chance), _odds(len(table[0]), chance)
    return all(_pure(table, play, odds) if isinstance(play, SlipPlay) else _mixed(table, play, odds) for play in plays)


def _pure(table: Cells, play: SlipPlay, odds: Odds) -> bool:
    """Whether, for each corner of what is kept, neither player gains by meaning something else."""
    i, j = play.pair
    m, n = len(table), len(table[0])
    others = [(k, o) for k, o in product(range(m), range(n)) if (k, o) != (i, j)]
    if any(play.follows[k][o] not in table[k][o] for k, o in others):
        return False
    worth = hull(table[i][j])
    for p, meant in ((0, [(a, j) for a in range(m)]), (1, [(i, b) for b in range(n)])):
        # What is meant is worth a line in what follows the pair that is meant.
        lines = []
        for a, b in meant:
            base = sum((odds[0][a][k] * odds[1][b][o] * play.follows[k][o][p] for k, o in others), ZERO)
            lines.append((base, odds[0][a][i] * odds[1][b][j]))
        for corner, payoffs in zip(play.kept, play.payoffs, strict=True):
            values = [base + share * corner[p] for base, share in lines]
            if values[play.pair[p]] != max(values) or values[play.pair[p]] != payoffs[p]:
                return False
    return all(lies_in(worth, corner) for corner in play.kept)


def _mixed(table: Cells, play: MixedSlipPlay, odds: Odds) -> bool:
    """Whether neither player gains by meaning some action for certain."""
    m, n = len(table), len(table[0])
    if any(play.follows[k][o] not in table[k][o] for k, o in product(range(m), range(n))):
        return False
    done = [
        [sum((x * odds[p][a][k] for a, x in enumerate(side)), ZERO) for k in range(size)]
        for p, (side, size) in enumerate(zip(play.play.strategies, (m, n), strict=True))
    ]
    one = [
        sum((odds[0][a][k] * done[1][o] * play.follows[k][o][0] for k in range(m) for o in range(n)), ZERO)
        for a in range(m)
    ]
    two = [
        sum((done[0][k] * odds[1][b][o] * play.follows[k][o][1] for k in range(m) for o in range(n)), ZERO)
        for b in range(n)
    ]
    own = [
        sum((x * v for x, v in zip(side, values, strict=True)), ZERO)
        for side, values in zip(play.play.strategies, (one, two), strict=True)
    ]
    return (own[0], own[1]) == play.play.payoffs and max(one) <= own[0] and max(two) <= own[1]


def _proof_holds(table: Cells, proof: SlipProof, chance: Fraction, polygon: Polygon) -> bool:
    m, n = len(table), len(table[0])
    odds = _odds(m, chance), _odds(n, chance)
    floors = _floors(table, odds)
    left = [set(range(m)), set(range(n))]
    for p, own in proof.ruled_out:
        best = {o: _most(table, (own, o) if p == 0 else (o, own), odds, p) for o in left[1 - p]}
        rivals = [k for k in range((m, n)[p]) if k != own]
        if not any(all(best[o] < floors[p][own][k][o] for o in left[1 - p]) for k in rivals):
            return False
        left[p].discard(own)
    pairs = list(product(sorted(left[0]), sorted(left[1])))
    bounds = list(proof.bounds.values())
    if any(price < 0 for bound in bounds for price in bound.rules) or pairs != proof.pairs:
        return False
    lines = [_line(bound, pair, proof.rules, floors) for bound in bounds for pair in pairs]
    reach = [bound.value for bound in bounds for _ in pairs]
    return (
        _below(table, odds, pairs * len(bounds), lines, reach)
        and proven(proof.polygon, bounds)
        and all(lies_in(polygon, corner) for corner in proof.polygon)
    )


def _floors(table: Cells, odds: Odds) -> Floors:
    """What a player gets at least who means one action though it may mean another: by own, other, the other side's."""
    found = []
    for p in (0, 1):
        own, other = odds[p], odds[1 - p]
        worst = [
            [min(v[p] for v in (table[k][o] if p == 0 else table[o][k])) for o in range(len(other))]
            for k in range(len(own))
        ]
        # What an action pays at least once it is taken.
        taken = [[sum((q * v for q, v in zip(odd, row, strict=True)), ZERO) for odd in other] for row in worst]
        found.append(
            [
                [
                    [
                        own[told][told] * taken[k][o]
                        + sum((own[told][a] * taken[a][o] for a in range(len(own)) if a != told), ZERO)
                        for o in range(len(other))
                    ]
                    for k in range(len(own))
                ]
                for told in range(len(own))
            ]
        )
    return found[0], found[1]


def _most(table: Cells, meant: tuple[int, int], odds: Odds, player: int) -> Fraction:
    rows, columns = odds[0][meant[0]], odds[1][meant[1]]
    return sum(
        (p * q * max(v[player] for v in table[k][o]) for k, p in enumerate(rows) for o, q in enumerate(columns)), ZERO
    )


def _line(
    bound: Bound,
    pair: tuple[int, int],
    rules: list[tuple[int, int, int]],
    floors: Floors,
) -> Line:
    """What a pair of actions that is meant counts for with its charges, as a line in what it is worth."""
    factors, constant = [bound.direction[0], bound.direction[1]], ZERO
    for (p, told, k), price in zip(rules, bound.rules, strict=True):
        if price and told == pair[p]:
            factors[p] += price
            constant -= price * floors[p][told][k][pair[1 - p]]
    return factors[0], factors[1], constant


def _below(
    table: Cells,
    odds: Odds,
    pairs: list[tuple[int, int]],
    lines: list[Line],
    reach: list[Fraction],
) -> bool:
    """Whether what pairs that are meant count for stays within reach; worked out where floats leave a doubt."""
    factors = np.array([[float(v) for v in line] for line in lines])
    chances = np.array([[[float(p * q) for q in odds[1][j]] for p in odds[0][i]] for i, j in pairs])
    most, size = factors[:, 2].copy(), np.abs(factors[:, 2]) + 1.0
    for k, row in enumerate(table):
        for o, cell in enumerate(row):
            corners = np.array([(float(x), float(y)) for x, y in cell])
            most += chances[:, k, o] * (factors[:, :2] @ corners.T).max(axis=1)
            size += np.abs(factors[:, :2]) @ np.abs(corners).max(axis=0)
    doubtful = most - np.array([float(v) for v in reach]) > -1e-12 * size
    return all(_counts(table, odds, pairs[c], lines[c]) <= reach[c] for c in np.flatnonzero(doubtful).tolist())


def _counts(table: Cells, odds: Odds, meant: tuple[int, int], line: Line) -> Fraction:
    x, y, constant = line
    rows, columns = odds[0][meant[0]], odds[1][meant[1]]
    return constant + sum(
        (p * q * max(x * v + y * w for v, w in table[k][o]) for k, p in enumerate(rows) for o, q in enumerate(columns)),
        ZERO,
    )
