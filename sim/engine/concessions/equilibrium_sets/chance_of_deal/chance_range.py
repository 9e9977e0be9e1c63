"""The lowest and the highest chance of a deal over all equilibria, and whether some equilibrium has it.

Bounds come from the courses that play may take. Such a bound is the lowest or highest chance itself where equilibria
are found that come to it whatever the lots say. Where there are none, it takes all prospects of the game: where one
player moves at a time they are those of all equilibria, and the lowest and highest chance are read off them.

References
----------
Selten, R. (1975): Reexamination of the perfectness concept for equilibrium points in extensive games. International
Journal of Game Theory 4, 25-55.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import product
from typing import TYPE_CHECKING

from sim.deadline import Deadline
from sim.engine.concessions.equilibrium_sets.chance_of_deal.chance_certificate import (
    faults_of_bodies,
    faults_of_prospect,
)
from sim.engine.concessions.equilibrium_sets.chance_of_deal.prospects import START, Prospects
from sim.engine.concessions.equilibrium_sets.outer import both_move
from sim.errors import TimeLimitError
from sim.exact.rationals import ONE, ZERO, Rational, fraction

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

    from sim.engine.concessions.equilibrium_sets.corners import Corners, Lot
    from sim.engine.concessions.equilibrium_sets.inner import InnerSets
    from sim.exact.solids import Triple
    from sim.types import Pair

SECONDS = 2.0
"""Most seconds in which all prospects of a game are looked for."""


@dataclass(frozen=True)
class ChanceRange:
    """The chance of a deal over all equilibria.

    Parameters
    ----------
    bounds : pair of Fraction
        No equilibrium has a lower or higher one.
    attained : pair of bool
        Whether some equilibrium is known to have just the bound.
    faults : tuple of str
        What does not pass its check, as codes.
    """

    bounds: Pair
    attained: tuple[bool, bool]
    faults: tuple[str, ...] = ()


def chance_range(corners: Corners, bounds: Pair, deadline: Deadline) -> ChanceRange:
    """The range of the chance of a deal, as narrow as it is found out in some time.

    Parameters
    ----------
    corners : Corners
        How the corners of all equilibria in pure actions with public lots of a game with a last round come about.
    bounds : pair of Fraction
        Bounds on the chance in any equilibrium, mixed ones included.
    """
    if bounds[0] == bounds[1]:
        # Some equilibrium there is (Selten 1975), and none has another chance.
        return ChanceRange(bounds, (True, True))
    near = corner_chances(corners, deadline)
    found = ChanceRange(bounds, (bounds[0] in near, bounds[1] in near))
    if all(found.attained):
        return found
    limit = Deadline(SECONDS if deadline.left is None else min(SECONDS, deadline.left / 2))
    try:
        prospects = Prospects(corners.sets, limit)
        sides = [
            (True, []) if known else _attained(prospects, chance)
            for known, chance in zip(found.attained, bounds, strict=True)
        ]
        attained = sides[0][0], sides[1][0]
        found = ChanceRange(bounds, attained, tuple(fault for _, faults in sides for fault in faults))
        return found if all(attained) else _by_all(prospects, found)
    except TimeLimitError:
        return found


def corner_chances(corners: Corners, deadline: Deadline) -> set[Fraction]:
    """The chances of a deal that the equilibria have by which the corners of the payoffs of a game come about."""
    sets = corners.sets
    layers, states = sets.game.layers, sets.game.states
    # From the start on, so that what each comes to is known before it is asked for.
    reached: list[dict[tuple[int, Pair], None]] = [{(START[1], corner): None for corner in sets.payoffs}]
    for layer in range(len(layers)):
        deadline.check()
        after: dict[tuple[int, Pair], None] = {}
        for node, corner in reached[-1]:
            for _, to, lot in _leads(corners, layer, node, corner):
                after |= {(to, then): None for then, _ in lot}
        reached.append(after)
    found = {(k, corner): ONE if states[k].complete else ZERO for k, corner in reached[-1]}
    for layer in reversed(range(len(layers))):
        later, found = found, {}
        for node, corner in reached[layer]:
            found[node, corner] = sum(
                (
                    chance * share * later[to, then]
                    for chance, to, lot in _leads(corners, layer, node, corner)
                    for then, share in lot
                ),
                ZERO,
            )
    return set(found.values())


def _leads(corners: Corners, layer: int, node: int, corner: Pair) -> Iterator[tuple[Fraction, int, Lot]]:
    """Where what is done for a corner leads unless talks end, with the chance of that and what is then played for."""
    conduct, phase = corners.conduct(layer, node, corner), corners.sets.game.layers[layer]
    for (i, x), (j, y) in product(*(enumerate(side) for side in conduct.strategies)):
        outcome = phase.outcomes[phase.nodes[node].cells[i][j]]
        if x and y and not outcome.over:
            yield x * y * Rational(outcome.survival), outcome.successor, conduct.then[i, j]


def _attained(prospects: Prospects, chance: Fraction) -> tuple[bool, list[str]]:
    """Whether equilibria are found that come to a chance whatever the lots say; one of them is checked."""
    exact = Rational(chance)
    corners = prospects.of(exact).corners
    return bool(corners), faults_of_prospect(prospects, (*START, exact), corners[0]) if corners else []


def _by_all(prospects: Prospects, found: ChanceRange) -> ChanceRange:
    """The range once all prospects are known."""
    corners = prospects.of(None).corners
    if not corners:
        return found
    ends: list[Triple] = [pick(corners, key=lambda corner: corner[2]) for pick in (min, max)]
    here = fraction(ends[0][2]), fraction(ends[1][2])
    faults = [fault for end in ends for fault in faults_of_prospect(prospects, (*START, None), end)]
    if one_at_a_time(prospects.sets):
        faults += faults_of_bodies(prospects)
        return ChanceRange(here, (True, True), (*found.faults, *faults))
    attained = tuple(
        known or end == bound for known, end, bound in zip(found.attained, here, found.bounds, strict=True)
    )
    return replace(found, attained=(attained[0], attained[1]), faults=(*found.faults, *faults))


def one_at_a_time(sets: InnerSets) -> bool:
    """Whether nowhere in a game both players choose at once, so that equilibria in pure actions with lots are all."""
    return not any(
        both_move(phase.nodes[k]) for phase, nodes in zip(sets.phases, sets.values, strict=False) for k in nodes
    )
