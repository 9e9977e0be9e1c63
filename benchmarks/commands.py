"""Whole commands against the imports they cannot do without."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.games import ladder_game
from benchmarks.timing import paired, processor_seconds, table

SCENARIOS = {
    "action-for-action": 1.0,
    **dict.fromkeys(("chicken", "stag-hunt", "von-stengel"), 1.15),
    **dict.fromkeys(("alternating-offers", "entry-deterrence", "ultimatum"), 0.65),
}
"""Most that a scenario may take, as a share of what it takes to import NumPy and nashpy: concessions; matrix games;
games that need no solver of bimatrix games."""


def python(*arguments: str) -> None:
    """Run this Python in a process of its own."""
    subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL)


def main() -> None:
    """Print the ratios that the project promises, beside their limits."""
    engines, typer = "import numpy, nashpy", "import typer, rich.table"
    with tempfile.TemporaryDirectory() as folder:
        large = Path(folder) / "large.yaml"
        large.write_text(ladder_game(4, 200), encoding="utf-8")
        cases = [
            ("detente --help", ["--help"], typer, 1.0),
            *((f"detente run {name}", ["run", name], engines, limit) for name, limit in SCENARIOS.items()),
            ("detente run, 4 by 4 steps, 200 rounds", ["run", str(large)], engines, 3.0),
        ]
        rows = [("command", "ms", "against", "ms", "ratio", "at most")]
        for name, arguments, reference, limit in cases:
            ours, theirs, ratio = paired(
                lambda a=arguments: python("-m", "sim", *a),
                lambda r=reference: python("-c", r),
                measure=processor_seconds,
            )
            rows.append((name, f"{ours * 1e3:.0f}", reference, f"{theirs * 1e3:.0f}", f"{ratio:.2f}", f"{limit}"))
    table("Commands, processor time, medians of 9 pairs", rows)


if __name__ == "__main__":
    main()
