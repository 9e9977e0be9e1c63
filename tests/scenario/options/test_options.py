"""Files of kind options: statements, orders and points; what cannot be is said with its place."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.errors import ScenarioError
from sim.scenario.idle import idle
from sim.scenario.load import load
from sim.scenario.options.conflict import Options
from sim.scenario.options.statements import Statement, parse_statement

FILE = """\
format: 1
kind: options
title: Test
players:
  us:
    options: {relief: {}, strike: {irreversible: true}}
    prefers: ["nk.freeze", "!us.strike"]
  nk:
    options: {freeze: {lapses: true}, test: {}}
    prefers: {points: "2 * relief"}
infeasible: ["nk.freeze & nk.test"]
status_quo: [nk.test]
"""
FILE = FILE.replace("2 * relief", "2 * us.relief")


def game(text: str) -> Options:
    found = load("t", text=text).game
    assert isinstance(found, Options)
    return found


def test_every_key_arrives() -> None:
    found = game(FILE)
    assert [(o.id, o.owner, o.irreversible, o.lapses) for o in found.options] == [
        ("relief", 0, False, False),
        ("strike", 0, True, False),
        ("freeze", 1, False, True),
        ("test", 1, False, False),
    ]
    assert len(found.states) == 12
    assert found.status_quo == 8


def test_earlier_statements_outweigh_all_later_ones() -> None:
    found = game(FILE)
    level = dict(zip(found.states, found.prefers[0].levels, strict=True))
    freeze, strike, both = 4, 2, 6
    assert level[freeze] > level[both] > level[0] > level[strike]


def test_an_option_may_be_named_without_its_party_wherever_one_is_named() -> None:
    short = FILE.replace("us.relief", "relief").replace("status_quo: [nk.test]", "status_quo: [test]")
    assert game(short) == game(FILE)
    order = "{order: [[[nk.freeze]], [[us.strike, nk.freeze], []], [[us.strike]]]}"
    small = (
        FILE.replace("relief: {}, ", "").replace(", test: {}", "").replace('infeasible: ["nk.freeze & nk.test"]\n', "")
    )
    small = small.replace("status_quo: [nk.test]", "").replace('{points: "2 * us.relief"}', order)
    assert game(small.replace("us.strike", "strike").replace("nk.freeze", "freeze")) == game(small)


def test_where_several_parties_have_an_option_so_called_the_party_is_asked_for() -> None:
    text = FILE.replace("relief: {}", "test: {}").replace("us.relief", "us.test")
    with pytest.raises(ScenarioError, match=r"several parties have an option 'test' \(write us.test or nk.test\)"):
        load("t", text=text.replace("status_quo: [nk.test]", "status_quo: [test]"))


def test_a_status_quo_that_is_left_out_and_cannot_be_asks_for_one() -> None:
    text = FILE.replace("status_quo: [nk.test]", "").replace("nk.freeze & nk.test", "!nk.freeze & !nk.test")
    with pytest.raises(ScenarioError, match=r"in which nothing is taken, is not feasible .* status_quo: \[nk.freeze\]"):
        load("t", text=text)


def test_points_count_as_an_order() -> None:
    found = game(FILE)
    assert set(found.prefers[1].levels) == {0, 1}


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('"nk.freeze", "!us.strike"', '"nk.frieze"', "there is no option 'nk.frieze'"),
        ('"nk.freeze", "!us.strike"', '"nk.freeze &"', "the statement ends where"),
        ('"nk.freeze", "!us.strike"', '"nk.freeze and us.strike"', "'and' is written &"),
        ('"nk.freeze", "!us.strike"', '"relief iff freeze"', "found 'iff' where '&', '|', '->' or '<->' is expected"),
        ('"nk.freeze", "!us.strike"', '"relief iff freeze"', "('if and only if' is written <->)"),
        ('"nk.freeze", "!us.strike"', '"if relief then test"', "no option 'if' ('if ... then' is written ->)"),
        ("status_quo: [nk.test]", "status_quo: [nk.test, nk.freeze]", "the status quo is not feasible"),
        ("status_quo: [nk.test]", "status_quo: [tset]", "there is no option 'tset'"),
        ("status_quo: [nk.test]", "status_quo: [[nk.test]]", "expected an option as party.option"),
        ('{points: "2 * us.relief"}', "{order: [[[]]]}", "feasible states are missing"),
        ('{points: "2 * us.relief"}', "{order: [[[]], [[]]], points: '1'}", "expected statements, order or points"),
        ('{points: "2 * us.relief"}', '{points: "us.peace"}', "there is no option 'us.peace'"),
        ('{points: "2 * us.relief"}', '{points: "1 / us.relief"}', "divi"),
        ('["nk.freeze & nk.test"]', '["true"]', "no state is left"),
        ("lapses: true", "lapses: maybe", "there is no parameter 'maybe'"),
        ("{relief: {}, strike: {irreversible: true}}", "[relief, strike]", "(write {relief: {}, strike: {}})"),
        ("relief: {}", "relief: Lift sanctions", "found 'Lift sanctions' (write {name: Lift sanctions})"),
        ('["nk.freeze", "!us.strike"]', '"nk.freeze"', "found 'nk.freeze' (write ['nk.freeze'])"),
        ('{points: "2 * us.relief"}', "{order: [[us.relief], [us.strike]]}", "expected a state, as a list of the"),
        ("lapses: true", "laps: true", "unknown key 'laps'"),
    ],
)
def test_what_is_wrong_is_said(old: str, new: str, told: str) -> None:
    assert old in FILE
    with pytest.raises(ScenarioError) as caught:
        load("t", text=FILE.replace(old, new))
    assert told in str(caught.value)


def test_one_to_eight_parties_and_not_more() -> None:
    players = "\n".join(f"  p{k}: {{options: {{o: {{}}}}, prefers: ['p{k}.o']}}" for k in range(9))
    with pytest.raises(ScenarioError, match="two to eight players, found 9"):
        load("t", text=f"format: 1\nkind: options\ntitle: T\nplayers:\n{players}\n")


def test_a_parameter_in_points_is_used_and_one_that_is_not_is_idle() -> None:
    text = FILE.replace("players:", "parameters: {w: 3, unused: 1}\nplayers:", 1).replace("2 * us", "w * us")
    assert [problem.key for problem in idle(load("t", text=text))] == ["parameters.unused"]


def test_statements_that_never_tell_states_apart_are_idle() -> None:
    text = FILE.replace('"!us.strike"', '"nk.freeze -> !nk.test"')
    assert [problem.key for problem in idle(load("t", text=text))] == ["players.us.prefers[1]"]


NAMES = ("a.x", "a.y", "b.z")


@st.composite
def statements(draw: Any, depth: int = 3) -> tuple[str, Any]:
    """A statement as text, and as a function of the options taken."""
    sign = draw(st.sampled_from(("option", "!", "&", "|", "->", "<->"))) if depth else "option"
    if sign == "option":
        name = draw(st.sampled_from(NAMES))
        return name, lambda taken: name in taken
    one, f = draw(statements(depth - 1))
    if sign == "!":
        return f"!({one})", lambda taken: not f(taken)
    two, g = draw(statements(depth - 1))
    joined = {
        "&": lambda taken: f(taken) and g(taken),
        "|": lambda taken: f(taken) or g(taken),
        "->": lambda taken: not f(taken) or g(taken),
        "<->": lambda taken: f(taken) == g(taken),
    }[sign]
    return f"({one}) {sign} ({two})", joined


@given(statements())
def test_statements_hold_where_they_are_true(made: tuple[str, Any]) -> None:
    text, true = made
    bits = {name: k for k, name in enumerate(NAMES)}
    states = np.arange(8, dtype=np.int64)
    held = parse_statement(text, NAMES).holds(states, bits)
    assert parse_statement(str(parse_statement(text, NAMES)), NAMES).holds(states, bits).tolist() == held.tolist()
    assert held.tolist() == [true({n for n, k in bits.items() if s >> k & 1}) for s in range(8)]


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("a.x & a.y | b.z", "(a.x & a.y) | b.z"),
        ("!a.x & a.y", "(!a.x) & a.y"),
        ("a.x | a.y -> b.z", "(a.x | a.y) -> b.z"),
        ("a.x -> a.y -> b.z", "a.x -> (a.y -> b.z)"),
        ("a.x <-> a.y -> b.z", "a.x <-> (a.y -> b.z)"),
        ("x & z", "a.x & b.z"),
    ],
)
def test_signs_bind_as_the_grammar_says(text: str, same: str) -> None:
    one: Statement = parse_statement(text, NAMES)
    assert one == parse_statement(same, NAMES)
