"""Running the command line: in this process, as one of its own, or in a terminal of its own."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60
"""Seconds after which a command that says nothing more has failed."""


class Done(NamedTuple):
    """What a command left behind."""

    code: int
    out: str
    err: str


Run = Callable[..., Done]


def environment(**more: str) -> dict[str, str]:
    """The environment of a command that is run from any folder."""
    return os.environ | {"PYTHONPATH": str(ROOT), "COLUMNS": "88"} | more


def process(*arguments: str, **more: Any) -> Done:
    """Run the command line in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "sim", *arguments],
        **{"env": environment(), "capture_output": True, "text": True, "check": False, "timeout": 60} | more,
    )
    return Done(done.returncode, done.stdout, done.stderr)


def shell(script: str, cwd: Path, **more: str) -> Done:
    """Run a line of bash in which ``detente`` is the command."""
    line = f'detente() {{ "{sys.executable}" -m sim "$@"; }}\n{script}'
    done = subprocess.run(
        ["bash", "-c", line], cwd=cwd, env=environment(**more), capture_output=True, text=True, check=False, timeout=60
    )
    return Done(done.returncode, done.stdout, done.stderr)


def heed_interrupts() -> None:
    """Let a new process hear SIGINT: children of a shell's background job would ignore it, as that job does."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


class Terminal:
    """A command in a terminal and a session of its own: what it shows, and what is typed; no wait is without end."""

    def __init__(self, command: list[str], cwd: Path) -> None:
        import pty  # not everywhere

        self._end, theirs = pty.openpty()
        self.shown = b""
        self.process = subprocess.Popen(
            command,
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            cwd=cwd,
            env=environment(TERM="xterm"),
            start_new_session=True,
            preexec_fn=heed_interrupts,
        )
        os.close(theirs)
        self._ready = select.poll()  # unlike select it takes any number of files that are open
        self._ready.register(self._end, select.POLLIN | select.POLLHUP)

    def type(self, text: str) -> None:
        os.write(self._end, text.encode())

    def read_until(self, *endings: bytes) -> None:
        """Read until what is shown ends in one of these, or without any until nobody shows anything any more."""
        self._read(lambda shown: shown.rstrip().endswith(endings))

    def read_past(self, text: bytes) -> None:
        """Read until this has been shown, whatever stands behind it."""
        self._read(lambda shown: text in shown)

    def _read(self, enough: Callable[[bytes], bool]) -> None:
        before, deadline = len(self.shown), time.monotonic() + PATIENCE
        while not enough(self.shown[before:]):
            left = deadline - time.monotonic()
            assert self._ready.poll(max(left, 0) * 1000), f"nothing more is shown after {self.shown!r}"
            try:
                more = os.read(self._end, 65536)
            except OSError:  # what Linux says of a terminal that everybody has left
                return
            if not more:
                return
            self.shown += more

    def leave(self) -> None:
        """End whatever still runs."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        os.close(self._end)


@contextlib.contextmanager
def terminal(command: list[str], cwd: Path) -> Iterator[Terminal]:
    """A command in a terminal, from its start to its end."""
    started = Terminal(command, cwd)
    try:
        yield started
    finally:
        started.leave()
