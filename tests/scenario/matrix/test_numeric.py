"""Actions that are numbers: read, named, refused in words, and payoffs worked out as the plain evaluation has them."""

from __future__ import annotations

import math
from collections import deque
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.errors import ScenarioError
from sim.scenario.cells import evaluate_cells, line_of, rows_of
from sim.scenario.expressions.exact import evaluate
from sim.scenario.expressions.grammar import ExpressionError
from sim.scenario.load import load
from sim.scenario.matrix.numeric import written
from sim.scenario.scenario import Matrix

FILE = """
format: 1
kind: matrix
title: Demands
parameters: {{cake: 10}}
players:
  one: {{actions: {first}}}
  two: {{actions: {second}}}
payoffs: {{one: "{one}", two: "{two}"}}
"""


def made(
    first: str = "{demand: 0:10:1}",
    second: str = "{demand: 0:10:1}",
    one: str = "demand * (one.demand + two.demand <= cake)",
    two: str = "demand * (one.demand + two.demand <= cake)",
) -> Matrix:
    game = load("x.yaml", text=FILE.format(first=first, second=second, one=one, two=two)).game
    assert isinstance(game, Matrix)
    return game


def refused(**parts: str) -> str:
    with pytest.raises(ScenarioError) as caught:
        made(**parts)
    return str(caught.value)


def test_a_name_without_a_player_is_the_own_number() -> None:
    game = made()
    for i in range(11):
        for j in range(11):
            assert game.payoffs[i][j] == ((i, j) if i + j <= 10 else (0, 0))


def test_the_ends_and_the_step_of_a_range_may_be_expressions() -> None:
    assert made("{demand: 0:cake:cake/4}").actions[0] == ("0", "2.5", "5", "7.5", "10")


def test_labels_are_decimals_that_end_or_quotients() -> None:
    values = [Fraction(v) for v in ("0", "-1/8", "1/3", "25/10", "-7", "1/1000", "12.05")]
    assert list(map(written, values)) == ["0", "-0.125", "1/3", "2.5", "-7", "0.001", "12.05"]
    assert [evaluate(label, {}) for label in map(written, values)] == values


def test_an_answer_in_words_counts_as_1_where_it_is_given() -> None:
    game = made(
        second="[accept, turn down]", one="demand * two.accept", two="(cake - demand) * two.accept - two.turn_down"
    )
    assert game.payoffs[3] == ((3, 7), (0, -1))


def test_the_number_of_the_other_side_needs_no_player_where_the_own_side_has_none() -> None:
    assert made("{price: 0:3:1}", "[buy, leave]", "price", "cake - price").payoffs[2][0] == (2, 8)


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        ({"first": "{demand: 0:1000:1}"}, "expected at most 1,000 actions, found 1,001"),
        ({"first": "{demand: 0:10}"}, "expected a range as from:to:step, found '0:10'"),
        ({"first": "{demand: 0:10:3}"}, "steps of 3 from 0 on do not lead to 10 (end at 9)"),
        ({"first": "{demand: 3:0:1}"}, "expected a range that goes up"),
        ({"first": "{demand: 0:3:0}"}, "in steps above 0"),
        ({"first": "{cake: 0:3:1}"}, "'cake' is a parameter already"),
        ({"first": "{min: 0:3:1}"}, "'min' cannot name a number"),
        ({"first": "{a: 0:3:1, b: 0:3:1}"}, "expected one name of a number with its range, found 2"),
        ({"one": "1 / demand"}, "division by zero where one.demand is 0"),
        ({"two": "1 / (one.demand - two.demand)"}, "division by zero where one.demand is 0 and two.demand is 0"),
        ({"one": "two.demnd"}, "there is no 'two.demnd' (did you mean 'two.demand'?)"),
        ({"one": "log(demand - 3)"}, "the logarithm needs a number above 0 where one.demand is 0"),
        ({"one": "normcdf(demand, 1)"}, "takes a number, or it, its mean and its standard deviation"),
    ],
)
def test_what_is_wrong_is_told_with_its_numbers(parts: dict[str, str], told: str) -> None:
    assert told in refused(**parts)


def test_a_list_that_is_too_long_is_told_with_its_length() -> None:
    assert "at most 1,000 actions, found 1,002" in refused(first=str([f"a{k}" for k in range(1002)]))


def test_a_repeated_game_of_many_actions_is_refused_in_words() -> None:
    text = FILE.format(first="{demand: 0:100:1}", second="[a]", one="1", two="1") + "repeat: {rounds: 3}\n"
    text = text.replace("actions:", "patience: 0.5, actions:")
    with pytest.raises(ScenarioError, match="a game that is repeated has at most 100 actions a side, found 101"):
        load("x.yaml", text=text)


def test_a_parameter_that_only_a_formula_uses_is_used() -> None:
    from sim.scenario.idle import idle

    scenario = load("x.yaml", text=FILE.format(first="{demand: 0:9:1}", second="[a, b]", one="cake", two="demand"))
    assert idle(scenario) == ()


ATOMS = st.sampled_from(["x", "us.x", "y", "c", "2", "0.5"])
FORMULAS = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        st.builds("({} {} {})".format, inner, st.sampled_from(["+", "-", "*", "<=", "==", ">"]), inner),
        st.builds("{}({}, {})".format, st.sampled_from(["min", "max"]), inner, inner),
        st.builds("{}({})".format, st.sampled_from(["abs", "normcdf", "uniformcdf", "exp"]), inner),
        st.builds("({}) ** {}".format, inner, st.sampled_from(["2", "3"])),
        st.builds("({}) / (7 + abs({}))".format, inner, inner),
    ),
    max_leaves=6,
)


@settings(max_examples=60, deadline=None)
@given(FORMULAS)
def test_all_cells_at_once_are_what_each_is_by_itself(text: str) -> None:
    xs, ys, c = [Fraction(k, 3) for k in range(-2, 3)], [Fraction(k) for k in range(4)], Fraction(1, 7)
    values = {"x": line_of(xs, True), "us.x": line_of(xs, True), "y": line_of(ys, False), "c": line_of([c], True)}
    try:
        found = rows_of(evaluate_cells(text, values, lambda _i, _j: ""), (len(xs), len(ys)))
    except ExpressionError:
        # What is too large in some cell is so when that cell is worked out by itself.
        pairs = [{"x": x, "y": y, "c": c} for x in xs for y in ys]
        with pytest.raises(ExpressionError):
            deque(evaluate(text.replace("us.x", "x"), pair) for pair in pairs)
        return
    for x, row in zip(xs, found, strict=True):
        for y, value in zip(ys, row, strict=True):
            assert value == evaluate(text.replace("us.x", "x"), {"x": x, "y": y, "c": c})


@pytest.mark.parametrize(
    ("text", "value"), [("uniformcdf(3, 2, 6)", 0.25), ("uniformcdf(-1)", 0), ("uniformcdf(9)", 1)]
)
def test_the_uniform_distribution_is_exact(text: str, value: float) -> None:
    assert evaluate(text, {}) == value


def test_the_normal_distribution_has_the_tabulated_values() -> None:
    # Abramowitz and Stegun 1964, table 26.1.
    for z, share in ((0, 0.5), (1, 0.841344746), (1.96, 0.975002105), (-2.5, 0.006209665)):
        assert math.isclose(evaluate(f"normcdf({z})", {}), share, abs_tol=1e-9)
        assert evaluate(f"normcdf({z})", {}) == evaluate(f"normcdf(10 + 2 * ({z}), 10, 2)", {})
