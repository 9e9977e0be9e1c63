"""What the shell offers while a command is typed: files, names, parameters, players, concepts.

Nothing is solved and nothing is said; a file that cannot be read has no names to offer.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.concepts import NAMES as CONCEPT_NAMES

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST = 200
"""Files of a folder, most, that are offered."""

SEPARATORS = "/\\" if os.sep == "\\" else "/"
"""What stands between folders; where there are two, what is offered goes on with the one that was typed."""

LINE: list[str] = []
"""The words behind the command in the line that is typed."""


def complete_files(incomplete: str) -> list[str]:
    """Scenario files in the folder that has been typed so far, and the folders in it; a folder alone is gone into."""
    try:
        found = _beside(incomplete)
        while len(found) == 1 and found[0].endswith(tuple(SEPARATORS)) and (inner := _beside(found[0])):
            found = inner
    except OSError:
        return []
    return found[:MOST]


def _beside(typed: str) -> list[str]:
    at = max(map(typed.rfind, SEPARATORS)) + 1
    base, name = typed[:at], typed[at:]
    mark = base[-1:] or "/"
    entries = sorted(Path(base or ".").iterdir(), key=lambda path: path.name)
    seen = [entry for entry in entries if entry.name.startswith(name) and (name or not entry.name.startswith("."))]
    files = [f"{base}{entry.name}" for entry in seen if entry.suffix.lower() in (".yaml", ".yml") and entry.is_file()]
    return files + [f"{base}{entry.name}{mark}" for entry in seen if entry.is_dir()]


def complete_names(incomplete: str) -> list[str]:
    """Names of bundled scenarios that begin with what has been typed; files are listed, not read."""
    from sim.scenario.catalog import entries

    stems = [entry.name.rpartition("/")[2] for entry in entries()]
    return _beginning(incomplete, stems)


def complete_scenarios(incomplete: str) -> list[str]:
    """Whatever a command takes as a scenario: the user's own files before the names of bundled ones."""
    own = complete_files(incomplete)
    return [*own, *(name for name in complete_names(incomplete) if name not in own)]


def complete_topics(incomplete: str) -> list[str]:
    """Topics of the bundled scenarios that begin with what has been typed, whatever its capitals."""
    from sim.scenario.catalog import TOPICS

    return [topic for topic in TOPICS if topic.lower().startswith(incomplete.lower())]


def complete_concepts(incomplete: str) -> list[str]:
    """Solution concepts."""
    return _beginning(incomplete, CONCEPT_NAMES)


def complete_kinds(incomplete: str) -> list[str]:
    """Kinds of scenarios."""
    from sim.kinds import NAMES

    return _beginning(incomplete, NAMES)


def complete_documents(incomplete: str) -> list[str]:
    """Documents that have a schema."""
    from sim.show.documents.table import DOCUMENTS

    return _beginning(incomplete, DOCUMENTS)


def complete_parameters(incomplete: str) -> list[str]:
    """Parameters of the file that has been typed."""
    return _beginning(incomplete, _keys("parameters"))


def complete_settings(incomplete: str) -> list[str]:
    """Parameters of the file that has been typed, each with the sign that its value stands behind."""
    return _beginning(incomplete, (f"{name}=" for name in _keys("parameters")))


def complete_players(incomplete: str) -> list[str]:
    """Players of the file that has been typed."""
    return _beginning(incomplete, _keys("players"))


def complete_rules(incomplete: str) -> list[str]:
    """Rules that choose among equilibria, those for a player with the players of the file that has been typed."""
    players = _keys("players")
    named = [f"{rule}:{player}" for rule in ("first-best", "best", "worst") for player in players]
    return _beginning(incomplete, ["payoff-dominant", "risk-dominant", "welfare", *named, "best-sum", "earliest-deal"])


def _beginning(incomplete: str, words: Iterable[str]) -> list[str]:
    return [word for word in words if word.startswith(incomplete)]


def _keys(part: str) -> list[str]:
    """Keys of a part of the file that a command is typed for; none if it cannot be read."""
    held = _data().get(part)
    return [str(key) for key in held] if isinstance(held, dict) else []


def _data() -> dict[str, Any]:
    """The plain data of the first scenario in the line that is typed, unchecked."""
    from sim.errors import DetenteError
    from sim.scenario.catalog import find
    from sim.scenario.reading import contents_or_problem
    from sim.scenario.source import MAX_BYTES, read

    named = ((word, Path(word)) for word in LINE if not word.startswith("-"))
    found = ((name, path if path.is_file() else find(name)) for name, path in named)
    name, path = next(((name, path) for name, path in found if path is not None), ("", None))
    if path is None:
        return {}
    try:
        return read(name, contents_or_problem(path, MAX_BYTES, name)).data
    except DetenteError:
        return {}
