"""Sets that are worth themselves: each payoff in them comes from actions that what follows within the sets holds up.

Whatever lies in such sets is what some equilibrium is worth (Abreu, Pearce and Stacchetti 1990). So payoffs that are
not held up by the others are struck out, until what is left holds itself; from then on the sets only grow.

References
----------
Abreu, D., Pearce, D. and Stacchetti, E. (1990): Toward a theory of discounted repeated games with imperfect
monitoring. Econometrica 58, 1041-1063.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.engine.repeated.equilibrium_sets.narrowing import made_of
from sim.exact.half_planes import AXES, along, highest, normals_of
from sim.exact.polygons import holds, hull
from sim.exact.rationals import Rational, Whole

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from sim.deadline import Deadline
    from sim.engine.repeated.equilibrium_sets.game_graph import GameGraph, Sets
    from sim.exact.polygons import Polygon
    from sim.types import Pair

LONG = 400
"""Binary digits of a denominator from which on a corner is exchanged for one with a shorter."""

INWARD = Rational(1, 2**6)
"""How far a payoff that is not held up is moved inward, as a share of the way to the middle."""

PATIENT = 20
"""Rounds in which payoffs are moved inward before they are struck out; what is lost by it grows again."""


def held_up(
    graph: GameGraph, nodes: Sequence[int], candidates: Sets, fixed: Sets, deadline: Deadline
) -> dict[int, Polygon]:
    """The largest sets of candidates that are worth themselves.

    Parameters
    ----------
    nodes : sequence of int
        Nodes between which play can go to and fro.
    candidates : mapping of int to Polygon
        What these may be worth.
    fixed : mapping of int to Polygon
        What the nodes are worth that they lead to otherwise.
    """
    sets, rounds = {**fixed, **candidates}, 0
    while True:
        deadline.check()
        made = {k: made_of(graph, k, sets, deadline, mediator=False)[0] for k in nodes}
        if all(holds(made[k], corner) for k in nodes for corner in sets[k]):
            return {k: sets[k] for k in nodes}
        sets |= {k: _within(sets[k], made[k], rounds < PATIENT, deadline) for k in nodes}
        rounds += 1


def _within(own: Polygon, made: Polygon, lenient: bool, deadline: Deadline) -> Polygon:
    """The corners of a set that it makes itself; of the others what is a little further inside, if it makes that."""
    kept: list[Pair] = []
    moved: list[Pair] = []
    for corner in own:
        deadline.check()
        (kept if holds(made, corner) else moved).append(corner)
    if lenient and moved and made:
        one, two = (sum((_short(c[p]) for c in made), Rational(0)) / len(made) for p in (0, 1))
        inward = [(_short(x + INWARD * (one - x)), _short(y + INWARD * (two - y))) for x, y in moved]
        kept += [corner for corner in inward if holds(made, corner)]
    return hull(kept)


def _short(value: Fraction) -> Fraction:
    """A number with few digits that is near: whatever lies inside will do, and digits would add up round by round."""
    if value.denominator.bit_length() <= LONG:
        return value
    short: Fraction = Rational(Whole(round(value * 2**LONG))) / 2**LONG
    return short


def grown(
    graph: GameGraph, nodes: Sequence[int], sets: Sets, digits: int, most: int, deadline: Deadline
) -> dict[int, Polygon]:
    """Sets of some nodes that are worth themselves, made larger by what they make of themselves.

    Parameters
    ----------
    sets : mapping of int to Polygon
        Sets of all nodes, which are worth themselves.
    digits : int
        Binary digits of the share of the box from which on it is worth while to add a corner.
    most : int
        Most rounds of growth.
    """
    sets, slack = dict(sets), Rational(1, 2**digits)
    for _ in range(most):
        changed = False
        for k in nodes:
            deadline.check()
            made = made_of(graph, k, sets, deadline, mediator=False)[0]
            fresh = _beyond(sets[k], made, slack, graph.size)
            if fresh:
                sets[k] = hull((*sets[k], *(_simple(corner, made, graph.size, digits) for corner in fresh)))
                changed = True
        if not changed:
            break
    return {k: sets[k] for k in nodes}


def _beyond(own: Polygon, made: Polygon, slack: Fraction, size: Pair) -> list[Pair]:
    """Corners of what a set makes of itself that lie well beyond it, and all that lie beyond it along an axis."""
    planes = [(normal, highest(own, normal)) for normal in normals_of(own)] if own else []
    return [
        corner
        for corner in made
        if not own
        or any(
            along(normal, corner) - h > (0 if normal in AXES else slack * along(size, (abs(normal[0]), abs(normal[1]))))
            for normal, h in planes
        )
    ]


def _simple(corner: Pair, within: Polygon, size: Pair, digits: int) -> Pair:
    """A corner with short numbers near a corner of a polygon and inside it, if there is one; else the corner."""
    if max(value.denominator.bit_length() for value in corner) <= LONG or len(within) < 3:
        return corner
    one, two = (sum((c[p] for c in within), Rational(0)) / len(within) for p in (0, 1))
    share = Rational(1, 2 ** (digits + 2))
    inward = corner[0] + share * (one - corner[0]), corner[1] + share * (two - corner[1])
    step = Rational(1, 2 ** (2 * digits + 6))
    near = tuple(Whole(round(v / (step * w))) * step * w for v, w in zip(inward, size, strict=True))
    return (near[0], near[1]) if holds(within, (near[0], near[1])) else corner
