"""Points of all states at once are what the expression is worth in each state by itself."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.scenario.expressions.exact import evaluate
from sim.scenario.expressions.grammar import ExpressionError
from sim.scenario.options.points import PointsText

BITS = {"a.x": 0, "a.xy": 1, "b.y": 2, "b-2.z": 3}
WORDS = {"a.x": "p", "a.xy": "q", "b.y": "r", "b-2.z": "s"}

atoms = st.sampled_from([*BITS, "w", "2", "0.5", "3"])
expressions = st.recursive(
    atoms,
    lambda inner: st.one_of(
        st.builds("({} {} {})".format, inner, st.sampled_from(["+", "-", "*", "/", "**", "<", ">="]), inner),
        st.builds("max({}, {})".format, inner, inner),
        st.builds("-{}".format, inner),
    ),
    max_leaves=8,
)


def one_by_one(text: str, states: list[int]) -> list[Fraction] | str:
    for option in sorted(BITS, key=len, reverse=True):
        text = text.replace(option, WORDS[option])
    found = []
    for state in states:
        values = {word: Fraction(state >> BITS[option] & 1) for option, word in WORDS.items()}
        try:
            found.append(evaluate(text, {"w": Fraction(7, 3)} | values))
        except ExpressionError as error:
            return error.message
    return found


@given(expressions, st.sets(st.integers(0, 15), min_size=1))
@settings(max_examples=200, deadline=None)
def test_points_are_those_of_each_state_by_itself(text: str, some: set[int]) -> None:
    states, expected = sorted(some), one_by_one(text, sorted(some))
    points = PointsText(text, {"w": Fraction(7, 3)})
    if isinstance(expected, str):
        with pytest.raises(ExpressionError):
            points.of(states, BITS)
    else:
        assert points.of(states, BITS) == expected


def test_what_has_no_value_in_a_state_that_cannot_be_does_no_harm() -> None:
    points = PointsText("1 / (a.x + b.y)", {})
    assert points.of([1, 4, 5], BITS) == [1, 1, Fraction(1, 2)]
    with pytest.raises(ExpressionError, match="division by zero"):
        points.of([0, 1], BITS)


def test_sixteen_options_that_all_count_differently_take_seconds() -> None:
    bits = {f"a.o{k}": k for k in range(16)}
    text = " + ".join(f"{2**k} * a.o{k}" for k in range(16))
    assert PointsText(text, {}).of(np.arange(1 << 16).tolist(), bits) == list(range(1 << 16))
