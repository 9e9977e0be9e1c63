"""Each textbook game has its page, the index leads to it, and both say what the file says."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest

from sim.scenario.catalog import TOPICS, entries
from sim.scenario.load import load

DOCS = Path(__file__).resolve().parent.parent / "docs"
BUNDLED = sorted(entry.name.partition("/")[2] for entry in entries() if entry.name.startswith("textbook/"))
INDEX = (DOCS / "textbook.md").read_text(encoding="utf-8")


def page(name: str) -> str:
    return (DOCS / "textbook" / f"{name}.md").read_text(encoding="utf-8")


def test_every_textbook_game_has_a_page_and_every_page_a_game() -> None:
    assert sorted(path.stem for path in (DOCS / "textbook").glob("*.md")) == BUNDLED


@pytest.mark.parametrize("name", BUNDLED)
def test_title_topic_and_question_of_a_page_are_those_of_the_file(name: str) -> None:
    scenario = load(name)
    about = f"Topic: {scenario.lesson.topic}. Scenario: `{name}`. [All textbook games](../textbook.md)."
    assert page(name).startswith(f"# {scenario.title}\n\n{about}\n\n**{scenario.lesson.questions[0].question}**\n\n")


@pytest.mark.parametrize("name", BUNDLED)
def test_questions_answers_and_sources_of_a_page_are_those_of_the_file(name: str) -> None:
    scenario, text = load(name), page(name)
    for entry in scenario.lesson.questions:
        assert f"<summary>{entry.question}</summary>\n\n{entry.answer}\n\n</details>" in text
    sources = text.partition("## Source\n\n")[2].partition("\n\n")[0]
    assert sources == "\n".join(f"- {source}" for source in scenario.sources)


@pytest.mark.parametrize("name", BUNDLED)
def test_a_page_runs_its_game_and_names_the_commands_for_a_class(name: str) -> None:
    text = page(name)
    assert re.search(rf"^\$ detente (?:run|roadmaps) .*\b{name}\b", text, re.MULTILINE)
    flowing = " ".join(text.split())
    assert f"`detente lesson {name} --out {name}.html`" in flowing
    assert f"`detente explain {name}" in flowing
    sides = re.findall(rf"`detente play {name} --as (\w+)`", flowing)
    assert sides
    for side in sides:
        assert side in [player.id for player in load(name).players]


@pytest.mark.parametrize("name", BUNDLED)
def test_a_page_shows_its_game_before_the_first_question(name: str) -> None:
    assert re.search(r"^!\[.{20,}\]\(figures/.+\.svg\)$", page(name).partition("<!-- lesson")[0], re.MULTILINE)


def test_the_index_has_every_game_under_its_topic_with_its_question() -> None:
    sections = dict(re.findall(r"^## (.+?)\n(.*?)(?=^## |\Z)", INDEX, re.MULTILINE | re.DOTALL))
    assert list(sections) == list(TOPICS)
    listed = []
    for topic, text in sections.items():
        for title, link, name, question in re.findall(r"^\| \[(.+?)\]\((.+?)\), `(.+?)` \| (.+?) \|$", text, re.M):
            scenario = load(name)
            assert (title, link) == (scenario.title, f"textbook/{name}.md")
            assert (topic, question) == (scenario.lesson.topic, scenario.lesson.questions[0].question)
            listed.append(name)
    assert sorted(listed) == BUNDLED


def test_a_lesson_on_a_page_is_made_of_the_file() -> None:
    spec = importlib.util.spec_from_file_location("lessons", DOCS / "lessons.py")
    assert spec is not None
    assert spec.loader is not None
    lessons = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(lessons)
    made = lessons.filled("<!-- lesson chicken -->\nstale\n<!-- end of lesson -->\nthe rest\n")
    assert "stale" not in made
    assert made.startswith("<!-- lesson chicken -->\n\n## Questions for the class\n\n<details>\n<summary>What keeps")
    assert made.endswith("American Behavioral Scientist 10, 1966, 10-28\n\n<!-- end of lesson -->\nthe rest\n")
    assert lessons.filled(made) == made
