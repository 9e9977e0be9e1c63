"""Payoffs of subgame-perfect equilibria with public lots where an action that is meant may fail: sets under slips.

With a small chance an action that a player means is not taken, and one of the other open actions is instead, each
with the same chance (Selten 1975, in the agents' form). Everybody sees what was done and nobody what was meant, so
that every pair of actions comes about, and what follows it rewards and punishes at once. For a pair of actions that is
meant, weights on the corners of what follows each pair are found by linear programmes; each player's rule compares what
it gets after the action that it means with what it gets after another.

References
----------
Selten, R. (1975): Reexamination of the perfectness concept for equilibrium points in extensive games. International
Journal of Game Theory 4, 25-55.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

from sim.engine.concessions.equilibrium_sets.inner import Worth, backwards, final_values
from sim.exact.corner_programme import Programme
from sim.exact.polygons import hull
from sim.exact.rationals import ONE, ZERO, Rational
from sim.exact.slots import Slot
from sim.games.concessions.bellman import Exits

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from fractions import Fraction

    from sim.deadline import Deadline
    from sim.exact.polygons import Polygon
    from sim.exact.slots import Line
    from sim.games.concessions.stochastic_game import Phase, StochasticGame


@dataclass(frozen=True)
class SlipSets:
    """The polygons of a game in which actions may fail, layer by layer; layers are the phases of all rounds.

    Parameters
    ----------
    chance : Fraction
        How likely an action that is meant is not taken, where others are open.
    values : list of dict of int to Polygon
        Payoffs from each node on that play can reach, and after the last round.
    """

    game: StochasticGame
    chance: Fraction
    phases: list[Phase]
    values: list[dict[int, Polygon]]
    exits: Exits

    @property
    def payoffs(self) -> Polygon:
        """Payoffs of the whole game."""
        return self.values[0][0]


def slip_sets(game: StochasticGame, chance: Fraction, deadline: Deadline) -> SlipSets:
    """The polygons of subgame-perfect payoffs with public lots and slips, from the last round to the first.

    Parameters
    ----------
    game : StochasticGame
        A game with a last round.
    chance : Fraction
        How likely an action that is meant is not taken; above 0 and below 1/2.

    Raises
    ------
    ValueError
        If the chance is not between 0 and 1/2.
    TimeLimitError
        If the time is up.
    """
    if not 0 < chance < Rational(1, 2):
        raise ValueError("a slip has a chance between 0 and 1/2")
    phases = [phase for t in range(game.rounds) for phase in game.phases(t)]
    exits = Exits(game)

    def polygon(layer: int, node: int, later: Mapping[int, Polygon]) -> Polygon:
        table = Worth(exits, phases[layer], later).table(phases[layer].nodes[node])
        meant = product(range(len(table)), range(len(table[0])))
        return hull(
            corner for pair in meant for corner in slip_programme(table, pair, Rational(chance), deadline).polygon()[0]
        )

    return SlipSets(game, chance, phases, backwards(game, final_values(game), polygon), exits)


def slip_programme(
    table: Sequence[Sequence[Polygon]], meant: tuple[int, int], chance: Fraction, deadline: Deadline
) -> Programme:
    """The programmes of a pair of actions that is meant: a slot and a block per pair that may come about, row by row.

    Parameters
    ----------
    table : sequence of sequence of Polygon, shape (m, n)
        What each pair of actions can be worth.
    """
    m, n = len(table), len(table[0])
    happens = [_happens(size, own, chance) for size, own in zip((m, n), meant, strict=True)]
    others = [(0, i) for i in range(m) if i != meant[0]] + [(1, j) for j in range(n) if j != meant[1]]
    slots, totals = [], []
    for block, pair in enumerate(product(range(m), range(n))):
        terms: list[tuple[int, Line]] = []
        for rule, (player, instead) in enumerate(others):
            done = pair[player]
            if done in (meant[player], instead):
                # Weights of a pair add to its chance; given the own action, only the other's slips are left in it.
                share = (ONE if done == meant[player] else -ONE) / happens[player][done]
                terms.append((rule, (share, ZERO, ZERO) if player == 0 else (ZERO, share, ZERO)))
        slots.append(Slot(table[pair[0]][pair[1]], block, tuple(terms)))
        totals.append(happens[0][pair[0]] * happens[1][pair[1]])
    return Programme(slots, totals, len(others), deadline)


def _happens(size: int, meant: int, chance: Fraction) -> list[Fraction]:
    """Chances of what is done if an action is meant."""
    return [ONE if size == 1 else ONE - chance if k == meant else chance / (size - 1) for k in range(size)]
