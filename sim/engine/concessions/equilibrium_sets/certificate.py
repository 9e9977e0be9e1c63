"""Checks of sets of equilibria by code that has no part in finding them, in exact numbers.

Inner sets: at every node every corner is worked out anew from what is done there and what follows, and no player gains
by any one deviation that is answered as it is said; by the one-shot deviation principle (Blackwell 1965) each corner
then is a subgame-perfect equilibrium. Outer sets: at every node every edge is proven anew from its prices, for all that
may follow; by weak duality no mediator who is obeyed, and so no equilibrium, is worth more.

References
----------
Blackwell, D. (1965): Discounted dynamic programming. Annals of Mathematical Statistics 36, 226-235.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.exact.rationals import ONE, ZERO, Rational
from sim.games.concessions.stochastic_game import BROKEN
from sim.progress import steps

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from fractions import Fraction

    from sim.deadline import Deadline
    from sim.engine.concessions.equilibrium_sets.corners import Conduct, Corners, Lot
    from sim.engine.concessions.equilibrium_sets.outer import OuterSets
    from sim.exact.corner_programme import Bound
    from sim.exact.polygons import Polygon
    from sim.games.concessions.stochastic_game import Node, StochasticGame
    from sim.types import Pair

Values = list[dict[int, "Polygon"]]


def faults_of_corners(corners: Corners, deadline: Deadline | None = None) -> list[str]:
    """Where a corner is not worth what is said, or a deviation from what is done for it pays.

    Parameters
    ----------
    deadline : Deadline, optional
        When to give up, with a TimeLimitError.

    Returns
    -------
    list of str
        Codes with layer and node, such as ``"deviation 3 7"``; empty if all is as it should be.
    """
    sets = corners.sets
    worth = Recount(sets.game, sets.values)
    faults = []
    for layer, phase in steps("sets_certificate", enumerate(sets.phases), len(sets.phases)):
        for node, polygon in sets.values[layer].items():
            if deadline is not None:
                deadline.check()
            for corner in polygon:
                conduct = corners.conduct(layer, node, corner)
                payoffs, gains = worth.of_conduct(layer, phase.nodes[node], conduct)
                if payoffs != corner:
                    faults.append(f"worth {layer} {node}")
                if max(gains) > 0:
                    faults.append(f"deviation {layer} {node}")
    return faults


def faults_of_bounds(sets: OuterSets, deadline: Deadline | None = None) -> list[str]:
    """Where a polygon reaches beyond what its proofs allow, or a proof does not hold.

    Parameters
    ----------
    deadline : Deadline, optional
        When to give up, with a TimeLimitError.

    Returns
    -------
    list of str
        Codes with layer and node, such as ``"bound 3 7"``; empty if all is as it should be.
    """
    worth = Recount(sets.game, sets.values)
    faults = []
    for layer, phase in steps("sets_certificate", enumerate(sets.phases), len(sets.phases)):
        for k, polygon in sets.values[layer].items():
            if deadline is not None:
                deadline.check()
            node, proven = phase.nodes[k], sets.exact.get((layer, k), polygon)
            # Where one player moves there are no proofs, and what may be around a polygon is looked at itself.
            alone = min(len(node.cells), len(node.cells[0])) == 1
            holds = bounded(worth, layer, node, polygon if alone else proven, sets.proofs.get((layer, k), {}))
            if not holds or (proven is not polygon and not all(lies_in(polygon, corner) for corner in proven)):
                faults.append(f"bound {layer} {k}")
    return faults


def bounded(worth: Recount, layer: int, node: Node, polygon: Polygon, proofs: Mapping[Pair, Bound]) -> bool:
    """Whether no mediator who is obeyed at a node brings about what lies outside a polygon, by the proofs of its edges.

    Parameters
    ----------
    worth : Recount
        What pairs of actions are worth.
    proofs : mapping of Pair to Bound
        By the outward normal; none where one player moves, and what that player does not leave is looked at itself.
    """
    if min(len(node.cells), len(node.cells[0])) == 1:
        return _solo_holds(worth, layer, node, polygon)
    bounds = list(proofs.values())
    closed = _closed(polygon, bounds) if polygon else any(not any(b.direction) and b.value < 0 for b in bounds)
    return closed and _hold(worth, layer, node, bounds)


class Recount:
    """What outcomes are worth, worked out here once more."""

    def __init__(self, game: StochasticGame, values: Values) -> None:
        self.game, self.values = game, values
        self._phases = game.layers
        self._known: dict[tuple[int, int], tuple[Pair, ...]] = {}
        self._lots: dict[tuple[int, int, Lot | None], Pair | None] = {}
        self._least: dict[tuple[int, int, int], Fraction] = {}
        self._rates: dict[tuple[int, int], tuple[Pair, Pair]] = {}

    def of_conduct(self, layer: int, node: Node, conduct: Conduct) -> tuple[Pair | None, Pair]:
        """What a conduct is worth, and what either player gains at most by doing something else.

        The worth is None where strategies or lots are none, or something that can come about has no lot.
        """
        x, y = conduct.strategies
        sides = [[ZERO] * len(x), [ZERO] * len(y)]
        sound = all(sum(side, ZERO) == 1 and min(side) >= 0 for side in (x, y))
        for i, line in enumerate(node.cells):
            for j, outcome in enumerate(line):
                if not x[i] and not y[j]:
                    continue
                pair = self._of_lot(layer, outcome, conduct.then.get((i, j)))
                if pair is None:
                    sound = False
                else:
                    sides[0][i] += y[j] * pair[0]
                    sides[1][j] += x[i] * pair[1]
        worth = [
            sum((p * v for p, v in zip(side, own, strict=True)), ZERO) for side, own in zip((x, y), sides, strict=True)
        ]
        gains = max(sides[0]) - worth[0], max(sides[1]) - worth[1]
        return (worth[0], worth[1]) if sound else None, gains

    def _of_lot(self, layer: int, number: int, lot: Lot | None) -> Pair | None:
        """What an outcome is worth with a lot on corners of what follows; None if it is no such lot."""
        key = layer, number, lot
        if key not in self._lots:
            self._lots[key] = self._with_lot(*key)
        return self._lots[key]

    def _with_lot(self, layer: int, number: int, lot: Lot | None) -> Pair | None:
        outcome = self._phases[layer].outcomes[number]
        if outcome.successor == BROKEN or outcome.risk == 1:
            return None if lot else self.corners(layer, number)[0]
        polygon = self.values[layer + 1][outcome.successor]
        if lot is None or sum((w for _, w in lot), ZERO) != 1 or any(w < 0 or v not in polygon for v, w in lot):
            return None
        later = [sum((w * v[p] for v, w in lot), ZERO) for p in (0, 1)]
        return self.now(layer, number, (later[0], later[1]))

    def corners(self, layer: int, number: int) -> tuple[Pair, ...]:
        """What an outcome is worth with each corner of what may follow."""
        key = layer, number
        if key not in self._known:
            outcome = self._phases[layer].outcomes[number]
            over = outcome.successor == BROKEN or outcome.risk == 1
            follow = (outcome.ended,) if over else self.values[layer + 1][outcome.successor]
            self._known[key] = tuple(self.now(layer, number, later) for later in follow)
        return self._known[key]

    def least(self, layer: int, number: int, player: int) -> Fraction:
        """What an outcome is worth to a player with the worst that may follow."""
        key = layer, number, player
        if key not in self._least:
            self._least[key] = min(pair[player] for pair in self.corners(layer, number))
        return self._least[key]

    def now(self, layer: int, number: int, later: Pair) -> Pair:
        """What an outcome is worth if what follows is worth so much."""
        (now, rate), (other, others) = self._counts(layer, number)
        return now + rate * later[0], other + others * later[1]

    def _counts(self, layer: int, number: int) -> tuple[Pair, Pair]:
        """For each player what an outcome pays by itself, and what a unit of what follows then counts for."""
        phase = self._phases[layer]
        key = id(phase), number
        if key not in self._rates:
            outcome = phase.outcomes[number]
            risk = Rational(outcome.risk)
            one, two = (
                ((1 - d) * Rational(now) + d * risk * Rational(end), d * (1 - risk))
                if phase.closes_round
                else (ZERO, ONE)
                for d, now, end in zip(map(Rational, self.game.discount), outcome.reward, outcome.ended, strict=True)
            )
            self._rates[key] = one, two
        return self._rates[key]


def _closed(polygon: Polygon, bounds: Iterable[Bound]) -> bool:
    """Whether nothing outside a polygon meets all bounds: each edge and axis has one that goes no farther than it."""
    proven = {bound.direction: bound.value for bound in bounds}
    low, high = ([pick(v[p] for v in polygon) for p in (0, 1)] for pick in (min, max))
    sides = [((ONE, ZERO), high[0]), ((ZERO, ONE), high[1]), ((-ONE, ZERO), -low[0]), ((ZERO, -ONE), -low[1])]
    if len(polygon) > 1:
        for p, q in zip(polygon, (*polygon[1:], polygon[0]), strict=True):
            x, y = q[1] - p[1], p[0] - q[0]
            normal = x / (abs(x) + abs(y)), y / (abs(x) + abs(y))
            sides.append((normal, _along(normal, p)))
    return all(normal in proven and proven[normal] <= reach for normal, reach in sides)


def proven(polygon: Polygon, bounds: Iterable[Bound]) -> bool:
    """Whether nothing outside a polygon meets all bounds: each of its edges has one that goes no farther.

    Of a point or a segment the axes have one as well.
    """
    if len(polygon) < 3:
        return _closed(polygon, bounds)
    known = {bound.direction: bound.value for bound in bounds}
    for p, q in zip(polygon, (*polygon[1:], polygon[0]), strict=True):
        x, y = q[1] - p[1], p[0] - q[0]
        normal = x / (abs(x) + abs(y)), y / (abs(x) + abs(y))
        if normal not in known or known[normal] > _along(normal, p):
            return False
    return True


def _along(direction: Pair, point: Pair) -> Fraction:
    return direction[0] * point[0] + direction[1] * point[1]


def _hold(worth: Recount, layer: int, node: Node, bounds: list[Bound]) -> bool:
    """Whether prices, none negative, leave no pair of actions with any continuation worth more than their bounds.

    Each pair of actions is worth a line in what it can be worth, with what its rules are charged. What lies below a
    bound by far more than floats err does; the rest is worked out.
    """
    m, n = len(node.cells), len(node.cells[0])
    rules = [(0, i, k) for i in range(m) for k in range(m) if k != i]
    rules += [(1, j, k) for j in range(n) for k in range(n) if k != j]
    cells = [(i, j) for i in range(m) for j in range(n)]
    if any(price < 0 for bound in bounds for price in bound.rules):
        return False
    lines = [_lines(worth, layer, node, bound, rules) for bound in bounds]
    points = [[worth.corners(layer, node.cells[i][j]) for j in range(n)] for i in range(m)]
    owner = np.array([c for c, (i, j) in enumerate(cells) for _ in points[i][j]], dtype=np.intp)
    exact = [pair for i, j in cells for pair in points[i][j]]
    if not exact:
        return True
    corners = np.array([(float(x), float(y)) for x, y in exact])
    factors = np.array([[[float(v) for v in line] for line in own] for own in lines])
    parts = factors[:, owner] * np.hstack([corners, np.ones((len(corners), 1))])
    doubt = 1e-12 * (np.abs(parts).sum(axis=2) + 1.0)
    over = parts.sum(axis=2) - np.array([float(bound.value) for bound in bounds])[:, None]
    for b, c in np.argwhere(over > -doubt).tolist():
        (x, y, constant), pair = lines[b][owner[c]], exact[c]
        if x * pair[0] + y * pair[1] + constant > bounds[b].value:
            return False
    return True


def _lines(
    worth: Recount, layer: int, node: Node, bound: Bound, rules: list[tuple[int, int, int]]
) -> list[tuple[Fraction, Fraction, Fraction]]:
    """What each pair of actions counts for with its charges, row by row, as a line in what it is worth."""
    m, n = len(node.cells), len(node.cells[0])
    found = [[[bound.direction[0], bound.direction[1], ZERO] for _ in range(n)] for _ in range(m)]
    for (player, told, k), price in zip(rules, bound.rules, strict=True):
        if not price:
            continue
        for other in range(n if player == 0 else m):
            i, j = (told, other) if player == 0 else (other, told)
            instead = node.cells[k][other] if player == 0 else node.cells[other][k]
            found[i][j][player] += price
            found[i][j][2] -= price * worth.least(layer, instead, player)
    return [(x, y, constant) for line in found for x, y, constant in line]


def _solo_holds(worth: Recount, layer: int, node: Node, polygon: Polygon) -> bool:
    """Where one player moves: whether all that it would not leave for another action lies in the polygon.

    What an action can be worth is cut at what the best other action is worth at its worst; an end of the cut lies on a
    line between two corners on either side of it.
    """
    player = 0 if len(node.cells) > 1 else 1
    outcomes = [line[0] for line in node.cells] if player == 0 else list(node.cells[0])
    for k, outcome in enumerate(outcomes):
        least = max((worth.least(layer, o, player) for a, o in enumerate(outcomes) if a != k), default=None)
        corners = worth.corners(layer, outcome)
        inside = [v for v in corners if least is None or v[player] >= least]
        points = list(inside)
        for v in inside:
            for w in corners:
                if least is not None and w[player] < least:
                    share = (least - w[player]) / (v[player] - w[player])
                    points.append((w[0] + share * (v[0] - w[0]), w[1] + share * (v[1] - w[1])))
        if not all(lies_in(polygon, point) for point in points):
            return False
    return True


def lies_in(polygon: Polygon, point: Pair) -> bool:
    """Whether a point lies in a polygon, its border included."""
    if len(polygon) < 2:
        return point in polygon
    for p, q in zip(polygon, (*polygon[1:], polygon[0]), strict=True):
        normal = q[1] - p[1], p[0] - q[0]
        if _along(normal, point) > _along(normal, p):
            return False
    ends = min(polygon), max(polygon)
    return ends[0] <= point <= ends[1]
