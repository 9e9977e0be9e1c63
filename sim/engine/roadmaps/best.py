"""The best roadmap over all orders: the one whose larger threshold of patience is least.

Whether some order holds at a patience is asked of `sim.engine.roadmaps.frontier`; the thresholds of the order found are
exact and bring the search down to the least by halving. An order may hold at one patience and fail at a higher one;
where that comes up, orders are asked to hold at the higher one too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.engine.roadmaps.frontier import FrontierSearch
from sim.engine.roadmaps.lattice import Lattice
from sim.engine.roadmaps.thresholds import JudgedRoadmap, RoadmapCourse, judge
from sim.errors import FrontierTooLargeError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sim.deadline import Deadline
    from sim.games.roadmaps.ladders import Ladders, Rounds

HIGHEST = 1 - 1e-6
"""Patience above which no order is looked for."""

CLOSE = 1e-9
"""How far the patience that is found may be above the least."""

MOST_LEVELS = 12
"""Levels of patience at which orders are asked to hold at once, most."""

FEW = 200
"""Points that a first search keeps of a frontier: it finds most roadmaps that there are, but proves nothing by none."""

MOST_COMPARED = 300_000
"""Points on the frontiers, most, for the choice among orders that need the same patience."""


@dataclass(frozen=True)
class BestRoadmap:
    """The roadmap whose larger threshold is least.

    Parameters
    ----------
    roadmap : JudgedRoadmap or None
        The roadmap, judged; None if none was found.
    bound : float
        No order holds from a patience below this on: the highest level of which that is certain.
    searches : int
        Searches of the lattice.
    points : int
        Most points that the frontiers of one search held together.
    cut : bool
        Whether a search found none with a frontier cut for size, or was given up, so that a better order may have been
        missed.
    """

    roadmap: JudgedRoadmap | None
    bound: float
    searches: int
    points: int
    cut: bool

    @property
    def proven(self) -> bool:
        """Whether it is certain that no order needs less, up to `CLOSE`."""
        needed = HIGHEST if self.roadmap is None else float(self.roadmap.needed or 0)
        return needed - self.bound <= 2 * CLOSE


def best_roadmap(
    ladders: Ladders, keep_prerequisites: bool = False, most: int | None = None, deadline: Deadline | None = None
) -> BestRoadmap:
    """Search all orders of the steps for the roadmap whose larger threshold is least.

    Of orders that need the same patience it is one of those that give the players the largest product of gains over
    the status quo at that patience, where comparing them is cheap.

    Parameters
    ----------
    keep_prerequisites : bool
        Look only at orders in which every step finds its prerequisites standing.
    most : int, optional
        Points that a frontier may hold; it is then cut, and the result says so.

    Raises
    ------
    FrontierTooLargeError
        If the frontiers outgrow memory.
    TimeLimitError
        If the time is up.
    """
    return _Descent(Lattice(ladders, keep_prerequisites), most, deadline).result()


def roadmap_at(ladders: Ladders, most: int | None = None) -> JudgedRoadmap | None:
    """A complete roadmap that holds at the players' own patience, whatever holds above it; None if none is found.

    Parameters
    ----------
    most : int, optional
        Points that a frontier may hold.

    Raises
    ------
    FrontierTooLargeError
        If the frontiers outgrow memory.
    """
    one, two = (min(max(float(d), CLOSE), HIGHEST) for d in ladders.discount)
    rounds = FrontierSearch(Lattice(ladders), [(one, two)], most).run().rounds
    found = judge(ladders, rounds) if rounds else None
    return found if found is not None and found.self_enforcing else None


class _Descent:
    """One search for the best roadmap."""

    def __init__(self, lattice: Lattice, most: int | None, deadline: Deadline | None) -> None:
        self.lattice, self.most, self.deadline = lattice, most, deadline
        self.searches, self.points, self.cut, self.bound = 0, 0, False, 0.0

    def result(self) -> BestRoadmap:
        best = self._holds_from(HIGHEST)
        if best is None:
            return self._told(None)
        low, just_below = 0.0, True
        while (high := float(best.needed or 0)) - low > CLOSE:
            # By turns a little below what the best order needs, where finding nothing settles it, and in the middle.
            level = max(high - CLOSE, high / 2) if just_below else (low + high) / 2
            just_below = not just_below
            found = self._holds_from(level)
            if found is None or found.needed is None or float(found.needed) >= high:
                low = level
            else:
                best = found
        return self._told(self._kindest(best))

    def _told(self, best: JudgedRoadmap | None) -> BestRoadmap:
        # Nothing was looked for below the smallest levels, where floats end.
        bound = 0.0 if best is not None and not best.needed else self.bound
        return BestRoadmap(best, bound, self.searches, self.points, self.cut)

    def _holds_from(self, level: float) -> JudgedRoadmap | None:
        """A roadmap that holds from a patience on; None if there is none.

        If `MOST_LEVELS` tries settle nothing, then the last one, which may need more patience, or None.
        """
        levels = [level]
        while True:
            rounds = self._search(levels)
            if rounds is None:
                return None
            found = judge(self.lattice.ladders, rounds)
            if found.needed is not None and float(found.needed) <= level + CLOSE / 100:
                return found
            failing = where_it_fails(self.lattice.ladders, rounds, level)
            if failing is None or failing in levels or len(levels) == MOST_LEVELS:
                self.cut = True
                return found if found.needed is not None else None
            levels.append(failing)

    def _search(self, levels: list[float]) -> Rounds | None:
        """A roadmap that holds at some levels of patience; None if there is none, or none where frontiers are cut."""
        if self.deadline is not None:
            self.deadline.check()
        pairs = [(d, d) for d in levels]
        few = FEW if self.most is None else min(FEW, self.most)
        search = FrontierSearch(self.lattice, pairs, few).run()
        if search.rounds is None and search.cut and few != self.most:
            self._count(search.points)
            search = FrontierSearch(self.lattice, pairs, self.most).run()
        self._count(search.points)
        if search.rounds is None:
            self.cut |= search.cut
            self.bound = self.bound if search.cut else max(self.bound, levels[0])
        return search.rounds

    def _count(self, points: int) -> None:
        self.searches += 1
        self.points = max(self.points, points)

    def _kindest(self, best: JudgedRoadmap) -> JudgedRoadmap:
        """Among orders that need the same patience, one with the largest product of gains."""
        needed = float(best.needed or 0)
        level = min(max(needed + CLOSE, CLOSE), HIGHEST)

        def product(values: NDArray[np.float64]) -> int:
            gains = np.maximum(values[:, :2], 0)  # payoffs count from the status quo
            return int(np.argmax(gains[:, 0] * gains[:, 1]))

        try:
            search = FrontierSearch(self.lattice, [(level, level)], self.most, bounded=False, limit=MOST_COMPARED).run(
                product
            )
        except FrontierTooLargeError:
            return best
        self._count(0)
        found = judge(self.lattice.ladders, search.rounds) if search.rounds else best
        same = found.needed is not None and best.needed is not None and found.needed <= best.needed
        return found if same else best


def where_it_fails(ladders: Ladders, rounds: Rounds, level: float) -> float | None:
    """Patience above a level at which somebody gains most by leaving a roadmap; None if that cannot be made out."""
    course = RoadmapCourse(ladders, rounds)
    grid = level + (HIGHEST - level) * (1 - np.cos(np.linspace(0, np.pi, 400))) / 2
    worst = np.zeros_like(grid)
    for player in (0, 1):
        for way in course.temptations(player):
            coefficients = np.array([float(a) for a in way.margin])
            scale = float(np.abs(coefficients).max()) or 1.0
            worst = np.minimum(worst, np.polynomial.polynomial.polyval(grid, coefficients) / scale)
    at = int(worst.argmin())
    return float(grid[at]) if worst[at] < 0 else None
