"""Commands that one waits for, in this version and in another: ``python -m benchmarks.versions FOLDER [WORD ...]``.

FOLDER is a checkout of the other version; with words only commands that have one of them in their name are run.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path

from benchmarks.games import DUTIES, HOSPITAL
from benchmarks.timing import processor_seconds, table

COMMANDS = {
    "map action-for-action": ("map", "action-for-action", "leakage", "relief_cost"),
    "map of a hospital strike": ("map", "hospital.yaml", "claim", "collapse"),
    "lesson action-for-action": ("lesson", "action-for-action", "--force"),
    "lesson, three sliders": ("lesson", "action-for-action", "--sliders", "leakage,pressure,relief_cost", "--force"),
    "run covert-production": ("run", "covert-production"),
    "sensitivity action-for-action": ("sensitivity", "action-for-action"),
    "run --all of duties": ("run", "duties.yaml", "--all"),
}


def row(name: str, other: Path, folder: Path) -> tuple[str, ...]:
    """Seconds of a command in both versions, and how many times as long the other one takes."""

    def once(version: Path) -> None:
        subprocess.run(
            [sys.executable, "-m", "sim", *COMMANDS[name]],
            check=True,
            stdout=subprocess.DEVNULL,
            cwd=folder,
            env={"PYTHONPATH": str(version)},
        )

    before, now = (processor_seconds(partial(once, version)) for version in (other, Path.cwd()))
    return name, f"{before:.1f}", f"{now:.1f}", f"{before / now:.1f}"


def main(other: Path, words: list[str]) -> None:
    """Print the table."""
    names = [name for name in COMMANDS if not words or any(word in name for word in words)]
    with tempfile.TemporaryDirectory() as folder:
        for file, text in (("hospital.yaml", HOSPITAL), ("duties.yaml", DUTIES)):
            (Path(folder) / file).write_text(text, encoding="utf-8")
        rows = [row(name, other, Path(folder)) for name in names]
    table("Processor seconds", [("command", "before", "now", "ratio"), *rows])


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve(), sys.argv[2:])
