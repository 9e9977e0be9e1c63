"""Equilibria of one node in which somebody mixes, for nodes that have none in pure actions.

They are found for a few choices of what follows, so that something is known to be played there; they make no claim to
be all.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.engine.matrix.bimatrix import bimatrix_equilibria
from sim.exact.polygons import EMPTY, holds
from sim.exact.rationals import Rational

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from fractions import Fraction

    from sim.exact.polygons import Polygon
    from sim.types import Pair


@dataclass(frozen=True)
class MixedPlay:
    """An equilibrium of a node with what follows each pair of actions.

    Parameters
    ----------
    strategies : pair of tuple of Fraction
        Chances of the actions of both players.
    worth : tuple of tuple of Pair, shape (m, n)
        What each pair of actions is then worth.
    payoffs : Pair
        What it is worth.
    """

    strategies: tuple[tuple[Fraction, ...], tuple[Fraction, ...]]
    worth: tuple[tuple[Pair, ...], ...]
    payoffs: Pair

    @property
    def pairs(self) -> list[tuple[int, int]]:
        """The pairs of actions that come about with some chance."""
        one, two = self.strategies
        return [(i, j) for i, own in enumerate(one) for j, other in enumerate(two) if own and other]


@dataclass(frozen=True)
class MixedCell:
    """A pair of actions that comes about with some chance in an equilibrium in which somebody mixes."""

    pair: tuple[int, int]
    outcome: int
    play: MixedPlay

    def within(self, face: Polygon) -> Polygon:
        """What the pair is worth, if the equilibrium is worth a point of a face."""
        i, j = self.pair
        return (self.play.worth[i][j],) if holds(face, self.play.payoffs) else EMPTY


def mixed_plays(table: Sequence[Sequence[Polygon]]) -> Iterator[MixedPlay]:
    """Equilibria of a node for some choices of what follows: everywhere the first corner, the second, and so on.

    Parameters
    ----------
    table : sequence of sequence of Polygon, shape (m, n)
        What each pair of actions can be worth; where nothing is known of one, no equilibrium is found.
    """
    if not all(cell for line in table for cell in line):
        return
    for k in range(max(len(cell) for line in table for cell in line)):
        worth = tuple(tuple(cell[k % len(cell)] for cell in line) for line in table)
        row, column = ([[pair[p] for pair in line] for line in worth] for p in (0, 1))
        for found in bimatrix_equilibria(row, column).equilibria:
            one, two = (tuple(map(Rational, side)) for side in found.strategies)
            yield MixedPlay((one, two), worth, (Rational(found.payoffs[0]), Rational(found.payoffs[1])))
