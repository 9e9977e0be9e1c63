"""People bargain over packages at a keyboard: typed packages, answers, and what was left on the table."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.terminal import Run

FILE = """format: 1
kind: issues
title: Job offer
players:
  employer: {name: Employer, walk_away: 12, patience: 0.9}
  candidate: {name: Candidate, walk_away: 8, patience: 0.9}
issues:
  salary: {name: Salary, options: {high: [0, 40], middle: [20, 20], low: [40, 0]}}
  start: {options: {june: [1, 9], august: [5, 0]}}
offers: {rounds: 4}
"""


AGREED = "salary=middle+start=august, accept"


def test_a_package_is_typed_and_what_it_left_is_told(detente: Run) -> None:
    """The candidate waits for june, which is worth 9 to it and 4 to the employer; 21 is 9 more than 12."""
    Path("job.yaml").write_text(FILE, encoding="utf-8")
    moves = "salary=middle+start=august, accept"
    done = detente("play", "job.yaml", "--as", "employer", "--no-save", "--seed", "1", "--moves", moves)
    assert done.code == 0, done.err
    assert "You offer: salary=middle+start=august" in done.out
    assert "What was left on the table" in done.out
    assert "Employer has 9 more than by walking away" in done.out
    assert "How you did" in done.out


def test_what_is_no_package_is_asked_for_again_and_help_says_how(detente: Run) -> None:
    Path("job.yaml").write_text(FILE, encoding="utf-8")
    moves = "?, salary=much+start=june, walk"
    done = detente("play", "job.yaml", "--as", "employer", "--no-save", "--seed", "1", "--moves", moves)
    assert done.code == 0, done.err
    assert "Type an option of each issue" in done.out
    assert "there is no option of 'salary' called 'much'" in done.out
    assert "Nothing was agreed on" in done.out


def test_only_the_own_points_are_shown_to_who_plays_against_an_agent(detente: Run) -> None:
    Path("job.yaml").write_text(FILE, encoding="utf-8")
    done = detente(
        "play", "job.yaml", "--as", "candidate", "--against", "boulware", "--no-save", "--moves", "walk_away"
    )
    assert "your points" in done.out
    before = done.out.partition("How you did")[0]
    assert "Employer has 12" not in before


def test_agents_meet_on_the_command_line(detente: Run) -> None:
    Path("job.yaml").write_text(FILE, encoding="utf-8")
    done = detente("simulate", "job.yaml", "--agent", "employer=boulware", "--runs", "20", "--json")
    assert done.code == 0
    ranked = detente("tournament", "job.yaml", "--runs", "5", "--quiet")
    assert "of 5 with a score" in ranked.out


def test_a_class_is_told_what_it_agreed_on_and_what_part_of_the_gain_that_was(detente: Run) -> None:
    """Middle and august gains (13, 12), 25 in all; lots between gains of (9, 21) and (29, 1) have 30: that is 5 / 6."""
    Path("job.yaml").write_text(FILE, encoding="utf-8")
    keep = ("--sessions", "class", "--seed", "1")
    agreed = detente("play", "job.yaml", "--two", "--name", "Ann", "--name", "Ben", *keep, "--moves", AGREED)
    assert agreed.code == 0, agreed.err
    left = detente("play", "job.yaml", "--two", "--name", "Cem", "--name", "Dee", *keep, "--moves", "wait, walk")
    assert left.code == 0, left.err
    told = detente("play", "--summary", "class")
    assert "1 of 2 finished games ended with an agreement" in told.out
    found = json.loads(detente("play", "--summary", "class", "--json").out)["scenarios"][0]["agreements"]
    with_deal, without = sorted(found["games"], key=lambda game: game["package"] is None)
    assert with_deal["package"] == {"salary": "middle", "start": "august"}
    assert with_deal["payoffs"] == {"employer": 25, "candidate": 20}
    assert with_deal["captured"] == pytest.approx(5 / 6)
    assert without["package"] is None
    assert without["people"] == {"employer": "Cem", "candidate": "Dee"}
    assert found["mean_captured"] == pytest.approx(5 / 6)
    nameless = json.loads(detente("play", "--summary", "class", "--anonymous", "--json").out)["scenarios"][0]
    assert "Ann" not in str(nameless["agreements"])


def test_one_may_play_against_somebody_who_errs(detente: Run) -> None:
    Path("job.yaml").write_text(FILE, encoding="utf-8")
    done = detente(
        "play", "job.yaml", "--against", "quantal_response,precision=0.2", "--no-save", "--seed", "4", "--moves", AGREED
    )
    assert done.code == 0, done.err
    assert "quantal_response" in done.out


def test_who_plays_with_hidden_types_is_told_the_rules_and_its_own_points_for_each_type(detente: Run) -> None:
    typed = FILE.replace("issues:", "parameters: {need: 9}\nissues:", 1).replace("[1, 9]", "[1, need]")
    typed = typed.replace("rounds: 4", "rounds: 1")
    typed += "types: {candidate: {keen: {probability: 0.5}, cool: {probability: 0.5, set: {need: 3}}}}\n"
    Path("job.yaml").write_text(typed, encoding="utf-8")
    done = detente("play", "job.yaml", "--as", "candidate", "--no-save", "--seed", "1", "--moves", "accept")
    assert done.code == 0, done.err
    told = done.out.partition("Your choice")[0]
    assert told.count("your points") == 2
    assert "each named by its options: Salary / start." in " ".join(told.split())
    assert "Employer has 12" not in told


def test_own_points_are_told_once_for_all_types_of_the_other_side_and_walk_away_values_by_type(detente: Run) -> None:
    typed = FILE.replace("issues:", "parameters: {need: 9, floor: 1, spare: 0}\nissues:", 1).replace(
        "[1, 9]", "[1 + spare, need]"
    )
    typed = re.sub(r"(candidate: \{.*?walk_away: )\d+", r"\1floor", typed).replace("rounds: 4", "rounds: 1")
    typed += (
        "types:\n  employer: {rich: {probability: 0.5, set: {spare: 1}}, poor: {probability: 0.5}}\n"
        "  candidate: {keen: {probability: 0.5}, cool: {probability: 0.5, set: {need: 3, floor: 2}}}\n"
    )
    Path("job.yaml").write_text(typed, encoding="utf-8")
    done = detente("play", "job.yaml", "--as", "candidate", "--no-save", "--seed", "1", "--moves", "accept")
    assert done.code == 0, done.err
    told = done.out.partition("Your choice")[0]
    assert told.count("your points") == 2
    assert [line.strip() for line in told.splitlines() if line.strip().startswith("If ")] == [
        "If Candidate is “keen”:",
        "If Candidate is “cool”:",
    ]
    assert "you have 1 if “keen” and 2 if “cool”." in " ".join(told.split())
