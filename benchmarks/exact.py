"""What computes exactly: now, with Fractions in place of GMP's rationals, and as an earlier version did it.

``python -m benchmarks.exact [COMMIT]`` takes the earlier version from the history of the checkout. All three run in
processes of their own and take turns, so that a machine that drifts drifts for all of them.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

from benchmarks.timing import table

BEFORE = "f3fca2b"
"""The last version that computed with Fractions alone, unless another is asked for."""

ROUNDS = 5

ROOT = Path(__file__).resolve().parent.parent

FRACTIONS = "import fractions, types, sys; sys.modules['gmpy2'] = types.SimpleNamespace(mpq=fractions.Fraction)"
"""Run first where Fractions are to compute: what takes GMP's rationals takes them instead."""

WORK = """
import importlib, random, sys, time
from fractions import Fraction
import sim

def tables(n, seed):
    draw = random.Random(seed)
    return [[[Fraction(round(draw.gauss(0, 1) * 1000), 1000) for _ in range(n)] for _ in range(n)] for _ in range(2)]

def enumerate_all(n, games):
    try:
        module = importlib.import_module("sim.engine.matrix.bimatrix")
    except ImportError:
        module = importlib.import_module("sim.engine.bimatrix")
    for seed in range(games):
        module.bimatrix_equilibria(*tables(n, seed), second_opinion=False, time_limit=None)

JOBS = {
    "all": lambda: sim.load("action-for-action").solve(every=True, time_limit=None),
    "8": lambda: enumerate_all(8, 5),
    "12": lambda: enumerate_all(12, 1),
    "tree": lambda: sim.load("covert-production").solve("pbe", time_limit=None),
}
for name in sys.stdin:
    start = time.process_time()
    JOBS[name.strip()]()
    print(time.process_time() - start, flush=True)
"""
"""What each version does when it reads the name of a computation; it tells the processor seconds."""

COMPUTATIONS = [
    ("all subgame-perfect payoffs of action-for-action", "all", None),
    ("all equilibria of five random 8x8 games", "8", None),
    ("all equilibria of a random 12x12 game", "12", None),
    ("largest bundled tree (covert-production)", "tree", None),
    ("the same, with one thread of BLAS", "tree", "1"),
]


class Version:
    """A process that computes what it is asked to, with the code of a folder."""

    def __init__(self, folder: Path, first: str = "", threads: str | None = None) -> None:
        surroundings = os.environ | {"PYTHONPATH": str(folder)}
        if threads:
            surroundings["OPENBLAS_NUM_THREADS"] = threads
        self.process = subprocess.Popen(
            [sys.executable, "-c", f"{first}\n{WORK}"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=folder,
            env=surroundings,
        )

    def seconds(self, name: str) -> float:
        """Processor seconds of one computation."""
        assert self.process.stdin
        assert self.process.stdout
        print(name, file=self.process.stdin, flush=True)
        return float(self.process.stdout.readline())

    def close(self) -> None:
        """Let the process end."""
        self.process.communicate()


def compared(before: Path) -> None:
    """Print the table."""
    rows = [("computation", "before s", "in Fractions s", "now s", "before / now", "Fractions / now")]
    for title, name, threads in COMPUTATIONS:
        versions = [Version(before, "", threads), Version(ROOT, FRACTIONS, threads), Version(ROOT, "", threads)]
        for version in versions:
            version.seconds(name)  # loads what it needs
        taken = [[version.seconds(name) for version in versions] for _ in range(ROUNDS)]
        for version in versions:
            version.close()
        medians = [f"{median(column):.3f}" for column in zip(*taken, strict=True)]
        ratios = [f"{median(line[k] / line[2] for line in taken):.1f}" for k in (0, 1)]
        rows.append((title, *medians, *ratios))
    table(f"Exact computations, medians of {ROUNDS} turns", rows)


def main(commit: str = BEFORE) -> None:
    """Take the earlier version out of the history for as long as it is needed."""
    with tempfile.TemporaryDirectory() as folder:
        before = Path(folder) / "before"
        git = ["git", "-C", str(ROOT), "worktree"]
        made = subprocess.run([*git, "add", "--quiet", "--detach", str(before), commit], check=False)
        if made.returncode:
            print(f"\nExact computations: {commit} is not in the history of this checkout")
            return
        try:
            compared(before)
        finally:
            subprocess.run([*git, "remove", "--force", str(before)], check=True)


if __name__ == "__main__":
    main(*sys.argv[1:2])
