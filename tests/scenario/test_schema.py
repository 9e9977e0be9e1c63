"""The format: wrong types everywhere, keys of later versions, tables that do not fit, and the JSON Schema."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import jsonschema
import pytest
import yaml

from sim.errors import ScenarioError
from sim.scenario.catalog import entries
from sim.scenario.fields import MAX_HORIZON
from sim.scenario.kind import templates
from sim.scenario.load import load
from sim.scenario.scenario import Concessions, Scenario
from sim.scenario.schema import json_schema
from sim.scenario.source import read
from tests.scenario.attempt import attempt, fit_the_schema, plain
from tests.scenario.test_bad_input import GOOD, edited, problems

TEMPLATES = templates()

RELIEF = "{id: relief, effect: {us: -0.6, nk: 2}, reversible: true}"

WRONG = [
    ("title: Test", "title: [a]", 2, 8, "title", "expected text, found a list"),
    ("title: Test", "title: {a: b}", 2, 8, "title", "expected text, found a mapping"),
    ("title: Test", "title: true", 2, 8, "title", "expected text, found true"),
    ("title: Test", "title:", 2, 7, "title", "expected text, found nothing"),
    ("title: Test", "title: ' '", 2, 8, "title", "expected text, found ' '"),
    ("format: 1", "format: one", 1, 9, "format", "found 'one'"),
    ("format: 1", "format: [1]", 1, 9, "format", "found a list"),
    ("us: {name: United States, patience: 0.90}", "us: 0.9", 4, 7, "players.us", "expected a mapping, found 0.9"),
    ("us: {name: United States, patience: 0.90}", "us: [a]", 4, 7, "players.us", "expected a mapping, found a list"),
    ("us: {name: United States, patience: 0.90}", "us:", 4, 6, "players.us", "expected a mapping, found nothing"),
    (", patience: 0.90", "", 4, 7, "players.us.patience", "this key is missing"),
    ("0.90", "[0.9]", 4, 39, "players.us.patience", "found a list"),
    ("0.90", "true", 4, 39, "players.us.patience", "found true"),
    ("0.90", "1", 4, 39, "players.us.patience", "not including 1, found 1"),
    ("0.90", "1 + leakage", 4, 39, "players.us.patience", "found 1.2 (from '1 + leakage')"),
    ("0.90", ".NaN", 4, 39, "players.us.patience", "finite number, found .NaN"),
    ("{us: -3, nk: -pressure * (1 - leakage)}", "3", 9, 13, "status_quo", "expected a mapping, found 3"),
    ("{us: -3, nk: -pressure * (1 - leakage)}", "[3, 3]", 9, 13, "status_quo", "expected a mapping, found a list"),
    ("{us: -3,", "{usa: -3,", 9, 14, "status_quo.usa", "no player 'usa'"),
    ("us: -3,", "us: [3],", 9, 18, "status_quo.us", "a number or an expression, found a list"),
    ("us: -3,", "us: {a: 3},", 9, 18, "status_quo.us", "a number or an expression, found a mapping"),
    ("us: -3,", "us: false,", 9, 18, "status_quo.us", "a number or an expression, found false"),
    ("us: -3,", "us: '',", 9, 18, "status_quo.us", "a number or an expression, found ''"),
    ("us: -3,", "us: +.Inf,", 9, 18, "status_quo.us", "finite number, found +.Inf"),
    ("us: -3,", "us: 1 + .inf,", 9, 22, "status_quo.us", "found '.'"),
    (RELIEF, "relief", 13, 7, "concessions.us[1]", "expected a mapping, found 'relief'"),
    (RELIEF, "[relief]", 13, 7, "concessions.us[1]", "expected a mapping, found a list"),
    ("id: relief,", "", 13, 7, "concessions.us[1].id", "this key is missing"),
    ("id: relief", "id: [relief]", 13, 12, "concessions.us[1].id", "expected text, found a list"),
    ("id: relief", "id: a.b", 13, 12, "concessions.us[1].id", "identifier"),
    ("id: relief", 'id: "relief\\n"', 13, 12, "concessions.us[1].id", "identifier"),
    ("reversible: true", "revresible: true", 13, 47, "concessions.us[1].revresible", "did you mean 'reversible'?"),
    ("name: Testing freeze", "name: [x]", 15, 26, "concessions.nk[0].name", "expected text, found a list"),
    ("effect: {us: -0.6, nk: 2}", "effect: 3", 13, 28, "concessions.us[1].effect", "a mapping, found 3"),
    ("effect: {us: -0.6, nk: 2}", "once: [1]", 13, 26, "concessions.us[1].once", "a mapping, found a list"),
    ("effect: {us: -0.6, nk: 2}", "once: {cn: 2}", 13, 27, "concessions.us[1].once.cn", "no player 'cn'"),
    ("reversible: true", "reversible: [x]", 13, 59, "concessions.us[1].reversible", "true or false, found a list"),
    ("reversible: true", "reversible: ~", 13, 59, "concessions.us[1].reversible", "true or false, found nothing"),
    ("[nk.freeze]", "nk.freeze", 12, 61, "concessions.us[0].after", "expected a list, found 'nk.freeze'"),
    ("[nk.freeze]", "{nk: freeze}", 12, 61, "concessions.us[0].after", "expected a list, found a mapping"),
    ("[nk.freeze]", "[[nk.freeze]]", 12, 62, "concessions.us[0].after[0]", "player.step, found a list"),
    ("[nk.freeze]", "[3]", 12, 62, "concessions.us[0].after[0]", "player.step, found 3"),
    ("[nk.freeze]", "[~]", 12, 62, "concessions.us[0].after[0]", "player.step, found nothing"),
    ("[nk.freeze]", "[cn.freeze]", 12, 62, "concessions.us[0].after[0]", "did you mean 'nk.freeze'?"),
    ("[nk.freeze]", "[nk.freeze.x]", 12, 62, "concessions.us[0].after[0]", "no step 'nk.freeze.x'"),
    ("[nk.freeze]", "[us.declaration]", 12, 61, "concessions.us[0].after", "us.declaration -> us.declaration"),
    ("[nk.freeze]", "[us.relief]", 12, 61, "concessions.us[0].after", "a step also waits for the one below it"),
    ("  us:\n    -", "  usa:\n    -", 11, 3, "concessions.usa", "did you mean 'us'?"),
    ("{us: 0.9, nk: 0.4}", "[1, 2]", 16, 12, "agreement", "expected a mapping, found a list"),
    ("{us: 0.9, nk: 0.4}", "1", 16, 12, "agreement", "expected a mapping, found 1"),
    ("{payoff: {us: -4, nk: -4}, hazard: 0.05}", "3", 17, 12, "breakdown", "expected a mapping, found 3"),
    ("{payoff: {us: -4, nk: -4}, hazard: 0.05}", "[]", 17, 12, "breakdown", "expected a mapping, found a list"),
    ("payoff: {us: -4, nk: -4}", "payoff: -4", 17, 21, "breakdown.payoff", "expected a mapping, found -4"),
    ("payoff: {us: -4, nk: -4}", "payoff: {us: -4}", 17, 21, "breakdown.payoff", "none for 'nk'"),
    ("payoff: {us: -4, nk: -4}, ", "", 17, 12, "breakdown.payoff", "this key is missing"),
    ("0.05", "-0.01", 17, 47, "breakdown.hazard", "from 0 to 1, found -0.01"),
    ("0.05", "1.000001", 17, 47, "breakdown.hazard", "from 0 to 1, found 1.000001"),
    ("0.05", ".inf", 17, 47, "breakdown.hazard", "finite number, found .inf"),
    ("0.05", "[0.05]", 17, 47, "breakdown.hazard", "a chance for each of the 12 rounds, found 1"),
    ("simultaneous", "[simultaneous]", 18, 8, "moves", "expected an order of moves, found a list"),
    ("moves: simultaneous", "first: usa", 18, 8, "first", "did you mean 'us'?"),
    ("moves: simultaneous", "first: [us]", 18, 8, "first", "a list"),
    ("moves: simultaneous", "actions: concede", 18, 10, "actions", "expected a list, found 'concede'"),
    ("moves: simultaneous", "actions: []", 18, 10, "actions", "at least 1"),
    ("moves: simultaneous", "actions: [concede, concede]", 18, 10, "actions", "'concede' stands twice"),
    ("moves: simultaneous", "actions: [[concede]]", 18, 11, "actions[0]", "expected an action, found a list"),
    ("moves: simultaneous", "actions: [hold out]", 18, 11, "actions[0]", "did you mean 'hold_out'?"),
    ("moves: simultaneous", "sources: x", 18, 10, "sources", "expected a list, found 'x'"),
    ("moves: simultaneous", "sources: [[x]]", 18, 11, "sources[0]", "expected text, found a list"),
    ("moves: simultaneous", "summary: {a: b}", 18, 10, "summary", "expected text, found a mapping"),
    ("moves: simultaneous", "kind: [matrix]", 18, 7, "kind", "found a list"),
    ("moves: simultaneous", "kind: {matrix: 1}", 18, 7, "kind", "found a mapping"),
    ("moves: simultaneous", "kind:", 18, 6, "kind", "found nothing"),
    ("moves: simultaneous", "kind: 3", 18, 7, "kind", "found 3"),
    ("moves: simultaneous", "kind: true", 18, 7, "kind", "found true"),
    ("horizon: 12", "horizon: [12]", 19, 10, "horizon", "found a list"),
    ("horizon: 12", "horizon: true", 19, 10, "horizon", "found true"),
    ("horizon: 12", "horizon: -3", 19, 10, "horizon", "from 1 to 1,000,000, found -3"),
    ("horizon: 12", f"horizon: {MAX_HORIZON + 1}", 19, 10, "horizon", "from 1 to 1,000,000"),
    ("horizon: 12", "horizon: 1e30", 19, 10, "horizon", "from 1 to 1,000,000, found 1e30"),
    ("horizon: 12", "horizon: 10 / 4", 19, 10, "horizon", "whole number of rounds"),
    ("horizon: 12", "horizon: .inf", 19, 10, "horizon", "finite number, found .inf"),
    ("horizon: 12\n", "", 1, 1, "horizon", "this key is missing"),
]


@pytest.mark.parametrize(("old", "new", "line", "column", "key", "word"), WRONG, ids=[w[1] or w[0] for w in WRONG])
def test_a_value_of_the_wrong_type_or_range_is_told_once_at_its_place(
    old: str, new: str, line: int, column: int, key: str, word: str
) -> None:
    (problem,) = problems(edited(old, new))
    assert (problem.line, problem.column, problem.key) == (line, column, key)
    assert word in str(problem)


@pytest.mark.parametrize(
    ("block", "column", "word"),
    [
        ("players: [us, nk]", 10, "expected a mapping, found a list"),
        ("players: us", 10, "expected a mapping, found 'us'"),
        ("players:", 9, "expected a mapping, found nothing"),
        ("players: {}", 10, "exactly two players, found 0"),
        ("players: {us: {patience: 0}}", 10, "exactly two players, found 1"),
        ("players: {us: {patience: 0}, nk: {patience: 0}, cn: {patience: 0}}", 10, "exactly two players, found 3"),
    ],
)
def test_without_two_players_nothing_else_is_complained_about(block: str, column: int, word: str) -> None:
    (problem,) = problems(edited(GOOD[GOOD.index("players:") : GOOD.index("\nparameters:")], block))
    assert (problem.line, problem.column, problem.key) == (3, column, "players")
    assert word in problem.message


@pytest.mark.parametrize("bad", ["7up", "a b", "a.b", '"us\\n"', '""'])
def test_a_player_needs_an_identifier(bad: str) -> None:
    text = GOOD.replace("us:", f"{bad}:").replace("nk.freeze", "nk.freeze")
    first = problems(text)[0]
    assert (first.line, first.column) == (4, 3)
    assert first.message.startswith("expected an identifier of letters from a to z")


NUMBERS = ["us: -3,", "us: -0.6,", "us: 0.9,", "payoff: {us: -4,", "hazard: 0.05", "patience: 0.90", "horizon: 12"]


@pytest.mark.parametrize("old", NUMBERS)
@pytest.mark.parametrize("value", ["10 ** 400", "-10 ** 400", "1e400", "1 / 10 ** 400"])
def test_numbers_beyond_floats_are_taken_or_refused(old: str, value: str) -> None:
    text = edited(old, old.rpartition(" ")[0] + " " + value + ("," if old.endswith(",") else ""))
    result = attempt(text)
    assert isinstance(result, Scenario) or len(result.problems) == 1


def test_a_horizon_may_have_no_end() -> None:
    game = load("t", text=edited("horizon: 12", "horizon: infinite")).game
    assert isinstance(game, Concessions)
    assert game.horizon is None


TABLE = [
    ("  - [[3, 3], [0, 2]]\n", "", 10, 3, "payoffs", "expected 2 rows, one per action of the first player, found 1"),
    ("[[3, 3], [0, 2]]", "[[3, 3]]", 10, 5, "payoffs[0]", "expected 2 cells, one per action of the second player"),
    ("[[3, 3],", "[[3, 3, 3],", 10, 6, "payoffs[0][0]", "expected a cell [first, second], found 3 numbers"),
    ("[[3, 3],", "[[],", 10, 6, "payoffs[0][0]", "expected a cell [first, second], found 0 numbers"),
    ("[[3, 3],", "[3,", 10, 6, "payoffs[0][0]", "expected a list, found 3"),
    ("[[3, 3], [0, 2]]", "3", 10, 5, "payoffs[0]", "expected a list, found 3"),
    ("[[3, 3], [0, 2]]", "{a: b}", 10, 5, "payoffs[0]", "expected a list, found a mapping"),
    ("[[3, 3],", "[[a, 3],", 10, 7, "payoffs[0][0][0]", "no parameter 'a' (the file has no parameters"),
    ("[[3, 3],", "[[3, 1 / 0],", 10, 14, "payoffs[0][0][1]", "division by zero"),
    ("[[3, 3],", "[[.nan, 3],", 10, 7, "payoffs[0][0][0]", "finite number, found .nan"),
    ("[[3, 3],", "[[3, true],", 10, 10, "payoffs[0][0][1]", "found true"),
    ("[concede, hold out]", "[concede, concede]", 7, 38, "players.us.actions", "'concede' stands twice"),
    ("[concede, hold out]", "[]", 7, 38, "players.us.actions", "at least 1"),
    ("[concede, hold out]", "concede", 7, 38, "players.us.actions", "expected a list, found 'concede'"),
    (", actions: [concede, hold out]", "", 7, 7, "players.us.actions", "this key is missing"),
    ("actions: [", "patience: 1, actions: [", 7, 39, "players.us.patience", "not including 1"),
    ("kind: matrix", "kind: matrix\nhorizon: 3", 5, 1, "horizon", "unknown key 'horizon'"),
    ("kind: matrix", "kind: matrix\nrepeat: 3", 5, 9, "repeat", "expected a mapping, found 3"),
]


@pytest.mark.parametrize(("old", "new", "line", "column", "key", "word"), TABLE, ids=[f"{t[0]}-{t[1]}" for t in TABLE])
def test_a_table_that_does_not_fit_is_told_at_its_place(
    old: str, new: str, line: int, column: int, key: str, word: str
) -> None:
    assert old in TEMPLATES["matrix"]
    (problem,) = problems(TEMPLATES["matrix"].replace(old, new, 1))
    assert (problem.line, problem.column, problem.key) == (line, column, key)
    assert word in str(problem)


def test_a_misspelt_table_is_told_as_missing_and_as_unknown() -> None:
    assert [(p.line, p.key, p.hint) for p in problems(TEMPLATES["matrix"].replace("payoffs:", "payofs:"))][-1] == (
        9,
        "payofs",
        "did you mean 'payoffs'?",
    )


@pytest.mark.parametrize("labels", ["[yes, no]", "[on, off]", "[1, 2]", "[0.1, 0.10]", "['true', 'null']"])
def test_action_labels_are_taken_as_they_are_written(labels: str) -> None:
    game = load("m", text=TEMPLATES["matrix"].replace("[concede, hold out]", labels, 1)).game
    assert game.actions[0] == tuple(labels[1:-1].replace("'", "").split(", "))  # type: ignore[union-attr,comparison-overlap]


SIX = [
    ("format: 1", "format: 2"),
    ("patience: 0.85", "patience: 1"),
    ("- leakage)", "- leakge)"),
    ("nk.freeze", "nk.frieze"),
    ("agreement:", "agreemnt:"),
    ("horizon: 12", "horizon: 1.5"),
]


def test_six_mistakes_in_a_file_are_told_at_once_in_order_of_place() -> None:
    text = GOOD
    for old, new in SIX:
        text = text.replace(old, new, 1)
    assert [(p.line, p.column, p.key) for p in problems(text)] == [
        (1, 9, "format"),
        (5, 37, "players.nk.patience"),
        (9, 43, "status_quo.nk"),
        (12, 62, "concessions.us[0].after[0]"),
        (16, 1, "agreemnt"),
        (19, 10, "horizon"),
    ]


@pytest.mark.parametrize(
    ("written", "column"),
    [
        ("-pressure * (1 - leakge)", 43),
        ("'-pressure * (1 - leakge)'", 44),
        ('"-pressure * (1 - leakge)"', 44),
        ("&cost -pressure * (1 - leakge)", 49),
        ("!!str -pressure * (1 - leakge)", 49),
    ],
)
def test_the_column_of_an_unknown_name_lies_inside_the_expression(written: str, column: int) -> None:
    (problem,) = problems(edited("-pressure * (1 - leakage)", written))
    assert (problem.line, problem.column) == (9, column)
    assert problem.hint == "did you mean 'leakage'?"


@pytest.mark.parametrize("deep", [20, 39])
def test_an_expression_is_refused_for_depth_only_beyond_the_depth_it_names(deep: int) -> None:
    text = edited("us: 0.9,", f"us: {'(' * deep}1{')' * deep},")
    result = attempt(text)
    if isinstance(result, ScenarioError):
        assert deep > int(result.problems[0].message.partition("more than ")[2].split()[0])


@pytest.mark.parametrize(
    ("expression", "word"),
    [
        ("(" * 10_000 + "1" + ")" * 10_000, "at most 500 characters"),
        ("1" + " + 1" * 3000, "at most 500 characters"),
        ("(" * 200 + "1" + ")" * 200, "nested more than"),
        ("1 ** " * 80 + "1", "nested more than"),
        ("abs(" * 80 + "1" + ")" * 80, "nested more than"),
    ],
)
def test_an_expression_that_is_too_long_or_too_deep_is_refused(expression: str, word: str) -> None:
    (problem,) = problems(edited("us: 0.9,", f"us: {expression},"))
    assert (problem.line, problem.key) == (16, "agreement.us")
    assert word in problem.message


@pytest.mark.parametrize("number", ["9" * 99, "0." + "9" * 99, "1e-99", "-" * 200 + "7"])
def test_long_numbers_are_taken_exactly(number: str) -> None:
    game = load("f", text=edited("us: 0.9,", f"us: {number},")).game
    assert isinstance(game, Concessions)
    assert game.agreement[0] == Fraction(number.replace("--", ""))


@pytest.mark.parametrize("circle", ["[us.b]", "[nk.d]"], ids=["ladder", "other ladder"])
def test_a_circle_through_the_order_of_the_ladders_is_written_out(circle: str) -> None:
    start = GOOD.index("concessions:")
    stop = GOOD.index("agreement:")
    ladders = (
        "concessions:\n"
        f"  us:\n    - {{id: a, after: {circle}}}\n    - {{id: b}}\n"
        "  nk:\n    - {id: c, after: [us.a]}\n    - {id: d}\n"
    )
    (problem,) = problems(GOOD[:start] + ladders + GOOD[stop:])
    assert problem.line in (12, 15)
    steps = problem.message.rpartition(": ")[2].split(" -> ")
    assert steps[0] == steps[-1]
    assert "us.a" in steps


TEXTS = {**TEMPLATES, "test": GOOD, **{e.name: e.path.read_text(encoding="utf-8") for e in entries()}}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_the_json_schema_takes_what_loads(text: str) -> None:
    fit_the_schema(plain(read("f", text.encode()).data))


@pytest.mark.parametrize(
    "change",
    [
        {"agreemnt": 1},
        {"format": 2},
        {"kind": "offers"},
        {"horizon": []},
        {"horizon": None},
        {"moves": "at once"},
        {"players": []},
        {"players": {"us": {"patience": 0.5}}},
        {"status_quo": 3},
        {"title": ""},
        {"concessions": {"us": [{"name": "no id"}]}},
        {"concessions": {"us": [{"id": "a", "efect": {}}]}},
        {"actions": ["wait"]},
        {"roadmaps": {"a": [[]]}},
        {"punishment": "war"},
        {"parameters": {"x": {"value": 1, "mn": 0}}},
    ],
    ids=str,
)
def test_the_json_schema_refuses_what_does_not_load(change: dict[str, Any]) -> None:
    wrong = plain(read("f", GOOD.encode()).data) | change
    with pytest.raises(jsonschema.ValidationError):
        fit_the_schema(wrong)
    with pytest.raises(ScenarioError):
        load("f", text=yaml.safe_dump(wrong, sort_keys=False))


def test_every_key_of_the_json_schema_is_described() -> None:
    definitions = json_schema()["$defs"]
    bare = [
        f"{m}.{k}" for m, d in definitions.items() for k, v in d.get("properties", {}).items() if "description" not in v
    ]
    assert not bare
