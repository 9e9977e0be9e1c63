"""Ctrl-C: whoever presses it is rid of the program at once, reads no traceback, and finds nothing half-written.

The first interrupt raises `KeyboardInterrupt`, so that what is under way is put in order on the way out. That can get
lost, in code that is not Python's or in whatever takes all exceptions for faults of a point, or be long in coming,
while such code computes. So a thread hears of the interrupt too, gives the program a moment, and then ends it.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

CODE = 130
"""With which a program ends that has been interrupted."""

PATIENCE = 1.0
"""Seconds that the program has to end by itself."""


@dataclass(eq=False)
class Interrupts:
    """Whether there has been an interrupt."""

    came: bool = False

    def hear(self, number: int, frame: object) -> None:
        """Take an interrupt; only the first disturbs, so that what puts things in order is not cut short."""
        if not self.came:
            self.came = True
            raise KeyboardInterrupt


@contextmanager
def heard() -> Iterator[Interrupts]:
    """Hear interrupts while a command runs."""
    interrupts = Interrupts()
    if threading.current_thread() is not threading.main_thread():
        yield interrupts
        return
    before = signal.signal(signal.SIGINT, interrupts.hear)
    try:
        with _watched(interrupts):
            yield interrupts
    finally:
        signal.signal(signal.SIGINT, before if before is not None else signal.SIG_DFL)


@contextmanager
def _watched(interrupts: Interrupts) -> Iterator[None]:
    """Have a thread end the program if an interrupt does not."""
    if sys.platform == "win32":  # there only a socket wakes another thread
        yield
        return
    ear, mouth = os.pipe()
    os.set_blocking(mouth, False)
    before = signal.set_wakeup_fd(mouth, warn_on_full_buffer=False)

    def watch() -> None:
        while (numbers := os.read(ear, 16)) and signal.SIGINT not in numbers:
            pass
        # Whoever has handlers of its own for a while, as sweeps do, also sees to its end.
        if numbers and signal.getsignal(signal.SIGINT) == interrupts.hear:
            time.sleep(PATIENCE)
            if signal.getsignal(signal.SIGINT) == interrupts.hear:
                leave()

    threading.Thread(target=watch, name="interrupts", daemon=True).start()
    try:
        yield
    finally:
        signal.set_wakeup_fd(before)
        os.close(mouth)


def leave() -> None:
    """End the program at once, with what it has begun to write and to run."""
    from sim.show.output import remove_unfinished
    from sim.show.progress import clear_line

    clear_line()
    remove_unfinished()
    if "multiprocessing.process" in sys.modules:
        from multiprocessing import active_children

        for child in active_children():
            child.kill()
    os._exit(CODE)
