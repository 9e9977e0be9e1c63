"""Paired timing: two things in turn, so that a machine that drifts drifts for both; medians and their ratio."""

from __future__ import annotations

import time
from collections.abc import Callable
from statistics import median


def seconds(work: Callable[[], object]) -> float:
    """Wall-clock seconds of one call."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def processor_seconds(work: Callable[[], object]) -> float:
    """Processor seconds, in the program and in the system, of the processes that one call starts and waits for."""
    import resource  # systems other than Windows have it

    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    work()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def paired(
    one: Callable[[], object],
    two: Callable[[], object],
    rounds: int = 9,
    measure: Callable[[Callable[[], object]], float] = seconds,
) -> tuple[float, float, float]:
    """Median seconds of both, and the median of the ratios pair by pair, after one warm-up each."""
    one(), two()
    pairs = [(measure(one), measure(two)) for _ in range(rounds)]
    return median(a for a, _ in pairs), median(b for _, b in pairs), median(a / b for a, b in pairs)


def table(title: str, rows: list[tuple[str, ...]]) -> None:
    """Print a table with a title; the first row is the heading."""
    print(f"\n{title}")
    widths = [max(len(row[k]) for row in rows) for k in range(len(rows[0]))]
    for row in rows:
        print(
            "  " + "  ".join(c.rjust(w) if k else c.ljust(w) for k, (c, w) in enumerate(zip(row, widths, strict=True)))
        )
