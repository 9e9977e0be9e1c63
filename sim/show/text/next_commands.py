"""What is typed to go on from an answer: whole commands with the name of the file and all that was set in it."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING

from sim.scenario.catalog import find
from sim.show.text.brief import Next

if TYPE_CHECKING:
    from sim.scenario.scenario import Scenario

MOST = 3
"""Commands, most, that an answer names."""


def command(scenario: Scenario, verb: str, *words: str) -> str:
    """A command about a scenario as it is typed; empty for one that came from no file, which no command finds again.

    Parameters
    ----------
    verb : str
        The command.
    *words : str
        What follows the name of the file; what was set in it comes last.
    """
    name = file_name(scenario)
    if not name:
        return ""
    settings = [word for key, value in scenario.settings for word in ("--set", f"{key}={value}")]
    return " ".join(["detente", verb, *map(shlex.quote, [name, *words, *settings])])


def commands(scenario: Scenario, *asked: tuple[str, ...]) -> tuple[Next, ...]:
    """Commands about a scenario, the first of those named.

    Parameters
    ----------
    *asked : tuple of str
        What each shows, the command, and what follows the name of the file.
    """
    told = ((what, command(scenario, verb, *words)) for what, verb, *words in asked)
    return tuple(Next(typed, what) for what, typed in told if typed)[:MOST]


def file_name(scenario: Scenario) -> str:
    """What a scenario is called on the command line: its name if it comes along, else its file."""
    path = Path(scenario.file)
    if scenario.file.startswith("<") or not path.name:
        return ""
    if (bundled := find(path.stem)) is not None and bundled == path:
        return path.stem
    return f"./{scenario.file}" if scenario.file.startswith("-") else scenario.file
