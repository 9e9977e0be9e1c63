"""Words for the shell without the command line: what a tab waits for is mostly what would be loaded.

Only values are offered here: files, names, parameters, players, concepts. Commands and options have words of help
beside them, which the command line itself has. What a command takes stands in `sim.cli.upkeep.offered`.
"""

from __future__ import annotations

import os
import shlex
import sys

from sim.cli.upkeep import completing
from sim.cli.upkeep.offered import OFFERED

VARIABLE = "_DETENTE_COMPLETE"
"""Of the environment, by which a shell asks: ``complete_`` and its name."""

SHELLS = ("bash", "zsh", "fish", "powershell", "pwsh")
_BREAKS = (":", "=")
"""Signs that are words of their own in bash."""


def answer() -> int | None:
    """Print what the shell is to offer; the code to end with, or None where the command line has to be asked."""
    shell = os.environ[VARIABLE].removeprefix("complete_")
    if shell not in SHELLS:
        return None
    try:
        words, typed, kept = _typed(shell)
        found = words_for(words, typed)
    except (OSError, ValueError, KeyError):
        return None
    if found is None:
        return None
    if shell == "fish" and os.environ.get("_TYPER_COMPLETE_FISH_ACTION") == "is-args":
        return 0 if found else 1
    told = "\n".join(_quoted(word, shell) for word in found)
    if shell == "bash":
        told = "\n".join(_in_bash(word.removeprefix(kept)) for word in found)
    if shell == "zsh":
        told = f"_arguments '*: :(({told}))'" if found else "_files"
    sys.stdout.buffer.write(f"{told}\n".encode("utf-8", "surrogateescape"))
    sys.stdout.flush()
    return 0


def words_for(words: list[str], typed: str) -> list[str] | None:
    """What may stand where a line is typed, or None for what is not offered here.

    Parameters
    ----------
    words : list of str
        The line before it, from the command on.
    typed : str
        The word that is begun.
    """
    words = [word for word in words if word != "--plain"]
    if not words or words[0] not in OFFERED:
        return None
    places, options = OFFERED[words[0]]
    before, ended, waiting = 0, False, ""
    for word in words[1:]:
        if waiting:
            waiting = ""
        elif word == "--" and not ended:
            ended = True
        elif word.startswith("-") and len(word) > 1 and not ended:
            waiting = word if word in options else ""
        else:
            before += 1
    if waiting:
        return _offered(options[waiting], typed, words)
    if typed.startswith("-") and not ended:
        name, equals, begun = typed.partition("=")
        if not equals or name not in options:
            return None
        return [f"{name}={word}" for word in _offered(options[name], begun, words) or ()]
    place = places[before] if before < len(places) else places[-1] if places and places[-1].endswith("*") else ""
    return _offered(place.rstrip("*"), typed, words)


def _offered(of: str, typed: str, words: list[str]) -> list[str] | None:
    """Words of a kind, by the name of what finds them or one by one; None where the command line knows better."""
    if "|" in of:
        return [word for word in of.split("|") if word.startswith(typed)]
    if not of:
        return None
    completing.LINE[:] = words[1:]
    found: list[str] = getattr(completing, f"complete_{of}")(typed)
    return found


def _typed(shell: str) -> tuple[list[str], str, str]:
    """The words before the one that is begun, from the command on, that one, and what of it the shell keeps itself."""
    if shell == "bash":
        line, at = os.environ["COMP_WORDS"], int(os.environ["COMP_CWORD"])
        raw = line.split("\n") if "\n" in line else line.split(" ")
        words, typed, kept = _rejoined(raw[:at], raw[at] if at < len(raw) else "")
        return [_bare(word) for word in words[1:]], _bare(typed), _bare(kept)
    line = os.environ.get("_TYPER_COMPLETE_ARGS", "")
    if shell in ("powershell", "pwsh"):
        typed = os.environ.get("_TYPER_COMPLETE_WORD_TO_COMPLETE", "")
        words = [word.strip("'\"") for word in shlex.split(_closed(line), posix=False)]
        return words[1:-1] if typed else words[1:], typed.strip("'\""), ""
    words = shlex.split(_closed(line))
    if not words or line.endswith(" "):
        return words[1:], "", ""
    return words[1:-1], words[-1], ""


def _rejoined(words: list[str], typed: str) -> tuple[list[str], str, str]:
    """Words of bash as they were typed; it takes some apart, and puts what it is offered behind the last break."""
    joined: list[str] = []
    for word in [*words, typed]:
        if joined and (word in _BREAKS or joined[-1].endswith(_BREAKS)) and len(joined) > 2:
            joined[-1] += word
        else:
            joined.append(word)
    if len(joined) == len(words) + 1:
        return words, typed, ""
    whole = joined[-1]
    kept = whole[: len(whole) - len(typed)] if typed not in _BREAKS else whole
    return joined[:-1], whole, kept


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
    """A word of bash without its quotation marks."""
    return " ".join(shlex.split(_closed(word))) if word else ""


def _in_bash(word: str) -> str:
    """A word as bash is to write it: after a quotation mark as it is, else with a sign before each that it reads."""
    line, at = os.environ["COMP_WORDS"], int(os.environ["COMP_CWORD"])
    raw = line.split("\n") if "\n" in line else line.split(" ")
    if at < len(raw) and raw[at].startswith(("'", '"')):
        return word
    return "".join(f"\\{sign}" if sign in " '\"\\$`!&;()<>|*?[]#~" else sign for sign in word)


def _quoted(word: str, shell: str) -> str:
    """A word as another shell is to be told of it."""
    if shell == "zsh":
        for sign, told in (('"', '""'), ("'", "''"), ("$", "\\$"), ("`", "\\`"), (":", r"\\:")):
            word = word.replace(sign, told)
        return f'"{word}"'
    if shell in ("powershell", "pwsh"):
        odd = any(sign in " '\"`$&;(){}<>|,@#" for sign in word)
        return "{}::: ".format("'" + word.replace("'", "''") + "'" if odd else word)
    return word
