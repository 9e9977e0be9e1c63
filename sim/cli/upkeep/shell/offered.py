"""What each command takes, for the shell to complete: read at once, where the commands themselves take far longer.

`offered.txt` has a line for each command, with what it is for; below it one for each of its places, in brackets, then
one for each option, with `=` and what its value is where it takes one: the name of what finds words for it, or the
words themselves, or nothing where it may be anything. `tests/cli/upkeep/test_offered.py` keeps it what the commands say
of themselves, and writes it anew.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

FILE = Path(__file__).with_name("offered.txt")
ROOT = "detente"
"""What stands for the options before a command."""


class Offered(NamedTuple):
    """What a command takes.

    Parameters
    ----------
    told : str
        What it is for.
    places : tuple of str
        What stands in each of its places; a star behind the last has it stand for all that follow.
    options : dict of str to (str or None, str)
        What the value of each option is, None where it takes none, and what the option is for.
    """

    told: str
    places: tuple[str, ...]
    options: dict[str, tuple[str | None, str]]


def read(table: str) -> dict[str, Offered]:
    """By command what it takes."""
    found: dict[str, Offered] = {}
    name = ""
    for line in table.splitlines():
        word, _, told = line.strip().partition("\t")
        if not line.startswith(" "):
            name = word
            found[name] = Offered(told, (), {})
        elif word.startswith("["):
            found[name] = found[name]._replace(places=(*found[name].places, word[1:-1]))
        else:
            names, equals, value = word.partition("=")
            found[name].options.update(dict.fromkeys(names.split(","), (value if equals else None, told)))
    return found


def offered() -> dict[str, Offered]:
    """By command what it takes, from the file."""
    return read(FILE.read_text(encoding="utf-8"))
