"""A line on the terminal that says what a long computation is at, how far it has come, and how long it still takes.

A thread of its own writes it, so that it goes on whatever is computed, and nothing that computes waits for it. It
appears after a second, and is taken away before anything else is written.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sim.progress import Board, followed
from sim.show.text.plain import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from sim.progress import Stage

WIDTH, LEAST = 24, 5
"""Columns of the bar, at most and at least."""

NARROW = 60
"""Columns of a terminal that does not say how many it has."""

AFTER, EVERY = 1.0, 0.2
"""Seconds after which there is a line, and after which it is written anew."""

SETTLED = 0.5
"""Seconds of a stage from which on its pace says something."""

STAGES = {
    "agents": ("every agent against every other", "agents"),
    "backward_induction": ("backward induction", "rounds"),
    "boxes": ("all parameters together", "boxes"),
    "certificate": ("checking the result", "rounds"),
    "certificates": ("each change solved anew and checked", "changes"),
    "checks": ("points drawn to test the map", "points"),
    "components": ("equilibria without a last round", "components"),
    "draws": ("payoffs drawn at random", "draws"),
    "edges": ("bounds of the sizes", "first rounds"),
    "endings": ("chances of a deal", "positions"),
    "endless_sets": ("all equilibria", "passes"),
    "equilibria": ("equilibria", "found"),
    "every": ("what all equilibria say", "draws"),
    "files": ("scenarios", "scenarios"),
    "grid": ("offers on a grid", "rounds"),
    "inner_sets": ("all equilibria", "positions"),
    "known": ("known answers", "answers"),
    "looks": ("this machine", "parts"),
    "lines": ("each parameter by itself", "points"),
    "mediator": ("recommendations of a mediator", "rounds"),
    "designs": ("ways to cut the steps", "ways"),
    "orders": ("orders of the steps", "orders"),
    "outcomes": ("what supports each outcome", "outcomes"),
    "outer_sets": ("a bound around all equilibria", "positions"),
    "parts": ("the report", "parts"),
    "picture": ("the picture", "pictures"),
    "points": ("points", "points"),
    "quantal": ("quantal response", "steps"),
    "region": ("regions and their boundaries", "points"),
    "renegotiation": ("equilibria that outlast renegotiation", "positions"),
    "rounds": ("rounds", "rounds"),
    "rules": ("positions of the game", "positions"),
    "sets_certificate": ("checking all equilibria", "rounds"),
    "rules_changed": ("other rules", "rules"),
    "shares": ("variance shares", "points"),
    "sizes": ("sizes of the first step", "sizes"),
    "slips": ("equilibria with slips", "positions"),
    "stationary": ("equilibria without a last round", "candidates"),
    "subgames": ("equilibria that survive small mistakes", "subgames"),
    "thresholds": ("where the answer changes", "changes"),
    "variants": ("other rules and numbers", "variants"),
    "worst_case": ("the worst case", "points"),
}
"""What stages are called, by their codes, and what they count."""


class Display:
    """The line about a board, on one terminal.

    Parameters
    ----------
    board : Board
        What is going on.
    write : callable
        Writes to the terminal.
    clock : callable
        Seconds.
    columns : callable
        Columns of the terminal.
    since : float, optional
        When whoever waits began to wait, on that clock; by default now.
    """

    def __init__(
        self,
        board: Board,
        write: Callable[[str], None],
        clock: Callable[[], float] = time.monotonic,
        columns: Callable[[], int] = lambda: _columns(),
        since: float | None = None,
    ) -> None:
        self.board, self._write, self._clock, self._columns = board, write, clock, columns
        self._since = clock() if since is None else since
        self._there = self._over = False
        self._one = threading.Lock()

    def tick(self) -> None:
        """Bring the line up to date, if it is time for one."""
        now = self._clock()
        if now - self._since < AFTER:
            return
        with self._one:
            if not self._over:
                text = line(list(self.board.stages), now - self._since, now, self._columns())
                self._write(f"\r{text}\x1b[K")
                self._there = True

    def clear(self) -> None:
        """Take the line away, until it is next brought up to date."""
        with self._one:
            if self._there:
                self._write("\r\x1b[K")
                self._there = False

    def end(self) -> None:
        """Take the line away for good."""
        self.clear()
        self._over = True
        self.clear()


_SHOWN: list[Display | None] = []
"""The line that is shown now; None where none is to be."""

_BEGUN = time.monotonic()
"""When the program began, more or less: whoever started it has been waiting since."""


@contextmanager
def showing(shown: bool = True) -> Iterator[None]:
    """Show on standard error how far what is done meanwhile has come, if that is a terminal; else nothing.

    Parameters
    ----------
    shown : bool
        Whether to show it on a terminal.
    """
    if _SHOWN or plain() or not (shown and _terminal()):
        _SHOWN.append(None)
        try:
            yield
        finally:
            _SHOWN.pop()
        return
    board, over = Board(), threading.Event()
    display = Display(board, _to_terminal, since=_BEGUN)

    def follow() -> None:
        while not over.wait(EVERY):
            display.tick()

    thread = threading.Thread(target=follow, name="progress", daemon=True)
    _SHOWN.append(display)
    thread.start()
    try:
        with followed(board):
            yield
    finally:
        over.set()
        display.end()
        _SHOWN.pop()


def clear_line() -> None:
    """Take the line away, if there is one, because something else is to be written."""
    for display in _SHOWN:
        if display is not None:
            display.clear()


def _terminal() -> bool:
    return sys.stderr is not None and sys.stderr.isatty() and os.environ.get("TERM") != "dumb"


def _columns() -> int:
    """Columns of the terminal at standard error, whatever standard output is."""
    try:
        return os.get_terminal_size(sys.stderr.fileno()).columns or NARROW
    except (OSError, ValueError, AttributeError):
        return NARROW


def _to_terminal(text: str) -> None:
    """Write past the buffer of standard error, whose lock the main program may hold."""
    try:
        os.write(sys.stderr.fileno(), text.encode("ascii", "replace"))
    except (OSError, ValueError):  # the terminal has gone away
        return


def line(stages: Sequence[Stage], seconds: float, now: float, width: int = 80) -> str:
    """Text of the line, short enough for one line of the terminal.

    Parameters
    ----------
    stages : sequence of Stage
        What is going on, the outermost first.
    seconds : float
        For how long the whole has been going on.
    now : float
        The time, on the clock of the stages.
    width : int
        Columns of the terminal.
    """
    room = width - 1  # a terminal may go to the next line when the last column is filled
    if not stages:
        return f"computing, {whole(seconds)}"[:room]
    first, inner = stages[0], stages[-1]
    left = first.left(now) if now - first.begun >= SETTLED else None
    ending = f", {whole(seconds)}" if left is None else f", about {whole(left)} left"
    both = f"{told(first)}: {told(inner)}" if inner is not first else told(first)
    for text in (both + ending, told(first) + ending, STAGES[first.code][0] + ending, ending[2:]):
        if len(text) <= room:
            return with_bar(first, text, room)
    return ""


def with_bar(of: Stage, text: str, room: int) -> str:
    """A text behind a bar, where there is room for one and it is known how much there is to do.

    Parameters
    ----------
    of : Stage
        What the bar is about.
    room : int
        Columns.
    """
    size = min(WIDTH, room - len(text) - 3)
    if not of.total or size < LEAST:
        return text
    filled = min(of.done, of.total) * size // of.total
    return f"[{'#' * filled}{'.' * (size - filled)}] {text}"


def told(of: Stage) -> str:
    """What a stage is called, and how far it has come.

    Parameters
    ----------
    of : Stage
        The stage.
    """
    called, unit = STAGES[of.code]
    if of.total:
        share = min(of.done, of.total) * 100 // of.total
        counted = f"{of.done:,} of {of.total:,} {unit}"
        return f"{share}%, {counted}" if called == unit else f"{called}, {share}%"
    if not of.done:
        return called
    return f"{of.done:,} {unit}" if called == unit else f"{called}, {of.done:,} {unit}"


def whole(seconds: float) -> str:
    """A time in whole seconds at least, which does not flicker."""
    return duration(max(1, round(seconds)))


def per_second(rate: float) -> str:
    """A rate in words."""
    return f"{rate:,.0f} per second" if rate >= 10 else f"{rate:.2g} per second"


def duration(seconds: float) -> str:
    """A time in words, with as much detail as one can use."""
    if seconds < 90:
        return f"{seconds:.0f} s" if seconds >= 10 or isinstance(seconds, int) else f"{seconds:.1f} s"
    minutes = seconds / 60
    if minutes < 90:
        return f"{minutes:.0f} min"
    hours = minutes / 60
    return f"{hours:.1f} h" if hours < 48 else f"{hours / 24:.1f} days"
