"""A limit on the time that a computation may take."""

from __future__ import annotations

import time
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

from sim.errors import TimeLimitError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_CLOCK: ContextVar[Callable[[], float]] = ContextVar("clock", default=time.monotonic)


@contextmanager
def own_time() -> Iterator[None]:
    """Let limits that are set meanwhile count the time that this process computes, and not what others take from it.

    For studies of many points, whose answers should be the same however busy the machine is.
    """
    token = _CLOCK.set(time.process_time)
    try:
        yield
    finally:
        _CLOCK.reset(token)


class Deadline:
    """A moment after which `check` raises.

    Parameters
    ----------
    seconds : float or None
        Time from now; None for no limit.
    """

    def __init__(self, seconds: float | None = None) -> None:
        self.seconds = seconds
        self._now = _CLOCK.get()
        self._end = None if seconds is None else self._now() + seconds

    @property
    def over(self) -> bool:
        """Whether the time is up."""
        return self._end is not None and self._now() > self._end

    @property
    def left(self) -> float | None:
        """Seconds left; None if there is no limit."""
        return None if self._end is None else max(0.0, self._end - self._now())

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
        if self._end is not None and self._now() + reserve > self._end:
            raise TimeLimitError(f"stopped after {self.seconds:g} seconds")
