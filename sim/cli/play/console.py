"""Where people read and type: a terminal, or a pipe; or whatever stands in for it."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Protocol

from sim.cli.failures import FailureError

if TYPE_CHECKING:
    from collections.abc import Sequence

LONGEST_ANSWER = 10_000
"""Characters of an answer, most; a device would never end its line."""


class Console(Protocol):
    """What a conversation needs."""

    def say(self, text: str = "") -> None:
        """Print a text."""

    def ask(self, prompt: str, secret: bool = False) -> str:
        """Read a line; EOFError at the end of input. What is secret is not shown while it is typed."""

    def clear(self) -> None:
        """Take everything off the screen."""


class Terminal:
    """Standard input and output.

    Parameters
    ----------
    answers : sequence of str
        What is answered first, before anything is read; it is shown as if it had been typed.
    """

    def __init__(self, answers: Sequence[str] = ()) -> None:
        self._answers = list(reversed(answers))
        self.live = sys.stdin is not None and sys.stdin.isatty() and sys.stdout is not None and sys.stdout.isatty()

    def say(self, text: str = "") -> None:
        """Print a text; control characters in it are made harmless."""
        from sim.cli.delivery import deliver

        deliver(text)

    def ask(self, prompt: str, secret: bool = False) -> str:
        """Read a line; from a pipe it is shown, so that what is printed can be read as a conversation."""
        from sim.show.output import legible
        from sim.show.text.letters import within

        if self._answers:
            answer = self._answers.pop()
            print(f"{legible(prompt)}{'(not shown)' if secret else legible(answer)}", flush=True)
            return answer
        if sys.stdin is None:
            raise EOFError
        if secret and self.live:
            from getpass import getpass

            return getpass(within(legible(prompt), sys.stdout.encoding))
        print(legible(prompt), end="", flush=True)
        line = sys.stdin.readline(LONGEST_ANSWER + 1)
        if not line:
            raise EOFError
        if len(line) > LONGEST_ANSWER:
            raise FailureError(f"an answer has at most {LONGEST_ANSWER:,} characters")
        line = line.rstrip("\r\n")
        if not self.live:
            print("(not shown)" if secret else legible(line))
        return line

    def clear(self) -> None:
        """Clear a terminal and what can be scrolled back to; elsewhere nothing can be taken back."""
        if self.live and os.environ.get("TERM") in (None, "dumb"):
            print("\n" * 80, flush=True)
        elif self.live:
            print("\x1b[2J\x1b[3J\x1b[H", end="", flush=True)
