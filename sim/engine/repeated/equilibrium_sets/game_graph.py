"""Games without a last round as graphs: nodes at which both choose at once or one alone, and ways from node to node.

A repeated game has one node; a stochastic game one per state and turn.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from sim.exact.polygons import EMPTY, hull, image
from sim.exact.rationals import Rational
from sim.games.concessions.decision_graph import components

if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction

    from sim.exact.polygons import Polygon
    from sim.types import Pair

    Sets = Mapping[int, Polygon]

OVER = -1
"""Where a way leads after which nothing is decided any more."""


@dataclass(frozen=True)
class Way:
    """What a pair of actions leads to: it is worth ``base + gain * value`` of that, for each player.

    Parameters
    ----------
    to : int
        The node; `OVER` if there is none.
    base, gain : pair of Fraction
        The two parts of its worth, as discounted averages per round.
    """

    to: int
    base: Pair
    gain: Pair


@dataclass(frozen=True)
class GameGraph:
    """A game without a last round.

    Parameters
    ----------
    nodes : tuple of tuple of tuple of Way
        Per node the way of each pair of actions, row by row. Play starts at the first.
    known : dict of int to Polygon
        Payoffs from nodes on that are known to be those of equilibria, whatever they are played by.
    """

    nodes: tuple[tuple[tuple[Way, ...], ...], ...]
    known: Mapping[int, Polygon] = field(default_factory=dict)

    @cached_property
    def order(self) -> list[list[int]]:
        """Sets of nodes between which play can go to and fro, each after all that it leads to."""
        return components([[way.to for line in node for way in line if way.to != OVER] for node in self.nodes])

    @cached_property
    def box(self) -> Polygon:
        """A rectangle that holds all that play can be worth."""
        low, high = (tuple(pick(self._lasting(p)) for p in (0, 1)) for pick in (min, max))
        return hull((x, y) for x in (low[0], high[0]) for y in (low[1], high[1]))

    @property
    def size(self) -> Pair:
        """Width and height of the box; 1 where there is none."""
        one, two = (max(c[p] for c in self.box) - min(c[p] for c in self.box) or Rational(1) for p in (0, 1))
        return one, two

    @property
    def gain(self) -> Fraction:
        """The most that what follows a round counts for."""
        gains = [g for node in self.nodes for line in node for way in line for g in way.gain if g < 1]
        return max(gains, default=Rational(0))

    def both_move(self, node: int) -> bool:
        """Whether both players have a choice at a node."""
        return len(self.nodes[node]) > 1 and len(self.nodes[node][0]) > 1

    def table(self, node: int, sets: Sets) -> list[list[Polygon]]:
        """What each pair of actions of a node can be worth if what follows is worth one of some sets.

        Parameters
        ----------
        sets : mapping of int to Polygon
            Per node; nothing is known of one that is missing.
        """
        return [[worth(way, sets.get(way.to, EMPTY)) for way in line] for line in self.nodes[node]]

    def _lasting(self, player: int) -> list[Fraction]:
        ways = [way for node in self.nodes for line in node for way in line]
        return [way.base[player] / (1 - way.gain[player]) for way in ways if way.gain[player] < 1]


def worth(way: Way, later: Polygon) -> Polygon:
    """What a way can be worth if what it leads to is worth one of some payoffs."""
    return (way.base,) if way.to == OVER else image(later, way.base, way.gain)
