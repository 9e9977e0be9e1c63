"""Whatever a file or an option holds, a command answers or says what is wrong: no traceback, warning or error of ours.

``make fuzz`` tries 20,000 mutants of the bundled files and small games with numbers at the edge, in some minutes;
without it as many as take some seconds. ``python -m tests.fuzz`` goes on for as long as is asked, and makes what fails
small.
"""

from __future__ import annotations

import os

import pytest

from tests.fuzz.attempt import Ended, Fault
from tests.fuzz.lines import Line
from tests.fuzz.mutants import bases
from tests.fuzz.run import Mutant, faults, mutant
from tests.fuzz.shrink import shrunk

MUTANTS = int(os.environ.get("MUTANTS", "240"))
PIECES = 8 if MUTANTS < 1000 else 200
SEED = 14


@pytest.mark.parametrize("piece", range(PIECES))
def test_no_command_fails_in_a_way_that_is_not_told(piece: int) -> None:
    numbers = range(piece * MUTANTS // PIECES, (piece + 1) * MUTANTS // PIECES)
    for number, tried, fault in faults(SEED, numbers):
        again = f"python -m tests.fuzz --seed {SEED} --first {number} --mutants 1"
        pytest.fail(f"{fault.what}\n{again}\ndetente {' '.join(tried.line)}\n{tried.text}\n{fault.told}")


def test_a_mutant_is_the_same_every_time_it_is_asked_for() -> None:
    assert mutant(SEED, 3) == mutant(SEED, 3)
    assert len({mutant(SEED, k).text for k in range(50)}) > 40


def test_what_fails_is_made_as_small_as_still_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault is planted: every file with a hazard above 1/2 that is explained."""

    def planted(line: Line, text: str) -> Ended:
        failed = line[0] == "explain" and "hazard: 0.9" in text
        return Ended(0, "", "", Fault("planted", "") if failed else None)

    monkeypatch.setattr("tests.fuzz.shrink.attempt", planted)
    text = next(text for text in bases() if "hazard" in text).replace("hazard: impatience", "hazard: 0.9")
    small = shrunk(Mutant(("explain", "FILE", "--depth", "brief", "--time-limit", "1"), text), "planted")
    assert small == Mutant(("explain", "FILE", "--time-limit", "1"), "breakdown: {hazard: 0.9}\n")
