"""A program that answers questions over standard input and output: one line of JSON in, one out.

No shell is started: the command is split into words, the first of which is the program. Whatever the program does, a
question is answered, or an `AgentError` is raised, within the time for an answer.
"""

from __future__ import annotations

import contextlib
import json
import os
import queue
import re
import shlex
import signal
import subprocess
import sys
import tempfile
import threading
import weakref
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from sim.errors import AgentError

if TYPE_CHECKING:
    from collections.abc import Mapping

SECONDS = 10.0
"""Time for an answer; the first includes the start of the program."""

LONGEST = 65_536
"""Bytes of an answer, most."""

_PROGRAM = re.compile(r"[^,=\s]*[/\\]|[^,=\s]+\s+[^\s,=]")


def is_program(choice: str) -> bool:
    """Whether what is named is the command of a program: a path, or a word and its arguments.

    Parameters
    ----------
    choice : str
        What was given where an agent is named.
    """
    return _PROGRAM.match(choice.strip()) is not None


def words_of(command: str) -> list[str]:
    """The words of a command. A Python file that cannot be started by itself is started with this Python.

    Raises
    ------
    AgentError
        If it has none, or a quotation mark is left open.
    """
    try:
        words = shlex.split(command, posix=os.name != "nt")
    except ValueError:
        raise AgentError(f"the program '{command}': a quotation mark is not closed") from None
    if not words:
        raise AgentError("expected a program, found an empty command")
    if words[0].endswith(".py") and Path(words[0]).is_file() and (os.name == "nt" or not os.access(words[0], os.X_OK)):
        return [sys.executable, *words]
    return words


def name_of(command: str) -> str:
    """What a program is called in records: the name of its file, not where that is kept."""
    words = words_of(command)
    named = next((word for word in words[::-1] if "/" in word or "\\" in word), words[0])
    return re.split(r"[/\\]", named)[-1] or named


class Program:
    """A program that is started with the first question and ended when this object is gone.

    Parameters
    ----------
    command : str
        The program and its arguments.
    seconds : float
        Time for each answer.
    """

    def __init__(self, command: str, seconds: float = SECONDS) -> None:
        self.command, self.seconds, self.words = command, seconds, words_of(command)
        self._process: subprocess.Popen[bytes] | None = None
        self._errors: IO[bytes] | None = None
        self._asked = 0

    def ask(self, question: Mapping[str, Any]) -> Any:
        """The answer to a question, as it was read from JSON.

        Raises
        ------
        AgentError
            If there is none in time, or none that is a line of JSON.
        """
        process = self._started()
        self._asked += 1
        line = json.dumps({"question": self._asked, **question}, ensure_ascii=False).encode() + b"\n"
        answered: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()

        def talk() -> None:
            try:
                assert process.stdin is not None
                assert process.stdout is not None
                process.stdin.write(line)
                process.stdin.flush()
                answered.put(process.stdout.readline(LONGEST + 1))
            except (OSError, ValueError):
                answered.put(None)

        threading.Thread(target=talk, daemon=True).start()
        try:
            text = answered.get(timeout=self.seconds)
        except queue.Empty:
            self.end()
            raise self._wrong(f"gave no answer within {self.seconds:g} seconds") from None
        return self._read(text)

    def _read(self, text: bytes | None) -> Any:
        if not text:
            raise self._gone()
        if len(text) > LONGEST:
            self.end()
            raise self._wrong(f"answered with a line of more than {LONGEST:,} bytes")
        try:
            found = json.loads(text.decode("utf-8"))
        except (ValueError, RecursionError):
            self.end()
            shown = ascii(text[:60].decode("utf-8", "replace"))
            raise self._wrong(f"answered with what is no JSON: {shown}{'...' if len(text) > 60 else ''}") from None
        if isinstance(found, dict) and found.get("question", self._asked) != self._asked:
            self.end()
            raise self._wrong(f"answered another question than the one that it was asked (number {self._asked})")
        return found

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is not None:
            return self._process
        errors: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the process
        try:
            self._process = subprocess.Popen(
                self.words,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                start_new_session=os.name != "nt",
            )
        except (OSError, ValueError) as error:
            errors.close()
            told = (getattr(error, "strerror", None) or str(error)).lower()
            raise self._wrong(f"cannot be started: {told}") from None
        self._errors = errors
        weakref.finalize(self, _ended, self._process, errors)
        return self._process

    def _gone(self) -> AgentError:
        """The program has ended or closed its output; with the last thing that it said where errors go."""
        process = self._process
        assert process is not None
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(1)
        said = self._last_words()
        code = process.returncode
        how = "ended" if code is None or code == 0 else f"ended with the code {code}"
        self.end()
        return self._wrong(f"{how} without an answer{f' (it said: {said})' if said else ''}")

    def _last_words(self) -> str:
        if self._errors is None or self._errors.closed:
            return ""
        size = self._errors.seek(0, os.SEEK_END)
        self._errors.seek(max(0, size - 2_000))
        lines = self._errors.read().decode("utf-8", "replace").strip().splitlines()
        return ascii(lines[-1][:200])[1:-1] if lines else ""

    def _wrong(self, what: str) -> AgentError:
        return AgentError(f"the program {name_of(self.command)} {what}")

    def end(self) -> None:
        """End the program, and whatever it has started."""
        if self._process is not None and self._errors is not None:
            _ended(self._process, self._errors)
        self._process = None


def _ended(process: subprocess.Popen[bytes], errors: IO[bytes]) -> None:
    """Nothing of a program is left running."""
    if process.poll() is None or os.name != "nt":
        with contextlib.suppress(OSError):
            if os.name == "nt":
                process.kill()
            else:
                os.killpg(process.pid, signal.SIGKILL)
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(5)
    for stream in (process.stdin, process.stdout, errors):
        with contextlib.suppress(OSError, ValueError):
            if stream is not None:
                stream.close()
