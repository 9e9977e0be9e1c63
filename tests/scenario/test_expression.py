"""Expressions against Python's own arithmetic on fractions."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.scenario.expression import ExpressionError, evaluate

F = Fraction
VALUES = {"x": F(3, 7), "long_name": F(-2)}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0.1 + 0.2", F(3, 10)),
        ("2 ** -2", F(1, 4)),
        ("-2 ** 2", -4),
        ("2 ** 3 ** 2", 512),
        ("1 - 2 - 3", -4),
        ("8 / 4 / 2", 1),
        ("1 < 2 < 3", 1),
        ("1 < 2 > 3", 0),
        ("x == 3/7", 1),
        ("min(3, x, 1)", F(3, 7)),
        ("max(long_name, -5)", -2),
        ("abs(long_name)", 2),
        ("sqrt(9/4)", F(3, 2)),
        ("1e3", 1000),
        (".5", F(1, 2)),
        ("(((1)))", 1),
        ("+-+1", -1),
    ],
)
def test_arithmetic_is_exact_and_binds_as_in_python(text: str, value: Fraction) -> None:
    assert evaluate(text, VALUES) == value


def test_transcendental_functions_are_as_good_as_floats() -> None:
    assert evaluate("exp(log(2))", {}) == pytest.approx(F(2), rel=1e-15)
    assert float(evaluate("2 ** 0.5", {})) == math.sqrt(2)


TREES = st.recursive(
    st.one_of(st.integers(0, 99).map(str), st.sampled_from(["x", "long_name", "0.25"])),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["+", "-", "*", "/", "<", ">=", "=="]), inner).map(
            lambda t: f"({t[0]} {t[1]} {t[2]})"
        ),
        inner.map(lambda t: f"-{t}"),
        st.tuples(inner, inner).map(lambda t: f"max({t[0]}, {t[1]})"),
    ),
    max_leaves=12,
)


@given(TREES)
def test_random_expressions_have_the_value_python_gives_them(text: str) -> None:
    python = text.replace("0.25", "F(1, 4)")
    for number in range(99, -1, -1):
        python = python.replace(f"({number} ", f"(F({number}) ")
    try:
        expected = F(eval(python, {"F": F, "max": max, **VALUES}))
    except ZeroDivisionError:
        with pytest.raises(ExpressionError, match="division by zero"):
            evaluate(text, VALUES)
        return
    if "/" not in text:  # Python divides whole numbers into floats where one side is no fraction
        assert evaluate(text, VALUES) == expected
    else:
        assert float(evaluate(text, VALUES)) == pytest.approx(float(expected))


@given(st.text(max_size=40))
def test_any_text_has_a_value_or_an_error_inside_the_text(text: str) -> None:
    try:
        evaluate(text, VALUES)
        offset = 0
    except ExpressionError as error:
        offset = error.offset
    assert 0 <= offset <= len(text)


@pytest.mark.parametrize(
    "text", ["__import__('os')", "x.real", "x[0]", "lambda: 1", "x if 1 else 2", "1; 2", "f'{x}'", "min", "x x", "1 2"]
)
def test_nothing_of_python_but_arithmetic_gets_through(text: str) -> None:
    with pytest.raises(ExpressionError):
        evaluate(text, VALUES)
