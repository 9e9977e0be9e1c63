"""Limits on the time that computations may take.

Whoever answers a question opens a limit (`within`), and all that is done meanwhile is under it, wherever it is:
deadlines that solvers set for their parts end no later, and loops that know of no deadline look at it (`check_time`).
"""

from __future__ import annotations

import time
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

from sim.errors import TimeLimitError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_CLOCK: ContextVar[Callable[[], float]] = ContextVar("clock", default=time.monotonic)

_LIMIT: ContextVar[Deadline | None] = ContextVar("limit", default=None)

TOLD = 0.1
"""Share of a limit that telling may take beyond it, where finding took all."""


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
    """A moment after which `check` raises; never later than that of the limit within which it is set.

    Parameters
    ----------
    seconds : float or None
        Time from now; None for no limit but that one.
    """

    def __init__(self, seconds: float | None = None) -> None:
        self.seconds = seconds
        self._now = _CLOCK.get()
        self._end = None if seconds is None else self._now() + seconds
        self._outer = _LIMIT.get()
        # Two moments on one clock are one moment; only limits on different clocks are both looked at.
        outer = self._outer
        if outer is not None and outer._now is self._now:
            if outer._end is not None and (self._end is None or outer._end <= self._end):
                self.seconds, self._end = outer.seconds, outer._end
            self._outer = outer._outer

    @property
    def over(self) -> bool:
        """Whether the time is up."""
        return (self._end is not None and self._now() > self._end) or (self._outer is not None and self._outer.over)

    @property
    def left(self) -> float | None:
        """Seconds left; None if there is no limit."""
        own = None if self._end is None else max(0.0, self._end - self._now())
        outer = None if self._outer is None else self._outer.left
        return own if outer is None else outer if own is None else min(own, outer)

    @property
    def rest(self) -> float | None:
        """Seconds for telling what was found: those left, but a share `TOLD` of the limit in any case."""
        return None if self.left is None or self.seconds is None else max(self.left, TOLD * self.seconds)

    def at_least(self, seconds: float) -> Deadline:
        """The same deadline, or one after some seconds if less is left, even where a limit ends before.

        Parameters
        ----------
        seconds : float
            What there is in any case.
        """
        if self.left is None or self.left >= seconds:
            return self
        token = _LIMIT.set(None)
        try:
            return Deadline(seconds)
        finally:
            _LIMIT.reset(token)

    def for_telling(self) -> Deadline:
        """The same deadline, or one after the share `TOLD` of the limit if less is left."""
        return self.at_least(TOLD * (self.seconds or 0.0))

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
        if self._outer is not None:
            self._outer.check(reserve)


@contextmanager
def within(seconds: float | None) -> Iterator[Deadline]:
    """Put all that is done meanwhile under a limit, beside those that it is under already.

    Parameters
    ----------
    seconds : float or None
        Time from now; None for no further limit.
    """
    limit = Deadline(seconds)
    token = _LIMIT.set(limit)
    try:
        yield limit
    finally:
        _LIMIT.reset(token)


@contextmanager
def in_any_case(seconds: float) -> Iterator[None]:
    """Let what is done meanwhile have so much time even where the limit that it is done within ends before.

    Parameters
    ----------
    seconds : float
        What there is in any case.
    """
    limit = _LIMIT.get()
    token = _LIMIT.set(None if limit is None else limit.at_least(seconds))
    try:
        yield
    finally:
        _LIMIT.reset(token)


def check_time() -> None:
    """Raise TimeLimitError if the time is up of the limit that this is done within."""
    limit = _LIMIT.get()
    if limit is not None:
        limit.check()
