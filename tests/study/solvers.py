"""Solvers that stand in for the real one, importable by the processes that tests start."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from sim.study.record import BATCH, Chunk, StudyFile

Solver = Callable[[Any], Chunk]


def quick(file: StudyFile, names: tuple[str, ...]) -> Solver:
    """Answers that are sums of the point's values, at once."""
    words = np.array(["agreement", "both hold out", "nk walks away"], dtype=object)

    def solve(values: Any) -> Chunk:
        total = values.sum(axis=1)
        ending = words[(total * 10).astype(int) % 3]
        kind = np.full(len(values), "unique", dtype=object)
        return Chunk(
            np.stack([total, -total], axis=1),
            ending,
            np.where(ending == "agreement", 6.0, np.nan),
            kind,
            np.full(len(values), BATCH, dtype=np.uint8),
        )

    return solve


def slow(file: StudyFile, names: tuple[str, ...]) -> Solver:
    """The same, with a pause for every piece."""

    def solve(values: Any) -> Chunk:
        time.sleep(0.15)
        return quick(file, names)(values)

    return solve


def fatal(file: StudyFile, names: tuple[str, ...]) -> Solver:
    """The same, but the point (0.5, 0.5) takes the process down; so does (0.25, 0.25), the first time."""

    def solve(values: Any) -> Chunk:
        once = Path(file.file)
        if (values == 0.25).all(axis=1).any() and not once.exists():
            once.touch()
            os._exit(9)
        if (values == 0.5).all(axis=1).any():
            os._exit(9)
        return quick(file, names)(values)

    return solve


def faulty(file: StudyFile, names: tuple[str, ...]) -> Solver:
    """The same, but a point whose first value is 0.5 brings out a fault."""

    def solve(values: Any) -> Chunk:
        if (values[:, 0] == 0.5).any():
            raise KeyError("a fault")
        return quick(file, names)(values)

    return solve
