"""Statements about which options are taken, as files write them: ``!us.strike & (us.relief -> nk.freeze)``.

Loosest binding first::

    same    := implies ("<->" implies)*
    implies := either ["->" implies]
    either  := both ("|" both)*
    both    := denial ("&" denial)*
    denial  := "!" denial | party.option | "true" | "false" | "(" same ")"
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from sim.errors import nearest
from sim.scenario.expressions.grammar import ExpressionError

if TYPE_CHECKING:
    from collections.abc import Collection

    from numpy.typing import NDArray

MAX_LENGTH, MAX_DEPTH = 500, 40

Sign = Literal["!", "&", "|", "->", "<->", "option", "true", "false"]

_TOKEN = re.compile(
    r"\s*(?:(?P<name>[A-Za-z_](?:-(?=\w)|\w)*(?:\.[A-Za-z_](?:-(?=\w)|\w)*)?)|(?P<sign><->|->|[!&|()])|(?P<other>\S))"
)
_HINTS = {
    "~": "'not' is written !",
    "-": "'if ... then' is written ->",
    "<": "'if and only if' is written <->",
    "=": "'if and only if' is written <->",
    "+": "'or' is written |",
    "*": "'and' is written &",
    ",": "write a statement per item of the list",
}
_WORDS = {"and": "&", "or": "|", "not": "!"}
_OTHER_WORDS = {
    "if": "'if ... then' is written ->",
    "then": "'if ... then' is written ->",
    "implies": "'implies' is written ->",
    "iff": "'if and only if' is written <->",
}
"""Words that may be options, and what is meant where they are none."""


@dataclass(frozen=True)
class Statement:
    """A statement, true or false in each state.

    Parameters
    ----------
    sign : str
        What joins its parts; ``option``, ``true`` or ``false`` where there is none.
    parts : tuple of Statement
        What is joined.
    option : str
        The option that is taken, as party.option; empty if it is joined of parts.
    """

    sign: Sign
    parts: tuple[Statement, ...] = ()
    option: str = ""

    def __str__(self) -> str:
        if self.sign == "option":
            return self.option
        if not self.parts:
            return self.sign
        each = [f"({part})" if len(part.parts) > 1 else str(part) for part in self.parts]
        return f"!{each[0]}" if self.sign == "!" else f" {self.sign} ".join(each)

    def holds(self, states: NDArray[np.int64], bits: dict[str, int]) -> NDArray[np.bool_]:
        """In which states it is true.

        Parameters
        ----------
        states : array of int64, shape (n,)
            States as numbers, a bit for each option.
        bits : dict of str to int
            The bit of each option.
        """
        if self.sign == "option":
            return np.asarray(states >> bits[self.option] & 1, dtype=bool)
        if not self.parts:
            return np.full(len(states), self.sign == "true")
        each = [part.holds(states, bits) for part in self.parts]
        if self.sign == "!":
            return ~each[0]
        if self.sign in "&|":
            return np.asarray((np.logical_and if self.sign == "&" else np.logical_or).reduce(each))
        return ~each[0] | each[1] if self.sign == "->" else each[0] == each[1]

    @property
    def options(self) -> frozenset[str]:
        """Options that it speaks of."""
        return frozenset({self.option} if self.option else set()).union(*(part.options for part in self.parts))


TRUE = Statement("true")


def option_named(text: str, options: Collection[str]) -> str:
    """The option that is meant, as party.option, wherever one is named.

    Parameters
    ----------
    text : str
        Its name, which may stand without its party where it is the only option so called.
    options : collection of str
        All options, as party.option.

    Raises
    ------
    ExpressionError
        If there is no such option, or more than one.
    """
    if text in options:
        return text
    called = [option for option in options if option.partition(".")[2] == text]
    if len(called) == 1:
        return called[0]
    if called:
        raise ExpressionError(f"several parties have an option '{text}'", hint=f"write {' or '.join(called)}")
    hint = _OTHER_WORDS.get(text.lower(), "") or nearest(text, tuple(options)) or "name one as party.option"
    raise ExpressionError(f"there is no option '{text}'", hint=hint)


def parse_statement(text: str, options: Collection[str]) -> Statement:
    """Read a statement.

    Parameters
    ----------
    options : collection of str
        All options of the file, as party.option; one may stand without its party where it is the only one so called.

    Raises
    ------
    ExpressionError
        If it is no statement, or names an option that the file does not have.
    """
    if len(text) > MAX_LENGTH:
        raise ExpressionError(f"a statement has at most {MAX_LENGTH} characters, this one has {len(text)}")
    return _Reader(text, options).whole()


class _Reader:
    """Recursive descent over the tokens."""

    def __init__(self, text: str, options: Collection[str]) -> None:
        self.options = options
        self.tokens = [
            (m.lastgroup or "", m.group(m.lastgroup or 0), m.start(m.lastgroup or 0)) for m in _TOKEN.finditer(text)
        ]
        self.tokens.append(("end", "", len(text)))
        self.at = self.depth = 0

    def whole(self) -> Statement:
        found = self._same()
        if self.tokens[self.at][0] != "end":
            raise self._unexpected("'&', '|', '->' or '<->'")
        return found

    def _accept(self, sign: str) -> bool:
        kind, text, _ = self.tokens[self.at]
        met = kind == "sign" and text == sign
        self.at += met
        return met

    def _unexpected(self, expected: str) -> ExpressionError:
        kind, text, offset = self.tokens[self.at]
        if kind == "end":
            return ExpressionError(f"the statement ends where {expected} is expected", offset)
        hint = _HINTS.get(text[:1], _OTHER_WORDS.get(text.lower(), ""))
        if text.lower() in _WORDS:
            hint = f"'{text.lower()}' is written {_WORDS[text.lower()]}"
        return ExpressionError(f"found '{text}' where {expected} is expected", offset, hint)

    def _same(self) -> Statement:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise ExpressionError(f"nested more than {MAX_DEPTH} deep", self.tokens[self.at][2])
        found = self._implies()
        while self._accept("<->"):
            found = Statement("<->", (found, self._implies()))
        self.depth -= 1
        return found

    def _implies(self) -> Statement:
        found = self._joined("|")
        if self._accept("->"):
            self.depth += 1
            if self.depth > MAX_DEPTH:
                raise ExpressionError(f"nested more than {MAX_DEPTH} deep", self.tokens[self.at][2])
            found = Statement("->", (found, self._implies()))
            self.depth -= 1
        return found

    def _joined(self, sign: Literal["&", "|"]) -> Statement:
        parts = [self._joined("&") if sign == "|" else self._denial()]
        while self._accept(sign):
            parts.append(self._joined("&") if sign == "|" else self._denial())
        return parts[0] if len(parts) == 1 else Statement(sign, tuple(parts))

    def _denial(self) -> Statement:
        denied = 0
        while self._accept("!"):
            denied += 1
        found = self._atom()
        return Statement("!", (found,)) if denied % 2 else found

    def _atom(self) -> Statement:
        if self._accept("("):
            found = self._same()
            if not self._accept(")"):
                raise self._unexpected("')'")
            return found
        kind, text, offset = self.tokens[self.at]
        if kind != "name" or text.lower() in _WORDS:
            raise self._unexpected("an option, '!' or '('")
        self.at += 1
        if text in ("true", "false"):
            return Statement("true" if text == "true" else "false")
        return Statement("option", option=self._option(text, offset))

    def _option(self, text: str, offset: int) -> str:
        try:
            return option_named(text, self.options)
        except ExpressionError as error:
            raise ExpressionError(error.message, offset, error.hint) from None
