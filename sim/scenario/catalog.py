"""The scenarios that come with the program, found by name."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sim.errors import nearest

SCHEMA_LINE = "# yaml-language-server: $schema="
"""How the line begins that tells editors where the schema is, seen from a file."""

TOPICS = (
    "One-shot games",
    "Mixed strategies",
    "Threats and promises",
    "Commitment",
    "Repeated games",
    "Bargaining",
    "Concessions and attrition",
    "Hidden types and signals",
    "Trust and reputation",
    "Mediators and learning",
    "Cases from practice",
    "The Korean talks",
)
"""Topics of the bundled scenarios, in the order of a course."""


@dataclass(frozen=True)
class Entry:
    """A bundled scenario: its name such as ``korea/stalled``, and where it is."""

    name: str
    path: Path


def root() -> Path:
    """Folder of the bundled scenarios: inside an installed package, or beside it in a checkout."""
    package = Path(__file__).resolve().parent.parent
    installed = package / "_scenarios"
    return installed if installed.is_dir() else package.parent / "scenarios"


def entries() -> tuple[Entry, ...]:
    """All bundled scenarios, by name; files are listed, not read."""
    folder = root()
    found = (Entry(path.relative_to(folder).with_suffix("").as_posix(), path) for path in folder.glob("*/*.yaml"))
    return tuple(sorted(found, key=lambda entry: entry.name))


def find(name: str) -> Path | None:
    """Path of the bundled scenario of a name, with or without its folder and suffix; None if there is none.

    Parameters
    ----------
    name : str
        For example ``stalled``, ``korea/stalled`` or ``stalled.yaml``.
    """
    name = name.removesuffix(".yaml")
    matches = [entry.path for entry in entries() if name in (entry.name, entry.name.rpartition("/")[2])]
    return matches[0] if len(matches) == 1 else None


def suggestion(name: str) -> str:
    """Hint for a name that is neither a file nor a bundled scenario."""
    stems = [entry.name.rpartition("/")[2] for entry in entries()]
    return nearest(Path(name).stem, stems) or "'detente catalog' lists the bundled ones"


def topic_named(text: str) -> str | None:
    """The topic that a text means: the one that it begins, else the only one that contains it; None if there is none.

    Parameters
    ----------
    text : str
        For example ``Bargaining`` or ``signals``; capitals do not matter.
    """
    wanted = text.strip().lower()
    ways = ([t for t in TOPICS if t.lower().startswith(wanted)], [t for t in TOPICS if wanted in t.lower()])
    return next((found[0] for found in ways if wanted and len(found) == 1), None)


def to_copy(path: Path) -> str:
    """Text of a bundled scenario to be saved anywhere: without the line for editors, which is right where it is alone.

    Parameters
    ----------
    path : Path
        Of the scenario.
    """
    text = path.read_text(encoding="utf-8")
    return text.partition("\n")[2] if text.startswith(SCHEMA_LINE) else text
