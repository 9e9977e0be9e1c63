"""The text of a file in one layout: indentation, blanks and empty lines are set anew, and nothing else is touched.

What a file holds stands in tokens, which stay as they are letter by letter; only what stands between them is written
anew, and lines of a text that goes on over several are moved as a whole. What comes out is read again and held against
what went in, comments included.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import yaml

from sim.deadline import check_time
from sim.errors import Problem, ScenarioError
from sim.scenario.source import read

STEP = 2
"""Blanks by which what belongs to a key, or to an entry of a list, stands further in."""

_ROUNDS = 3
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_OPENING = (yaml.FlowMappingStartToken, yaml.FlowSequenceStartToken)
_CLOSING = (yaml.FlowMappingEndToken, yaml.FlowSequenceEndToken)
_MARKS = (yaml.AliasToken, yaml.AnchorToken, yaml.TagToken, yaml.KeyToken)
_AT_LEFT = (yaml.DocumentStartToken, yaml.DocumentEndToken, yaml.DirectiveToken)
_UNSEEN = (yaml.StreamStartToken, yaml.StreamEndToken)


def formatted(file: str, raw: bytes) -> str:
    """The text of a scenario file in the layout that all have.

    Parameters
    ----------
    file : str
        Name to show in messages.
    raw : bytes
        The file's content.

    Returns
    -------
    str
        The text, which says the same; laid out again it stays as it is.

    Raises
    ------
    ScenarioError
        If it cannot be read, or cannot be laid out without changing what it says.
    """
    source = read(file, raw)
    before = re.sub("\r\n?", "\n", source.text)
    text, comments = _laid_out(before)
    for _ in range(_ROUNDS):
        try:
            again, kept = _laid_out(text)
        except yaml.YAMLError:
            break
        if again == text and kept == comments and _said(text) == _said(before):
            return text
        text = again
    message = "this file cannot be laid out without changing what it says"
    hint = "leave it as it is, or write long texts and lists in a plainer way; nothing was written"
    raise ScenarioError([Problem(file, 0, 0, "", message, hint)])


def _said(text: str) -> list[tuple[Any, ...]]:
    """All that a text says: values with the way in which they are written, keys in their order, anchors and tags."""
    names = ("value", "anchor", "tag", "implicit", "style", "flow_style", "explicit", "version", "tags")
    events = yaml.parse(text, Loader=_Loader)
    return [(type(event).__name__, *(getattr(event, name, None) for name in names)) for event in events]


def _laid_out(text: str) -> tuple[str, list[str]]:
    """A text laid out, and its comments in their order."""
    layout = _Layout(text)
    for token in yaml.scan(text, Loader=_Loader):
        check_time()
        layout.take(token)
    return layout.ended(), layout.comments


@dataclass(frozen=True)
class _Block:
    """A mapping or a list that is open: where it stood, and where its entries stand now.

    `close` is the column of the bracket that ends it, for one in brackets; `bare` marks a list that stood no further in
    than the key that it belongs to, of which the reader tells neither beginning nor end.
    """

    kind: str
    old: int
    new: int
    close: int = 0
    bare: bool = False


@dataclass
class _Layout:
    """Takes one token of a text after the other, and writes it where it belongs."""

    text: str
    done: list[str] = field(default_factory=list)
    line: str = ""
    at: int = 0
    before: Any = None
    begins: bool = False
    blocks: list[_Block] = field(default_factory=list)
    around: tuple[_Block, ...] = ()
    comments: list[str] = field(default_factory=list)

    def take(self, token: Any) -> None:
        """Write a token, with what stands before it; note where blocks begin and end."""
        if isinstance(token, (yaml.BlockMappingStartToken, yaml.BlockSequenceStartToken)):
            kind = "map" if isinstance(token, yaml.BlockMappingStartToken) else "list"
            new = self.blocks[-1].new + STEP if self.blocks else 0
            self.blocks.append(_Block(kind, token.start_mark.column, new))
        elif isinstance(token, yaml.BlockEndToken):
            self._leave_bare()
            self.blocks.pop()
        elif isinstance(token, yaml.KeyToken) and token.start_mark.index == token.end_mark.index:
            self._leave_bare()
            self.begins = True
        elif not isinstance(token, _UNSEEN):
            self._place(token)
            self._write(token)

    def ended(self) -> str:
        """The whole text, when all tokens have been taken."""
        self._between(self.text[self.at :], None)
        if self.line:
            self._end_line()
        while self.done and not self.done[-1] and not self._keeps_ends:
            self.done.pop()
        return "\n".join(self.done) + "\n"

    @property
    def _keeps_ends(self) -> bool:
        """Whether the empty lines at the end belong to a text."""
        return isinstance(self.before, yaml.ScalarToken) and "+" in _header(self._text_of(self.before))

    def _leave_bare(self) -> None:
        if self.blocks and self.blocks[-1].bare:
            self.blocks.pop()

    def _place(self, token: Any) -> None:
        """Note what a token means for the blocks, before it is written."""
        if isinstance(token, yaml.BlockEntryToken):
            if self.blocks[-1].kind != "list":
                self.blocks.append(_Block("list", token.start_mark.column, self.blocks[-1].new + STEP, bare=True))
            self.begins = True
        elif isinstance(token, (yaml.KeyToken, yaml.ValueToken)) and self.blocks and self.blocks[-1].kind != "flow":
            self._leave_bare()
            self.begins = True

    def _write(self, token: Any) -> None:
        gap = self.text[self.at : token.start_mark.index]
        if "\n" in gap or self.before is None:
            self._between(gap, token)
            self.line = " " * self._indent(token)
        else:
            self.line += self._separator(token)
        told = self._text_of(token)
        if isinstance(token, _CLOSING):
            self.blocks.pop()
        if isinstance(token, _OPENING):
            self.line += told
            self.blocks.append(self._opened(token))
        elif isinstance(token, yaml.ScalarToken) and "\n" in told:
            self._write_long(token, told)
        else:
            self.line += told.rstrip()
        self.at = token.start_mark.index + len(told)
        self.before, self.begins, self.around = token, False, tuple(self.blocks)

    def _text_of(self, token: Any) -> str:
        """The letters of a token; a text as a block ends with its last line, unless empty lines belong to it."""
        told = self.text[token.start_mark.index : token.end_mark.index]
        if isinstance(token, yaml.ScalarToken) and token.style in ("|", ">"):
            return told.removesuffix("\n") if "+" in _header(told) else told.rstrip()
        return told

    def _separator(self, token: Any) -> str:
        """What stands between the token before and this one in a line."""
        before = self.before
        if isinstance(token, yaml.ValueToken):
            return " " if isinstance(before, (*_MARKS, yaml.FlowEntryToken)) else ""
        if isinstance(token, (*_CLOSING, yaml.FlowEntryToken)):
            return " " if isinstance(before, yaml.ValueToken) else ""
        return "" if isinstance(before, _OPENING) else " "

    def _indent(self, token: Any) -> int:
        """Where a token that begins a line stands."""
        if not self.blocks or isinstance(token, _AT_LEFT):
            return 0
        block = self.blocks[-1]
        if block.kind == "flow":
            return block.close if isinstance(token, _CLOSING) else block.new
        return block.new if self.begins else block.new + STEP

    def _opened(self, token: Any) -> _Block:
        """What stands in a bracket: below its first entry, or further in where nothing follows it in its line."""
        rest = self.text[token.end_mark.index :].split("\n", 1)[0].strip()
        old = token.start_mark.column
        if rest and not rest.startswith("#"):
            return _Block("flow", old, len(self.line), len(self.line) - 1)
        around = self.blocks[-1].new if self.blocks else 0
        return _Block("flow", old, around + STEP, around)

    def _write_long(self, token: Any, told: str) -> None:
        """Write a text of several lines, moved as a whole."""
        block = self.blocks[-1] if self.blocks else _Block("map", 0, 0)
        first, *others = told.split("\n")
        self.line += first.rstrip() if token.style in ("|", ">") else _stripped(first, token.style)
        if token.style in ("|", ">"):
            moved = _moved(others, block, _header(told))
        else:
            indent = block.new if block.kind == "flow" else block.new + STEP
            moved = [_under(_stripped(line, token.style).lstrip(), indent) for line in others]
        self.done.append(self.line)
        self.done += moved[:-1]
        self.line = moved[-1]

    def _between(self, gap: str, token: Any) -> None:
        """Write comments and empty lines that stand before a token, which begins a line, or at the end."""
        lines = gap.split("\n")
        if self.before is not None:
            behind = lines.pop(0)
            if behind.strip():
                blanks = len(behind) - len(behind.lstrip())
                self.line += " " * max(STEP, blanks) + behind.strip()
                self.comments.append(behind.strip())
            self._end_line()
        for k, line in enumerate(lines):
            told = line.strip()
            if told:
                self.comments.append(told)
                self.done.append(" " * self._comment_indent(len(line) - len(line.lstrip()), token) + told)
            elif self.done and self.done[-1] and k < len(lines) - 1:
                self.done.append("")

    def _end_line(self) -> None:
        self.done.append(self.line)
        self.line = ""

    def _comment_indent(self, column: int, token: Any) -> int:
        """Where a comment in a line of its own stands: with what comes next, or with what it stood in line with."""
        if token is not None and column == token.start_mark.column:
            return self._indent(token)
        for block in reversed(self.around):
            if block.kind == "flow":
                return block.new
            if block.old <= column:
                return block.new
        return 0


def _header(told: str) -> str:
    """The first line of a text as a block, without its comment."""
    return told.split("\n", 1)[0].split("#")[0] if told[:1] in ("|", ">") else ""


def _moved(lines: list[str], block: _Block, header: str) -> list[str]:
    """The lines of a text as a block, all moved alike, so that those that stand further in still do."""
    digit = re.search("[1-9]", header)
    first = next((line for line in lines if line.strip(" ")), "")
    old = block.old + int(digit[0]) if digit else len(first) - len(first.lstrip(" "))
    new = block.new + (int(digit[0]) if digit else STEP)
    return [_under(line[old:], new) for line in lines]


def _under(line: str, indent: int) -> str:
    """A line with so many blanks before it; none where it is empty."""
    return " " * indent + line if line else ""


def _stripped(line: str, style: str | None) -> str:
    """A line without blanks at its end; behind a backslash in quotes one blank belongs to the text."""
    told = line.rstrip(" \t")
    escapes = style == '"' and (len(told) - len(told.rstrip("\\"))) % 2
    return told + line[len(told) : len(told) + 1] if escapes else told
