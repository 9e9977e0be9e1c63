"""Findings as files: comments that say what is wrong and how it is seen again, then the file that shows it."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

from tests.fuzz.run import Mutant

MUTANT = "# line: "
"""Before the words of a command line, as JSON; the same line stands above it as it is typed."""

END = "# ----\n"
"""After the comments; the file begins behind it, byte for byte."""


def with_comments(lines: list[str], text: str) -> str:
    """A file with comments above it.

    Parameters
    ----------
    lines : list of str
        Comments, without a sign before them.
    """
    return "".join(f"# {line}\n" for about in lines for line in about.splitlines()) + END + text


def mutant_kept(tried: Mutant, about: list[str]) -> str:
    """A mutant as a file.

    Parameters
    ----------
    about : list of str
        What else is to be said of it.
    """
    line = f"{MUTANT.removeprefix('# ')}{json.dumps(tried.line)}"
    return with_comments([f"detente {shlex.join(tried.line)}", line, *about], tried.text)


def write_kept(path: Path, text: str) -> None:
    """Write a finding, whatever characters its file has."""
    path.write_bytes(text.encode("utf-8", errors="surrogatepass"))


def read_kept(path: Path) -> tuple[list[str], str]:
    """The comments of a finding, with their signs, and its file."""
    text = path.read_bytes().decode("utf-8", errors="surrogatepass")
    head, _, rest = text.partition(END)
    return head.splitlines(), rest


def mutant_of(comments: list[str], text: str) -> Mutant | None:
    """The mutant that a finding holds; None where it is another's."""
    for line in comments:
        if line.startswith(MUTANT):
            return Mutant(tuple(json.loads(line.removeprefix(MUTANT))), text)
    return None
