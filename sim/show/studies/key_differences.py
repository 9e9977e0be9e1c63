"""In what files differ, key by key: as rows of tables, and as data."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from sim.show.studies.differences import NONE
from sim.show.text.words import number
from sim.study.difference import differences

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sim.scenario.changes.leaves import Leaf
    from sim.scenario.scenario import Scenario
    from sim.study.difference import KeyDifference

MARK = "*"
"""Stands behind what is not as in the first column."""


def variant_rows(scenarios: Sequence[Scenario]) -> list[list[str]]:
    """A row for each key in which variants of a file differ from it, with a column for the file and each variant.

    Parameters
    ----------
    scenarios : sequence of Scenario
        The file as it is, and its variants.
    """
    first = scenarios[0]
    found = [{d.key: d for d in told(differences(first, other))} for other in scenarios[1:]]
    rows = []
    for key in dict.fromkeys(key for each in found for key in each):
        own = next(each[key].before for each in found if key in each)
        cells = [told_leaf(own), *(told_leaf(each[key].after if key in each else own) for each in found)]
        rows.append(marked([key_words(key), *cells]))
    return rows


def marked(row: Sequence[str]) -> list[str]:
    """A row of a table in which what is not as in its first column has a mark."""
    about, first, *rest = row
    return [about, first, *(cell if cell == first else f"{cell or NONE} {MARK}" for cell in rest)]


def told(found: Iterable[KeyDifference]) -> list[KeyDifference]:
    """Differences that stand in the files and bear on results."""
    return [d for d in found if d.how != "follows" and not d.silent]


def key_words(key: str) -> str:
    """A key as a row is called: a parameter by its name."""
    parts = key.split(".")
    if len(parts) > 1 and parts[0] == "parameters" and parts[2:] in ([], ["value"]):
        return parts[1]
    return key


def told_leaf(leaf: Leaf | None) -> str:
    """What a file says, with its value where that is worked out."""
    if leaf is None:
        return NONE
    if leaf.value is None:
        return "yes"
    words = leaf.text or _plain(leaf.value)
    return f"{words} = {number(leaf.value)}" if leaf.is_expression and isinstance(leaf.value, Fraction) else words


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return ", ".join(map(_plain, value))
    return number(value) if isinstance(value, Fraction) else str(value)


def difference_entry(found: KeyDifference) -> dict[str, Any]:
    """A difference as data: numbers as numbers, what the file writes beside them."""
    return {"key": found.key, "how": found.how, "before": _data(found.before), "after": _data(found.after)}


def _data(leaf: Leaf | None) -> dict[str, Any] | None:
    if leaf is None:
        return None
    return {"text": leaf.text, "value": _value(leaf.value)}


def _value(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_value(item) for item in value]
    if isinstance(value, Fraction):
        return float(value)
    return value if value is None or isinstance(value, str | int | float) else str(value)
