"""The course: ten sessions of ninety minutes, each with games that exist and homework that has its solution."""

from __future__ import annotations

import importlib.util
import itertools
import os
import re
import shutil
import subprocess
import sys
from fractions import Fraction
from pathlib import Path
from types import ModuleType

import pytest

from sim.scenario.catalog import entries
from sim.scenario.load import load
from sim.scenario.observed.stated import Counted

TEACHING = Path(__file__).resolve().parent.parent / "docs" / "teaching"
SESSIONS = sorted(TEACHING.glob("session-*.md"))
NAMES = {entry.name.partition("/")[2] for entry in entries()}
TEXTBOOK = {entry.name.partition("/")[2] for entry in entries() if entry.name.startswith("textbook/")}
PLAYED = ["The class game", "What usually comes out", "What theory says", "Debrief in ten minutes"]
PARTS = ["Before class", "Games", *PLAYED, "In class: 90 minutes", "Questions", "Homework", "What students get wrong"]


def of_docs(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, TEACHING.parent / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


CARDS, SCREENS = of_docs("cards"), of_docs("screens")


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
    named = re.findall(r"detente (?:class|lesson|play|explain|run -q|run|reassurance) ([a-z][a-z-]+)", text_of(page))
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


def section(page: Path, name: str) -> str:
    return text_of(page).partition(f"## {name}\n")[2].partition("\n## ")[0]


@pytest.mark.parametrize("page", SESSIONS, ids=lambda page: page.stem)
def test_a_session_has_a_class_game_to_join_to_play_and_to_reveal_and_shows_what_comes_out(page: Path) -> None:
    game = section(page, "The class game")
    command = re.search(r"^    detente class (.+) --lan$", game, re.MULTILINE)
    assert command is not None
    assert re.findall(r"^- \*\*(\w+)\.\*\*", game, re.MULTILINE) == ["Join", "Play", "Reveal"]
    assert set(itertools.takewhile(lambda word: not word.startswith("-"), command[1].split())) <= NAMES
    told = section(page, "What usually comes out")
    assert "--rehearse" in told or "What people did" in told
    assert "```console" in section(page, "What theory says")


@pytest.mark.parametrize("page", SESSIONS, ids=lambda page: page.stem)
def test_a_debriefing_takes_ten_minutes_without_a_gap(page: Path) -> None:
    spans = re.findall(r"^\d\. Minutes (\d+)–(\d+)\.", section(page, "Debrief in ten minutes"), re.MULTILINE)  # noqa: RUF001
    assert (spans[0][0], spans[-1][1]) == ("0", "10")
    assert all(before[1] == after[0] for before, after in itertools.pairwise(spans))


@pytest.mark.parametrize("page", SESSIONS, ids=lambda page: page.stem)
def test_a_card_says_what_its_page_says_today(page: Path) -> None:
    assert text_of(CARDS.card_of(page)) == CARDS.card(page), f"run: python docs/generate.py teaching/{page.name}"


@pytest.mark.parametrize("page", SESSIONS, ids=lambda page: page.stem)
def test_a_card_prints_to_one_side_of_paper(page: Path, tmp_path: Path) -> None:
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        if os.environ.get("CI"):
            pytest.fail("there is no Chromium on this machine; .ci/run installs it")
        pytest.skip("there is no Chromium on this machine")
    options = ["--headless=new", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
    options += [f"--user-data-dir={tmp_path / 'profile'}", f"--print-to-pdf={tmp_path / 'card.pdf'}"]
    subprocess.run([chromium, *options, CARDS.card_of(page).as_uri()], check=True, capture_output=True, timeout=60)
    assert len(re.findall(rb"/Type\s*/Page\b", (tmp_path / "card.pdf").read_bytes())) == 1


def test_the_screens_on_pages_are_those_of_the_program_of_today() -> None:
    shown = {
        (page.parent / path).resolve()
        for page in (TEACHING.parent).rglob("*.md")
        for path in re.findall(r"!\[[^\]]{20,}\]\(((?:\w+/)*screens/[\w-]+\.png)\)", text_of(page))
    }
    assert shown == set(SCREENS.SCREENS.glob("*.*"))
    assert sorted(file.stem for file in shown) == sorted(name for kind in SCREENS.SIZES.values() for name in kind)
    assert SCREENS.known() == SCREENS.seen(), "run: python docs/screens.py"


def test_the_front_page_shows_the_wall_a_phone_the_teachers_page_and_results() -> None:
    shown = re.findall(r"!\[[^\]]{20,}\]\(screens/(\w+)\.png\)", text_of(TEACHING / "README.md"))
    assert shown == ["wall", "phone", "teacher", "results"]


def test_a_card_has_no_pictures() -> None:
    assert not [page.stem for page in SESSIONS if "![" in CARDS.card(page) or "<img" in CARDS.card(page)]


def test_the_front_page_begins_with_one_command_and_leads_to_every_card() -> None:
    front = text_of(TEACHING / "README.md")
    assert "\n    detente class ultimatum" in front[:300]
    assert all(f"(cards/{page.stem}.html)" in front for page in SESSIONS)


def percent(counted: Counted) -> str:
    """How many in a hundred did what is counted first, as pages write it."""
    counts = [count for _, count in counted.counts]
    return f"{round(100 * counts[0] / sum(counts), 1):g} %"


def test_what_people_did_is_what_the_files_count() -> None:
    """Heffner and FeldmanHall 2022; Dal Bó and Fréchette 2011: the counts stand in the files."""
    took = {c.at: percent(c) for o in load("ultimatum-responders").observed for c in o.choices}
    told = section(TEACHING / "session-04.md", "What usually comes out")
    assert f"Offers of 5 of 100 were taken by {took['offered 5']}, of 40 by {took['offered 40']}" in told
    asked = text_of(TEACHING / "session-04.md").replace("79.0 %", "79 %")
    assert [took[f"offered {offer}"] in asked for offer in (30, 35, 40, 45)] == [True] * 4
    began = {
        (float(dict(o.settings)["patience"]), int(dict(o.settings)["reward"])): percent(c)
        for o in load("laboratory-dilemma").observed
        for c in o.choices
        if c.round == 0
    }
    page = TEACHING / "session-07.md"
    assert f"a chance of 0.5, {began[0.5, 40]} did" in section(page, "What usually comes out")
    safer = {at: share for at, share in began.items() if at[0] > (50 - at[1] + 25 - 12) / (50 - 12)}
    assert sorted(safer) == [(0.5, 48), (0.75, 40), (0.75, 48)]
    told = "{}, {} and {}".format(*(safer[at] for at in sorted(safer)))
    assert told in section(page, "What usually comes out").replace("45.9 %", began[0.5, 48])
    assert f"{began[0.5, 32]} and {began[0.5, 48]} of the people" in section(page, "Debrief in ten minutes")


def test_what_theory_says_is_the_closed_form_of_each_game() -> None:
    """Thresholds (T - R) / (T - P) of grim trigger (Friedman 1971), chances from the other side's indifference."""
    of = {name: {p.name: Fraction(p.value) for p in load(name).parameters} for name in ("inspection", "audience-costs")}
    said = section(TEACHING / "session-07.md", "What theory says")
    assert [f"{(50 - reward) / (50 - 25):g}" in said for reward in (32, 48)] == [True, True]
    game = of["inspection"]
    come = [game["gain"] / (game["detection"] * (game["gain"] + penalty)) for penalty in (4, 8)]
    cheat = game["cost"] / (game["detection"] * (game["harm"] - game["caught"]))
    debrief = section(TEACHING / "session-02.md", "Debrief in ten minutes")
    assert f"{come[0]}, and {come[1]} with the higher penalty" in debrief
    assert f"{cheat} in both" in debrief
