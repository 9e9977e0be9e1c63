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


def paired(one: Callable[[], object], two: Callable[[], object], rounds: int = 9) -> tuple[float, float, float]:
    """Median seconds of both, and the median of the ratios pair by pair, after one warm-up each."""
    one(), two()
    pairs = [(seconds(one), seconds(two)) for _ in range(rounds)]
    return median(a for a, _ in pairs), median(b for _, b in pairs), median(a / b for a, b in pairs)


def table(title: str, rows: list[tuple[str, ...]]) -> None:
    """Print a table with a title; the first row is the heading."""
    print(f"\n{title}")
    widths = [max(len(row[k]) for row in rows) for k in range(len(rows[0]))]
    for row in rows:
        print(
            "  " + "  ".join(c.rjust(w) if k else c.ljust(w) for k, (c, w) in enumerate(zip(row, widths, strict=True)))
        )
