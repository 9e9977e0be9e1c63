"""Expressions at many points at once are the exact ones, to within the error that they state."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.exact import residues as mod
from sim.scenario.expressions.exact import evaluate
from sim.scenario.expressions.grammar import ExpressionError
from sim.scenario.expressions.vector import Numbers, decimals, evaluate_all, holds_everywhere, numbers_of

NUMBERS = [Fraction(text) for text in ("0", "0.1", "0.2", "0.3", "1", "2", "-0.5", "-1", "0.001", "3")]


def columns(seed: int, n: int = 40) -> tuple[dict[str, list[Fraction]], dict[str, Numbers]]:
    draw = np.random.default_rng(seed)
    which = {name: draw.integers(0, len(NUMBERS), n) for name in "abc"}
    exact = {name: [NUMBERS[k] for k in w] for name, w in which.items()}
    return exact, {name: numbers_of(NUMBERS, w, np.zeros(n, dtype=bool)) for name, w in which.items()}


def rational(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    two = st.tuples(inner, inner)
    return st.one_of(
        st.tuples(two, st.sampled_from(["+", "-", "*", "/", "<", "<=", "==", "!="])).map(
            lambda t: f"({t[0][0]} {t[1]} {t[0][1]})"
        ),
        st.tuples(two, st.sampled_from(["min", "max"])).map(lambda t: f"{t[1]}({t[0][0]}, {t[0][1]})"),
        inner.map(lambda x: f"abs({x})"),
        st.tuples(inner, st.sampled_from(["2", "3", "-1"])).map(lambda t: f"({t[0]})**{t[1]}"),
        inner.map(lambda x: f"-{x}"),
    )


LEAVES = st.sampled_from(["a", "b", "c", "0.1", "2", "0.3"])
RATIONAL = st.recursive(LEAVES, rational, max_leaves=6)
ANY = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        rational(inner),
        st.tuples(st.sampled_from(["sqrt", "exp", "log"]), inner).map(lambda t: f"{t[0]}({t[1]})"),
        st.tuples(inner, inner).map(lambda t: f"({t[0]})**({t[1]})"),
    ),
    max_leaves=6,
)


@settings(max_examples=150, deadline=None)
@given(ANY, st.integers(0, 100))
def test_values_are_within_their_error_or_doubtful(text: str, seed: int) -> None:
    exact, known = columns(seed)
    doubt = np.zeros(40, dtype=bool)
    try:
        found = evaluate_all(text, known, doubt)
    except ExpressionError:
        return
    for k in np.flatnonzero(~doubt):
        value = evaluate(text, {name: column[k] for name, column in exact.items()})
        assert abs(Fraction(float(found.value[k])) - value) <= Fraction(float(found.error[k]))


@settings(max_examples=150, deadline=None)
@given(RATIONAL, st.integers(0, 100))
def test_residues_of_rational_expressions_are_those_of_the_exact_values(text: str, seed: int) -> None:
    exact, known = columns(seed)
    doubt = np.zeros(40, dtype=bool)
    found = evaluate_all(text, known, doubt)
    for k in np.flatnonzero(~doubt):
        assert mod.residue(evaluate(text, {n: column[k] for n, column in exact.items()})) == found.residue[k]


def test_a_tie_that_floats_miss_is_found() -> None:
    doubt = np.zeros(1, dtype=bool)
    known = {
        "a": numbers_of([Fraction("0.1")], np.array([0]), doubt),
        "b": numbers_of([Fraction("0.3")], np.array([0]), doubt),
    }
    assert 0.1 + 0.2 != 0.3
    assert evaluate_all("a + 0.2 == b", known, doubt).value[0] == 1
    assert not doubt.any()


@pytest.mark.parametrize("text", ["1 / (a - b)", "sqrt(a - b)", "log(a - b)", "exp(a * 1e9)", "(a - b) ** -1"])
def test_what_the_exact_evaluation_refuses_is_doubtful(text: str) -> None:
    doubt = np.zeros(1, dtype=bool)
    known = {name: numbers_of([Fraction(1)], np.array([0]), doubt) for name in "ab"}
    evaluate_all(text, known, doubt)
    # The root of an exact zero is one; that it is doubtful costs a little time and is not wrong.
    assert doubt.all()


def test_values_that_are_no_numbers_are_doubtful() -> None:
    doubt = np.zeros(2, dtype=bool)
    found = numbers_of([None, Fraction(1)], np.array([1, 0]), doubt)
    assert doubt.tolist() == [False, True]
    assert holds_everywhere(">=", found, found, doubt)[0]


@given(st.integers(0, mod.PRIME - 1), st.integers(1, mod.PRIME - 1))
def test_residues_calculate_as_numbers_modulo_the_prime(one: int, two: int) -> None:
    a, b = np.array([one], dtype=np.uint64), np.array([two], dtype=np.uint64)
    assert mod.product(a, b)[0] == one * two % mod.PRIME
    assert mod.total(a, b)[0] == (one + two) % mod.PRIME
    assert mod.difference(a, b)[0] == (one - two) % mod.PRIME
    assert mod.product(b, mod.inverse(b))[0] == 1


@given(st.lists(st.floats(width=64), max_size=20))
def test_floats_are_the_decimals_that_they_are_written_as(values: list[float]) -> None:
    one, two = np.zeros(len(values), dtype=bool), np.zeros(len(values), dtype=bool)
    exact = [Fraction(repr(v)) if np.isfinite(v) else None for v in values]
    slow, quick = numbers_of(exact, np.arange(len(values)), one), decimals(np.array(values, dtype=float), two)
    assert one.tolist() == two.tolist()
    assert slow.value.tolist() == quick.value.tolist()
    assert slow.residue.tolist() == quick.residue.tolist()
    assert slow.bits <= quick.bits <= 2048
