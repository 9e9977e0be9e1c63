"""No textbook scenario without its known answer, its topic, its questions and a source."""

from __future__ import annotations

import re

import pytest

from sim.scenario.catalog import TOPICS, entries
from sim.scenario.load import load
from sim.study.known.answers import CHECKS
from sim.study.known.check import run_check
from tests.textbook.example_numbers import EXAMPLES
from tests.textbook.korean_numbers import KOREAN
from tests.textbook.numbers import NUMBERS
from tests.textbook.package_numbers import PACKAGES

BUNDLED = {entry.name.partition("/")[2]: entry for entry in entries()}
TEXTBOOK = {name for name, entry in BUNDLED.items() if entry.name.startswith("textbook/")}


def test_there_are_thirty_textbook_scenarios_or_more() -> None:
    assert len(TEXTBOOK) >= 30


def test_every_textbook_scenario_has_a_known_answer_that_is_checked() -> None:
    """The checks work the answer out of a closed form; a file added without one makes this fail."""
    assert {check.scenario for check in CHECKS if check.scenario} == TEXTBOOK


@pytest.mark.parametrize("name", sorted(TEXTBOOK))
def test_the_known_answer_of_a_textbook_scenario_is_what_the_engine_finds(name: str) -> None:
    for check in CHECKS:
        if check.scenario == name:
            outcome = run_check(check)
            assert outcome.ok, outcome
            assert re.search(r"[A-Z]\w+.* \d{4}$|induction|indifference", check.source)


def test_every_number_in_every_answer_is_accounted_for() -> None:
    """The tables of numbers name each bundled file, so that no answer goes untested."""
    assert NUMBERS.keys() == TEXTBOOK
    assert {**NUMBERS, **KOREAN, **PACKAGES, **EXAMPLES}.keys() == BUNDLED.keys()


@pytest.mark.parametrize("name", sorted(BUNDLED))
def test_every_bundled_file_has_a_topic_questions_with_answers_and_a_source(name: str) -> None:
    scenario = load(name)
    assert scenario.lesson.topic in TOPICS
    assert 2 <= len(scenario.lesson.questions) <= 3
    assert all(entry.question.endswith("?") and entry.answer.endswith(".") for entry in scenario.lesson.questions)
    assert any(re.search(r"[A-Z]\w+.*\b(?:1[6-9]|20)\d\d\b", source) for source in scenario.sources)
    assert (scenario.lesson.topic == "The Korean talks") == BUNDLED[name].name.startswith("korea/")


def test_every_topic_has_a_scenario() -> None:
    assert {load(name).lesson.topic for name in BUNDLED} == set(TOPICS)
