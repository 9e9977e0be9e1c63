"""Processes that are started, stopped and waited for, none without end; what does not end says where it is."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from tests.cli.terminal import heed_interrupts

ROOT = Path(__file__).resolve().parents[2]
LONGEST = 60.0
"""Seconds, most, of a process that should end by itself."""

Process = subprocess.Popen[str]


def started(*words: str, cwd: Path = ROOT) -> Process:
    """A process of this Python, in a session of its own, so that Ctrl-C on the terminal is for us alone."""
    return subprocess.Popen(
        [sys.executable, *words],
        cwd=cwd,
        env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONFAULTHANDLER": "1"},
        text=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        preexec_fn=heed_interrupts,
    )


def ended(process: Process, longest: float = LONGEST) -> tuple[int | None, str, str]:
    """How a process ends, with all that it has started, and what was printed.

    Parameters
    ----------
    longest : float
        Seconds after which all of them are ended, each telling where it is.

    Returns
    -------
    int or None
        The exit code; None if it, or a process that holds its streams, did not end.
    str, str
        What is on standard output, and on standard error, there also where each thread was.
    """
    try:
        out, err = process.communicate(timeout=longest)
    except subprocess.TimeoutExpired:
        there = "\n".join(f"{number}: {_words(number)}" for number in session(process))
        signalled(process, signal.SIGABRT)  # Python then prints what each thread is at
        try:
            out, err = process.communicate(timeout=10)
        except subprocess.TimeoutExpired:
            signalled(process, signal.SIGKILL)
            out, err = process.communicate()
        return None, out, f"after {longest:g} seconds there were still\n{there}\n{err}"
    return process.returncode, out, err


def signalled(process: Process, number: int) -> None:
    """Send a signal to a process and to all that it has started."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, number)


def session(process: Process) -> list[int]:
    """Processes that run in a session, by number: the one that was started and what it has started.

    Where the system has no ``/proc`` nothing is known of them, and nothing returned.
    """
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            # After the name, in parentheses: state, parent, group, session (proc_pid_stat(5)).
            state, _, _, number, *_ = stat.read_text().rpartition(")")[2].split()
            if int(number) == process.pid and state != "Z":
                found.append(int(stat.parent.name))
    return found


def gone(process: Process, longest: float) -> bool:
    """Whether all of a session has ended after some seconds, most."""
    end = time.monotonic() + longest
    while session(process):
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


def _words(number: int) -> str:
    try:
        return Path(f"/proc/{number}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        return ""
