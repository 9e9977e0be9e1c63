"""One thing that was looked at, told so that it can stand in a public report."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

State = Literal["ok", "note", "fails"]
"""It works; it works with less, or a question cannot be answered; something will not work."""


@dataclass(frozen=True)
class Row:
    """What was found of one thing.

    Parameters
    ----------
    area, name : str
        What it belongs to, and what was looked at.
    state : {'ok', 'note', 'fails'}
        Whether it works.
    found : str
        What there is, in words without any path, user's name or machine's name.
    advice : str
        What to do; empty where there is nothing to do.
    """

    area: str
    name: str
    state: State
    found: str
    advice: str = ""


def looked(area: str, name: str, look: Callable[[], Iterable[Row]], advice: str) -> list[Row]:
    """The rows that looking gives; one that says what stopped it, if something did.

    Parameters
    ----------
    area, name : str
        What is looked at, for that row.
    look : callable
        Gives the rows.
    advice : str
        What to do where looking itself fails.
    """
    try:
        return list(look())
    except Exception as error:  # whatever is broken on a machine, the others are still looked at
        return [Row(area, name, "fails", reason(error), advice)]


def reason(error: BaseException) -> str:
    """What an error is, without its words where these may name a path of the machine."""
    kind, told = type(error).__name__, str(error).partition("\n")[0]
    system = getattr(error, "strerror", None) if isinstance(error, OSError) else None
    if isinstance(system, str) and system:
        return f"{kind}: {system.lower()}"
    plain = told and len(told) < 200 and not re.search(r"[/\\~@]|[A-Za-z]:", told)
    if isinstance(error, ImportError) and not plain and error.name:
        return f"{kind}: {error.name}"
    return f"{kind}: {told}" if plain and isinstance(error, (ImportError, AttributeError)) else kind
