"""Reasons in words: worse is said of what pays less, and numbers are shown as they are or said to be near."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.engine.matrix.reasons import ActionReason, DecisionReasons, Part
from sim.scenario.load import load
from sim.show.text.blocks import Item
from sim.show.text.reason_words import choice_items, equals, figure, in_one_line, share, worth
from tests.show.explanations import SUM, check, exact, plain, total

F = Fraction
SCENARIO = load("chicken")
numbers = st.fractions(min_value=-50, max_value=50, max_denominator=2000)


@st.composite
def decisions(draw: st.DrawFn) -> DecisionReasons:
    """A decision in which what is played is best, ties included."""
    count = draw(st.integers(1, 6))
    pays = draw(st.lists(st.integers(-3, 3).map(Fraction), min_size=count, max_size=count))
    best = [k for k, v in enumerate(pays) if v == max(pays)]
    played = draw(st.sets(st.sampled_from(best), min_size=1))
    choices = [
        ActionReason(f"x{k}", F(int(k in played), len(played)), (Part(F(1), v, ((1, "y"),)),))
        for k, v in enumerate(pays)
    ]
    return DecisionReasons(0, tuple(choices))


@given(decisions())
def test_worse_is_said_of_what_pays_less_alone_and_the_same_of_ties_alone(decision: DecisionReasons) -> None:
    items = [item.text for item in choice_items(SCENARIO, decision)]
    value = {choice.action: choice.value for choice in decision.choices}
    best = max(value.values())
    first = True
    for text in items:
        action = re.findall("“(.*?)”", text)[0]
        assert f"pays {figure(value[action])}" in text
        assert text.endswith(f": worse by {figure(best - value[action])}.") == (value[action] < best)
        assert text.endswith(", the same.") == (value[action] == best and not first)
        first = False
    line = in_one_line(SCENARIO, decision)
    others = [choice for choice in decision.choices if not choice.chance]
    if others:
        runner_up = max(choice.value for choice in others)
        assert (f"worse by {figure(best - runner_up)}" in line) == (runner_up < best)


@given(numbers)
def test_a_number_is_shown_as_it_is_or_said_to_be_near(value: Fraction) -> None:
    alone, within = exact(plain(figure(value))), exact(plain(share(value)))
    assert float(alone) == pytest.approx(float(value), rel=1e-3)
    assert (equals([], value) == "=") == (alone == value)
    assert (equals([value]) == "=") == (within == value)


@given(st.lists(st.tuples(st.integers(1, 9), numbers), min_size=1, max_size=4))
def test_a_sum_that_is_spelled_out_comes_out(parts: list[tuple[int, Fraction]]) -> None:
    whole = sum(weight for weight, _ in parts)
    choice = ActionReason("x", F(1), tuple(Part(F(weight, whole), value) for weight, value in parts))
    text = plain(worth(choice))
    if SUM.fullmatch(text):
        left, sign, right = SUM.findall(text)[0]
        check(total(left), sign, exact(right), sum(abs(float(p)) for _, p in parts))
    else:
        assert float(exact(text)) == pytest.approx(float(choice.value), rel=1e-3)


def test_of_many_choices_the_best_are_told_and_the_rest_bounded() -> None:
    choices = tuple(ActionReason(f"x{k}", F(int(k == 0)), (Part(F(1), F(-k)),)) for k in range(12))
    items = choice_items(SCENARIO, DecisionReasons(0, choices))
    assert len(items) == 9
    assert items[-1] == Item("4 more choices are worse by 8 or more.")
