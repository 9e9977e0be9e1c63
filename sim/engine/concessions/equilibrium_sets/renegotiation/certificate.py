"""Checks of equilibria that are proof against renegotiation, by code that has no part in finding them.

At every node each corner that is undominated is had by a pair of actions from which no player gains by deviating, if
what is worst for the deviator among what is undominated follows; and nothing that is had in this way dominates it.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from sim.engine.concessions.equilibrium_sets.certificate import Recount
from sim.engine.concessions.equilibrium_sets.stage import mixed_plays
from sim.exact.rationals import ONE, ZERO

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

    from sim.engine.concessions.equilibrium_sets.renegotiation.proof_sets import ProofSets
    from sim.engine.concessions.equilibrium_sets.stage import MixedPlay
    from sim.types import Pair

    Cells = list[list[tuple[Pair, ...]]]


def faults_of_proof(sets: ProofSets) -> list[str]:
    """Where a payoff is not had in an equilibrium that is proof, or another one dominates it.

    Returns
    -------
    list of str
        Codes with layer and node, such as ``"had 3 7"`` and ``"dominated 3 7"``; empty if all is as it should be.
    """
    worth = Recount(sets.game, sets.values)
    faults = []
    for layer, phase in enumerate(sets.phases):
        for node, chain in sets.values[layer].items():
            table = [[worth.corners(layer, o) for o in line] for line in phase.nodes[node].cells]
            ends = list(_had(table))
            if not ends:
                ends = [(play.payoffs, play.payoffs) for play in mixed_plays(table) if _is_equilibrium(play)]
            if not all(any(_between(corner, *end) for end in ends) for corner in chain):
                faults.append(f"had {layer} {node}")
            if any(_beyond(chain, point) for end in ends for point in end):
                faults.append(f"dominated {layer} {node}")
    return faults


def _had(table: Cells) -> Iterator[tuple[Pair, Pair]]:
    """Ends of all stretches of payoffs that a pair of actions has with what follows it, and nobody deviates from."""
    for i, line in enumerate(table):
        for j, cell in enumerate(line):
            ones = [min(v[0] for v in table[k][j]) for k in range(len(table)) if k != i]
            twos = [min(v[1] for v in line[k]) for k in range(len(line)) if k != j]
            for one, two in zip(cell, cell[1:] or cell, strict=False):
                # Shares of the way from one corner to the next at which neither falls below an answer to a deviation.
                low, high = ZERO, ONE
                for p, answers in ((0, ones), (1, twos)):
                    for answer in answers:
                        slope, gap = two[p] - one[p], answer - one[p]
                        if slope == 0:
                            low, high = (low, high) if gap <= 0 else (ONE, ZERO)
                        elif slope > 0:
                            low = max(low, gap / slope)
                        else:
                            high = min(high, gap / slope)
                if low <= high:
                    yield _along(one, two, low), _along(one, two, high)


def _along(one: Pair, two: Pair, share: Fraction) -> Pair:
    return one[0] + share * (two[0] - one[0]), one[1] + share * (two[1] - one[1])


def _between(point: Pair, one: Pair, two: Pair) -> bool:
    turn = (two[0] - one[0]) * (point[1] - one[1]) - (two[1] - one[1]) * (point[0] - one[0])
    return turn == 0 and all(min(one[p], two[p]) <= point[p] <= max(one[p], two[p]) for p in (0, 1))


def _beyond(chain: tuple[Pair, ...], point: Pair) -> bool:
    """Whether a point lies beyond a chain, which falls from its highest corner to its rightmost."""
    if point[0] > chain[-1][0] or point[1] > chain[0][1]:
        return True
    for one, two in pairwise(chain):
        if (two[0] - one[0]) * (point[1] - one[1]) > (two[1] - one[1]) * (point[0] - one[0]):
            return True
    return False


def _is_equilibrium(play: MixedPlay) -> bool:
    """Whether neither player gains by an action of its own."""
    x, y = play.strategies
    one = [sum((q * pair[0] for q, pair in zip(y, line, strict=True)), ZERO) for line in play.worth]
    two = [sum((p * line[j][1] for p, line in zip(x, play.worth, strict=True)), ZERO) for j in range(len(y))]
    own = [sum((p * v for p, v in zip(side, values, strict=True)), ZERO) for side, values in ((x, one), (y, two))]
    return (own[0], own[1]) == play.payoffs and max(one) <= own[0] and max(two) <= own[1]
