"""A limit on the time that a computation may take."""

from __future__ import annotations

import time

from sim.errors import TimeLimitError


class Deadline:
    """A moment after which `check` raises.

    Parameters
    ----------
    seconds : float or None
        Time from now; None for no limit.
    """

    def __init__(self, seconds: float | None = None) -> None:
        self.seconds = seconds
        self._end = None if seconds is None else time.monotonic() + seconds

    @property
    def over(self) -> bool:
        """Whether the time is up."""
        return self._end is not None and time.monotonic() > self._end

    @property
    def left(self) -> float | None:
        """Seconds left; None if there is no limit."""
        return None if self._end is None else max(0.0, self._end - time.monotonic())

    def share(self, part: float) -> Deadline:
        """A deadline after a part of the time that is left.

        Parameters
        ----------
        part : float
            The part, between 0 and 1.
        """
        return Deadline(None if self.left is None else part * self.left)

    def check(self, reserve: float = 0.0) -> None:
        """Raise TimeLimitError if the time is up, or less of it is left than is kept back for what comes after."""
        if self._end is not None and time.monotonic() + reserve > self._end:
            raise TimeLimitError(f"stopped after {self.seconds:g} seconds")
