"""Payoffs of equilibria together with the chance of a deal, as convex bodies in space, node by node.

A prospect is what an equilibrium pays both players from a node on, with the chance that play then ends with the
agreement complete. Prospects of equilibria in pure actions with public lots are the hull, over pairs of actions, of
those of what follows, cut where a player would rather deviate; what answers a deviation may be any equilibrium. All of
them may be asked for, or those alone that come to one chance whatever the lots say, which are found sooner.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from sim.engine.concessions.equilibrium_sets.inner import Cell, Worth, parts
from sim.engine.repeated.equilibrium_sets.kept import required
from sim.exact.rationals import ONE, ZERO, Rational
from sim.exact.solids import Solid, cut, solid
from sim.games.concessions.stochastic_game import BROKEN

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

    from sim.deadline import Deadline
    from sim.engine.concessions.equilibrium_sets.inner import InnerSets
    from sim.exact.polygons import Polygon
    from sim.exact.solids import Triple
    from sim.types import Pair

    Spot = tuple[int, int, Fraction | None]
    """Layer, node, and the chance that play comes to from there whatever the lots say; None if it need not."""

    Weights = tuple[tuple[int, Fraction], ...]

START = 0, 0


@dataclass(frozen=True)
class Way:
    """How a prospect comes about.

    Parameters
    ----------
    pair : pair of int
        What is done.
    to : tuple (int, int, Fraction or None), or None
        Where play then gets to; None if the talks are over.
    lot : tuple of (Triple, Fraction)
        Prospects from there on that play is then for, each with its chance.
    """

    pair: tuple[int, int]
    to: Spot | None
    lot: tuple[tuple[Triple, Fraction], ...]


@dataclass
class Prospects:
    """Prospects of a game.

    Parameters
    ----------
    sets : InnerSets
        Payoffs of all equilibria from each node on.
    deadline : Deadline
        When to give up.
    bodies : dict of Spot to Solid
        What was found, by layer, node and chance.
    ways : dict of Spot to (dict of Triple to Way)
        How each corner of a body comes about.
    """

    sets: InnerSets
    deadline: Deadline
    bodies: dict[Spot, Solid] = field(default_factory=dict)
    ways: dict[Spot, dict[Triple, Way]] = field(default_factory=dict)
    _worth: dict[int, Worth] = field(default_factory=dict, repr=False)
    _tables: dict[tuple[int, int], list[list[Polygon]]] = field(default_factory=dict, repr=False)

    def of(self, chance: Fraction | None) -> Solid:
        """Prospects from the start that come to a chance whatever the lots say, or all of them.

        Raises
        ------
        TimeLimitError
            If the time is up.
        """
        start: Spot = (*START, chance)
        layers = self._reached(start)
        for spot in (spot for layer in reversed(layers) for spot in layer if spot not in self.bodies):
            self.deadline.check()
            self._find(spot)
        return self.bodies[start]

    @cached_property
    def ranges(self) -> list[dict[int, Pair | None]]:
        """The least and largest chance of a deal on any one course from each node on; None where one mixes."""
        last: dict[int, Pair | None] = {}
        for k in self.sets.values[-1]:
            deal = ONE if self.sets.game.states[k].complete else ZERO
            last[k] = deal, deal
        found = [last]
        for layer in reversed(range(len(self.sets.phases))):
            self.deadline.check()
            found.append({k: self._range(layer, k, found[-1]) for k in self.sets.values[layer]})
        return found[::-1]

    def _range(self, layer: int, node: int, later: dict[int, Pair | None]) -> Pair | None:
        each: list[Pair] = []
        for cell in self._cells(layer, node):
            to, survival = self._leads(layer, cell.outcome)
            follows = (ZERO, ZERO) if to == BROKEN else later[to]
            if follows is not None:
                each.append((survival * follows[0], survival * follows[1]))
        return (min(low for low, _ in each), max(high for _, high in each)) if each else None

    def _cells(self, layer: int, node: int) -> list[Cell]:
        known = self.sets.pure.get((layer, node))
        return known if known is not None else [c for c in self.sets.cells(layer, node) if isinstance(c, Cell)]

    def _leads(self, layer: int, outcome: int) -> tuple[int, Fraction]:
        """Where an outcome leads, and the chance that the talks survive it."""
        phase = self.sets.phases[layer]
        to, _, _ = parts(self.sets.exits, phase, outcome)
        return to, ONE - Rational(phase.outcomes[outcome].risk)

    def _reached(self, start: Spot) -> list[list[Spot]]:
        """Spots that play may get to, layer by layer."""
        layers = [dict.fromkeys([start])]
        for _ in self.sets.phases:
            self.deadline.check()
            layers.append({after: None for spot in layers[-1] for _, after in self._onward(spot) if after is not None})
        return [list(layer) for layer in layers]

    def _onward(self, spot: Spot) -> Iterator[tuple[Cell, Spot | None]]:
        """The pairs of actions that may be played at a spot, with where they lead."""
        layer, node, chance = spot
        for cell in self._cells(layer, node):
            to, survival = self._leads(layer, cell.outcome)
            if to == BROKEN:
                if not chance:
                    yield cell, None
            elif chance is None:
                yield cell, (layer + 1, to, None)
            else:
                then, known = chance / survival, self.ranges[layer + 1][to]
                if known is not None and known[0] <= then <= known[1]:
                    yield cell, (layer + 1, to, then)

    def _find(self, spot: Spot) -> None:
        layer, node, chance = spot
        if layer == len(self.sets.phases):
            deal = ONE if self.sets.game.states[node].complete else ZERO
            fits = chance is None or chance == deal
            self.bodies[spot] = Solid(tuple((x, y, deal) for x, y in self.sets.values[-1][node]) if fits else ())
            return
        ways: dict[Triple, Way] = {}
        for cell, to in self._onward(spot):
            for point, lot in self._kept(layer, node, cell, to):
                ways.setdefault(point, Way(cell.pair, to, lot))
        body = self.bodies[spot] = solid(ways)
        self.ways[spot] = {corner: ways[corner] for corner in body.corners}

    def _kept(
        self, layer: int, node: int, cell: Cell, to: Spot | None
    ) -> Iterator[tuple[Triple, tuple[tuple[Triple, Fraction], ...]]]:
        """Prospects of a pair of actions from which nobody deviates, with the lots that they come from."""
        label, phase = self.sets.phases[layer].nodes[node], self.sets.phases[layer]
        if (layer, node) not in self._tables:
            worth = self._worth.setdefault(layer, Worth(self.sets.exits, phase, self.sets.values[layer + 1]))
            self._tables[layer, node] = worth.table(label)
        bounds = required(self._tables[layer, node], cell.pair)
        if bounds is None:
            return
        _, base, gain = parts(self.sets.exits, phase, cell.outcome)
        if to is None:
            if all(bound is None or v >= bound for v, bound in zip(base, bounds, strict=True)):
                yield (*base, ZERO), ()
            return
        later = self.bodies[to].corners
        _, survival = self._leads(layer, cell.outcome)
        images = [(base[0] + gain[0] * x, base[1] + gain[1] * y, survival * p) for x, y, p in later]
        edges = self.bodies[to].edges
        # Where a player's future counts for nothing edges fall together.
        body, behind = Solid(tuple(images), edges), list(range(len(images)))
        if not (gain[0] and gain[1]):
            body = solid(images)
            behind = [images.index(corner) for corner in body.corners]
        for point, weights in _above(body, bounds):
            yield point, tuple((later[behind[k]], w) for k, w in weights)


def _above(body: Solid, bounds: tuple[Fraction | None, Fraction | None]) -> list[tuple[Triple, Weights]]:
    """Points whose hull is the part of a body that pays both players enough, each as weights on its corners."""
    found: list[tuple[Triple, Weights]] = [(corner, ((k, ONE),)) for k, corner in enumerate(body.corners)]
    for axis, bound in enumerate(bounds):
        if bound is None or all(point[axis] >= bound for point, _ in found):
            continue
        made = dict(found)
        if axis and bounds[0] is not None:
            body = solid(made)
        found = [(p, _mixed([(made[body.corners[k]], w) for k, w in lot])) for p, lot in cut(body, axis, bound)]
    return found


def _mixed(lots: list[tuple[Weights, Fraction]]) -> Weights:
    """A lot on lots."""
    total: dict[int, Fraction] = {}
    for weights, share in lots:
        for k, w in weights:
            total[k] = total.get(k, ZERO) + share * w
    return tuple(total.items())
