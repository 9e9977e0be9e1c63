"""Tests of pages in a browser, one at a time, in another order each time."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from random import Random

from tests.soak.kills import ROOT, started
from tests.soak.outcome import Outcome

PYTEST = ("-m", "pytest", "-x", "-p", "no:cacheprovider", "--no-header")


def once(seed: str, number: int, folder: Path) -> Outcome:
    """Run a test."""
    outcome, tests = Outcome(), _tests()
    if not shutil.which("chromedriver") or not tests:
        return outcome
    order = list(tests)
    Random(f"browser {seed} {number // len(order)}").shuffle(order)
    name = order[number % len(order)]
    process = started(*PYTEST, "--basetemp", str(folder / "made"), name)
    out = ""
    try:
        out, _ = process.communicate(timeout=170)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, 9)  # the browser too, which it started
        process.communicate()
    outcome.expect(process.returncode == 0, f"fails: {name}", out[-6000:])
    outcome.counts["tests of pages in a browser"] += 1
    return outcome


@cache
def _tests() -> tuple[str, ...]:
    words = [sys.executable, *PYTEST, "--collect-only", "tests/browser"]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    return tuple(line for line in done.stdout.splitlines() if "::" in line)
