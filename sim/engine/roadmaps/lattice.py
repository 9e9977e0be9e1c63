"""The lattice of places of two ladders as arrays: what each move pays, and what leaving at it would.

Payoffs are counted from the status quo, in fractions before they become floats, so that their zero does not matter.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from sim.exact.chances import as_float
from sim.games.roadmaps.aftermath import departed
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
    def hazard(self) -> float:
        """Chance that the talks break down after a round that stalls."""
        return as_float(self.game.hazard)

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
    def broken(self) -> Floats:
        """Payoffs per round once the talks have broken down at each place, of which nothing has been undone.

        Shape (places of the first, places of the second, 2).
        """
        wide, high = self.ladders.size
        rows = [[self.game.broken((i, j)) for j in range(high + 1)] for i in range(wide + 1)]
        return np.array([[[float(v) for v in pair] for pair in row] for row in rows])

    @cached_property
    def left(self) -> tuple[Floats, Floats]:
        """What is left in later rounds once somebody has left the roadmap at each place: held out, or undone its steps.

        Two tables, for rounds in which the other took no step and in which it took one. Shape of both as of `worth`,
        and a number for each of what `Later` holds; the first alone without a hazard.
        """
        moved = self._left(steps=True)
        return (self._left(steps=False) if self.game.hazard else moved), moved

    def _left(self, *, steps: bool) -> Floats:
        wide, high = self.ladders.size
        table = np.empty((3, wide + 1, high + 1, 2, self.terms))
        for k, i, j, p in product(range(3), range(wide + 1), range(high + 1), (0, 1)):
            later = departed(self.game, (i, j), p, UNDONE[k], steps)
            table[k, i, j, p] = [float(v) for v in (later.stays, later.prompt, later.late)[: self.terms]]
        return table

    @property
    def terms(self) -> int:
        """How many numbers there are to what is left in later rounds."""
        return 3 if self.game.hazard else 1

    @cached_property
    def scale(self) -> Floats:
        """Range of each player's payoffs, shape (2,)."""
        rows = [self.worth.reshape(-1, 2), self.left[1][..., 0].reshape(-1, 2)]
        if self.game.hazard or self.game.walk_away:
            rows.append(self.broken.reshape(-1, 2))
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

    def temptations(self, place: Place, movers: tuple[int, ...], player: int) -> list[list[float]]:
        """What leaving pays a player now and in later rounds, as `needed_value` reads it, for each way but faking."""
        others = tuple(p for p in movers if p != player)
        after = advance(place, others)
        once = float(self.once(place, others)[player]) if others else 0.0
        ways = [0] if player in movers else []
        if self._reversible[player][place[player]]:
            ways.append(1 + player)
        left = self.left[bool(others)]
        found = [
            [float(self.worth[(way, *after)][player]) + once, *map(float, left[(way, *after)][player])] for way in ways
        ]
        if self.game.walk_away and place != self.game.size:
            ended = float(self.broken[place][player])
            found.append([ended, ended, *[0.0] * (self.terms - 1)])
        return found

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
        """What leaving pays now and later, per move, player and way, shape (moves, 2, 3, numbers); -inf for no way."""
        table = np.zeros((len(self.rewards), 2, 2 + self.game.walk_away, 1 + self.terms))
        table[..., 0] = -np.inf
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


def needed_value(ways: Floats, patience: Floats, hazard: float) -> Floats:
    """Value from here on below which a player leaves, from what each way of leaving pays now and later.

    Parameters
    ----------
    ways : ndarray of float, shape (..., ways, numbers)
        Pay now, and what is left in later rounds: as it stays; with a hazard, what is gained once the talks break down,
        where that may be at once and where it is a round later.
    patience : ndarray of float, shape (...)
        Discount factors.
    hazard : float
        Chance that talks break down after a round that stalls.
    """
    d = patience[..., None]
    worth = (1 - d) * ways[..., 0] + d * after(ways[..., 1:], d, hazard)
    most: Floats = worth.max(axis=-1, initial=-np.inf)
    return most


def after(left: Floats, patience: Floats, hazard: float) -> Floats:
    """What later rounds are worth, from the numbers of `Later` along the last axis."""
    stays = left[..., 0]
    if not hazard:
        return stays
    share = patience * hazard / (1 - patience * (1 - hazard))
    return stays + share * (left[..., 1] + patience * left[..., 2])
