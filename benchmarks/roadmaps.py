"""The best order of all: judging each by itself against the frontiers over the lattice, as the ladders grow."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from statistics import median

from benchmarks.timing import seconds, table
from sim.engine.roadmaps.best import BestRoadmap, best_roadmap
from sim.engine.roadmaps.thresholds import judge
from sim.games.roadmaps.ladders import Ladders
from sim.scenario.scenario import Step

F = Fraction
Rounds = tuple[tuple[int, ...], ...]
SEEDS = range(3)
PATIENCE = 10.0
"""Seconds for all orders of one size; larger ladders are then left to the search alone."""


def random_ladders(steps: int, seed: int) -> Ladders:
    """Ladders whose steps cost their owner and help the other, some of which can be undone; two decimals."""
    draw = random.Random(seed)

    def step(owner: int, number: int) -> Step:
        pair = -F(draw.randint(5, 100), 100), F(draw.randint(10, 200), 100)
        effect = pair if owner == 0 else pair[::-1]
        return Step(f"{owner}{number}", "", owner, effect, (F(0), F(0)), draw.random() < 0.6, ())

    one, two = (tuple(step(owner, k) for k in range(steps)) for owner in (0, 1))
    bonus = F(draw.randint(0, 100), 100), F(draw.randint(0, 100), 100)
    return Ladders(("us", "nk"), (F(1, 2), F(1, 2)), (F(0), F(0)), bonus, (F(-2), F(-2)), (one, two))


def delannoy(wide: int, high: int) -> int:
    """Number of orders of two ladders."""
    row = [1] * (high + 1)
    for _ in range(wide):
        new = [1]
        for k in range(high):
            new.append(new[k] + row[k] + row[k + 1])
        row = new
    return row[high]


def orders(left: tuple[int, int]) -> Iterator[Rounds]:
    """All of them."""
    if left == (0, 0):
        yield ()
    for movers in ((0,), (1,), (0, 1)):
        rest = left[0] - (0 in movers), left[1] - (1 in movers)
        if min(rest) >= 0:
            yield from ((movers, *later) for later in orders(rest))


def enumerated(ladders: Ladders) -> Fraction | None:
    """Least patience that any order needs, each judged by itself."""
    needs = (judge(ladders, rounds).needed for rounds in orders(ladders.size))
    return min((need for need in needs if need is not None), default=None)


@dataclass
class Measured:
    """Seconds of one call and what it gave."""

    ladders: Ladders
    time: float = 0.0
    found: BestRoadmap | None = None

    def search(self) -> Measured:
        def work() -> None:
            self.found = best_roadmap(self.ladders)

        self.time = seconds(work)
        return self

    @property
    def best(self) -> BestRoadmap:
        assert self.found is not None
        return self.found


def check(ladders: Ladders, best: BestRoadmap) -> None:
    """Both ways must agree, or their times mean nothing."""
    need, found = enumerated(ladders), best.roadmap and best.roadmap.needed
    assert best.proven
    assert need == found or (need is not None and found is not None and abs(need - found) < F(1, 10**8))


def row(steps: int, every_order: bool) -> tuple[tuple[str, ...], float]:
    """One size: the row, and the seconds that all orders took."""
    done = [Measured(random_ladders(steps, seed)).search() for seed in SEEDS]
    time = median(one.time for one in done)
    cells, slow = ("-", "-"), 0.0
    if every_order:
        slow = median(seconds(lambda one=one: check(one.ladders, one.best)) for one in done)  # type: ignore[misc]
        cells = (f"{slow:.3f}", f"{slow / time:.1f}")
    searches = median(one.best.searches for one in done)
    each = median(one.time / one.best.searches for one in done)
    points = max(one.best.points for one in done)
    proven = sum(one.best.proven for one in done)
    count = f"{delannoy(steps, steps):.4g}" if steps > 8 else str(delannoy(steps, steps))
    found = (f"{time:.3f}", *cells, f"{searches:.0f}", f"{each * 1e3:.1f}", str(points), f"{proven}/{len(done)}")
    return (f"{steps}x{steps}", count, *found), slow


def main() -> None:
    """Print the growth of both."""
    heading = ("steps", "orders", "search s", "all orders s", "ratio", "searches", "ms each", "points", "proven")
    best_roadmap(random_ladders(2, 0))
    rows, slow = [], 0.0
    for steps in (2, 3, 4, 5, 6, 8, 10, 12, 16, 24):
        # A step more a side has about six times the orders, each of them longer.
        cells, took = row(steps, every_order=slow * 7 < PATIENCE and steps < 8)
        slow = took or PATIENCE
        rows.append(cells)
    table("The best of all orders of n x n steps", [heading, *rows])


if __name__ == "__main__":
    main()
