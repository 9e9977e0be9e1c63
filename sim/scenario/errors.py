"""Messages about scenario files: what was expected, what was found, where, and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that is wrong with a scenario file.

    Parameters
    ----------
    file : str
        The file's name as the user gave it.
    line, column : int
        Position, counted from 1; 0 where there is none.
    key : str
        Dotted path of the key, for example ``concessions.us[1].effect.nk``; empty for the file as a whole.
    message : str
        What was expected and what was found.
    hint : str
        What to do about it; empty if the message says it.
    """

    file: str
    line: int
    column: int
    key: str
    message: str
    hint: str = ""

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        key = f"{self.key}: " if self.key else ""
        hint = f" ({self.hint})" if self.hint else ""
        return f"{place}: {key}{self.message}{hint}"


class DetenteError(Exception):
    """Whatever Detente refuses or cannot do; the message is for people."""


class ScenarioError(DetenteError):
    """A scenario that cannot be used.

    Parameters
    ----------
    problems : iterable of Problem
        Everything that is wrong with it.
    text : str
        The file's text, for showing the lines at fault; empty if it could not be read.
    """

    def __init__(self, problems: Iterable[Problem], text: str = "") -> None:
        self.problems = tuple(sorted(set(problems)))
        self.text = text
        super().__init__("\n".join(map(str, self.problems)))


def nearest(word: str, known: Iterable[str]) -> str:
    """Hint that names the known word nearest to a misspelt one, or all of them if none is near.

    Parameters
    ----------
    word : str
        The word found.
    known : iterable of str
        The words that would have been right.
    """
    known = list(known)
    close = get_close_matches(word, known, n=1, cutoff=0.6)
    if close:
        return f"did you mean '{close[0]}'?"
    if not known:
        return ""
    return f"known here: {', '.join(known)}" if len(known) <= 25 else ""
