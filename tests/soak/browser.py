"""Tests of pages in a browser, one at a time, in another order each time."""

from __future__ import annotations

import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from random import Random

from tests.soak.outcome import Outcome
from tests.soak.processes import ROOT, ended, started

LONGEST = 170.0
"""Seconds, most, of a test."""

PYTEST = ("-m", "pytest", "-x", "-p", "no:cacheprovider", "--no-header")


def once(seed: str, number: int, folder: Path) -> Outcome:
    """Run a test."""
    outcome, tests = Outcome(), _tests()
    order = list(tests)
    Random(f"browser {seed} {number // len(order)}").shuffle(order)
    name = order[number % len(order)]
    process = started(*PYTEST, "--basetemp", str(folder / "made"), name)
    code, out, err = ended(process, LONGEST)
    outcome.expect(code == 0, f"fails: {name}", out[-6000:] + err)
    outcome.counts["tests of pages in a browser"] += 1
    return outcome


def left_out() -> list[str]:
    """Why no page is looked at, if so."""
    return [] if shutil.which("chromedriver") else ["tests of pages in a browser: chromedriver is not installed"]


@cache
def _tests() -> tuple[str, ...]:
    words = [sys.executable, *PYTEST, "--collect-only", "tests/browser"]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    return tuple(line for line in done.stdout.splitlines() if "::" in line)
