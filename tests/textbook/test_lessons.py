"""What the bundled files say to a class is true: every number in an answer is what the engine finds."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest

from sim.scenario.load import load
from tests.textbook.example_numbers import EXAMPLES
from tests.textbook.korean_numbers import KOREAN
from tests.textbook.numbers import NUMBERS
from tests.textbook.package_numbers import PACKAGES
from tests.textbook.play import Number

TOKEN = re.compile(r"(?<![\w.,/])[+\u2212]?\d+(?:\.\d+|/\d+)?%?(?![\w/])")
YEAR = re.compile(r"(?<=[a-z] )(?:1[6-9]|20)\d\d\b")


def stated(text: str) -> list[str]:
    """The numbers in a text; years of publication left out."""
    return TOKEN.findall(YEAR.sub("", text))


def says(token: str, number: Number) -> bool:
    """Whether a token is a number, exactly or rounded to the digits that it has."""
    digits = token.strip("+%").replace("\u2212", "-")
    value = Fraction(digits) / (100 if token.endswith("%") else 1)
    if "." not in digits and "%" not in token:
        return abs(value - Fraction(number)) < Fraction(1, 10**9)
    places = len(digits.partition(".")[2]) + (2 if token.endswith("%") else 0)
    return abs(value - Fraction(number)) <= Fraction(1, 2 * 10**places) + Fraction(1, 10**9)


@pytest.mark.parametrize("name", {**NUMBERS, **KOREAN, **PACKAGES, **EXAMPLES})
def test_every_number_in_an_answer_is_what_the_engine_finds(name: str) -> None:
    questions = load(name).lesson.questions
    expected = {**NUMBERS, **KOREAN, **PACKAGES, **EXAMPLES}[name]()
    assert len(questions) == len(expected)
    for question, numbers in zip(questions, expected, strict=True):
        tokens = stated(question.answer)
        wrong = [token for token in tokens if not any(says(token, number) for number in numbers)]
        assert not wrong, f"{question.question} says {wrong}, found {[float(n) for n in numbers]}"
        missing = [float(number) for number in numbers if not any(says(token, number) for token in tokens)]
        assert not missing, f"{question.question} leaves out {missing}"


def test_a_number_counts_if_it_is_exact_or_rounded_to_its_last_digit() -> None:
    share = Fraction(8371, 10000)
    assert says("0.8371", share)
    assert says("0.84", share)
    assert not says("0.8372", share)
    assert says("1/4", Fraction(1, 4))
    assert not says("1/4", 0.2501)
    assert says("95%", 0.95)
    assert not says("95%", 0.96)
    assert says("\u22122.84", -2.8412)
    assert not says("2.84", -2.8412)


def test_all_numbers_of_a_text_are_seen_and_no_year() -> None:
    text = "With 3/4 or 0.5 (95%), \u22121.5 or 12, see Robinson 1951."
    assert stated(text) == ["3/4", "0.5", "95%", "\u22121.5", "12"]
