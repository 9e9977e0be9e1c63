"""Scenario files as they are written for imported games: YAML that every reader of JSON takes as well."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from sim.errors import Problem, ScenarioError
from sim.scenario.expressions.exact import MAX_LENGTH
from sim.scenario.source import MAX_BYTES, MAX_NODES

if TYPE_CHECKING:
    from fractions import Fraction

_ESCAPED = re.compile("[\x7f-\xa0\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")


def written(value: Fraction) -> int | str:
    """A number as a file states it: whole if it is, else as an expression."""
    return value.numerator if value.denominator == 1 else f"{value.numerator}/{value.denominator}"


def fits(value: Fraction) -> bool:
    """Whether a number is short enough to be written."""
    return len(str(written(value))) <= MAX_LENGTH


def quoted(data: Any, indent: int | None = None) -> str:
    """Data as JSON in letters that YAML takes."""
    text = json.dumps(data, indent=indent, ensure_ascii=False)
    return _ESCAPED.sub(lambda found: f"\\u{ord(found.group()):04x}", text)


def heading(kind: str, title: str, names: dict[str, str]) -> dict[str, Any]:
    """What stands above the game, with the players by identifier."""
    players = {key: {"name": name} for key, name in names.items()}
    return {"format": 1, "kind": kind, "title": title or "Imported game", "players": players}


def as_yaml(file: str, scenario: dict[str, Any]) -> str:
    """The text of a scenario file.

    Deep trees are mostly indentation, so that large ones go without.

    Raises
    ------
    ScenarioError
        If it would be larger than scenario files are.
    """
    values = _values(scenario)
    if values > MAX_NODES:
        raise _too_large(file, f"the scenario would have {values:,} values; a scenario has at most {MAX_NODES:,}")
    for indent in (1, None):
        text = quoted(scenario, indent) + "\n"
        size = len(text.encode())
        if size <= MAX_BYTES:
            return text
    raise _too_large(file, f"the scenario would have {size:,} bytes; a scenario has at most {MAX_BYTES:,}")


def _too_large(file: str, message: str) -> ScenarioError:
    return ScenarioError([Problem(file, 0, 0, "", message)])


def _values(scenario: dict[str, Any]) -> int:
    """How many values a file holds, counted as whoever reads it does."""
    count, waiting = 0, [scenario]
    while waiting:
        value: Any = waiting.pop()
        count += 1
        if isinstance(value, dict):
            waiting += value.values()
        elif isinstance(value, list):
            waiting += value
    return count
