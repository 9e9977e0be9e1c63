"""The self-test: it finds the known answers, and it notices an engine that does not."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from sim.engine.concessions.subgame_perfect.solution import solve_stochastic
from sim.engine.matrix.bimatrix import bimatrix_equilibria
from sim.engine.matrix.correlated import correlated_equilibrium
from sim.study.known.answers import CHECKS
from sim.study.known.check import Check, CheckOutcome, run_check
from tests.cli.terminal import Run


def test_all_known_answers_are_found_and_each_has_its_line(detente: Run) -> None:
    done = detente("selftest")
    assert (done.code, done.err) == (0, "")
    lines = done.out.splitlines()
    assert len(lines) == len(CHECKS) + 1
    for check, line in zip(CHECKS, lines, strict=False):
        assert line.startswith(f"ok    {check.name} ({check.source}): expected ")
    assert lines[-1] == f"All {len(CHECKS)} known answers were found."


def test_quiet_says_only_that_all_is_well(detente: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sim.study.known.answers.CHECKS", CHECKS[:2])
    assert detente("selftest", "--quiet").out == "All 2 known answers were found.\n"


def test_the_document_has_the_numbers_expected_and_found(detente: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = [check for check in CHECKS if check.name.startswith(("Chicken", "Stripped-down poker", "Ultimatum"))]
    monkeypatch.setattr("sim.study.known.answers.CHECKS", asked)
    document = json.loads(detente("selftest", "--json").out)
    assert document["format"] == 1
    assert document["ok"] is True
    assert [entry["name"] for entry in document["checks"]] == [check.name for check in asked]
    poker = next(entry for entry in document["checks"] if "poker" in entry["name"])
    assert poker["expected"] == poker["found"] == [1 / 3, 2 / 3, 1 / 3]  # Reiley, Urbancic and Walker 2008


def loses_one(*arguments: Any, **options: Any) -> Any:
    found = bimatrix_equilibria(*arguments, **options)
    return replace(found, equilibria=found.equilibria[:-1])


def swaps_payoffs(row: Any, column: Any, **options: Any) -> Any:
    return bimatrix_equilibria(column, row, **options)


def light_off(row: Any, column: Any, aim: str = "welfare") -> Any:
    found = correlated_equilibrium(row, column, aim)
    return replace(found, payoffs=(found.payoffs[0] - 1e-6, found.payoffs[1]))


def pays_too_much(*arguments: Any) -> Any:
    found = solve_stochastic(*arguments)
    return replace(found, values=(found.values[0] + 1e-6, found.values[1]))


def breaks_down(*_: Any, **__: Any) -> Any:
    raise ZeroDivisionError("broken")


@pytest.mark.parametrize(
    ("where", "broken", "noticed"),
    [
        (
            "sim.engine.matrix.nash.bimatrix_equilibria",
            loses_one,
            ("Von Stengel", "Chicken", "Index sums", "Coordination"),
        ),
        ("sim.engine.matrix.nash.bimatrix_equilibria", swaps_payoffs, ("Battle of the sexes", "Inspection")),
        ("sim.engine.tree.subgame_perfect.bimatrix_equilibria", swaps_payoffs, ("Centipede", "Recursive inspection")),
        ("sim.engine.matrix.correlated.correlated_equilibrium", light_off, ("Traffic light",)),
        ("sim.engine.matrix.bargaining.bargaining", breaks_down, ("Bargaining in a triangle",)),
        ("sim.engine.matrix.quantal.follow", breaks_down, ("Matching pennies with errors",)),
        ("sim.engine.concessions.subgame_perfect.solve_stochastic", pays_too_much, ("Two concessions",)),
    ],
)
def test_a_broken_engine_is_noticed(
    detente: Run, monkeypatch: pytest.MonkeyPatch, where: str, broken: Any, noticed: tuple[str, ...]
) -> None:
    asked = [check for check in CHECKS if check.name.startswith(noticed)]
    monkeypatch.setattr("sim.study.known.answers.CHECKS", asked)
    monkeypatch.setattr(where, broken)
    done = detente("selftest", "--quiet")
    assert done.code == 1
    assert "known answers were not found" in done.err
    failed = [line for line in done.out.splitlines() if line.startswith("FAIL  ")]
    assert all(any(line[6:].startswith(name) for line in failed) for name in noticed), done.out


def test_the_document_says_that_an_answer_was_not_found(detente: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sim.study.known.answers.CHECKS", (*CHECKS[:1], Check("nothing", "nobody", breaks_down)))
    document = json.loads(detente("selftest", "--json").out)
    assert document["ok"] is False
    assert [entry["ok"] for entry in document["checks"]] == [True, False]


def test_no_engine_is_beyond_the_reach_of_the_checks() -> None:
    # Whatever a check computes, numbers that are off by more than rounding fail it, and so do numbers that are missing.
    for check in CHECKS:
        outcome = run_check(check)
        assert outcome.ok, check.name
        off = tuple(n + Fraction(1, 10**6) for n in outcome.found)
        assert not replace(outcome, found=off).ok
        assert not replace(outcome, found=outcome.found[:-1]).ok


def test_a_check_that_breaks_down_is_a_failure_with_its_reason() -> None:
    outcome = run_check(Check("nothing", "nobody", breaks_down))
    assert outcome == CheckOutcome(outcome.check, (), (), "ZeroDivisionError: broken")
    assert not outcome.ok
