"""Equilibria that are proof against renegotiation: nobody would wish both on to another one, after whatever was done.

The definition is recursive (Benoit and Krishna 1993). What may follow a round are the undominated payoffs of those
equilibria of what is left of the game that are proof themselves: after a deviation as well as without one. With public
lots the undominated payoffs of a node are the edges of a polygon that face up and to the right. A payoff is dominated
if another is better for one player and no worse for the other. Equilibria are in pure actions with public lots; where a
node has none, some in which players mix stand in.

References
----------
Benoit, J.-P. and Krishna, V. (1993): Renegotiation in finitely repeated games. Econometrica 61, 303-323.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from sim.engine.concessions.equilibrium_sets.inner import backwards, final_values, quick
from sim.engine.concessions.equilibrium_sets.stage import mixed_plays
from sim.exact.polygons import EMPTY, holds, hull, moved
from sim.games.concessions.bellman import Exits
from sim.games.concessions.stochastic_game import BROKEN

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from fractions import Fraction

    from sim.deadline import Deadline
    from sim.exact.polygons import Polygon
    from sim.games.concessions.stochastic_game import Node, Phase, StochasticGame
    from sim.types import Pair

    Chain = tuple[Pair, ...]
    """Corners of undominated payoffs, from the one best for the second player to the one best for the first."""


@dataclass(frozen=True)
class Touch:
    """A pair of actions with which a node is worth an undominated payoff, or all those between two.

    Parameters
    ----------
    pair : pair of int
        The actions.
    outcome : int
        Number of what they lead to.
    payoffs : tuple of Pair
        One payoff of the node, or two with all between.
    worth : Polygon
        What the pair is worth where it has weight in them: a corner of its chain or an edge.
    """

    pair: tuple[int, int]
    outcome: int
    payoffs: tuple[Pair, ...]
    worth: Polygon

    def within(self, face: Polygon) -> Polygon:
        """What the pair is worth, if the node is worth one of these payoffs; empty if they do not lie in the face."""
        return self.worth if all(on_chain(face, point) for point in self.payoffs) else EMPTY


@dataclass(frozen=True)
class ProofSets:
    """Undominated payoffs of a game, layer by layer; layers are the phases of all rounds in order of play.

    Parameters
    ----------
    values : list of dict of int to Chain
        Undominated payoffs from each node on that play can reach, and after the last round.
    """

    game: StochasticGame
    phases: list[Phase]
    values: list[dict[int, Polygon]]
    exits: Exits

    @property
    def payoffs(self) -> Chain:
        """Undominated payoffs of the whole game."""
        return self.values[0][0]

    def cells(self, layer: int, node: int) -> list[Touch]:
        """The pairs of actions with which a node is worth undominated payoffs."""
        label = self.phases[layer].nodes[node]
        here = self.values[layer][node]
        table = worths(self.exits, self.phases[layer], label, self.values[layer + 1])
        found: list[Touch] = []
        pure = kept_chains(table)
        for (i, j), kept in pure.items():
            found.extend(_touches((i, j), label.cells[i][j], table[i][j], kept, here))
        if pure:
            return found
        return [
            Touch((i, j), label.cells[i][j], (play.payoffs,), (play.worth[i][j],))
            for play in mixed_plays(table)
            for i, one in enumerate(play.strategies[0])
            for j, two in enumerate(play.strategies[1])
            if one and two and on_chain(here, play.payoffs)
        ]


def proof_sets(game: StochasticGame, deadline: Deadline) -> ProofSets:
    """The undominated payoffs of each node, from the last round to the first.

    Raises
    ------
    TimeLimitError
        If the time is up.
    """
    phases = game.layers
    exits = Exits(game)

    def chain(layer: int, node: int, later: Mapping[int, Polygon]) -> Polygon:
        deadline.check()
        table = worths(exits, phases[layer], phases[layer].nodes[node], later)
        kept = [point for part in kept_chains(table).values() for point in part]
        return undominated(kept or (play.payoffs for play in mixed_plays(table)))

    return ProofSets(game, phases, backwards(game, final_values(game), chain, "renegotiation"), exits)


def undominated(points: Iterable[Pair]) -> Chain:
    """The corners of what of the hull of some points is undominated, from the highest to the rightmost."""
    corners = hull(points)
    high = max(corners, key=lambda v: (v[1], v[0]))
    right = max(corners, key=lambda v: (v[0], v[1]))
    # From the rightmost corner on a hull goes counterclockwise to the highest.
    start, end = corners.index(right), corners.index(high)
    between = corners[start : end + 1] if start <= end else corners[start:] + corners[: end + 1]
    return between[::-1]


def worths(exits: Exits, phase: Phase, node: Node, later: Mapping[int, Chain]) -> list[list[Chain]]:
    """What each pair of actions of a node can be worth if nothing dominated follows."""
    known: dict[int, Chain] = {}

    def worth(outcome: int) -> Chain:
        if outcome not in known:
            leads = exits.of(phase, outcome)
            base, gain = quick(leads.base), quick(leads.gain)
            points = [base] if leads.to == BROKEN else [moved(v, base, gain) for v in later[leads.to]]
            # Where a player's future counts for nothing several points are worth the same.
            known[outcome] = tuple(p for k, p in enumerate(points) if k == 0 or p != points[k - 1])
        return known[outcome]

    return [[worth(o) for o in line] for line in node.cells]


def kept_chains(table: Sequence[Sequence[Chain]]) -> dict[tuple[int, int], Chain]:
    """For each pair of actions that is an equilibrium of a node with something that follows, the part that keeps it."""
    found = {}
    for i, line in enumerate(table):
        for j, cell in enumerate(line):
            first = max((min(v[0] for v in other[j]) for k, other in enumerate(table) if k != i), default=None)
            second = max((min(v[1] for v in other) for k, other in enumerate(line) if k != j), default=None)
            kept = cell if first is None else _from(cell, 0, first)
            kept = kept if second is None else _from(kept, 1, second)
            if kept:
                found[i, j] = kept
    return found


def _from(chain: Chain, axis: int, least: Fraction) -> Chain:
    """The part of a chain in which a coordinate is not below a bound."""
    points: list[Pair] = [v for v in chain[:1] if v[axis] >= least]
    for one, two in pairwise(chain):
        if (one[axis] < least) != (two[axis] < least) and least not in (one[axis], two[axis]):
            share = (least - one[axis]) / (two[axis] - one[axis])
            other = one[1 - axis] + share * (two[1 - axis] - one[1 - axis])
            points.append((least, other) if axis == 0 else (other, least))
        if two[axis] >= least:
            points.append(two)
    return tuple(points)


def on_chain(chain: Chain, point: Pair) -> bool:
    """Whether a point is a corner of a chain or lies between two that follow each other."""
    return point in chain or any(holds((min(edge), max(edge)), point) for edge in pairwise(chain))


def _touches(pair: tuple[int, int], outcome: int, worth: Chain, kept: Chain, here: Chain) -> Iterable[Touch]:
    """Where what a pair is worth meets what is undominated at its node."""
    met = [point for point in kept if on_chain(here, point)]
    for point in met:
        yield Touch(pair, outcome, (point,), _face(worth, (point,)))
    for one, two in pairwise(met):
        if any(on_chain(edge, one) and on_chain(edge, two) for edge in pairwise(here)):
            yield Touch(pair, outcome, (one, two), _face(worth, (one, two)))


def _face(chain: Chain, points: tuple[Pair, ...]) -> Polygon:
    """The corner or the edge of a chain that points lie on."""
    if len(points) == 1 and points[0] in chain:
        return points
    return next((min(edge), max(edge)) for edge in pairwise(chain) if all(on_chain(edge, point) for point in points))
