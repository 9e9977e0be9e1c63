"""Whatever stands under ``types``, loading the file gives a scenario or says what is wrong and where."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sim.games import compile_scenario
from sim.games.hidden.hidden_game import HiddenGame
from sim.scenario.scenario import Scenario
from tests.scenario.attempt import attempt

MATRIX = """format: 1
kind: matrix
title: t
players: {us: {actions: [u, d]}, nk: {actions: [l, r]}}
parameters: {x: {value: 1, min: 0, max: 5}, y: 2 * x}
payoffs: [[[1, x], [0, 0]], [[0, 0], [y, 1]]]
"""
TREE = """format: 1
kind: tree
title: t
players: {us: {}, nk: {}}
parameters: {x: {value: 1, min: 0, max: 5}, y: 1 / 2}
tree: {player: us, actions: {in: {player: nk, actions: {l: {payoffs: [x, 1]}, r: {payoffs: [0, 0]}}},
  out: {chance: {a: {probability: y, then: {payoffs: [1, 1]}}, b: {probability: 1 - y, then: {payoffs: [0, x]}}}}}}
"""
TALKS = """format: 1
title: t
players: {us: {patience: 0.9}, nk: {patience: 0.8}}
parameters: {x: {value: 1, min: 0, max: 5}, y: 1 / 2}
status_quo: {us: 0, nk: 0}
concessions: {us: [{id: a, effect: {us: -1, nk: x}}], nk: [{id: b, effect: {us: x, nk: -y}, verification: y}]}
actions: [concede, hold_out]
horizon: 2
"""
BASES = [MATRIX, TREE, TALKS]
KEYS = [
    "us",
    "nk",
    "un",
    "soft",
    "hard",
    "probability",
    "set",
    "name",
    "x",
    "y",
    "1",
    "~",
    "true",
    "[a]",
    "{}",
    "'a b'",
]
VALUES = [
    *("~", "", "[]", "{}", "[a, b]", "0", "1", "-1", "1/2", "2/3", "1/3", "x", "z", "true", ".nan", ".inf", "us", "'q"),
    *("10 ** 400", "10 ** -400", "1 / 3 ** 200", "1 / 0", "sqrt(-1)", "(((((1)))))", "1 +" * 200 + " 1", "9" * 5000),
]


def shapes(depth: int) -> st.SearchStrategy[str]:
    """YAML in braces and brackets, some of it as deep as types are written and deeper."""
    values = st.sampled_from(VALUES)
    if not depth:
        return values
    pairs = st.lists(st.tuples(st.sampled_from(KEYS), shapes(depth - 1)), max_size=3)
    mappings = pairs.map(lambda own: "{" + ", ".join(f"{k}: {v}" for k, v in own) + "}")
    lists = st.lists(shapes(depth - 1), max_size=2).map(lambda own: "[" + ", ".join(own) + "]")
    return mappings | mappings | lists | values


@st.composite
def nearly_right(draw: st.DrawFn) -> str:
    """Types of the right shape with values of any kind."""
    one = st.builds("{{probability: {}, set: {{{}: {}}}}}".format, *map(st.sampled_from, (VALUES, KEYS, VALUES)))
    side = st.lists(st.tuples(st.sampled_from(KEYS), one), min_size=1, max_size=3)
    sides = [(who, draw(side)) for who in draw(st.lists(st.sampled_from(["us", "nk"]), max_size=2))]
    return "{" + ", ".join(f"{who}: {{" + ", ".join(f"{k}: {v}" for k, v in own) + "}" for who, own in sides) + "}"


def equal_types(n: int) -> str:
    return "{nk: {" + ", ".join(f"t{k}: {{probability: 1/{n}, set: {{x: {k % 5}}}}}" for k in range(n)) + "}}"


@settings(max_examples=500)
@given(st.sampled_from(BASES), shapes(4) | nearly_right())
@example(TALKS, equal_types(9))
@example(MATRIX, "{nk: {a: {probability: 1 / 10 ** 300}, b: {probability: 1 - 1 / 10 ** 300}}}")
@example(TREE, "{nk: {a: {probability: 1}, a: {probability: 0}}}")
@example(TREE, "{us: &a {b: {probability: 1, set: *a}}}")
@example(TREE, "\n  - us\n  - nk")
def test_types_may_be_anything(base: str, types: str) -> None:
    text = base + f"types: {types}\n"
    result = attempt(text)
    if isinstance(result, Scenario):
        game = compile_scenario(result)
        assert isinstance(game, HiddenGame) == any(result.types)
        return
    lines = text.splitlines()
    for problem in result.problems:
        assert problem.message
        assert 1 <= problem.line <= len(lines) + 1
        assert problem.column >= 1
        assert str(result).startswith("any:")
    assert max(problem.line for problem in result.problems) >= base.count("\n"), str(result)


@pytest.mark.parametrize("base", BASES)
@pytest.mark.parametrize("n", [1, 2, 5, 6, 8, 9])
def test_many_types_are_solved_or_refused_with_a_place(base: str, n: int) -> None:
    result = attempt(base + f"types: {equal_types(n)}\n")
    if isinstance(result, Scenario):
        assert len(result.types[1]) == n
    else:
        assert all(p.line == base.count("\n") + 1 and p.key.startswith("types") for p in result.problems)
        assert n > 5
