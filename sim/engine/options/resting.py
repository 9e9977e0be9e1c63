"""Where a conflict can rest, as a code that studies tell points apart by."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    States = Sequence[tuple[str, ...]]

MOST_NAMED = 6
"""States, most, that a code names one by one; of more it has the number, and a mark of which they are."""

NOTHING = "nothing"


@dataclass(frozen=True)
class Resting:
    """States in which a conflict can rest, by one definition.

    Parameters
    ----------
    states : tuple of tuple of str
        The options taken in each; empty where they are too many.
    count : int
        How many there are.
    mark : str
        The same for the same states, where they are too many to be named; else empty.
    """

    states: tuple[tuple[str, ...], ...]
    count: int
    mark: str = ""


def resting_code(nash: States, more: States) -> str:
    """A code of the states that rest by Nash, and of those that do so by sequential stability only.

    Parameters
    ----------
    nash, more : sequence of tuple of str
        The options taken in each state.
    """
    return f"nash={_code(nash)};seq={_code(more)}"


def _code(states: States) -> str:
    told = "|".join("+".join(taken) or NOTHING for taken in states)
    if len(states) <= MOST_NAMED:
        return told
    return f"{len(states)}#{sha256(told.encode()).hexdigest()[:6]}"


def read_code(code: str) -> tuple[Resting, Resting] | None:
    """What a code says: the states that rest by Nash, and those that do so by sequential stability only.

    Returns
    -------
    pair of Resting or None
        None if it is no such code.
    """
    first, mark, second = code.partition(";seq=")
    if not mark or not first.startswith("nash="):
        return None
    return _read(first.removeprefix("nash=")), _read(second)


def _read(told: str) -> Resting:
    count, many, mark = told.partition("#")
    if many:
        return Resting((), int(count), mark)
    states = tuple(() if each == NOTHING else tuple(each.split("+")) for each in told.split("|")) if told else ()
    return Resting(states, len(states))
