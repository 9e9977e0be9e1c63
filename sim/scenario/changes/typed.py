"""Changes as they are typed: ``leakage=0.4, concessions.us.partial_relief.reversible=false``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sim.errors import Problem, ScenarioError
from sim.scenario.changes.edit import REMOVED, flow, plain
from sim.scenario.source import read

if TYPE_CHECKING:
    from sim.scenario.source import Source

OPEN, CLOSED = "([{", ")]}"
LEAD = "value: "

_PART = re.compile(r"""\s*(?:"([^"]*)"|'([^']*)'|([^.\["'\]]+))\s*""")
_PLACE = re.compile(r"\[\s*([0-9]+)\s*\]")
_KEY = re.compile(r"""\s*(?:[^=,"'\[\]]|\[\s*[0-9]+\s*\]|"[^"]*"|'[^']*')+=""")


@dataclass(frozen=True)
class Typed:
    """A key and what it is to hold.

    Parameters
    ----------
    key : str
        The key as it was typed.
    parts : tuple of (str or int)
        Its parts.
    data : object
        What it is to hold, as plain data; `REMOVED` where it is to go.
    words : str
        What it is to hold, as it was typed.
    origin, text : str
        What the change was given by, and all of its text.
    at, value_at : int
        Columns, from 1, at which key and value stand in the text.
    source : Source or None
        The value with the places of what it holds.
    """

    key: str
    parts: tuple[str | int, ...]
    data: Any
    words: str
    origin: str
    text: str
    at: int = 1
    value_at: int = 1
    source: Source | None = None

    def refuse(self, message: str, hint: str = "", column: int = 0, key: str = "") -> ScenarioError:
        """What is wrong with it, with the place in its text."""
        column = column or self.at
        return ScenarioError([Problem(self.origin, 1, column, key or self.key, message, hint)], self.text)

    def column(self, rest: tuple[str | int, ...], offset: int = 0) -> int:
        """Column of something inside the value, or of the nearest thing around it that has a place."""
        if self.source is None:
            return self.at
        path = ("value", *rest)
        while path not in self.source.values:
            path = path[:-1]
        start = self.source.inside.get(path, self.source.values[path][1]) if offset else self.source.values[path][1]
        return max(self.value_at + start - 1 - len(LEAD) + offset, self.value_at)


def typed(text: str, origin: str) -> tuple[Typed, ...]:
    """The changes of a text, in order.

    Parameters
    ----------
    text : str
        One ``KEY=VALUE`` or several, with commas between them; a comma in brackets or quotes belongs to a value. A key
        without a value is taken out.
    origin : str
        What the text was given by, for messages.

    Raises
    ------
    ScenarioError
        If it is none, with the column.
    """
    found = []
    for start, piece in _pieces(text):
        key, sign, words = _key_and_value(piece)
        at = start + 1 + len(piece) - len(piece.lstrip())
        if not sign or not key.strip():
            hint = "as in moves=simultaneous; several have commas between them"
            what = f"expected KEY=VALUE, found '{piece.strip()}'"
            raise ScenarioError([Problem(origin, 1, at, "", what, hint)], text)
        value_at = start + 1 + len(key) + 1 + len(words) - len(words.lstrip())
        bare = Typed(key.strip(), (), REMOVED, words.strip(), origin, text, at, value_at)
        data, source = _value(bare)
        found.append(Typed(bare.key, _parts(bare), data, bare.words, origin, text, at, value_at, source))
    return tuple(found)


def _pieces(text: str) -> list[tuple[int, str]]:
    """Where each change starts, and its text: a comma before a key and outside of brackets and quotes ends one."""
    starts, depth, quote = [0], 0, ""
    for k, letter in enumerate(text):
        if quote:
            quote = "" if letter == quote else quote
        elif letter in "\"'" and not text[k - 1 : k].isalnum():
            quote = letter
        elif letter in OPEN + CLOSED:
            depth += 1 if letter in OPEN else -1
        elif letter == "," and depth <= 0 and (_KEY.match(text, k + 1) or not text[k + 1 :].strip()):
            starts.append(k + 1)
    ends = [*(start - 1 for start in starts[1:]), len(text)]
    pieces = [(start, text[start:end]) for start, end in zip(starts, ends, strict=True)]
    return [piece for piece in pieces if piece[1].strip()] or pieces[:1]


def _key_and_value(piece: str) -> tuple[str, str, str]:
    found = _KEY.match(piece)
    return (found.group()[:-1], "=", piece[found.end() :]) if found else (piece, "", "")


def _parts(change: Typed) -> tuple[str | int, ...]:
    """The parts of a key: names between dots, numbers in brackets, in quotes what holds dots."""
    key, at = change.key, 0
    parts: list[str | int] = []
    while at < len(key):
        place = _PLACE.match(key, at)
        name = None if place else _PART.match(key, at)
        if place is not None:
            parts.append(int(place.group(1)))
            at = place.end()
        elif name is not None:
            parts.append(next(word for word in name.groups() if word is not None).strip())
            at = name.end()
        else:
            break
        if key[at : at + 1] == ".":
            at += 1
            if at == len(key):
                break
        elif key[at : at + 1] not in ("", "["):
            break
    else:
        return tuple(parts)
    raise change.refuse(
        f"'{key}' is no key", "keys stand with dots between them, and the places of a list in brackets: payoffs[0][1]"
    )


def _value(change: Typed) -> tuple[Any, Source | None]:
    if not change.words:
        return REMOVED, None
    try:
        source = read(change.origin, (LEAD + change.words).encode(errors="replace"))
    except ScenarioError as error:
        problem = error.problems[0]
        within = min(max(problem.column - len(LEAD), 1), len(change.words))
        column = change.value_at + within - 1 if problem.line == 1 else change.value_at
        hint = problem.hint or "what is no single word or number goes in quotes or brackets"
        raise change.refuse(problem.message.replace("this is not", "the value is not"), hint, column) from None
    return source.data["value"], source


def from_data(key: str, value: Any, origin: str) -> Typed:
    """A change that Python gives as a value; None takes the key out."""
    data = REMOVED if value is None else plain(value)
    words = "" if data is REMOVED else flow(data)
    text = f"{key}={words}"
    bare = Typed(key, (), data, words, origin, text, 1, len(key) + 2)
    source = None if data is REMOVED else read(origin, (LEAD + words).encode(errors="replace"))
    return Typed(key, _parts(bare), data, words, origin, text, 1, len(key) + 2, source)
