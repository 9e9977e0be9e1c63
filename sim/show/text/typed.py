"""Commands as they are typed: the file's name as it was given, and the numbers that were set."""

from __future__ import annotations

import os
import shlex
import subprocess
from typing import TYPE_CHECKING

from sim.engine.solve import default_concept
from sim.scenario.catalog import entries
from sim.show.text.brief import Next
from sim.show.text.letters import harmless
from sim.show.text.style import one_line
from sim.study.options import SELECT

if TYPE_CHECKING:
    from sim.scenario.scenario import Scenario


def nexts(scenario: Scenario, *steps: tuple[str, str, tuple[str, ...]]) -> tuple[Next, ...]:
    """What to type next about a scenario; nothing where its file has no name that can be typed.

    Parameters
    ----------
    *steps : tuple of (str, str, tuple of str)
        The command's name, what it shows, and what else is to be typed behind the file and the settings.
    """
    name = typed_name(scenario)
    if name is None:
        return ()
    set_ = [word for key, value in scenario.settings for word in ("--set", f"{key}={value}")]
    found = (Next(_line(["detente", command, name, *more, *set_]), what) for command, what, more in steps)
    return tuple(step for step in found if _typable(step.command))


def how_asked(scenario: Scenario, concept: str, rule: str = SELECT) -> tuple[str, ...]:
    """What to type behind a file for the same solution.

    Parameters
    ----------
    rule : str
        What ``--select`` takes; empty where nothing is selected.
    """
    solve = () if default_concept(scenario).name == concept else ("--solve", concept)
    return (*solve, *(() if rule in ("", SELECT) else ("--select", rule)))


def typed_name(scenario: Scenario) -> str | None:
    """What to type for a scenario's file; None where it came by a pipe, was changed, or has no name to type."""
    if scenario.changes:
        return None
    bundled = {str(entry.path): entry.name.rpartition("/")[2] for entry in entries()}
    if (name := bundled.get(scenario.file)) is not None:
        stems = [entry.name for entry in entries() if entry.name.rpartition("/")[2] == name]
        return name if len(stems) == 1 else stems[0]
    if not scenario.file or scenario.file.startswith("<"):
        return None
    return f".{os.sep}{scenario.file}" if scenario.file.startswith("-") else scenario.file


def _line(words: list[str]) -> str:
    return subprocess.list2cmdline(words) if os.name == "nt" else shlex.join(words)


def _typable(line: str) -> bool:
    """Whether what is shown of a command is the command itself, to the last letter."""
    return harmless(one_line(line)) == line
