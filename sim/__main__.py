"""``python -m sim`` is ``detente``, and this is how either begins."""

from __future__ import annotations

import os
import signal

TYPE_CHECKING = False  # the module that has it is not loaded before interrupts are heard
if TYPE_CHECKING:
    from typing import NoReturn


def start() -> NoReturn:
    """Load the command line and run it; who interrupts that while it is loaded has it leave at once.

    An exception would come out of whatever is being imported, and be shown, or be lost in it.
    """
    try:
        before = signal.signal(signal.SIGINT, lambda number, frame: os._exit(130))
        if os.environ.get("_DETENTE_COMPLETE"):
            from sim.cli.upkeep.shell.answer import answer

            os._exit(answer())
        from sim.cli import entry
        from sim.cli.upkeep import commands  # noqa: F401

        signal.signal(signal.SIGINT, before)
        entry()
    except KeyboardInterrupt:
        os._exit(130)


if __name__ == "__main__":
    start()
