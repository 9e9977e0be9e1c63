"""The page of textbook games leaves none out and names none that is not there."""

from __future__ import annotations

import re
from pathlib import Path

from sim.scenario.catalog import entries

PAGE = Path(__file__).resolve().parent.parent / "docs" / "textbook.md"
BUNDLED = {entry.name.partition("/")[2] for entry in entries() if entry.name.startswith("textbook/")}


def test_every_bundled_textbook_scenario_has_its_question_on_the_page() -> None:
    paragraphs = re.findall(
        r"^\*\*([a-z0-9-]+)\*\*: (.+?)\n\n", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
    )
    assert {name for name, _ in paragraphs} == BUNDLED
    for name, text in paragraphs:
        assert "?" in text, f"{name}: no question"
        assert re.search(r"\([^)]*\d{4}[^)]*\)", text), f"{name}: no source with its year"


def test_every_textbook_scenario_is_run_by_a_command_on_the_page() -> None:
    commands = re.findall(r"^\$ detente run (.+)$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert {word for command in commands for word in command.split()} >= BUNDLED
