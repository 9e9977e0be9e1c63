"""Messages: how they read, and in which order they come."""

from __future__ import annotations

import time

import pytest

from sim.errors import MOST_PROBLEMS, Problem, ScenarioError, nearest
from sim.scenario.load import load


def test_a_message_starts_with_a_place_that_editors_can_jump_to() -> None:
    assert str(Problem("a.yaml", 3, 7, "moves", "expected x", "do y")) == "a.yaml:3:7: moves: expected x (do y)"


def test_what_is_not_known_is_left_out_of_a_message() -> None:
    assert str(Problem("a.yaml", 0, 0, "", "there is no such file")) == "a.yaml: there is no such file"
    assert str(Problem("a.yaml", 1, 1, "", "the file is empty")) == "a.yaml:1:1: the file is empty"


def test_problems_come_in_order_of_place_and_each_once() -> None:
    early, late, later = (Problem("a", line, column, "k", "m") for line, column in [(2, 9), (10, 1), (10, 2)])
    error = ScenarioError([later, early, late, early], "text")
    assert error.problems == (early, late, later)
    assert str(error).splitlines() == [str(early), str(late), str(later)]
    assert error.text == "text"


def test_a_near_word_is_suggested_and_without_one_the_known_words_are_listed() -> None:
    assert nearest("horizn", ["format", "horizon"]) == "did you mean 'horizon'?"
    assert nearest("xyz", ["format", "horizon"]) == "known here: format, horizon"
    assert nearest("xyz", []) == ""


def test_a_long_list_of_known_words_is_not_read_out() -> None:
    assert nearest("xyz", [f"step_{k}" for k in range(26)]) == ""


MANY = 3000
BASE = "format: 1\nkind: tree\ntitle: t\nplayers: {us: {}, nk: {}}\ntree:\n  player: us\n  actions:\n"
MISTAKES = {
    "numbers": BASE + "".join(f"    a{k}: {{payoffs: [1, q{k}]}}\n" for k in range(MANY)),
    "keys": BASE + "".join(f"    a{k}: {{payofs: [1, 1]}}\n" for k in range(MANY)),
    "players": BASE
    + "".join(f"    a{k}: {{player: u{k}, actions: {{x: {{payoffs: [1, 1]}}}}}}\n" for k in range(MANY)),
    "ways": BASE
    + "".join(f"    a{k}: {{to: knot {k}}}\n" for k in range(MANY))
    + "nodes:\n"
    + "".join(f"  node {k}: {{payoffs: [1, 1]}}\n" for k in range(MANY)),
    "twice": BASE + "    a: {payoffs: [1, 1]}\n" * MANY,
    "parameters": "parameters:\n"
    + "".join(f"  p{k}: q{k}\n" for k in range(MANY))
    + BASE
    + "    a: {payoffs: [1, 1]}\n",
    "steps": "format: 1\ntitle: t\nplayers: {us: {patience: .9}, nk: {patience: .9}}\nhorizon: 3\nconcessions:\n  us:\n"
    + "".join(f"    - {{id: s{k}, efect: {{}}, after: [us.zz{k}]}}\n" for k in range(900))
    + "  nk: []\n",
}


@pytest.mark.parametrize("text", MISTAKES.values(), ids=MISTAKES)
def test_of_thousands_of_mistakes_the_first_are_told_within_seconds(text: str) -> None:
    start = time.perf_counter()
    with pytest.raises(ScenarioError) as caught:
        load("f", text=text)
    assert time.perf_counter() - start < 30, "each takes about a second on an idle machine"
    *told, last = caught.value.problems
    assert len(told) == MOST_PROBLEMS
    assert last.message == "there are more mistakes from here on"
    assert [p.line for p in told] == sorted(p.line for p in told)
    assert last.line >= told[-1].line
    assert told[0].line == min(p.line for p in told)


def test_a_hundred_mistakes_are_told_in_full() -> None:
    with pytest.raises(ScenarioError) as caught:
        load("f", text=BASE + "".join(f"    a{k}: {{payoffs: [1, q{k}]}}\n" for k in range(MOST_PROBLEMS)))
    assert [p.key for p in caught.value.problems] == [f"tree.actions.a{k}.payoffs[1]" for k in range(MOST_PROBLEMS)]
