"""Bimatrix games handed to lrsnash (Avis, Rosenberg, Savani and von Stengel 2010), where it is installed."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from fractions import Fraction
from pathlib import Path

Table = list[list[Fraction]]
Strategies = tuple[tuple[Fraction, ...], tuple[Fraction, ...]]

PROGRAM = shutil.which("lrsnash")


def write(path: Path, row: Table, column: Table) -> None:
    """The game in the form that lrsnash reads: sizes, then one table per player."""
    tables = "\n\n".join("\n".join(" ".join(map(str, line)) for line in side) for side in (row, column))
    path.write_text(f"{len(row)} {len(row[0])}\n\n{tables}\n", encoding="utf-8")


def run(path: Path) -> str:
    """What lrsnash prints for a file."""
    assert PROGRAM is not None
    return subprocess.run([PROGRAM, str(path)], check=True, capture_output=True, text=True).stdout


def extreme_equilibria(row: Table, column: Table) -> set[Strategies]:
    """All extreme equilibria, in rationals."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "game"
        write(path, row, column)
        text = run(path)
    found: set[Strategies] = set()
    waiting: list[tuple[Fraction, ...]] = []
    for line in text.splitlines():
        # A block is any number of strategies of the second player, then the first player's that goes with them all;
        # the last number is a payoff.
        kind, *numbers = line.split() or [""]
        if kind == "2":
            waiting.append(tuple(map(Fraction, numbers[:-1])))
        elif kind == "1":
            found |= {(tuple(map(Fraction, numbers[:-1])), other) for other in waiting}
            waiting = []
    return found
