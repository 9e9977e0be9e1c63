"""The block that repeats a matrix game: what it may say, and what is told about mistakes in it."""

from __future__ import annotations

from fractions import Fraction

import pytest

from sim.games import compile_scenario
from sim.games.repeated.repeated_game import RepeatedGame, from_repeated
from sim.scenario.fields import MAX_HORIZON
from sim.scenario.load import load
from sim.scenario.scenario import Matrix, Repeat
from tests.scenario.test_bad_input import problems

REPEATED = """\
format: 1
kind: matrix
title: Test
players:
  us: {actions: [disarm, arm], patience: 0.9}
  nk: {actions: [disarm, arm], patience: 3/5}
parameters: {many: 20}
payoffs:
  - [[3, 3], [0, 5]]
  - [[5, 0], [1, 1]]
repeat: {rounds: infinite}
"""


@pytest.mark.parametrize(
    ("written", "rounds"), [("infinite", None), ("'infinite'", None), ("1", 1), ("12", 12), ("many / 2", 10)]
)
def test_rounds_are_a_whole_number_or_without_end(written: str, rounds: int | None) -> None:
    scenario = load("r", text=REPEATED.replace("infinite", written))
    assert isinstance(scenario.game, Matrix)
    assert scenario.game.repeat == Repeat(rounds)
    assert scenario.form == "repeated matrix"
    game = compile_scenario(scenario)
    assert isinstance(game, RepeatedGame)
    assert (game.rounds, game.patience) == (rounds, (Fraction(9, 10), Fraction(3, 5)))


def test_without_the_block_nothing_is_repeated_and_patience_is_not_needed() -> None:
    text = REPEATED.replace("repeat: {rounds: infinite}\n", "").replace(", patience: 0.9", "")
    scenario = load("r", text=text)
    assert (scenario.form, scenario.game.repeat) == ("matrix", None)  # type: ignore[union-attr]
    assert not isinstance(compile_scenario(scenario), RepeatedGame)
    with pytest.raises(TypeError, match="repeated"):
        from_repeated(scenario)


WRONG = [
    (", patience: 0.9", "", 5, 7, "players.us.patience", "missing: in a repeated game each player needs its patience"),
    ("patience: 3/5", "patience: 1", 6, 42, "players.nk.patience", "not including 1, found 1"),
    ("patience: 3/5", "patience: -many", 6, 42, "players.nk.patience", "from 0"),
    ("infinite", "0", 11, 18, "repeat.rounds", f"from 1 to {MAX_HORIZON:,}, found 0"),
    ("infinite", "-3", 11, 18, "repeat.rounds", "found -3"),
    ("infinite", "2.5", 11, 18, "repeat.rounds", "infinite or a whole number of rounds from 1"),
    ("infinite", "many / 3", 11, 18, "repeat.rounds", "found 6.66667 (from 'many / 3')"),
    ("infinite", str(MAX_HORIZON + 1), 11, 18, "repeat.rounds", "found 1000001"),
    ("infinite", "infinit", 11, 18, "repeat.rounds", "did you mean 'infinite'?"),
    ("infinite", ".inf", 11, 18, "repeat.rounds", "finite number"),
    ("infinite", "[3]", 11, 18, "repeat.rounds", "a list"),
    ("infinite", "true", 11, 18, "repeat.rounds", "found true"),
    ("{rounds: infinite}", "{}", 11, 9, "repeat.rounds", "this key is missing"),
    ("{rounds: infinite}", "infinite", 11, 9, "repeat", "expected a mapping, found 'infinite'"),
    ("{rounds: infinite}", "[1]", 11, 9, "repeat", "expected a mapping, found a list"),
    ("{rounds:", "{round:", 11, 10, "repeat.round", "did you mean 'rounds'?"),
    ("repeat:", "repeats:", 11, 1, "repeats", "did you mean 'repeat'?"),
]


@pytest.mark.parametrize(("old", "new", "line", "column", "key", "word"), WRONG, ids=[w[1] or w[0] for w in WRONG])
def test_a_mistake_in_a_repeated_game_is_told_at_its_place(
    old: str, new: str, line: int, column: int, key: str, word: str
) -> None:
    assert old in REPEATED
    found = [p for p in problems(REPEATED.replace(old, new, 1)) if word in str(p)]
    assert [(p.line, p.column, p.key) for p in found] == [(line, column, key)]


def test_both_players_without_patience_are_told() -> None:
    text = REPEATED.replace(", patience: 0.9", "").replace(", patience: 3/5", "")
    assert [p.key for p in problems(text)] == ["players.us.patience", "players.nk.patience"]


def test_other_kinds_of_game_are_not_repeated() -> None:
    text = load("entry-deterrence").text + "repeat: {rounds: 2}\n"
    (problem,) = problems(text)
    assert (problem.key, "unknown key" in problem.message) == ("repeat", True)
