"""Which orders of steps hold at a given patience: Pareto frontiers of continuation values over the lattice of places.

A roadmap is a path over the lattice. What keeps a player from leaving it at a place is the value of what is still to
come, and a higher value only helps. So, going backward from the place at which every step is taken, it is enough to
keep at each place the values that no other way onward betters for both players at once.

Two bounds, found going forward, say which values matter at all: below the least that some way to a place asks for a
value is of no use, and above the most that any way asks for more is of no use. A faked step adds a coordinate for as
long as it may stand, what its owner gets from faking it, of which less is better. Several levels of patience can be
asked for at once; each has its coordinates.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.engine.roadmaps.lattice import after, needed_value
from sim.errors import FrontierTooLargeError
from sim.games.roadmaps.aftermath import punished

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from sim.engine.roadmaps.lattice import Lattice, Move
    from sim.games.roadmaps.ladders import Place, Rounds
    from sim.types import Floats

    Levels = Sequence[tuple[float, float]]

ROUNDING = 1e-12
"""Share of the payoff range by which a constraint may be missed, and two values may differ and count as equal."""

MOST_POINTS = 30_000_000
"""Points on all frontiers together, most, before the search is given up."""


BLOCK = 32
"""Points of more than two coordinates that are compared with all others at once."""


@dataclass(frozen=True)
class Search:
    """What one search over the lattice found.

    Parameters
    ----------
    rounds : tuple of tuple of int or None
        A roadmap that holds; None if there is none.
    points : int
        Points on all frontiers together.
    cut : bool
        Whether a frontier was cut for size; then finding none proves nothing.
    """

    rounds: Rounds | None
    points: int
    cut: bool


@dataclass(frozen=True)
class _Frontier:
    """Values at a place, shape (points, coordinates), and where each comes from."""

    values: Floats
    move: NDArray[np.int8]
    parent: NDArray[np.int32]


class FrontierSearch:
    """One search at some levels of patience.

    Parameters
    ----------
    levels : sequence of pairs of float
        Each player's patience, strictly between 0 and 1; the roadmap has to hold at every level.
    most : int, optional
        Points of a frontier that are kept; all by default.
    bounded : bool
        Leave out what no way to a place asks for. Without it the values at the start are those of the roadmaps.
    limit : int
        Points on all frontiers together, most.
    """

    def __init__(
        self,
        lattice: Lattice,
        levels: Levels,
        most: int | None = None,
        bounded: bool = True,
        limit: int = MOST_POINTS,
    ) -> None:
        self.lattice, self.levels, self.most, self.bounded, self.limit = lattice, levels, most, bounded, limit
        self.patience = np.array([d for level in levels for d in level])
        self.player = np.array([p for _ in levels for p in (0, 1)])
        self.slack = ROUNDING * lattice.scale
        self.points, self.cut = 0, False
        self.frontiers: dict[Place, _Frontier] = {}
        patience = np.tile(self.patience, (len(lattice.rewards), 1))
        self.needs = needed_value(lattice.ways[:, self.player], patience, lattice.hazard)
        self.now = (1 - self.patience) * lattice.rewards[:, self.player]

    def run(self, choose: Callable[[Floats], int] = lambda values: 0) -> Search:
        """Search, and follow one of the points at the start to the end.

        Parameters
        ----------
        choose : callable
            Picks a point, from the values at the start, shape (points, coordinates).

        Raises
        ------
        FrontierTooLargeError
            If the frontiers together outgrow the limit.
        """
        bounds = self._bounds()
        last = self.lattice.ladders.size
        self.frontiers[last] = self._end()
        for place in reversed(self.lattice.moves):
            self.frontiers[place] = self._here(place, *bounds[place])
            self.points += len(self.frontiers[place].move)
            if self.points > self.limit:
                raise FrontierTooLargeError
        start = self.frontiers[0, 0]
        if not len(start.values):
            return Search(None, self.points, self.cut)
        return Search(self._path(choose(start.values)), self.points, self.cut)

    def _path(self, point: int) -> Rounds:
        place, rounds = (0, 0), []
        while place != self.lattice.ladders.size:
            here = self.frontiers[place]
            move = self.lattice.moves[place][here.move[point]]
            rounds.append(move.movers)
            point, place = int(here.parent[point]), move.to
        return tuple(rounds)

    def _bounds(self) -> dict[Place, tuple[Floats, Floats]]:
        """Per place and coordinate, the least value that is of use and the most that any way there asks for."""
        lowest = np.full(len(self.patience), -np.inf)
        bounds: dict[Place, tuple[Floats, Floats]] = {(0, 0): (lowest, lowest)}
        for place, moves in self.lattice.moves.items():
            if place not in bounds:  # prerequisites keep play away
                bounds[place] = -lowest, -lowest
                continue
            least, most = bounds[place]
            for move in moves:
                need, now = self.needs[move.number], self.now[move.number]
                low, high = ((np.maximum(need, bound) - now) / self.patience for bound in (least, most))
                if move.to in bounds:
                    low, high = np.minimum(low, bounds[move.to][0]), np.maximum(high, bounds[move.to][1])
                bounds[move.to] = low, high
        return bounds

    def _standing(self, place: Place) -> list[int]:
        """Numbers of the steps taken by then that may be fakes."""
        return [f for f, (p, k) in enumerate(self.lattice.fakes) if k < place[p]]

    def _end(self) -> _Frontier:
        """The value of the complete agreement, if nobody leaves it."""
        ladders, last, hazard = self.lattice.game, self.lattice.game.size, self.lattice.hazard
        final = self.lattice.worth[(0, *last)]
        values = final[self.player]
        width = 1 + self.lattice.terms
        ways = [np.array(self.lattice.temptations(last, (), p)).reshape(-1, width) for p in self.player]
        needs = np.array([needed_value(w, d, hazard) for w, d in zip(ways, self.patience, strict=True)])
        rest = []
        for f in self._standing(last):
            p, k = self.lattice.fakes[f]
            d = self.patience[p::2]
            q = self._chance(f)
            paid, left = final[p] - float(ladders.missing(last, p, k)[p]), self._found_out(last, f)
            rest.append(-((1 - d) * paid + d * q * left) / (1 - d * (1 - q)))
        row = np.concatenate([values, *rest])[None, :]
        row = row[: int(np.all(values >= needs - self.slack[self.player]))]
        return _Frontier(row, np.zeros(len(row), np.int8), np.zeros(len(row), np.int32))

    def _chance(self, fake: int) -> float:
        p, k = self.lattice.fakes[fake]
        q = self.lattice.ladders.steps[p][k].verification
        return float(q or 0)

    def _found_out(self, place: Place, fake: int) -> Floats:
        """What all later rounds are worth to the owner of a fake once it is found out, shape (levels,)."""
        p, k = self.lattice.fakes[fake]
        later = punished(self.lattice.game, place, p, fake=(p, k))
        left = np.array([float(v) for v in (later.stays, later.prompt, later.late)])
        return after(left[None, :], self.patience[p::2], self.lattice.hazard)

    def _here(self, place: Place, least: Floats, most: Floats) -> _Frontier:
        """Values at a place by all moves, without those that are bettered."""
        width = len(self.patience)
        pieces = []
        for number, move in enumerate(self.lattice.moves[place]):
            values, parents = self._through(place, move)
            if not len(parents):
                continue
            if self.bounded:
                useful = np.all(values[:, :width] >= least - self.slack[self.player], axis=1)
                values, parents = values[useful], parents[useful]
                if not self.lattice.fakes and place != (0, 0):
                    values = np.minimum(values, most)
            pieces.append((values, np.full(len(parents), number, np.int8), parents))
        if not pieces:
            empty = np.empty((0, width + len(self.levels) * len(self._standing(place))))
            return _Frontier(empty, np.empty(0, np.int8), np.empty(0, np.int32))
        values, moves, parents = (np.concatenate(column) for column in zip(*pieces, strict=True))
        kept = pareto(values, self._near(place))
        if self.most is not None and len(kept) > self.most:
            kept, self.cut = kept[np.linspace(0, len(kept) - 1, self.most).astype(int)], True
        return _Frontier(values[kept], moves[kept], parents[kept])

    def _near(self, place: Place) -> Floats:
        owners = [np.full(len(self.levels), self.lattice.fakes[f][0]) for f in self._standing(place)]
        near: Floats = self.slack[np.concatenate([self.player, *owners])] / 100
        return near

    def _through(self, place: Place, move: Move) -> tuple[Floats, NDArray[np.int32]]:
        """Values at a place by one move, of the points from which nobody leaves, and their numbers further on."""
        ahead = self.frontiers[move.to].values
        width, count = len(self.patience), len(self.levels)
        values = self.now[move.number] + self.patience * ahead[:, :width]
        holds = np.all(values >= self.needs[move.number] - self.slack[self.player], axis=1)
        rest = []
        for column, f in enumerate(self._standing(move.to)):
            p, k = self.lattice.fakes[f]
            theirs = -ahead[:, width + column * count : width + (column + 1) * count]
            fake = self._faked(place, move, f, theirs)
            if k < place[p]:
                rest.append(-fake)
            else:  # its owner could fake it here
                holds &= np.all(values[:, p:width:2] >= fake - self.slack[p], axis=1)
        kept = np.flatnonzero(holds)
        return np.hstack([values, *rest])[kept], kept.astype(np.int32)

    def _faked(self, place: Place, move: Move, fake: int, later: Floats) -> Floats:
        """What a fake is worth to its owner from a place on, from what it is worth at the next."""
        p, k = self.lattice.fakes[fake]
        step, q, d = self.lattice.ladders.steps[p][k], self._chance(fake), self.patience[p::2]
        left = self._found_out(move.to, fake)
        saved = float(self.lattice.ladders.missing(move.to, p, k)[p]) + (float(step.once[p]) if k == place[p] else 0.0)
        paid = float(self.lattice.rewards[move.number, p]) - saved
        worth: Floats = (1 - d) * paid + d * (q * left + (1 - q) * later)
        return worth


def pareto(values: Floats, near: Floats) -> NDArray[np.intp]:
    """Numbers of the points that no other point betters or equals in all coordinates.

    Parameters
    ----------
    values : ndarray of float, shape (points, coordinates)
        More is better.
    near : ndarray of float, shape (coordinates,)
        Differences that count as none.
    """
    if len(values) < 2:
        return np.arange(len(values))
    if values.shape[1] == 2:
        return _pareto_of_two(values, near[1])
    order = np.lexsort(-values.T[::-1])
    kept = []
    while len(order):
        block, order = order[:BLOCK], order[BLOCK:]
        bettered = _bettered(values[block], values[block], near)
        stays = np.ones(len(block), bool)
        for k in range(1, len(block)):
            stays[k] = not np.any(bettered[:k, k] & stays[:k])
        kept.append(block[stays])
        order = order[~_bettered(values[kept[-1]], values[order], near).any(axis=0)]
    return np.concatenate(kept)


def _bettered(ones: Floats, others: Floats, near: Floats) -> NDArray[np.bool_]:
    """Which of some points (columns) are bettered or equalled in all coordinates by which of others (rows)."""
    table = np.ones((len(ones), len(others)), bool)
    for one, other, difference in zip(ones.T, others.T, near, strict=True):
        table &= other <= one[:, None] + difference
    return table


def _pareto_of_two(values: Floats, near: float) -> NDArray[np.intp]:
    """As `pareto` for two coordinates; quick where the points are a few sorted runs one after the other."""
    order = np.argsort(-values[:, 0], kind="stable")
    first, second = values[order].T
    keep = np.ones(len(order), bool)
    keep[1:] = second[1:] > np.maximum.accumulate(second)[:-1] + near
    order, first = order[keep], first[keep]
    # Of points with the same first coordinate the last one betters the others.
    front: NDArray[np.intp] = order[np.append(first[:-1] > first[1:], True)]
    return front
