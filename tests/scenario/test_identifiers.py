"""Identifiers: one that is none is told once, where it is, whatever refers to it."""

from __future__ import annotations

import pytest

from sim.errors import ScenarioError
from tests.scenario.attempt import attempt

FILE = """\
format: 1
title: Two steps
players: {{us: {{patience: 0.9}}, nk: {{patience: 0.8}}}}
status_quo: {{us: 0, nk: 0}}
concessions:
  us: [{{id: {step}, effect: {{us: -1, nk: 2}}}}]
  nk: [{{id: relief, effect: {{us: 2, nk: -1}}, after: [{reference}]}}]
breakdown: {{payoff: {{us: -1, nk: -1}}}}
roadmaps: {{{roadmap}: [{reference}, nk.relief]}}
horizon: 3
"""


def told(step: str = "first", reference: str = "us.first", roadmap: str = "order") -> list[tuple[int, str, str]]:
    """Line, key and message of all problems."""
    found = attempt(FILE.format(step=step, reference=reference, roadmap=roadmap))
    return [(p.line, p.key, p.message) for p in found.problems] if isinstance(found, ScenarioError) else []


def test_a_file_whose_names_are_identifiers_is_one() -> None:
    assert not told()
    assert not told("_1-st", "us._1-st")


@pytest.mark.parametrize("step", ["1", "1st", "2.5", "a b", "a.b", "-1", "\u00e9tape", "'a\\nb'"])
def test_a_step_that_is_none_is_told_where_it_stands_alone(step: str) -> None:
    """Its references mean it all the same: neither a circle nor a step that stands twice is made of it."""
    ((line, key, message),) = told(step, f"'us.{step}'" if step[0] != "'" else "'us.a\\nb'")
    assert (line, key) == (6, "concessions.us[0].id")
    assert message.startswith("expected an identifier of letters from a to z, digits, _ and -")


def test_so_is_a_roadmap() -> None:
    ((line, key, message),) = told(roadmap="1st")
    assert (line, key) == (9, "roadmaps.1st")
    assert "found '1st'" in message


@pytest.mark.parametrize("step", ["[a]", "{a: b}", "~", "true"])
def test_a_step_without_a_text_for_its_name_makes_no_other_fault_of_the_order(step: str) -> None:
    found = told(step)
    assert found[0][:2] == (6, "concessions.us[0].id")
    assert not any("circle" in message or "twice" in message for _, _, message in found)


def test_a_step_that_waits_for_an_unknown_one_is_told_beside_another_fault() -> None:
    messages = [message for _, _, message in told("1", "us.2")]
    assert any("there is no step 'us.2'" in message for message in messages)


@pytest.mark.parametrize(
    ("number", "message"),
    [
        ("1e-101", "expected 0, or a number that is 1e-100 or more away from it, found 1e-101"),
        ("1 - 1e-101", "expected a number that is 1e-100 or more away from 1, or is it, found 1 - 1e-101"),
    ],
)
def test_a_chance_next_to_0_or_1_by_less_than_floats_hold_is_refused(number: str, message: str) -> None:
    text = FILE.format(step="a", reference="us.a", roadmap="r").replace("nk: -1}}\n", f"nk: -1}}, hazard: {number}}}\n")
    found = attempt(text)
    assert isinstance(found, ScenarioError)
    assert [p.message for p in found.problems] == [message]
    text = text.replace(f"hazard: {number}", "hazard: 0").replace("us: {patience: 0.9}", f"us: {{patience: {number}}}")
    found = attempt(text)
    assert isinstance(found, ScenarioError)
    assert [p.message for p in found.problems] == [message]
