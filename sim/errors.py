"""Messages about scenario files: what was expected, what was found, where, and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from itertools import islice
from typing import TYPE_CHECKING

from sim.characters import remedy

if TYPE_CHECKING:
    from collections.abc import Iterable


MOST_PROBLEMS = 100
"""Mistakes of a file, most, that are told at once."""
MEND_FIRST = "mend those above first"
MOST_KNOWN = 500
"""Words, most, among which the nearest is looked for."""


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
        Everything that is wrong with it. Of more than `MOST_PROBLEMS` the first are kept, and one that says so.
    text : str
        The file's text, for showing the lines at fault; empty if it could not be read.
    """

    def __init__(self, problems: Iterable[Problem], text: str = "") -> None:
        found = sorted(set(problems))
        if len(found) > MOST_PROBLEMS:
            next_ = found[MOST_PROBLEMS]
            more = Problem(next_.file, next_.line, next_.column, "", "there are more mistakes from here on", MEND_FIRST)
            found[MOST_PROBLEMS:] = [more]
        self.problems = tuple(found)
        self.text = text
        super().__init__("\n".join(map(str, self.problems)))


def nearest(word: str, known: Iterable[str]) -> str:
    """Hint that names the known word nearest to a misspelt one, or all of them if none is near.

    A character that is not what it seems comes first: the known word would look the same.

    Parameters
    ----------
    word : str
        The word found.
    known : iterable of str
        The words that would have been right.
    """
    known = list(islice(known, MOST_KNOWN))
    seeming = remedy(word, known)
    if seeming:
        return seeming
    close = get_close_matches(word, known, n=1, cutoff=0.6)
    if close:
        return f"did you mean '{close[0]}'?"
    if not known:
        return ""
    return f"known here: {', '.join(known)}" if len(known) <= 25 else ""


class FileTooLargeError(DetenteError):
    """A file of more bytes than are read.

    Parameters
    ----------
    size : int or None
        How many bytes it has; None where that is not known.
    most : int
        How many are read.
    """

    def __init__(self, size: int | None, most: int) -> None:
        super().__init__(size, most)  # with what it was made of it passes from process to process
        self.size, self.most = size, most

    def __str__(self) -> str:
        size = f"more than {self.most:,}" if self.size is None else f"{self.size:,}"
        return f"the file has {size} bytes; at most {self.most:,} are read"


class AgentError(DetenteError):
    """An agent that did what it cannot do; the message says which one, when, and what it could have done."""


class FrontierTooLargeError(DetenteError):
    """The frontiers have grown beyond what memory should hold."""


class NoQuantalResponseError(DetenteError):
    """No logit quantal response equilibrium was found that meets its definition."""


class CertificateError(DetenteError):
    """A result failed the check against its definition and must not be believed."""


class TimeLimitError(DetenteError):
    """A computation was stopped because its time was up."""


class SettingError(DetenteError):
    """A variable of the surroundings that holds what it cannot."""


class MemoryLimitError(DetenteError):
    """A computation would take more memory than it may.

    Parameters
    ----------
    size, limit : float
        Bytes that it would take, and that it may.
    """

    def __init__(self, size: float, limit: float) -> None:
        super().__init__(size, limit)
        self.size, self.limit = size, limit

    def __str__(self) -> str:
        size, limit = (f"{v / (1 << 30):.2g}" for v in (self.size, self.limit))
        return f"this takes some {size} GiB of memory, more than the {limit} GiB that DETENTE_MEMORY allows"


class TreeTooLargeError(DetenteError):
    """A tree, or a subgame of it, has too many strategies for its strategic form."""


class TooManyFirstStepsError(DetenteError):
    """There are more first rounds than are looked at."""


class AskError(DetenteError, ValueError):
    """Something was asked for that is not offered for the scenario.

    Parameters
    ----------
    option : str
        What was asked wrongly, by its name on the command line: ``solve``, ``select``, ``all`` and the like.
    message : str
        What is wrong, and what would be right.
    path : tuple of (str or int)
        What in the file it is not offered for; empty if that is no place in it.
    """

    def __init__(self, option: str, message: str, path: tuple[str | int, ...] = ()) -> None:
        super().__init__(message)
        self.option = option
        self.path = path


class NoEquilibriumFoundError(DetenteError):
    """No candidate passed the test."""


class OutputError(DetenteError):
    """A result that cannot be written where it was asked for."""


class NoExplanationError(DetenteError, ValueError):
    """There is no explanation of solutions of this concept."""


class PerfectRecallError(DetenteError):
    """A player forgets what it did or knew."""


class GameTooLargeError(DetenteError):
    """The game has more decision points than can be solved in reasonable time and memory."""


class PayoffDigitsError(DetenteError):
    """Payoffs between which floats cannot tell."""


class CommonPayoffError(PayoffDigitsError):
    """Payoffs that have so much in common that rounding would decide between them.

    Parameters
    ----------
    player : str
        Whose payoffs they are.
    common, width : float
        What all of them have in common, and the most that two of them differ by.
    """

    def __init__(self, player: str, common: float, width: float) -> None:
        differ = f"differ by {width:.3g} at most" if width else "are all the same"
        super().__init__(
            f"the payoffs of '{player}' {differ} and are about {common:.3g}, so that rounding would decide between "
            "them; take the same number away from what 'status_quo' and 'breakdown' pay, which changes no choice"
        )


class UnansweredError(DetenteError):
    """A solution from which no single answer can be read."""


class ListCutError(UnansweredError):
    """The enumeration of all equilibria was not finished, so that the list may lack some.

    Parameters
    ----------
    seconds : float
        The time that it had.
    reason : {"time", "memory", "size", "many"}
        What it was stopped by: its time, the memory that it would have taken, or an estimate, before it was begun, that
        this time would be too short; or that a game of so many actions is only looked through for pure ones.
    """

    def __init__(self, seconds: float, reason: str = "time") -> None:
        super().__init__(seconds, reason)  # with what it was made of alone it passes from process to process
        self.seconds, self.reason = seconds, reason

    def __str__(self) -> str:
        stopped = {
            "time": f"the enumeration of all equilibria was stopped after {self.seconds:g} seconds",
            "memory": "the enumeration of all equilibria was stopped before it took more memory than it may "
            "(DETENTE_MEMORY)",
            "size": f"by an estimate, {self.seconds:g} seconds are too few to find all equilibria, so that it was not "
            "tried",
            "many": "there are too many actions for all equilibria to be enumerated; every pair of actions was looked "
            "at, so that all equilibria in pure actions are listed",
        }[self.reason]
        if self.reason == "many":
            return f"{stopped}, and mixed ones may not be"
        return f"{stopped}; there may be others than those listed"


class NothingSampledError(DetenteError, ValueError):
    """Too few of the points drawn could be solved."""


class UnstudiedError(DetenteError, ValueError):
    """A scenario whose first steps cannot be studied, with the reason."""


class PlayError(DetenteError):
    """A game that cannot be played, or a move that cannot be made; the message says what can."""


class WorkError(DetenteError):
    """Workers that cannot be had, with what to do about it."""


class SliderError(DetenteError, ValueError):
    """Sliders that cannot be had; the message says what was expected."""


class StoreError(DetenteError):
    """Results that are not there, are of another sweep, or cannot be written."""


class AxisError(DetenteError, ValueError):
    """A parameter of a study that cannot be used as it is written."""


class RangeError(DetenteError, ValueError):
    """A range that cannot be used; the message says what was expected."""


class UnsolvedError(AskError):
    """No point of a study could be solved."""
