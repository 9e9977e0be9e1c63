"""The figures of the pages: which command makes which, and whether one is what its command makes today.

A figure is written by a command of the page that shows it, `--out` and the path that the page's image has, or by a line
of its Python session that saves it there. Those in a folder `figures` are quick and are made again whenever the page
is. Those in a folder `maps` take minutes each and are made on demand; `figures.json` keeps for each the command, the
printed words and the scenario that it was made from, as SHA-256 sums, so that a map that is out of date is noticed
without drawing it again.
"""

from __future__ import annotations

import hashlib
import json
import re
import shlex
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "docs" / "figures.json"
IMAGE = re.compile(r"!\[([^\]]*)\]\(([^)\s]+)\)")
BLOCK_AND_IMAGES = re.compile(r"```(?:console|pycon)\n((?:(?!```).*\n)*)```\n((?:\n!\[[^\]]*\]\([^)\s]+\)\n)+)")
WORD = re.compile(r"<text[^>]*>([^<]*)</text>")
COLOUR = re.compile(r"#[0-9a-fA-F]{6}\b")
OUTLINE = re.compile(r'\bd="([^"]*)"')
NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
HALF_A_POINT = 0.5
OF_THE_CODE = "house.svg"
"""The picture that `house.py` draws."""

LISTED = re.compile(r"<!-- all others -->.*?<!-- end of all others -->|```.*?```", re.DOTALL)
"""What is no figure of a page's own: the gallery's list of those of other pages, and what stands in blocks."""

SCREENS = "screens/"
"""Where pictures of pages of the program are, which `screens.py` takes."""


@dataclass(frozen=True)
class Figure:
    """A figure on a page.

    Parameters
    ----------
    page : Path
        The page.
    path : str
        The picture, as the page links to it and as its command writes it.
    words : str
        What is said to who cannot see it.
    command : str or None
        The command directly above that writes it, or the line of Python that saves it; None if there is none.
    printed : str
        What the page says that the command prints.
    """

    page: Path
    path: str
    words: str
    command: str | None
    printed: str = ""

    @property
    def file(self) -> Path:
        """The picture's file."""
        return self.page.parent / self.path

    @property
    def slow(self) -> bool:
        """Whether it is made on demand only."""
        return is_slow(self.command or "")

    @property
    def name(self) -> str:
        """The path from the root of the repository."""
        return self.file.relative_to(ROOT).as_posix()


def is_slow(command: str) -> bool:
    """Whether a command draws a figure that takes minutes."""
    return "--out maps/" in command


def pairs(block: str) -> list[tuple[str, str]]:
    """Commands of a console block, each with what stands below it."""
    found: list[tuple[str, str]] = []
    for line in block.splitlines(keepends=True):
        if line.startswith("$ "):
            found.append((line[2:].rstrip("\n"), ""))
        elif found:
            found[-1] = (found[-1][0], found[-1][1] + line)
    return found


def figures_of(page: Path) -> list[Figure]:
    """All images of a page, in order, but what is drawn from the code itself and screens of the program's pages."""
    text = page.read_text(encoding="utf-8")
    made: dict[str, tuple[str, str]] = {}
    for block, images in BLOCK_AND_IMAGES.findall(text):
        for _, path in IMAGE.findall(images):
            for command, printed in pairs(block):
                if re.search(rf"--out {re.escape(path)}(?!\S)", command):
                    made[path] = (command, printed)
            for line in re.findall(rf'^>>> (.*\("{re.escape(path)}"\))$', block, re.MULTILINE):
                made[path] = (line, "")
    own = [(words, path) for words, path in images_of(text) if path != OF_THE_CODE and SCREENS not in path]
    return [Figure(page, path, words, *made.get(path, (None, ""))) for words, path in own]


def images_of(text: str) -> list[tuple[str, str]]:
    """All images on a page, in order: what is said to who cannot see them, and their paths."""
    return IMAGE.findall(LISTED.sub("", text))


def entry(figure: Figure) -> dict[str, object]:
    """What the lock says of a figure if it is what its command made."""
    words = shlex.split(figure.command or "")
    names = [word for word in words if (ROOT / "docs" / word).is_file() and not word.startswith("maps/")]
    scenarios = [ROOT / "docs" / name for name in names]
    scenarios += [path for path in sorted((ROOT / "scenarios").glob("*/*.yaml")) if path.stem in words]
    return {
        "command": figure.command,
        "printed": hashlib.sha256(figure.printed.encode()).hexdigest(),
        "scenario": {path.relative_to(ROOT).as_posix(): _game_sum(path) for path in scenarios},
        "picture": _sum(figure.file),
    }


def lock() -> dict[str, dict[str, object]]:
    """What the slow figures were made from."""
    found: dict[str, dict[str, object]] = json.loads(LOCK.read_text(encoding="utf-8"))
    return found


def remember(figure: Figure) -> None:
    """Write into the lock that a figure has just been made."""
    known = (lock() if LOCK.exists() else {}) | {figure.name: entry(figure)}
    LOCK.write_text(json.dumps(dict(sorted(known.items())), indent=2) + "\n", encoding="utf-8")


def same(one: bytes, other: bytes) -> bool:
    """Whether two SVGs show the same: the same words and colours, and outlines that lie half a point apart at most.

    Bytes would ask too much: the last digit of a coordinate hangs on the machine's arithmetic.
    """
    if one == other:
        return True
    texts = one.decode(), other.decode()
    (said, outlines), (other_said, other_outlines) = (
        ((WORD.findall(text), COLOUR.findall(text)), OUTLINE.findall(text)) for text in texts
    )
    return said == other_said and len(outlines) == len(other_outlines) and all(map(_close, outlines, other_outlines))


def _close(one: str, other: str) -> bool:
    numbers, others = NUMBER.findall(one), NUMBER.findall(other)
    return (
        NUMBER.sub("", one) == NUMBER.sub("", other)
        and len(numbers) == len(others)
        and all(abs(float(a) - float(b)) <= HALF_A_POINT for a, b in zip(numbers, others, strict=True))
    )


def _game_sum(path: Path) -> str:
    """Sum of what a scenario says of its game: comments, its summary, its sources and its lesson change no picture."""
    import yaml

    said = yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)
    game = {key: value for key, value in said.items() if key not in {"summary", "sources", "lesson"}}
    return hashlib.sha256(json.dumps(game).encode()).hexdigest()


def _sum(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
