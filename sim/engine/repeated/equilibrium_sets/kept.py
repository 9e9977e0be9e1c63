"""What is kept of a pair of actions at one node: the part of its worth in which neither player gains by deviating."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from sim.exact.polygons import at_least
from sim.exact.rationals import ZERO

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from fractions import Fraction

    from sim.exact.polygons import Polygon

    Margin = Callable[[tuple[int, int], tuple[int, int], int], Fraction]


def kept_cells(
    table: Sequence[Sequence[Polygon]], threats: Sequence[Sequence[Polygon]], margin: Margin | None = None
) -> Iterator[tuple[int, int, Polygon]]:
    """The pairs of actions of a node that are played in some equilibrium, with the part of their worth that is kept.

    Parameters
    ----------
    table : sequence of sequence of Polygon, shape (m, n)
        What each pair of actions can be worth where it is played.
    threats : sequence of sequence of Polygon, shape (m, n)
        What each can be worth where it is a deviation. A pair is not played where nothing is known to answer one.
    margin : callable, optional
        By how much a player must lose by a deviation at least, given the pair, the pair that a deviation makes of it,
        and the player; 0 if it is not given.
    """
    m, n = len(table), len(table[0])
    for i, j in product(range(m), range(n)):
        kept = table[i][j]
        changed = [(a, j) for a in range(m) if a != i], [(i, b) for b in range(n) if b != j]
        if not kept or not all(threats[a][b] for side in changed for a, b in side):
            continue
        for player in (0, 1):
            if changed[player] and kept:
                kept = at_least(
                    kept,
                    player,
                    max(
                        min(corner[player] for corner in threats[a][b])
                        + (margin((i, j), (a, b), player) if margin else ZERO)
                        for a, b in changed[player]
                    ),
                )
        if kept:
            yield i, j, kept
