"""What files, devices and pipes hold, read with a bound: a file is looked at before it is read, a device never ends."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

from sim.errors import FileTooLargeError, Problem, ScenarioError

if TYPE_CHECKING:
    from pathlib import Path
    from typing import BinaryIO


def contents(path: Path, most: int) -> bytes:
    """Content of a file, or of a device or pipe that has an end.

    Parameters
    ----------
    most : int
        How many bytes are read.

    Raises
    ------
    FileTooLargeError
        If there are more.
    OSError
        If it cannot be read.
    """
    with path.open("rb") as stream:
        about = os.fstat(stream.fileno())
        if stat.S_ISREG(about.st_mode) and about.st_size > most:
            raise FileTooLargeError(about.st_size, most)
        return bounded(stream, most)


def bounded(stream: BinaryIO, most: int) -> bytes:
    """All that a stream holds.

    Parameters
    ----------
    most : int
        How many bytes are read.

    Raises
    ------
    FileTooLargeError
        If there are more.
    """
    raw = stream.read(most + 1)
    if len(raw) > most:
        raise FileTooLargeError(None, most)
    return raw


def contents_or_problem(path: Path, most: int, name: str) -> bytes:
    """Content of a file as `contents` reads it; what keeps it from being read is told as a problem of the file.

    Parameters
    ----------
    most : int
        How many bytes are read.
    name : str
        What the file is called in messages.

    Raises
    ------
    ScenarioError
        If it cannot be read, or is too large.
    """
    try:
        return contents(path, most)
    except FileTooLargeError as error:
        message = str(error)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        message = f"the file cannot be read: {reason.lower()}"
    raise ScenarioError([Problem(name, 0, 0, "", message)]) from None
