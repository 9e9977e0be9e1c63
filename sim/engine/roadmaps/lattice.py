"""The lattice of places of two ladders as arrays: what each move pays, and what leaving at it would.

Payoffs are counted from the status quo, in fractions before they become floats, so that their zero does not matter.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from sim.games.roadmaps.ladders import NOTHING, advance

if TYPE_CHECKING:
    from sim.games.roadmaps.ladders import Ladders, Place
    from sim.types import Floats


MOVES = ((0,), (1,), (0, 1))
"""Who may take a step in a round."""

UNDONE = ((False, False), (True, False), (False, True))
"""Whose reversible steps are undone in the tables of a lattice."""


@dataclass(frozen=True)
class Lattice:
    """The lattice of places with what its moves pay and what leaving there would.

    Parameters
    ----------
    keep_prerequisites : bool
        Whether every step has to find its prerequisites standing.
    """

    ladders: Ladders
    keep_prerequisites: bool = False

    @cached_property
    def game(self) -> Ladders:
        """The steps, with payoffs counted from the status quo."""
        (one, two), zero = self.ladders.breakdown, self.ladders.status_quo
        return replace(self.ladders, status_quo=NOTHING, breakdown=(one - zero[0], two - zero[1]))

    @cached_property
    def worth(self) -> Floats:
        """Payoffs per round at each place: as it is, without the first or the second player's reversible steps.

        Counted from the status quo. Shape (3, places of the first, places of the second, 2).
        """
        wide, high = self.ladders.size
        table = np.empty((3, wide + 1, high + 1, 2))
        for k, i, j in product(range(3), range(wide + 1), range(high + 1)):
            table[k, i, j] = [float(v) for v in self.game.worth((i, j), UNDONE[k])]
        return table

    @cached_property
    def punished(self) -> Floats:
        """What is left once somebody has left the roadmap at each place: held out, or undone its steps.

        Shape as of `worth`.
        """
        wide, high = self.ladders.size
        table = np.empty((3, wide + 1, high + 1, 2))
        for k, i, j in product(range(3), range(wide + 1), range(high + 1)):
            table[k, i, j] = [float(v) for v in self.game.punished((i, j), UNDONE[k])]
        return table

    @cached_property
    def scale(self) -> Floats:
        """Range of each player's payoffs, shape (2,)."""
        rows = [self.worth.reshape(-1, 2), self.punished.reshape(-1, 2)]
        once = sum(abs(float(s.once[p])) for ladder in self.ladders.steps for s in ladder for p in (0, 1))
        width: Floats = np.ptp(np.vstack(rows), axis=0) + once
        return np.where(width > 0, width, 1.0)

    @cached_property
    def fakes(self) -> tuple[tuple[int, int], ...]:
        """Steps that may be faked, as (player, number)."""
        steps = self.ladders.steps
        return tuple((p, k) for p in (0, 1) for k, s in enumerate(steps[p]) if s.verification is not None)

    @cached_property
    def _reversible(self) -> tuple[list[bool], list[bool]]:
        one, two = (
            [bool(self.ladders.undoable(p, count)) for count in range(self.ladders.size[p] + 1)] for p in (0, 1)
        )
        return one, two

    def open(self, place: Place, movers: tuple[int, ...]) -> bool:
        """Whether these players can take their next step at a place."""
        if any(place[p] == self.ladders.size[p] for p in movers):
            return False
        after = [self.ladders.steps[p][place[p]].after for p in movers] if self.keep_prerequisites else []
        return all(place[who] > step for needs in after for who, step in needs)

    def once(self, place: Place, movers: tuple[int, ...]) -> Floats:
        """What the steps taken at a place pay in their round alone."""
        return np.array([float(v) for v in self.ladders.once(place, movers)])

    def temptations(self, place: Place, movers: tuple[int, ...], player: int) -> list[tuple[float, float]]:
        """What leaving pays a player now and in every later round, for each way of leaving but faking."""
        others = tuple(p for p in movers if p != player)
        after = advance(place, others)
        once = float(self.once(place, others)[player]) if others else 0.0
        ways = [0] if player in movers else []
        if self._reversible[player][place[player]]:
            ways.append(1 + player)
        tables = self.worth, self.punished
        now, later = ([float(table[(way, *after)][player]) for way in ways] for table in tables)
        return [(pay + once, left) for pay, left in zip(now, later, strict=True)]

    @cached_property
    def moves(self) -> dict[Place, tuple[Move, ...]]:
        """What can be done at each place, all but the last; moves are numbered as they come."""
        wide, high = self.ladders.size
        found: dict[Place, tuple[Move, ...]] = {}
        number = 0
        for here in list(product(range(wide + 1), range(high + 1)))[:-1]:
            movers = [who for who in MOVES if self.open(here, who)]
            found[here] = tuple(Move(number + k, who, advance(here, who)) for k, who in enumerate(movers))
            number += len(movers)
        return found

    @cached_property
    def rewards(self) -> Floats:
        """What the round of each move pays, shape (moves, 2)."""
        rows = [
            self.worth[(0, *move.to)] + self.once(here, move.movers)
            for here, moves in self.moves.items()
            for move in moves
        ]
        return np.array(rows).reshape(-1, 2)

    @cached_property
    def ways(self) -> Floats:
        """What leaving pays now and later, per move, player and way, shape (moves, 2, 2, 2); -inf for no way."""
        table = np.full((len(self.rewards), 2, 2, 2), -np.inf)
        for here, moves in self.moves.items():
            for move, player in product(moves, (0, 1)):
                for way, pays in enumerate(self.temptations(here, move.movers, player)):
                    table[move.number, player, way] = pays
        return table


@dataclass(frozen=True)
class Move:
    """One or both players take their next step: the move's number, who moves, and where it leads."""

    number: int
    movers: tuple[int, ...]
    to: Place


def needed_value(ways: Floats, patience: Floats) -> Floats:
    """Value from here on below which a player leaves, from what each way of leaving pays now and later.

    Parameters
    ----------
    ways : ndarray of float, shape (..., ways, 2)
        Pay now and in every later round.
    patience : ndarray of float, shape (...)
        Discount factors.
    """
    worth = (1 - patience)[..., None] * ways[..., 0] + patience[..., None] * ways[..., 1]
    most: Floats = worth.max(axis=-1, initial=-np.inf)
    return most
