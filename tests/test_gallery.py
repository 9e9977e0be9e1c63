"""The gallery holds every picture of the pages, and what it says of each is what the program says of that file."""

from __future__ import annotations

import importlib.util
import re
import sys
from pathlib import Path
from typing import Any

import pytest

import sim

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", *sorted(DOCS.rglob("*.md"))]
SHOWN = re.compile(r"!\[[^\]]*\]\(([^)\s]+)\)|^:+\{figure\} (\S+)$", re.MULTILINE)


@pytest.fixture(scope="module")
def gallery() -> Any:
    """The module that makes the page."""
    for name in ("figures", "gallery"):
        spec = importlib.util.spec_from_file_location(name, DOCS / f"{name}.py")
        assert spec is not None
        assert spec.loader is not None
        sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    return sys.modules["gallery"]


@pytest.fixture(scope="module")
def drawn(gallery: Any) -> list[Any]:
    """What the commands of all pages draw, each once."""
    found: list[Any] = gallery.pictures([*(page for page in PAGES if page != gallery.PAGE), gallery.PAGE])
    return found


def images(page: Path) -> set[Path]:
    """The files of all pictures of a page, in whatever way they are shown."""
    found = SHOWN.findall(page.read_text(encoding="utf-8"))
    return {(page.parent / (one or two)).resolve() for one, two in found}


def test_every_picture_of_the_pages_is_in_the_gallery_or_left_out_for_a_stated_reason(
    gallery: Any, drawn: list[Any]
) -> None:
    """A picture that several pages have drawn by the same command is there once, with a link to each of them."""
    text, there = gallery.PAGE.read_text(encoding="utf-8"), images(gallery.PAGE)
    left = [(ROOT / name).resolve() for name in gallery.LEFT_OUT]
    alike = {file for p in drawn if there & (files := {q.file.resolve() for q in p.places}) for file in files}
    for page in PAGES:
        for file in images(page) - there - alike:
            assert any(file == name or name in file.parents for name in left), file
    for name, reason in zip(left, gallery.LEFT_OUT.values(), strict=True):
        assert any(file == name or name in file.parents for page in PAGES for file in images(page)), name
        assert reason in text
    for picture in drawn:
        for place in picture.places:
            if place.page != gallery.PAGE:
                assert f"({place.page.relative_to(DOCS).as_posix()})" in text, place


def test_a_picture_leads_to_its_page_and_its_file(gallery: Any) -> None:
    rest = gallery.PAGE.read_text(encoding="utf-8").partition("<!-- all others -->")[2]
    entries = [entry for entry in re.split(r"\n(?=- |## |Not here)", rest) if entry.startswith("- ")]
    assert len(entries) > 60
    for entry in entries:
        links = re.findall(r"\]\(([^)]+)\)", entry)
        assert len(links) >= 4, entry  # the picture and its page, the page by name, the file
        assert links[1] == links[2]
        assert links[-1].endswith(".yaml")
        assert all((DOCS / link).is_file() for link in links), entry


@pytest.mark.parametrize(
    ("name", "concept"),
    [
        ("chicken", ""),
        ("chicken", "learning"),
        ("relief-first", ""),
        ("divide-the-dollar", "bargaining"),
        ("elmira", ""),
    ],
)
def test_the_line_of_a_picture_is_the_headline_of_the_result(gallery: Any, name: str, concept: str) -> None:
    """Asked of the library and not of the command line, which has written the page."""
    game = sim.load(name)
    headline = game.solve(concept or None).headline
    text = gallery.PAGE.read_text(encoding="utf-8").replace("\\", "")
    assert f"**{game.title}:** {headline}".lower() in text.lower()


def figure(gallery: Any, command: str, printed: str = "") -> Any:
    page = DOCS / "page.md"
    return gallery.Picture((gallery.Figure(page, "figures/one.svg", "words", command, printed),))


@pytest.mark.parametrize(
    ("command", "asked"),
    [
        ("detente plot chicken --view matrix --out figures/one.svg", "detente run chicken --quiet"),
        ("detente plot chicken --solve quantal --out a.svg", "detente run chicken --solve quantal --quiet"),
        ("detente simulate chicken --runs 5 --quiet --out a.svg", "detente simulate chicken --runs 5 --quiet"),
        ('detente run chicken --with "a b=1" --out a.svg', 'detente run chicken --with "a b=1" --quiet'),
    ],
)
def test_a_line_is_asked_of_the_same_file_concept_and_numbers(gallery: Any, command: str, asked: str) -> None:
    commands: list[str] = []

    def run(command: str) -> str:
        commands.append(command)
        return "Chicken: both yield.\n"

    assert gallery.line(figure(gallery, command), run) == "both yield."
    assert commands == [asked]


def test_a_study_has_the_line_of_its_page(gallery: Any) -> None:
    study = figure(gallery, "detente map chicken crash gain --quiet --out maps/a.png", "Chicken: a map.\n")
    assert gallery.line(study, lambda _: pytest.fail("it has been asked already")) == "a map."


@pytest.mark.parametrize("said", ["error: no equilibrium", "Chicken: one\nline more", "Other game: both yield", ""])
def test_anything_but_one_line_of_the_scenario_stops_the_page(gallery: Any, said: str) -> None:
    with pytest.raises(SystemExit, match="should say one line"):
        gallery.line(figure(gallery, "detente plot chicken --out figures/one.svg"), lambda _: said)


def test_a_command_that_is_called_like_a_scenario_is_not_taken_for_one(gallery: Any) -> None:
    assert figure(gallery, "detente inspection intrusion --out a.svg").scenario.stem == "intrusion"
