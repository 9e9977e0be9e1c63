"""Labels that are told apart: what has none or shares one gets a name or number that meets no given one."""

from __future__ import annotations

import re
from collections import Counter
from itertools import count


def given_or_told_apart(labels: list[str], word: str) -> tuple[list[str], int]:
    """Labels, with a number behind those that are missing or stand there already; and how many were changed.

    Parameters
    ----------
    labels : list of str
        As given, blank where there is none.
    word : str
        What those without a label are called.
    """
    told, first = [], set()
    for k, label in enumerate(labels):
        fresh = bool(label.strip()) and label not in first
        first.add(label)
        told.append(label if fresh else f"{label if label.strip() else word} {k + 1}")
    changed = [k for k, (old, new) in enumerate(zip(labels, told, strict=True)) if old != new]
    for k, name in zip(changed, apart([told[k] for k in changed], labels), strict=True):
        told[k] = name
    return told, len(changed)


def identifier_of(text: str, word: str) -> str:
    """An identifier for what people read: its letters and digits, behind a word where a letter has to come first."""
    plain = re.sub(r"[^A-Za-z0-9]+", "_", text).strip("_")[:40].lower()
    return plain if re.match(r"[a-z]", plain) else f"{word}_{plain}".rstrip("_")


def as_name(text: str, word: str, rest: str = "") -> str:
    """How to write what stands in the place of an identifier: an identifier, and the text as what people read.

    Parameters
    ----------
    text : str
        What stands there.
    word : str
        What it is an identifier of.
    rest : str
        The key that has to follow the name, if there is one.
    """
    return f"write {identifier_of(text, word)}: {{name: '{text}'{f', {rest}: ...' if rest else ''}}}"


def apart(wanted: list[str], taken: list[str]) -> list[str]:
    """Names as wanted, each with a number behind it if it is taken or has been wanted before.

    Parameters
    ----------
    wanted : list of str
        The names.
    taken : list of str
        Names that are given to others.
    """
    used, found = set(taken), []
    numbers: dict[str, count[int]] = {}
    for name in wanted:
        new = name
        while new in used:
            new = f"{name} #{next(numbers.setdefault(name, count(2)))}"
        used.add(new)
        found.append(new)
    return found


def set_names(given: dict[tuple[int, int], str]) -> tuple[dict[tuple[int, int], str], int]:
    """A name of its own for each information set, and how many were given none that was theirs alone.

    Parameters
    ----------
    given : dict
        By player and number the label of the set, which may be blank or that of another set.
    """
    often = Counter(given.values())
    clear = {key: name for key, name in given.items() if name.strip() and often[name] == 1}
    rest = [key for key in given if key not in clear]
    wanted = [f"{given[key] if given[key].strip() else 'set'} ({key[0]}.{key[1]})" for key in rest]
    names = apart(wanted, list(given.values()))
    return clear | dict(zip(rest, names, strict=True)), sum(1 for key in rest if given[key].strip())
