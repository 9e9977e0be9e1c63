"""Whatever a file or an option holds, a command answers or says what is wrong: no traceback, warning or error of ours.

``make fuzz`` tries 20,000 mutants of the bundled files and small games with numbers at the edge, in three minutes of
two processors; without it as many as take some seconds. Those whose numbers follow each other go through all commands,
concepts and forms in turn. ``python -m tests.fuzz`` goes on for as long as is asked, and makes what fails small.
"""

from __future__ import annotations

import os
import threading

import pytest

from sim.concepts import CONCEPTS
from tests.fuzz.attempt import Ended, Fault, attempt
from tests.fuzz.cells import SOLVING, cells
from tests.fuzz.lines import Line
from tests.fuzz.mutants import bases
from tests.fuzz.run import Mutant, fault_of, faults, mutant
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


HEAD = "format: 1\ntitle: t\n"
OFFERS = HEAD + "kind: offers\nplayers: {a: {patience: 0}, b: {patience: 0}}\nsurplus: 100\nrounds: infinite\n"
DECIDED = HEAD + "kind: tree\nplayers: {a: {}, b: {}}\ntree: {payoffs: [1, 1]}\n"
RENEGE = """\
format: 1
title: t
parameters: {p: {value: 0.5, min: 0, max: 1}}
players: {a: {patience: 0}, b: {patience: 0.5}}
status_quo: {a: 0.5, b: 1}
concessions: {a: [{id: x}], b: [{id: y}]}
breakdown: {payoff: {a: 3, b: 1 - p}, hazard: 1 - 1e-15}
horizon: 40
actions: [renege]
types: {b: {k: {probability: 0.5}, l: {probability: 0.5, set: {p: 1}}}}
"""


@pytest.mark.parametrize(
    ("line", "text"),
    [
        (("play", "FILE", "--hints", "--no-save", "--as", "b", "--seed", "1"), OFFERS),
        (("run", "FILE", "--solve", "pbe", "--json", "--time-limit", "1"), RENEGE),
        (
            ("run", "FILE", "--solve", "pbe", "--time-limit", "0"),
            "format: 1\ntitle: t\nkind: tree\nplayers: {a: {}, b: {}}\ntree: {payoffs: [1, 1]}\n",
        ),
    ],
    ids=["patience 0 at the table", "an ending that no float holds", "a tree in which nobody decides"],
)
def test_what_once_failed_is_told(line: Line, text: str) -> None:
    assert fault_of(Mutant(line, text)) is None


def test_every_command_on_files_has_its_turn_with_every_concept_of_every_form() -> None:
    from sim.cli.app import app

    own = {command.name or command.callback.__name__ for command in app.registered_commands if command.callback}
    assert {cell.command for cell in cells()} == own - {"catalog", "schema", "new", "selftest", "doctor", "watch"}
    solved = {(place.form, concept.name) for concept in CONCEPTS for place in concept.places}
    for command in SOLVING:
        assert {(cell.form, cell.concept) for cell in cells() if cell.command == command} >= solved


def test_a_mutant_is_the_same_every_time_it_is_asked_for() -> None:
    assert mutant(SEED, 3) == mutant(SEED, 3)
    assert len({mutant(SEED, k).text for k in range(50)}) > 40


def test_a_command_that_waits_for_ever_is_a_fault_and_says_where(monkeypatch: pytest.MonkeyPatch) -> None:
    """No processor is used while one waits, so that the limit of its time would never be reached."""

    def waits() -> None:
        threading.Event().wait(60.0)

    monkeypatch.setattr("tests.fuzz.attempt.main", waits)
    monkeypatch.setattr("tests.fuzz.attempt.WAITING", 0.2)
    fault = attempt(("sweep", "FILE"), "").fault
    assert fault is not None
    assert fault.what.startswith("waits for ever in ")
    assert "waits" in fault.told


def test_what_fails_is_made_as_small_as_still_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault is planted: every file with a hazard above 1/2 that is explained."""

    def planted(line: Line, text: str) -> Ended:
        failed = line[0] == "explain" and "hazard: 0.9" in text
        return Ended(0, "", "", Fault("planted", "") if failed else None)

    monkeypatch.setattr("tests.fuzz.run.attempt", planted)
    text = next(text for text in bases() if "hazard: impatience" in text).replace("hazard: impatience", "hazard: 0.9")
    small = shrunk(Mutant(("explain", "FILE", "--depth", "brief", "--time-limit", "1"), text), "planted")
    assert small == Mutant(("explain", "FILE", "--time-limit", "1"), "breakdown: {hazard: 0.9}\n")
