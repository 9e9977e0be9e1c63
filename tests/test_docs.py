"""The documentation says what the program does: every command in it is run, every link leads somewhere."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest

from sim.scenario.load import load

ROOT = Path(__file__).resolve().parent.parent
SPEC = importlib.util.spec_from_file_location("generate", ROOT / "docs" / "generate.py")
assert SPEC is not None
assert SPEC.loader is not None
generate = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(generate)

PAGES = generate.PAGES


def anchors(page: Path) -> set[str]:
    """Anchors of a page's headings, as they are made of their text."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_output_on_a_page_is_what_its_command_prints_today(page: Path) -> None:
    assert generate.fresh(page) == page.read_text(encoding="utf-8"), "run: python docs/generate.py"


@pytest.mark.parametrize("page", [*PAGES, ROOT / "CONTRIBUTING.md"], ids=lambda page: page.name)
def test_every_link_to_a_file_leads_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)]+)\)", page.read_text(encoding="utf-8")):
        if target.startswith("http"):
            continue
        path, _, anchor = target.partition("#")
        file = page.parent / path if path else page
        assert file.exists(), target
        assert not anchor or anchor in anchors(file), target


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_scenario_shown_on_a_page_loads(page: Path) -> None:
    blocks = re.findall(r"```yaml\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)
    for block in blocks:
        if "format: 1" in block:
            assert load(page.name, text=block).title


def test_a_page_that_is_not_current_is_noticed(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("```console\n$ echo new\nold\n```\n", encoding="utf-8")
    assert generate.fresh(page) == "```console\n$ echo new\nnew\n```\n"


def test_single_pages_can_be_asked_for_by_name() -> None:
    assert generate.chosen(["korea.md"]) == [ROOT / "docs" / "korea.md"]
    assert generate.chosen(["docs/README.md"]) == [ROOT / "docs" / "README.md"]
    assert generate.chosen([]) == PAGES
    with pytest.raises(SystemExit, match=r"there is no page 'chorea\.md'"):
        generate.chosen(["chorea.md"])
