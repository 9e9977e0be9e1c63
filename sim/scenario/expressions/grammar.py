"""The grammar of expressions, read once and evaluated in whatever arithmetic is asked for.

Loosest binding first::

    comparison := sum (("<" | "<=" | ">" | ">=" | "==" | "!=") sum)*
    sum        := product (("+" | "-") product)*
    product    := sign (("*" | "/") sign)*
    sign       := ("+" | "-") sign | power
    power      := atom ["**" sign]
    atom       := number ["%"] | name ["." name] | function "(" comparison ("," comparison)* ")" | "(" comparison ")"

Numbers may stand as they are printed: with a true minus sign, in per cent, with spaces that do not break.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Generic, TypeVar

from sim.characters import odd
from sim.errors import nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

N = TypeVar("N")

MAX_DEPTH = 40
NOTHING_DECLARED = "the file has no parameters; declare it under 'parameters'"
FUNCTIONS = ("min", "max", "abs", "sqrt", "exp", "log", "normcdf", "uniformcdf")
DISTRIBUTIONS = {"normcdf": "its mean and its standard deviation", "uniformcdf": "its lowest and its highest value"}
"""Functions that say how likely it is to find at most so much, and the two numbers that may follow in each."""
FINITE = "numbers are finite; a game without a last round says so with 'infinite' for its number of rounds"
INFINITE = ("inf", "infinity", "nan", "infinite", "\u221e")
COMPARISONS = ("<", "<=", ">", ">=", "==", "!=")

MINUS = "\N{MINUS SIGN}"
"""The minus sign that texts are printed with."""

_TOKEN = re.compile(
    r"\s*(?:(?P<number>0[oOxX]\w*|(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+\u2212]?[0-9]+)?)"
    r"|(?P<name>[A-Za-z_]\w*)|(?P<symbol>\*\*|<=|>=|==|!=|[-+*/()<>,%\u2212])|(?P<other>\S))"
)


_KNOWN = "expressions know + - * / **, comparisons and parentheses"
_HINTS = {
    ",": "numbers have a decimal point, and nothing between thousands",
    "_": "numbers have nothing between thousands",
    "^": "powers are written with **",
    "%": "'%' stands behind a number, as in 38.2%",
}
"""What to type in place of a sign that is not known where it stands, by its first character."""


class ExpressionError(ValueError):
    """An expression that has no value.

    Parameters
    ----------
    message : str
        What is wrong.
    offset : int
        Where in the text, from 0.
    hint : str or callable
        What to do; if it takes time to find out, how to, for where it is told.
    """

    def __init__(self, message: str, offset: int = 0, hint: str | Callable[[], str] = "") -> None:
        super().__init__(message)
        self.message, self.offset, self.hint = message, offset, hint


class Parser(ABC, Generic[N]):
    """Recursive descent over the tokens, evaluating on the way; an arithmetic fills in the operations.

    Parameters
    ----------
    text : str
        The expression.
    values : mapping of str to number
        The parameters.
    """

    def __init__(self, text: str, values: Mapping[str, N]) -> None:
        self.values = values
        self.tokens = [
            (m.lastgroup or "", m.group(m.lastgroup or 0).replace(MINUS, "-"), m.start(m.lastgroup or 0))
            for m in _TOKEN.finditer(text)
        ]
        self.tokens.append(("end", "", len(text)))
        self.at = 0
        self.depth = 0

    @abstractmethod
    def literal(self, text: str, offset: int) -> N:
        """Value of a number as it is written."""

    @abstractmethod
    def combine(self, symbol: str, left: N, right: N, offset: int) -> N:
        """Sum, difference, product or quotient."""

    @abstractmethod
    def negative(self, value: N) -> N:
        """The number with its sign turned."""

    @abstractmethod
    def raised(self, base: N, exponent: N, offset: int) -> N:
        """A power."""

    @abstractmethod
    def compared(self, symbol: str, left: N, right: N) -> N:
        """1 where a comparison holds and 0 where it does not."""

    @abstractmethod
    def apply(self, name: str, arguments: list[N], offset: int) -> N:
        """Value of a function."""

    def whole(self) -> N:
        """Value of the expression.

        Raises
        ------
        ExpressionError
            If it is not an expression, names something unknown, or has no finite value.
        """
        value = self.comparison()
        kind, text, offset = self.token
        if kind != "end":
            raise self._unexpected(kind, text, offset)
        return value

    @property
    def token(self) -> tuple[str, str, int]:
        """What comes next."""
        return self.tokens[self.at]

    def _next(self) -> tuple[str, str, int]:
        token = self.token
        self.at += 1
        return token

    def _accept(self, *symbols: str) -> str | None:
        kind, text, _ = self.token
        if kind == "symbol" and text in symbols:
            self.at += 1
            return text
        return None

    @staticmethod
    def _unexpected(kind: str, text: str, offset: int) -> ExpressionError:
        if kind == "end":
            return ExpressionError("the expression ends where a number, a parameter or '(' is expected", offset)
        if text == ".":
            return ExpressionError("attributes are not part of expressions, found '.'", offset)
        if text.lower() in INFINITE:
            return ExpressionError(f"expected a finite number, found {text}", offset, FINITE)
        strange = odd(text) if kind == "other" else None
        if strange:
            return ExpressionError(f"found {strange.name}, where no such sign belongs", offset, strange.remedy)
        what = "an operator is expected" if kind in ("number", "name") else "no such sign belongs"
        return ExpressionError(f"found '{text}' where {what}", offset, _HINTS.get(text[:1], _KNOWN))

    def comparison(self) -> N:
        """A sum, or sums compared one after the other."""
        self._deeper()
        left = self._sum()
        holds: N | None = None
        while symbol := self._accept(*COMPARISONS):
            right = self._sum()
            here = self.compared(symbol, left, right)
            holds = here if holds is None else self.combine("*", holds, here, self.token[2])
            left = right
        self.depth -= 1
        return left if holds is None else holds

    def _sum(self) -> N:
        value = self._product()
        while symbol := self._accept("+", "-"):
            right = self._product()
            value = self.combine(symbol, value, right, self.token[2])
        return value

    def _product(self) -> N:
        value = self._sign()
        while symbol := self._accept("*", "/"):
            offset = self.token[2]
            value = self.combine(symbol, value, self._sign(), offset)
        return value

    def _sign(self) -> N:
        negative = False
        while symbol := self._accept("+", "-"):
            negative ^= symbol == "-"
        value = self._power()
        return self.negative(value) if negative else value

    def _power(self) -> N:
        offset = self.token[2]
        base = self._atom()
        if not self._accept("**"):
            return base
        self._deeper()
        exponent = self._sign()
        self.depth -= 1
        return self.raised(base, exponent, offset)

    def _deeper(self) -> None:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise ExpressionError(f"nested more than {MAX_DEPTH} deep", self.token[2])

    def _atom(self) -> N:
        kind, text, offset = self._next()
        if kind == "number":
            return self.literal(_hundredth(text) if self._per_cent() else text, offset)
        if kind == "name":
            return self._call(text, offset) if self._accept("(") else self._name(text, offset)
        if text == "(" and kind == "symbol":
            value = self.comparison()
            self._close(offset)
            return value
        self.at -= 1
        raise self._unexpected(kind, text, offset)

    def _per_cent(self) -> bool:
        """Whether a number is one of per cent."""
        _, _, offset = self.token
        if not self._accept("%"):
            return False
        kind, text, _ = self.token
        if kind in ("number", "name") or text == "(":
            raise ExpressionError("'%' means per cent here, and remainders are not known", offset)
        return True

    def _close(self, opened: int) -> None:
        if not self._accept(")"):
            kind, text, offset = self.token
            if kind == "end":
                raise ExpressionError("this parenthesis is not closed", opened)
            raise self._unexpected(kind, text, offset)

    def _name(self, name: str, offset: int) -> N:
        if self.token[1] == ".":
            return self._of_player(name, offset)
        if name in self.values:
            return self.values[name]
        if name in FUNCTIONS:
            raise ExpressionError(f"the function '{name}' needs its arguments in parentheses", offset)
        if name.lower() in INFINITE:
            raise ExpressionError(f"expected a finite number, found {name}", offset, FINITE)
        known = self.values
        no_other = "" if known else NOTHING_DECLARED
        raise ExpressionError(f"there is no parameter '{name}'", offset, lambda: nearest(name, known) or no_other)

    def _of_player(self, player: str, offset: int) -> N:
        """What one of the players has chosen, where expressions speak of that."""
        known = [name for name in self.values if "." in name]
        _, _, dot = self._next()
        kind, text, _ = self.token
        whole = f"{player}.{text}"
        if not known or kind != "name":
            raise ExpressionError("attributes are not part of expressions, found '.'", dot)
        self.at += 1
        if whole not in self.values:
            raise ExpressionError(f"there is no '{whole}'", offset, nearest(whole, known))
        return self.values[whole]

    def _call(self, name: str, offset: int) -> N:
        if name not in FUNCTIONS:
            what = "a parameter cannot be called" if name in self.values else f"there is no function '{name}'"
            raise ExpressionError(what, offset, nearest(name, FUNCTIONS))
        arguments = [self.comparison()]
        while self._accept(","):
            arguments.append(self.comparison())
        self._close(offset)
        if name in DISTRIBUTIONS and len(arguments) not in (1, 3):
            more = DISTRIBUTIONS[name]
            raise ExpressionError(f"'{name}' takes a number, or it, {more}, found {len(arguments)}", offset)
        if name not in ("min", "max", *DISTRIBUTIONS) and len(arguments) != 1:
            raise ExpressionError(f"'{name}' takes one argument, found {len(arguments)}", offset)
        return self.apply(name, arguments, offset)


def _hundredth(text: str) -> str:
    """A number of per cent as a number, exactly: its decimal point moves by two."""
    if text[:2].lower() in ("0x", "0o"):
        return f"{int(text, 0)}e-2"
    digits, _, exponent = text.lower().partition("e")
    return f"{digits}e{int(exponent or 0) - 2}"


def names_in(text: str) -> frozenset[str]:
    """Words of an expression that may be parameters."""
    return frozenset(m.group("name") for m in _TOKEN.finditer(text) if m.group("name")) - frozenset(FUNCTIONS)
