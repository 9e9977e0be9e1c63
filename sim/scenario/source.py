"""From text to plain data with positions: YAML 1.2 scalars, and guards against files made to do harm.

Numbers keep the text they were written with, so that 0.1 is one tenth and nothing else.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import yaml

from sim import deprecated
from sim.characters import odd
from sim.deadline import check_time
from sim.errors import Problem, ScenarioError
from sim.kinds import NAMES as KINDS
from sim.scenario.encoding import decode

if TYPE_CHECKING:
    from collections.abc import Iterator

    KeyValue = tuple[yaml.ScalarNode, yaml.Node]

Path = tuple[str | int, ...]
Place = tuple[int, int]

MAX_BYTES = 8 << 20
MAX_DEPTH = 120
TOO_DEEP = f"nested more than {MAX_DEPTH} deep; a scenario needs fewer than ten levels"
MAX_NODES = 400_000

_NULL = re.compile(r"~|null|Null|NULL|")
_BOOL = re.compile(r"true|True|TRUE|false|False|FALSE")
_NUMBER = re.compile(
    r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+|[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?"
    r"|[-+]?(\.inf|\.Inf|\.INF)|\.nan|\.NaN|\.NAN"
)
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class NumberText(str):
    """A YAML number, as it was written."""

    __slots__ = ()


@dataclass(frozen=True)
class Source:
    """A file's data, with the place of every value and key.

    Parameters
    ----------
    file : str
        Name to show.
    data : dict
        Nested dicts, lists, strings, `NumberText`, booleans and None.
    values, keys : dict
        Line and column, from 1, of the value and of the key at a path.
    inside : dict
        For scalars on one line, the column at which their own text starts.
    renamed : dict
        Keys that the file calls by an old name: by their path, in which they have the new one, what they were called.
    """

    file: str
    text: str
    data: dict[str, Any]
    values: dict[Path, Place] = field(repr=False)
    keys: dict[Path, Place] = field(repr=False)
    inside: dict[Path, int] = field(repr=False)
    renamed: dict[Path, deprecated.Renamed] = field(default_factory=dict, repr=False)


@lru_cache(maxsize=4)
def read(file: str, raw: bytes) -> Source:
    """Parse a scenario file; one that was read last is not read again, so nobody changes what comes back.

    Parameters
    ----------
    file : str
        Name to show in messages.
    raw : bytes
        The file's content.

    Raises
    ------
    ScenarioError
        If it is not one YAML mapping, or too large, too deep or too tangled to be a scenario.
    """
    text = _decode(file, raw)
    _guard(file, text)
    try:
        node = yaml.compose(text, Loader=_Loader)
    except yaml.YAMLError as error:
        raise ScenarioError([_broken(file, text, error)], text) from None
    if node is None or (isinstance(node, yaml.ScalarNode) and not node.value and not node.style):
        raise ScenarioError([Problem(file, 1, 1, "", "the file is empty", "start one with 'detente new'")])
    builder = _Builder(file, text, _kind(node))
    data = builder.build(node, ())
    if not isinstance(data, dict):
        what = "a list" if isinstance(data, list) else "a single value"
        builder.problem(node, (), f"expected a mapping with keys such as 'format' and 'players', found {what}")
    if builder.problems:
        raise ScenarioError(builder.problems, text)
    return Source(file, text, data, builder.values, builder.keys, builder.inside, builder.renamed)


def _kind(node: yaml.Node) -> str:
    """The kind that a file says it is of; the first one's if it says none."""
    pairs = node.value if isinstance(node, yaml.MappingNode) else []
    return next((str(value.value) for key, value in pairs if key.value == "kind"), KINDS[0])


def _decode(file: str, raw: bytes) -> str:
    if len(raw) > MAX_BYTES:
        message = f"the file has {len(raw):,} bytes; a scenario has at most {MAX_BYTES:,}"
        raise ScenarioError([Problem(file, 0, 0, "", message)])
    return decode(file, raw)


def _guard(file: str, text: str) -> None:
    """Refuse what would exhaust the machine, reading events only: no recursion, no expansion of aliases."""
    depth = count = 0
    try:
        for event in yaml.parse(text, Loader=_Loader):
            check_time()
            count += isinstance(event, yaml.NodeEvent)
            if count > 2 * MAX_NODES:  # keys are nodes as well
                line, column = event.start_mark.line + 1, event.start_mark.column + 1  # type: ignore[union-attr]
                raise ScenarioError([Problem(file, line, column, "", f"the file has more than {MAX_NODES:,} values")])
            if isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
                depth += 1
                if depth > MAX_DEPTH:
                    line, column = event.start_mark.line + 1, event.start_mark.column + 1  # type: ignore[union-attr]
                    raise ScenarioError([Problem(file, line, column, "", TOO_DEEP)])
            elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
                depth -= 1
    except yaml.YAMLError as error:
        raise ScenarioError([_broken(file, text, error)], text) from None


def _broken(file: str, text: str, error: yaml.YAMLError) -> Problem:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    if "quoted scalar" in str(getattr(error, "context", "")) and "end of stream" in str(getattr(error, "problem", "")):
        # What is wrong is the quote that opens, not the end of the file.
        mark = getattr(error, "context_mark", None) or mark
    what = getattr(error, "problem", None) or getattr(error, "reason", None) or "the text cannot be parsed"
    if "nesting depth" in what:
        # libyaml has a limit of its own, and looks further ahead than we do.
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        return Problem(file, line, column, "", TOO_DEEP)
    context = getattr(error, "context", None)
    hints = {
        "could not find expected ':'": "a key needs a colon and a space before its value",
        "mapping values are not allowed": "a colon here starts a second value; put the text in quotes",
        "while scanning a tag": "a text that begins with ! stands in quotes",
        "end of stream while scanning a quoted": "a quote that opens here is not closed",
        "cannot start any token": "put the text in quotes",
        "expected a single document": "a file holds one scenario: remove the '---' that starts a second one",
        "found undefined alias": "an alias (*name) needs an anchor (&name) before it",
        "did not find expected": "look for a bracket, a quote or an indentation that does not match",
    }
    hint = next((told for sign, told in hints.items() if sign in f"{what} {context}"), "")
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    tab = _tab(text, line, column)
    if tab:
        what, context, hint, column = "found a tab", tab[0], "indent with spaces, not tabs", tab[1]
    else:
        hint = "; ".join(filter(None, [_strange(text, line), hint]))
    return Problem(file, line, column, "", f"this is not valid YAML: {what}" + (f" {context}" if context else ""), hint)


def _tab(text: str, line: int, column: int) -> tuple[str, int] | None:
    """Where a tab stands at which YAML cannot go on, in words and as a column; None if it is not a tab."""
    here = _line(text, line)
    indent = here[: len(here) - len(here.lstrip())]
    if "\t" in indent:
        return "at the beginning of a line", indent.index("\t") + 1
    return ("where only spaces may stand", column) if here[column - 1 : column] == "\t" else None


def _strange(text: str, line: int) -> str:
    """Hint at a character that is not what it seems: in the line at fault, or in the one that runs on into it."""
    for number in (line, line - 1):
        found = odd(_line(text, number))
        if found is not None:
            return f"in line {number}, column {found.at + 1}, stands {found.name}: {found.remedy}"
    return ""


def _line(text: str, number: int) -> str:
    """A line by its number from 1; empty if there is none."""
    lines = text.splitlines()
    return lines[number - 1] if 0 < number <= len(lines) else ""


class _Builder:
    """Turns YAML nodes into plain data, noting positions and whatever is wrong on the way."""

    def __init__(self, file: str, text: str, kind: str) -> None:
        self.file, self.lines, self.kind = file, text.splitlines(), kind
        self.renamed: dict[Path, deprecated.Renamed] = {}
        self.problems: list[Problem] = []
        self.values: dict[Path, Place] = {}
        self.keys: dict[Path, Place] = {}
        self.inside: dict[Path, int] = {}
        self.count = 0

    def problem(self, node: yaml.Node, path: Path, message: str, hint: str = "") -> None:
        line, column = _place(node)
        self.problems.append(Problem(self.file, line, column, dotted(path), message, hint))

    def build(self, node: yaml.Node, path: Path) -> Any:
        self._count_one(node, path, len(path))
        self.values[path] = _place(node)
        if node.tag.startswith("!"):
            self.problem(
                node,
                path,
                f"expected a plain value, found the tag {node.tag}",
                "remove the tag, or put the text in quotes",
            )
        if isinstance(node, yaml.ScalarNode):
            return self._scalar(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self.build(item, (*path, k)) for k, item in enumerate(node.value)]
        return self._mapping(node, path)

    def _count_one(self, node: yaml.Node, path: Path, depth: int) -> None:
        """Refuse a file that grows without bound as its aliases are followed."""
        check_time()
        self.count += 1
        if self.count > MAX_NODES or depth > MAX_DEPTH:
            line, column = _place(node)
            message = (
                "the file expands to more values than a scenario can have (aliases inside aliases, or a circle of them)"
            )
            raise ScenarioError([Problem(self.file, line, column, dotted(path[:3]), message, "write the values out")])

    def _mapping(self, node: yaml.Node, path: Path) -> dict[str, Any]:
        result: dict[str, Any] = {}
        own = self._own(node, path)
        for key_node, value_node in self._pairs(node, path, 0):
            key = self._named(key_node, path)
            if key not in result:
                # A key of the mapping itself replaces one that is merged, and takes its place in the order.
                key_node, value_node = own.get(key, (key_node, value_node))
                here = (*path, key)
                self.keys[here] = _place(key_node)
                result[key] = self.build(value_node, here)
        return result

    def _named(self, key: yaml.ScalarNode, path: Path) -> str:
        """What a key is called now."""
        name = str(key.value)
        row = deprecated.renamed(deprecated.KEYS, self.kind, name, path)
        if row is None:
            return name
        self.renamed[*path, row.new] = row
        return row.new

    def _own(self, node: yaml.Node, path: Path) -> dict[str, KeyValue]:
        """The pairs that stand in a mapping itself, by key; what is wrong with keys is reported."""
        own: dict[str, KeyValue] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                self.problem(key_node, path, "expected a word as key, found a list or a mapping")
                continue
            if _merges(key_node):
                continue
            key = self._named(key_node, path)
            if key in own:
                hint = f"it stands first in line {_place(own[key][0])[0]}; keep one of them"
                self.problem(key_node, (*path, key), "this key stands twice in the same mapping", hint)
            else:
                own[key] = key_node, value_node
        return own

    def _pairs(self, node: yaml.Node, path: Path, depth: int) -> Iterator[KeyValue]:
        """The pairs of a mapping in the order written, with those that merge keys (``<<``) bring from elsewhere."""
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                continue
            if not _merges(key_node):
                yield key_node, value_node
                continue
            sources = value_node.value if isinstance(value_node, yaml.SequenceNode) else [value_node]
            for source in sources:
                self._count_one(node, path, depth)
                if isinstance(source, yaml.MappingNode):
                    yield from self._pairs(source, path, depth + 1)
                else:
                    message = "expected a mapping, or a list of mappings, behind the merge key <<"
                    self.problem(source, (*path, "<<"), message, "name one with an alias, as in '<<: *base'")

    def _scalar(self, node: yaml.ScalarNode, path: Path) -> Any:
        text = str(node.value)
        if node.start_mark.line == node.end_mark.line:
            # The mark stands before an anchor, a tag or a quote; the text itself comes after them.
            line = self.lines[node.start_mark.line] if node.start_mark.line < len(self.lines) else ""
            start = line.rfind(text, node.start_mark.column, node.end_mark.column)
            self.inside[path] = 1 + (start if start >= 0 else node.start_mark.column)
        if node.style:
            return text
        if _NULL.fullmatch(text):
            return None
        if _BOOL.fullmatch(text):
            return text.lower() == "true"
        return NumberText(text) if _NUMBER.fullmatch(text) else text


def _merges(key: yaml.ScalarNode) -> bool:
    """Whether a key brings the keys of other mappings in; in quotes it is a key like others."""
    return key.value == "<<" and not key.style


def _place(node: yaml.Node) -> Place:
    return node.start_mark.line + 1, node.start_mark.column + 1


def dotted(path: Path) -> str:
    """Write a path as people write it: ``concessions.us[1].effect.nk``."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text
