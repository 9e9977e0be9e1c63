"""The gallery: every figure of the pages, each with the line that the command line has for what it shows.

`generate.py` fills `gallery.md`. Below each of its own pictures, and in a list of all others, stand the answer in a
line (``--quiet``), the page and the scenario file that the picture comes from, and the command that draws it. A picture
that is new on any page comes in by itself.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from os import path
from pathlib import Path
from typing import TYPE_CHECKING

import figures
from figures import Figure

if TYPE_CHECKING:
    from sim.scenario.scenario import Scenario

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "gallery.md"
QUESTIONS = "Questions about the answer"
HERE = "Files of these pages"
"""Those that do not come along and have no topic."""

COURSE = "The Korean talks"
"""The topic that comes first: what most come for."""

LEFT_OUT = {
    "docs/house.svg": "[a picture of the code](architecture.md)",
    "docs/figures/from-python.svg": "[a lattice that Python saves](python.md)",
    "docs/figures/left.svg": "[a sweep that xarray draws](sweeps.md)",
    "docs/figures/left-open.svg": "[a file of your own](calibrate.md)",
    "docs/figures/class.svg": "[what a class has done](play.md)",
    "docs/teaching/figures/inspection.svg": "[the choices of a rehearsal](teaching/session-02.md)",
    "docs/teaching/screens/": "the pages of [a class](teaching/README.md), [a lesson](lesson.md) and [a memo](memo.md)",
}
"""Pictures of the pages, or their folders, that show no answer about a scenario; with the words that say so."""

OWN = re.compile(r"(!\[[^\]]*\]\(([^)\s]+)\)\n)(?:\n<!-- shown -->\n.*?<!-- end of shown -->\n)?", re.DOTALL)
REST = re.compile(r"(?<=<!-- all others -->\n).*?(?=<!-- end of all others -->)", re.DOTALL)

Run = Callable[[str], str]
"""Runs a command and gives what it prints."""


@dataclass(frozen=True)
class Picture:
    """What one command draws, which may stand on several pages.

    Parameters
    ----------
    places : tuple of Figure
        The figures that it draws, in the order of their pages.
    """

    places: tuple[Figure, ...]

    @property
    def words(self) -> list[str]:
        """The command's words, without the file that it writes."""
        return without(shlex.split(self.places[0].command or ""), "--out")

    @property
    def scenario(self) -> Path:
        """The scenario file that it is of."""
        found = scenario_of(self.words)
        assert found is not None, self.words
        return found

    @property
    def asks(self) -> bool:
        """Whether it draws the answer to another question than how the scenario is played."""
        return self.words[1] != "plot"


def scenario_of(words: list[str]) -> Path | None:
    """The first file that a command names, of those that come along or stand beside the pages; None without one."""
    named = {file.stem: file for file in (ROOT / "scenarios").glob("*/*.yaml")}
    named |= {f"examples/{file.name}": file for file in (ROOT / "docs" / "examples").glob("*.yaml")}
    return next((named[word] for word in words[2:] if word in named), None)


def without(words: list[str], option: str) -> list[str]:
    """Words of a command without an option and its value."""
    if option not in words:
        return words
    at = words.index(option)
    return words[:at] + words[at + 2 :]


def line(picture: Picture, run: Run) -> str:
    """What the command line says in one line of what a picture shows.

    Of a study it is the line that its page shows, where it shows one; of other pictures the answer of ``detente run``
    with the same file, concept and numbers.

    Parameters
    ----------
    run : callable
        Runs a command and gives what it prints.

    Raises
    ------
    SystemExit
        If the command prints anything but one line that begins with the scenario's title.
    """
    start = f"{_title(picture)}: "
    words = without(picture.words, "--view")
    words = [words[0], "run" if words[1] == "plot" else words[1], *words[2:]]
    command = shlex.join(words if "--quiet" in words else [*words, "--quiet"]).replace("'", '"')
    printed = [place.printed.strip() for place in picture.places if picture.asks and "--quiet" in words]
    said = next((text for text in printed if text), "") or run(command).strip()
    if "\n" in said or not said.startswith(start):
        raise SystemExit(f"gallery.md: `{command}` should say one line of the scenario, and says\n{said}")
    return said.removeprefix(start)


def pictures(pages: list[Path]) -> list[Picture]:
    """What the commands of these pages draw of a scenario, each once.

    Parameters
    ----------
    pages : list of Path
        The pages, in the order in which they are to be named.
    """
    by_command: dict[str, list[Figure]] = {}
    for figure in (figure for page in pages for figure in figures.figures_of(page)):
        if (figure.command or "").startswith("detente "):
            by_command.setdefault(shlex.join(without(shlex.split(figure.command or ""), "--out")), []).append(figure)
    found = [Picture(tuple(places)) for places in by_command.values()]
    return [picture for picture in found if scenario_of(picture.words) is not None]


def filled(text: str, pages: list[Path], run: Run) -> str:
    """Text of the gallery with all that is said of pictures made again.

    Parameters
    ----------
    text : str
        The page as it is.
    pages : list of Path
        All pages with pictures.
    run : callable
        Runs a command and gives what it prints.
    """
    from sim.show.text.words import listed

    drawn = pictures([*(page for page in pages if page != PAGE), PAGE])
    with ThreadPoolExecutor(4) as pool:
        told = dict(zip(drawn, pool.map(lambda picture: line(picture, run), drawn), strict=True))
    own = {place.path: picture for picture in drawn for place in picture.places if place.page == PAGE}
    others = [picture for picture in drawn if picture.places[0].page != PAGE]
    text = OWN.sub(lambda found: _below(found, own, told), text.partition("<!-- all others -->")[0])
    groups = "".join(_group(name, group, told) for name, group in _groups(others))
    rest = f"Not here are {listed(list(LEFT_OUT.values()))}.\n\n"
    return f"{text}<!-- all others -->\n{groups}{rest}<!-- end of all others -->\n"


def _below(found: re.Match[str], own: dict[str, Picture], told: dict[Picture, str]) -> str:
    """An image of the gallery's own with what is said of it."""
    if found[2] not in own:
        return found[0]
    said = "\n\n".join(_said(own[found[2]], told))
    return f"{found[1]}\n<!-- shown -->\n{said}\n<!-- end of shown -->\n"


def _groups(drawn: list[Picture]) -> Iterator[tuple[str, list[Picture]]]:
    """Pictures by what somebody looks for: the talks, cases, the topics of games, and other questions."""
    from sim.scenario.catalog import TOPICS

    first = [COURSE, "Cases from practice"]
    by_topic: dict[str, list[Picture]] = {name: [] for name in [*first, QUESTIONS, *TOPICS, HERE]}
    for picture in drawn:
        by_topic[QUESTIONS if picture.asks else _topic(picture)].append(picture)
    yield from ((name, group) for name, group in by_topic.items() if group)


def _group(name: str, group: list[Picture], told: dict[Picture, str]) -> str:
    """A heading and a list, of which each entry leads to its page."""
    entries = []
    for picture in sorted(group, key=lambda picture: (picture.scenario.stem, picture.places[0].name)):
        first = picture.places[0]
        image = f"[![{first.words}]({_from_here(first.file)})]({_from_here(first.page)})"
        line, links = _said(picture, told)
        typed = (first.command or "").partition(" --out ")[0]
        entries.append(f"- {image}\n\n  {line}\n\n  {links}\n\n  `{typed}`\n")
    return "\n".join([f"## {name}\n", *entries, ""])


def _said(picture: Picture, told: dict[Picture, str]) -> tuple[str, str]:
    """The line of a picture, and the links to where it comes from."""
    from sim.show.text.escapes import in_markdown

    pages = [f"[{_heading(page)}]({_from_here(page)})" for page in _pages(picture)]
    line = f"**{in_markdown(_title(picture))}:** {in_markdown(told[picture])}"
    return line, " · ".join([*pages, f"[scenario file]({_from_here(picture.scenario)})"])


def _pages(picture: Picture) -> list[Path]:
    """The pages that show a picture, or else the page of its scenario."""
    shown = list(dict.fromkeys(place.page for place in picture.places if place.page != PAGE))
    if shown:
        return shown
    name = f"{picture.scenario.stem}.md"
    own = [page for page in (ROOT / "docs" / "textbook" / name, ROOT / "docs" / "examples" / name) if page.is_file()]
    return own or [ROOT / "docs" / "korea.md"]


def _title(picture: Picture) -> str:
    return _scenario(picture.scenario).title


def _topic(picture: Picture) -> str:
    return _scenario(picture.scenario).lesson.topic or HERE


def _scenario(file: Path) -> Scenario:
    from sim.scenario.load import load

    return load(str(file))


def _heading(page: Path) -> str:
    return page.read_text(encoding="utf-8").partition("\n")[0].removeprefix("# ")


def _from_here(file: Path) -> str:
    return Path(path.relpath(file, PAGE.parent)).as_posix()
