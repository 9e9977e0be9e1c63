"""Files of kind issues: what a newcomer writes otherwise is refused with what to write."""

from __future__ import annotations

import pytest

from sim.errors import ScenarioError
from sim.scenario.load import load

FILE = """\
format: 1
kind: issues
title: Hiring
players: {clinic: {}, nurse: {}}
issues:
  salary: {options: {low: [10, 0], high: [0, 10]}}
  start: {options: {june: [0, 4], july: [6, 0]}}
"""


def test_the_file_is_one() -> None:
    load("t", text=FILE)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("high:", "60k:", "found '60k' (write option_60k: {name: '60k', points: ...})"),
        ("high:", "60000:", "found '60000' (write option_60000: {name: '60000', points: ...})"),
        ("june:", "June 1:", "found 'June 1' (write june_1: {name: 'June 1', points: ...})"),
        ("  start:", "  start date:", "found 'start date' (write start_date: {name: 'start date', options: ...})"),
        (
            "[10, 0]",
            "{nurse: 0, clinic: 10}",
            "expected [points of the first side, points of the second], found a mapping (write [10, 0])",
        ),
        ("[10, 0]", "10/0", "expected [points of the first side, points of the second], found '10/0'"),
        ("[10, 0]", "{points: [10]}", "expected at least 2 entries, found 1"),
        ("[10, 0]", "[10, 0, 5]", "expected at most 2 entries, found 3"),
    ],
)
def test_what_is_wrong_is_said_with_what_to_write(old: str, new: str, told: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        load("t", text=FILE.replace(old, new))
    assert told in str(caught.value)


def test_what_a_message_says_to_write_is_understood() -> None:
    load("t", text=FILE.replace("high: [0, 10]", "option_60k: {name: '60k', points: [0, 10]}"))
    load("t", text=FILE.replace("start: {options", "start_date: {name: 'start date', options"))
