"""Bimatrix games: our exact enumeration against Gambit's, and batches of stage games against nashpy in a loop."""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
import warnings
from fractions import Fraction
from pathlib import Path
from statistics import median

import nashpy
import numpy as np

from benchmarks.timing import seconds, table
from sim.engine.matrix.bimatrix import bimatrix_equilibria
from sim.engine.matrix.stage_games import batch_equilibria
from tests.peers import lrs
from tests.peers.gambit import extreme_equilibria

Table = list[list[Fraction]]

GAMBIT = 8
"""Actions a side up to which Gambit is timed."""

LARGE = {f"identity {n} by {n}": f"[[[F(i == j) for j in range({n})] for i in range({n})]] * 2" for n in (12, 15)} | {
    f"random {n} by {n}": f"[decimals(random.Random(s), {n}) for s in (1, 2)]" for n in (16, 30, 100)
}
"""Games by their name, as what makes both tables."""

WORK = """
import random, resource, time
from fractions import Fraction as F
from benchmarks.bimatrix import decimals
from sim.engine.matrix.bimatrix import bimatrix_equilibria
row, column = {game}
start = time.perf_counter()
found = bimatrix_equilibria(row, column)
taken = time.perf_counter() - start
print(len(found.equilibria), "yes" if found.complete else "no", f"{{taken:.1f}}",
      resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""
"""What a process does with a game; resource counts in KiB on Linux."""

FEW = 200
"""Games that nashpy is timed on."""


def decimals(draw: random.Random, n: int) -> Table:
    """A random n by n table with three decimals."""
    return [[Fraction(round(draw.gauss(0, 1) * 1000), 1000) for _ in range(n)] for _ in range(n)]


def lrsnash(row: Table, column: Table) -> float | None:
    """Seconds that lrsnash takes, process start and all; None where it is not installed."""
    if lrs.PROGRAM is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "game"
        lrs.write(path, row, column)
        return seconds(lambda: lrs.run(path))


def enumeration() -> None:
    """Random square games: exact enumeration, ours, Gambit's and that of lrsnash, in turn."""
    rows = [("n", "ours ms", "Gambit rational ms", "ours / Gambit", "lrsnash ms", "ours / lrsnash")]
    for n in (3, 4, 5, 6, 7, 8, 10, 12):
        draw = random.Random(n)
        ours, theirs, marks = [], [], []
        for _ in range(9 if n < 8 else 5):
            row, column = decimals(draw, n), decimals(draw, n)
            ours.append(seconds(lambda r=row, c=column: bimatrix_equilibria(r, c, second_opinion=False)))
            if n <= GAMBIT:
                theirs.append(seconds(lambda r=row, c=column: extreme_equilibria(r, c)))
            marks.append(lrsnash(row, column))
        known = [m for m in marks if m is not None]
        rows.append((str(n), f"{median(ours) * 1e3:.1f}", *_beside(ours, theirs), *_beside(ours, known)))
    table("All equilibria of random n by n games, medians; lrsnash with the start of its process", rows)


def _beside(ours: list[float], theirs: list[float]) -> tuple[str, str]:
    """Median milliseconds of another program, and the median of the ratios game by game."""
    if not theirs:
        return "-", "-"
    ratio = median(a / b for a, b in zip(ours, theirs, strict=True))
    return f"{median(theirs) * 1e3:.1f}", f"{ratio:.3f}"


def large() -> None:
    """Games with very many equilibria, and games of which one is found; in processes of their own, for their memory."""
    rows = [("game", "equilibria", "all", "s", "MiB", "lrsnash s")]
    for name, work in LARGE.items():
        made = subprocess.run(
            [sys.executable, "-c", WORK.format(game=work)], check=True, capture_output=True, text=True
        ).stdout.split()
        row, column = eval(work, {"F": Fraction, "decimals": decimals, "random": random})
        mark = lrsnash(row, column) if "identity" in name else None
        rows.append((name, *made, "-" if mark is None else f"{mark:.1f}"))
    table("Large games", rows)


def batches() -> None:
    """Small stage games by the thousand against nashpy's support enumeration called in a loop."""
    rows = [("shape", "batch µs per game", "nashpy µs per game", "times as fast", "left to rationals")]
    for shape in ((2, 2), (2, 3), (3, 3)):
        draw = np.random.default_rng(1)
        many = 20_000
        row, column = draw.normal(size=(many, *shape)), draw.normal(size=(many, *shape))
        every = np.ones((many, shape[0]), dtype=bool), np.ones((many, shape[1]), dtype=bool)
        found = batch_equilibria(row, column, *every)
        ours = median(seconds(lambda r=row, c=column, e=every: batch_equilibria(r, c, *e)) for _ in range(5)) / many

        def loop(row: np.ndarray = row, column: np.ndarray = column) -> None:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                for a, b in zip(row[:FEW], column[:FEW], strict=True):
                    list(nashpy.Game(a, b).support_enumeration())

        theirs = median(seconds(loop) for _ in range(3)) / FEW
        name = "x".join(map(str, shape))
        rows.append(
            (name, f"{ours * 1e6:.2f}", f"{theirs * 1e6:.0f}", f"{theirs / ours:.0f}", f"{found.unclear.mean():.2%}")
        )
    table("Stage games", rows)


def main() -> None:
    """Print all tables."""
    enumeration()
    large()
    batches()


if __name__ == "__main__":
    main()
