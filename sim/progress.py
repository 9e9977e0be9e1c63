"""How far long computations have come, for whoever wants to show it: those who compute know of no terminal.

A computation says what it does and how much of it there is (`stage`), and counts (`Stage.step`). Somebody who wants to
know keeps a `Board` (`followed`); stages that are entered meanwhile stand on it, the outermost first.
"""

from __future__ import annotations

import time
from collections.abc import Sized
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

T = TypeVar("T")


@dataclass(eq=False)
class Stage:
    """A part of a computation.

    Parameters
    ----------
    code : str
        What is done; whoever shows it has the words.
    total : int or None
        How much of it there is; None if nobody knows.
    done : int
        How much of it is done.
    before : int
        How much of that was done before the stage was entered, which says nothing of how quick it is.
    begun : float
        When it was entered, on the monotonic clock.
    """

    code: str
    total: int | None = None
    done: int = 0
    before: int = 0
    begun: float = field(default_factory=time.monotonic)

    def step(self, count: int = 1) -> None:
        """Count what has been done.

        Parameters
        ----------
        count : int
            How much more is done.
        """
        self.done += count

    def left(self, now: float) -> float | None:
        """Seconds that the rest will take at the pace so far; None if that cannot be told.

        Parameters
        ----------
        now : float
            The time, on the monotonic clock.
        """
        new = self.done - self.before
        if self.total is None or new <= 0 or now <= self.begun:
            return None
        return max(0, self.total - self.done) * (now - self.begun) / new


@dataclass(eq=False)
class Board:
    """What is going on, the outermost stage first."""

    stages: list[Stage] = field(default_factory=list)


_BOARD: ContextVar[Board | None] = ContextVar("board", default=None)


@contextmanager
def followed(board: Board | None) -> Iterator[None]:
    """Have the stages that are entered meanwhile stand on a board.

    Parameters
    ----------
    board : Board or None
        The board; None so that nobody follows.
    """
    token = _BOARD.set(board)
    try:
        yield
    finally:
        _BOARD.reset(token)


@contextmanager
def stage(code: str, total: int | None = None, before: int = 0) -> Iterator[Stage]:
    """Enter a part of a computation.

    Parameters
    ----------
    code : str
        What is done.
    total : int or None
        How much of it there is.
    before : int
        How much of it is done already.
    """
    entered, board = Stage(code, total, before, before), _BOARD.get()
    if board is not None:
        board.stages.append(entered)
    try:
        yield entered
    finally:
        if board is not None:
            board.stages.remove(entered)


def steps(code: str, items: Iterable[T], total: int | None = None) -> Iterator[T]:
    """Go through things, as a part of a computation of which each is a step.

    Parameters
    ----------
    code : str
        What is done.
    items : iterable
        The things.
    total : int or None
        How many there are; by default their length, if they have one.
    """
    if total is None and isinstance(items, Sized):
        total = len(items)
    with stage(code, total) as entered:
        for item in items:
            yield item
            entered.step()
