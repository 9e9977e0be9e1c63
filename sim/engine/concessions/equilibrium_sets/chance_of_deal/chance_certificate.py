"""Checks of prospects by code that has no part in finding them, in exact numbers.

From inside: a prospect is followed through all that it leads on to; everywhere payoffs and the chance of a deal are
worked out anew, and nobody gains by one deviation that is answered by the worst equilibrium for it (Blackwell 1965).
From outside, where one player moves at a time: what any action can come to without its player choosing another goes
beyond no face of the body of its node.

References
----------
Blackwell, D. (1965): Discounted dynamic programming. Annals of Mathematical Statistics 36, 226-235.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from sim.engine.concessions.equilibrium_sets.certificate import Recount
from sim.exact.rationals import ONE, ZERO, Rational
from sim.games.concessions.stochastic_game import BROKEN

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from fractions import Fraction

    from sim.engine.concessions.equilibrium_sets.chance_of_deal.prospects import Prospects, Spot, Way
    from sim.exact.solids import Solid, Triple
    from sim.games.concessions.stochastic_game import StochasticGame

    Plane = tuple[Triple, Fraction]


def faults_of_prospect(prospects: Prospects, spot: Spot, point: Triple) -> list[str]:
    """Where a prospect is not what is said, or a deviation from what is done for it pays.

    Returns
    -------
    list of str
        Codes with layer and node, such as ``"prospect 3 7"``; empty if all is as it should be.
    """
    replay = _Replay(prospects)
    seen: set[tuple[Spot, Triple]] = set()
    waiting, faults = [(spot, point)], []
    while waiting:
        here = waiting.pop()
        if here in seen:
            continue
        seen.add(here)
        prospects.deadline.check()
        at, value = here
        if not replay.holds(at, value):
            faults.append(f"prospect {at[0]} {at[1]}")
        elif at[0] < len(prospects.sets.phases):
            way = prospects.ways[at][value]
            waiting += [(way.to, then) for then, _ in way.lot if way.to is not None]
    return faults


class _Replay:
    """What is done for prospects, and what that comes to."""

    def __init__(self, prospects: Prospects) -> None:
        self.prospects, self.sets = prospects, prospects.sets
        self.worth = Recount(self.sets.game, self.sets.values)
        self.layers = self.sets.game.layers

    def holds(self, spot: Spot, value: Triple) -> bool:
        """Whether what is done at a spot comes to so much, and nobody gains by doing something else."""
        layer, node, _ = spot
        if layer == len(self.layers):
            return value == (*map(Rational, self.sets.game.final[node]), deal(self.sets.game, node))
        way = self.prospects.ways.get(spot, {}).get(value)
        if way is None:
            return False
        cells, (i, j) = self.layers[layer].nodes[node].cells, way.pair
        others = [(0, line[j]) for a, line in enumerate(cells) if a != i]
        others += [(1, outcome) for b, outcome in enumerate(cells[i]) if b != j]
        stays = all(value[player] >= self.worth.least(layer, outcome, player) for player, outcome in others)
        return stays and self._comes_to(layer, cells[i][j], way) == value

    def _comes_to(self, layer: int, number: int, way: Way) -> Triple | None:
        """What an outcome comes to with what follows it; None if that is not what can."""
        outcome = self.layers[layer].outcomes[number]
        if outcome.successor == BROKEN or outcome.risk == 1:
            return None if way.lot else (*self.worth.corners(layer, number)[0], ZERO)
        if way.to is None or way.to[:2] != (layer + 1, outcome.successor):
            return None
        if any(w < 0 for _, w in way.lot) or sum((w for _, w in way.lot), ZERO) != 1:
            return None
        one, two, chance = (sum((w * v[p] for v, w in way.lot), ZERO) for p in range(3))
        return (*self.worth.now(layer, number, (one, two)), (ONE - Rational(outcome.risk)) * chance)


def deal(game: StochasticGame, state: int) -> Fraction:
    """The chance of a deal where play ends in a state."""
    return ONE if game.states[state].complete else ZERO


def faults_of_bodies(prospects: Prospects) -> list[str]:
    """Where some prospect of a game in which one player moves at a time lies outside the body of its node.

    Returns
    -------
    list of str
        Codes with layer and node, such as ``"body 3 7"``; empty if all is as it should be.
    """
    sets = prospects.sets
    layers, worth = sets.game.layers, Recount(sets.game, sets.values)
    faults = []
    for spot, body in prospects.bodies.items():
        layer, k, chance = spot
        if chance is not None or layer == len(layers):
            continue
        prospects.deadline.check()
        node = layers[layer].nodes[k]
        player = 0 if len(node.cells) > 1 else 1
        outcomes = [line[0] for line in node.cells] if player == 0 else list(node.cells[0])
        planes = list(_planes(body))
        for a, outcome in enumerate(outcomes):
            least = max((worth.least(layer, o, player) for b, o in enumerate(outcomes) if b != a), default=None)
            points = _open_to(prospects, worth, layer, outcome)
            if points is None:
                # Nothing was looked for behind it, so nobody may want to go there.
                beyond = least is None or any(v[player] >= least for v in worth.corners(layer, outcome))
            else:
                beyond = not _within(planes, points, player, least)
            if beyond:
                faults.append(f"body {layer} {k}")
    return faults


def _open_to(prospects: Prospects, worth: Recount, layer: int, number: int) -> list[Triple] | None:
    """All that an outcome can come to, as corners; None where what follows was not looked for."""
    outcome = prospects.sets.game.layers[layer].outcomes[number]
    if outcome.successor == BROKEN or outcome.risk == 1:
        return [(*worth.corners(layer, number)[0], ZERO)]
    later = prospects.bodies.get((layer + 1, outcome.successor, None))
    if later is None:
        return None
    survival = ONE - Rational(outcome.risk)
    return [(*worth.now(layer, number, (x, y)), survival * p) for x, y, p in later.corners]


def _within(planes: Sequence[Plane], points: list[Triple], player: int, least: Fraction | None) -> bool:
    """Whether the part of the hull of some points that pays a player enough goes beyond none of some planes."""
    inside = [p for p in points if least is None or p[player] >= least]
    if not inside:
        return True
    outside = [p for p in points if least is not None and p[player] < least]
    ordered = [*inside, *outside]
    near = np.array([[float(v) for v in p] for p in ordered])
    normals = np.array([[float(v) for v in normal] for normal, _ in planes])
    over = normals @ near.T - np.array([float(reach) for _, reach in planes])[:, None]
    doubt = 1e-11 * (np.abs(normals) @ np.abs(near).T + np.abs(np.array([float(r) for _, r in planes]))[:, None])
    for plane, c in np.argwhere(over > -doubt).tolist():
        beyond = _beyond(planes[plane], ordered[c])
        if beyond <= 0:
            continue
        if c < len(inside):
            return False
        # Where the way from such a point to one that is open meets what pays enough, it is back behind the plane.
        for v in inside:
            assert least is not None
            share = (least - ordered[c][player]) / (v[player] - ordered[c][player])
            if beyond + share * (_beyond(planes[plane], v) - beyond) > 0:
                return False
    return True


def _beyond(plane: Plane, point: Triple) -> Fraction:
    normal, reach = plane
    return normal[0] * point[0] + normal[1] * point[1] + normal[2] * point[2] - reach


def _planes(body: Solid) -> Iterator[Plane]:
    """Planes that leave nothing outside a body on its side of all of them."""
    if body.planes:
        yield from body.planes
        return
    axes = [(ONE, ZERO, ZERO), (ZERO, ONE, ZERO), (ZERO, ZERO, ONE)]
    ways = [tuple(b - a for a, b in zip(body.corners[one], body.corners[two], strict=True)) for one, two in body.edges]
    normals = [_cross(way, axis) for way in ways for axis in axes] if len(ways) == 1 else []
    if len(ways) > 1:
        upright = next(n for n in (_cross(ways[0], way) for way in ways[1:]) if any(n))
        normals = [upright, *(_cross(way, upright) for way in ways)]
    for normal, sign in product([*axes, *normals], (1, -1)):
        if any(normal):
            turned = sign * normal[0], sign * normal[1], sign * normal[2]
            yield turned, max(turned[0] * x + turned[1] * y + turned[2] * z for x, y, z in body.corners)


def _cross(one: Sequence[Fraction], two: Sequence[Fraction]) -> Triple:
    (a, b, c), (x, y, z) = one, two
    return b * z - c * y, c * x - a * z, a * y - b * x
