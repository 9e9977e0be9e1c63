"""Spoilt files and command lines: a unit is as many as there are cells of the fuzzer in a row of a hundred."""

from __future__ import annotations

from pathlib import Path

from tests.fuzz.kept import mutant_kept
from tests.fuzz.run import faults
from tests.fuzz.shrink import shrunk
from tests.soak.outcome import Finding, Outcome

AT_ONCE = 100


def once(seed: str, number: int, folder: Path) -> Outcome:
    """Try a row of mutants; the first of each kind that fails is made small."""
    del folder
    outcome, known = Outcome(), set()
    # The seed of the fuzzer is a whole number.
    for at, tried, fault in faults(int(seed), range(number * AT_ONCE, (number + 1) * AT_ONCE)):
        if fault.what in known:
            continue
        known.add(fault.what)
        small = shrunk(tried, fault.what)
        about = [f"drawn by: python -m tests.fuzz --seed {seed} --first {at} --mutants 1", fault.told]
        outcome.findings.append(Finding(fault.what, mutant_kept(small, about), "yaml"))
    outcome.counts["files and command lines tried"] += AT_ONCE
    return outcome
