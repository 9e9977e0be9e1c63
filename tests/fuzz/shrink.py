"""Making what fails as small as it can be: what it does not take is left out."""

from __future__ import annotations

import time
from collections.abc import Iterator
from copy import deepcopy
from typing import TYPE_CHECKING, Any

from sim.errors import ScenarioError
from sim.scenario.source import read
from tests.fuzz.attempt import attempt
from tests.fuzz.lines import FILE, Line
from tests.fuzz.mutants import as_yaml

if TYPE_CHECKING:
    from tests.fuzz.run import Mutant

SECONDS = 120
"""After so long whatever is smallest is taken."""

PLAIN = ("0", "1", "2", "t")


def shrunk(tried: Mutant, what: str) -> Mutant:
    """The smallest mutant found that fails in the same way.

    Parameters
    ----------
    what : str
        How the mutant fails.
    """
    from tests.fuzz.run import Mutant

    end = time.monotonic() + SECONDS

    def fails(line: Line, text: str) -> bool:
        if time.monotonic() > end:
            return False
        fault = attempt(line, text).fault
        return fault is not None and fault.what == what

    line, text = tried.line, tried.text
    data = _data(text)
    if data is not None and fails(line, as_yaml(data)):
        data = _least(data, lambda smaller: fails(line, as_yaml(smaller)))
        text = as_yaml(data)
    else:
        text = _fewest_lines(text, lambda smaller: fails(line, smaller))
    while (shorter := next((s for s in _shorter(line) if fails(s, text)), None)) is not None:
        line = shorter
    return Mutant(line, text)


def _data(text: str) -> dict[str, Any] | None:
    try:
        return read("file.yaml", text.encode("utf-8", errors="surrogatepass")).data
    except ScenarioError:
        return None


def _least(data: Any, fails: Any) -> Any:
    """Data from which nothing more can be left out and in which nothing can be made plainer."""
    while (smaller := next((s for s in _smaller(data) if fails(s)), None)) is not None:
        data = smaller
    return data


def _smaller(data: Any) -> Iterator[Any]:
    """The data with one thing left out, or made plainer."""
    for path in _paths(data):
        smaller = deepcopy(data)
        holder = _at(smaller, path[:-1])
        del holder[path[-1]]
        yield smaller
    for path in _paths(data):
        value = _at(data, path)
        if isinstance(value, (dict, list)):
            # A node of a tree may be as good as what hangs below it.
            inner = [v for v in (value.values() if isinstance(value, dict) else value) if isinstance(v, (dict, list))]
            plainer = [*inner, *[w for v in inner if isinstance(v, dict) for w in v.values() if isinstance(w, dict)]]
        else:
            plainer = list(PLAIN[: PLAIN.index(value) if value in PLAIN else None]) if isinstance(value, str) else []
        for new in plainer:
            smaller = deepcopy(data)
            _at(smaller, path[:-1])[path[-1]] = deepcopy(new)
            yield smaller


def _paths(data: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Ways to everything that data hold, the largest parts first."""
    level = [at] if at == () else []
    level = [(*at, key) for key in (data if isinstance(data, dict) else range(len(data)))]
    yield from level
    for path in level:
        value = data[path[-1]]
        if isinstance(value, (dict, list)):
            yield from _paths(value, path)


def _at(data: Any, path: tuple[Any, ...]) -> Any:
    for key in path:
        data = data[key]
    return data


def _fewest_lines(text: str, fails: Any) -> str:
    lines = text.splitlines(keepends=True)
    size = len(lines)
    while size:
        k = 0
        while k < len(lines):
            fewer = lines[:k] + lines[k + size :]
            if fails("".join(fewer)):
                lines = fewer
            else:
                k += size
        size //= 2
    return "".join(lines)


def _shorter(line: Line) -> Iterator[Line]:
    """The line without one of its options."""
    for k in range(1, len(line)):
        for width in (2, 1):
            if line[k].startswith("--") and line[k] != "--time-limit" and FILE not in line[k : k + width]:
                yield line[:k] + line[k + width :]
