"""Messages: how they read, and in which order they come."""

from __future__ import annotations

from sim.errors import Problem, ScenarioError, nearest


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
