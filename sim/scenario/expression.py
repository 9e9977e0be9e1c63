"""Expressions over parameters, evaluated in exact rationals.

Grammar, loosest binding first::

    comparison := sum (("<" | "<=" | ">" | ">=" | "==" | "!=") sum)*
    sum        := product (("+" | "-") product)*
    product    := sign (("*" | "/") sign)*
    sign       := ("+" | "-") sign | power
    power      := atom ["**" sign]
    atom       := number | name | function "(" comparison ("," comparison)* ")" | "(" comparison ")"

Sums, products, quotients and whole powers are exact; ``sqrt`` (except of squares), ``exp``, ``log`` and broken
powers go through a float and are exact from there on. A comparison gives 1 or 0.
"""

from __future__ import annotations

import math
import operator
import re
from fractions import Fraction
from typing import TYPE_CHECKING

from sim.scenario.errors import nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

MAX_LENGTH = 500
MAX_DEPTH = 40
MAX_BITS = 4096
MAX_EXPONENT = 1000
NOTHING_DECLARED = "the file has no parameters; declare it under 'parameters'"
FUNCTIONS = ("min", "max", "abs", "sqrt", "exp", "log")

_TOKEN = re.compile(
    r"\s*(?:(?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)|(?P<name>[A-Za-z_]\w*)"
    r"|(?P<symbol>\*\*|<=|>=|==|!=|[-+*/()<>,])|(?P<other>\S))"
)
_COMPARE: dict[str, Callable[[Fraction, Fraction], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
}


class ExpressionError(ValueError):
    """An expression that has no value.

    Parameters
    ----------
    message : str
        What is wrong.
    offset : int
        Where in the text, from 0.
    hint : str
        What to do.
    """

    def __init__(self, message: str, offset: int = 0, hint: str = "") -> None:
        super().__init__(message)
        self.message, self.offset, self.hint = message, offset, hint


def evaluate(text: str, values: Mapping[str, Fraction]) -> Fraction:
    """Value of an expression.

    Parameters
    ----------
    text : str
        The expression.
    values : mapping of str to Fraction
        The parameters.

    Raises
    ------
    ExpressionError
        If it is not an expression, names something unknown, or has no finite value.
    """
    if len(text) > MAX_LENGTH:
        raise ExpressionError(f"an expression has at most {MAX_LENGTH} characters, this one has {len(text)}")
    bare = text.strip().lower().lstrip("+-")
    if bare in (".inf", ".nan", "inf", "nan", "infinity"):
        raise ExpressionError(f"expected a finite number, found {text.strip()}")
    if re.fullmatch(r"0[ox][0-9a-f]+", bare):
        return Fraction(int(bare, 0))
    return _Parser(text, values).whole()


def _bounded(value: Fraction, offset: int) -> Fraction:
    if max(value.numerator.bit_length(), value.denominator.bit_length()) > MAX_BITS:
        raise ExpressionError("the value is too large or too finely divided to work with", offset)
    return value


class _Parser:
    """Recursive descent over the tokens, evaluating on the way."""

    def __init__(self, text: str, values: Mapping[str, Fraction]) -> None:
        self.values = values
        self.tokens = [
            (m.lastgroup or "", m.group(m.lastgroup or 0), m.start(m.lastgroup or 0)) for m in _TOKEN.finditer(text)
        ]
        self.tokens.append(("end", "", len(text)))
        self.at = 0
        self.depth = 0

    @property
    def token(self) -> tuple[str, str, int]:
        return self.tokens[self.at]

    def next(self) -> tuple[str, str, int]:
        token = self.token
        self.at += 1
        return token

    def accept(self, *symbols: str) -> str | None:
        kind, text, _ = self.token
        if kind == "symbol" and text in symbols:
            self.at += 1
            return text
        return None

    def whole(self) -> Fraction:
        value = self.comparison()
        kind, text, offset = self.token
        if kind != "end":
            raise self._unexpected(kind, text, offset)
        return value

    @staticmethod
    def _unexpected(kind: str, text: str, offset: int) -> ExpressionError:
        if kind == "end":
            return ExpressionError("the expression ends where a number, a parameter or '(' is expected", offset)
        if text == ".":
            return ExpressionError("attributes are not part of expressions, found '.'", offset)
        what = "an operator is expected" if kind in ("number", "name") else "no such sign belongs"
        return ExpressionError(
            f"found '{text}' where {what}", offset, "expressions know + - * / **, comparisons and parentheses"
        )

    def comparison(self) -> Fraction:
        self._deeper()
        left = self.sum()
        holds: bool | None = None
        while symbol := self.accept(*_COMPARE):
            right = self.sum()
            holds = holds is not False and _COMPARE[symbol](left, right)
            left = right
        self.depth -= 1
        return left if holds is None else Fraction(int(holds))

    def sum(self) -> Fraction:
        value = self.product()
        while symbol := self.accept("+", "-"):
            right = self.product()
            value = _bounded(value + right if symbol == "+" else value - right, self.token[2])
        return value

    def product(self) -> Fraction:
        value = self.sign()
        while symbol := self.accept("*", "/"):
            offset = self.token[2]
            right = self.sign()
            if symbol == "/" and right == 0:
                raise ExpressionError("division by zero", offset)
            value = _bounded(value * right if symbol == "*" else value / right, offset)
        return value

    def sign(self) -> Fraction:
        negative = False
        while symbol := self.accept("+", "-"):
            negative ^= symbol == "-"
        value = self.power()
        return -value if negative else value

    def power(self) -> Fraction:
        offset = self.token[2]
        base = self.atom()
        if not self.accept("**"):
            return base
        self._deeper()
        exponent = self.sign()
        self.depth -= 1
        return _power(base, exponent, offset)

    def _deeper(self) -> None:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise ExpressionError(f"nested more than {MAX_DEPTH} deep", self.token[2])

    def atom(self) -> Fraction:
        kind, text, offset = self.next()
        if kind == "number":
            return _number(text, offset)
        if kind == "name":
            return self._call(text, offset) if self.accept("(") else self._name(text, offset)
        if text == "(" and kind == "symbol":
            value = self.comparison()
            self._close(offset)
            return value
        self.at -= 1
        raise self._unexpected(kind, text, offset)

    def _close(self, opened: int) -> None:
        if not self.accept(")"):
            kind, text, offset = self.token
            if kind == "end":
                raise ExpressionError("this parenthesis is not closed", opened)
            raise self._unexpected(kind, text, offset)

    def _name(self, name: str, offset: int) -> Fraction:
        if self.token[1] == ".":
            raise ExpressionError("attributes are not part of expressions, found '.'", self.token[2])
        if name in self.values:
            return self.values[name]
        if name in FUNCTIONS:
            raise ExpressionError(f"the function '{name}' needs its arguments in parentheses", offset)
        hint = nearest(name, self.values) or ("" if self.values else NOTHING_DECLARED)
        raise ExpressionError(f"there is no parameter '{name}'", offset, hint)

    def _call(self, name: str, offset: int) -> Fraction:
        if name not in FUNCTIONS:
            what = "a parameter cannot be called" if name in self.values else f"there is no function '{name}'"
            raise ExpressionError(what, offset, nearest(name, FUNCTIONS))
        arguments = [self.comparison()]
        while self.accept(","):
            arguments.append(self.comparison())
        self._close(offset)
        return _apply(name, arguments, offset)


def _number(text: str, offset: int) -> Fraction:
    exponent = re.search(r"[eE]([-+]?\d+)$", text)
    if exponent and abs(int(exponent.group(1))) > MAX_EXPONENT:
        raise ExpressionError(f"the exponent of {text} is beyond {MAX_EXPONENT}", offset)
    return _bounded(Fraction(text), offset)


def _power(base: Fraction, exponent: Fraction, offset: int) -> Fraction:
    if base == 0 and exponent < 0:
        raise ExpressionError("division by zero: a negative power of 0", offset)
    if exponent.denominator == 1:
        size = max(base.numerator.bit_length(), base.denominator.bit_length())
        if abs(exponent) > MAX_EXPONENT or size * abs(exponent) > 4 * MAX_BITS:
            raise ExpressionError("the power is too large to work with", offset)
        return _bounded(base ** int(exponent), offset)
    if base < 0:
        raise ExpressionError("a broken power of a negative number is not a real number", offset)
    return _through_float(lambda: float(base) ** float(exponent), offset)


def _apply(name: str, arguments: list[Fraction], offset: int) -> Fraction:
    if name in ("min", "max"):
        return min(arguments) if name == "min" else max(arguments)
    if len(arguments) != 1:
        raise ExpressionError(f"'{name}' takes one argument, found {len(arguments)}", offset)
    x = arguments[0]
    if name == "abs":
        return abs(x)
    if name == "sqrt":
        if x < 0:
            raise ExpressionError("the square root of a negative number is not a real number", offset)
        roots = math.isqrt(x.numerator), math.isqrt(x.denominator)
        if roots[0] ** 2 == x.numerator and roots[1] ** 2 == x.denominator:
            return Fraction(*roots)
        return _through_float(lambda: math.sqrt(x), offset)
    if name == "log":
        if x <= 0:
            raise ExpressionError("the logarithm needs a number above 0", offset)
        return _through_float(lambda: math.log(x.numerator) - math.log(x.denominator), offset)
    return _through_float(lambda: math.exp(x), offset)


def _through_float(compute: Callable[[], float], offset: int) -> Fraction:
    try:
        value = compute()
    except (OverflowError, ValueError, ZeroDivisionError):
        value = math.inf
    if not math.isfinite(value):
        raise ExpressionError("the value is too large to work with", offset)
    return Fraction(value)
