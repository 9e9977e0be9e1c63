"""Words for the shell without the command line: what a tab waits for is mostly what would be loaded.

Commands and options come with what they are for. What a command takes stands in `sim.cli.upkeep.shell.offered`, what
the shells ask with in the scripts beside this file: the name of the shell, and the line up to the cursor.
"""

from __future__ import annotations

import os
import shlex
import sys
from pathlib import Path

from sim.cli.upkeep.shell import completing
from sim.cli.upkeep.shell.offered import ROOT, offered

VARIABLE = "_DETENTE_COMPLETE"
"""Of the environment, by which a shell asks: ``complete_`` or ``source_`` and its name."""

LINE, AT, WORD = "_DETENTE_LINE", "_DETENTE_AT", "_DETENTE_WORD"
"""The line up to the cursor, in bash and zsh a word a row; the number of the word; the part that will be replaced."""

SCRIPTS = {
    "bash": "detente.bash",
    "zsh": "detente.zsh",
    "fish": "detente.fish",
    "powershell": "detente.ps1",
    "pwsh": "detente.ps1",
}
_BREAKS = (":", "=", "@")
"""Signs that are words of their own in bash."""

_UNOFFERED = frozenset("\t\n\r")
"""Letters of files that no shell can be told of in a line."""

Words = list[tuple[str, str]]
"""What may be typed, each with what it is for, or nothing."""


def answer() -> int:
    """Print what the shell is to offer, or its script; the code to end with."""
    what, _, shell = os.environ[VARIABLE].partition("_")
    if shell not in SCRIPTS or what not in ("complete", "source"):
        return 1
    told = script(shell) if what == "source" else _words_told(shell)
    sys.stdout.buffer.write(told.encode("utf-8", "surrogateescape"))
    sys.stdout.flush()
    return 0


def script(shell: str) -> str:
    """What a shell has to read so that it asks."""
    return Path(__file__).with_name(SCRIPTS[shell]).read_text(encoding="utf-8")


def _words_told(shell: str) -> str:
    try:
        words, typed, kept = _typed(shell)
        found = [(word, told) for word, told in words_for(words, typed) if not _UNOFFERED & set(word)]
    except (OSError, ValueError, KeyError):
        return ""
    if shell == "bash":
        return "".join(f"{_in_bash(word.removeprefix(kept))}\n" for word, _ in found)
    if shell in ("powershell", "pwsh"):
        return "".join(f"{_in_powershell(word)}\t{word}\t{told or word}\n" for word, told in found)
    return "".join(f"{word}\t{told}\n" for word, told in found)


def words_for(words: list[str], typed: str) -> Words:
    """What may stand where a line is typed; nothing where it may be anything, or nobody knows.

    Parameters
    ----------
    words : list of str
        The line before it, without the program.
    typed : str
        The word that is begun.
    """
    table = offered()
    before = next((k for k, word in enumerate(words) if not word.startswith("-")), len(words))
    words = words[before:]
    if not words:
        options = table.pop(ROOT).options
        commands = [(name, about.told) for name, about in table.items()]
        return _beginning(typed, _told(options) if typed.startswith("-") else commands)
    if words[0] not in table or words[0] == ROOT:
        return []
    _, places, options = table[words[0]]
    completing.LINE[:] = words[1:]
    before, ended, waiting = _passed(words[1:], options)
    if waiting is not None:
        return _values(waiting, typed)
    if typed.startswith("-") and not ended:
        name, equals, begun = typed.partition("=")
        if not equals:
            return _beginning(typed, _told(options))
        return [(f"{name}={word}", told) for word, told in _values(options.get(name, ("", ""))[0] or "", begun)]
    place = places[before] if before < len(places) else places[-1] if places and places[-1].endswith("*") else ""
    return _values(place.rstrip("*"), typed)


def _passed(words: list[str], options: dict[str, tuple[str | None, str]]) -> tuple[int, bool, str | None]:
    """How many places are filled, whether options are over, and what the option is that waits for its value."""
    filled, ended, waiting = 0, False, None
    for word in words:
        if waiting is not None:
            waiting = None
        elif word == "--" and not ended:
            ended = True
        elif word.startswith("-") and len(word) > 1 and not ended:
            waiting = options.get(word, (None, ""))[0]
        else:
            filled += 1
    return filled, ended, waiting


def _told(options: dict[str, tuple[str | None, str]]) -> Words:
    return [(name, told) for name, (_, told) in options.items()]


def _beginning(typed: str, words: Words) -> Words:
    return [(word, told) for word, told in words if word.startswith(typed)]


def _values(of: str, typed: str) -> Words:
    """Words of a kind, by the name of what finds them or one by one."""
    if "|" in of:
        return _beginning(typed, [(word, "") for word in of.split("|")])
    return [(word, "") for word in getattr(completing, f"complete_{of}")(typed)] if of else []


def _typed(shell: str) -> tuple[list[str], str, str]:
    """The words before the one that is begun, without the program, that one, and what of it the shell keeps itself."""
    line = os.environ.get(LINE, "")
    if shell == "bash":
        raw, at = line.split("\n"), int(os.environ[AT])
        words, typed = _rejoined(raw[:at], raw[at] if at < len(raw) else "")
        return [_bare(word) for word in words[1:]], _bare(typed), _bare(typed.removesuffix(os.environ[WORD]))
    if shell == "zsh":
        words = [_bare(word) for word in line.split("\n")]
        return words[1:-1], words[-1], ""
    if shell in ("powershell", "pwsh"):
        typed = os.environ.get(WORD, "")
        words = [word.strip("'\"") for word in shlex.split(_closed(line), posix=False)]
        return words[1:-1] if typed else words[1:], typed.strip("'\""), ""
    words = shlex.split(_closed(line))
    if not words or _ends_in_blank(line):
        return words[1:], "", ""
    return words[1:-1], words[-1], ""


def _ends_in_blank(line: str) -> bool:
    """Whether a line ends in a blank that ends its last word, and is no part of it."""
    return line.endswith(" ") and not line.endswith("\\ ") and _closed(line) == line


def _rejoined(words: list[str], typed: str) -> tuple[list[str], str]:
    """Words of bash as they were typed; it takes some apart at signs."""
    joined: list[str] = []
    for word in [*words, typed]:
        if joined and (word in _BREAKS or joined[-1].endswith(_BREAKS)) and len(joined) > 2:
            joined[-1] += word
        else:
            joined.append(word)
    return (words, typed) if len(joined) == len(words) + 1 else (joined[:-1], joined[-1])


def _closed(line: str) -> str:
    """A line in which the quotation mark that is open is closed."""
    try:
        shlex.split(line)
    except ValueError:
        for mark in ("'", '"', " "):
            try:
                shlex.split(line + mark)
            except ValueError:
                continue
            return line + mark
    return line


def _bare(word: str) -> str:
    """A word of bash or zsh without its quotation marks."""
    return " ".join(shlex.split(_closed(word))) if word else ""


def _in_bash(word: str) -> str:
    """A word as bash is to write it, with a sign before each that it reads; which they are hangs on an open quote."""
    raw = os.environ[LINE].split("\n")
    begun = raw[at][:1] if (at := int(os.environ[AT])) < len(raw) else ""
    if begun == "'":
        return word.replace("'", "'\\''")
    read = '"\\$`' if begun == '"' else " '\"\\$`!&;()<>|*?[]{}#~"
    return "".join(f"\\{sign}" if sign in read else sign for sign in word)


def _in_powershell(word: str) -> str:
    """A word as PowerShell reads it as one: what it would read otherwise stands in single quotation marks."""
    odd = any(sign in " '\"`$&;(){}<>|,@#\u2018\u2019\u201c\u201d" for sign in word)
    return "'" + word.replace("'", "''") + "'" if odd else word
