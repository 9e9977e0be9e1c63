"""Expressions against Python's own arithmetic on fractions."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sim.scenario.expressions.exact import evaluate
from sim.scenario.expressions.grammar import ExpressionError

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


Tree = tuple[str, Fraction | None]


def exact(sign: str, left: Fraction | None, right: Fraction | None) -> Fraction | None:
    """What Python's fractions make of it; None where there is no value, or one too large to be asked for."""
    if left is None or right is None or (sign == "/" and right == 0):
        return None
    if sign == "**":
        return left ** int(right) if right.denominator == 1 and abs(right) <= 4 and (left or right >= 0) else None
    compute: dict[str, Callable[[], object]] = {
        "+": lambda: left + right,
        "-": lambda: left - right,
        "*": lambda: left * right,
        "/": lambda: left / right,
        "<": lambda: left < right,
        "<=": lambda: left <= right,
        ">": lambda: left > right,
        ">=": lambda: left >= right,
        "==": lambda: left == right,
        "!=": lambda: left != right,
        "min": lambda: min(left, right),
        "max": lambda: max(left, right),
    }
    return F(compute[sign]())  # type: ignore[arg-type]


def joined(parts: tuple[Tree, str, Tree]) -> Tree:
    (left, a), sign, (right, b) = parts
    text = f"{sign}({left}, {right})" if sign in ("min", "max") else f"({left}) {sign} ({right})"
    return text, exact(sign, a, b)


LEAVES = st.one_of(
    st.integers(0, 999).map(lambda k: (str(k), F(k))),
    st.decimals(0, 99, places=3).map(lambda d: (str(d), F(str(d)))),
    st.sampled_from(list(VALUES.items())),
    st.sampled_from([("1e-3", F(1, 1000)), (".25", F(1, 4)), ("2.5e2", F(250))]),
)
SIGNS = ["+", "-", "*", "/", "**", "<", "<=", ">", ">=", "==", "!=", "min", "max"]
EXACT_TREES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(SIGNS), inner).map(joined),
        inner.map(lambda t: (f"-({t[0]})", None if t[1] is None else -t[1])),
        inner.map(lambda t: (f"abs({t[0]})", None if t[1] is None else abs(t[1]))),
    ),
    max_leaves=10,
)


@given(EXACT_TREES.filter(lambda t: t[1] is not None and len(t[0]) <= 400))
def test_random_trees_are_evaluated_exactly_as_fractions_are(tree: Tree) -> None:
    text, value = tree
    assert value is not None
    if max(value.numerator.bit_length(), value.denominator.bit_length()) > 1000:
        return
    assert evaluate(text, VALUES) == value


@given(st.lists(st.sampled_from([*"+-*/", "**"]), min_size=1, max_size=6), st.data())
def test_without_parentheses_operators_bind_as_in_python(signs: list[str], data: st.DataObject) -> None:
    assume("** ** **" not in " ".join(signs))  # a tower of powers that no machine can hold
    numbers = [data.draw(st.integers(1, 3)) for _ in range(len(signs) + 1)]
    text = str(numbers[0]) + "".join(f" {s} {n}" for s, n in zip(signs, numbers[1:], strict=True))
    python = f"F({numbers[0]})" + "".join(f" {s} F({n})" for s, n in zip(signs, numbers[1:], strict=True))
    assert evaluate(text, {}) == eval(python, {"F": F})


@pytest.mark.parametrize(
    ("text", "offset", "word"),
    [
        ("1 + leakge", 4, "no parameter 'leakge'"),
        ("1 + system(1)", 4, "no function 'system'"),
        ("2 * x(1)", 4, "a parameter cannot be called"),
        ("x.real", 1, "attributes"),
        ("(x).real", 3, "attributes"),
        ("x[0]", 1, "'['"),
        ("1 / (x - x)", 4, "division by zero"),
        ("0 ** -1", 0, "division by zero"),
        ("1 + (2", 4, "not closed"),
        ("1 + 2)", 5, "')'"),
        ("1 +", 3, "the expression ends"),
        ("min()", 4, "')'"),
        ("max(1,)", 6, "')'"),
        ("1 + abs(1, 2)", 4, "takes one argument, found 2"),
        ("2 + sqrt(-1)", 4, "square root"),
        ("2 + log(0)", 4, "logarithm"),
        ("(-8) ** (1/3)", 0, "not a real number"),
        ("exp(1000)", 0, "too large"),
        ("2 ** 99999", 0, "too large"),
        ("1e5000", 0, "exponent"),
        ("0b1", 1, "'b1'"),
        ("1_000", 1, "'_000'"),
        ("7 % 2", 2, "'%'"),
        ("7 // 2", 3, "'/'"),
        ("1 and 2", 2, "'and'"),
        ("1 if 2 else 3", 2, "'if'"),
        ("1 = 1", 2, "'='"),
    ],
)
def test_what_is_wrong_is_told_where_it_stands(text: str, offset: int, word: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        evaluate(text, VALUES)
    assert caught.value.offset == offset
    assert word in caught.value.message


@pytest.mark.parametrize(
    "text",
    ["(1/10**400) ** -0.5", "exp(10**400)", "exp(-10**400)", "(10**400) ** 0.5", "(10**400) ** -0.5", "sqrt(10**401)"],
)
def test_beyond_the_range_of_floats_there_is_a_value_or_an_expression_error(text: str) -> None:
    try:
        value = evaluate(text, {})
    except ExpressionError:
        return
    assert value >= 0


@pytest.mark.parametrize(
    ("text", "value"), [("0x1f", 31), ("-0x10", -16), ("0o17 / 0o3", 5), ("1 + 0xA * 2", 21), ("0X5", 5)]
)
def test_octal_and_hexadecimal_numbers_are_numbers_like_others(text: str, value: int) -> None:
    assert evaluate(text, {}) == value


@pytest.mark.parametrize("text", ["0o9", "0x", "0xg", "0x1p3", "0o1_7", "0o\u0661", "1 + 0o8"])
def test_what_only_begins_like_one_is_told(text: str) -> None:
    with pytest.raises(ExpressionError, match=r"is no number: after 0[ox] come digits from 0 to"):
        evaluate(text, {})
