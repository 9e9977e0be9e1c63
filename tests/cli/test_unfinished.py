"""A list of equilibria that was not finished says so wherever it is told, and is no certificate."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

import sim
from sim.scenario.gambit import from_gambit
from sim.scenario.load import load
from sim.show.gambit import to_efg
from tests.engine.tree.large_trees import poker

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.terminal import Run


@pytest.fixture
def cards(tmp_path: Path) -> str:
    """Kuhn's poker (1950): its strategic form of 27 by 64 cells is not listed in a tenth of the time."""
    path = tmp_path / "cards.yaml"
    text = to_efg(load("entry-deterrence"), poker(3))  # the scenario lends its title and the players' names
    path.write_text(from_gambit("cards", text), encoding="utf-8")
    return str(path)


@pytest.mark.parametrize("concept", ["nash", "bayes-nash", "pbe"])
def test_text_line_document_and_code_say_that_the_list_was_not_finished(detente: Run, cards: str, concept: str) -> None:
    asked = ("run", cards, "--solve", concept, "--time-limit", "8")
    line = detente(*asked, "--quiet")
    assert line.code == 0
    assert "at least" in line.out
    assert line.out.strip().endswith("perhaps not all.")
    told = json.loads(detente(*asked, "--json").out)
    assert told["complete"] is False
    assert told["equilibria"]
    assert all(entry["regret"] == 0 for entry in told["equilibria"])
    assert "was not finished" in told["notes"][0]
    assert any("may be others" in note for note in told["notes"])
    story = " ".join(detente(*asked).out.split())
    assert all(note in story for note in told["notes"])
    strict = detente(*asked, "--strict")
    assert strict.code == 1
    assert "the result is not certified (--strict)" in strict.err


@pytest.mark.parametrize("concept", ["nash", "bayes-nash", "pbe", "subgame-perfect"])
def test_in_python_it_is_not_certified_and_its_payoffs_are_the_value(cards: str, concept: str) -> None:
    result = sim.load(cards).solve(concept, time_limit=8)
    assert not result.certified
    assert not result.complete
    assert "Not certified" in result.certificate
    assert {round(18 * e["payoffs"][player], 9) for e in result.equilibria for player in e["payoffs"]} == {-1.0, 1.0}


def test_without_time_there_is_no_list_and_no_certificate(detente: Run) -> None:
    for concept in ("nash", "bayes-nash", "pbe"):
        done = detente("run", "stripped-down-poker", "--solve", concept, "--time-limit", "0")
        assert (done.code, done.out) == (1, "")
        assert "stopped after 0 seconds" in done.err
