"""A limit on the memory that a computation may take.

What grows with the game is counted before it is kept, so that the same game is refused or cut on every machine alike.
"""

from __future__ import annotations

import os

from sim.errors import MemoryLimitError, SettingError

VARIABLE = "DETENTE_MEMORY"
"""The variable of the surroundings that holds another limit, in GiB."""

DEFAULT = 1.5
"""GiB that the tables and lists of one computation may take, unless the variable says otherwise."""


def limit() -> int:
    """Bytes that the tables and lists of one computation may take.

    Raises
    ------
    SettingError
        If the surroundings hold a limit that is no positive number.
    """
    given = os.environ.get(VARIABLE, "")
    try:
        size = float(given) if given else DEFAULT
    except ValueError:
        size = 0.0
    if not 0 < size < 1 << 20:
        raise SettingError(f"{VARIABLE}: expected a number of GiB, such as 4 or 0.5, found '{given}'")
    return int(size * (1 << 30))


def need(size: float) -> None:
    """Say how many bytes will be taken, before they are.

    Parameters
    ----------
    size : float
        Bytes, roughly.

    Raises
    ------
    MemoryLimitError
        If they are more than the limit.
    """
    if size > limit():
        raise MemoryLimitError(size, limit())
