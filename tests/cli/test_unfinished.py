"""A list of equilibria that was not finished says so wherever it is told, and is no certificate."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

import sim
from sim.scenario.foreign.gambit import from_gambit
from sim.scenario.load import load
from sim.show.gambit import to_efg
from tests.engine.tree.large_trees import poker
from tests.show.concessions.test_unfound import CIRCLES

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


@pytest.fixture
def signals(tmp_path: Path) -> str:
    """Eleven types, each with two signals: 2,048 pure strategies, which is more than are listed."""

    def sent(k: int, signal: int) -> dict[str, object]:
        replies = {str(r): {"payoffs": [(k * r + 3 * signal) % 7, (k + r + signal) % 5]} for r in range(2)}
        return {"player": "b", "infoset": f"sees {signal}", "actions": replies}

    types = {
        str(k): {
            "probability": "1/11",
            "then": {"player": "a", "infoset": f"type {k}", "actions": {f"s{s}": sent(k, s) for s in range(2)}},
        }
        for k in range(11)
    }
    data = {"format": 1, "kind": "tree", "title": "Signals", "players": {"a": {}, "b": {}}, "tree": {"chance": types}}
    path = tmp_path / "signals.yaml"
    path.write_text(json.dumps(data), encoding="utf-8")
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
    assert "the result is not certified: the list may lack some (--strict)" in strict.err


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


LISTS = [
    # All equilibria are asked for: 1 where the list may lack some, whatever cut it short.
    ("signals", "nash", 1),  # 2,048 strategies: the strategic form is too large, so that one is found
    ("signals", "bayes-nash", 1),
    ("signals", "pbe", 1),  # found one at a time
    ("princess-bride", "pbe", 1),  # a connected set of Nash equilibria, between the corners of which nobody looked
    ("princess-bride", "nash", 0),
    ("beer-quiche", "pbe", 0),
    ("chicken", "nash", 0),
    # One is asked for: that there are others takes nothing from it.
    ("signals", "subgame-perfect", 0),
    ("beer-quiche", "subgame-perfect", 0),
    ("stalled", "subgame-perfect", 0),
    ("chicken", "quantal", 0),
    ("mixed-commitment", "stackelberg", 0),
    ("repeated-prisoners-dilemma", "repeated", 0),
]


@pytest.mark.parametrize(("name", "concept", "code"), LISTS)
def test_strict_fails_where_all_are_asked_for_and_some_may_lack(
    detente: Run, signals: str, name: str, concept: str, code: int
) -> None:
    """Whether the limit was one of time, of memory or of size makes no difference, nor which concept it is."""
    done = detente("run", signals if name == "signals" else name, "--solve", concept, "--strict", "--json")
    assert done.code == code
    told = json.loads(done.out)
    assert told["equilibria"]
    if code:
        assert told["complete"] is False
        assert told["notes"]
        assert "the list may lack some (--strict)" in done.err


def test_strict_fails_where_all_payoffs_are_asked_for_and_some_may_lack(detente: Run) -> None:
    # Selten's horse has a whole set of equilibria, but the tree is one subgame: its corners are all that is listed.
    assert detente("run", "seltens-horse", "--all", "--strict").code == 0
    # In this one the set is in a subgame, and what it pays there is free between the corners.
    assert detente("run", "ultimatum", "--all", "--strict").code == 1


def test_a_matrix_game_too_large_to_list_is_no_certificate_but_what_is_listed_was_checked(
    detente: Run, tmp_path: Path
) -> None:
    rows = [[[i * i * 7 % 31 * (j + 3) % 29, (i + 5) * j * j % 37] for j in range(30)] for i in range(30)]
    names = [str(k) for k in range(30)]
    data = {"format": 1, "kind": "matrix", "title": "Large", "players": {p: {"actions": names} for p in "ab"}}
    path = tmp_path / "large.yaml"
    path.write_text(json.dumps(data | {"payoffs": rows}), encoding="utf-8")
    done = detente("run", str(path), "--strict", "--json", "--time-limit", "2")
    assert done.code == 1
    assert json.loads(done.out)["complete"] is False
    result = sim.load(path).solve(time_limit=2)
    assert not result.certified
    assert result.solution.checked
    assert "what is listed was checked" in result.certificate


def test_no_markov_perfect_equilibrium_is_a_failure_only_where_a_certificate_is_asked_for(
    detente: Run, tmp_path: Path
) -> None:
    path = tmp_path / "circles.yaml"
    path.write_text(json.dumps(CIRCLES), encoding="utf-8")
    quiet = detente("run", str(path), "--quiet")
    assert quiet.code == 0
    assert quiet.out.endswith("Over all equilibria a deal is impossible.\n")
    strict = detente("run", str(path), "--json", "--strict")
    assert strict.code == 1
    assert "not certified" in strict.err
    assert json.loads(strict.out)["verdict"]["deal"] == "impossible"
    explained = detente("explain", str(path))
    assert (explained.code, explained.out) == (1, "")
    assert "no Markov perfect equilibrium was found" in explained.err
