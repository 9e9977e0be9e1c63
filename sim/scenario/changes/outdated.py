"""Keys of a file that are called otherwise now, each with its place and what to write instead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.errors import Problem
from sim.scenario.source import dotted, read

if TYPE_CHECKING:
    from sim.scenario.scenario import Scenario


def outdated(scenario: Scenario) -> tuple[Problem, ...]:
    """The keys that a scenario's file calls by their old names, in order of place."""
    source = read(scenario.file, scenario.text.encode())
    found = []
    for path, row in source.renamed.items():
        old = dotted((*path[:-1], row.old))
        found.append(Problem(source.file, *source.keys[path], old, row.told, f"write '{row.new}'"))
    return tuple(sorted(found, key=lambda problem: (problem.line, problem.column)))
