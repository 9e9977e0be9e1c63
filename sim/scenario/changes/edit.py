"""The text of a file with another value at a key: everything else stays as it is written, comments included."""

from __future__ import annotations

import json
import re
from copy import deepcopy
from decimal import Decimal
from fractions import Fraction
from numbers import Integral, Rational, Real
from typing import TYPE_CHECKING, Any

import yaml

from sim.errors import ScenarioError
from sim.scenario.source import NumberText, read

if TYPE_CHECKING:
    from sim.scenario.source import Path, Source

REMOVED = object()
"""Stands for the value of a key that is taken out of a file."""

_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*( [A-Za-z0-9_.-]*[A-Za-z0-9_])*")
_TAKEN = {"null", "true", "false", "yes", "no", "on", "off", "y", "n", "inf", "nan"}
_ESCAPED = re.compile("[\x7f-\xa0\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _ByHandError(Exception):
    """The text cannot be edited in place."""


def edited(source: Source, path: Path, value: Any) -> Source:
    """A file with a value at a path, which may be new to it, or without it.

    Where the text cannot be edited in place (what stands there is shared by an alias, say), the whole file is written
    anew, which its comments do not survive.

    Parameters
    ----------
    source : Source
        The file.
    path : tuple of (str or int)
        Where the value goes. What of it is not there yet is made.
    value : object
        Plain data, or `REMOVED`.
    """
    wanted = _with(source.data, path, value)
    try:
        text = _Text(source.text).edited(path, value)
        found = read(source.file, text.encode(errors="replace"))
        if _alike(found.data, wanted):
            return found
    except (ScenarioError, yaml.YAMLError, _ByHandError):
        pass
    return read(source.file, (flow(wanted, 0) + "\n").encode(errors="replace"))


def keeps_comments(before: Source, after: Source) -> bool:
    """Whether the text of a file that was edited still has the comments that it had."""
    lines = [line.strip() for line in before.text.splitlines() if line.lstrip().startswith("#")]
    return all(line in after.text for line in lines)


def _with(data: Any, path: Path, value: Any) -> Any:
    """A copy of plain data with a value at a path."""
    copy = deepcopy(data)
    *around, last = path
    box = copy
    for part in around:
        inner = box[part] if isinstance(part, int) else box.get(part)
        if inner is None:
            inner = {}
            box[part] = inner
        elif not isinstance(inner, (dict, list)):
            # A parameter that is one number becomes a mapping with this number as its value.
            inner = {"value": inner}
            box[part] = inner
        box = inner
    if value is not REMOVED:
        box[last] = deepcopy(value)
    elif isinstance(box, list):
        del box[int(last)]
    else:
        box.pop(last, None)
    return copy


def _alike(one: Any, two: Any) -> bool:
    """Whether plain data are the same, numbers by their text and apart from texts."""
    if isinstance(one, dict) and isinstance(two, dict):
        return one.keys() == two.keys() and all(_alike(one[key], two[key]) for key in one)
    if isinstance(one, list) and isinstance(two, list):
        return len(one) == len(two) and all(map(_alike, one, two))
    return type(one) is type(two) and bool(one == two)


def plain(value: Any) -> Any:
    """A value of Python as plain data of a file."""
    if value is None or isinstance(value, (bool, str, NumberText)):
        return value
    if isinstance(value, (Integral, Decimal)):
        return NumberText(value)
    if isinstance(value, Rational):
        exact = Fraction(int(value.numerator), int(value.denominator))
        return NumberText(exact) if exact.denominator == 1 else str(exact)
    if isinstance(value, Real):
        return NumberText(repr(float(value)))
    if isinstance(value, dict):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(inner) for inner in value]
    return str(value)


def flow(value: Any, indent: int | None = None) -> str:
    """Plain data on a line, as YAML; or with an entry of the outermost mapping per line."""
    if isinstance(value, dict):
        between = ",\n" if indent is not None else ", "
        inner = between.join(f"{flow(str(key))}: {flow(held)}" for key, held in value.items())
        return f"{{{inner}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(flow, value))}]"
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, NumberText) or (_WORD.fullmatch(value) and value.lower() not in _TAKEN):
        return str(value)
    quoted = json.dumps(str(value), ensure_ascii=False)
    return _ESCAPED.sub(lambda found: f"\\u{ord(found.group()):04x}", quoted)


class _Text:
    """A text that is edited where a node of it stands."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.root = yaml.compose(text, Loader=_Loader)

    def edited(self, path: Path, value: Any) -> str:
        """The text with a value at a path."""
        rest = list(path)
        node: Any = self.root
        key: Any = None
        around: Any = None
        while rest:
            found = _inside(node, rest[0])
            if found is None:
                break
            around, (key, node) = node, found
            rest.pop(0)
        if value is REMOVED:
            return self.text if rest else self._without(around, key, node)
        for part in reversed(rest[1:]):
            value = {part: value}
        if not rest:
            return self._replaced(node, flow(value))
        if isinstance(node, yaml.ScalarNode):
            return self._replaced(node, self._grown(node, {str(rest[0]): value}))
        if not isinstance(node, yaml.MappingNode):
            raise _ByHandError
        return self._added(node, f"{flow(str(rest[0]))}: {flow(value)}")

    def _grown(self, node: yaml.ScalarNode, added: dict[str, Any]) -> str:
        """A mapping in the place of nothing, or of the number that a parameter was."""
        held = self.text[node.start_mark.index : node.end_mark.index].strip()
        inner = flow(added)
        return inner if held in ("", "~", "null") else f"{{value: {held}, {inner[1:]}"

    def _replaced(self, node: yaml.Node, told: str) -> str:
        start, end = node.start_mark.index, self._end(node)
        lead = " " if self.text[start - 1 : start] == ":" else ""
        return self.text[:start] + lead + told + self.text[end:]

    def _end(self, node: yaml.Node) -> int:
        """Where what a node holds ends; comments and empty lines behind it are not part of it."""
        if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
            last = node.value[-1]
            return max(map(self._end, last)) if isinstance(last, tuple) else self._end(last)
        start, end = node.start_mark.index, node.end_mark.index
        return int(start + len(self.text[start:end].rstrip()))

    def _added(self, node: yaml.MappingNode, told: str) -> str:
        if node.flow_style:
            end = node.end_mark.index - 1
            before = self.text[:end].rstrip()
            gap = "" if before[-1:] in "{," else ","
            space = "" if before.endswith("{") else " "
            return f"{before}{gap}{space}{told}{self.text[end:]}"
        end = self._line_end(self._end(node))
        indent = " " * node.value[0][0].start_mark.column
        return f"{self.text[:end]}\n{indent}{told}{self.text[end:]}"

    def _line_end(self, at: int) -> int:
        found = self.text.find("\n", at)
        return len(self.text) if found < 0 else found

    def _without(self, around: Any, key: yaml.Node | None, node: yaml.Node) -> str:
        alone = isinstance(around, yaml.CollectionNode) and len(around.value) < 2 and not around.flow_style
        if alone or not isinstance(around, yaml.CollectionNode):
            raise _ByHandError
        start, end = (key or node).start_mark.index, self._end(node)
        if around.flow_style:
            after = re.compile(r"\s*,\s*").match(self.text, end)
            if after is not None:
                return self.text[:start] + self.text[after.end() :]
            return re.sub(r"\s*,\s*$", "", self.text[:start]) + self.text[end:]
        line = self.text.rfind("\n", 0, start) + 1
        if self.text[line:start].strip(" -") or "-" in self.text[line:start]:
            raise _ByHandError
        return self.text[:line] + self.text[self._line_end(end) + 1 :]


def _inside(node: Any, part: str | int) -> tuple[yaml.Node | None, yaml.Node] | None:
    """The key and the value at a part of a path; None if a node has none of its own there."""
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
        return None, node.value[part]
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if isinstance(key, yaml.ScalarNode) and key.value == str(part):
                return key, value
    return None
