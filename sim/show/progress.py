"""A line on the terminal that says how far a long computation has come."""

from __future__ import annotations

import shutil
import sys
import time

WIDTH, LEAST = 24, 5
EVERY = 0.1


class StatusLine:
    """A line on standard error that is written over and over; nothing at all if that is no terminal.

    Parameters
    ----------
    quiet : bool
        Whether to show nothing on a terminal either.
    """

    def __init__(self, quiet: bool = False) -> None:
        self._shown = not quiet and sys.stderr is not None and sys.stderr.isatty()

    def write(self, text: str) -> None:
        """Put a text in the place of the one before.

        Parameters
        ----------
        text : str
            Short enough for one line.
        """
        if self._shown:
            sys.stderr.write(f"\r{text}\x1b[K")
            sys.stderr.flush()

    def points(self, count: int) -> None:
        """Say how many points are solved, where nobody knows of how many.

        Parameters
        ----------
        count : int
            Points solved so far.
        """
        self.write(f"{count:,} points solved")

    def end(self) -> None:
        """Take the line away."""
        self.write("")

    def __enter__(self) -> StatusLine:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()


class Progress(StatusLine):
    """A bar with rate and time left, on standard error if that is a terminal, else nowhere.

    Parameters
    ----------
    total : int
        Points in all.
    there : int
        Points that were there before.
    quiet : bool
        Whether to show nothing at all.
    """

    def __init__(self, total: int, there: int = 0, quiet: bool = False) -> None:
        super().__init__(quiet)
        self.total, self.there = total, there
        self._start = time.monotonic()
        self._last = 0.0
        self.show(0)

    @property
    def seconds(self) -> float:
        """Time since the beginning."""
        return time.monotonic() - self._start

    def show(self, solved: int) -> None:
        """Bring the line up to date.

        Parameters
        ----------
        solved : int
            Points solved since the beginning.
        """
        now = time.monotonic()
        if not self._shown or (now - self._last < EVERY and self.there + solved < self.total):
            return
        self._last = now
        width = shutil.get_terminal_size().columns
        self.write(line(self.there + solved, self.total, solved, self.seconds, width))


def line(done: int, total: int, solved: int, seconds: float, width: int = 80) -> str:
    """Text of the bar, short enough for one line.

    Parameters
    ----------
    done, total : int
        Points that are there, and points in all.
    solved : int
        Points solved in `seconds`.
    seconds : float
        Time taken for them.
    width : int
        Columns of the terminal.
    """
    text = f"{100 * done // max(total, 1):3d}%  {done:,} of {total:,} points"
    if solved and seconds > 0:
        rate = solved / seconds
        text += f", {per_second(rate)}, {duration((total - done) / rate)} left"
    room = min(WIDTH, width - len(text) - 5)
    if room < LEAST:
        return text[: width - 1]
    filled = done * room // max(total, 1)
    return f"[{'#' * filled}{'.' * (room - filled)}] {text}"


def per_second(rate: float) -> str:
    """A rate in words."""
    return f"{rate:,.0f} per second" if rate >= 10 else f"{rate:.2g} per second"


def duration(seconds: float) -> str:
    """A time in words, with as much detail as one can use."""
    if seconds < 90:
        return f"{seconds:.0f} s" if seconds >= 10 else f"{seconds:.1f} s"
    minutes = seconds / 60
    if minutes < 90:
        return f"{minutes:.0f} min"
    hours = minutes / 60
    return f"{hours:.1f} h" if hours < 48 else f"{hours / 24:.1f} days"
