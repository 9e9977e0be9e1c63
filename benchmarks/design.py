"""That no order and shares are better, by the search from the last round back and by a programme for each order."""

from __future__ import annotations

from dataclasses import replace
from statistics import median

from benchmarks.roadmaps import SEEDS, delannoy, orders, random_ladders
from benchmarks.timing import seconds, table
from sim.deadline import Deadline
from sim.engine.roadmaps.design.aims import Aim
from sim.engine.roadmaps.design.cutting import Cutting
from sim.engine.roadmaps.design.search import OrderSearch

SCORE = -0.3
"""Asked of every order: a patience of 0.3 is enough."""


def both(steps: int, seed: int) -> tuple[float, float]:
    """Seconds of the search, and of a programme for each order, with the lowest steps in two pieces."""
    ladders = random_ladders(steps, seed)
    one, two = ((replace(ladder[0], divisible=True), *ladder[1:]) for ladder in ladders.steps)
    ladders = replace(ladders, steps=(one, two))
    counts = (2,) + (1,) * (steps - 1)
    search = OrderSearch(Cutting(ladders, (counts, counts)), Aim("patience", ladders), True, Deadline(100))
    size, found = search.cutting.size, []
    fast = seconds(lambda: found.append(search.reaching(SCORE)))
    slow = seconds(lambda: found.append(next(filter(None, (search.of_order(r, SCORE) for r in orders(size))), None)))
    # Both must agree on whether there is one.
    assert (found[0] is None) == (found[-1] is None)
    return fast, slow


def main() -> None:
    """Print the growth of both."""
    rows: list[tuple[str, ...]] = [("steps", "orders", "search ms", "each order ms", "ratio", "ms per order, each")]
    for steps in (1, 2, 3):
        fast, slow = (median(times) for times in zip(*(both(steps, seed) for seed in SEEDS), strict=True))
        count = delannoy(steps + 1, steps + 1)
        cells = (f"{fast * 1e3:.1f}", f"{slow * 1e3:.1f}", f"{slow / fast:.1f}", f"{slow / count * 1e3:.2f}")
        rows.append((f"{steps}x{steps}", str(count), *cells))
    table("Whether any order and shares need a patience of 0.3 at most", rows)


if __name__ == "__main__":
    main()
