"""The course: ten sessions of ninety minutes, each with games that exist and homework that has its solution."""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import pytest

from sim.scenario.catalog import entries

TEACHING = Path(__file__).resolve().parent.parent / "docs" / "teaching"
SESSIONS = sorted(TEACHING.glob("session-*.md"))
NAMES = {entry.name.partition("/")[2] for entry in entries()}
TEXTBOOK = {entry.name.partition("/")[2] for entry in entries() if entry.name.startswith("textbook/")}
PARTS = ["Before class", "Games", "In class: 90 minutes", "Questions", "Homework", "What students get wrong"]


def text_of(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def solutions() -> dict[str, str]:
    found = re.findall(r"^## (Session \d+)\n(.*?)(?=^## |\Z)", text_of(TEACHING / "solutions.md"), re.M | re.DOTALL)
    return dict(found)


def test_there_are_ten_sessions_and_the_overview_leads_to_each_with_its_title() -> None:
    assert [page.stem for page in SESSIONS] == [f"session-{n:02}" for n in range(1, 11)]
    overview = text_of(TEACHING / "README.md")
    for n, page in enumerate(SESSIONS, 1):
        title = text_of(page).partition("\n")[0].removeprefix(f"# Session {n}: ")
        assert f"| [{n}. {title}]({page.name}) |" in overview


@pytest.mark.parametrize("page", SESSIONS, ids=lambda page: page.stem)
def test_a_session_has_all_its_parts_in_order(page: Path) -> None:
    assert re.findall(r"^## (.+)$", text_of(page), re.MULTILINE) == PARTS
    assert "**Aim.**" in text_of(page)
    reading = text_of(page).partition("To read:")[2].partition("## Games")[0]
    assert len(re.findall(r"\b(?:19|20)\d\d\b", reading)) >= 2


@pytest.mark.parametrize("page", SESSIONS, ids=lambda page: page.stem)
def test_the_plan_of_a_session_fills_ninety_minutes_without_a_gap(page: Path) -> None:
    spans = [(int(a), int(b)) for a, b in re.findall(r"^\| (\d+)–(\d+) \|", text_of(page), re.MULTILINE)]  # noqa: RUF001
    assert spans[0][0] == 0
    assert spans[-1][1] == 90
    assert all(before[1] == after[0] for before, after in itertools.pairwise(spans))


@pytest.mark.parametrize("page", [*SESSIONS, TEACHING / "first-class.md"], ids=lambda page: page.stem)
def test_the_commands_of_a_session_name_scenarios_that_exist(page: Path) -> None:
    named = re.findall(r"detente (?:lesson|play|explain|run -q|run|reassurance) ([a-z][a-z-]+)", text_of(page))
    assert named
    assert set(named) <= NAMES


@pytest.mark.parametrize("page", SESSIONS, ids=lambda page: page.stem)
def test_each_problem_of_the_homework_has_its_solution(page: Path) -> None:
    number = int(page.stem.removeprefix("session-"))
    homework = text_of(page).partition("## Homework")[2].partition("## What")[0]
    problems = re.findall(r"^\d\. ", homework, re.MULTILINE)
    assert 2 <= len(problems) == len(re.findall(r"^\d\. ", solutions()[f"Session {number}"], re.MULTILINE))
    assert f"solutions.md#session-{number})" in homework


def test_the_course_uses_every_textbook_game_but_the_one_for_solvers() -> None:
    used = set(re.findall(r"[a-z][a-z-]+", " ".join(map(text_of, SESSIONS))))
    assert used & TEXTBOOK == TEXTBOOK - {"von-stengel"}
