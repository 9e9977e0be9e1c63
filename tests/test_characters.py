"""Characters that are not what they seem: named, with what to type, and numbers as they are printed."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sim.characters import odd
from sim.errors import nearest
from sim.scenario.expressions.exact import evaluate
from sim.scenario.expressions.grammar import ExpressionError
from sim.show.text.words import amount, change, number, percent, times
from tests.scenario.attempt import attempt
from tests.scenario.test_bad_input import GOOD, edited, problems

SEEMING = [
    ("1\u20132", 1, "an en dash (U+2013)", "type -"),
    ("\uff10.9", 0, "a fullwidth digit zero (U+FF10)", "type 0"),
    ("1\u200b", 1, "a zero width space (U+200B)", "delete it"),
    ("1\ufeff", 1, "(U+FEFF)", "delete it"),
    ("\u201c3\u201d", 0, "a left double quotation mark (U+201C)", 'type "'),
    ("3 \u00d7 4", 2, "a multiplication sign (U+00D7)", "type *"),
    ("\u00bd", 0, "a vulgar fraction one half (U+00BD)", "type 1/2"),
    ("\u0663", 0, "an arabic-indic digit three (U+0663)", "type 3"),
    ("1 \u2264 2", 2, "a less-than or equal to (U+2264)", "type <="),
]


@pytest.mark.parametrize(("text", "offset", "name", "remedy"), SEEMING)
def test_a_sign_that_is_none_is_named_with_what_to_type(text: str, offset: int, name: str, remedy: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        evaluate(text, {})
    assert caught.value.offset == offset
    assert name in caught.value.message
    assert remedy in caught.value.hint


@pytest.mark.parametrize("word", ["Infinity", "-Infinity", "inf", "nan", "NaN", "\u221e", ".inf", "-.inf", "1 + inf"])
def test_what_is_not_finite_is_told_as_such(word: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        evaluate(word, {})
    assert "expected a finite number" in caught.value.message
    assert "'infinite'" in caught.value.hint


@pytest.mark.parametrize("word", ["Infinity", "\u221e", "endless", "Infinite"])
def test_a_game_without_a_last_round_is_written_with_infinite(word: str) -> None:
    (problem,) = problems(edited("horizon: 12", f"horizon: {word}"))
    assert "infinite" in str(problem)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("\u22121.32", Fraction(-132, 100)),
        ("38.2 %", Fraction(382, 1000)),
        ("38.2%", Fraction(382, 1000)),
        ("38.2\u202f%", Fraction(382, 1000)),
        ("\u22120.5\u00a0%", Fraction(-5, 1000)),
        ("1/3", Fraction(1, 3)),
        ("+1.30", Fraction(13, 10)),
        ("1e\u221205", Fraction(1, 10**5)),
        ("1e3%", Fraction(10)),
        ("min(5%, 1)", Fraction(1, 20)),
    ],
)
def test_numbers_as_they_are_printed_are_read(text: str, value: Fraction) -> None:
    assert evaluate(text, {}) == value


@given(st.fractions(-1000, 1000))
@example(Fraction(-132, 100))
@example(Fraction(-1, 10**9))
def test_every_payoff_that_is_printed_can_be_typed_back(value: Fraction) -> None:
    for text, near in ((amount(value), 0.005), (change(value), 0.005), (number(value), abs(value) / 1000)):
        assert abs(evaluate(text, {}) - value) <= near + 1e-12


@given(st.floats(0.0005, 0.9995) | st.sampled_from([0.0, 1.0]))
def test_every_chance_that_is_printed_can_be_typed_back(chance: float) -> None:
    assert abs(float(evaluate(percent(chance), {})) - chance) <= 0.0005 + 1e-12


def test_a_number_of_rounds_can_be_typed_as_it_is_printed() -> None:
    printed = times(1200, "round").partition(" ")[0]
    scenario = attempt(edited("horizon: 12", f"horizon: {printed}"))
    assert scenario.game.horizon == 1200  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("text", "value"), [("-0x10", -16), ("2 * 0x1F", 62), ("0o17", 15), ("--0o17", 15), ("0X1F", 31)]
)
def test_numbers_of_other_bases_keep_their_sign_and_may_be_computed_with(text: str, value: int) -> None:
    assert evaluate(text, {}) == value


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("1,234", "nothing between thousands"),
        ("1_000", "nothing between thousands"),
        ("2 ^ 3", "powers are written with **"),
        ("(1)%", "as in 38.2%"),
    ],
)
def test_what_other_programs_read_comes_with_how_it_is_written_here(text: str, hint: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        evaluate(text, {})
    assert hint in caught.value.hint


@pytest.mark.parametrize(
    ("old", "new", "name"),
    [
        ("agreement:", "agree\u200bment:", "zero width space"),
        ("agreement:", "\u201cagreement\u201d:", "left double quotation mark"),
        ("moves: simultaneous", "moves: \uff53imultaneous", "fullwidth latin small letter s"),
        ("moves: simultaneous", "first: u\u00ads", "soft hyphen"),
        ("after: [nk.freeze]", "after: [nk.free\u2060ze]", "word joiner"),
        ("  us: {name: United States", "  u\u200ds: {name: United States", "zero width joiner"),
    ],
)
def test_an_unknown_word_that_looks_like_a_known_one_is_told_by_its_character(old: str, new: str, name: str) -> None:
    assert any(name in problem.hint for problem in problems(edited(old, new)))


@pytest.mark.parametrize("label", ["na\u00efve", "\u5317\u671d\u9c9c", "\u00e9lan", "\u03b4"])
def test_letters_of_other_scripts_are_what_they_seem(label: str) -> None:
    assert odd(label) is None


def test_a_known_word_with_the_same_character_is_still_the_nearest() -> None:
    assert nearest("hold\u2013oot", ["hold\u2013out"]) == "did you mean 'hold\u2013out'?"


def test_settings_are_read_as_they_are_printed() -> None:
    scenario = attempt(GOOD, leakage="38.2 %")
    assert [float(p.value) for p in scenario.parameters if p.name == "leakage"] == [0.382]  # type: ignore[union-attr]
