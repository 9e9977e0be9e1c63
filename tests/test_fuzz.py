"""Whatever a file or an option holds, a command answers or says what is wrong: no traceback, warning or error of ours.

``make fuzz`` tries 20,000 mutants of the bundled files and small games with numbers at the edge, in some minutes;
without it as many as take some seconds. ``python -m tests.fuzz`` goes on for as long as is asked, and makes what fails
small.
"""

from __future__ import annotations

import os

import pytest

from tests.fuzz.run import faults, mutant

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
