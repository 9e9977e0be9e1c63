"""Making mutants that fail as small as they can be: the file first, then the command line."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from sim.errors import ScenarioError
from sim.scenario.source import read
from tests.fuzz.least import least, smaller_data, smaller_lines
from tests.fuzz.lines import FILE, Line
from tests.fuzz.mutants import as_yaml
from tests.fuzz.run import Mutant, fault_of


def shrunk(tried: Mutant, what: str) -> Mutant:
    """The smallest mutant found that fails in the same way.

    Parameters
    ----------
    what : str
        How the mutant fails.
    """

    def fails(line: Line, text: str) -> bool:
        fault = fault_of(Mutant(line, text))
        return fault is not None and fault.what == what

    line, text = tried.line, tried.text
    data = _data(text)
    if data is not None and fails(line, as_yaml(data)):
        text = as_yaml(least(data, lambda smaller: fails(line, as_yaml(smaller)), smaller_data))
    else:
        lines = tuple(text.splitlines(keepends=True))
        text = "".join(least(lines, lambda fewer: fails(line, "".join(fewer)), smaller_lines))
    return Mutant(least(line, lambda shorter: fails(shorter, text), _shorter), text)


def _data(text: str) -> dict[str, Any] | None:
    try:
        return read("file.yaml", text.encode("utf-8", errors="surrogatepass")).data
    except ScenarioError:
        return None


def _shorter(line: Line) -> Iterator[Callable[[], Line]]:
    """The line without one of its options."""
    for k in range(1, len(line)):
        for width in (2, 1):
            if line[k].startswith("--") and line[k] != "--time-limit" and FILE not in line[k : k + width]:
                yield partial(_without, line, k, width)


def _without(line: Line, k: int, width: int) -> Line:
    return line[:k] + line[k + width :]
