"""Files made of the bundled ones: by their characters and lines, and by what stands in them; and small games."""

from __future__ import annotations

import json
from copy import deepcopy
from functools import cache
from random import Random
from typing import Any

from sim.scenario.catalog import entries
from sim.scenario.kind import templates
from sim.scenario.load import load
from sim.scenario.source import NumberText, read
from tests.fuzz.numbers import anything, chance
from tests.fuzz.small_games import small_game

SIGNS = (*"{}[]:,-&*!|>'\"%@`#\n\t .=~?<$\\", "\r\n", "\ufeff", "\u200b", "\x07", "é", "\u202e", "0", "1", "e", "- ")


@cache
def bases() -> tuple[str, ...]:
    """The texts that come with the program."""
    return (*(entry.path.read_text(encoding="utf-8") for entry in entries()), *templates().values())


@cache
def bases_of(form: str) -> tuple[tuple[str, dict[str, Any]], ...]:
    """Those of a form, as text and as data; numbers are the text that they are written with."""
    known = _forms()
    return tuple((text, read("base", text.encode()).data) for text in bases() if known[text] == form)


@cache
def _forms() -> dict[str, str]:
    return {text: load("base", text=text).form for text in bases()}


def file_text(draw: Random, form: str) -> str:
    """A file that may be a scenario, made of one of a form."""
    kind = draw.choices(("small", "small and changed", "structure", "characters", "lines"), (14, 2, 3, 1, 1))[0]
    own = bases_of(form)
    if kind == "structure" and own:
        return as_yaml(restructured(draw, draw.choice(own)[1], draw.choice((1, 1, 1, 2))))
    data = small_game(draw, form)
    if kind in ("small", "structure"):
        return as_yaml(data)
    if kind == "small and changed":
        return as_yaml(restructured(draw, data, 1))
    text = draw.choice(own)[0] if own and draw.random() < 0.5 else as_yaml(data)
    return changed_text(draw, text)


def changed_text(draw: Random, text: str) -> str:
    """A text with some characters or lines changed."""
    return draw.choice((_edited, _rearranged))(draw, text)


def as_yaml(data: Any) -> str:
    """The text of a file: a line for each key, and what numbers and expressions are as it stands."""
    return "".join(f"{_key(key)}: {_flow(value)}\n" for key, value in data.items())


def _flow(data: Any) -> str:
    if isinstance(data, dict):
        return "{" + ", ".join(f"{_key(key)}: {_flow(value)}" for key, value in data.items()) + "}"
    if isinstance(data, list):
        return "[" + ", ".join(map(_flow, data)) + "]"
    return _scalar(data)


def _key(key: Any) -> str:
    return key if str(key).replace("_", "").isalnum() and str(key).isascii() else json.dumps(str(key))


def _scalar(value: Any) -> str:
    if value is None:
        return "~"
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value)
    plain = text and text.isascii() and not set(text) & set("{}[]:,&#*!|>'\"%@`\n\t") and text == text.strip()
    return text if isinstance(value, NumberText) or (plain and text[0] not in "-?~") else json.dumps(text)


def restructured(draw: Random, data: dict[str, Any], changes: int) -> dict[str, Any]:
    """Data with values dropped, doubled, exchanged, or replaced."""
    data = deepcopy(data)
    for _ in range(changes):
        holders = list(_holders(data))
        holder = draw.choice(holders)
        if not holder:
            continue
        key = draw.choice(list(holder) if isinstance(holder, dict) else range(len(holder)))
        what = draw.choice(("number", "number", "chance", "drop", "double", "exchange", "rename", "wipe"))
        _change(draw, data, holder, key, what, holders)
    return data


def _holders(data: Any) -> Any:
    if isinstance(data, (dict, list)):
        yield data
        for value in data.values() if isinstance(data, dict) else data:
            yield from _holders(value)


def _change(draw: Random, data: Any, holder: Any, key: Any, what: str, holders: list[Any]) -> None:
    if what == "number":
        holder[key] = anything(draw)
    elif what == "chance":
        numbers = [(h, k) for h in holders for k in (h if isinstance(h, dict) else range(len(h)))
                   if isinstance(h[k], NumberText)]  # fmt: skip
        if numbers:
            there, place = draw.choice(numbers)
            there[place] = NumberText(chance(draw))
    elif what == "drop":
        del holder[key]
    elif what == "double" and isinstance(holder, list):
        holder.insert(key, deepcopy(holder[key]))
    elif what == "exchange":
        other = draw.choice([h for h in holders if h] or [holder])
        place = draw.choice(list(other) if isinstance(other, dict) else range(len(other)))
        holder[key] = deepcopy(other[place])
    elif what == "rename" and isinstance(holder, dict):
        holder[draw.choice(("1st", "a.b", "x y", "", "né", "p", "e", "1", "-", "$x$", "<b>"))] = holder.pop(key)
    elif what == "wipe":
        holder[key] = type(holder[key])() if isinstance(holder[key], (dict, list)) else None


def _edited(draw: Random, text: str) -> str:
    for _ in range(draw.randint(1, 4)):
        at = draw.randint(0, len(text))
        text = text[:at] + draw.choice((*SIGNS, "")) + text[at + draw.choice((0, 0, 1, 1, 2, 8)) :]
    return text


def _rearranged(draw: Random, text: str) -> str:
    lines = text.splitlines(keepends=True)
    for _ in range(draw.randint(1, 3)):
        i, j = draw.randrange(len(lines)), draw.randrange(len(lines))
        what = draw.choice(("drop", "double", "exchange", "indent", "cut"))
        if what == "drop" and len(lines) > 1:
            del lines[i]
        elif what == "double":
            lines.insert(j, lines[i])
        elif what == "exchange":
            lines[i], lines[j] = lines[j], lines[i]
        elif what == "indent":
            lines[i] = draw.choice((" ", "  ", "    ")) + lines[i].lstrip()
        elif what == "cut":
            lines[i] = lines[i][: draw.randrange(len(lines[i]))] + "\n"
    return "".join(lines)
