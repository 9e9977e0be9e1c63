"""Exact continuation values of a profile, computed only where a comparison asks for them.

Backward induction runs in floats. Where two payoffs lie within the float error of each other the question which
is larger goes here: the value of a node is followed along the selected actions to the end of the game in
rationals. Mixed actions make the rationals longer from round to round, so their length is bounded; a value
beyond the bound is unknown (None) and what hangs on it is not certified.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from sim.exact.elimination import determinant
from sim.games.concessions.bellman import Exits
from sim.games.concessions.stochastic_game import BROKEN

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sim.games.concessions.stochastic_game import Phase, StochasticGame
    from sim.types import Pair, Vector

    Table = tuple[Vector, ...]


MAX_BITS = 1 << 14
"""Longest numerator or denominator that is kept."""


def bounded(pair: Pair) -> Pair | None:
    """The pair itself, or None if its numbers are longer than `MAX_BITS`."""
    longest = max(max(v.numerator.bit_length(), v.denominator.bit_length()) for v in pair)
    return pair if longest <= MAX_BITS else None


@dataclass
class ExactValues:
    """Exact values of the nodes solved so far; layers are the phases of all rounds in order of play.

    Parameters
    ----------
    layers : list of Phase
        All phases of all rounds.
    """

    game: StochasticGame
    layers: list[Phase]
    _chosen: dict[tuple[int, int], int] = field(default_factory=dict)
    _known: dict[tuple[int, int], Pair | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._exits = Exits(self.game)

    def choose(self, layer: int, node: int, outcome: int) -> None:
        """Record that a node's selected actions are pure and lead to an outcome."""
        self._chosen[layer, node] = outcome

    def learn(self, layer: int, node: int, value: Pair | None) -> None:
        """Record the value of a node whose selected actions are mixed."""
        self._known[layer, node] = value

    def outcome(self, layer: int, outcome: int) -> Pair | None:
        """Exact payoffs that an outcome leads to, as discounted averages; None if beyond the bound."""
        successor = self._exits.of(self.layers[layer], outcome).to
        self._settle(layer + 1, () if successor == BROKEN else (successor,))
        return self._worth(layer, outcome)

    def outcomes(self, layer: int, cells: Iterable[Iterable[int]]) -> tuple[Table, Table] | None:
        """Exact payoff matrices of a node; None if any payoff is beyond the bound."""
        table = [[self.outcome(layer, cell) for cell in line] for line in cells]
        if any(pair is None for line in table for pair in line):
            return None
        one, two = (tuple(tuple(pair[p] for pair in line if pair) for line in table) for p in (0, 1))
        return one, two

    def _settle(self, layer: int, nodes: tuple[int, ...]) -> None:
        """Work out the values of nodes: down the selected actions to what is known, then back up."""
        wanted = [set(nodes)]
        while wanted[-1] and layer + len(wanted) - 1 < len(self.layers):
            at = layer + len(wanted) - 1
            open_ = {node for node in wanted[-1] if (at, node) not in self._known}
            wanted[-1] = open_
            phase = self.layers[at]
            following = (self._exits.of(phase, self._chosen[at, node]).to for node in open_)
            wanted.append({successor for successor in following if successor != BROKEN})
        for back in reversed(range(len(wanted))):
            at = layer + back
            if at < len(self.layers):
                for node in wanted[back]:
                    self._known[at, node] = self._worth(at, self._chosen[at, node])

    def _value(self, layer: int, node: int) -> Pair | None:
        if layer == len(self.layers):
            return self.game.final[node]
        return self._known[layer, node]

    def _worth(self, layer: int, number: int) -> Pair | None:
        """Value of an outcome from the value of the node it leads to."""
        found = self._exits.of(self.layers[layer], number)
        if found.to == BROKEN:
            return bounded(found.base)
        later = self._value(layer + 1, found.to)
        return None if later is None else bounded(found.worth(later))


def mixture(table: Table) -> tuple[Vector, Fraction]:
    """Weights on the rows that make all columns equally good, and what the columns then pay.

    Parameters
    ----------
    table : tuple of tuple of Fraction, shape (k, k)
        Payoffs; the differences between columns must determine the weights up to scale.
    """
    gaps = [[right - left for left, right in pairwise(row)] for row in table]
    weights = [(-1) ** i * determinant([gap for r, gap in enumerate(gaps) if r != i]) for i in range(len(table))]
    total = sum(weights)
    shares = tuple(Fraction(w) / total for w in weights)
    return shares, sum((p * row[0] for p, row in zip(shares, table, strict=True)), Fraction(0))
