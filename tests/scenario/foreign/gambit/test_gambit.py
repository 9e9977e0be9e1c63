"""Gambit's files: what is refused and where, how letters are read, and which names are given to what has none."""

from __future__ import annotations

import json
import time
from fractions import Fraction

import pytest

from sim.errors import Problem, ScenarioError
from sim.games import compile_scenario
from sim.games.matrix.strategic_form import StrategicForm
from sim.games.tree.game_tree import GameTree
from sim.scenario.foreign.gambit import from_gambit, imported
from sim.scenario.load import load
from sim.show.gambit import export

F = Fraction
EFG = 'EFG 2 R "t" { "A" "B" }\n'
NFG = 'NFG 1 R "t" { "A" "B" } '
MOVE = EFG + 'p "" 1 1 "" { "a" "b" } 0\n'


def refused(text: str | bytes) -> Problem:
    """What is wrong with a file, with the line shown being the one that it is about."""
    with pytest.raises(ScenarioError) as caught:
        imported("f", text.encode() if isinstance(text, str) else text)
    (problem,) = caught.value.problems
    assert 1 <= problem.line <= len(caught.value.text.splitlines()) + 1
    return problem


def tree(text: str) -> GameTree:
    game = compile_scenario(load("f", text=from_gambit("f", text)))
    assert isinstance(game, GameTree)
    return game


def matrix(text: str | bytes) -> StrategicForm:
    game = compile_scenario(load("f", text=imported("f", text.encode() if isinstance(text, str) else text).text))
    assert isinstance(game, StrategicForm)
    return game


# Gambit 17 refuses all of these as well, but for those about which it says in `tests/peers` what is stricter here.
DAMAGED = {
    "no file": ("", 1, 1, "expected 'EFG' or 'NFG', found the end of the file"),
    "another file": ("format: 1", 1, 1, "found 'format:'"),
    "an old version": (EFG.replace("2", "1"), 1, 5, "expected version 2 of the format EFG, found '1'"),
    "no title": ('EFG 2 R { "A" "B" }', 1, 9, "expected a title in quotes, found '{'"),
    "three players": (EFG.replace('"B"', '"B" "C"'), 1, 13, "expected a game of two players, found 3"),
    "a comma between players": (EFG.replace('" "', '", "'), 1, 18, "found ','"),
    "no tree": (EFG, 2, 1, "expected 'p', 'c' or 't', found the end of the file"),
    "an outcome without a brace": (MOVE + 't "" 1 "x" 1, 2 }\n', 3, 12, "expected '{', found '1'"),
    "an outcome without braces": (MOVE + 't "" 1 "x" 1 2\n', 3, 12, "expected '{', found '1'"),
    "an outcome without its last brace": (MOVE + 't "" 1 "x" { 1, 2\nt "" 1', 4, 1, "expected '}' behind two payoffs"),
    "round brackets": (MOVE + 't "" 1 "x" (1, 2)\n', 3, 12, "expected '{', found '(1'"),
    "a name without payoffs": (MOVE + 't "" 1 "x"\nt "" 1', 4, 1, "expected '{', found 't'"),
    "payoffs without a name": (MOVE + 't "" 1 { 1, 2 }\n', 3, 6, "the outcome 1 has no payoffs, here or before"),
    "an outcome that is nowhere": (MOVE + 't "" 3\n', 3, 6, "the outcome 3 has no payoffs, here or before"),
    "payoffs of outcome 0": (MOVE + 't "" 0 "x" { 1, 2 }\n', 3, 8, "expected nothing behind outcome 0"),
    "one payoff": (MOVE + 't "" 1 "x" { 1 }\n', 3, 16, "expected the second player's payoff, found '}'"),
    "no payoff": (MOVE + 't "" 1 "x" { }\n', 3, 14, "expected the first player's payoff, found '}'"),
    "three payoffs": (MOVE + 't "" 1 "x" { 1, 2, 3 }\n', 3, 20, "expected '}' behind two payoffs, found '3'"),
    "two commas": (MOVE + 't "" 1 "x" { 1,, 2 }\n', 3, 16, "expected the second player's payoff, found ','"),
    "an outcome stated twice": (
        MOVE + 't "" 1 "x" { 3, 1 }\nt "" 1 "x" { 5, 0 }\n',
        4,
        6,
        "the outcome 1 is stated otherwise in line 3",
    ),
    "an outcome of two names": (
        MOVE + 't "" 1 "x" { 3, 1 }\nt "" 1 "y" { 3, 1 }\n',
        4,
        6,
        "the outcome 1 is stated otherwise in line 3",
    ),
    "text after the tree": (MOVE + 't "" 0\nt "" 0\nt "" 0\n', 5, 1, "expected the end of the file behind the game"),
    "a tree that breaks off": (MOVE + 't "" 0\n', 4, 1, "expected another node, found the end of the file"),
    "an open quote": (MOVE + 't "" 1 "x { 1, 2 }\n', 3, 8, "the quote that opens here is not closed"),
    "a quote that closes in another line": (
        MOVE + 't "" 1 "x { 1, 2 }\nt "" 0\n',
        3,
        8,
        "expected the outcome's name on one line",
    ),
    "no player": (EFG + 'p "" 3 1 "" { "a" } 0\nt "" 0', 2, 6, "expected player 1 or 2, found 3"),
    "a broken number of a set": (EFG + 'p "" 1 1.5 "" { "a" } 0\nt "" 0', 2, 8, "a whole number, found '1.5'"),
    "a set that is nowhere": (EFG + 'p "" 1 1 0\nt "" 0', 2, 10, "expected the name of the information set in quotes"),
    "a set without actions": (EFG + 'p "" 1 1 "" { } 0', 2, 15, "expected at least one action in quotes, found '}'"),
    "actions without braces": (EFG + 'p "" 1 1 "" "a" "b" 0', 2, 13, "expected '{', found \"a\""),
    "a set of other actions": (
        MOVE + 'p "" 1 1 "" { "a" "c" } 0\nt "" 0\nt "" 0\nt "" 0',
        3,
        10,
        "the information set 1 is stated otherwise where it stands first",
    ),
    "chances below 1": (EFG + 'c "" 1 "" { "a" .33 "b" .66 } 0', 2, 8, "the chances add up to 0.99, not to 1"),
    "chances that are 1 in floats": (
        EFG + 'c "" 1 "" { "a" 0.1 "b" 0.90000000000000000001 } 0',
        2,
        8,
        "the chances add up to 1 plus 1e-20, not to 1",
    ),
    "a chance below 0": (EFG + 'c "" 1 "" { "a" -1 "b" 2 } 0', 2, 8, "a chance is below 0"),
    "an action without a chance": (EFG + 'c "" 1 "" { "a" "b" 1 } 0', 2, 17, "expected the chance of the action"),
    "a number in words": (MOVE + 't "" 1 "" { one, 2 }', 3, 13, "expected the first player's payoff, found 'one'"),
    "a division by zero": (MOVE + 't "" 1 "" { 1/0, 2 }', 3, 13, "division by zero"),
    "a plus sign": (MOVE + 't "" 1 "" { +1, 2 }', 3, 13, "found '+1'"),
    "infinity": (MOVE + 't "" 1 "" { inf, 2 }', 3, 13, "found 'inf'"),
    "other digits": (MOVE + 't "" 1 "" { \u0661, 2 }', 3, 13, "found '\u0661'"),
    "UTF-16": ("\ufeffEFG".encode("utf-16-le"), 1, 1, "expected text in UTF-8, found text in UTF-16"),
    "UTF-16 without a mark": (MOVE.encode("utf-16-be"), 1, 1, "expected text in UTF-8, found text in UTF-16BE"),
    "UTF-32": (NFG.encode("utf-32"), 1, 1, "expected text in UTF-8, found text in UTF-32"),
    "too few payoffs": (NFG + "{ 2 2 }\n1 1 0 0 2 2 3", 2, 14, "expected a payoff, found the end of the file"),
    "too many payoffs": (NFG + "{ 2 2 }\n1 1 0 0 2 2 3 3 4 4", 2, 17, "expected the end of the file behind 8 payoffs"),
    "payoffs with commas": (NFG + "{ 2 2 }\n1, 1, 0 0 2 2 3 3", 2, 2, "expected a payoff, found ','"),
    "three numbers of strategies": (NFG + "{ 2 2 2 }\n1", 1, 31, "expected '}' behind the strategies of two players"),
    "strategies of one player": (NFG + '{ { "a" } }\n1', 1, 35, "expected '{', found '}'"),
    "no strategies": (NFG + "{ 0 2 }\n1", 1, 27, "expected from 1 to 1000 strategies of a player, found 0"),
    "an outcome without a name": (NFG + "{ 1 1 }\n{ { 1, 2 } }\n1", 2, 5, "expected the outcome's name in quotes"),
    "an outcome of three payoffs": (NFG + '{ 1 1 }\n{ { "" 1, 2, 3 } }\n1', 2, 14, "expected '}' behind two payoffs"),
    "an outcome that is not listed": (NFG + '{ 1 1 }\n{ { "" 1, 2 } }\n2', 3, 1, "0 to 1, found 2"),
    "too few outcomes": (NFG + '{ 1 2 }\n{ { "" 1, 2 } }\n1', 3, 2, "expected 2 numbers of outcomes"),
}


@pytest.mark.parametrize(("text", "line", "column", "message"), DAMAGED.values(), ids=DAMAGED)
def test_a_damaged_file_is_refused_at_its_place(text: str | bytes, line: int, column: int, message: str) -> None:
    problem = refused(text)
    assert message in problem.message
    assert (problem.line, problem.column) == (line, column)


HOSTILE = {
    "1,000 million strategies": NFG + "{ 1000000000 1000000000 }\n1",
    "nine digits of strategies": NFG + "{ 2 999999999 }\n1",
    "strategies without end": NFG + "{ 1e999999999 2 }\n1",
    "a payoff without end": MOVE + 't "" 1 "" { 1e999999999, 2 }',
    "a payoff finely divided": MOVE + 't "" 1 "" { 1e-999999999, 2 }',
    "a payoff above 1e100": MOVE + 't "" 1 "" { 1e101, 2 }',
    "a million digits": MOVE + f't "" 1 "" {{ {"1" * 1_000_000}, 2 }}',
    "a million digits of a set": EFG + f'p "" 1 {"1" * 1_000_000} "" {{ "a" }} 0',
    "chances without a common denominator": EFG
    + 'c "" 1 "" { '
    + "".join(f'"{k}" 1/{10**99 + k} ' for k in range(5000))
    + "} 0",
    "a million quotes": EFG + 'p "' + '\\"' * 1_000_000,
    "a million labels": EFG + 'p "" 1 1 "" { ' + '"a" ' * 300_000 + "} 0",
    "a million players": 'EFG 2 R "t" { ' + '"A" ' * 300_000 + "}",
    "a million strategies": NFG + "{ { " + '"A" ' * 300_000 + "} }",
    "a million lines": EFG + "\n" * 1_000_000 + "x",
    "70,000 nodes": EFG + 'p "" 1 1 "" { "a" } 0\n' + 'p "" 1 1 0\n' * 70_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_what_would_not_end_is_refused_before_it_is_begun(text: str) -> None:
    start = time.perf_counter()
    refused(text)
    assert time.perf_counter() - start < 30, "each takes well under a second on an idle machine"


def test_numbers_are_what_they_are_in_every_spelling() -> None:
    spelt = "1/3 .5 -.5 5. 1e2 2E-1 1.5e1 007 -0 -2/4"
    game = matrix(NFG + "{ 5 1 }\n" + spelt)
    given = [value for pair in zip(game.row, game.column, strict=True) for side in pair for value in side]
    assert given == [F(1, 3), F(1, 2), F(-1, 2), F(5), F(100), F(1, 5), F(15), F(7), F(0), F(-1, 2)]


def test_chances_add_up_as_fractions_though_floats_do_not() -> None:
    # 0.1 + 0.2 + 0.7 and 49/49 are not 1 in floats, and seven times 1/7 written as decimals is not 1 at all.
    for given in ('"a" 0.1 "b" 0.2 "c" 0.7', " ".join(f'"{k}" 1/49' for k in range(49)), '"a" 1/3 "b" 2/3'):
        count = given.count('"') // 2
        game = tree(EFG + f'c "" 1 "" {{ {given} }} 0\n' + 't "" 0\n' * count)
        assert sum(game.nodes[0].chances) == 1


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_byte_order_marks_and_ends_of_lines_change_nothing(ends: str, mark: str) -> None:
    text = mark + NFG + "{ 2 2 }\n\n1 2 0 0 0 0 2 1\n"
    assert matrix(text.replace("\n", ends)) == matrix(NFG + "{ 2 2 }\n1 2 0 0 0 0 2 1")
    problem = refused((text + "x").replace("\n", ends))
    assert (problem.line, problem.column) == (4, 1)


def test_names_of_older_files_are_read_in_the_letters_of_western_europe_and_that_is_said() -> None:
    game = imported("f", 'NFG 1 R "Zürich" { "Señor" "Ångström" } { 1 1 } 1 2'.encode("latin-1"))
    scenario = load("f", text=game.text)
    assert scenario.title == "Zürich"
    assert [player.name for player in scenario.players] == ["Señor", "Ångström"]
    (note,) = game.notes
    assert "Windows-1252" in note
    assert imported("f", 'NFG 1 R "Zürich" { "A" "B" } { 1 1 } 1 2'.encode()).notes == ()


def test_a_set_without_a_name_is_never_taken_for_one_that_has_it() -> None:
    # Set 1 has no name and set 2 that which set 1 gets where nobody has it: two sets, not one.
    text = EFG + (
        'p "" 1 1 "" { "a" "b" } 0\n'
        'p "" 1 2 "set (1.1)" { "a" "b" } 0\n'
        't "" 1 "" { 1, 1 }\nt "" 2 "" { 0, 0 }\n'
        'p "" 1 3 "set (1.1) #2" { "a" "b" } 0\nt "" 1\nt "" 2\n'
    )
    names = list(tree(text).infosets)
    assert len(names) == 3
    assert names[1:] == ["set (1.1)", "set (1.1) #2"]


def test_names_that_both_players_use_are_told_apart() -> None:
    names = list(tree(MOVE.replace('""', '"x"') + 'p "" 2 1 "x" { "a" } 0\nt "" 0\nt "" 0\n').infosets)
    assert len(set(names)) == 2


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (["x", "x", "x 2"], ["x", "x 2 #2", "x 2"]),
        (["", "action 1"], ["action 1 #2", "action 1"]),
        (["", ""], ["action 1", "action 2"]),
        ([" ", "a"], ["action 1", "a"]),
    ],
)
def test_actions_get_numbers_that_meet_no_given_label(given: list[str], expected: list[str]) -> None:
    labels = " ".join(json.dumps(label) for label in given)
    text = EFG + f'p "" 1 1 "s" {{ {labels} }} 0\n' + 't "" 0\n' * len(given)
    assert list(tree(text).nodes[0].actions) == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ('"A" "A"', ["A", "A 2"]),
        ('"" "player 1"', ["player 1 #2", "player 1"]),
        ('"" ""', ["player 1", "player 2"]),
    ],
)
def test_players_are_told_apart(given: str, expected: list[str]) -> None:
    game = imported("f", f'NFG 1 R "t" {{ {given} }} {{ 1 1 }} 1 2'.encode())
    assert [player.name for player in load("f", text=game.text).players] == expected
    assert len(game.notes) == 1


def test_what_is_paid_on_the_way_is_added_up() -> None:
    text = EFG + 'p "" 1 1 "" { "a" "b" } 1 "toll" { -1, 1/2 }\nt "" 2 "" { 3, 3 }\nt "" 1\n'
    assert [node.payoffs for node in tree(text).nodes[1:]] == [(2, F(7, 2)), (-2, 1)]


@pytest.mark.parametrize("depth", [15, 16, 17, 33, 400])
def test_deep_trees_pass_every_check_and_are_the_same_when_they_come_back(depth: int) -> None:
    # A centipede with stops, whose payoffs name the node, and chance at every third move.
    lines = [EFG.rstrip()]
    for k in range(depth):
        kind = f'c "" {k + 1} "" {{ "stop" 1/3 "go" 2/3 }} 0' if k % 3 == 2 else ""
        lines.append(kind or f'p "" {k % 2 + 1} {k + 1} "" {{ "stop" "go" }} 0')
        lines.append(f't "" {k + 1} "" {{ {k}, {-k} }}')
    lines.append(f't "" {depth + 1} "" {{ {depth}, {-depth} }}')
    file = from_gambit("f", "\n".join(lines))
    assert ("nodes" in json.loads(file)) == (depth > 16)
    scenario = load("f", text=file)
    game = compile_scenario(scenario)
    assert isinstance(game, GameTree)
    assert [node.payoffs[0] for node in game.nodes if node.player is None] == list(range(depth + 1))
    assert len(game.nodes) == 2 * depth + 1
    again = tree(export(scenario, game, ".efg").text)
    assert again.nodes == game.nodes


def test_titles_may_hold_what_labels_may_not() -> None:
    text = imported("f", 'NFG 1 R "a\n\x07 b\x7f\u2028c\x85" { "A" "B" } { 1 1 } 1 2'.encode()).text
    assert load("f", text=text).title.startswith("a")
